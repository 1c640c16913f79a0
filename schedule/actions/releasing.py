"""Releasing the programme: an immutable snapshot, its bytes, and letters to those it concerns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from conference.orm import Action, Actor, action
from conference.settings import Settings
from schedule.actions.editing import hold_draft
from schedule.actions.release_writing import ReleaseOutcome, write_release
from schedule.conflicts.actions import keep_acknowledged
from schedule.conflicts.queries import acknowledged
from schedule.queries.described import described
from schedule.queries.release_preview import Naming, prepare_release
from schedule.queries.releases import forget_release
from schedule.releasing.errors import DraftMovedOn, OpenConflicts
from schedule.rules.conflicts import Conflict, blocking, find_conflicts, open_blocking

__all__ = ["ReleaseOutcome", "accept_conflicts", "release_schedule"]


async def release_schedule(
    *,
    meeting: UUID,
    name: str,
    comment: str,
    by: Actor,
    now: datetime,
    settings: Settings,
    forced: bool = False,
    reason: str = "",
    seen: str = "",
) -> ReleaseOutcome:
    """Releases the draft (S06): snapshot, bytes and letters in one transaction.

    With nothing changed since the last release nothing happens, unless `forced`: pressed twice, it
    releases once. `seen` is the digest of the preview that was looked at; `reason` acknowledges
    the blocking conflicts that are open (N06). Raises NoSuchMeeting, DraftMovedOn, OpenConflicts.
    """
    async with action(
        "release_schedule", by=by, now=now, meeting=meeting, reason=reason.strip()
    ) as act:
        draft = await described(meeting, await hold_draft(meeting))
        new = await prepare_release(meeting, draft, Naming(name, comment), now)
        if new.diff.is_empty and not forced:
            return ReleaseOutcome(None, new.made.name, new.diff)
        if seen and seen != new.digest:
            raise DraftMovedOn
        conflicts = find_conflicts(draft)
        await accept_conflicts(act, meeting, conflicts)
        letters = await write_release(act, meeting, new, settings.base_url)
    forget_release(meeting)
    left = len(blocking(conflicts))
    return ReleaseOutcome(new.made.number, new.made.name, new.diff, letters, left)


async def accept_conflicts(act: Action, meeting: UUID, conflicts: Sequence[Conflict]) -> None:
    """Inside a release: what holds it back is acknowledged with its reason (N06). Raises
    OpenConflicts without one."""
    open_ones = open_blocking(conflicts, await acknowledged(meeting))
    if not open_ones:
        return
    if not act.reason:
        raise OpenConflicts([each.sentence for each in open_ones])
    await keep_acknowledged(act, meeting, open_ones)
