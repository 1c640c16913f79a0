"""An award for members who present, and applicants ranked by one reviewer's scores."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from abstracts.awards.applications import ApplicationInfo, applications_of
from abstracts.awards.applying import Applicant, save_application
from abstracts.awards.cycle_actions import save_cycle
from abstracts.awards.cycles import CycleInfo, cycle_of_key
from abstracts.awards.entry import Entry
from abstracts.awards.letters import Sender
from abstracts.awards.rules import AwardRules
from abstracts.queries import CallInfo
from abstracts.tables import Abstract, AbstractVersion, Author, Call
from abstracts.tables.review import Assignment, Review, Reviewer, ReviewRound
from conference.letters.tables import OutboxLetter
from conference.membership.tables import Membership, MembershipType
from conference.orm import Actor, action
from conference.people import actions as people
from conference.people import queries as people_queries
from conference.people.rules import NewPerson, PersonInfo
from tests.cast import NOW, Cast

CLOSES = datetime(2027, 6, 1, 22, 59, tzinfo=UTC)
AFTER = datetime(2027, 6, 10, 9, tzinfo=UTC)
MEETING_OVER = datetime(2027, 11, 10, 9, tzinfo=UTC)
SYSTEM = Actor.system("tests")
NAMES = ("ann", "ben", "cleo", "dora", "emil", "fay")  # the best score first


@dataclass(frozen=True, slots=True)
class Field:
    """Six members who present one abstract each, scored 10, 9, 8 ... by one reviewer."""

    cast: Cast
    people: dict[str, PersonInfo]
    abstracts: dict[str, UUID]
    round: UUID

    @property
    def sender(self) -> Sender:
        return Sender(self.cast.meeting, "http://testserver")

    def who(self, name: str) -> Applicant:
        person = self.people[name]
        return Applicant(self.sender, person.id, Actor(person.id, person.registered_name))

    def code(self, name: str) -> str:
        return f"AW{NAMES.index(name):04d}"

    async def cycle(self, key: str = "best") -> CycleInfo:
        return await cycle_of_key(self.cast.meeting.id, key)

    async def apply(self, name: str, cycle: CycleInfo, **entry: Any) -> None:
        typed = replace(Entry(abstract=self.code(name)), **entry)
        await save_application(self.who(name), cycle, typed, NOW, is_submitted=True)

    async def application(self, name: str, key: str = "best") -> ApplicationInfo:
        cycle = await self.cycle(key)
        person = self.people[name].id
        return next(e for e in await applications_of(cycle.id) if e.person == person)

    async def states(self) -> dict[str, str]:
        cycle = await self.cycle()
        by_id = {person.id: name for name, person in self.people.items()}
        return {by_id[e.person]: e.state.value for e in await applications_of(cycle.id)}

    async def change_abstract(self, name: str, **columns: Any) -> None:
        values: dict[Any, Any] = {**columns}
        await Abstract.update(values).where(Abstract.id == self.abstracts[name])

    async def score(self, name: str, score: int) -> None:
        given = Assignment.select(Assignment.id).where(Assignment.abstract == self.abstracts[name])
        await Review.update({Review.overall: score}).where(Review.assignment.is_in(given))

    async def letters(self, kind: str) -> list[str]:
        rows = await OutboxLetter.select(OutboxLetter.to_address).where(
            OutboxLetter.kind == f"award_{kind}"
        )
        return sorted(row["to_address"] for row in rows)


@pytest.fixture
async def field(cast: Cast, call: CallInfo) -> Field:
    await Call.update({Call.has_awards: True}).where(Call.id == call.id)
    return await _build(cast, call)


async def open_award(cast: Cast, **changes: Any) -> CycleInfo:
    """EUR 1,000 each, two places, open until CLOSES."""
    cycle = CycleInfo(
        id=uuid4(),
        meeting=cast.meeting.id,
        key="best",
        title="Best abstracts",
        opens_at=datetime(2027, 1, 10, 8, tzinfo=UTC),
        closes_at=CLOSES,
        zone="Europe/London",
        amount=100_000,
        pot=200_000,
        rules=AwardRules(),
    )
    made = replace(cycle, **changes)
    await save_cycle(made, by=SYSTEM, now=NOW)
    return made


async def _build(cast: Cast, call: CallInfo) -> Field:
    ids = await _people()
    found = await people_queries.people_by_ids(list(ids.values()))
    reviewer = Reviewer(
        id=uuid4(), created_at=NOW, meeting=cast.meeting.id, person=ids["judge"], state="accepted"
    )
    await Reviewer.insert(reviewer)
    round_ = ReviewRound(
        id=uuid4(), created_at=NOW, meeting=cast.meeting.id, key="main", title="Main",
        opens_at=NOW, closes_at=CLOSES, zone="UTC", lowest=1, highest=10, reviews_least=1,
    )  # fmt: skip
    await ReviewRound.insert(round_)
    abstracts = {}
    for number, name in enumerate(NAMES):
        await _join(cast.meeting.society, ids[name], number)
        abstracts[name] = await _submit(cast, call, found[ids[name]], number)
        await _review(round_.id, reviewer.id, abstracts[name], 10 - number)
    return Field(cast, {name: found[ids[name]] for name in NAMES}, abstracts, round_.id)


async def _people() -> dict[str, UUID]:
    async with action("field", by=SYSTEM, now=NOW) as act:
        return {
            name: await people.create_person(
                act,
                NewPerson(
                    name.title(), "Field", affiliation=f"Lab of {name}",
                    country="GB", email=f"{name}@field.test",
                ),
            )
            for name in (*NAMES, "judge")
        }  # fmt: skip


async def _join(society: UUID, person: UUID, number: int) -> None:
    kind = (
        await MembershipType.select(MembershipType.id)
        .where(MembershipType.society == society)
        .first()
    )
    assert kind is not None
    row = Membership(
        id=uuid4(), created_at=NOW, society=society, person=person, type=kind["id"],
        number=f"AW-{number}", valid_from=date(2027, 1, 1), valid_to=date(2027, 12, 31),
        status="active",
    )  # fmt: skip
    await Membership.insert(row)


async def _submit(cast: Cast, call: CallInfo, person: PersonInfo, number: int) -> UUID:
    row = Abstract(
        id=uuid4(), created_at=NOW, code=f"AW{number:04d}", meeting=cast.meeting.id, call=call.id,
        submitter=person.id, title=f"Signal {number}", body="Text.", state="submitted",
        submitted_at=NOW, version=1,
    )  # fmt: skip
    await Abstract.insert(row)
    await AbstractVersion.insert(
        AbstractVersion(
            id=uuid4(), created_at=NOW, abstract=row.id, number=1, by_name="x", snapshot="{}"
        )
    )
    await Author.insert(
        Author(
            id=uuid4(), created_at=NOW, abstract=row.id, position=0, person=person.id,
            given_name=person.given_name, family_name=person.family_name, email=person.email,
            is_presenting=True, is_submitting=True, is_corresponding=True,
        )
    )  # fmt: skip
    return UUID(str(row.id))


async def _review(round_: UUID, reviewer: UUID, abstract: UUID, score: int) -> None:
    row = Assignment(
        id=uuid4(), created_at=NOW, round=round_, abstract=abstract, reviewer=reviewer, state="sent"
    )
    await Assignment.insert(row)
    await Review.insert(
        Review(
            id=uuid4(), created_at=NOW, assignment=row.id, overall=score, saved_at=NOW, sent_at=NOW
        )
    )
