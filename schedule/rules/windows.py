"""When presenters stand at their boards, after their session has moved (B02)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from schedule.rules.changes import DraftStep
from schedule.rules.programme import PlannedSession, PlannedSlot, Span

Homes = Mapping[UUID, tuple[PlannedSession, PlannedSlot]]


def with_windows(steps: Sequence[DraftStep]) -> list[DraftStep]:
    """The steps with presenting windows that keep their share of the session, as every rule for
    windows has it: the first half stays the first half."""
    homes = {
        slot.id: (step.before, slot) for step in steps if step.before for slot in step.before.slots
    }
    return [
        replace(step, after=_carried(step.after, homes)) if step.after else step for step in steps
    ]


def _carried(after: PlannedSession, homes: Homes) -> PlannedSession:
    slots = tuple(_with_window(slot, homes, after) for slot in after.slots)
    return after if slots == after.slots else replace(after, slots=slots)


def _with_window(slot: PlannedSlot, homes: Homes, after: PlannedSession) -> PlannedSlot:
    before, known = homes.get(slot.id, (None, None))
    if slot.presents is None or _stays(slot.presents, before, after):
        return slot
    if known and known.presents != slot.presents:
        return slot  # it brings its own, as what is taken back does
    if before is None or before.starts_at is None or after.starts_at is None:
        return replace(slot, presents=None)
    if not before.duration_minutes:
        return replace(slot, presents=None)
    scale = after.duration_minutes / before.duration_minutes
    old, new, window = before.starts_at, after.starts_at, slot.presents
    start, end = (_at(each, old, new, scale) for each in (window.starts_at, window.ends_at))
    return replace(slot, presents=Span(start, end))


def _stays(window: Span, before: PlannedSession | None, after: PlannedSession) -> bool:
    """Its session stayed; or it comes back to a session that still holds its window."""
    if before is not None:
        one = before.starts_at, before.duration_minutes
        return one == (after.starts_at, after.duration_minutes)
    start, end = after.starts_at, after.ends_at
    return bool(start and end and start <= window.starts_at and window.ends_at <= end)


def _at(instant: datetime, old: datetime, new: datetime, scale: float) -> datetime:
    return new + (instant - old) * scale
