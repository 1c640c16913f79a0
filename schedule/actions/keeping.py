"""The one writer of the draft: sessions, slots and parts as an edit leaves them, and its trail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import msgspec
from piccolo.query.functions.aggregate import Max

from conference.orm import Action
from schedule.rules.changes import DraftStep, slots_by_id, steps_as_json
from schedule.rules.editing import same_people
from schedule.rules.programme import Involved, PlannedSession, PlannedSlot
from schedule.tables import DraftChange, Participation, Session, Slot

ROWS = 500
_NOTHING: tuple[Involved, ...] = ()


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
    between two sessions stays the same slot. Returns the number of the change in the trail.
    """
    await _write_sessions(act, meeting, steps)
    await _write_slots(act, steps)
    await _write_parts(act, steps)
    await _delete_sessions(steps)
    return await note_change(act, meeting, words, steps, undoes=undoes)


async def note_change(
    act: Action,
    meeting: UUID,
    words: str,
    steps: Sequence[DraftStep] = (),
    *,
    undoes: UUID | None = None,
) -> int:
    """Inside an action, with the draft held: tells open boards that the draft has changed.

    Without steps (an import, new boards) it cannot be taken back and boards read all anew.
    """
    last = (
        await DraftChange.select(Max(DraftChange.number, alias="last"))
        .where(DraftChange.meeting == meeting)
        .first()
    )
    number = ((last or {}).get("last") or 0) + 1
    await DraftChange.insert(
        DraftChange(
            created_at=act.now,
            meeting=meeting,
            number=number,
            person=act.by.person,
            by_name=act.by.name,
            at=act.now,
            words=words,
            steps=steps_as_json(steps),
            undoes=undoes,
        )
    )
    return number


def session_columns(session: PlannedSession) -> dict[str, Any]:
    """What a session's row holds, but for its id, meeting, code, version and origin."""
    return {
        "title": session.title,
        "subtitle": session.subtitle,
        "kind": session.kind.value,
        "type_label": session.type_label,
        "track": session.track,
        "room": session.room,
        "starts_at": session.starts_at,
        "duration_minutes": session.duration_minutes,
        "summary": session.summary,
        "description": session.description,
        "language": session.language,
        "status": session.status.value,
        "sponsor": session.sponsor,
        "is_streamed": session.is_streamed,
        "stream_url": session.stream_url,
        "set_up_from": session.set_up_from,
        "set_up_until": session.set_up_until,
        "tear_down_from": session.tear_down_from,
        "tear_down_until": session.tear_down_until,
        "board_size": session.board_size,
    }


def slot_columns(slot: PlannedSlot) -> dict[str, Any]:
    """What a slot's row holds, but for its id, session, code and version."""
    return {
        "title": slot.title,
        "kind": slot.kind.value,
        "position": slot.position,
        "abstract": slot.abstract,
        "starts_after_minutes": slot.starts_after_minutes,
        "duration_minutes": slot.duration_minutes,
        "questions_minutes": slot.questions_minutes,
        "board": slot.board,
        "status": slot.status.value,
    }


async def _write_sessions(act: Action, meeting: UUID, steps: Iterable[DraftStep]) -> None:
    for step in steps:
        before, after = step.before, step.after
        if after is None:
            continue
        if before is None:
            await Session.insert(_session_row(act, meeting, after))
            continue
        old = session_columns(before)
        new = {name: value for name, value in session_columns(after).items() if value != old[name]}
        changes = {getattr(Session, name): value for name, value in new.items()}
        await Session.update({**changes, Session.version: Session.version + 1}).where(
            Session.id == after.id
        )


async def _delete_sessions(steps: Iterable[DraftStep]) -> None:
    for step in steps:
        if step.before is not None and step.after is None:
            await Session.delete().where(Session.id == step.before.id)


async def _write_slots(act: Action, steps: Sequence[DraftStep]) -> None:
    before = slots_by_id(step.before for step in steps)
    after = slots_by_id(step.after for step in steps)
    gone = [id for id in before if id not in after]
    for start in range(0, len(gone), ROWS):
        chunk = gone[start : start + ROWS]
        await Participation.delete().where(Participation.slot.is_in(chunk))
        await Slot.delete().where(Slot.id.is_in(chunk))
    new = [_slot_row(act, *after[id]) for id in after if id not in before]
    for start in range(0, len(new), ROWS):
        await Slot.insert(*new[start : start + ROWS])
    for id, (session, slot) in after.items():
        if id in before:
            await _update_slot(before[id], session, slot)


async def _update_slot(before: tuple[UUID, PlannedSlot], session: UUID, slot: PlannedSlot) -> None:
    home, known = before
    old = slot_columns(known)
    new = {name: value for name, value in slot_columns(slot).items() if value != old[name]}
    if home != session:
        new["session"] = session
    if new or not same_people(known.people, slot.people):
        changes = {getattr(Slot, name): value for name, value in new.items()}
        await Slot.update({**changes, Slot.version: Slot.version + 1}).where(Slot.id == slot.id)


async def _write_parts(act: Action, steps: Sequence[DraftStep]) -> None:
    rows: list[Participation] = []
    for step in steps:
        before, after = step.before, step.after
        if before is not None and (after is None or not same_people(before.people, after.people)):
            await Participation.delete().where(
                Participation.session == before.id, Participation.slot.is_null()
            )
        if after is not None and not same_people(
            before.people if before else _NOTHING, after.people
        ):
            rows += part_rows(act, after.id, None, after.people)
    rows += await _slot_parts(act, steps)
    for start in range(0, len(rows), ROWS):
        await Participation.insert(*rows[start : start + ROWS])


async def _slot_parts(act: Action, steps: Sequence[DraftStep]) -> list[Participation]:
    before = slots_by_id(step.before for step in steps)
    rows: list[Participation] = []
    for id, (session, slot) in slots_by_id(step.after for step in steps).items():
        home, known = before.get(id, (None, None))
        old = known.people if known else _NOTHING
        if home == session and same_people(old, slot.people):
            continue
        if old:
            await Participation.delete().where(Participation.slot == id)
        rows += part_rows(act, session, id, slot.people)
    return rows


def part_rows(
    act: Action, session: UUID, slot: UUID | None, involved: Iterable[Involved]
) -> list[Participation]:
    """The parts in the order given."""
    return [
        Participation(
            created_at=act.now,
            session=session,
            slot=slot,
            person=each.person,
            part=each.part.value,
            position=position,
        )
        for position, each in enumerate(involved, start=1)
    ]


def _session_row(act: Action, meeting: UUID, session: PlannedSession) -> Session:
    return Session(
        id=session.id,
        created_at=act.now,
        meeting=meeting,
        code=session.code,
        version=session.version,
        imported=msgspec.json.encode(session.origin, enc_hook=str).decode(),
        **session_columns(session),
    )


def _slot_row(act: Action, session: UUID, slot: PlannedSlot) -> Slot:
    return Slot(
        id=slot.id,
        created_at=act.now,
        session=session,
        code=slot.code,
        version=slot.version,
        **slot_columns(slot),
    )
