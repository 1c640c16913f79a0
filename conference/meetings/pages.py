"""The pages around a meeting that everybody sees, and the doors to the office and committee."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from litestar import Request, get
from litestar.datastructures import State
from litestar.response import Template
from markupsafe import Markup

from conference.meetings import log_pages, office_pages, queries, role_pages
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.roof import Card, Link, Roof, home_cards, my_cards
from conference.meetings.rules import end_of_day
from conference.people.access import Role, Visitor, public, roles, signed_in
from conference.web import page

AnyRequest = Request[Any, Any, Any]

OFFICE_LINKS = [
    Link("Meeting", "/office/meeting", "Title, days, venue, rooms and deadlines.", Role.OFFICE),
    Link("People and roles", "/office/roles", "Who may do what at this meeting.", Role.OFFICE),
    Link("Letters", "/office/letters", "Every letter, as it was sent.", Role.OFFICE),
    Link("Audit", "/office/audit", "Who did what, when and why.", Role.OFFICE),
]
OFFICE_LEDE = "Set up the meeting and keep the roll, prices, orders and letters."
COMMITTEE_LEDE = "Read and decide on abstracts, build the programme and release it."


@pass_context
def show_card(context: Context, card: Card) -> Markup:
    """A module's fragment, with its own data beside what the page has."""
    template = context.environment.get_template(card.template)
    return Markup(template.render({**context.get_all(), **card.context, "card": card}))  # noqa: S704 -- our own autoescaped template


@get("/", opt=public)
async def index(request: AnyRequest, now: Now) -> Template:
    found = await queries.current_meetings(now.astimezone(UTC).date())
    return page(request, "meetings/index.html", meetings=found)


@get("/{slug:str}", opt=public)
async def home(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, state: State
) -> Template:
    place = ", ".join(dict.fromkeys(filter(None, (meeting.venue, meeting.city))))
    return page(
        request,
        "meetings/home.html",
        place=place,
        paragraphs=[each for each in meeting.welcome.split("\n") if each.strip()],
        cards=await home_cards(state.roof, meeting, visitor, now),
        milestones=await queries.milestones(meeting.id),
        show_card=show_card,
        opening=end_of_day(meeting.starts_on, meeting.zone),
        now=now,
    )


@get("/my", opt=signed_in)
async def my(request: AnyRequest, visitor: TheVisitor, now: Now, state: State) -> Template:
    cards = await my_cards(state.roof, visitor, now)
    return page(request, "meetings/my.html", cards=cards, show_card=show_card)


@get("/{slug:str}/office", opt=roles(Role.OFFICE, Role.TREASURER))
async def office(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, state: State
) -> Template:
    roof: Roof = state.roof
    return page(
        request,
        "meetings/links.html",
        heading="Office",
        lede=OFFICE_LEDE if visitor.may(Role.OFFICE) else "What your role opens.",
        groups=_open_to(visitor, roof.office_links),
    )


@get("/{slug:str}/committee", opt=roles(Role.PROGRAMME, Role.REVIEWER))
async def committee(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, state: State
) -> Template:
    roof: Roof = state.roof
    return page(
        request,
        "meetings/links.html",
        heading="Committee",
        lede=COMMITTEE_LEDE if visitor.may(Role.PROGRAMME) else "What your role opens.",
        groups=_open_to(visitor, roof.committee_links),
    )


def _open_to(visitor: Visitor, links: tuple[Link, ...]) -> dict[str, list[Link]]:
    """What the visitor may open, by group, in the order in which the groups come."""
    groups: dict[str, list[Link]] = {}
    for link in links:
        if visitor.may(link.role):
            groups.setdefault(link.group, []).append(link)
    return groups


handlers = [
    index,
    home,
    my,
    office,
    committee,
    *office_pages.handlers,
    *role_pages.handlers,
    *log_pages.handlers,
]
