"""Awards to be paid, for the treasurer: looked at once more, paid, taken back, as a table."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Response, Template

from abstracts.awards.errors import NotNow
from abstracts.awards.forms import PaymentForm, ReasonForm
from abstracts.awards.letters import Sender
from abstracts.awards.paying import Payable, end_award, pay_award, payables, take_payment_back
from abstracts.awards.rules import STATE_WORDS
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people import queries as people
from conference.people.access import Role, roles
from conference.web import FormErrors, flash, page, read_form, redirect
from conference.web.pages import download
from conference.web.sheets import Cell, csv_of, major

AnyRequest = Request[Any, Any, Any]
TREASURER = roles(Role.TREASURER)
AWARDS = "/{slug:str}/office/awards"
COLUMNS = (
    "Award", "Name", "E-mail", "Affiliation", "Country", "Amount", "Currency", "State",
    "Eligible now", "Against", "Accepted", "Paid", "Note",
)  # fmt: skip


@get(AWARDS, opt=TREASURER)
async def show_award_payments(request: AnyRequest, meeting: TheMeeting, now: Now) -> Template:
    rows, purses = await payables(meeting, now)
    return page(
        request,
        "abstracts/awards/payments.html",
        rows=rows,
        purses=purses,
        words=STATE_WORDS,
        is_over=meeting.is_over(now),
    )


@get(AWARDS + ".csv", opt=TREASURER)
async def download_award_payments(meeting: TheMeeting, now: Now) -> Response[bytes]:
    rows, _ = await payables(meeting, now)
    known = await people.people_by_ids({each.application.person for each in rows})
    cells = [_cells(meeting, each, known[each.application.person].email) for each in rows]
    return download(csv_of(COLUMNS, cells), "text/csv", f"{meeting.slug}-awards.csv")


@post(AWARDS + "/{application:uuid}/pay", opt=TREASURER)
async def mark_award_paid(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    now: Now,
    application: FromPath[UUID],
) -> Redirect:
    try:
        form = await read_form(request, PaymentForm)
        sender = Sender(meeting, settings.base_url)
        found = await pay_award(sender, application, form.note, by=visitor.actor, now=now)
        if found.is_eligible:
            flash(request, "Marked as paid; the winner has a letter.")
        else:
            flash(request, f"Not paid. {found.reason}", "bad")
    except FormErrors:
        flash(request, "Write how it was paid, for example the date of the transfer.", "bad")
    except NotNow as refused:
        flash(request, refused.detail, "warn")
    return redirect(f"/{meeting.slug}/office/awards")


@post(AWARDS + "/{application:uuid}/end", opt=TREASURER)
async def end_award_unpaid(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    now: Now,
    application: FromPath[UUID],
) -> Redirect:
    try:
        sender = Sender(meeting, settings.base_url)
        await end_award(sender, application, by=visitor.actor, now=now)
        flash(request, "The award has ended; the winner and the committee have a letter.")
    except NotNow as refused:
        flash(request, refused.detail, "warn")
    return redirect(f"/{meeting.slug}/office/awards")


@post(AWARDS + "/{application:uuid}/take-back", opt=TREASURER)
async def take_award_payment_back(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    application: FromPath[UUID],
) -> Redirect:
    try:
        form = await read_form(request, ReasonForm)
        await take_payment_back(meeting.id, application, form.reason, by=visitor.actor, now=now)
        flash(request, "It waits to be paid again.")
    except FormErrors:
        flash(request, "Write why it was not paid after all.", "bad")
    except NotNow as refused:
        flash(request, refused.detail, "warn")
    return redirect(f"/{meeting.slug}/office/awards")


def _cells(meeting: MeetingInfo, row: Payable, email: str) -> list[Cell]:
    each = row.application
    return [
        row.cycle.title,
        each.name,
        email,
        each.affiliation,
        each.country,
        major(each.amount or 0, meeting.currency),
        meeting.currency,
        STATE_WORDS[each.state][0],
        "" if row.findings is None else ("yes" if row.findings.is_eligible else "no"),
        f"{row.against} {row.waits}".strip(),
        each.answered_at,
        each.paid_at,
        each.payment_note,
    ]


handlers = [
    show_award_payments,
    download_award_payments,
    mark_award_paid,
    end_award_unpaid,
    take_award_payment_back,
]
