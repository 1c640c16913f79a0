"""What is wrong with a programme, at three sizes: the cost of an item must stay flat.

The floor sorts the same spans per room and person and does nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID, uuid5

from schedule.rules import (
    Constraints,
    Involved,
    Part,
    PersonFacts,
    PlannedRoom,
    PlannedSession,
    PlannedSlot,
    Programme,
    SessionKind,
    Span,
    find_conflicts,
)
from tests.bench.timing import Row, Table, in_turns

SPACE = UUID("be9c0000-0000-4000-8000-000000000000")
NINE = datetime(2027, 10, 18, 8, 0, tzinfo=UTC)
TALKS, HALLS, TRACKS, A_DAY = 5, 8, 12, 5  # items are a session and its talks
SHARE_TWICE = 0.02  # of the talks have a speaker who is busy elsewhere


async def bench_conflicts(*, items: Iterable[int], rounds: int) -> list[Table]:
    """One row a size; a ratio of the same size over the sizes is a flat cost per item."""
    rows: list[Row] = []
    for count in items:
        programme = programme_of(count)
        found = len(find_conflicts(programme))
        name = f"{count} items, {found} conflicts"
        rows += await in_turns(
            _sorting(programme), {name: _finding(programme)}, count=count, rounds=rounds
        )
    floor = "sorting the same spans per room and person"
    return [Table("Conflicts of a programme", "items", floor, tuple(rows))]


def _finding(programme: Programme) -> Callable[[], Awaitable[None]]:
    async def run() -> None:
        find_conflicts(programme)

    return run


def _sorting(programme: Programme) -> Callable[[], Awaitable[None]]:
    async def run() -> None:
        spans: defaultdict[UUID | None, list[tuple[datetime, datetime, str]]] = defaultdict(list)
        for session in programme.sessions:
            start = session.starts_at
            assert start is not None
            end = start + timedelta(minutes=session.duration_minutes)
            spans[session.room].append((start, end, session.code))
            for one in session.people:
                spans[one.person].append((start, end, session.code))
            for slot in session.slots:
                begins = start + timedelta(minutes=slot.starts_after_minutes)
                ends = begins + timedelta(minutes=slot.duration_minutes)
                for one in slot.people:
                    spans[one.person].append((begins, ends, slot.code))
        for held in spans.values():
            held.sort()

    return run


def programme_of(items: int) -> Programme:
    """A meeting that lasts as long as its items need: eight halls, five sessions a day in each,
    five talks a session; some speakers are busy twice, some are not registered."""
    random = Random(items)
    count = max(items // (TALKS + 1), 1)
    rooms = tuple(
        PlannedRoom(uuid5(SPACE, f"room {n}"), f"Hall {n}", "", 300) for n in range(HALLS)
    )
    sessions = tuple(_session(n, rooms, items, random) for n in range(count))
    people = {one.person for s in sessions for slot in s.slots for one in slot.people}
    codes = [slot.code for session in sessions for slot in session.slots]
    days = count // (HALLS * A_DAY) + 1
    hours = tuple(
        Span(NINE + timedelta(days=day), NINE + timedelta(days=day, hours=10))
        for day in range(days)
    )
    limits = Constraints(
        people={one: PersonFacts(is_registered=random.random() < 0.95) for one in people},
        rooms={room.id: hours for room in rooms},
        audience={code: random.randint(0, 320) for code in codes},
        changeover_minutes=5,
    )
    return Programme("Europe/London", sessions, rooms, limits)


def _session(
    number: int, rooms: tuple[PlannedRoom, ...], items: int, random: Random
) -> PlannedSession:
    block, room = divmod(number, HALLS)
    day, turn = divmod(block, A_DAY)
    code = f"S{number:05}"
    slots = tuple(_talk(f"{code}-{n}", n, items, random) for n in range(TALKS))
    return PlannedSession(
        id=uuid5(SPACE, code),
        code=code,
        title=f"Session {number}",
        kind=SessionKind.SYMPOSIUM,
        room=rooms[room].id,
        room_name=rooms[room].name,
        starts_at=NINE + timedelta(days=day, minutes=120 * turn),
        duration_minutes=90,
        people=(_person(f"chair {number}", Part.CHAIR),),
        slots=slots,
        track=f"Track {random.randrange(TRACKS)}",
    )


def _talk(code: str, place: int, items: int, random: Random) -> PlannedSlot:
    is_shared = random.random() < SHARE_TWICE
    speaker = f"busy {random.randrange(items // 20 + 1)}" if is_shared else code
    return PlannedSlot(
        id=uuid5(SPACE, code),
        code=code,
        title=f"Talk {code}",
        starts_after_minutes=18 * place,
        duration_minutes=18,
        people=(_person(speaker, Part.SPEAKER),),
    )


def _person(name: str, part: Part) -> Involved:
    return Involved(uuid5(SPACE, name), name.title(), part, f"University of {name.title()}")
