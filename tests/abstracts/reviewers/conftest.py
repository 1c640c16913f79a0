"""A round for the cast's call, and a way to make reviewers and abstracts quickly."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from abstracts import actions, queries
from abstracts.manuscript import Affiliation, AuthorEntry
from abstracts.queries import CallInfo
from abstracts.reviewers.inviting import Host
from abstracts.reviewers.round_actions import default_round, save_round
from abstracts.reviewers.rounds import RoundInfo, rounds_of
from abstracts.tables.review import Interest, Reviewer
from abstracts.vocabulary import ReviewerState
from conference.orm import Actor, action
from conference.people import actions as people_actions
from conference.people.access import Role
from conference.people.rules import NewPerson
from tests.abstracts.conftest import GOOD, digest
from tests.cast import NOW, Cast

TESTS = Actor.system("tests")
NewReviewer = Callable[..., Awaitable[UUID]]
NewAbstract = Callable[..., Awaitable[str]]


@pytest.fixture
def host(cast: Cast) -> Host:
    """Bob chairs."""
    return Host(cast.meeting, Actor(cast.bob.id, cast.bob.registered_name), "http://testserver")


@pytest.fixture
async def round_(cast: Cast, call: CallInfo) -> RoundInfo:
    """Open now, for 20 days; two reviews wanted, one at least."""
    made = replace(
        await default_round(cast.meeting, NOW),
        opens_at=NOW - timedelta(days=10),
        closes_at=NOW + timedelta(days=20),
        reviews_wanted=2,
        reviews_least=1,
    )
    await save_round(made, by=TESTS, now=NOW)
    return (await rounds_of(cast.meeting.id))[0]


@pytest.fixture
def new_reviewer(cast: Cast) -> NewReviewer:
    """`await new_reviewer("Rae", "Roe", topics={"T01": 2})` has accepted."""

    async def make(
        given: str,
        family: str,
        *,
        affiliation: str = "",
        topics: dict[str, int] | None = None,
        cap: int | None = None,
    ) -> UUID:
        email = f"{given}.{family}@rev.test".lower()
        async with action("reviewer", by=TESTS, now=NOW) as act:
            new = NewPerson(given, family, affiliation=affiliation, email=email)
            person = await people_actions.create_person(act, new)
        await people_actions.grant_role(
            person=person, role=Role.REVIEWER, meeting=cast.meeting.id, by=TESTS, now=NOW
        )
        row = Reviewer(
            id=uuid4(), created_at=NOW, meeting=cast.meeting.id, person=person,
            state=ReviewerState.ACCEPTED.value, load_cap=cap,
        )  # fmt: skip
        await Reviewer.insert(row)
        ids = {topic.code: topic.id for topic in await queries.topics(cast.meeting.id)}
        for code, level in (topics or {}).items():
            await Interest.insert(
                Interest(created_at=NOW, reviewer=row.id, topic=ids[code], level=level)
            )
        return UUID(str(row.id))

    return make


@pytest.fixture
def new_abstract(desk: actions.Desk, call: CallInfo) -> NewAbstract:
    """`await new_abstract(author=("Ada", "Abel"), place="Forth College")` is submitted by Alice."""

    async def make(
        *,
        author: tuple[str, str] = ("Ada", "Abel"),
        place: str = "Forth College",
        topic: str = "T01",
    ) -> str:
        entry = AuthorEntry(
            *author, f"{author[0]}.{author[1]}@authors.test".lower(), True, True,
            (Affiliation(place, "Leith", "GB"),),
        )  # fmt: skip
        manuscript = replace(GOOD, authors=(entry,), topic=topic)
        code = await actions.start_draft(desk, call, manuscript, NOW)
        seen = await digest(desk, code)
        await actions.submit_abstract(desk, code, manuscript, NOW, seen=seen)
        return code

    return make
