"""Who may wait for which places, and how long an offer holds (R04)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from conference.meetings.rules import MeetingInfo, end_of_day
from conference.registration.places import SEATS
from conference.registration.policy import Policy
from conference.registration.rules import WaitingState

WAITED_FOR = ("extra", "category")  # a code that is used up is not waited for
STILL_WAITING = (WaitingState.WAITING, WaitingState.OFFERED)


@dataclass(frozen=True, slots=True)
class Pool:
    """Places that can run out, in words, and how many are left."""

    id: UUID
    key: str
    title: str
    capacity: int
    taken: int

    @property
    def left(self) -> int:
        return max(0, self.capacity - self.taken)

    @property
    def is_seat(self) -> bool:
        """A place at the meeting itself, not at something beside it."""
        return self.key in SEATS

    @property
    def extra(self) -> str:
        """The key of the extra whose places these are; empty for others."""
        kind, _, key = self.key.partition(":")
        return key if kind == "extra" else ""


def can_wait_for(key: str) -> bool:
    """Whether there is a waiting list for places of this kind."""
    return key in SEATS or key.partition(":")[0] in WAITED_FOR


def offer_end(policy: Policy, meeting: MeetingInfo, now: datetime) -> datetime:
    """An offer holds for the policy's hours, and never beyond the meeting's last day (R04)."""
    return min(now + timedelta(hours=policy.offer_hours), end_of_day(meeting.ends_on, meeting.zone))


def next_in_line(newest: datetime | None, now: datetime) -> datetime:
    """When somebody joined: always after whoever joined before, whatever the clocks say."""
    if newest is None or newest < now:
        return now
    return newest + timedelta(microseconds=1)
