"""The treasurer's statements: sent in, looked at, booked."""

from __future__ import annotations

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.membership.roll_dates import DayOrder
from conference.orm.money import format_money
from conference.people.access import Role, roles
from conference.registration.bank import actions, queries
from conference.registration.bank.actions import Booked, Imported, NewStatement
from conference.registration.bank.errors import UnreadableStatement
from conference.registration.bank.forms import StatementForm, TickForm
from conference.registration.bank.rules import ENTRY_WORDS, EntryState
from conference.registration.bank.view import groups_of, of_state
from conference.registration.buy_pages import issuer_of
from conference.registration.draft import AnyRequest
from conference.registration.till import Till
from conference.web import FormErrors, FormState, flash, page, read_form, redirect

MONEY = roles(Role.OFFICE, Role.TREASURER)
BANK = "/{slug:str}/office/bank"
NO_FILE = "Choose a file."
DAY_ORDERS = (
    (DayOrder.UNKNOWN.value, "Decide from the file", ""),
    (DayOrder.DAY_FIRST.value, "Day first", "3/4/2027 is 3 April"),
    (DayOrder.MONTH_FIRST.value, "Month first", "3/4/2027 is 4 March"),
)


@get(BANK, opt=MONEY)
async def show_statements(request: AnyRequest, meeting: TheMeeting) -> Template:
    form = FormState.of({"day_order": DayOrder.UNKNOWN.value})
    return await _statements_page(request, meeting, form)


async def _statements_page(
    request: AnyRequest, meeting: MeetingInfo, form: FormState, status: int = 200
) -> Template:
    return page(
        request,
        "registration/bank/statements.html",
        status=status,
        form=form,
        day_orders=DAY_ORDERS,
        statements=await queries.statements_of(meeting.id),
    )


@post(BANK, opt=MONEY)
async def upload_statement(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    """Keeps the entries; nothing is booked before somebody has looked."""
    try:
        form = await read_form(request, StatementForm)
        sent = NewStatement(form.file.filename, await form.file.read(), form.day_order)
        done = await actions.import_statement(meeting, sent, by=visitor.actor, now=now)
    except FormErrors as wrong:
        errors = {**wrong.errors, **({"file": NO_FILE} if "file" in wrong.errors else {})}
        shown = FormState({**wrong.values, "file": ""}, errors)
        return await _statements_page(request, meeting, shown, 422)
    except UnreadableStatement as wrong:
        shown = FormState({"day_order": form.day_order.value}, wrong.errors)
        return await _statements_page(request, meeting, shown, 422)
    flash(request, _said(done), "warn" if done.is_known else "good")
    return redirect(f"/{meeting.slug}/office/bank/{done.statement}")


def _said(done: Imported) -> str:
    if done.is_known:
        verb = "is" if done.new == 1 else "are"
        more = f"{_entries(done.new)} {verb} new now." if done.new else "Nothing was added."
        return f"This file was read before. {more}"
    again = f" {done.repeated} were in an earlier statement." if done.repeated else ""
    return f"{_entries(done.new)} read.{again} Nothing is booked yet."


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"


@get(f"{BANK}/{{statement:uuid}}", opt=MONEY)
async def show_statement(
    request: AnyRequest, meeting: TheMeeting, statement: FromPath[UUID]
) -> Template:
    info = await queries.statement_of(meeting.id, statement)
    entries = await queries.entries_of_statement(statement)
    return page(
        request,
        "registration/bank/statement.html",
        statement=info,
        groups=groups_of(entries, await actions.proposals_for(meeting, entries)),
        decided=of_state(entries, EntryState.MATCHED, EntryState.IGNORED),
        debits=of_state(entries, EntryState.DEBIT),
        words=ENTRY_WORDS,
    )


@post(f"{BANK}/{{statement:uuid}}", opt=MONEY)
async def book_statement(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, statement: FromPath[UUID],
    now: Now, settings: TheSettings,
) -> Redirect:  # fmt: skip
    """Books what is ticked; whatever comes out differently by now is shown again."""
    form = await read_form(request, TickForm)
    till = Till(meeting, issuer_of(settings))
    done = await actions.book_proposals(till, statement, form.ticked(), by=visitor.actor, now=now)
    text, kind = _told(done, meeting.currency)
    flash(request, text, kind)
    return redirect(f"/{meeting.slug}/office/bank/{statement}")


def _told(done: Booked, currency: str) -> tuple[str, str]:
    if not done.entries and not done.changed:
        return "Nothing was booked: nothing was ticked, or it was booked before.", "warn"
    text = f"{_entries(done.entries)} booked, {format_money(done.amount, currency)} in all."
    if not done.changed:
        return text, "good"
    return f"{text} {_entries(done.changed)} came out differently by now: look again.", "warn"


handlers = [show_statements, upload_statement, show_statement, book_statement]
