"""A draft programme for the cast's meeting, and its release; sizes on request."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from conference.orm import Actor
from conference.settings import Settings
from schedule.actions.editing import create_session
from schedule.actions.releasing import ReleaseOutcome, release_schedule
from schedule.actions.slots import add_slot
from schedule.rules.editing import SessionEdit, SlotEdit
from schedule.rules.vocabulary import Part, SessionKind
from tests.cast import NOW, Cast
from tests.kept_rows import Lay

BY = Actor.system("tests")
# Mon 18 Oct 2027, 09:00 at the venue (Glasgow, summer time).
MONDAY_NINE = datetime(2027, 10, 18, 8, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Drafted:
    """The codes of the small draft: a plenary with two talks, a symposium, a break."""

    plenary: str
    first_talk: str
    second_talk: str
    symposium: str
    coffee: str


@pytest.fixture
def add_session(cast: Cast) -> Callable[..., Awaitable[str]]:
    """`await add_session("Title", at=minutes after Mon 09:00, room="Hall A", ...)` -> code."""

    async def run(title: str, *, at: int | None = 0, room: str = "", **more: Any) -> str:
        edit = SessionEdit(
            title=title,
            kind=more.get("kind", SessionKind.SYMPOSIUM),
            track=more.get("track", ""),
            room=cast.rooms[room] if room else None,
            starts_at=None if at is None else MONDAY_NINE + timedelta(minutes=at),
            duration_minutes=more.get("minutes", 60),
            summary=more.get("summary", ""),
            is_draft=more.get("is_draft", False),
            people=tuple(more.get("people", ())),
        )
        return await create_session(edit, meeting=cast.meeting.id, by=BY, now=NOW)

    return run


@pytest.fixture
def add_talk(cast: Cast) -> Callable[..., Awaitable[str]]:
    """`await add_talk(session, "Title", minutes=15, speaker=id)` -> code."""

    async def run(
        session: str, title: str, minutes: int = 15, speaker: UUID | None = None, **more: Any
    ) -> str:
        people = ((speaker, more.pop("part", Part.SPEAKER)),) if speaker else ()
        edit = SlotEdit(title=title, duration_minutes=minutes, people=people, **more)
        seen = await version_of(cast, session)
        return await add_slot(session, seen, edit, meeting=cast.meeting.id, by=BY, now=NOW)

    return run


async def version_of(cast: Cast, code: str) -> int:
    """The version that an editor of the session sees now."""
    from schedule.tables import Session

    row = (
        await Session.select(Session.version)
        .where(Session.meeting == cast.meeting.id, Session.code == code)
        .first()
    )
    assert row is not None
    return int(row["version"])


@pytest.fixture
async def drafted(cast: Cast, lay: Lay, add_session: Any, add_talk: Any) -> Drafted:
    """Alice speaks in the plenary that Bob chairs; Dan chairs the symposium after it."""
    found: Drafted = await lay("drafted", lambda: _draft(cast, add_session, add_talk))
    return found


async def _draft(cast: Cast, add_session: Any, add_talk: Any) -> Drafted:
    plenary = await add_session(
        "Cytokines at the crossroads",
        room="Hall A",
        minutes=90,
        kind=SessionKind.PLENARY,
        people=[(cast.bob.id, Part.CHAIR)],
        summary="Where the field stands.",
    )
    first = await add_talk(plenary, "Interferon λ in the gut", 30, cast.alice.id)
    second = await add_talk(plenary, "Łódź cohort: ten years on", 30, cast.dan.id)
    symposium = await add_session(
        "Signalling in tissue",
        at=90,
        room="Hall B",
        track="Signalling",
        people=[(cast.dan.id, Part.CHAIR)],
    )
    coffee = await add_session("Coffee", at=150, minutes=30, kind=SessionKind.BREAK)
    return Drafted(plenary, first, second, symposium, coffee)


@pytest.fixture
def release(cast: Cast, settings: Settings) -> Callable[..., Awaitable[ReleaseOutcome]]:
    """`await release()` releases the draft as it is."""

    async def run(name: str = "", at: datetime = NOW, comment: str = "") -> ReleaseOutcome:
        return await release_schedule(
            meeting=cast.meeting.id,
            name=name,
            comment=comment,
            by=BY,
            now=at,
            settings=settings,
        )

    return run


@pytest.fixture
def move_session(cast: Cast) -> Callable[..., Awaitable[None]]:
    """`await move_session(code, at=minutes, room="Hall B")`: a new place, the rest as it was."""

    async def run(code: str, *, at: int, room: str) -> None:
        from schedule.actions.editing import edit_session
        from schedule.queries.draft import draft_programme

        draft = await draft_programme(cast.meeting.id)
        known = next(each for each in draft.sessions if each.code == code)
        edit = SessionEdit(
            title=known.title,
            kind=known.kind,
            track=known.track,
            room=cast.rooms[room],
            starts_at=MONDAY_NINE + timedelta(minutes=at),
            duration_minutes=known.duration_minutes,
            summary=known.summary,
            people=tuple((each.person, each.part) for each in known.people),
        )
        await edit_session(code, known.version, edit, meeting=cast.meeting.id, by=BY, now=NOW)

    return run


@pytest.fixture
def cancel(cast: Cast) -> Callable[[str], Awaitable[None]]:
    """`await cancel(code)` cancels a session of the draft."""

    async def run(code: str) -> None:
        from schedule.actions.editing import cancel_session

        seen = await version_of(cast, code)
        await cancel_session(code, seen, "", meeting=cast.meeting.id, by=BY, now=NOW)

    return run


async def call_of(cast: Cast) -> UUID:
    """The meeting's call for abstracts, made when it is first needed."""
    from abstracts.tables import Call

    known = await Call.select(Call.id).where(Call.meeting == cast.meeting.id).first()
    if known is not None:
        return UUID(str(known["id"]))
    call = Call(
        meeting=cast.meeting.id,
        key="regular",
        title="Abstracts",
        opens_at=NOW,
        closes_at=NOW,
        zone="UTC",
        length_policy="{}",
    )
    await Call.insert(call)
    return UUID(str(call.id))


@pytest.fixture
def accept_abstract(cast: Cast) -> Callable[..., Awaitable[str]]:
    """`await accept_abstract("Title", presenter=id, decision="oral")` -> the abstract's code."""
    made = 0

    async def run(title: str, presenter: UUID, decision: str = "oral") -> str:
        from abstracts.tables import Abstract, Author

        nonlocal made
        made += 1
        abstract = Abstract(
            code=f"ABS{made:03d}",
            meeting=cast.meeting.id,
            call=await call_of(cast),
            submitter=presenter,
            title=title,
            state="accepted",
            decision=decision,
        )
        await Abstract.insert(abstract)
        await Author.insert(
            Author(
                abstract=abstract.id,
                position=1,
                person=presenter,
                given_name="Somebody",
                family_name="Who presents",
                is_presenting=True,
            )
        )
        return str(abstract.code)

    return run


@pytest.fixture
def grow_programme(cast: Cast) -> Callable[[int], Awaitable[list[str]]]:
    """`await grow_programme(30)`: that many sessions with a talk of Alice's each; their codes."""
    codes: list[str] = []

    async def run(sessions: int) -> list[str]:
        from schedule.tables import Participation, Session, Slot

        for number in range(len(codes), sessions):
            session = Session(
                meeting=cast.meeting.id,
                code=f"SES{number:03d}",
                kind="symposium",
                title=f"Session {number}",
                room=cast.rooms["Hall A"],
                starts_at=MONDAY_NINE + timedelta(hours=number),
                duration_minutes=60,
            )
            slot = Slot(
                session=session.id,
                code=f"TLK{number:03d}",
                position=1,
                title=f"Talk {number}",
                duration_minutes=15,
            )
            part = Participation(
                session=session.id, slot=slot.id, person=cast.alice.id, part="speaker"
            )
            for table, row in ((Session, session), (Slot, slot), (Participation, part)):
                await table.insert(row)
            codes.append(session.code)
        return list(codes)

    return run


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A release that was looked up stays known for the whole test, however slow the machine."""
    monkeypatch.setattr("schedule.queries.releases.FRESH_SECONDS", 3600.0)
    monkeypatch.setattr("schedule.queries.programme.FRESH_SECONDS", 3600.0)
