"""Stars, and the agenda they make: one person's own pages, and their cards on other pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from litestar import Request, Response, get, post
from litestar.response import Redirect, Template

from conference.meetings import queries as meetings
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.roof import Card
from conference.meetings.rules import MeetingInfo
from conference.people.access import Visitor, signed_in
from conference.web import flash, page, read_form, redirect
from conference.web.errors import wants_json
from conference.web.pages import safe_path
from schedule.actions.starring import star_items, unstar_items
from schedule.calendars.queries import calendar_address
from schedule.calendars.subscribe_pages import private_links
from schedule.public.door import not_out
from schedule.public.forms import StarForm
from schedule.public.kept import may_keep
from schedule.queries.programme import PublicProgramme, public_programme
from schedule.queries.stars import stars_of
from schedule.rules.agenda import AgendaDay, AgendaItem, build_agenda
from schedule.rules.listing import now_and_next

AnyRequest = Request[Any, Any, Any]
HOME_ORDER, MY_ORDER = 30, 30


@post("/{slug:str}/programme/stars", opt=signed_in)
async def star(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Redirect | Response[dict[str, str]]:
    """Stars and unstars; without JavaScript it goes back to the same line of the same page."""
    assert visitor.person is not None
    form = await read_form(request, StarForm)
    released = await public_programme(meeting.id)
    known = [code for code in form.star if released and code in released.items]
    await star_items(visitor.person, meeting.id, known, now=now)
    await unstar_items(visitor.person, meeting.id, form.unstar)
    said, is_clash = await _said(released, meeting, visitor, known, now)
    if form.star and not known:
        said = "What you starred is not in the programme any more."
    elif form.merged:
        said = _merged(len(known)) + said.removeprefix("Starred.")
    if wants_json(request):
        return Response({"said": said}, status_code=200)
    flash(request, said, "warn" if is_clash else "good")
    anchor = (form.star + form.unstar)[:1]
    back = safe_path(form.back, f"/{meeting.slug}/programme")
    return redirect(back + (f"#{quote(anchor[0])}" if anchor else ""))


async def _said(
    released: PublicProgramme | None,
    meeting: MeetingInfo,
    visitor: Visitor,
    starred: list[str],
    now: datetime,
) -> tuple[str, bool]:
    """What to say about new stars, and whether one of them overlaps with something (1.3)."""
    if not starred or released is None:
        return "Star taken away.", False
    days = await agenda_of(released, meeting, visitor, now)
    items = (each for day in days for each in day.items)
    overlaps = [each for each in items if each.item.code in starred and each.overlaps]
    if len(overlaps) > 1:
        return f"Starred. {len(overlaps)} of them overlap with others.", True
    if overlaps:
        return f"Starred. It overlaps with {', '.join(overlaps[0].overlaps)}.", True
    return "Starred.", False


def _merged(count: int) -> str:
    words = "1 star of this browser is" if count == 1 else f"{count} stars of this browser are"
    return f"{words} in your agenda now."


async def agenda_of(
    released: PublicProgramme, meeting: MeetingInfo, visitor: Visitor, now: datetime
) -> tuple[AgendaDay, ...]:
    """The visitor's stars and duties by day."""
    assert visitor.person is not None
    stars = await stars_of(visitor.person, meeting.id)
    return build_agenda(released.programme, stars, visitor.person, now=now)


@get("/{slug:str}/my-agenda", opt=signed_in)
async def my_agenda(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    settings: TheSettings,
) -> Template:
    assert visitor.person is not None
    released = await public_programme(meeting.id)
    if released is None:
        return await not_out(request, meeting)
    stars = await stars_of(visitor.person, meeting.id)
    address = await calendar_address(visitor.person, meeting.id, settings)
    shown = page(
        request,
        "schedule/agenda.html",
        public=released,
        programme=released.programme,
        agenda=build_agenda(released.programme, stars, visitor.person, now=now),
        stars=stars,
        calendar=private_links(address, meeting),
    )
    return may_keep(shown, visitor)


async def home_card(meeting: MeetingInfo, visitor: Visitor, now: datetime) -> Card | None:
    """On the meeting's home: what runs now and next, and when the programme was released."""
    released = await public_programme(meeting.id)
    if released is None:
        return None
    on_now = now_and_next(released.programme, now)
    context = {
        "base": f"/{meeting.slug}/programme",
        "zone": meeting.zone,
        "running": on_now.running,
        "coming": on_now.coming,
        "sessions": sum(not each.is_cancelled for each in released.programme.sessions),
        "people": len(released.people),
        "released_at": released.programme.released_at,
    }
    return Card(HOME_ORDER, "schedule/_home_card.html", context)


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One meeting's agenda in a line."""

    slug: str
    title: str
    zone: str
    starred: int
    duties: int
    next: AgendaItem | None


async def my_card(visitor: Visitor, now: datetime) -> Card | None:
    """On "My Plenary": each current meeting's agenda with its count and what comes next."""
    lines = []
    for meeting in await meetings.current_meetings(now.date()):
        released = await public_programme(meeting.id)
        if released is not None:
            days = await agenda_of(released, meeting, visitor, now)
            lines.append(_line(meeting, [each for day in days for each in day.items], now))
    wanted = [line for line in lines if line.starred or line.duties]
    return Card(MY_ORDER, "schedule/_my_card.html", {"meetings": wanted}) if wanted else None


def _line(meeting: MeetingInfo, items: list[AgendaItem], now: datetime) -> AgendaLine:
    coming = (each for each in items if each.item.starts_at > now and not each.is_cancelled)
    return AgendaLine(
        slug=meeting.slug,
        title=meeting.title,
        zone=meeting.zone,
        starred=sum(each.is_starred for each in items),
        duties=sum(bool(each.parts) for each in items),
        next=next(coming, None),
    )


handlers = [star, my_agenda]
