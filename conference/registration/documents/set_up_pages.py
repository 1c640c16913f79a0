"""The office: who issues the documents of the meeting, and which tax is charged."""

from __future__ import annotations

from typing import Any

from litestar import get, post
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.orm.money import minor_digits
from conference.people.access import Role, roles
from conference.registration.catalogue_queries import policy_of, tax_rates_of
from conference.registration.documents import queries, set_up_actions
from conference.registration.documents.account import issuer_of_meeting
from conference.registration.documents.forms import IssuerForm, issuer_values
from conference.registration.documents.rules import DocumentKind, document_number
from conference.registration.documents.tax_forms import (
    CUSTOMER_WORDS,
    NEW,
    examples,
    read_taxes,
    row_keys,
    tax_values,
)
from conference.registration.draft import AnyRequest
from conference.registration.taxes import TaxTable
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.refusals import refusals

MONEY = roles(Role.OFFICE, Role.TREASURER)
EXAMPLE_PRICE = 350  # in whole units: with 22 % it is 427.00 (T02)


@get("/{slug:str}/office/invoicing", opt=MONEY)
async def show_invoicing(request: AnyRequest, meeting: TheMeeting) -> Template:
    issuer = await issuer_of_meeting(meeting.id)
    values = issuer_values(issuer, meeting.slug.upper(), meeting.currency)
    return _issuer_page(request, meeting, FormState.of(values))


def _issuer_page(request: AnyRequest, meeting: MeetingInfo, form: FormState) -> Template:
    prefix = str(form.values.get("prefix", "")).upper()
    return page(
        request,
        "registration/documents/issuer.html",
        status=422 if form.errors else 200,
        form=form,
        example=document_number(prefix, DocumentKind.INVOICE, meeting.starts_on.year, 42),
    )


@post("/{slug:str}/office/invoicing", opt=MONEY)
async def save_issuer(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    try:
        form = await read_form(request, IssuerForm)
        with refusals(form):
            issuer = form.as_issuer(meeting.id, meeting.currency)
            await set_up_actions.save_issuer(issuer, by=visitor.actor, now=now)
    except FormErrors as wrong:
        return _issuer_page(request, meeting, wrong.state)
    flash(request, f"{issuer.party.name} issues the documents from now on.")
    return redirect(f"/{meeting.slug}/office/invoicing")


@get("/{slug:str}/office/invoicing/taxes", opt=MONEY)
async def show_taxes(request: AnyRequest, meeting: TheMeeting) -> Template:
    return await _taxes_page(request, meeting, None)


async def _taxes_page(
    request: AnyRequest, meeting: MeetingInfo, wrong: FormState | None
) -> Template:
    policy = await policy_of(meeting.id)
    taxes = TaxTable(await tax_rates_of(meeting.id), policy.prices_include_tax)
    form = wrong or FormState.of(tax_values(taxes))
    price = EXAMPLE_PRICE * 10 ** minor_digits(meeting.currency)
    return page(
        request,
        "registration/documents/taxes.html",
        status=422 if wrong else 200,
        form=form,
        rows=row_keys(form.values),
        new=NEW,
        price=price,
        includes=taxes.prices_include_tax,
        examples=examples(taxes, price),
        customers=[(each.value, words) for each, words in CUSTOMER_WORDS.items()],
        classes=await queries.tax_classes(meeting.id),
    )


@post("/{slug:str}/office/invoicing/taxes", opt=MONEY)
async def save_taxes(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    try:
        taxes = read_taxes(await _typed(request))
    except FormErrors as wrong:
        return await _taxes_page(request, meeting, wrong.state)
    await set_up_actions.save_taxes(meeting, taxes, by=visitor.actor, now=now)
    flash(request, "The tax rates are saved. Orders and quotes keep the tax they were told.")
    return redirect(f"/{meeting.slug}/office/invoicing/taxes")


async def _typed(request: AnyRequest) -> dict[str, Any]:
    form = await request.form()
    return {name: str(form.get(name, "")).replace("\x00", "").strip() for name in form}


handlers = [show_invoicing, save_issuer, show_taxes, save_taxes]
