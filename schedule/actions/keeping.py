"""The one writer of the draft: what an edit leaves, with its trail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID
from zoneinfo import ZoneInfo

from conference.meetings.queries import meeting_by_id
from conference.orm import Action, PreparedInsert
from schedule.actions.draft_rows import write_draft
from schedule.errors import NoSuchMeeting
from schedule.queries.changes import cursor_of
from schedule.rules.changes import DraftStep, codes_in, steps_as_json, with_versions
from schedule.rules.trail import changes_in_words
from schedule.tables import DraftChange

KEPT_STEPS = 1_000  # of all editors: many times what they can take back
TIDIED_EVERY = 100
_new_change = PreparedInsert(DraftChange)


@dataclass(frozen=True, slots=True)
class Telling:
    """How a change is told: in words, whose it is to take back, and what else the log says.

    `last` is the number at which the trail ends, if the writer knows it.
    """

    words: str
    undoes: UUID | None = None
    can_undo: bool = True
    zone: ZoneInfo | None = None
    notes: Mapping[str, object] = field(default_factory=dict)
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A change as it was written: its number in the trail, and its steps with their versions."""

    number: int
    steps: tuple[DraftStep, ...]


async def keep_changes(
    act: Action,
    meeting: UUID,
    steps: Sequence[DraftStep],
    words: str,
    *,
    undoes: UUID | None = None,
) -> int:
    """Inside an action, with the draft held: writes what differs between before and after.

    Each session that stays gets its next version, whatever its `version` says; a slot that moved
    between two sessions stays the same slot. Each session gets its audit entry. Returns the
    number of the change in the trail.
    """
    return (await keep_steps(act, meeting, steps, Telling(words, undoes))).number


async def keep_steps(
    act: Action, meeting: UUID, steps: Sequence[DraftStep], telling: Telling
) -> Kept:
    """`keep_changes`, for whoever goes on with the steps or tells more of them."""
    kept = tuple(with_versions(steps))
    await write_draft(act, meeting, kept)
    zone = telling.zone or await _zone_of(meeting)
    for step in kept:
        before = step.before.version if step.before else 0
        after = step.after.version if step.after else before + 1
        changes = {**changes_in_words(step, zone), **telling.notes}
        act.note("session", step.session.code, version=[before, after], **changes)
    return Kept(await _add_to_trail(act, meeting, kept, telling), kept)


async def note_change(act: Action, meeting: UUID, words: str) -> int:
    """Inside an action, with the draft held: tells open boards that the draft has changed.

    What was not written by `keep_changes` (programme codes, boards with letters about them)
    cannot be taken back, and boards read all anew.
    """
    return await _add_to_trail(act, meeting, (), Telling(words, can_undo=False))


async def _add_to_trail(
    act: Action, meeting: UUID, steps: Sequence[DraftStep], telling: Telling
) -> int:
    last = await cursor_of(meeting) if telling.last is None else telling.last
    await _new_change(
        created_at=act.now,
        meeting=meeting,
        number=last + 1,
        person=act.by.person if telling.can_undo else None,
        by_name=act.by.name,
        at=act.now,
        words=telling.words,
        codes=codes_in(steps),
        steps=steps_as_json(steps),
        undoes=telling.undoes,
        is_undone=False,
    )
    if (last + 1) % TIDIED_EVERY == 0:
        await _forget_steps(meeting, last + 1 - KEPT_STEPS)
    return last + 1


async def _forget_steps(meeting: UUID, until: int) -> None:
    """Long ago: who did what stays, what it was exactly does not."""
    await DraftChange.update({DraftChange.steps: "[]"}).where(
        DraftChange.meeting == meeting, DraftChange.number <= until
    )


async def _zone_of(meeting: UUID) -> ZoneInfo:
    info = await meeting_by_id(meeting)
    if info is None:
        raise NoSuchMeeting(str(meeting))
    return info.tz
