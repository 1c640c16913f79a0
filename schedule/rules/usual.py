"""What is usual (S03, B04): lengths of sessions and talks by kind, times of poster boards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from abstracts.vocabulary import Decision
from schedule.rules.vocabulary import Part, SessionKind, SlotKind

USUAL_MINUTES = {
    SessionKind.OPENING: 60,
    SessionKind.KEYNOTE: 60,
    SessionKind.PLENARY: 120,
    SessionKind.SYMPOSIUM: 100,
    SessionKind.LIGHTNING: 45,
    SessionKind.POSTER: 90,
    SessionKind.WORKSHOP: 180,
    SessionKind.TALK: 30,
    SessionKind.DISCUSSION: 60,
    SessionKind.INDUSTRY: 60,
    SessionKind.JOINT: 90,
    SessionKind.AWARD_CEREMONY: 60,
    SessionKind.BUSINESS_MEETING: 60,
    SessionKind.SOCIAL: 120,
    SessionKind.BREAK: 30,
    SessionKind.CLOSING: 30,
    SessionKind.OTHER: 60,
}
"""How long a session of each kind usually is (S03)."""


@dataclass(frozen=True, slots=True)
class UsualSlot:
    """What an accepted abstract becomes; a poster takes no minutes."""

    kind: SlotKind
    part: Part
    minutes: int
    questions: int = 0


USUAL_SLOT = {
    Decision.ORAL: UsualSlot(SlotKind.TALK, Part.SPEAKER, 15, 3),
    Decision.LIGHTNING: UsualSlot(SlotKind.LIGHTNING, Part.SPEAKER, 5),
    Decision.POSTER: UsualSlot(SlotKind.POSTER, Part.PRESENTER, 0),
}
"""The kind, the presenter's part and the usual length by decision (S03)."""

BOARD_SIZE = "1 m × 1 m"
_SET_UP_CLOCK = time(8)
_SET_UP = timedelta(hours=2)
_TEAR_DOWN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class PosterTimes:
    """When posters go up and come down (B04)."""

    set_up_from: datetime
    set_up_until: datetime
    tear_down_from: datetime
    tear_down_until: datetime


def usual_poster_times(starts_at: datetime, minutes: int, zone: ZoneInfo) -> PosterTimes:
    """Set up on the session's day from 08:00, two hours before at the latest, until it begins;
    taken down within the hour after it ends (B04)."""
    eight = starts_at.astimezone(zone).replace(
        hour=_SET_UP_CLOCK.hour, minute=0, second=0, microsecond=0
    )
    ends_at = starts_at + timedelta(minutes=minutes)
    return PosterTimes(min(eight, starts_at - _SET_UP), starts_at, ends_at, ends_at + _TEAR_DOWN)


def kind_for(session: SessionKind) -> Decision:
    """What a session of that kind is filled with."""
    if session is SessionKind.POSTER:
        return Decision.POSTER
    return Decision.LIGHTNING if session is SessionKind.LIGHTNING else Decision.ORAL
