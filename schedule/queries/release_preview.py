"""What the next release would be: contents, conflicts, what stays out, whom it would tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from abstracts.deciding.policy import policy_of
from abstracts.queries.lists import unplaced_accepted
from schedule.conflicts.queries import acknowledged
from schedule.queries.described import described_programme
from schedule.queries.draft import released_meeting
from schedule.queries.release_readers import Readers, readers_of
from schedule.queries.releases import newest_snapshot
from schedule.rules.abstract_places import GoneSlot, gone_slots, placed_abstracts
from schedule.rules.conflicts import Conflict, ConflictKind, find_conflicts, open_blocking
from schedule.rules.differences import ProgrammeDiff
from schedule.rules.preparing import Prepared, prepared_from_draft
from schedule.rules.programme import Programme
from schedule.rules.release import ReleaseFacts
from schedule.rules.released import ReleasedProgramme
from schedule.rules.vocabulary import ItemStatus

NAME_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Naming:
    """What a release is to be called; an empty name becomes the next version."""

    name: str
    comment: str


@dataclass(frozen=True, slots=True)
class ReleasePreview:
    """What releasing the draft now would give. `open` conflicts hold it back; the counts are of
    sessions and abstracts left out, and of presenters who are not registered."""

    prepared: Prepared
    conflicts: tuple[Conflict, ...]
    open: tuple[Conflict, ...]
    readers: Readers
    unscheduled: int
    drafts: int
    unplaced: int
    unregistered: int
    gone: tuple[GoneSlot, ...] = ()

    @property
    def previous(self) -> ReleasedProgramme | None:
        """The newest release."""
        return self.prepared.previous

    @property
    def after(self) -> ReleasedProgramme:
        """The release as it would be."""
        return self.prepared.made

    @property
    def diff(self) -> ProgrammeDiff:
        """What it would change."""
        return self.prepared.diff

    @property
    def number(self) -> int:
        """The number that the release will have."""
        return self.after.number

    @property
    def suggested_name(self) -> str:
        """The name proposed for it."""
        return suggested_name(self.number)


async def release_preview(meeting: UUID, now: datetime) -> ReleasePreview:
    """What `release_schedule` would release at `now`, in a fixed number of statements. Raises
    NoSuchMeeting."""
    draft = await described_programme(meeting)
    new = await prepare_release(meeting, draft, Naming("", ""), now)
    conflicts = find_conflicts(draft)
    live = [each for each in draft.sessions if each.status is not ItemStatus.CANCELLED]
    waiting = await unplaced_accepted(meeting, placed_abstracts(draft))
    readers = await readers_of(meeting, new.diff, new.made) if new.previous else Readers()
    return ReleasePreview(
        prepared=new,
        conflicts=tuple(conflicts),
        open=tuple(open_blocking(conflicts, await acknowledged(meeting))),
        readers=readers,
        unscheduled=sum(each.starts_at is None for each in live),
        drafts=sum(each.status is ItemStatus.DRAFT for each in live),
        unplaced=len(waiting),
        unregistered=_people_of(conflicts, ConflictKind.UNREGISTERED),
        gone=gone_slots(draft),
    )


def _people_of(conflicts: list[Conflict], kind: ConflictKind) -> int:
    return len({each.who for each in conflicts if each.kind is kind})


async def prepare_release(
    meeting: UUID, draft: Programme, naming: Naming, now: datetime
) -> Prepared:
    """The next release of a draft; nothing is written."""
    previous = await newest_snapshot(meeting)
    facts = await next_facts(meeting, previous, naming, now)
    return prepared_from_draft(draft, previous, facts, await embargo_of(meeting))


async def next_facts(
    meeting: UUID, previous: ReleasedProgramme | None, naming: Naming, now: datetime
) -> ReleaseFacts:
    """Number, name and meeting of the next release. Raises NoSuchMeeting."""
    number = previous.number + 1 if previous else 1
    name = (naming.name.strip() or suggested_name(number))[:NAME_LENGTH]
    return ReleaseFacts(await released_meeting(meeting), number, name, now, naming.comment.strip())


def suggested_name(number: int) -> str:
    """The name proposed for a release."""
    return f"Version {number}"


async def embargo_of(meeting: UUID) -> datetime | None:
    """Until when the titles of abstracts stay hidden (A14); one statement."""
    return (await policy_of(meeting)).titles_from
