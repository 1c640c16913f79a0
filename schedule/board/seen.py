"""What the board shows at this moment: the draft in memory, accepted conflicts, stars."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from conference.meetings.rules import MeetingInfo
from schedule.actions.board_moves import Moved
from schedule.board.cards import Card, Chip, Toucher, chips_of
from schedule.conflicts.queries import AcknowledgementInfo, acknowledged
from schedule.queries.changes import ChangeLine, changes_since
from schedule.queries.draft_memory import DraftNow, current_draft, draft_after
from schedule.queries.stars import star_counts, stars_of_items
from schedule.rules.changes import DraftStep, steps_of
from schedule.rules.conflicts import Conflict
from schedule.rules.nearby import conflict_changes
from schedule.rules.programme import PlannedSession, Programme
from schedule.tables import DraftChange

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

    def sessions(self, codes: Collection[str]) -> list[PlannedSession]:
        """The sessions of these codes, as far as they are there."""
        return [each for each in self.programme.sessions if each.code in codes]

    def conflicts_of(self, sessions: Iterable[PlannedSession]) -> list[Conflict]:
        """The conflicts that have one of these sessions on a side."""
        found = (each for session in sessions for each in self.draft.conflicts_of(session.id))
        return list({each.key: each for each in found}.values())

    def chips(self, session: PlannedSession) -> tuple[Chip, ...]:
        """The conflicts of a session as its card shows them."""
        return chips_of(self.draft.conflicts_of(session.id), self.accepted)

    def cards(self, codes: Collection[str] | None = None) -> dict[str, Card]:
        """The cards of these sessions, or of all; each conflict is a chip at both of its sides."""
        chosen = self.programme.sessions if codes is None else self.sessions(codes)
        zone = self.programme.tz
        return {
            each.code: Card(
                each,
                each.starts_at.astimezone(zone) if each.starts_at else None,
                self.chips(each),
                max(self.stars.get(code, 0) for code in codes_of(each)),
                toucher=self.touched.get(each.code),
            )
            for each in chosen
        }


def codes_of(session: PlannedSession) -> tuple[str, ...]:
    """A session's code and those of what is inside it."""
    return (session.code, *(slot.code for slot in session.slots))


async def seen_after(meeting: MeetingInfo, moved: Moved) -> Seen:
    """The same for whoever just moved these sessions: two statements, stars of these alone."""
    draft = await draft_after(meeting.id, moved.number)
    stars = await stars_of_items(meeting.id, [c for each in moved.sessions for c in codes_of(each)])
    return Seen(meeting, draft, await acknowledged(meeting.id), stars)


async def seen_now(meeting: MeetingInfo) -> Seen:
    """The draft with its cards' facts: three statements while the draft is in memory."""
    draft = await current_draft(meeting.id)
    accepted = await acknowledged(meeting.id)
    return Seen(meeting, draft, accepted, await star_counts(meeting.id))


async def lately(meeting: UUID, cursor: int) -> tuple[ChangeLine, ...]:
    """The changes that somebody may just have made, in order; one statement."""
    return await changes_since(meeting, max(cursor - LOOKED_BACK, 0))


async def mended_since(meeting: UUID, cursor: int, programme: Programme) -> tuple[Conflict, ...]:
    """The conflicts that were there after that change and are not now; one statement.

    They are what taking all changes since back would bring.
    """
    rows = (
        await DraftChange.select(DraftChange.steps)
        .where(DraftChange.meeting == meeting, DraftChange.number > cursor)
        .order_by(DraftChange.number)
    )
    steps = [step for row in rows for step in steps_of(row["steps"])]
    before = {step.session.id: step.before for step in reversed(steps)}
    after = {step.session.id: step.after for step in steps}
    back = [DraftStep(after[id], before[id]) for id in after]
    return conflict_changes(programme, back).appeared


def touched_by(
    lines: Iterable[ChangeLine], now: datetime, visitor: UUID | None
) -> dict[str, Toucher]:
    """Who else changed which session in the last minute."""
    recent = (each for each in lines if each.at > now - TOUCHED_FOR and each.person != visitor)
    return {code: Toucher(each.by_name, each.words) for each in recent for code in each.codes}


def by_code(programme: Programme, code: str) -> PlannedSession | None:
    """The session of a code."""
    return next((each for each in programme.sessions if each.code == code), None)
