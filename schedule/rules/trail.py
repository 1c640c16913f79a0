"""An edit in words: for the audit log, and for whoever comes too late."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from conference.web.formats import day as day_name
from schedule.rules.changes import DraftStep, slot_content
from schedule.rules.programme import Involved, PlannedSession, PlannedSlot
from schedule.rules.vocabulary import ItemStatus

Changes = dict[str, list[Any]]
_DONE = {
    "create_session": "session created",
    "copy_session": "session made as a copy",
    "edit_session": "session edited",
    "arrange_session": "talks arranged",
    "fill_session": "filled from the tray",
    "cancel_session": "session cancelled",
    "reinstate_session": "session reinstated",
    "move_session": "session moved",
    "resize_session": "length changed",
    "shift_sessions": "session shifted",
    "swap_rooms": "rooms swapped",
    "add_slot": "talk added",
    "append_slot": "talk added",
    "edit_slot": "talk edited",
    "move_slot": "talk moved",
    "move_slots": "talks moved",
    "remove_slot": "talk taken out",
    "place_abstract": "abstract placed",
    "replace_abstract": "abstract replaced",
    "apply_programme_import": "programme imported",
    "restore_release": "old release restored",
    "release_emergency": "emergency change",
    "move_slot_to": "talk moved",
    "place_in": "abstract placed",
    "unplace_slot": "abstract back to the tray",
    "copy_break": "break copied",
    "add_break": "break added",
    "undo_change": "change undone",
    "redo_change": "change done again",
}


def verb_in_words(verb: str) -> str:
    """What was done, as the trail of a session says it: "session edited", of "edit_session"."""
    return _DONE.get(verb, verb.replace("_", " "))


def changes_in_words(step: DraftStep, zone: ZoneInfo) -> Changes:
    """{field: [before, after]} of a session and of what is inside it."""
    before, after = step.before, step.after
    if after is None:
        return {"session": ["in the draft", "taken out"]}
    if before is None:
        before = PlannedSession(id=after.id, code=after.code, title="")
    return session_changes(before, after, zone) | slot_changes(before, after)


def session_changes(before: PlannedSession, after: PlannedSession, zone: ZoneInfo) -> Changes:
    """{field: [before, after]} of the session's own fields."""
    one, other = _fields(before, zone), _fields(after, zone)
    return {name: [one[name], other[name]] for name in one if one[name] != other[name]}


def slot_changes(before: PlannedSession, after: PlannedSession) -> Changes:
    """What was added, taken out and changed inside a session."""
    old = {slot.id: slot for slot in before.slots}
    new = {slot.id: slot for slot in after.slots}
    added = [slot_in_words(slot) for slot in after.slots if slot.id not in old]
    removed = [slot_in_words(slot) for slot in before.slots if slot.id not in new]
    changed = [id for id in old if id in new and _differ(old[id], new[id])]
    found: Changes = {}
    if added:
        found["added"] = ["", "; ".join(added)]
    if removed:
        found["removed"] = ["; ".join(removed), ""]
    if changed:
        words = ["; ".join(slot_in_words(each[id]) for id in changed) for each in (old, new)]
        found["talk" if len(changed) == 1 else "talks"] = words
    return found


def slot_in_words(slot: PlannedSlot) -> str:
    """ "“Interferon”, 15 min, from minute 30, Ada Lovelace (speaker)"."""
    told = [f"“{slot.title}”", f"{slot.duration_minutes} min"]
    if slot.starts_after_minutes:
        told.append(f"from minute {slot.starts_after_minutes}")
    if slot.board:
        told.append(f"board {slot.board}")
    if slot.status is not ItemStatus.CONFIRMED:
        told.append(slot.status.value)
    if slot.people:
        told.append(people_in_words(slot.people))
    return ", ".join(told)


def people_in_words(people: Iterable[Involved]) -> str:
    """ "Ada Lovelace (chair), Grace Hopper (speaker)"."""
    return ", ".join(f"{each.name} ({each.part.value})" for each in people)


def when_in_words(instant: datetime | None, zone: ZoneInfo) -> str:
    """ "Mon 18 Oct 2027 10:30"."""
    if instant is None:
        return "not placed"
    local = instant.astimezone(zone)
    return f"{day_name(local.date())} {local.hour:02}:{local.minute:02}"


def _differ(one: PlannedSlot, other: PlannedSlot) -> bool:
    return one is not other and slot_content(one) != slot_content(other)


def _fields(session: PlannedSession, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "title": session.title,
        "subtitle": session.subtitle,
        "kind": session.kind.label,
        "track": session.track,
        "room": session.room_name,
        "start": when_in_words(session.starts_at, zone),
        "minutes": session.duration_minutes,
        "summary": session.summary,
        "description": session.description,
        "language": session.language,
        "status": session.status.label,
        "people": people_in_words(session.people),
        "sponsor": session.sponsor,
        "streamed": "yes" if session.is_streamed else "no",
        "stream address": session.stream_url,
        "set-up": _span(session.set_up_from, session.set_up_until, zone),
        "tear-down": _span(session.tear_down_from, session.tear_down_until, zone),
        "board size": session.board_size,
    }


def _span(start: datetime | None, end: datetime | None, zone: ZoneInfo) -> str:
    told = [when_in_words(each, zone) for each in (start, end) if each]
    return " to ".join(told)
