"""A round with criteria, three reviewers, and abstracts whose authors nobody may learn."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from abstracts import actions, queries
from abstracts.actions import Desk
from abstracts.manuscript import Affiliation, AuthorEntry
from abstracts.queries import CallInfo
from abstracts.reviews.review_actions import Chair
from abstracts.tables import Abstract
from abstracts.tables.review import Assignment, Criterion, Reviewer, ReviewRound
from conference.orm import Actor, action, clock
from conference.people import actions as people
from conference.people import queries as people_queries
from conference.people.access import Role
from conference.people.rules import NewPerson, PersonInfo
from tests.abstracts.conftest import GOOD
from tests.cast import NOW, Cast

SYSTEM = Actor.system("tests")
OPENS = datetime(2027, 5, 1, 8, tzinfo=UTC)
CLOSES = datetime(2027, 6, 20, 22, tzinfo=UTC)
SECRET = AuthorEntry(
    "Zsófia",
    "Quimby-Xu",
    "zsofia@quimby.example",
    True,
    True,
    (Affiliation("Institut Quimbique", "Xanten", "DE"),),
    "0000-0002-1825-0097",
)


@dataclass(frozen=True, slots=True)
class Reviewing:
    """dan, rita and saul review; `codes` are what dan was given, in order."""

    cast: Cast
    round: UUID
    dan: PersonInfo
    rita: PersonInfo
    saul: PersonInfo
    codes: tuple[str, ...]
    reviewers: dict[UUID, UUID]

    def chair(self, person: PersonInfo | None = None) -> Chair:
        who = person or self.dan
        return Chair(
            self.cast.meeting, who.id, Actor(who.id, who.registered_name), "http://testserver"
        )

    async def change_round(self, **columns: Any) -> None:
        await ReviewRound.update(columns).where(ReviewRound.id == self.round)

    async def assign(self, person: PersonInfo, code: str, position: int = 0) -> UUID:
        return await assign(self.round, self.reviewers[person.id], code, position)

    async def submit(self, title: str) -> str:
        return await submit(self.cast, title)

    async def assignment(self, person: PersonInfo, code: str) -> dict[str, Any]:
        row = (
            await Assignment.select()
            .where(
                Assignment.reviewer == self.reviewers[person.id], Assignment.abstract.code == code
            )
            .first()
        )
        assert row is not None
        return row


@pytest.fixture
async def reviewing(cast: Cast, call: CallInfo) -> Reviewing:
    """A single-blind round, open now, scale 1 to 5, one criterion; dan was given three."""
    ids = await _people()
    found = await people_queries.people_by_ids(ids)
    rita, saul = (found[each] for each in ids)
    round_ = await make_round(cast.meeting.id, "main")
    reviewers = {
        person.id: await make_reviewer(cast.meeting.id, person.id)
        for person in (cast.dan, rita, saul)
    }
    codes = tuple([await submit(cast, f"Signal number {n}") for n in range(1, 4)])
    for place, code in enumerate(codes):
        await assign(round_, reviewers[cast.dan.id], code, place)
    return Reviewing(cast, round_, cast.dan, rita, saul, codes, reviewers)


async def make_round(meeting: UUID, key: str, **columns: Any) -> UUID:
    """Open around NOW and around the true clock, which pages go by."""
    row = ReviewRound(
        id=uuid4(),
        created_at=NOW,
        meeting=meeting,
        key=key,
        title=f"Round {key}",
        opens_at=min(OPENS, clock.now() - timedelta(days=1)),
        closes_at=max(CLOSES, clock.now() + timedelta(days=30)),
        zone="Europe/London",
        **columns,
    )
    await ReviewRound.insert(row)
    await Criterion.insert(
        Criterion(
            id=uuid4(), created_at=NOW, round=row.id, key="novelty", title="Novelty", weight=2
        )
    )
    return UUID(str(row.id))


async def make_reviewer(meeting: UUID, person: UUID) -> UUID:
    row = Reviewer(id=uuid4(), created_at=NOW, meeting=meeting, person=person, state="accepted")
    await Reviewer.insert(row)
    await people.grant_role(person=person, role=Role.REVIEWER, meeting=meeting, by=SYSTEM, now=NOW)
    return UUID(str(row.id))


async def assign(round_: UUID, reviewer: UUID, code: str, position: int = 0) -> UUID:
    abstract = await Abstract.select(Abstract.id).where(Abstract.code == code).first()
    row = Assignment(
        id=uuid4(),
        created_at=NOW,
        round=round_,
        abstract=abstract["id"],
        reviewer=reviewer,
        position=position,
    )
    await Assignment.insert(row)
    return UUID(str(row.id))


async def submit(cast: Cast, title: str) -> str:
    """Alice submits for an author who has no account."""
    desk = Desk(
        cast.meeting,
        cast.alice.id,
        Actor(cast.alice.id, cast.alice.registered_name),
        "http://testserver",
    )
    call = (await queries.calls(cast.meeting.id))[0]
    text = replace(GOOD, title=title, authors=(SECRET,), funding="The Quimby Fund")
    code = await actions.start_draft(desk, call, text, NOW)
    found = await queries.abstract_for_author(cast.meeting.id, code, cast.alice.id)
    assert found is not None
    await actions.submit_abstract(desk, code, text, NOW, seen=found.digest)
    return code


async def _people() -> list[UUID]:
    async with action("reviewers", by=SYSTEM, now=NOW) as act:
        return [
            await people.create_person(act, NewPerson(given, family, email=f"{given}@example.org"))
            for given, family in (("rita", "Roth"), ("saul", "Sim"))
        ]


@pytest.fixture
def as_dan(
    client: Any, sign_in: Callable[..., Awaitable[None]], reviewing: Reviewing
) -> Callable[[], Awaitable[Any]]:
    async def run() -> Any:
        await sign_in(client, reviewing.dan)
        return client

    return run
