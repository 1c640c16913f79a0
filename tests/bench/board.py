"""A move on the board: by its action alone and over HTTP, and with four editors at once.

The floor is a bare transaction through the same engine: one UPDATE and one INSERT.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from time import perf_counter
from typing import Any
from uuid import UUID, uuid4

import msgspec

from conference.orm import Actor, transaction
from conference.orm.tables import AuditEntry
from conference.people.access import Role
from conference.people.actions import grant_role
from conference.people.tables import Person
from conference.web.sessions import COOKIE, SessionStore
from schedule.actions.moving import Place, move_session, move_slot_to, resize_session
from schedule.actions.undoing import undo_change
from schedule.errors import StaleSession
from schedule.queries.draft_memory import current_draft, forget_draft
from schedule.rules.programme import PlannedSession
from schedule.tables import Session
from tests.bench.asgi import exchange, send_form
from tests.bench.ground import BY, NOW, SLUG, draft_of_talks, empty_database, whole_app
from tests.bench.timing import Row, Table, Work, in_turns

MOVE = f"/{SLUG}/committee/programme/move"
EDITORS = 4
FLOOR = "one UPDATE and one INSERT in a transaction through the same engine"


class Milliseconds(Table):
    """The same, told in milliseconds for one."""

    def __str__(self) -> str:
        head = f"{'':<38}{'floor':>10}{'ours':>10}{'ratio min':>11}{'median':>9}"
        lines = [self.title, f"  floor: {self.floor}", head]
        for row in self.rows:
            floor, ours = (1000 * min(times) / row.count for times in (row.floor, row.ours))
            lines.append(
                f"  {row.name:<36}{floor:>8.2f}ms{ours:>8.2f}ms"
                f"{min(row.ratios):>11.3g}{sorted(row.ratios)[len(row.ratios) // 2]:>9.3g}"
            )
        return "\n".join([*lines, f"  ({self.unit})"])


@dataclass(slots=True)
class Desk:
    """A meeting whose draft is moved about, and what its editors know of it."""

    meeting: UUID
    editors: list[Actor]
    sessions: list[PlannedSession] = field(default_factory=list)
    turn: int = 0

    async def look(self) -> None:
        """What the board shows now."""
        sessions = (await current_draft(self.meeting)).programme.sessions
        self.sessions = sorted(sessions, key=lambda each: each.code)

    def kept(self, sessions: Iterable[PlannedSession]) -> None:
        """What a move answered."""
        after = {each.code: each for each in sessions}
        self.sessions = [after.get(each.code, each) for each in self.sessions]

    def next(self) -> PlannedSession:
        """Another session each time."""
        self.turn += 1
        return self.sessions[self.turn % len(self.sessions)]

    def acting(self, editor: int = 0) -> dict[str, Any]:
        """Who moves, where and when."""
        return {"meeting": self.meeting, "by": self.editors[editor], "now": NOW}


async def bench_board(*, sizes: Iterable[int], moves: int, rounds: int) -> list[Table]:
    """CPU of a move, and how long four editors wait for theirs, at each size."""
    tables: list[Table] = []
    for talks in sizes:
        async with empty_database():
            desk = await _desk(talks)
            tables.append(await _cpu(desk, talks, moves, rounds))
            tables.append(await _waits(desk, talks, moves, rounds))
    return tables


async def _desk(talks: int) -> Desk:
    meeting = await draft_of_talks(talks)
    people = await Person.select(Person.id, Person.registered_name).limit(EDITORS)
    editors = [Actor(row["id"], row["registered_name"]) for row in people]
    for each in editors:
        assert each.person
        await grant_role(person=each.person, role=Role.PROGRAMME, meeting=meeting, by=BY, now=NOW)
    desk = Desk(meeting, editors)
    await desk.look()
    return desk


async def _cpu(desk: Desk, talks: int, moves: int, rounds: int) -> Milliseconds:
    app = whole_app()
    rows = await in_turns(
        _times(moves, lambda: _bare(desk)),
        {
            "session to another time and room": _times(moves, lambda: _move(desk)),
            "talk to another session": _times(moves, lambda: _move_talk(desk)),
            "a move and its undo, each": _times(moves // 2 or 1, lambda: _there_and_back(desk)),
            "session, over HTTP": await _over_http(app, desk, moves),
        },
        count=moves,
        rounds=rounds,
    )
    few = moves // 25 or 1
    rows += await in_turns(
        _times(few, lambda: _bare(desk)),
        {"session, nothing in memory": _times(few, lambda: _move_unprepared(desk))},
        count=few,
        rounds=rounds,
    )
    return Milliseconds(f"A move on a board of {talks} talks", "CPU for one", FLOOR, rows)


def _times(count: int, once: Callable[[], Awaitable[None]]) -> Work:
    async def run() -> None:
        for _ in range(count):
            await once()

    return run


async def _bare(desk: Desk) -> None:
    session = desk.next()
    async with transaction():
        await Session.update({Session.duration_minutes: 100}).where(Session.id == session.id)
        await AuditEntry.insert(
            AuditEntry(at=NOW, created_at=NOW, verb="bench", actor_name="bench",
                       subject_kind="session", subject=session.code)
        )  # fmt: skip


def _place(desk: Desk, session: PlannedSession) -> Place:
    assert session.starts_at
    other = desk.sessions[(desk.turn + 3) % len(desk.sessions)]
    return Place(session.starts_at + timedelta(minutes=5 - 10 * (desk.turn % 2)), other.room)


async def _move(desk: Desk) -> None:
    session = desk.next()
    place = _place(desk, session)
    moved = await move_session(session.code, session.version, place, **desk.acting())
    desk.kept(moved.sessions)


async def _move_unprepared(desk: Desk) -> None:
    forget_draft(desk.meeting)
    await _move(desk)


async def _move_talk(desk: Desk) -> None:
    source, target = desk.next(), desk.sessions[(desk.turn + 1) % len(desk.sessions)]
    if not source.slots:
        source, target = target, source
    moved = await move_slot_to(
        source.code, source.version, source.slots[0].code, target.code, target.version, None,
        **desk.acting(),
    )  # fmt: skip
    desk.kept(moved.sessions)


async def _there_and_back(desk: Desk) -> None:
    session = desk.next()
    await resize_session(
        session.code, session.version, session.duration_minutes + 5, **desk.acting()
    )
    desk.kept((await undo_change(**desk.acting())).sessions)


async def _over_http(app: Any, desk: Desk, moves: int) -> Work:
    token = (await exchange(app, "GET", "/sign-in")).cookie("plenary_csrf")
    zone = (await current_draft(desk.meeting)).programme.tz
    await desk.look()
    cookie = uuid4().hex
    person = msgspec.json.encode({"person": str(desk.editors[0].person)})
    await SessionStore().set(cookie, person)
    headers = {
        "cookie": f"{COOKIE}={cookie}; plenary_csrf={token}",
        "accept": "application/json",
    }

    async def once() -> None:
        session = desk.next()
        place = _place(desk, session)
        assert place.starts_at
        local = place.starts_at.astimezone(zone)
        form = {
            "what": "session",
            "session": session.code,
            "version": str(session.version),
            "day": local.date().isoformat(),
            "start": f"{local.hour:02}:{local.minute:02}",
            "room": str(place.room),
            "_csrf_token": token,
        }
        answer = await send_form(app, MOVE, form, **headers)
        assert answer.status == 200, (answer.status, answer.body)
        after = replace(session, version=session.version + 1, starts_at=place.starts_at)
        desk.kept([replace(after, room=place.room)])

    return _times(moves, once)


async def _waits(desk: Desk, talks: int, moves: int, rounds: int) -> Milliseconds:
    """The 95th of a hundred waits; every fourth move is of a session that others move too."""
    floor, ours = [], []
    for turn in range(rounds + 1):
        await desk.look()
        slow = await _p95(2 * moves, _editor(desk))
        bare = await _p95(2 * moves, lambda _: _bare(desk))
        if turn:
            ours.append(slow)
            floor.append(bare)
    row = Row(f"p95 of {EDITORS} editors at once", 1, tuple(floor), tuple(ours))
    title = f"Waiting for a move on a board of {talks} talks"
    return Milliseconds(title, "by the clock, until it is committed", FLOOR, (row,))


async def _p95(moves: int, once: Callable[[int], Awaitable[None]]) -> float:
    waits: list[float] = []

    async def editor(number: int) -> None:
        for _ in range(moves // EDITORS or 1):
            began = perf_counter()
            await once(number)
            waits.append(perf_counter() - began)

    await asyncio.gather(*(editor(number) for number in range(EDITORS)))
    return sorted(waits)[int(0.95 * (len(waits) - 1))]


def _editor(desk: Desk) -> Callable[[int], Awaitable[None]]:
    turns = [0] * EDITORS

    async def once(number: int) -> None:
        turns[number] += 1
        shared = turns[number] % 4 == 0
        mine = desk.sessions[number::EDITORS] or desk.sessions
        session = desk.sessions[0] if shared else mine[turns[number] % len(mine)]
        try:
            moved = await move_session(
                session.code, session.version, _place(desk, session), **desk.acting(number)
            )
        except StaleSession:
            await desk.look()
        else:
            desk.kept(moved.sessions)

    return once
