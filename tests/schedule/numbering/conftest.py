"""Posters of accepted abstracts in the draft of the cast's meeting."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from uuid import UUID, uuid4

import pytest

from abstracts.tables import Abstract, Author, Topic
from schedule.tables import Participation, Session, Slot
from tests.cast import Cast
from tests.schedule.conftest import MONDAY_NINE, call_of

Hang = Callable[..., Awaitable[UUID]]


@pytest.fixture
def hang(cast: Cast) -> Hang:
    """`await hang("Family", presenter=person)`: an accepted poster in the one poster session."""

    async def run(family: str, presenter: UUID | None = None, *, state: str = "accepted") -> UUID:
        number = await Abstract.count()
        session, topic = await _session(cast), await _topic(cast)
        person = presenter or cast.alice.id
        abstract = Abstract(
            id=uuid4(), code=f"HNG{number:03}", meeting=cast.meeting.id, call=await call_of(cast),
            topic=topic, submitter=person, title=f"Poster of {family}", state=state,
            decision="poster",
        )  # fmt: skip
        await Abstract.insert(abstract)
        await Author.insert(
            Author(
                abstract=abstract.id, position=0, person=person, given_name="A",
                family_name=family, is_presenting=True,
            )
        )  # fmt: skip
        slot = Slot(
            id=uuid4(), session=session, code=f"SLT{number:03}", position=number,
            title=abstract.title, kind="poster", abstract=abstract.id,
        )  # fmt: skip
        await Slot.insert(slot)
        await Participation.insert(
            Participation(session=session, slot=slot.id, person=person, part="presenter")
        )
        return UUID(str(slot.id))

    return run


async def _session(cast: Cast) -> UUID:
    known = await Session.select(Session.id).where(Session.code == "POSTER").first()
    if known:
        return UUID(str(known["id"]))
    session = Session(
        id=uuid4(), meeting=cast.meeting.id, code="POSTER", kind="poster", title="Poster session",
        room=cast.rooms["Poster Hall"], starts_at=MONDAY_NINE, duration_minutes=120,
    )  # fmt: skip
    await Session.insert(session)
    return UUID(str(session.id))


async def _topic(cast: Cast) -> UUID:
    known = await Topic.select(Topic.id).where(Topic.meeting == cast.meeting.id).first()
    if known:
        return UUID(str(known["id"]))
    topic = Topic(id=uuid4(), meeting=cast.meeting.id, code="T01", title="Innate", position=1)
    await Topic.insert(topic)
    return UUID(str(topic.id))
