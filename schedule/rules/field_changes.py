"""What is different about one session or talk, field by field, in words for people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from conference.web import formats
from schedule.rules.released import ReleasedPerson, ReleasedSession, ReleasedSlot

WINDOW = "presenting window"
_WORDS = {
    "starts_at": "time",
    "ends_at": "time",
    "room": "room",
    "chairs": "people",
    "speakers": "people",
    "people": "people",
    "slots": "talks",
    "status": "status",
    "type_label": "kind",
    "number": "programme code",
    "presents_from": WINDOW,
    "presents_until": WINDOW,
    "questions_minutes": "time for questions",
    "is_streamed": "stream",
    "set_up_from": "set-up",
    "set_up_until": "set-up",
    "tear_down_from": "tear-down",
    "tear_down_until": "tear-down",
    "board_size": "board size",
    "summary": "text",
    "description": "text",
}
_NAMED = ("title", "subtitle", "track", "board", "number", "sponsor", "board_size", "language")
_PEOPLE = ("chairs", "speakers", "people")
_SPANS = (
    ("presents_from", "presents_until"),
    ("set_up_from", "set_up_until"),
    ("tear_down_from", "tear_down_until"),
)
_TEXTS = frozenset({"summary", "description"})


def _names(people: Iterable[ReleasedPerson]) -> str:
    return ", ".join(person.name for person in people)


_WORDED: tuple[tuple[tuple[str, ...], Callable[[Any], str]], ...] = (
    (_NAMED, str),
    (_PEOPLE, _names),
    (("is_streamed",), lambda streamed: "streamed" if streamed else ""),
    (("kind",), lambda kind: kind.label),
    (("questions_minutes",), lambda minutes: f"{minutes} min"),
)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What one field was and is, for people; "" for nothing. Time and room are told apart."""

    word: str
    before: str
    after: str


def word_of(field: str) -> str:
    """The word for a field of the snapshot."""
    return _WORDS.get(field, field)


def field_changes(
    old: ReleasedSession | ReleasedSlot,
    new: ReleasedSession | ReleasedSlot,
    what: Set[str],
    zone: ZoneInfo,
) -> tuple[FieldChange, ...]:
    """The words for the fields in `what`, but for start, end and room, which a change says by
    itself."""
    found = []
    for names, words in _WORDED:
        for name in names:
            if name in what:
                before, after = (words(getattr(each, name)) for each in (old, new))
                found.append(FieldChange(word_of(name), before, after))
    for pair in _SPANS:
        if not what.isdisjoint(pair):
            before, after = (_span(each, pair, zone) for each in (old, new))
            found.append(FieldChange(word_of(pair[0]), before, after))
    if not what.isdisjoint(_TEXTS):
        found.append(FieldChange("text", "", "rewritten"))
    return tuple(found)


def _span(item: object, names: tuple[str, str], zone: ZoneInfo) -> str:
    bounds: list[datetime | None] = [getattr(item, name, None) for name in names]
    start, end = bounds
    if start is None or end is None:
        return ""
    day = formats.local_day(start, zone.key)
    return f"{day}, {formats.hours(start, end, zone.key)}"
