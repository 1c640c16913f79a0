"""A few more questions after ordering: food, access, consents, the letter for the visa."""

from __future__ import annotations

from datetime import timedelta

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings import queries as meetings
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.roof import Link
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, Visitor, public, signed_in
from conference.registration import queries as registrations
from conference.registration.attendee import actions, office_pages, queries
from conference.registration.attendee.errors import NoVisaLetter, UnknownVisaLetter
from conference.registration.attendee.forms import (
    ANSWERS,
    ApplicationForm,
    DetailsForm,
    VisaForm,
    details_values,
)
from conference.registration.attendee.issued import check_letter, issued_invitation, letter_pdf
from conference.registration.attendee.queries import VisaRequestInfo, history_by_purpose
from conference.registration.attendee.rules import (
    DIET_WORDS,
    PURPOSE_WORDS,
    VISA_WORDS,
    VisaState,
    latest_answers,
    why_no_visa_letter,
)
from conference.registration.draft import AnyRequest
from conference.registration.errors import UnknownRegistration
from conference.registration.queries import RegistrationInfo
from conference.registration.till import issuer_of
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.limits import count_try
from conference.web.pages import download

OFFICE_LINKS = [
    Link("Needs", "/office/needs", "Food and access needs of those who come.", Role.OFFICE),
    Link("Visa letters", "/office/visa-letters", "Letters of invitation to issue.", Role.OFFICE),
]
CHORES = [actions.forget_passports]
LOOKS, LOOKS_WINDOW = 60, timedelta(minutes=10)  # at letters of invitation, of one host


async def _mine(visitor: Visitor, code: str) -> tuple[RegistrationInfo, MeetingInfo]:
    """Another person's registration is as unknown as none at all."""
    assert visitor.person is not None
    info = await registrations.registration_of_owner(visitor.person, code)
    meeting = await meetings.meeting_by_id(info.meeting) if info else None
    if info is None or meeting is None:
        raise UnknownRegistration
    return info, meeting


@get("/my/registrations/{code:str}/details", opt=signed_in)
async def show_details(request: AnyRequest, visitor: TheVisitor, code: FromPath[str]) -> Template:
    info, meeting = await _mine(visitor, code)
    answers = latest_answers(await queries.consent_history(info.id))
    form = FormState(details_values(await queries.needs_of(info.id), answers))
    return await _details_page(request, info, meeting, form)


async def _details_page(
    request: AnyRequest, info: RegistrationInfo, meeting: MeetingInfo, form: FormState
) -> Template:
    return page(
        request,
        "registration/attendee/details.html",
        status=422 if form.errors else 200,
        form=form,
        info=info,
        meeting=meeting,
        diets=[(each.value, words) for each, words in DIET_WORDS.items()],
        purposes=PURPOSE_WORDS,
        answers=ANSWERS,
        history=history_by_purpose(await queries.consent_history(info.id)),
    )


@post("/my/registrations/{code:str}/details", opt=signed_in)
async def save_details(
    request: AnyRequest, visitor: TheVisitor, code: FromPath[str], now: Now
) -> Template | Redirect:
    info, meeting = await _mine(visitor, code)
    try:
        form = await read_form(request, DetailsForm)
    except FormErrors as wrong:
        return await _details_page(request, info, meeting, wrong.state)
    await actions.save_details(info, form.needs(), form.answers(), by=visitor.actor, now=now)
    flash(request, "Your answers are saved.")
    return redirect(f"/my/registrations/{info.code}")


@get("/my/registrations/{code:str}/visa-letter", opt=signed_in)
async def show_visa_letter(
    request: AnyRequest, visitor: TheVisitor, code: FromPath[str], now: Now
) -> Template:
    info, meeting = await _mine(visitor, code)
    asked = await queries.visa_request(info.id)
    return _visa_page(request, info, meeting, asked, FormState(_known(info, asked)), now)


def _known(info: RegistrationInfo, asked: VisaRequestInfo | None) -> dict[str, object]:
    if asked is None:
        person = info.person
        return {"passport_name": person.registered_name, "nationality": person.country}
    return {
        "passport_name": asked.passport_name,
        "nationality": asked.nationality,
        "passport_number": asked.passport_number,
        "embassy": asked.embassy,
        "applied_on": asked.applied_on or "",
    }


def _visa_page(
    request: AnyRequest,
    info: RegistrationInfo,
    meeting: MeetingInfo,
    asked: VisaRequestInfo | None,
    form: FormState,
    now: Now,
) -> Template:
    is_over = meeting.is_over(now)
    return page(
        request,
        "registration/attendee/visa_letter.html",
        status=422 if form.errors else 200,
        form=form,
        info=info,
        meeting=meeting,
        asked=asked,
        words=VISA_WORDS,
        why_not=why_no_visa_letter(info.state, info.mode, info.due, is_over=is_over),
    )


@post("/my/registrations/{code:str}/visa-letter", opt=signed_in)
async def request_visa_letter(
    request: AnyRequest, visitor: TheVisitor, code: FromPath[str], now: Now
) -> Template | Redirect:
    info, meeting = await _mine(visitor, code)
    asked = await queries.visa_request(info.id)
    try:
        if asked and asked.state is not VisaState.REQUESTED:
            application = await read_form(request, ApplicationForm)
            await actions.note_application(info, application.applied_on, by=visitor.actor, now=now)
        else:
            form = await read_form(request, VisaForm)
            passport, by = form.passport(), visitor.actor
            await actions.request_visa_letter(info, passport, meeting, by=by, now=now)
    except FormErrors as wrong:
        return _visa_page(request, info, meeting, asked, wrong.state, now)
    except NoVisaLetter as refused:
        flash(request, refused.detail, "warn")
    else:
        flash(request, "Saved.")
    return redirect(f"/my/registrations/{info.code}/visa-letter")


@get("/my/registrations/{code:str}/visa-letter.pdf", opt=signed_in)
async def download_visa_letter(
    visitor: TheVisitor, code: FromPath[str], settings: TheSettings
) -> Response[bytes]:
    info, meeting = await _mine(visitor, code)
    letter = await issued_invitation(info, meeting, issuer_of(settings))
    body = await letter_pdf(letter, meeting)
    return download(body, "application/pdf", f"invitation-{info.code}.pdf")


@get("/{slug:str}/visa-letters/{code:str}", opt=public)
async def check_visa_letter(
    request: AnyRequest, meeting: TheMeeting, code: FromPath[str], settings: TheSettings, now: Now
) -> Template:
    """Whether a letter is genuine: for the embassy that holds it and types its code."""
    host = request.client.host if request.client else ""
    await count_try("visa-letter", host, limit=LOOKS, window=LOOKS_WINDOW, now=now)
    found = await check_letter(meeting, code, settings.secret)
    if found is None:
        raise UnknownVisaLetter
    return page(request, "registration/attendee/checked_letter.html", letter=found, now=now)


handlers = [
    show_details,
    save_details,
    show_visa_letter,
    request_visa_letter,
    download_visa_letter,
    check_visa_letter,
    *office_pages.handlers,
]
