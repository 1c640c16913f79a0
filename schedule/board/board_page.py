"""The board's page, what changed since it was shown, the tray and the history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from litestar import Request, Response, get
from litestar.datastructures import Cookie
from litestar.params import FromQuery
from litestar.response import Template

from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.people.access import Role, roles
from conference.web import FormState, page
from schedule.board.answers import BoardAnswer, as_json, base_of, changes_answer
from schedule.board.cards import Card
from schedule.board.forms import STEPS, TASTE_COOKIE, Taste
from schedule.board.layout import count_conflicts, day_tabs, lay_out_day
from schedule.board.parts import Part, show_part
from schedule.board.seen import Seen, lately, mended_since, seen_now, touched_by
from schedule.board.tray import KINDS, TrayChoice, pick, topics_of, waiting_abstracts
from schedule.queries.changes import UNDO_STEPS, history
from schedule.rules.abstract_places import gone_slots

AnyRequest = Request[Any, Any, Any]
PROGRAMME = roles(Role.PROGRAMME)
ALL = "all"
YEAR = 365 * 24 * 3600
LONGEST_SEARCH = 100
LAST_CURSOR = 2**31 - 1
MANY = 60  # sessions changed at once, as by an import: the whole page is less
TRAY_FIELDS = ("q", "topic", "kind", "registered")


@get("/{slug:str}/committee/programme", opt=PROGRAMME)
async def draft_board(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template:
    seen = await seen_now(meeting)
    lines = await lately(meeting.id, seen.draft.cursor)
    seen = replace(seen, touched=touched_by(lines, now, visitor.person))
    taste = taste_of(request)
    shown = page(
        request,
        "schedule/board/board.html",
        base=base_of(meeting.slug),
        zone=meeting.zone,
        cursor=seen.draft.cursor,
        taste=taste,
        steps=STEPS,
        to_place=len(await waiting_abstracts(meeting.id, seen.programme)),
        **board_of(seen, request.query_params.get("day", ""), meeting.local(now).date()),
    )
    if "step" in request.query_params:
        shown.cookies.append(Cookie(TASTE_COOKIE, value=taste.cookie, max_age=YEAR))
    return shown


def board_of(seen: Seen, asked: str, today: date) -> dict[str, Any]:
    """The day or days that are asked for, and what there is besides."""
    cards = list(seen.cards().values())
    tabs = day_tabs(seen.meeting.days, cards)
    days = [tab.day for tab in tabs]
    chosen = chosen_day(asked, days, today, cards)
    shown = [day for day in days if chosen in (ALL, day.isoformat())]
    of_day = {day: [card for card in cards if card.day == day] for day in shown}
    on_board = [card.session for of_one in of_day.values() for card in of_one]
    return {
        "tabs": tabs,
        "chosen": chosen,
        "boards": [lay_out_day(day, seen.programme, of_day[day]) for day in shown],
        "waiting": [card for card in cards if card.start is None],
        "seen": " ".join(f"{each.code}:{each.version}" for each in on_board),
        "sessions": len(cards),
        "rooms": seen.programme.rooms,
        "gone": gone_slots(seen.programme),
        "counts": count_conflicts(seen.draft.by_key, seen.accepted),
        "next_conflict": next_conflict(base_of(seen.meeting.slug), cards, chosen),
    }


def chosen_day(asked: str, days: Sequence[date], today: date, cards: Sequence[Card]) -> str:
    """The day of the address if it is one; else today, else the first that has a session."""
    if asked == ALL or asked in {day.isoformat() for day in days}:
        return asked
    if today in days:
        return today.isoformat()
    return min((card.day for card in cards if card.day), default=days[0]).isoformat()


def next_conflict(base: str, cards: Sequence[Card], chosen: str) -> str:
    """The next day with a blocking conflict, or if there is none with an open one, after the one
    that is shown and round again."""
    blocking = {card.day.isoformat() for card in cards if card.day and card.is_blocked}
    others = {card.day.isoformat() for card in cards if card.day and card.is_clashing}
    clashing = sorted(blocking or others)
    if chosen == ALL or not clashing:
        return f"{base}?day={chosen}"
    later = [day for day in clashing if day > chosen]
    return f"{base}?day={(later or clashing)[0]}"


def taste_of(request: AnyRequest) -> Taste:
    """How this browser likes the board: as it just asked, else as its cookie says."""
    asked = request.query_params
    if "step" in asked:
        return Taste.of(asked["step"], "compact" in asked)
    return Taste.read(request.cookies.get(TASTE_COOKIE, ""))


@get("/{slug:str}/committee/programme/changes", opt=PROGRAMME)
async def board_changes(
    meeting: TheMeeting, visitor: TheVisitor, now: Now, since: FromQuery[int] = 0
) -> Response[bytes]:
    """What changed after the cursor that a board has; one statement more when nothing did."""
    since = min(max(since, 0), LAST_CURSOR)
    lines = await lately(meeting.id, since)
    new = [line for line in lines if line.number > since]
    if not new:
        return as_json(BoardAnswer(since))
    codes = {code for line in new for code in line.codes}
    if not all(line.codes for line in new) or len(codes) > MANY:
        said = f"{new[-1].by_name}: {new[-1].words}. The board is to be read anew."
        return as_json(BoardAnswer(new[-1].number, said, reload=True))
    touched = touched_by(lines, now, visitor.person)
    seen = replace(await seen_now(meeting), touched=touched)
    mended = await mended_since(meeting.id, since, seen.programme)
    return as_json(changes_answer(seen, codes, mended))


@get("/{slug:str}/committee/programme/tray", opt=PROGRAMME)
async def tray(request: AnyRequest, meeting: TheMeeting) -> Template:
    seen = await seen_now(meeting)
    waiting = await waiting_abstracts(meeting.id, seen.programme)
    asked = {name: request.query_params.get(name, "")[:LONGEST_SEARCH] for name in TRAY_FIELDS}
    shown = {
        "tray": pick(waiting, TrayChoice(**asked)),
        "form": FormState(asked),
        "topics": topics_of(waiting),
        "kinds": [(decision.value, word) for decision, word in KINDS.items()],
    }
    return show_part(request, Part("tray", "Abstracts to place", shown))


@get("/{slug:str}/committee/programme/history", opt=PROGRAMME)
async def board_history(request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor) -> Template:
    lines = await history(meeting.id, UNDO_STEPS, visitor.person)
    shown = {"lines": lines, "zone": meeting.zone}
    return show_part(request, Part("history", "The last changes", shown))


handlers = [draft_board, board_changes, tray, board_history]
