"""Editing the draft: sessions, their talks and posters, and who has a part in them.

Every edit names the version of the session that its maker saw. One that would put a person or a
room in two places at once is refused (S01); the meeting's row is held meanwhile, so that two
edits at the same moment cannot make a clash together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from conference.meetings.tables import Meeting
from conference.orm import Action, Actor, action, tokens
from conference.people import actions as people_actions
from conference.people import queries as people
from conference.people.rules import NewPerson
from conference.web.problems import Invalid
from schedule.errors import NoSuchSession, StaleSession, WouldClash
from schedule.queries.draft import draft_programme
from schedule.rules.editing import (
    Parts,
    SessionEdit,
    clashes_of,
    same_people,
    sentences_by_field,
    session_changes,
)
from schedule.rules.programme import Involved, PlannedSession, Programme
from schedule.rules.vocabulary import ItemStatus
from schedule.tables import Participation, Session


@dataclass(frozen=True, slots=True)
class OpenedSession:
    """The draft as it is while its meeting is held, and the session that is being edited."""

    programme: Programme
    session: PlannedSession


async def create_session(edit: SessionEdit, *, meeting: UUID, by: Actor, now: datetime) -> str:
    """Adds a session to the draft and returns its code.

    Raises WouldClash if it would put a person or a room in two places at once (S01).
    """
    async with action("create_session", by=by, now=now, meeting=meeting) as act:
        programme = await hold_draft(meeting)
        blank = PlannedSession(id=uuid4(), code=free_code(programme), title="")
        session = await _edited(programme, blank, edit)
        refuse_clashes(programme, session)
        row = Session(
            id=session.id, created_at=now, meeting=meeting, code=session.code, **_columns(session)
        )
        await Session.insert(row)
        await write_people(session.id, None, session.people, now)
        changes = session_changes(blank, session, programme.tz)
        act.note("session", session.code, version=[0, 1], **changes)
        return session.code


async def edit_session(
    code: str, seen: int, edit: SessionEdit, *, meeting: UUID, by: Actor, now: datetime
) -> None:
    """Sets everything about a session but its talks, which move with it.

    Raises NoSuchSession, StaleSession if its version is not `seen`, WouldClash (S01).
    """
    async with action("edit_session", by=by, now=now, meeting=meeting) as act:
        opened = await open_session(meeting, code, seen)
        after = await _edited(opened.programme, opened.session, edit)
        if opened.session.status is ItemStatus.CANCELLED:
            after = replace(after, status=ItemStatus.CANCELLED)
        refuse_clashes(opened.programme, after)
        await keep_session(act, opened, after)
        if not same_people(after.people, opened.session.people):
            await Participation.delete().where(
                Participation.session == after.id, Participation.slot.is_null()
            )
            await write_people(after.id, None, after.people, now)


async def cancel_session(
    code: str, seen: int, reason: str, *, meeting: UUID, by: Actor, now: datetime
) -> None:
    """Cancels a session: it stays, struck through, so that nobody waits for it (S06).

    Raises NoSuchSession, StaleSession.
    """
    async with action("cancel_session", by=by, now=now, meeting=meeting, reason=reason) as act:
        opened = await open_session(meeting, code, seen)
        await keep_session(act, opened, replace(opened.session, status=ItemStatus.CANCELLED))


async def reinstate_session(
    code: str, seen: int, *, meeting: UUID, by: Actor, now: datetime
) -> None:
    """Takes a cancellation back. Raises NoSuchSession, StaleSession, WouldClash (S01)."""
    async with action("reinstate_session", by=by, now=now, meeting=meeting) as act:
        opened = await open_session(meeting, code, seen)
        after = replace(opened.session, status=ItemStatus.CONFIRMED)
        refuse_clashes(opened.programme, after)
        await keep_session(act, opened, after)


async def introduce_person(new: NewPerson, *, meeting: UUID, by: Actor, now: datetime) -> UUID:
    """Writes down somebody whom the programme needs; whoever has the address already is taken."""
    async with action("introduce_person", by=by, now=now, meeting=meeting) as act:
        if new.email:
            return await people_actions.find_or_create_by_email(act, new)
        return await people_actions.create_person(act, new)


async def hold_draft(meeting: UUID) -> Programme:
    """The draft, which nobody else can edit until this transaction ends.

    SQLite has one writer anyway; on PostgreSQL writing the meeting's row makes the others wait.
    """
    await Meeting.raw("UPDATE conference_meeting SET venue = venue WHERE id = {}", meeting)
    return await draft_programme(meeting)


async def open_session(meeting: UUID, code: str, seen: int) -> OpenedSession:
    """The session, held for an edit. Raises NoSuchSession, or StaleSession if it has moved on."""
    programme = await hold_draft(meeting)
    session = next((each for each in programme.sessions if each.code == code), None)
    if session is None:
        raise NoSuchSession(code)
    if session.version != seen:
        raise StaleSession(code, seen, session.version)
    return OpenedSession(programme, session)


def refuse_clashes(programme: Programme, after: PlannedSession) -> None:
    """Raises WouldClash with who and where beside the fields that mend it (S01)."""
    clashes = clashes_of(programme, after)
    if clashes:
        sentences = " ".join(clash.sentence for clash in clashes)
        raise WouldClash(sentences, errors=sentences_by_field(clashes, after))


async def keep_session(
    act: Action, opened: OpenedSession, after: PlannedSession, **more: Any
) -> None:
    """Writes the session's own columns, its next version and the audit entry."""
    before = opened.session
    await Session.update({**_column_values(after), Session.version: before.version + 1}).where(
        Session.id == before.id
    )
    changes = session_changes(before, after, opened.programme.tz)
    version = [before.version, before.version + 1]
    act.note("session", before.code, version=version, **changes, **more)


async def write_people(
    session: UUID, slot: UUID | None, involved: Iterable[Involved], now: datetime
) -> None:
    """Adds the parts in the order given."""
    rows = [
        Participation(
            created_at=now,
            session=session,
            slot=slot,
            person=each.person,
            part=each.part.value,
            position=position,
        )
        for position, each in enumerate(involved, start=1)
    ]
    if rows:
        await Participation.insert(*rows)


async def name_people(parts: Parts) -> tuple[Involved, ...]:
    """The people of an edit, with the names that sentences need. Raises Invalid for unknown ids."""
    known = await people.people_by_ids({person for person, _ in parts})
    if any(person not in known for person, _ in parts):
        raise Invalid(errors={"people": "One of these people is not known here. Search again."})
    return tuple(
        Involved(person, known[person].registered_name, part, known[person].affiliation)
        for person, part in dict.fromkeys(parts)
    )


def free_code(programme: Programme) -> str:
    """A readable code that no session or slot of the meeting has (S05: codes are never reused)."""
    taken = {each.code for each in programme.sessions}
    taken |= {slot.code for each in programme.sessions for slot in each.slots}
    while (code := tokens.random_code()) in taken:
        pass
    return code


async def _edited(
    programme: Programme, before: PlannedSession, edit: SessionEdit
) -> PlannedSession:
    rooms = {room.id: room.name for room in programme.rooms}
    if edit.room is not None and edit.room not in rooms:
        raise Invalid(errors={"room": "Choose a room from the list."})
    return replace(
        before,
        title=edit.title,
        subtitle=edit.subtitle,
        kind=edit.kind,
        type_label=before.type_label if edit.kind is before.kind else "",
        track=edit.track,
        room=edit.room,
        room_name=rooms[edit.room] if edit.room else "",
        starts_at=edit.starts_at,
        duration_minutes=edit.duration_minutes,
        summary=edit.summary,
        status=ItemStatus.DRAFT if edit.is_draft else ItemStatus.CONFIRMED,
        people=await name_people(edit.people),
    )


def _columns(session: PlannedSession) -> dict[str, Any]:
    return {column._meta.name: value for column, value in _column_values(session).items()}


def _column_values(session: PlannedSession) -> dict[Any, Any]:
    return {
        Session.title: session.title,
        Session.subtitle: session.subtitle,
        Session.kind: session.kind.value,
        Session.type_label: session.type_label,
        Session.track: session.track,
        Session.room: session.room,
        Session.starts_at: session.starts_at,
        Session.duration_minutes: session.duration_minutes,
        Session.summary: session.summary,
        Session.status: session.status.value,
    }
