"""The database of a benchmark and a released programme of invented talks in it."""

from __future__ import annotations

import functools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from litestar import Litestar

from conference.app import create_app
from conference.meetings.tables import Meeting, Room, Society
from conference.orm import Actor, bind, current_engine, engine_from_url
from conference.orm.migrations import migrate
from conference.people.actions import person_row
from conference.people.rules import NewPerson
from conference.people.tables import Person
from conference.settings import Settings
from schedule.actions.releasing import release_schedule
from schedule.rules.vocabulary import Part, SessionKind, SlotKind
from schedule.tables import Participation, Session, Slot

NOW = datetime(2027, 5, 10, 9, 0, tzinfo=UTC)
FIRST_DAY = date(2027, 10, 17)
SLUG = "bench"
BASE_URL = "http://bench.test"
BY = Actor.system("bench")
DAYS, TALKS_IN_A_SESSION, ROOMS = 4, 10, 5
INSERTED_AT_ONCE = 500


@asynccontextmanager
async def empty_database() -> AsyncIterator[Settings]:
    """A migrated SQLite file of its own, open and bound, gone afterwards."""
    with TemporaryDirectory(prefix="plenary-bench-") as folder:
        path = Path(folder, "bench.sqlite")
        path.write_bytes(await _migrated())
        url = f"sqlite:///{path}"
        engine: Any = engine_from_url(url)
        bind(engine)
        await engine.start_connection_pool()
        try:
            yield Settings(database_url=url, base_url=BASE_URL, is_demo=True)
        finally:
            await engine.close_connection_pool()


def whole_app() -> Litestar:
    """The program over the bound database."""
    engine: Any = current_engine()
    made = _one_app()
    bind(engine)
    return made


@functools.cache
def _one_app() -> Litestar:
    """Made once: it finds the bound database anew with every request."""
    everywhere = Settings(database_url="sqlite:///unused", base_url=BASE_URL, is_demo=True)
    return create_app(everywhere, runs_worker=False)


_files: list[bytes] = []


async def _migrated() -> bytes:
    """The file of a migrated database; the migrations run once in a process."""
    if not _files:
        with TemporaryDirectory(prefix="plenary-bench-") as folder:
            path = Path(folder, "migrated.sqlite")
            engine: Any = engine_from_url(f"sqlite:///{path}")
            bind(engine)
            await migrate()
            await engine.close_connection_pool()
            _files.append(path.read_bytes())
    return _files[0]


async def insert(rows: list[Any]) -> None:
    for start in range(0, len(rows), INSERTED_AT_ONCE):
        chunk = rows[start : start + INSERTED_AT_ONCE]
        await type(chunk[0]).insert(*chunk)


async def found_society() -> UUID:
    society = Society(name="Society of Signals", short_name="SoS", contact_email="office@sos.test")
    await Society.insert(society)
    made: UUID = society.id
    return made


async def release_programme(settings: Settings, talks: int) -> UUID:
    """A meeting with `talks` released talks in parallel sessions over four days; its id."""
    meeting = await draft_of_talks(talks)
    await release_schedule(
        meeting=meeting, name="v1", comment="", by=BY, now=NOW, settings=settings
    )
    return meeting


async def draft_of_talks(talks: int) -> UUID:
    """The same meeting before its release."""
    meeting = Meeting(
        society=await found_society(), slug=SLUG, title="Signals 2027", zone="Europe/London",
        starts_on=FIRST_DAY, ends_on=FIRST_DAY + timedelta(days=DAYS - 1), city="Glasgow",
        venue="Clyde Hall",
    )  # fmt: skip
    rooms = [Room(meeting=meeting.id, name=f"Hall {n + 1}", position=n) for n in range(ROOMS)]
    await Meeting.insert(meeting)
    await insert(rooms)
    people = [_speaker(n) for n in range(talks)]
    await insert(people)
    sessions = [_session(meeting.id, rooms, n) for n in range(-(-talks // TALKS_IN_A_SESSION))]
    await insert(sessions)
    slots = [_talk(sessions[n // TALKS_IN_A_SESSION].id, n) for n in range(talks)]
    await insert(slots)
    await insert([_part(slot, person) for slot, person in zip(slots, people, strict=True)])
    made: UUID = meeting.id
    return made


def _speaker(number: int) -> Person:
    new = NewPerson(f"Given{number}", f"Family{number}", affiliation=f"Institute {number % 60}")
    return person_row(new, NOW)


def _session(meeting: UUID, rooms: list[Room], number: int) -> Session:
    block, room = divmod(number, ROOMS)
    day, hour = block % DAYS, 9 + 2 * (block // DAYS)
    midnight = datetime.combine(FIRST_DAY, datetime.min.time(), UTC)
    return Session(
        meeting=meeting, code=f"S{number:04}", kind=SessionKind.SYMPOSIUM.value,
        title=f"Symposium {number}: signals in tissue {number % 7}", track=f"Topic {number % 12}",
        room=rooms[room].id, starts_at=midnight + timedelta(days=day, hours=hour),
        duration_minutes=100, created_at=NOW,
    )  # fmt: skip


def _talk(session: UUID, number: int) -> Slot:
    position = number % TALKS_IN_A_SESSION
    return Slot(
        session=session, code=f"T{number:04}", position=position, kind=SlotKind.TALK.value,
        title=f"How interferon {number} shapes the response of cells of type {number % 31}",
        starts_after_minutes=10 * position, duration_minutes=10, created_at=NOW,
    )  # fmt: skip


def _part(slot: Slot, person: Person) -> Participation:
    return Participation(
        session=slot.session, slot=slot.id, person=person.id, part=Part.SPEAKER.value,
        created_at=NOW,
    )  # fmt: skip
