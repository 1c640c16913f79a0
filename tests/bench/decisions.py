"""The committee's list of many abstracts, and the release of many decisions with their letters."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from abstracts.deciding.board import board_of
from abstracts.deciding.composing import Desk
from abstracts.deciding.held import digest_of_held
from abstracts.deciding.holding import Choice, hold_decisions
from abstracts.deciding.listing import ListFilter, list_abstracts
from abstracts.deciding.release_queries import ReleaseFilter, to_release
from abstracts.deciding.releasing import ReleasePlan, release_decisions
from abstracts.deciding.scope import Scope
from abstracts.tables import Abstract
from abstracts.vocabulary import Outcome
from conference.letters.tables import OutboxLetter
from conference.meetings.queries import meeting_by_slug
from conference.meetings.tables import Meeting, Society
from conference.orm.statements import count_statements
from conference.people.actions import person_row
from conference.people.rules import NewPerson
from conference.people.tables import Person
from tests.abstracts.reviewed import Paper, make_reviewed
from tests.bench.ground import BY, FIRST_DAY, NOW, SLUG, empty_database
from tests.bench.timing import Row, Table, in_turns

AUTHORS = 6
CHAIR = Scope(UUID(int=0), True, frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Ground:
    """What `make_reviewed` needs of a cast."""

    meeting: Any
    dan: Any


async def bench_decisions(*, listed: int, released: int, rounds: int) -> list[Table]:
    """A page of the list against the bare select of a hundred rows; a release against inserts."""
    return [await _bench_list(listed, rounds), await _bench_release(released)]


async def _bench_list(number: int, rounds: int) -> Table:
    async with empty_database():
        meeting = (await _ground(number)).meeting
        wanted = ListFilter()

        async def bare() -> None:
            await Abstract.count().where(Abstract.meeting == meeting.id)
            await Abstract.select(Abstract.code, Abstract.title).limit(100)

        async def ours() -> None:
            await list_abstracts(meeting.id, wanted)

        async def board() -> None:
            await board_of(meeting.id, CHAIR)

        with count_statements() as seen:
            await ours()
        works = {"a page of the list": ours, "the ranking": board}
        rows = await in_turns(bare, works, count=1, rounds=rounds)
        title = f"{number} abstracts, {len(seen)} statements a page"
        return Table(title, "pages", "100 rows selected", rows)


async def _bench_release(number: int) -> Table:
    async with empty_database():
        ground = await _ground(number)
        words = Random(1)
        board = await board_of(ground.meeting.id, CHAIR)
        choices = [Choice(row.code, words.choice(list(Outcome)), "so") for row in board.rows]
        await hold_decisions(ground.meeting, choices, CHAIR, seen=board.seen, by=BY, now=NOW)
        chosen = await to_release(ground.meeting.id, ReleaseFilter())
        plan = ReleasePlan(1, digest_of_held(each.held for each in chosen), ReleaseFilter())
        desk = Desk(ground.meeting, "http://t", NOW + timedelta(days=14), NOW + timedelta(days=30))
        start = time.perf_counter()
        with count_statements() as seen:
            done = await release_decisions(desk, plan, by=BY, now=NOW)
        ours = time.perf_counter() - start
        floor = await _copy_letters()
        title = f"{done.decisions} decisions released with {done.letters} letters"
        row = Row(f"a release, {len(seen)} statements", done.letters, (floor,), (ours,))
        return Table(title, "letters", "the same letters only inserted", (row,))


async def _copy_letters() -> float:
    """Seconds to write the same letters a second time, a thousand a statement."""
    rows = await OutboxLetter.select(OutboxLetter.body, OutboxLetter.to_address)
    start = time.perf_counter()
    for first in range(0, len(rows), 1_000):
        await OutboxLetter.insert(
            *[
                OutboxLetter(kind="copy", subject="", not_before=NOW, **row)
                for row in rows[first : first + 1_000]
            ]
        )
    return time.perf_counter() - start


async def _ground(number: int) -> Ground:
    society = Society(name="Bench", short_name="B", contact_email="office@bench.test")
    await Society.insert(society)
    meeting = Meeting(
        society=society.id, slug=SLUG, title="Bench", mode="in_person", currency="EUR",
        zone="Europe/London", starts_on=FIRST_DAY, ends_on=FIRST_DAY, city="Town",
        venue="Hall", address="",
    )  # fmt: skip
    await Meeting.insert(meeting)
    dan = person_row(NewPerson("Dan", "Díaz"), NOW)
    await Person.insert(dan)
    ground = Ground(await meeting_by_slug(SLUG), SimpleNamespace(id=dan.id))
    draw = Random(7)
    papers = [
        Paper(tuple(draw.randint(1, 5) for _ in range(3)), draw.randrange(12), authors=AUTHORS)
        for _ in range(number)
    ]
    await make_reviewed(ground, papers, topics=12)  # type: ignore[arg-type]
    return ground
