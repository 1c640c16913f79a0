"""Arranging what is inside sessions: each step is one transaction and one change to take back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from conference.orm import Action, Actor, action
from conference.web.problems import Invalid
from schedule.actions.editing import OpenedSession, free_code, free_codes, open_session
from schedule.actions.keeping import Telling, keep_steps
from schedule.errors import NoSuchSession, StaleSession, WouldConflict
from schedule.rules.arrangements import (
    Arrangement,
    CopyTo,
    copied_shape,
    received,
    taken_from,
)
from schedule.rules.changes import DraftStep
from schedule.rules.conflicts import blocking
from schedule.rules.editing import in_short, sentences_by_field
from schedule.rules.nearby import conflict_changes
from schedule.rules.programme import PlannedSession, PlannedSlot, Programme


async def arrange_session(
    session: str,
    seen: int,
    step: Arrangement,
    *,
    conflicts_ok: bool = False,
    meeting: UUID,
    by: Actor,
    now: datetime,
) -> None:
    """Reorders, fits, shifts or lengthens what is inside a session, as one change.

    What changes nothing is not written. Raises NoSuchSession, NoSuchSlot, StaleSession, DoesNotFit,
    and WouldConflict for a new blocking conflict unless `conflicts_ok`.
    """
    async with action("arrange_session", by=by, now=now, meeting=meeting) as act:
        opened = await open_session(meeting, session, seen)
        blank = PlannedSlot(id=uuid4(), code=free_code(opened.programme), title="")
        after = replace(opened.session, slots=step.slots(opened.session, blank))
        if after != opened.session:
            await keep_sessions(
                act, opened, [after], step.words(opened.session), conflicts_ok=conflicts_ok
            )


async def move_slots(
    session: str,
    seen: int,
    slots: Sequence[str],
    to: tuple[str, int],
    *,
    conflicts_ok: bool = False,
    meeting: UUID,
    by: Actor,
    now: datetime,
) -> None:
    """Moves talks and posters into another session, `to` being its code and the version seen.

    Raises NoSuchSession, NoSuchSlot, StaleSession for either session, Invalid without a talk, and
    WouldConflict for a new blocking conflict unless `conflicts_ok`.
    """
    async with action("move_slots", by=by, now=now, meeting=meeting) as act:
        opened = await open_session(meeting, session, seen)
        target = _other(opened, *to)
        if not slots:
            raise Invalid(errors={"slots": "Tick the talks that are to move."})
        source, leaving = taken_from(opened.session, dict.fromkeys(slots))
        words = f"moved {_counted(leaving)} from “{source.title}” to “{target.title}”"
        after = [source, received(target, leaving)]
        await keep_sessions(act, opened, after, words, conflicts_ok=conflicts_ok)


async def copy_session(
    session: str, seen: int, to: CopyTo, *, meeting: UUID, by: Actor, now: datetime
) -> str:
    """Repeats the shape of a session with empty talks and returns the new code; it is a draft.

    Raises NoSuchSession, StaleSession, Invalid for an unknown room, WouldConflict for a room or a
    chair that is taken.
    """
    async with action("copy_session", by=by, now=now, meeting=meeting) as act:
        opened = await open_session(meeting, session, seen)
        names = {room.id: room.name for room in opened.programme.rooms}
        if to.room is not None and to.room not in names:
            raise Invalid(errors={"room": "Choose a room from the list."})
        to = replace(to, room_name=names[to.room] if to.room else "")
        made = copied_shape(opened.session, to, free_codes(opened.programme))
        words = f"copied “{opened.session.title}” as “{made.title}”"
        await keep_sessions(act, opened, [made], words)
        return made.code


async def keep_sessions(
    act: Action,
    opened: OpenedSession,
    after: Sequence[PlannedSession],
    words: str,
    *,
    conflicts_ok: bool = False,
) -> None:
    """Inside an action: writes these sessions as one change of the draft.

    Raises WouldConflict for a new blocking conflict unless `conflicts_ok` (S01).
    """
    known = {each.id: each for each in opened.programme.sessions}
    steps = [DraftStep(known.get(each.id), each) for each in after]
    if not conflicts_ok:
        refuse_new_clashes(opened.programme, steps)
    await keep_steps(act, opened.meeting, steps, Telling(words, zone=opened.programme.tz))


def refuse_new_clashes(programme: Programme, steps: Sequence[DraftStep]) -> None:
    """Raises WouldConflict with who and where for new conflicts that hold a release back (S01)."""
    clashes = blocking(conflict_changes(programme, steps).appeared)
    if clashes:
        errors = sentences_by_field(clashes, steps[0].session)
        raise WouldConflict(in_short(clashes), errors=errors)


def _other(opened: OpenedSession, code: str, seen: int) -> PlannedSession:
    found = next((each for each in opened.programme.sessions if each.code == code), None)
    if found is None:
        raise NoSuchSession(code)
    if found.id == opened.session.id:
        raise Invalid(errors={"to": "Choose another session."})
    if found.version != seen:
        raise StaleSession(code, seen, found.version)
    return found


def _counted(slots: Sequence[PlannedSlot]) -> str:
    return f"“{slots[0].title}”" if len(slots) == 1 else f"{len(slots)} items"
