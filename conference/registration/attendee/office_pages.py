"""The office: what those who come need, and letters of invitation. Nobody else sees it (N05)."""

from __future__ import annotations

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.people.access import Role, roles
from conference.registration import queries as registrations
from conference.registration.attendee import actions, queries
from conference.registration.attendee.errors import NoVisaLetter, UnknownVisaLetter
from conference.registration.attendee.forms import VisaDecisionForm, VisaLettersForm
from conference.registration.attendee.issued import (
    issued_invitation,
    letter_pdf,
    sample_invitation,
)
from conference.registration.attendee.rules import (
    DIET_WORDS,
    VISA_WORDS,
    VisaState,
    count_diets,
    why_no_visa_letter,
)
from conference.registration.draft import AnyRequest
from conference.registration.till import issuer_of
from conference.web import flash, page, read_form, redirect
from conference.web.pages import download
from conference.web.sheets import csv_of

OFFICE = roles(Role.OFFICE)
NEEDS_HEADINGS = ("registration", "family_name", "given_name", "diet", "diet_note", "access")


@get("/{slug:str}/office/needs", opt=OFFICE)
async def show_needs(request: AnyRequest, meeting: TheMeeting) -> Template:
    found = await queries.needs_list(meeting.id)
    return page(
        request,
        "registration/attendee/needs.html",
        found=found,
        counts=count_diets([row.needs for row in found.rows]),
        diet_words=DIET_WORDS,
    )


@get("/{slug:str}/office/needs.csv", opt=OFFICE)
async def download_needs(meeting: TheMeeting) -> Response[bytes]:
    found = await queries.needs_list(meeting.id)
    rows = [
        (
            row.info.code,
            row.info.person.family_name,
            row.info.person.given_name,
            ", ".join(DIET_WORDS[each] for each in row.needs.diets),
            row.needs.diet_note,
            row.needs.access,
        )
        for row in found.rows
    ]
    return download(csv_of(NEEDS_HEADINGS, rows), "text/csv", f"{meeting.slug}-needs.csv")


@get("/{slug:str}/office/visa-letters", opt=OFFICE)
async def show_visa_letters(request: AnyRequest, meeting: TheMeeting) -> Template:
    found = await queries.visa_requests_of(meeting.id)
    return page(
        request,
        "registration/attendee/visa_letters.html",
        found=[
            (asked, info, why_no_visa_letter(info.state, info.mode, info.due))
            for asked, info in found
        ],
        words=VISA_WORDS,
    )


@get("/{slug:str}/office/visa-letters/issue", opt=OFFICE)
async def propose_visa_letters(request: AnyRequest, meeting: TheMeeting) -> Template:
    """Whose letters would be issued, before any is."""
    found = [
        (asked, info)
        for asked, info in await queries.visa_requests_of(meeting.id)
        if asked.state is VisaState.REQUESTED
        and not why_no_visa_letter(info.state, info.mode, info.due)
    ]
    return page(request, "registration/attendee/visa_letters_issue.html", found=found)


@post("/{slug:str}/office/visa-letters/issue", opt=OFFICE)
async def issue_visa_letters(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, settings: TheSettings
) -> Redirect:
    form = await read_form(request, VisaLettersForm)
    made = await actions.issue_visa_letters(
        form.leave, meeting, issuer_of(settings), by=visitor.actor, now=now
    )
    letters = "letter is" if made == 1 else "letters are"
    flash(request, f"{made} {letters} issued; everybody is written to.")
    return redirect(f"/{meeting.slug}/office/visa-letters")


@post("/{slug:str}/office/visa-letters/{code:str}", opt=OFFICE)
async def decide_visa_letter(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    code: FromPath[str],
    now: Now,
    settings: TheSettings,
) -> Redirect:
    form = await read_form(request, VisaDecisionForm)
    by = visitor.actor
    try:
        if form.act == "issue":
            await actions.issue_visa_letter(code, meeting, issuer_of(settings), by=by, now=now)
            flash(request, "The letter is issued and its holder is written to.")
        elif form.act == "reopen":
            await actions.reopen_visa_letter(code, meeting, by=by, now=now)
            flash(request, "The letter is void until you issue it again.")
        elif form.act == "refused":
            await actions.mark_visa_refused(code, meeting, by=by, now=now)
            flash(request, "Noted: the visa was refused.")
    except NoVisaLetter as refused:
        flash(request, refused.detail, "bad")
    return redirect(f"/{meeting.slug}/office/visa-letters")


@get("/{slug:str}/office/visa-letters/{code:str}/letter.pdf", opt=OFFICE)
async def download_office_visa_letter(
    meeting: TheMeeting, code: FromPath[str], settings: TheSettings
) -> Response[bytes]:
    info = await registrations.registration_by_code(meeting.id, code)
    if info is None:
        raise UnknownVisaLetter
    letter = await issued_invitation(info, meeting, issuer_of(settings))
    body = await letter_pdf(letter, meeting)
    return download(body, "application/pdf", f"invitation-{info.code}.pdf")


@get("/{slug:str}/office/visa-letters/sample.pdf", opt=OFFICE)
async def show_sample_letter(
    meeting: TheMeeting, settings: TheSettings, now: Now
) -> Response[bytes]:
    """A letter to nobody, to see what is printed and who signs."""
    letter = await sample_invitation(meeting, meeting.local(now).date(), settings.base_url)
    body = await letter_pdf(letter, meeting)
    return download(body, "application/pdf", "invitation-sample.pdf")


handlers = [
    show_needs,
    download_needs,
    show_visa_letters,
    propose_visa_letters,
    issue_visa_letters,
    decide_visa_letter,
    download_office_visa_letter,
    show_sample_letter,
]
