"""Door signs: what takes place in a room on a day, to be read from some steps away; A4 portrait."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from conference.typesetting.blocks import Block, Style, lowered, rule, space, stack, text
from conference.typesetting.fonts import Weight
from conference.typesetting.paper import A4, MM, About, Mark, paint
from conference.web.formats import day as day_words
from schedule.papers.words import hours_of, sessions_by_day, state_of
from schedule.rules.released import ReleasedProgramme, ReleasedSession

INK, MUTED, ACCENT, BAD = "#1a222d", "#545d6a", "#0e5364", "#9b1c1c"
LEFT, WIDTH = 18 * MM, A4[0] - 36 * MM
TIME = 44 * MM
TOP, BOTTOM = 18 * MM, A4[1] - 20 * MM
SIZES = (21, 18, 15, 12.5, 10.5, 9)


@dataclass(frozen=True, slots=True)
class DoorSign:
    """One sheet for one door."""

    day: date
    room: str
    sessions: tuple[ReleasedSession, ...]


def door_signs(
    programme: ReleasedProgramme,
    *,
    days: Collection[date] = (),
    rooms: Collection[str] = (),
) -> list[DoorSign]:
    """A sign for each day and room in which something takes place; of some days or rooms only."""
    signs = []
    order = {room.name: place for place, room in enumerate(programme.rooms)}
    for day, sessions in sessions_by_day(programme):
        used = {each.room for each in sessions if each.room}
        for room in sorted(used, key=lambda name: (order.get(name, len(order)), name)):
            here = tuple(each for each in sessions if each.room == room)
            if (not days or day in days) and (not rooms or room in rooms):
                signs.append(DoorSign(day, room, here))
    return signs


def changed_signs(before: ReleasedProgramme, after: ReleasedProgramme) -> list[DoorSign]:
    """The signs to print again after a release (S08): those that would read otherwise.

    A room that has nothing any more on a day needs its sign taken down: it comes with no session.
    """
    old = {(sign.day, sign.room): _reads(sign, before) for sign in door_signs(before)}
    signs = door_signs(after)
    changed = [s for s in signs if old.get((s.day, s.room)) != _reads(s, after)]
    left = {(sign.day, sign.room) for sign in signs}
    gone = [DoorSign(day, room, ()) for day, room in sorted(old) if (day, room) not in left]
    return changed + gone


def door_signs_pdf(programme: ReleasedProgramme, signs: Sequence[DoorSign]) -> bytes:
    """A page a sign; the type is as large as lets all of the day's sessions stand on it."""
    pages = [_page(programme, sign) for sign in signs]
    about = About(f"Door signs, {programme.meeting.title}", "", state_of(programme))
    return paint(pages or [[]], about)


def _reads(sign: DoorSign, programme: ReleasedProgramme) -> list[tuple[str, str, str, bool]]:
    """What stands on a sign."""
    zone = programme.meeting.zone
    return [
        (hours_of(each, zone), each.title, _chairs(each), each.is_cancelled)
        for each in sign.sessions
    ]


def _page(programme: ReleasedProgramme, sign: DoorSign) -> Sequence[Mark]:
    head = stack(
        text(sign.room, Style(_room_size(sign.room), INK, Weight.BOLD), LEFT, WIDTH),
        text(day_words(sign.day), Style(22, ACCENT, Weight.BOLD), LEFT, WIDTH),
        rule(LEFT, WIDTH, ACCENT, 2),
        gap=8,
    )
    body = _body(programme, sign, BOTTOM - TOP - head.height - 20)
    foot = text(f"{programme.meeting.title}. {state_of(programme)}.", Style(8, MUTED), LEFT, WIDTH)
    return [*lowered(stack(head, body, gap=20), TOP), *lowered(foot, A4[1] - 14 * MM)]


def _room_size(room: str) -> float:
    """Large, but on at most two lines and with no word broken."""

    def lines(words: str, size: float) -> int:
        return len(text(words, Style(size, INK, Weight.BOLD), LEFT, WIDTH).marks)

    sizes = (52, 44, 36, 28, 22)
    whole = (s for s in sizes if all(lines(word, s) == 1 for word in room.split()))
    return next((s for s in whole if lines(room, s) <= 2), sizes[-1])


def _body(programme: ReleasedProgramme, sign: DoorSign, height: float) -> Block:
    if not sign.sessions:
        return text("Nothing takes place here on this day.", Style(21, INK), LEFT, WIDTH)
    blocks = [_list(programme, sign.sessions, size) for size in SIZES]
    return next((block for block in blocks if block.height <= height), blocks[-1])


def _list(programme: ReleasedProgramme, sessions: Iterable[ReleasedSession], size: float) -> Block:
    return stack(*(_entry(programme, each, size) for each in sessions), gap=size * 0.8)


def _entry(programme: ReleasedProgramme, session: ReleasedSession, size: float) -> Block:
    zone, x, room = programme.meeting.zone, LEFT + TIME, WIDTH - TIME
    cancelled = text("Cancelled", Style(size, BAD, Weight.BOLD), x, room)
    colour = MUTED if session.is_cancelled else INK
    what = stack(
        cancelled if session.is_cancelled else space(0),
        text(session.title, Style(size, colour, Weight.BOLD), x, room),
        text(_chairs(session), Style(size * 0.72, MUTED), x, room),
    )
    hours = text(hours_of(session, zone), Style(size * 0.9, ACCENT, Weight.BOLD), LEFT, TIME)
    return Block(max(what.height, hours.height), (*hours.marks, *what.marks))


def _chairs(session: ReleasedSession) -> str:
    names = ", ".join(person.name for person in session.chairs)
    return f"Chair: {names}" if names else ""
