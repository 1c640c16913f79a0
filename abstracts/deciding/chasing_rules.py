"""When a presenter is reminded, and when a place is released: pure (A09, V08)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from abstracts.deciding.policy import AbstractPolicyInfo
from abstracts.vocabulary import Silence

PAUSE = timedelta(days=2)  # nobody hears of the same thing more often


class Due(StrEnum):
    """What is to be done about a presenter now."""

    NOTHING = "nothing"
    REMIND = "remind"
    RELEASE = "release"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Waited:
    """How long somebody has been waited for: until when, and which reminders they had."""

    until: datetime | None
    reminders: int = 0
    last_at: datetime | None = None

    def may_hear_again(self, now: datetime) -> bool:
        """Whether the last reminder is long enough ago."""
        return self.last_at is None or now >= self.last_at + PAUSE


def due_for_registration(waited: Waited, policy: AbstractPolicyInfo, now: datetime) -> Due:
    """A reminder on each of the policy's days before the last one; then, when all of them were
    sent and the day and a pause have passed, the place is released if the policy says so (A09)."""
    if waited.until is None:
        return Due.NOTHING
    days = sorted(policy.presenter_reminders, reverse=True)
    if waited.reminders < len(days):
        starts = waited.until - timedelta(days=days[waited.reminders])
        is_due = now >= starts and waited.may_hear_again(now)
        return Due.REMIND if is_due else Due.NOTHING
    is_over = now >= waited.until and waited.may_hear_again(now)
    return Due.RELEASE if policy.is_slot_released and is_over else Due.NOTHING


def due_for_answer(waited: Waited, policy: AbstractPolicyInfo, now: datetime) -> Due:
    """After the day: silence is a yes, or one reminder and then, after the days of grace, the
    place is free (V08)."""
    if waited.until is None or now < waited.until:
        return Due.NOTHING
    if policy.silence is Silence.ACCEPT:
        return Due.TAKEN
    if waited.last_at is None:
        return Due.REMIND
    is_over = now >= waited.last_at + timedelta(days=policy.grace_days)
    return Due.RELEASE if is_over else Due.NOTHING


def days_left(until: datetime | None, now: datetime) -> int | None:
    """Whole days until then, negative once it has passed; None: no such day."""
    return None if until is None else (until - now) // timedelta(days=1)


def reminder_days(days: Sequence[int]) -> str:
    """The days of reminders as the form shows them."""
    return ", ".join(str(each) for each in days)
