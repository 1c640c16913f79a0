"""Going back to an old release: into the draft, or public again as a new release."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from conference.orm import Actor, action
from conference.settings import Settings
from schedule.actions.editing import hold_draft
from schedule.actions.keeping import keep_changes
from schedule.actions.release_writing import ReleaseOutcome, write_release
from schedule.queries.old_releases import into_draft, public_again, release_or_refuse
from schedule.queries.release_preview import Naming
from schedule.queries.releases import forget_release
from schedule.releasing.errors import ReleasedMeanwhile


async def restore_release(number: int, *, meeting: UUID, by: Actor, now: datetime) -> int:
    """Makes the draft what a release held, in one change that can be taken back; how many
    sessions changed. The public sees nothing of it. Raises NoSuchRelease."""
    async with action("restore_release", by=by, now=now, meeting=meeting) as act:
        draft = await hold_draft(meeting)
        old = await release_or_refuse(meeting, number)
        into = await into_draft(meeting, old, draft, now)
        if into.steps:
            words = f"Restored release {number}, “{old.programme.name}”, into the draft"
            await keep_changes(act, meeting, into.steps, words)
            act.note("release", number, restored=len(into.steps))
        return len(into.steps)


async def republish_release(
    number: int,
    *,
    meeting: UUID,
    name: str,
    comment: str,
    by: Actor,
    now: datetime,
    settings: Settings,
    seen: str = "",
) -> ReleaseOutcome:
    """A new release with an old one's content: SEQUENCE rises, the old one stays (S06).

    The draft keeps its edits. Pressed twice, it releases once. Raises NoSuchRelease,
    ReleasedMeanwhile when it would change something else than the preview `seen`.
    """
    async with action("republish_release", by=by, now=now, meeting=meeting) as act:
        await hold_draft(meeting)
        old = await release_or_refuse(meeting, number)
        new = await public_again(meeting, old, Naming(name, comment), now)
        if new.diff.is_empty:
            return ReleaseOutcome(None, new.made.name, new.diff)
        if seen and seen != new.digest:
            raise ReleasedMeanwhile
        letters = await write_release(act, meeting, new, settings.base_url, contents_of=old.id)
        act.note("release", new.made.number, again=number)
    forget_release(meeting)
    return ReleaseOutcome(new.made.number, new.made.name, new.diff, letters)
