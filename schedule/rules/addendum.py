"""The addendum: what changed since a release, as a list for the screen, the door and the feed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

import msgspec

from conference.web import formats
from schedule.rules.differences import ChangeKind, ItemChange, ProgrammeDiff, diff_releases
from schedule.rules.released import ReleasedPlace, ReleasedProgramme

HEADINGS = {
    ChangeKind.NEW: "New",
    ChangeKind.MOVED: "Moved",
    ChangeKind.CHANGED: "Changed",
    ChangeKind.CANCELLED: "Cancelled",
    ChangeKind.REINSTATED: "Takes place after all",
}


class ChangedField(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a field was and is; "" for nothing."""

    word: str
    before: str = ""
    after: str = ""


class ChangeLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """One change in words, frozen with its release; `at` is when the item is now, or was."""

    kind: ChangeKind
    code: str
    session_code: str
    title: str
    at: datetime
    people: str = ""
    was: str = ""
    now: str = ""
    fields: tuple[ChangedField, ...] = ()

    @property
    def heading(self) -> str:
        """The word for what happened to it."""
        return HEADINGS[self.kind]

    @property
    def is_session(self) -> bool:
        """Whether it is a session, not one of its talks."""
        return self.code == self.session_code


@dataclass(frozen=True, slots=True)
class AddendumDay:
    """The changes of one day, in the order in which things happen there."""

    day: date
    lines: tuple[ChangeLine, ...]


@dataclass(frozen=True, slots=True)
class Addendum:
    """What `after` changes against `before`, for print: nothing but changes, by day."""

    before: ReleasedProgramme
    after: ReleasedProgramme
    summary: str
    days: tuple[AddendumDay, ...]


def addendum_of(before: ReleasedProgramme, after: ReleasedProgramme) -> Addendum:
    """The list of changes between any two releases of one meeting."""
    diff = diff_releases(before, after)
    lines = sorted(change_lines(diff, after.meeting.zone), key=lambda line: (line.at, line.code))
    zone = after.meeting.tz
    days = groupby(lines, key=lambda line: line.at.astimezone(zone).date())
    grouped = tuple(AddendumDay(day, tuple(found)) for day, found in days)
    return Addendum(before, after, diff.summary(), grouped)


def change_lines(diff: ProgrammeDiff, zone: str) -> tuple[ChangeLine, ...]:
    """Every change in words, by kind."""
    return tuple(_line(item, zone) for kind in ChangeKind for item in diff.of_kind(kind))


def lines_by_kind(lines: Iterable[ChangeLine]) -> list[tuple[str, str, list[ChangeLine]]]:
    """(kind, heading, lines) of every kind of change that there is."""
    found: dict[ChangeKind, list[ChangeLine]] = {kind: [] for kind in HEADINGS}
    for line in lines:
        found[line.kind].append(line)
    return [(kind.value, HEADINGS[kind], listed) for kind, listed in found.items() if listed]


def _line(item: ItemChange, zone: str) -> ChangeLine:
    place = item.now or item.was
    assert place is not None
    return ChangeLine(
        kind=item.kind,
        code=item.code,
        session_code=item.session_code,
        title=item.title,
        at=place.starts_at,
        people=", ".join(person.name for person in item.people),
        was=_words(item.was, zone),
        now=_words(item.now, zone),
        fields=tuple(ChangedField(each.word, each.before, each.after) for each in item.fields),
    )


def _words(place: ReleasedPlace | None, zone: str) -> str:
    if place is None:
        return ""
    start, end = (formats.clock(each, zone) for each in (place.starts_at, place.ends_at))
    day = formats.local_day(place.starts_at, zone)
    return f"{day}, {start}–{end}{f', {place.room}' if place.room else ''}"
