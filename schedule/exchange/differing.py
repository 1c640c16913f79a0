"""What a file changes in a session, in the words of the preview."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import msgspec

from schedule.rules.editing import same_people
from schedule.rules.origin import Origin
from schedule.rules.programme import PlannedSession, PlannedSlot

_WORDS = {
    "title": "title",
    "subtitle": "subtitle",
    "starts_at": "time",
    "duration_minutes": "length",
    "room_name": "room",
    "track": "track",
    "kind": "kind",
    "type_label": "kind",
    "language": "language",
    "summary": "summary",
    "description": "description",
    "sponsor": "sponsor",
    "is_streamed": "stream",
    "set_up_from": "set-up",
    "set_up_until": "set-up",
    "tear_down_from": "tear-down",
    "tear_down_until": "tear-down",
    "board_size": "board size",
    "status": "status",
}


def differences(before: PlannedSession, after: PlannedSession) -> Iterator[str]:
    """The words for what differs, each once; nothing where nothing does."""
    words = (w for name, w in _WORDS.items() if getattr(before, name) != getattr(after, name))
    yield from dict.fromkeys(words)
    if not same_people(before.people, after.people):
        yield "people"
    if changed := _changed_slots(before, after):
        yield f"{changed} talks or posters" if changed > 1 else "1 talk or poster"
    if _extras(before.origin) != _extras(after.origin):
        yield "links and recording"


def _changed_slots(before: PlannedSession, after: PlannedSession) -> int:
    was = {slot.id: slot for slot in before.slots}
    now = {slot.id: slot for slot in after.slots}
    changed = sum(id not in was or _differs(was[id], slot) for id, slot in now.items())
    return changed + sum(id not in now for id in was)


def _differs(one: PlannedSlot, other: PlannedSlot) -> bool:
    is_same = same_people(one.people, other.people)
    return not is_same or replace(one, people=()) != replace(other, people=())


def _extras(origin: Origin) -> Origin:
    """What of an origin is compared: slugs and addresses are made up by some writers."""
    return msgspec.structs.replace(origin, slug="", url="", code="", people=())
