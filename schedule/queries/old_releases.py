"""An old release beside the draft and the newest: what going back to it would change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from schedule.errors import NotReleased
from schedule.queries.draft import draft_programme
from schedule.queries.release_files import hidden_titles
from schedule.queries.release_preview import Naming, embargo_of, next_facts
from schedule.queries.release_readers import Readers, readers_of
from schedule.queries.release_texts import known_abstracts
from schedule.queries.releases import CurrentRelease, newest_release, old_release
from schedule.releasing.errors import NoSuchRelease
from schedule.rules.changes import DraftStep
from schedule.rules.differences import ProgrammeDiff, diff_releases
from schedule.rules.embargo import with_titles
from schedule.rules.preparing import Prepared, prepared
from schedule.rules.programme import Programme
from schedule.rules.release import make_release
from schedule.rules.restoring import ReadBack, lost_rooms, restored, steps_between


@dataclass(frozen=True, slots=True)
class IntoDraft:
    """What restoring a release into the draft would change there."""

    before: Programme
    after: Programme
    steps: tuple[DraftStep, ...]
    diff: ProgrammeDiff
    lost_rooms: tuple[str, ...]
    waiting: int


@dataclass(frozen=True, slots=True)
class RollbackPreview:
    """Both ways back to a release: into the draft, and public again as a new release."""

    old: CurrentRelease
    draft: IntoDraft
    public: Prepared
    readers: Readers


async def rollback_preview(meeting: UUID, number: int, now: datetime) -> RollbackPreview:
    """What both would do. Raises NoSuchRelease."""
    old = await release_or_refuse(meeting, number)
    into = await into_draft(meeting, old, await draft_programme(meeting), now)
    public = await public_again(meeting, old, Naming("", ""), now)
    readers = await readers_of(meeting, public.diff, public.made)
    return RollbackPreview(old, into, public, readers)


async def release_or_refuse(meeting: UUID, number: int) -> CurrentRelease:
    """Any release by its number. Raises NoSuchRelease."""
    found = await old_release(meeting, number)
    if found is None:
        raise NoSuchRelease(number)
    return found


async def numbered_release(meeting: UUID, number: str) -> CurrentRelease:
    """Any release by the number in an address. Raises NoSuchRelease."""
    is_number = number.isascii() and number.isdecimal() and len(number) < 10
    if not is_number:
        raise NoSuchRelease(number)
    return await release_or_refuse(meeting, int(number))


async def into_draft(
    meeting: UUID, old: CurrentRelease, draft: Programme, now: datetime
) -> IntoDraft:
    """The draft with the release's content, and the steps that lead there."""
    known = ReadBack(await known_abstracts(meeting), await hidden_titles(old.id))
    after = restored(draft, old.programme, known)
    steps = tuple(steps_between(draft, after))
    facts = await next_facts(meeting, None, Naming("", ""), now)
    shown = [make_release(each, old.programme, facts) for each in (draft, after)]
    before_times = {each.code for each in draft.sessions if each.starts_at is not None}
    waiting = sum(each.starts_at is None and each.code in before_times for each in after.sessions)
    diff = diff_releases(shown[0], shown[1])
    return IntoDraft(draft, after, steps, diff, lost_rooms(draft, old.programme), waiting)


async def public_again(
    meeting: UUID, old: CurrentRelease, naming: Naming, now: datetime
) -> Prepared:
    """A new release with the old one's content; SEQUENCE goes on from the newest (S06)."""
    newest = await newest_release(meeting)
    if newest is None:
        raise NotReleased
    previous = newest.programme
    name = naming.name.strip() or f"{old.programme.name}, again"
    facts = await next_facts(meeting, previous, Naming(name, naming.comment), now)
    content = with_titles(old.programme, await hidden_titles(old.id))
    return prepared(content.sessions, content.rooms, previous, facts, await embargo_of(meeting))
