"""The rows of the draft: sessions, slots and parts, where an edit changes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import msgspec
from piccolo.table import Table

from conference.orm import Action
from schedule.rules.changes import DraftStep, has_changed, slots_by_id
from schedule.rules.editing import same_people
from schedule.rules.programme import Involved, PlannedSession, PlannedSlot
from schedule.tables import Participation, Session, Slot

ROWS = 500
_NOTHING: tuple[Involved, ...] = ()
_SHIFTED = ("position", "starts_after_minutes", "version")


async def write_draft(act: Action, meeting: UUID, steps: Sequence[DraftStep]) -> None:
    """Inside an action, with the draft held: what differs between before and after."""
    await _write_sessions(act, meeting, steps)
    await _write_slots(act, steps)
    await _write_parts(act, steps)
    await _delete_sessions(steps)


def _session_columns(session: PlannedSession) -> dict[str, Any]:
    """What a session's row holds, but for its id, meeting, code and version."""
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
        "imported": msgspec.json.encode(session.origin, enc_hook=str).decode(),
    }


def _slot_columns(slot: PlannedSlot) -> dict[str, Any]:
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
    new: list[Session] = []
    for step in steps:
        if step.after is None:
            continue
        if step.before is None:
            new.append(_session_row(act, meeting, step.after))
        else:
            await _update_session(step.before, step.after)
    for start in range(0, len(new), ROWS):
        await Session.insert(*new[start : start + ROWS])


async def _update_session(before: PlannedSession, after: PlannedSession) -> None:
    old = _session_columns(before)
    new = {name: value for name, value in _session_columns(after).items() if value != old[name]}
    await _update(Session, after.id, {**new, "version": after.version})


async def _update(table: type[Table], id: UUID, columns: Mapping[str, Any]) -> None:
    """Columns of one row, by names of our own: Piccolo's own writing of it costs more than this."""
    sets = ", ".join(f'"{name}" = {{}}' for name in columns)
    query = f"UPDATE {table._meta.tablename} SET {sets} WHERE id = {{}}"  # noqa: S608
    await table.raw(query, *columns.values(), id)


async def _delete_sessions(steps: Iterable[DraftStep]) -> None:
    gone = [step.before.id for step in steps if step.before is not None and step.after is None]
    for start in range(0, len(gone), ROWS):
        await Session.delete().where(Session.id.is_in(gone[start : start + ROWS]))


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
    changed = [id for id in after if id in before and has_changed(before[id], after[id])]
    shifted = [after[id][1] for id in changed if _is_shifted(before[id], after[id])]
    await _shift_slots(shifted)
    done = {slot.id for slot in shifted}
    for id in changed:
        if id not in done:
            await _update_slot(before[id], *after[id])


def _is_shifted(before: tuple[UUID, PlannedSlot], after: tuple[UUID, PlannedSlot]) -> bool:
    """Whether it only stands earlier or later in its session."""
    (home, known), (session, slot) = before, after
    same = replace(known, position=slot.position, starts_after_minutes=slot.starts_after_minutes)
    return not has_changed((home, same), (session, slot))


async def _shift_slots(slots: Sequence[PlannedSlot]) -> None:
    """All that make room for another one, in one statement; the numbers are our own."""
    for start in range(0, len(slots), ROWS):
        chunk = slots[start : start + ROWS]
        sets = ", ".join(_by_id(name, chunk) for name in _SHIFTED)
        ids = [each.id for each in chunk]
        places = ", ".join("{}" for _ in ids)
        query = f"UPDATE schedule_slot SET {sets} WHERE id IN ({places})"  # noqa: S608
        await Slot.raw(query, *ids, *ids, *ids, *ids)


def _by_id(name: str, slots: Iterable[PlannedSlot]) -> str:
    cases = " ".join(f"WHEN {{}} THEN {getattr(slot, name):d}" for slot in slots)
    return f"{name} = CASE id {cases} END"


async def _update_slot(before: tuple[UUID, PlannedSlot], session: UUID, slot: PlannedSlot) -> None:
    home, known = before
    old = _slot_columns(known)
    new = {name: value for name, value in _slot_columns(slot).items() if value != old[name]}
    if home != session:
        new["session"] = session
    await _update(Slot, slot.id, {**new, "version": slot.version})


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
            rows += _part_rows(act, after.id, None, after.people)
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
        rows += _part_rows(act, session, id, slot.people)
    return rows


def _part_rows(
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
        **_session_columns(session),
    )


def _slot_row(act: Action, session: UUID, slot: PlannedSlot) -> Slot:
    return Slot(
        id=slot.id,
        created_at=act.now,
        session=session,
        code=slot.code,
        version=slot.version,
        **_slot_columns(slot),
    )
