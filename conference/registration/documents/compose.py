"""From an order to what is printed: pure, everything that changes later is copied here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from msgspec.structs import replace

from conference.meetings.rules import MeetingInfo
from conference.orm.money import format_money
from conference.registration.bank.references import payment_reference
from conference.registration.documents.account import (
    Account,
    AccountPayment,
    DocumentInfo,
    IssuerInfo,
)
from conference.registration.documents.content import (
    DocumentContent,
    PrintedLine,
    Received,
    notes_of,
)
from conference.registration.documents.rules import DocumentKind, due_date
from conference.registration.ledger import outstanding
from conference.registration.order_queries import ChargedLine
from conference.registration.quoted import Line
from conference.registration.rules import METHOD_WORDS
from conference.web.formats import day, days_span

UNNUMBERED = ""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What every document of a meeting has in common on a day."""

    meeting: MeetingInfo
    issuer: IssuerInfo
    tax_word: str
    bank: str
    today: date

    def sheet(self, kind: DocumentKind, account: Account) -> DocumentContent:
        """An empty document of the order, still without its number."""
        return DocumentContent(
            kind=kind,
            number=UNNUMBERED,
            issued_on=self.today,
            issuer=self.issuer.party,
            bill_to=account.bill_to,
            order=account.code,
            event=event_words(self.meeting),
            currency=account.currency,
            lines=(),
            tax_word=self.tax_word,
            purchase_order=account.purchase_order,
            reference=payment_reference(account.code),
            bank=self.bank,
            footer=self.issuer.footer,
        )


def event_words(meeting: MeetingInfo) -> str:
    """ "Signals 2027, 17–20 Oct 2027, Glasgow": what was supplied, when and where."""
    parts = (meeting.title, days_span(meeting.starts_on, meeting.ends_on), meeting.city)
    return ", ".join(part for part in parts if part)


def letterhead(
    meeting: MeetingInfo, issuer: IssuerInfo, tax_word: str, advice: str, now: datetime
) -> Letterhead:
    """Dated by the meeting's own clock; without a bank account the advice on paying stands in."""
    today = meeting.local(now).date()
    return Letterhead(meeting, issuer, tax_word or "Tax", issuer.bank or advice, today)


def invoice(
    head: Letterhead, account: Account, lines: Sequence[ChargedLine], due: int
) -> DocumentContent:
    """What is charged, with how it was paid or until when it is to be paid.

    `due` is what the order owes beside the invoices before this one.
    """
    sheet = head.sheet(DocumentKind.INVOICE, account)
    due = min(sum(line.amount for line in lines), due)
    return replace(
        sheet,
        lines=printed(lines, account),
        notes=notes_of(line.tax_note for line in lines),
        due=due,
        due_on=due_date(head.today, head.issuer.payment_days) if due else None,
        settled="" if due else _settled(head, account),
    )


def credit_note(
    head: Letterhead,
    account: Account,
    lines: Sequence[ChargedLine],
    corrected: DocumentInfo,
    reason: str,
) -> DocumentContent:
    """What is taken back of an invoice, to whom that invoice was addressed (T03)."""
    sheet = head.sheet(DocumentKind.CREDIT_NOTE, account)
    return replace(
        sheet,
        bill_to=corrected.content.bill_to,
        purchase_order=corrected.content.purchase_order,
        lines=printed(lines, account),
        notes=notes_of(line.tax_note for line in lines),
        corrects=corrected.number,
        reason=reason,
        settled=_given_back(account),
    )


def receipt(head: Letterhead, account: Account, payment: AccountPayment) -> DocumentContent:
    """That money came, for what, and what is still due of the whole order (T06)."""
    sheet = head.sheet(DocumentKind.RECEIPT, account)
    received = Received(
        amount=payment.amount,
        on=head.meeting.local(payment.received_at).date(),
        method=METHOD_WORDS[payment.method],
        reference=payment.reference,
        due=account.balance.due,
    )
    return replace(sheet, lines=still_charged_lines(account), received=received)


def pro_forma(head: Letterhead, account: Account) -> DocumentContent:
    """What an invoice would say, for whoever must approve the payment first."""
    sheet = head.sheet(DocumentKind.PRO_FORMA, account)
    due = account.balance.due
    return replace(
        sheet,
        lines=still_charged_lines(account),
        notes=notes_of(line.tax_note for line in account.lines),
        due=due,
        due_on=due_date(head.today, head.issuer.payment_days) if due else None,
    )


def printed(lines: Iterable[ChargedLine], account: Account) -> tuple[PrintedLine, ...]:
    """Lines of the order as they are printed, each with whose it is."""
    return tuple(_line(each, account.attendees.get(each.registration, "")) for each in lines)


def still_charged_lines(account: Account) -> tuple[PrintedLine, ...]:
    """Everything that is charged after all that was taken back, registration by registration."""
    codes = dict.fromkeys(line.registration for line in account.lines)
    return tuple(
        _line(line, account.attendees.get(code, ""))
        for code in codes
        for line in outstanding(each for each in account.lines if each.registration == code)
    )


def _line(line: Line, whose: str) -> PrintedLine:
    return PrintedLine(
        title=line.title,
        amount=line.amount,
        tax=line.tax,
        tax_points=line.tax_points,
        quantity=line.quantity,
        reason=line.reason,
        whose=whose,
    )


def _settled(head: Letterhead, account: Account) -> str:
    """How the last money came, when nothing is due."""
    came = [each for each in account.payments if each.amount > 0]
    if not came:
        return "Nothing is due."
    last = came[-1]
    received_on = day(head.meeting.local(last.received_at).date())
    return f"Paid in full. {METHOD_WORDS[last.method]}, {received_on}."


def _given_back(account: Account) -> str:
    owed = account.balance.to_refund
    if not owed:
        return ""
    return f"{format_money(owed, account.currency)} is given back the way it was paid."
