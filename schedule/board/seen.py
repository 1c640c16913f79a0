"""What the board shows at this moment: the draft in memory, accepted conflicts, stars."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from conference.meetings.rules import MeetingInfo
from schedule.board.cards import Card, Toucher, cards_of
from schedule.conflicts.queries import AcknowledgementInfo, acknowledged
from schedule.queries.changes import ChangeLine, changes_since
from schedule.queries.draft_memory import DraftNow, current_draft
from schedule.queries.stars import star_counts
from schedule.rules.programme import PlannedSession, Programme

TOUCHED_FOR = timedelta(seconds=60)
LOOKED_BACK = 20  # changes


@dataclass(frozen=True, slots=True)
class Seen:
    """All that cards are made of."""

    meeting: MeetingInfo
    draft: DraftNow
    accepted: Mapping[str, AcknowledgementInfo] = field(default_factory=dict)
    stars: Mapping[str, int] = field(default_factory=dict)
    touched: Mapping[str, Toucher] = field(default_factory=dict)

    @property
    def programme(self) -> Programme:
        """The draft itself."""
        return self.draft.programme

    def cards(self, codes: Collection[str] | None = None) -> dict[str, Card]:
        """The cards of these sessions, or of all."""
        chosen = [each for each in self.programme.sessions if codes is None or each.code in codes]
        return cards_of(
            chosen,
            self.draft.conflicts,
            self.programme.tz,
            accepted=self.accepted,
            stars=self.stars,
            touched=self.touched,
        )


async def seen_now(meeting: MeetingInfo) -> Seen:
    """The draft with its cards' facts: three statements while the draft is in memory."""
    draft = await current_draft(meeting.id)
    accepted = await acknowledged(meeting.id)
    return Seen(meeting, draft, accepted, await star_counts(meeting.id))


async def lately(meeting: UUID, cursor: int) -> tuple[ChangeLine, ...]:
    """The changes that somebody may just have made, in order; one statement."""
    return await changes_since(meeting, max(cursor - LOOKED_BACK, 0))


def touched_by(
    lines: Iterable[ChangeLine], now: datetime, visitor: UUID | None
) -> dict[str, Toucher]:
    """Who else changed which session in the last minute."""
    recent = (each for each in lines if each.at > now - TOUCHED_FOR and each.person != visitor)
    return {code: Toucher(each.by_name, each.words) for each in recent for code in each.codes}


def by_code(programme: Programme, code: str) -> PlannedSession | None:
    """The session of a code."""
    return next((each for each in programme.sessions if each.code == code), None)
