"""A day on one sheet: hours down, rooms across, as it hangs in the foyer; A4 landscape."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import ceil

from conference.typesetting.blocks import LEADING, Block, Style, lowered, stack, text, text_to
from conference.typesetting.fonts import Weight
from conference.typesetting.paper import A4, MM, About, Mark, Rectangle, paint
from conference.web.formats import clock
from conference.web.formats import day as day_words
from schedule.papers.words import CANCELLED, hours_of, sessions_by_day, state_of
from schedule.rules.released import ReleasedProgramme, ReleasedSession, ReleasedSlot
from schedule.rules.vocabulary import SessionKind, SlotKind

SIZE = (A4[1], A4[0])
MARGIN, TOP, BOTTOM = 11 * MM, 27 * MM, A4[0] - 12 * MM
AXIS = 13 * MM
ROOMS_A_SHEET = 7
INK, MUTED, LINE, ACCENT, BAD = "#1a222d", "#545d6a", "#c9d0d8", "#0e5364", "#9b1c1c"
GROUND, PAUSE = "#e9f1f3", "#f2f2ee"
NO_ROOM = "No room"
PAUSES = frozenset({SessionKind.BREAK, SessionKind.SOCIAL})
SHORTEST = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class _Hours:
    """The stretch of the day that the sheet shows."""

    starts_at: datetime
    ends_at: datetime

    def y(self, at: datetime) -> float:
        """How far down an instant stands."""
        share = (at - self.starts_at) / (self.ends_at - self.starts_at)
        return TOP + share * (BOTTOM - TOP)


def day_sheet_pdf(programme: ReleasedProgramme, day: date) -> bytes | None:
    """The day as a table that is true to time; None if nothing takes place that day.

    More rooms than fit beside each other are shared out evenly among sheets. In a short session
    the talks, then the chairs, then the end of the title are left out: the web has all of it.
    """
    sessions = dict(sessions_by_day(programme)).get(day, [])
    if not sessions:
        return None
    hours = _hours(sessions, programme)
    rooms = _rooms(sessions, programme)
    pages = [
        [*_frame(programme, day, hours, shown), *_boxes(programme, sessions, hours, shown)]
        for shown in rooms_by_sheet(rooms)
    ]
    title = f"{programme.meeting.title}, {day_words(day)}"
    return paint(pages, About(title, "", state_of(programme)), SIZE)


def rooms_by_sheet(rooms: Sequence[str]) -> list[Sequence[str]]:
    """Eight rooms are four and four: one alone on the last sheet would be overlooked."""
    sheets = ceil(len(rooms) / ROOMS_A_SHEET)
    ends = [len(rooms) * sheet // sheets for sheet in range(sheets + 1)]
    return [rooms[start:end] for start, end in pairwise(ends)]


def _hours(sessions: Sequence[ReleasedSession], programme: ReleasedProgramme) -> _Hours:
    """From the full hour before the first to the full hour after the last."""
    first = min(each.starts_at for each in sessions).astimezone(programme.meeting.tz)
    last = max(each.ends_at for each in sessions).astimezone(programme.meeting.tz)
    begin = first.replace(minute=0, second=0, microsecond=0)
    end = last.replace(minute=0, second=0, microsecond=0)
    return _Hours(begin, end if end == last else end + timedelta(hours=1))


def _rooms(sessions: Iterable[ReleasedSession], programme: ReleasedProgramme) -> list[str]:
    used = {each.room for each in sessions}
    known = [room.name for room in programme.rooms if room.name in used]
    return [*known, *sorted(used - {*known, ""}), *([""] if "" in used else [])]


def _frame(
    programme: ReleasedProgramme, day: date, hours: _Hours, rooms: Sequence[str]
) -> list[Mark]:
    """Headings of rooms, a line for each hour, the day above and the release below."""
    right = SIZE[0] - MARGIN
    foot = f"{state_of(programme)}. The web has what came later."
    marks: list[Mark] = [
        *lowered(text(day_words(day), Style(19, INK, Weight.BOLD), MARGIN, 180 * MM), 8 * MM),
        *lowered(text_to(programme.meeting.title, Style(10, MUTED), right, 110 * MM), 10 * MM),
        *lowered(text(foot, Style(7.5, MUTED), MARGIN, 250 * MM), SIZE[1] - 9 * MM),
    ]
    at = hours.starts_at
    while at <= hours.ends_at:
        y = hours.y(at)
        marks.append(Rectangle(MARGIN, y, right - MARGIN, 0.4, LINE))
        if at < hours.ends_at:
            label = text(clock(at, programme.meeting.zone), Style(8, MUTED), MARGIN, AXIS)
            marks += lowered(label, y + 1)
        at += timedelta(hours=1)
    for place, room in enumerate(rooms):
        x, width = _column(place, len(rooms))
        head = _cut(room or NO_ROOM, Style(9.5, ACCENT, Weight.BOLD), x + 3, width - 6, 1)
        marks += lowered(head, TOP - 6.5 * MM)
    return marks


def _column(place: int, count: int) -> tuple[float, float]:
    """(left, width) of a room's column."""
    width = (SIZE[0] - 2 * MARGIN - AXIS) / count
    return MARGIN + AXIS + place * width, width


def _boxes(
    programme: ReleasedProgramme,
    sessions: Sequence[ReleasedSession],
    hours: _Hours,
    rooms: Sequence[str],
) -> list[Mark]:
    marks: list[Mark] = []
    for place, room in enumerate(rooms):
        left, width = _column(place, len(rooms))
        here = [each for each in sessions if each.room == room]
        for session, lane, lanes in _lanes(here):
            x = left + lane * width / lanes
            marks += _box(programme, session, hours, x + 1.5, width / lanes - 3)
    return marks


def _lanes(sessions: Iterable[ReleasedSession]) -> list[tuple[ReleasedSession, int, int]]:
    """(session, lane, lanes): what overlaps in one room stands side by side, never on top."""
    placed: list[tuple[ReleasedSession, int, int]] = []
    pile: list[ReleasedSession] = []
    until: datetime | None = None
    for session in sorted(sessions, key=lambda each: (each.starts_at, each.code)):
        if until is not None and session.starts_at >= until:
            placed += _piled(pile)
            pile, until = [], None
        pile.append(session)
        ends_at = max(session.ends_at, session.starts_at + SHORTEST)
        until = ends_at if until is None else max(until, ends_at)
    return placed + _piled(pile)


def _piled(pile: Sequence[ReleasedSession]) -> list[tuple[ReleasedSession, int, int]]:
    return [(session, lane, len(pile)) for lane, session in enumerate(pile)]


def _box(
    programme: ReleasedProgramme, session: ReleasedSession, hours: _Hours, x: float, width: float
) -> list[Mark]:
    top = hours.y(session.starts_at) + 0.8
    height = max(hours.y(session.ends_at) - top - 0.8, 9.0)
    ground = PAUSE if session.kind in PAUSES else GROUND
    bar = BAD if session.is_cancelled else ACCENT
    marks: list[Mark] = [
        Rectangle(x, top, width, height, ground),
        Rectangle(x, top, 2, height, bar),
    ]
    room = height - 2.5
    words = _words(programme, session, x + 5, width - 8, room)
    return [*marks, *lowered(stack(*words), top + 1.5)]


def _words(
    programme: ReleasedProgramme, session: ReleasedSession, x: float, room: float, height: float
) -> list[Block]:
    """Hours and title first; then chairs, posters and talks, each only if there is room for all."""
    zone = programme.meeting.zone
    colour = BAD if session.is_cancelled else ACCENT
    hours = hours_of(session, zone)
    when = f"{CANCELLED} ({hours})" if session.is_cancelled else hours
    first = text(when, _bold(7, colour), x, room)
    title = _bold(8, INK)
    left = height - first.height
    if left < title.size * LEADING:
        short = f"{clock(session.starts_at, zone)} {session.title}"
        return [_cut(short, _bold(7, colour), x, room, 1)]
    blocks = [first, _cut(session.title, title, x, room, int(left // (title.size * LEADING)))]
    for more in _details(session, zone, x, room):
        if sum(block.height for block in blocks) + more.height <= height:
            blocks.append(more)
    return blocks


def _details(session: ReleasedSession, zone: str, x: float, room: float) -> Iterator[Block]:
    quiet, plain = Style(6.8, MUTED), Style(6.8, INK)
    if session.is_cancelled:
        return
    if session.chairs:
        yield text("Chair: " + ", ".join(one.name for one in session.chairs), quiet, x, room)
    posters = sum(slot.kind is SlotKind.POSTER for slot in session.live_slots)
    if posters:
        yield text(f"{posters} poster{'s' if posters > 1 else ''}", plain, x, room)
    talks = [slot for slot in session.live_slots if slot.kind is not SlotKind.POSTER]
    if talks:
        lines = (_talk(slot, zone) for slot in sorted(talks, key=lambda each: each.starts_at))
        yield stack(*(text(line, plain, x, room) for line in lines))


def _talk(slot: ReleasedSlot, zone: str) -> str:
    who = ", ".join(person.name for person in slot.people)
    return f"{clock(slot.starts_at, zone)} {who or slot.title}"


def _bold(size: float, colour: str) -> Style:
    return Style(size, colour, Weight.BOLD)


def _cut(words: str, style: Style, x: float, room: float, lines: int) -> Block:
    """At most that many lines."""
    block = text(words, style, x, room)
    if len(block.marks) <= lines:
        return block
    while len(block.marks) > lines and len(words) > 1:
        words = words[:-1].rstrip()
        block = text(f"{words}…", style, x, room)
    return block
