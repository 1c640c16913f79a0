"""Alice's abstract that Mira presents: asked, accepted, placed; letters as they lie in the box."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from abstracts import actions
from abstracts.actions import Desk
from abstracts.changes.asking import ask_coauthors
from abstracts.changes.programme import tell_abstract_side
from abstracts.changes.reading import Hand
from abstracts.queries.one import AbstractDetail, abstract_of_meeting
from abstracts.tables import Abstract, Author, Call
from abstracts.tables.deciding import AbstractPolicy
from abstracts.vocabulary import AbstractState, Decision
from conference.letters.tables import OutboxLetter
from conference.meetings.rules import MeetingInfo
from conference.meetings.tables import Milestone
from conference.orm import Actor, action
from conference.people import actions as people_actions
from conference.people import queries as people
from conference.people.rules import NewPerson, PersonInfo
from schedule.abstract_side import ABSTRACT_SIDE
from schedule.actions.placing import place_abstract
from tests.cast import NOW, Cast
from tests.schedule.conftest import add_session as add_session
from tests.schedule.conftest import release as release
from tests.schedule.conftest import version_of

AFTER_CALL = datetime.fromisoformat("2027-07-01T09:00:00+00:00")
FROZEN = datetime.fromisoformat("2027-09-01T09:00:00+00:00")
LATER = FROZEN + timedelta(days=3)
LINK = re.compile(r"http://testserver/glasgow/agree/(\S+)")


@dataclass(frozen=True, slots=True)
class Told:
    """One letter of the outbox."""

    kind: str
    to: str
    subject: str
    body: str


async def letters(kind: str = "") -> list[Told]:
    """The letters of a kind so far, oldest first."""
    rows = await OutboxLetter.select().order_by(OutboxLetter.created_at)
    found = [Told(r["kind"], r["to_address"], r["subject"], r["body"]) for r in rows]
    return [each for each in found if kind in ("", each.kind)]


async def secret_for(address: str) -> str:
    """The secret of the newest letter that asks this address."""
    asked = [each for each in await letters("abstract_agree") if each.to == address]
    found = LINK.search(asked[-1].body)
    assert found is not None
    return found.group(1)


async def stored(cast: Cast, code: str) -> AbstractDetail:
    """The abstract as it is now."""
    found = await abstract_of_meeting(cast.meeting.id, code)
    assert found is not None
    return found


def hand_for(cast: Cast, person: PersonInfo, *, is_committee: bool = False) -> Hand:
    """Somebody who changes something."""
    actor = Actor(person.id, person.registered_name)
    return Hand(cast.meeting, person.id, actor, "http://testserver", is_committee)


@pytest.fixture(autouse=True)
def programme_above() -> None:
    """The programme answers, as the app tells it to."""
    tell_abstract_side(ABSTRACT_SIDE)


@pytest.fixture
def alice(cast: Cast) -> Hand:
    """Who submitted."""
    return hand_for(cast, cast.alice)


@pytest.fixture
def chair(cast: Cast) -> Hand:
    """Bob, of the programme committee."""
    return hand_for(cast, cast.bob, is_committee=True)


@pytest.fixture
async def mira(cast: Cast) -> PersonInfo:
    """The co-author who presents, with an account of her own."""
    async with action("mira", by=Actor.system("tests"), now=NOW) as act:
        new = NewPerson("Mira", "Żółkiewska", affiliation="Tay College", email="mira@example.org")
        id = await people_actions.create_person(act, new)
    found = await people.person_by_id(id)
    assert found is not None
    return found


@pytest.fixture
async def asked(desk: Desk, submitted: str) -> str:
    """The reference of the submitted abstract whose co-author has a letter."""
    await ask(desk.meeting, submitted)
    return submitted


async def ask(meeting: MeetingInfo, code: str) -> None:
    """Letters to the co-authors who were not asked yet."""
    async with action("ask", by=Actor.system("tests"), now=NOW, meeting=meeting.id) as act:
        row = await Abstract.select(Abstract.id).where(Abstract.code == code).first()
        assert row is not None
        await ask_coauthors(act, meeting, row["id"], "http://testserver")


@pytest.fixture
def policy(cast: Cast) -> Callable[..., Awaitable[None]]:
    """`await policy(frozen_at=...)`: the meeting's rules about abstracts."""

    async def run(**values: Any) -> None:
        await AbstractPolicy.delete().where(AbstractPolicy.meeting == cast.meeting.id)
        await AbstractPolicy.insert(
            AbstractPolicy(meeting=cast.meeting.id, created_at=NOW, **values)
        )

    return run


@pytest.fixture
async def closed(call: Any, cast: Cast) -> None:
    """The call has closed before the tests act."""
    await Call.update({Call.closes_at: NOW + timedelta(days=1)}).where(
        Call.meeting == cast.meeting.id
    )
    await Milestone.update({Milestone.at: NOW + timedelta(days=1)}).where(
        Milestone.meeting == cast.meeting.id
    )


@pytest.fixture
async def accepted(cast: Cast, submitted: str, mira: PersonInfo) -> str:
    """Accepted as a talk that Mira gives."""
    await accept(submitted)
    await Author.update({Author.person: mira.id}).where(Author.is_presenting.eq(True))
    return submitted


async def accept(code: str) -> None:
    """Accepted as a talk."""
    await Abstract.update(
        {
            Abstract.state: AbstractState.ACCEPTED.value,
            Abstract.decision: Decision.ORAL.value,
            Abstract.decided_at: NOW,
        }
    ).where(Abstract.code == code)


@pytest.fixture
async def placed(cast: Cast, accepted: str, add_session: Any) -> str:
    """The code of the session in which the accepted talk has its place; Carol chairs it."""
    from schedule.rules.vocabulary import Part

    session = await add_session(
        "Innate signals", room="Hall A", people=[(cast.carol.id, Part.CHAIR)]
    )
    await place(cast, session, accepted)
    return str(session)


async def place(cast: Cast, session: str, code: str) -> None:
    """Puts an accepted abstract into a session of the draft."""
    seen = await version_of(cast, session)
    by = Actor.system("tests")
    await place_abstract(session, seen, code, meeting=cast.meeting.id, by=by, now=NOW)


@pytest.fixture
def write_another(desk: Desk, call: Any) -> Callable[..., Awaitable[str]]:
    """`await write_another(manuscript)` submits one more of Alice's; its reference."""

    async def run(manuscript: Any) -> str:
        from tests.abstracts.conftest import digest

        code = await actions.start_draft(desk, call, manuscript, NOW)
        seen = await digest(desk, code)
        await actions.submit_abstract(desk, code, manuscript, NOW, seen=seen)
        return code

    return run


async def person_presenting(code: str) -> UUID | None:
    """Whom the abstract's presenting author is linked to."""
    row = (
        await Author.select(Author.person)
        .where(Author.abstract.code == code, Author.is_presenting.eq(True))
        .first()
    )
    return row["person"] if row else None
