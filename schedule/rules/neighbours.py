"""What stands beside a session: at the same time elsewhere, and next in its room."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from schedule.rules.listing import programme_day
from schedule.rules.released import ReleasedProgramme, ReleasedSession
from schedule.rules.vocabulary import SessionKind

LEFT_OUT = (SessionKind.BREAK, SessionKind.SOCIAL)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The sessions one may choose instead, and those before and after in the same room."""

    meanwhile: tuple[ReleasedSession, ...] = ()
    before: ReleasedSession | None = None
    after: ReleasedSession | None = None


def neighbours_of(programme: ReleasedProgramme, one: ReleasedSession) -> Neighbours:
    """What else takes place while `one` does, breaks aside, and its room's day around it."""
    live = [s for s in programme.sessions if not s.is_cancelled and s.code != one.code]
    same_day = programme_day(one.starts_at, programme)
    here = [
        each
        for each in live
        if one.room
        and each.room == one.room
        and programme_day(each.starts_at, programme) == same_day
    ]
    return Neighbours(
        tuple(each for each in live if each.kind not in LEFT_OUT and _overlaps(one, each)),
        _last(each for each in here if each.ends_at <= one.starts_at),
        next((each for each in here if each.starts_at >= one.ends_at), None),
    )


def _overlaps(one: ReleasedSession, other: ReleasedSession) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def _last(sessions: Iterable[ReleasedSession]) -> ReleasedSession | None:
    return max(sessions, key=lambda each: each.ends_at, default=None)
