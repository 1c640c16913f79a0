"""CME credits from presence in accredited sessions (T09): integers only. Pure.

A session is credited whole to who was in for at least the least share of it, and not at all else.
Nobody is in two rooms at once: of sessions that overlap, those that earn the most are credited.
Credits are hundredths, a half rounded up, and never more than the most that is allowed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from badges.doors.spans import Span, minutes_within

HUNDRED = 100


@dataclass(frozen=True, slots=True)
class AccreditedSession:
    """A session that counts."""

    code: str
    title: str
    starts_at: datetime
    ends_at: datetime

    @property
    def minutes(self) -> int:
        return (self.ends_at - self.starts_at) // timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class CreditRule:
    """`least_share` in per cent of a session, `most_credits` in hundredths; 0: no limit."""

    minutes_per_credit: int = 60
    least_share: int = 80
    most_credits: int = 0


@dataclass(frozen=True, slots=True)
class CreditLine:
    """One accredited session and one person: minutes it has, was in, is credited; why not.

    `is_assumed`: nobody scanned them out, so their minutes end where the doors' rule says.
    """

    session: AccreditedSession
    present: int
    credited: int
    reason: str = ""
    is_assumed: bool = False


@dataclass(frozen=True, slots=True)
class CreditSheet:
    """A person's accredited sessions; `credits` in hundredths."""

    lines: tuple[CreditLine, ...]
    minutes: int
    credits: int
    is_capped: bool = False


def is_long_enough(present: int, minutes: int, least_share: int) -> bool:
    """Whether presence reaches the least share; no presence never does."""
    return present > 0 and present * HUNDRED >= least_share * minutes


def credits_of(minutes: int, minutes_per_credit: int) -> int:
    """Hundredths of a credit, a half rounded up."""
    return (2 * HUNDRED * minutes + minutes_per_credit) // (2 * minutes_per_credit)


def best_choice(sessions: Iterable[AccreditedSession]) -> frozenset[str]:
    """Codes of sessions that do not overlap and together are the longest."""
    ordered = sorted(sessions, key=lambda each: (each.ends_at, each.starts_at, each.code))
    ends = [each.ends_at for each in ordered]
    best: list[tuple[int, frozenset[str]]] = [(0, frozenset())]
    for place, each in enumerate(ordered):
        before, codes = best[bisect_right(ends, each.starts_at, hi=place)]
        taken = (before + each.minutes, codes | {each.code})
        best.append(taken if taken[0] > best[-1][0] else best[-1])
    return best[-1][1]


def credit_sheet(
    sessions: Sequence[AccreditedSession], presence: Mapping[str, Sequence[Span]], rule: CreditRule
) -> CreditSheet:
    """What a person earns; `presence` by code of the session behind the door."""
    present = {
        each.code: minutes_within(presence.get(each.code, ()), each.starts_at, each.ends_at)
        for each in sessions
    }
    enough = [
        each
        for each in sessions
        if is_long_enough(present[each.code], each.minutes, rule.least_share)
    ]
    chosen = best_choice(enough)
    lines = tuple(
        replace(
            _line(each, present[each.code], each in enough, chosen, rule),
            is_assumed=any(span.is_assumed for span in presence.get(each.code, ())),
        )
        for each in sessions
    )
    minutes = sum(line.credited for line in lines)
    earned = credits_of(minutes, rule.minutes_per_credit)
    most = rule.most_credits or earned
    return CreditSheet(lines, minutes, min(earned, most), is_capped=earned > most)


def _line(
    session: AccreditedSession, present: int, is_enough: bool, chosen: frozenset[str],
    rule: CreditRule,
) -> CreditLine:  # fmt: skip
    if session.code in chosen:
        return CreditLine(session, present, session.minutes)
    if is_enough:
        return CreditLine(session, present, 0, "At the same time as another one that is credited")
    if not present:
        return CreditLine(session, present, 0, "Not there")
    return CreditLine(session, present, 0, f"Less than {rule.least_share} % of the session")


def hundredths(credits: int) -> str:
    """ "4.25"; whole numbers without decimals."""
    whole, rest = divmod(credits, HUNDRED)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") if rest else str(whole)


def credits_in_words(credits: int) -> str:
    """ "4.25 credits", "1 credit"."""
    return f"{hundredths(credits)} {'credit' if credits == HUNDRED else 'credits'}"


def hours_in_words(minutes: int) -> str:
    """ "4 h 15 min"."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} h" if hours else "", f"{rest} min" if rest or not hours else ""]
    return " ".join(filter(None, parts))
