"""The office's writes to the set-up of invoicing: who issues, and which tax is charged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from piccolo.columns import Column

from conference.meetings.rules import MeetingInfo
from conference.orm import Action, Actor, action
from conference.registration.documents.account import IssuerInfo
from conference.registration.documents.errors import InvoicingRefused
from conference.registration.tables import (
    Document,
    InvoiceIssuer,
    RegistrationPolicy,
)
from conference.registration.tables import TaxRate as TaxRow
from conference.registration.taxes import TaxRate, TaxTable


async def save_issuer(issuer: IssuerInfo, *, by: Actor, now: datetime) -> None:
    """Names who issues the documents from now on; those that were issued stay as they are.

    The prefix is this meeting's alone, and stays once a document bears it, so that a number is
    never printed twice. Raises InvoicingRefused.
    """
    async with action("save_issuer", by=by, now=now, meeting=issuer.meeting) as act:
        await _check_prefix(issuer)
        values: dict[Column | str, Any] = {
            InvoiceIssuer.legal_name: issuer.party.name,
            InvoiceIssuer.address: issuer.party.address,
            InvoiceIssuer.country: issuer.party.country,
            InvoiceIssuer.tax_number: issuer.party.tax_number,
            InvoiceIssuer.bank: issuer.bank,
            InvoiceIssuer.footer: issuer.footer,
            InvoiceIssuer.prefix: issuer.prefix,
            InvoiceIssuer.payment_days: issuer.payment_days,
            InvoiceIssuer.change_fee: issuer.change_fee,
        }
        mine = InvoiceIssuer.meeting == issuer.meeting
        before = await InvoiceIssuer.select(InvoiceIssuer.bank).where(mine).first()
        if before is None:
            fresh = InvoiceIssuer(id=uuid4(), created_at=now, meeting=issuer.meeting, legal_name="")
            await InvoiceIssuer.insert(fresh)
        await InvoiceIssuer.update(values).where(mine)
        bank = [before["bank"] if before else None, issuer.bank]
        act.note("issuer", issuer.prefix, legal_name=issuer.party.name, bank=bank)


async def _check_prefix(issuer: IssuerInfo) -> None:
    rows = await InvoiceIssuer.select(InvoiceIssuer.meeting, InvoiceIssuer.prefix)
    others = {row["prefix"] for row in rows if row["meeting"] != issuer.meeting}
    mine = {row["prefix"] for row in rows if row["meeting"] == issuer.meeting}
    if issuer.prefix in others:
        _refuse("Another meeting uses this prefix. Two documents would have one number.")
    is_new = mine and issuer.prefix not in mine
    if is_new and await Document.exists().where(Document.meeting == issuer.meeting):
        _refuse("Documents were issued with the prefix already, so it cannot change.")


def _refuse(sentence: str) -> None:
    raise InvoicingRefused(sentence, errors={"prefix": sentence})


async def save_taxes(meeting: MeetingInfo, taxes: TaxTable, *, by: Actor, now: datetime) -> None:
    """Makes these the tax rates of the meeting (T01, T02); orders and quotes keep theirs."""
    async with action("save_taxes", by=by, now=now, meeting=meeting.id) as act:
        await TaxRow.delete().where(TaxRow.meeting == meeting.id)
        await _insert_rates(act, meeting.id, taxes.rates)
        await _write_policy(act, meeting.id, taxes.prices_include_tax)
        rates = {
            f"{each.tax_class} {each.country} {each.customer}": each.basis_points / 100
            for each in taxes.rates
        }
        act.note("taxes", meeting.slug, percent=rates, include_tax=taxes.prices_include_tax)


async def _insert_rates(act: Action, meeting: UUID, rates: Sequence[TaxRate]) -> None:
    rows = [
        TaxRow(
            id=uuid4(),
            created_at=act.now,
            meeting=meeting,
            tax_class=each.tax_class,
            country=each.country,
            customer=each.customer.value,
            basis_points=each.basis_points,
            title=each.title,
            note=each.note,
        )
        for each in rates
    ]
    if rows:
        await TaxRow.insert(*rows)


async def _write_policy(act: Action, meeting: UUID, include_tax: bool) -> None:
    mine = RegistrationPolicy.meeting == meeting
    if not await RegistrationPolicy.exists().where(mine):
        await RegistrationPolicy.insert(
            RegistrationPolicy(id=uuid4(), created_at=act.now, meeting=meeting)
        ).on_conflict(action="DO NOTHING")
    await RegistrationPolicy.update({RegistrationPolicy.prices_include_tax: include_tax}).where(
        mine
    )
