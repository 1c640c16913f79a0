"""What the abstracts tell registration of a person: what they present, and their awards."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from abstracts.tables import Abstract, Author
from abstracts.tables.awards import AwardApplication
from abstracts.vocabulary import DECISION_WORDS, AbstractState, AwardState, Decision
from conference.meetings.rules import MeetingInfo
from conference.registration.commitments import Commitment, CommitmentKind
from conference.web.marks import unmarked

_ABSTRACT: Any = Author.abstract
_CYCLE: Any = AwardApplication.cycle
_HELD = {AwardState.OFFERED: "offered", AwardState.ACCEPTED: "won"}


async def commitments_of(meeting: MeetingInfo, person: UUID) -> list[Commitment]:
    """The accepted abstracts that a person presents, and the awards they hold; three statements."""
    rows = [*await _as_author(meeting.id, person), *await _as_presenter(meeting.id, person)]
    return [_abstract(row, meeting) for row in rows] + await _awards(meeting, person)


async def _as_author(meeting: UUID, person: UUID) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = await Author.select(
        _ABSTRACT.code.as_alias("code"),
        _ABSTRACT.title.as_alias("title"),
        _ABSTRACT.decision.as_alias("decision"),
    ).where(
        Author.person == person,
        Author.is_presenting.eq(True),
        _ABSTRACT.meeting == meeting,
        _ABSTRACT.state == AbstractState.ACCEPTED.value,
        _ABSTRACT.presented_by.is_null(),
    )
    return rows


async def _as_presenter(meeting: UUID, person: UUID) -> list[dict[str, Any]]:
    """What somebody presents without being an author (A12)."""
    rows: list[dict[str, Any]] = await Abstract.select(
        Abstract.code, Abstract.title, Abstract.decision
    ).where(
        Abstract.presented_by == person,
        Abstract.meeting == meeting,
        Abstract.state == AbstractState.ACCEPTED.value,
    )
    return rows


def _abstract(row: dict[str, Any], meeting: MeetingInfo) -> Commitment:
    return Commitment(
        key=f"abstract:{row['code']}",
        kind=CommitmentKind.ABSTRACT,
        title=unmarked(row["title"]),
        where=f"accepted as {DECISION_WORDS[Decision(row['decision'])].lower()}",
        path=f"/{meeting.slug}/committee/abstracts/{row['code']}",
    )


async def _awards(meeting: MeetingInfo, person: UUID) -> list[Commitment]:
    rows = await AwardApplication.select(
        AwardApplication.id, AwardApplication.state, _CYCLE.title.as_alias("title")
    ).where(
        AwardApplication.person == person,
        AwardApplication.state.is_in([state.value for state in _HELD]),
        _CYCLE.meeting == meeting.id,
    )
    return [
        Commitment(
            key=f"award:{row['id']}",
            kind=CommitmentKind.AWARD,
            title=row["title"],
            where=f"{_HELD[AwardState(row['state'])]}, to be received at the meeting",
            path=f"/{meeting.slug}/committee/awards",
        )
        for row in rows
    ]


async def roles_of(meeting: UUID, person: UUID) -> frozenset[str]:
    """Author: of an abstract that is submitted, waiting or accepted. Award winner: of an award
    that was accepted or paid. Two statements."""
    running = (AbstractState.SUBMITTED, AbstractState.WAITLISTED, AbstractState.ACCEPTED)
    live = [state.value for state in running]
    mine = Author.select(Author.abstract).where(Author.person == person)
    is_author = await Abstract.exists().where(
        Abstract.meeting == meeting, Abstract.state.is_in(live), Abstract.id.is_in(mine)
    )
    won = [AwardState.ACCEPTED.value, AwardState.PAID.value]
    is_winner = await AwardApplication.exists().where(
        _CYCLE.meeting == meeting,
        AwardApplication.person == person,
        AwardApplication.state.is_in(won),
    )
    told = {"author": is_author, "award_winner": is_winner}
    return frozenset(role for role, holds in told.items() if holds)
