"""Editing the draft: its sessions, and who has a part in them.

Every edit names the version of the session that its maker saw. One that would bring a conflict
which holds a release back is refused (S01), unless its maker wants it all the same; the meeting's
row is held meanwhile, so that two edits at the same moment cannot make a clash together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from conference.meetings.actions import hold_meeting
from conference.orm import Action, Actor, action, tokens
from conference.people import actions as people_actions
from conference.people import queries as people
from conference.people.rules import NewPerson, PersonInfo, sort_key
from conference.web.problems import Invalid
from schedule.actions.keeping import Telling, keep_steps
from schedule.errors import NoSuchSession, StaleSession, WouldConflict
from schedule.queries.described import described
from schedule.queries.draft import draft_programme
from schedule.rules.changes import DraftStep
from schedule.rules.editing import (
    Parts,
    SessionEdit,
    clashes_of,
    edited,
    in_short,
    sentences_by_field,
)
from schedule.rules.programme import Involved, PlannedSession, Programme
from schedule.rules.vocabulary import ItemStatus, Part


@dataclass(frozen=True, slots=True)
class OpenedSession:
    """The draft as it is while its meeting is held, and the session that is being edited."""

    programme: Programme
    session: PlannedSession
    meeting: UUID


async def create_session(
    edit: SessionEdit, *, meeting: UUID, by: Actor, now: datetime, conflicts_ok: bool = False
) -> str:
    """Adds a session to the draft and returns its code.

    Raises WouldConflict if it would bring a conflict that holds a release back (S01).
    """
    async with action("create_session", by=by, now=now, meeting=meeting) as act:
        programme = await described(meeting, await hold_draft(meeting))
        blank = PlannedSession(id=uuid4(), code=free_code(programme), title="")
        session = await _edited(programme, blank, edit)
        if not conflicts_ok:
            refuse_conflicts(programme, session)
        told = Telling(f"“{session.title}” is new", zone=programme.tz)
        await keep_steps(act, meeting, [DraftStep(None, session)], told)
        return session.code


async def edit_session(
    code: str,
    seen: int,
    edit: SessionEdit,
    *,
    meeting: UUID,
    by: Actor,
    now: datetime,
    conflicts_ok: bool = False,
) -> None:
    """Sets everything about a session but its talks, which move with it.

    Raises NoSuchSession, StaleSession if its version is not `seen`, WouldConflict (S01).
    """
    async with action("edit_session", by=by, now=now, meeting=meeting) as act:
        opened = await open_session(meeting, code, seen)
        after = await _edited(opened.programme, opened.session, edit)
        if opened.session.status is ItemStatus.CANCELLED:
            after = replace(after, status=ItemStatus.CANCELLED)
        if not conflicts_ok:
            refuse_conflicts(opened.programme, after)
        await keep_session(act, opened, after, f"“{after.title}” edited")


async def cancel_session(
    code: str, seen: int, reason: str, *, meeting: UUID, by: Actor, now: datetime
) -> None:
    """Cancels a session: it stays, struck through, so that nobody waits for it (S06).

    Raises NoSuchSession, StaleSession.
    """
    async with action("cancel_session", by=by, now=now, meeting=meeting, reason=reason) as act:
        opened = await open_session(meeting, code, seen)
        after = replace(opened.session, status=ItemStatus.CANCELLED)
        await keep_session(act, opened, after, f"“{after.title}” cancelled")


async def reinstate_session(
    code: str, seen: int, *, meeting: UUID, by: Actor, now: datetime, conflicts_ok: bool = False
) -> None:
    """Takes a cancellation back. Raises NoSuchSession, StaleSession, WouldConflict (S01)."""
    async with action("reinstate_session", by=by, now=now, meeting=meeting) as act:
        opened = await open_session(meeting, code, seen)
        after = replace(opened.session, status=ItemStatus.CONFIRMED)
        if not conflicts_ok:
            refuse_conflicts(opened.programme, after)
        await keep_session(act, opened, after, f"“{after.title}” takes place again")


async def delete_session(code: str, seen: int, *, meeting: UUID, by: Actor, now: datetime) -> None:
    """Takes a session out of the draft; its abstracts wait for a place again (S06).

    If it was released, the next release shows it as cancelled. Raises NoSuchSession, StaleSession.
    """
    async with action("delete_session", by=by, now=now, meeting=meeting) as act:
        opened = await open_session(meeting, code, seen)
        step = DraftStep(opened.session, None)
        told = Telling(f"“{opened.session.title}” taken out", zone=opened.programme.tz)
        await keep_steps(act, meeting, [step], told)


async def introduce_person(new: NewPerson, *, meeting: UUID, by: Actor, now: datetime) -> UUID:
    """Writes down somebody whom the programme needs; whoever has the address already is taken."""
    async with action("introduce_person", by=by, now=now, meeting=meeting) as act:
        if new.email:
            return await people_actions.find_or_create_by_email(act, new)
        return await people_actions.create_person(act, new)


async def hold_draft(meeting: UUID) -> Programme:
    """The draft, which nobody else can edit until this transaction ends."""
    await hold_meeting(meeting)
    return await draft_programme(meeting)


async def open_session(meeting: UUID, code: str, seen: int) -> OpenedSession:
    """The session in the described draft, held for an edit.

    Raises NoSuchSession, or StaleSession if it has moved on.
    """
    draft = await hold_draft(meeting)
    find_seen(draft, code, seen)
    programme = await described(meeting, draft)
    return OpenedSession(programme, find_seen(programme, code, seen), meeting)


def find_seen(programme: Programme, code: str, seen: int) -> PlannedSession:
    """The session of a code. Raises NoSuchSession, or StaleSession if it has moved on."""
    session = next((each for each in programme.sessions if each.code == code), None)
    if session is None:
        raise NoSuchSession(code)
    if session.version != seen:
        raise StaleSession(code, seen, session.version)
    return session


def refuse_conflicts(programme: Programme, after: PlannedSession) -> None:
    """Raises WouldConflict with who and where beside the fields that mend it (S01)."""
    clashes = clashes_of(programme, after)
    if clashes:
        raise WouldConflict(in_short(clashes), errors=sentences_by_field(clashes, after))


async def keep_session(
    act: Action, opened: OpenedSession, after: PlannedSession, words: str
) -> None:
    """Writes the session as it is after the edit, with its slots."""
    told = Telling(words, zone=opened.programme.tz)
    await keep_steps(act, opened.meeting, [DraftStep(opened.session, after)], told)


async def name_people(parts: Parts) -> tuple[Involved, ...]:
    """The people of an edit, with the names that sentences need. Raises Invalid for unknown ids."""
    known = await people.people_by_ids({person for person, _ in parts})
    if any(person not in known for person, _ in parts):
        raise Invalid(errors={"people": "One of these people is not known here. Search again."})
    return tuple(involved(known[person], part) for person, part in dict.fromkeys(parts))


def involved(person: PersonInfo, part: Part) -> Involved:
    """Somebody with a part, as the draft names them."""
    key = sort_key(person.given_name, person.family_name)
    return Involved(person.id, person.registered_name, part, person.affiliation, key)


def free_code(programme: Programme) -> str:
    """A readable code that no session or slot of the meeting has (S05: codes are never reused)."""
    return next(free_codes(programme))


def free_codes(programme: Programme) -> Iterator[str]:
    """Codes that no session or slot of the meeting has, each once (S05)."""
    taken = {each.code for each in programme.sessions}
    taken |= {slot.code for each in programme.sessions for slot in each.slots}
    while True:
        if (code := tokens.random_code()) not in taken:
            taken.add(code)
            yield code


async def _edited(
    programme: Programme, before: PlannedSession, edit: SessionEdit
) -> PlannedSession:
    rooms = {room.id: room.name for room in programme.rooms}
    if edit.room is not None and edit.room not in rooms:
        raise Invalid(errors={"room": "Choose a room from the list."})
    room = rooms[edit.room] if edit.room else ""
    return edited(before, edit, room, await name_people(edit.people))
