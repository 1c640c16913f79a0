"""The page of all calendars, and one's own private address: made, renewed, closed."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.params import FromQuery
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import public, signed_in
from conference.web import flash, page, read_form, redirect
from conference.web.pages import safe_path
from schedule.calendars.actions import (
    open_calendar_feed,
    renew_calendar_feed,
    revoke_calendar_feed,
)
from schedule.calendars.choices import ALARMS, alarm_asked
from schedule.calendars.choosing import ALL, MINE, option_groups, shown_mine, shown_part
from schedule.calendars.links import CalendarLinks
from schedule.calendars.queries import calendar_address
from schedule.calendars.writing import CalendarSite
from schedule.public.door import not_out
from schedule.queries.programme import public_programme

AnyRequest = Request[Any, Any, Any]
TEMPLATE = "schedule/calendars/calendars.html"


class BackForm(msgspec.Struct, frozen=True):
    """The page to go back to."""

    back: str = ""


@get("/{slug:str}/programme/calendars", opt=public)
async def calendars(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    of: FromQuery[str] = "",
    alarm: FromQuery[str] = "",
) -> Template:
    """Everything there is to subscribe to, and the buttons of what was chosen."""
    released = await public_programme(meeting.id)
    if released is None:
        return await not_out(request, meeting)
    asked, minutes = of or ("mine" if visitor.person else ALL), alarm_asked(alarm)
    if asked in MINE and visitor.person:
        address = await calendar_address(visitor.person, meeting.id, settings)
        shown = shown_mine(address, meeting.title, asked, minutes)
    else:
        shown = shown_part(released, CalendarSite(settings.base_url), asked, minutes)
    return page(
        request,
        TEMPLATE,
        groups=option_groups(released, shown, signed_in=visitor.is_signed_in),
        shown=shown,
        alarms=ALARMS,
        alarm=minutes,
        signed_in=visitor.is_signed_in,
    )


@post("/{slug:str}/my-agenda/subscribe", opt=signed_in)
async def open_feed(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, settings: TheSettings
) -> Redirect:
    assert visitor.person is not None
    await open_calendar_feed(
        person=visitor.person,
        meeting=meeting.id,
        by=visitor.actor,
        now=now,
        secret=settings.secret,
    )
    return await _back(request, meeting, "Your calendar address is ready.")


@post("/{slug:str}/my-agenda/renew", opt=signed_in)
async def renew_feed(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, settings: TheSettings
) -> Redirect:
    assert visitor.person is not None
    await renew_calendar_feed(
        person=visitor.person,
        meeting=meeting.id,
        by=visitor.actor,
        now=now,
        secret=settings.secret,
    )
    said = "You have a new calendar address; the old one is dead."
    return await _back(request, meeting, said)


@post("/{slug:str}/my-agenda/revoke", opt=signed_in)
async def revoke_feed(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Redirect:
    assert visitor.person is not None
    await revoke_calendar_feed(person=visitor.person, meeting=meeting.id, by=visitor.actor, now=now)
    return await _back(request, meeting, "Your calendar address is closed.")


def private_links(address: str | None, meeting: MeetingInfo) -> CalendarLinks | None:
    """The buttons of somebody's private address; None before it is made."""
    return CalendarLinks(f"My agenda: {meeting.title}", address) if address else None


async def _back(request: AnyRequest, meeting: MeetingInfo, said: str) -> Redirect:
    form = await read_form(request, BackForm)
    flash(request, said)
    return redirect(f"{safe_path(form.back, f'/{meeting.slug}/my-agenda')}#subscribe")


handlers = [calendars, open_feed, renew_feed, revoke_feed]
