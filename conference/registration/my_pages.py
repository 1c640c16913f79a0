"""A person's own registrations: ticket, calendar, balance, cancelling."""

from __future__ import annotations

from datetime import datetime

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings import queries as meetings
from conference.meetings.given import Now, TheSettings, TheVisitor
from conference.meetings.roof import Card
from conference.meetings.rules import MeetingInfo
from conference.people.access import Visitor, signed_in
from conference.registration import actions, order_queries, price_queries, queries
from conference.registration.buy_pages import issuer_of
from conference.registration.draft import AnyRequest
from conference.registration.errors import AlreadyCancelled, UnknownRegistration
from conference.registration.forms import CancelForm
from conference.registration.queries import RegistrationInfo
from conference.registration.rules import REGISTRATION_WORDS
from conference.registration.ticket import meeting_calendar, spaced, ticket_path, ticket_token
from conference.web import FormErrors, FormState, flash, page, read_form, redirect


async def my_card(visitor: Visitor, now: datetime) -> Card | None:
    """My registrations with their state, on the page "My Plenary"."""
    if visitor.person is None:
        return None
    mine = await queries.registrations_of_person(visitor.person)
    if not mine:
        return None
    known = await meetings.meetings_by_ids(list({each.meeting for each in mine}))
    rows = [(each, known[each.meeting]) for each in mine]
    return Card(10, "registration/_my_card.html", {"rows": rows, "words": REGISTRATION_WORDS})


async def _mine(visitor: Visitor, code: str) -> tuple[RegistrationInfo, MeetingInfo]:
    """Another person's registration is as unknown as none at all."""
    assert visitor.person is not None
    info = await queries.registration_of_owner(visitor.person, code)
    meeting = await meetings.meeting_by_id(info.meeting) if info else None
    if info is None or meeting is None:
        raise UnknownRegistration
    return info, meeting


@get("/my/registrations/{code:str}", opt=signed_in)
async def show_my_registration(
    request: AnyRequest, visitor: TheVisitor, code: FromPath[str], settings: TheSettings
) -> Template:
    info, meeting = await _mine(visitor, code)
    token = ticket_token(settings.secret, info.id)
    return page(
        request,
        "registration/my_registration.html",
        info=info,
        meeting=meeting,
        words=REGISTRATION_WORDS,
        lines=await order_queries.order_lines(info.order),
        payments=await order_queries.payments_of(info.order),
        advice=await price_queries.payment_advice(info.meeting),
        ticket=spaced(token),
        qr=ticket_path(token),
    )


@get("/my/registrations/{code:str}/meeting.ics", opt=signed_in)
async def download_meeting_days(
    visitor: TheVisitor, code: FromPath[str], settings: TheSettings
) -> Response[bytes]:
    info, meeting = await _mine(visitor, code)
    body = meeting_calendar(meeting, issuer_of(settings), code=info.code, now=info.placed_at)
    headers = {"content-disposition": f'attachment; filename="{meeting.slug}.ics"'}
    return Response(body, media_type="text/calendar; charset=utf-8", headers=headers)


@get("/my/registrations/{code:str}/cancel", opt=signed_in)
async def show_cancel(
    request: AnyRequest, visitor: TheVisitor, code: FromPath[str]
) -> Template | Redirect:
    info, meeting = await _mine(visitor, code)
    if not info.is_active:
        return redirect(f"/my/registrations/{info.code}")
    form = FormState.empty()
    return page(request, "registration/cancel.html", form=form, info=info, meeting=meeting)


@post("/my/registrations/{code:str}/cancel", opt=signed_in)
async def cancel_my_registration(
    request: AnyRequest,
    visitor: TheVisitor,
    code: FromPath[str],
    now: Now,
    settings: TheSettings,
) -> Template | Redirect:
    info, meeting = await _mine(visitor, code)
    try:
        form = await read_form(request, CancelForm)
        await actions.cancel_registration(
            info.code,
            meeting=meeting,
            issuer=issuer_of(settings),
            by=visitor.actor,
            now=now,
            reason=form.reason,
        )
    except FormErrors as wrong:
        return page(
            request,
            "registration/cancel.html",
            status=422,
            form=wrong.state,
            info=info,
            meeting=meeting,
        )
    except AlreadyCancelled:
        flash(request, "It was cancelled already.", "warn")
    else:
        flash(request, "Your registration is cancelled and your place is free.")
    return redirect(f"/my/registrations/{info.code}")


handlers = [
    show_my_registration,
    download_meeting_days,
    show_cancel,
    cancel_my_registration,
]
