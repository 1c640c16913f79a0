"""A call that is open in the cast's meeting, and one good abstract for it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from abstracts import actions, queries
from abstracts.actions import Desk, NewCall, NewTopic
from abstracts.manuscript import Affiliation, AuthorEntry, Manuscript
from abstracts.queries import CallInfo
from abstracts.vocabulary import CallKind, Preference
from conference.orm import Actor
from tests.cast import NOW, Cast

OFFICE = Actor.system("tests")
PLACE = Affiliation("Clyde Institute", "Glasgow", "GB")
TAY = Affiliation("Tay College", "Dundee", "GB")
ALICE = AuthorEntry(
    "Alice", "Ångström", "alice@example.org", False, True, (PLACE,), is_submitting=True
)
MIRA = AuthorEntry("Mira", "Żółkiewska", "mira@example.org", True, False, (PLACE, TAY))
GOOD = Manuscript(
    "IFN-λ limits viral spread",
    "T01",
    Preference.ORAL_OR_POSTER,
    (ALICE, MIRA),
    "Background: none.\nResults: p<0.05 and CD8<sup>+</sup>.",
)


@pytest.fixture
async def call(cast: Cast) -> CallInfo:
    """Open since January; closes with the meeting's milestone, 1 June 2027 22:59 UTC."""
    opens = datetime(2027, 1, 10, 8, tzinfo=UTC)
    new = NewCall(CallKind.REGULAR, "Abstracts", opens, opens, "Europe/London")
    await actions.open_call(meeting=cast.meeting.id, call=new, by=OFFICE, now=NOW)
    topics = [NewTopic("T01", "Innate immunity"), NewTopic("T02", "Interferons")]
    await actions.set_topics(meeting=cast.meeting.id, topics=topics, by=OFFICE, now=NOW)
    return (await queries.calls(cast.meeting.id))[0]


@pytest.fixture
def desk(cast: Cast) -> Desk:
    """Alice's."""
    actor = Actor(cast.alice.id, cast.alice.registered_name)
    return Desk(cast.meeting, cast.alice.id, actor, "http://testserver")


@pytest.fixture
async def submitted(desk: Desk, call: CallInfo) -> str:
    """The reference of Alice's submitted abstract."""
    code = await actions.start_draft(desk, call, GOOD, NOW)
    seen = await digest(desk, code)
    await actions.submit_abstract(desk, code, GOOD, NOW, seen=seen)
    return code


async def digest(desk: Desk, code: str) -> str:
    """What a save must say that it has seen."""
    found = await queries.abstract_for_author(desk.meeting.id, code, desk.person)
    assert found is not None
    return found.digest


def form_data(**changes: Any) -> dict[str, Any]:
    """What a browser sends for GOOD."""
    fields: dict[str, Any] = {
        "title": GOOD.title,
        "topic": "T01",
        "preference": "oral_or_poster",
        "institution": ["Clyde Institute", "Tay College"],
        "city": ["Glasgow", "Dundee"],
        "country": ["GB", "GB"],
        "given": ["Alice", "Mira"],
        "family": ["Ångström", "Żółkiewska"],
        "email": ["alice@example.org", "mira@example.org"],
        "at": ["0.0", "1.0", "1.1"],
        "presenting": "1",
        "corresponding": "0",
        "submitting": "0",
        "body": GOOD.body.replace("\n", "\r\n"),
        "do": "submit",
    }
    return {**fields, **changes}
