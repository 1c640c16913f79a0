"""A call of one's own making, beside the regular one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from abstracts import actions, queries
from abstracts.actions import Desk, NewCall, NewTopic
from abstracts.calls.letters import Sender
from abstracts.manuscript import Manuscript
from abstracts.queries import CallInfo
from abstracts.vocabulary import CallKind
from conference.orm import Actor
from conference.people.rules import PersonInfo
from tests.abstracts.conftest import GOOD, OFFICE, digest
from tests.cast import NOW, Cast

OPENS = datetime(2027, 1, 10, 8, tzinfo=UTC)
CLOSES = datetime(2027, 5, 24, 22, 59, tzinfo=UTC)
MakeCall = Callable[..., Awaitable[CallInfo]]


@pytest.fixture
def make_call(cast: Cast) -> MakeCall:
    """A call "own" that is open until two weeks after NOW."""

    async def make(**changes: Any) -> CallInfo:
        own = NewCall(CallKind.INVITED, "Own call", OPENS, CLOSES, "Europe/London", key="own")
        new = replace(own, **changes)
        topics = [NewTopic("T01", "Innate immunity"), NewTopic("T02", "Interferons")]
        await actions.set_topics(meeting=cast.meeting.id, topics=topics, by=OFFICE, now=NOW)
        id = await actions.open_call(meeting=cast.meeting.id, call=new, by=OFFICE, now=NOW)
        found = await queries.call_by_id(cast.meeting.id, id)
        assert found is not None
        return found

    return make


@pytest.fixture
def sender(cast: Cast) -> Sender:
    return Sender(cast.meeting, "http://testserver")


async def submit(
    desk: Desk, call: CallInfo, manuscript: Manuscript = GOOD, now: datetime = NOW
) -> str:
    """The reference of a submitted abstract."""
    code = await actions.start_draft(desk, call, manuscript, now)
    await actions.submit_abstract(desk, code, manuscript, now, seen=await digest(desk, code))
    return code


def desk_of(cast: Cast, person: PersonInfo) -> Desk:
    """Somebody's place to write at."""
    return Desk(
        cast.meeting, person.id, Actor(person.id, person.registered_name), "http://testserver"
    )
