"""Issuing and correcting documents, alone or as a part of what charges, pays or cancels."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from conference.meetings.rules import MeetingInfo
from conference.orm import Action, Actor, action
from conference.registration.catalogue import Catalogue, LineKind
from conference.registration.catalogue_queries import catalogue_of
from conference.registration.documents import compose
from conference.registration.documents.account import (
    Account,
    DocumentInfo,
    account_of,
    issuer_of_meeting,
    still_charged,
)
from conference.registration.documents.content import bill_to_party
from conference.registration.documents.errors import (
    CannotCorrect,
    NoIssuer,
    NothingCorrected,
    NothingToDocument,
)
from conference.registration.documents.press import Press, open_press
from conference.registration.documents.retaxing import Retaxing, TaxedAs
from conference.registration.documents.rules import DocumentKind, Plan
from conference.registration.errors import UnknownOrder
from conference.registration.ledger import charge, locked_balance, negated, outstanding
from conference.registration.order_queries import ChargedLine
from conference.registration.quoted import Line
from conference.registration.rules import Balance, PayBy
from conference.registration.tables import Document, Order, Payment


async def document_order(act: Action, order: UUID, meeting: MeetingInfo) -> tuple[str, ...]:
    """Brings an order's documents in step, and returns the numbers of what was issued.

    Credit notes for what was taken back of an invoice; invoices once nothing is due, or at once
    for who pays on account; a receipt for each payment. Part of an action, after its last charge
    and payment; whoever changes many orders calls it when all of them are changed. Called again,
    it issues nothing. Until the office has said who issues, nothing is issued.
    """
    balance = await locked_balance(order)
    if not await _may_need_documents(order, balance):
        return ()
    press = await open_press(act, meeting)
    if press is None:
        return ()
    account = await account_of(order)
    plan = account.plan
    numbers = await _credit(press, account, plan, act.reason)
    if account.is_to_be_invoiced:
        numbers += await _invoice(press, account, plan)
    return (*numbers, *await _acknowledge(press, account))


async def _may_need_documents(order: UUID, balance: Balance) -> bool:
    """False for who never paid and has no paper: nobody waits for the press then."""
    if balance.paid or await Payment.exists().where(Payment.order == order):
        return True
    row = await Order.select(Order.pays_by).where(Order.id == order).first()
    if balance.total and row and row["pays_by"] == PayBy.PURCHASE_ORDER:
        return True
    return bool(await Document.exists().where(Document.order == order))


async def catch_up(
    order: UUID, meeting: MeetingInfo, *, by: Actor, now: datetime
) -> tuple[str, ...]:
    """`document_order` as an action of its own, for orders from before there was an issuer.

    Raises NoIssuer.
    """
    async with action("issue_documents", by=by, now=now, meeting=meeting.id) as act:
        if await issuer_of_meeting(meeting.id) is None:
            raise NoIssuer
        return await document_order(act, order, meeting)


async def issue_invoice(
    code: str, meeting: MeetingInfo, *, by: Actor, now: datetime
) -> tuple[str, ...]:
    """Invoices what is charged and on no invoice yet, though it is still due (T04).

    Raises UnknownOrder, NoIssuer, NothingToDocument.
    """
    async with action("issue_invoice", by=by, now=now, meeting=meeting.id) as act:
        press, account = await _begin(act, meeting, code)
        numbers = await _credit(press, account, account.plan, "")
        numbers += await _invoice(press, account, account.plan)
        if not numbers:
            raise NothingToDocument
    return tuple(numbers)


async def issue_pro_forma(code: str, meeting: MeetingInfo, *, by: Actor, now: datetime) -> str:
    """A pro-forma of all that is charged; the same one again while nothing has changed.

    Raises UnknownOrder, NoIssuer, NothingToDocument.
    """
    async with action("issue_pro_forma", by=by, now=now, meeting=meeting.id) as act:
        press, account = await _begin(act, meeting, code)
        content = compose.pro_forma(press.head, account)
        if content.gross <= 0:
            raise NothingToDocument
        issued = [each for each in account.documents if each.kind is DocumentKind.PRO_FORMA]
        if issued and issued[-1].content.says_the_same(content):
            return issued[-1].number
        return await press.issue(account.order, content)


@dataclass(frozen=True, slots=True)
class BillTo:
    """Who is to stand on the new invoice, and what the change costs (T03, T04)."""

    text: str
    country: str = ""
    vat_number: str = ""
    purchase_order: str = ""
    fee: int = 0


@dataclass(frozen=True, slots=True)
class Correction:
    """Which invoice goes to whom instead, and why."""

    number: str
    bill_to: BillTo
    reason: str


async def correct_invoice(
    code: str, correction: Correction, meeting: MeetingInfo, *, by: Actor, now: datetime
) -> tuple[str, ...]:
    """Credits an invoice whole and issues it anew to another bill-to, with that one's tax (T03).

    The order takes its charges back and charges them again, so a new rate moves the balance; the
    fee for the change is one charge more. Returns the credit note's and the invoice's number.
    Raises UnknownOrder, NoIssuer, CannotCorrect, NothingCorrected.
    """
    async with action(
        "correct_invoice", by=by, now=now, meeting=meeting.id, reason=correction.reason
    ) as act:
        press, account = await _begin(act, meeting, code)
        wrong = _correctable(account, correction.number)
        retaxing = _retaxing(wrong, correction.bill_to, (await catalogue_of(meeting)).catalogue)
        if not _changes(press, account, wrong, correction.bill_to, retaxing):
            raise NothingCorrected
        await _write_bill_to(account.order, correction.bill_to)
        await _charge_again(act, account, wrong, correction.bill_to, retaxing)
        act.note("order", account.code, corrected=wrong.number)
        return await _reissue(press, account)


def _correctable(account: Account, number: str) -> DocumentInfo:
    for each in account.documents:
        if each.number == number and each.kind is DocumentKind.INVOICE:
            if still_charged(account, each.id):
                return each
            raise CannotCorrect("Everything on this invoice is credited already.")
    raise CannotCorrect("Only an invoice of this order can be corrected.")


async def _write_bill_to(order: UUID, bill_to: BillTo) -> None:
    await Order.update(
        {
            Order.bill_to: bill_to.text,
            Order.bill_country: bill_to.country,
            Order.vat_number: bill_to.vat_number,
            Order.purchase_order: bill_to.purchase_order,
        }
    ).where(Order.id == order)


def _retaxing(wrong: DocumentInfo, bill_to: BillTo, catalogue: Catalogue) -> Retaxing:
    old = TaxedAs(wrong.content.bill_to.country, wrong.content.bill_to.tax_number)
    return Retaxing(catalogue, bill_to.country, bill_to.vat_number, old)


def _changes(
    press: Press, account: Account, wrong: DocumentInfo, bill_to: BillTo, retaxing: Retaxing
) -> bool:
    """Whether the new invoice would differ: in who pays or issues, their reference, or the tax.

    A fee alone is none: it is charged for a change.
    """
    party = bill_to_party(bill_to.text, bill_to.country, bill_to.vat_number)
    new = (party, bill_to.purchase_order, press.head.issuer.party)
    old = (wrong.content.bill_to, wrong.content.purchase_order, wrong.content.issuer)
    charged = _charged_on(account, wrong).values()
    return new != old or any(retaxing.retaxed(lines) != lines for lines in charged)


def _charged_on(account: Account, wrong: DocumentInfo) -> dict[str, tuple[Line, ...]]:
    """What an invoice still charges, by registration."""
    lines = still_charged(account, wrong.id)
    codes = dict.fromkeys(line.registration for line in lines)
    return {
        code: outstanding(line for line in lines if line.registration == code) for code in codes
    }


async def _charge_again(
    act: Action, account: Account, wrong: DocumentInfo, bill_to: BillTo, retaxing: Retaxing
) -> None:
    charged = _charged_on(account, wrong)
    for code, mine in charged.items():
        back = [negated(line, f"Invoice {wrong.number} is replaced.") for line in mine]
        again = retaxing.retaxed(mine)
        await charge(act, account.order, [*back, *again], registration=code)
    if bill_to.fee:
        title = f"Change of invoice {wrong.number}"
        fee = Line(title, act.reason, bill_to.fee, LineKind.CHARGE, f"invoice:{wrong.number}")
        await charge(act, account.order, [retaxing.priced(fee)], registration=next(iter(charged)))


async def _reissue(press: Press, before: Account) -> tuple[str, ...]:
    """Prints what was charged since then, whether or not it is paid."""
    account = await account_of(before.order)
    added = {line.id for line in account.lines} - {line.id for line in before.lines}
    numbers = await _credit(press, account, account.plan, press.act.reason)
    return (*numbers, *await _invoice(press, account, account.plan, only=added))


async def _begin(act: Action, meeting: MeetingInfo, code: str) -> tuple[Press, Account]:
    """The order locked, then the press."""
    order = await _order_id(meeting, code)
    await locked_balance(order)
    press = await open_press(act, meeting)
    if press is None:
        raise NoIssuer
    return press, await account_of(order)


async def _order_id(meeting: MeetingInfo, code: str) -> UUID:
    row = (
        await Order.select(Order.id).where(Order.meeting == meeting.id, Order.code == code).first()
    )
    if row is None:
        raise UnknownOrder
    id: UUID = row["id"]
    return id


async def _credit(press: Press, account: Account, plan: Plan, reason: str) -> list[str]:
    numbers = []
    for corrected, lines in plan.credits:
        invoice = account.document(corrected)
        content = compose.credit_note(press.head, account, _lines(account, lines), invoice, reason)
        number = await press.issue(account.order, content, lines=lines, corrects=corrected)
        numbers.append(number)
    return numbers


async def _invoice(
    press: Press, account: Account, plan: Plan, only: Collection[UUID] | None = None
) -> list[str]:
    numbers, due = [], account.balance.due
    for lines in plan.invoices:
        wanted = [each for each in lines if only is None or each in only]
        if wanted:
            content = compose.invoice(press.head, account, _lines(account, wanted), due)
            numbers.append(await press.issue(account.order, content, lines=wanted))
            due -= content.due
    return numbers


async def _acknowledge(press: Press, account: Account) -> list[str]:
    return [
        await press.issue(
            account.order, compose.receipt(press.head, account, each), payment=each.id
        )
        for each in account.payments_without_receipt
    ]


def _lines(account: Account, ids: Collection[UUID]) -> tuple[ChargedLine, ...]:
    wanted = set(ids)
    return tuple(each for each in account.lines if each.id in wanted)
