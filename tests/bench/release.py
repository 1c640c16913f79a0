"""A release after every talk moved: snapshot, files, a letter to each speaker."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import msgspec

from conference.letters.tables import OutboxLetter
from conference.orm import transaction
from conference.people.tables import EmailAddress
from conference.settings import Settings
from schedule.actions.releasing import release_schedule
from schedule.queries.releases import newest_snapshot
from schedule.rules.released import ReleasedProgramme
from schedule.tables import Participation, Session
from tests.bench.ground import BY, NOW, draft_of_talks, empty_database, insert
from tests.bench.timing import Table, in_turns


async def bench_release(*, sizes: tuple[int, ...], rounds: int) -> list[Table]:
    """One table for each number of talks."""
    return [await _release(talks, rounds) for talks in sizes]


async def _release(talks: int, rounds: int) -> Table:
    async with empty_database() as settings:
        meeting = await draft_of_talks(talks)
        await _addresses(talks)
        await _released(meeting, settings, 0)
        snapshot = await newest_snapshot(meeting)
        assert snapshot is not None
        turn = 0

        async def floor() -> None:
            await _bare(snapshot, talks)

        async def ours() -> None:
            nonlocal turn
            turn += 1
            await _move_all(meeting, 5 if turn % 2 else -5)
            assert await _released(meeting, settings, turn) == talks

        rows = await in_turns(floor, {"release, all moved": ours}, count=talks, rounds=rounds)
    title = f"Release of {talks} talks, all moved, a letter to each speaker"
    return Table(title, "talks", "encoding the snapshot, inserting as many letters bare", rows)


async def _released(meeting: Any, settings: Settings, turn: int) -> int:
    outcome = await release_schedule(
        meeting=meeting,
        name="",
        comment="",
        by=BY,
        now=NOW + timedelta(hours=turn),
        settings=settings,
        reason="A benchmark.",
    )
    assert outcome.number == turn + 1
    return outcome.letters


async def _move_all(meeting: Any, minutes: int) -> None:
    shift = timedelta(minutes=minutes)
    for row in await Session.select(Session.id, Session.starts_at).where(
        Session.meeting == meeting
    ):
        await Session.update({Session.starts_at: row["starts_at"] + shift}).where(
            Session.id == row["id"]
        )


async def _addresses(talks: int) -> None:
    people = await Participation.select(Participation.person)
    assert len(people) == talks
    await insert(
        [
            EmailAddress(
                created_at=NOW,
                person=row["person"],
                address=f"speaker{number}@example.org",
                is_primary=True,
            )
            for number, row in enumerate(people)
        ]
    )


async def _bare(snapshot: ReleasedProgramme, letters: int) -> None:
    """What no release can do without: the snapshot as bytes, the rows of its letters."""
    msgspec.json.encode(snapshot)
    async with transaction():
        await insert([_letter(number) for number in range(letters)])


def _letter(number: int) -> OutboxLetter:
    return OutboxLetter(
        id=uuid4(),
        created_at=NOW,
        kind="bench",
        to_address=f"speaker{number}@example.org",
        subject="Programme change",
        body="was\nnow\n" * 60,
        attachments="[]",
        state="queued",
        not_before=NOW,
    )
