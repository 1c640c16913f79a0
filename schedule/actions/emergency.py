"""The emergency change: released at once, alone, to those it concerns (situation 11)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from conference.meetings.actions import hold_meeting
from conference.orm import Action, Actor, action
from conference.people import actions as people_actions
from conference.people.rules import NewPerson
from conference.settings import Settings
from schedule.actions.keeping import keep_changes
from schedule.actions.release_writing import ReleaseOutcome, write_release
from schedule.conflicts.actions import keep_acknowledged
from schedule.limits.actions import keep_remote
from schedule.queries.emergency import EmergencyPreview, emergency_preview, public_state
from schedule.queries.release_preview import Naming
from schedule.queries.releases import forget_release
from schedule.releasing.errors import OpenConflicts, ReleasedMeanwhile
from schedule.rules.changes import DraftStep, content_of
from schedule.rules.emergency import EmergencyChange, EmergencyKind, with_change


async def release_emergency(
    change: EmergencyChange,
    *,
    meeting: UUID,
    by: Actor,
    now: datetime,
    settings: Settings,
    comment: str = "",
    reason: str = "",
    seen: int = 0,
    newcomer: NewPerson | None = None,
) -> ReleaseOutcome:
    """Releases one change on top of the newest release, and applies it to the draft, whose other
    edits stay unreleased (S06). Whoever takes part by video from now on is noted as remote.

    `seen` is the number of the release that the preview stood on; pressed twice, it releases
    once. A `newcomer` is written down first, unless somebody has their address. Raises
    NothingReleased, NoSuchSession, NotPossible, ReleasedMeanwhile, and OpenConflicts
    for new blocking conflicts without a reason (N06).
    """
    async with action(
        "release_emergency", by=by, now=now, meeting=meeting, reason=reason.strip()
    ) as act:
        await hold_meeting(meeting)
        change = await _with_newcomer(act, change, newcomer)
        state = await public_state(meeting)
        preview = await emergency_preview(meeting, state, change, Naming("", comment), now)
        if seen and seen != state.release.number:
            raise ReleasedMeanwhile
        await _accept(act, meeting, preview)
        letters = await write_release(
            act, meeting, preview.prepared, settings.base_url, contents_of=state.id
        )
        await _apply_to_draft(act, meeting, preview)
        if change.kind is EmergencyKind.REMOTE and change.leaves:
            await keep_remote(act, meeting, change.leaves)
    forget_release(meeting)
    new = preview.prepared
    return ReleaseOutcome(new.made.number, new.made.name, new.diff, letters, len(preview.open))


async def _with_newcomer(
    act: Action, change: EmergencyChange, newcomer: NewPerson | None
) -> EmergencyChange:
    if newcomer is None or change.comes is None:
        return change
    person = await people_actions.find_or_create_by_email(act, newcomer)
    return replace(change, comes=replace(change.comes, person=person))


async def _accept(act: Action, meeting: UUID, preview: EmergencyPreview) -> None:
    if preview.open and not act.reason:
        raise OpenConflicts([each.sentence for each in preview.open])
    if preview.open:
        await keep_acknowledged(act, meeting, preview.open)


async def _apply_to_draft(act: Action, meeting: UUID, preview: EmergencyPreview) -> None:
    """The same change to the draft's session, whatever else was edited there; a session that the
    draft holds no more stays out."""
    change, name = preview.change, preview.prepared.made.name
    for session in preview.state.draft.sessions:
        if session.code == change.code:
            after = with_change(session, change)
            if content_of(after) != content_of(session):
                await keep_changes(act, meeting, [DraftStep(session, after)], f"Emergency: {name}")
