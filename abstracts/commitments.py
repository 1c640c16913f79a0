"""What the abstracts tell registration of a person: what was accepted, and who is an author."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from abstracts.tables import Abstract, Author
from abstracts.vocabulary import DECISION_WORDS, AbstractState, Decision
from conference.meetings.rules import MeetingInfo
from conference.registration.commitments import Commitment, CommitmentKind

_ABSTRACT: Any = Author.abstract


async def commitments_of(meeting: MeetingInfo, person: UUID) -> list[Commitment]:
    """The accepted abstracts that a person presents; one statement."""
    rows = await Author.select(
        _ABSTRACT.code.as_alias("code"),
        _ABSTRACT.title.as_alias("title"),
        _ABSTRACT.decision.as_alias("decision"),
    ).where(
        Author.person == person,
        Author.is_presenting.eq(True),
        _ABSTRACT.meeting == meeting.id,
        _ABSTRACT.state == AbstractState.ACCEPTED.value,
    )
    return [
        Commitment(
            key=f"abstract:{row['code']}",
            kind=CommitmentKind.ABSTRACT,
            title=row["title"],
            where=f"accepted as {DECISION_WORDS[Decision(row['decision'])].lower()}",
            path=f"/{meeting.slug}/committee/abstracts/{row['code']}",
        )
        for row in rows
    ]


async def roles_of(meeting: UUID, person: UUID) -> frozenset[str]:
    """Author: of an abstract that is submitted or accepted; one statement."""
    live = [AbstractState.SUBMITTED.value, AbstractState.ACCEPTED.value]
    mine = Author.select(Author.abstract).where(Author.person == person)
    is_author = await Abstract.exists().where(
        Abstract.meeting == meeting, Abstract.state.is_in(live), Abstract.id.is_in(mine)
    )
    return frozenset({"author"} if is_author else ())
