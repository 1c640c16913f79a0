"""A released programme, people who were there, and the end of the meeting."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from abstracts.tables import Abstract, Call
from abstracts.tables.deciding import DecisionRelease
from abstracts.tables.review import Assignment, Reviewer, ReviewRound
from badges.desk import actions as desk
from badges.papers.content import Press
from badges.papers.mine import press_of
from conference.orm import Actor, clock
from conference.registration.queries import RegistrationInfo
from tests.badges.conftest import Enrol, Hall
from tests.cast import NOW
from tests.schedule.conftest import Drafted
from tests.schedule.conftest import add_session as add_session
from tests.schedule.conftest import add_talk as add_talk
from tests.schedule.conftest import drafted as drafted
from tests.schedule.conftest import release as release
from tests.schedule.conftest import unhurried as unhurried

CAME = datetime(2027, 10, 18, 7, 30, tzinfo=UTC)
AFTER = datetime(2027, 10, 22, 9, 0, tzinfo=UTC)
OLIVE = Actor.system("Olive Okafor")
CheckIn = Callable[[RegistrationInfo], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Held:
    """The meeting after its end: Alice was checked in and gave a talk, Dan neither came nor
    showed; Bob chaired."""

    hall: Hall
    drafted: Drafted
    alice: RegistrationInfo
    dan: RegistrationInfo


@pytest.fixture
def after() -> Iterator[None]:
    """The meeting is over."""
    with clock.at(AFTER):
        yield


@pytest.fixture
async def held(hall: Hall, drafted: Drafted, release: Any, enrol: Enrol) -> Held:
    await release()
    alice, dan = await enrol(hall.cast.alice), await enrol(hall.cast.dan)
    await came(alice)
    return Held(hall, drafted, alice, dan)


async def came(info: RegistrationInfo) -> None:
    await desk.check_in(info, desk="A", by=OLIVE, now=CAME)


@pytest.fixture
async def press(hall: Hall) -> Press:
    return await press_of(hall.meeting, "http://testserver", AFTER)


@pytest.fixture
async def olive(after: None, hall: Hall, client: httpx.AsyncClient, sign_in: Any) -> Any:
    """The office's browser."""
    await sign_in(client, hall.cast.olive)
    return client


@pytest.fixture
def reviewed(hall: Hall) -> Callable[..., Awaitable[None]]:
    """`await reviewed(person, 3)`: so many reviews sent, and decisions out if asked."""

    async def run(person: UUID, count: int, *, are_out: bool = True) -> None:
        meeting = hall.meeting.id
        call = Call(
            id=uuid4(), created_at=NOW, meeting=meeting, key="regular", title="Abstracts",
            opens_at=NOW, closes_at=NOW, zone="Europe/London",
        )  # fmt: skip
        await Call.insert(call)
        turn = ReviewRound(
            id=uuid4(), created_at=NOW, meeting=meeting, key="first", title="First",
            opens_at=NOW, closes_at=NOW, zone="Europe/London",
        )  # fmt: skip
        await ReviewRound.insert(turn)
        reviewer = Reviewer(id=uuid4(), created_at=NOW, meeting=meeting, person=person)
        await Reviewer.insert(reviewer)
        for number in range(count):
            abstract = Abstract(
                id=uuid4(), created_at=NOW, meeting=meeting, call=call.id, code=f"AB{number:04d}",
                title=f"A secret title {number}", submitter=hall.cast.dan.id, state="submitted",
            )  # fmt: skip
            await Abstract.insert(abstract)
            await Assignment.insert(
                Assignment(
                    id=uuid4(), created_at=NOW, round=turn.id, abstract=abstract.id,
                    reviewer=reviewer.id, state="sent",
                )
            )  # fmt: skip
        if are_out:
            await DecisionRelease.insert(
                DecisionRelease(
                    id=uuid4(), created_at=NOW, meeting=meeting, number=1, by_name="Bob",
                    released_at=NOW, counts="{}",
                )
            )  # fmt: skip

    return run
