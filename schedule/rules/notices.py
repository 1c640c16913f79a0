"""The letter to everyone whose session or talk moved, was cancelled or is on again: was, now."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from conference.web import formats
from schedule.rules.differences import ChangeKind, ItemChange, ProgrammeDiff
from schedule.rules.released import ReleasedPlace, ReleasedProgramme

_TOLD = (ChangeKind.MOVED, ChangeKind.CANCELLED, ChangeKind.REINSTATED)


@dataclass(frozen=True, slots=True)
class Notice:
    """What one person is told."""

    person: UUID
    name: str
    subject: str
    body: str


def notices_of(diff: ProgrammeDiff, after: ReleasedProgramme, page: str) -> list[Notice]:
    """One letter per person with all that moved, was cancelled or is on again for them (S06)."""
    told: dict[UUID, list[ItemChange]] = defaultdict(list)
    names: dict[UUID, str] = {}
    for change in diff.items:
        if change.kind in _TOLD:
            for person in {person.id: person for person in change.people}.values():
                told[person.id].append(change)
                names[person.id] = person.name
    return [_notice(person, names[person], told[person], after, page) for person in told]


def _notice(
    person: UUID, name: str, changes: list[ItemChange], after: ReleasedProgramme, page: str
) -> Notice:
    meeting = after.meeting
    body = [
        f"Dear {name},",
        f"the programme of {meeting.title} has changed ({after.name}). This concerns you:",
        *(_paragraph(change, meeting.zone) for change in changes),
        *([after.comment] if after.comment else []),
        f"The whole programme: {page}",
        "A calendar that you subscribed to shows the change by itself; one that you downloaded "
        "does not.",
    ]
    return Notice(person, name, f"Programme change: {meeting.title}", "\n\n".join(body) + "\n")


def _paragraph(change: ItemChange, zone: str) -> str:
    lines = [f"“{change.title}” ({change.code})"]
    if change.kind is ChangeKind.REINSTATED:
        lines.append("  was: cancelled")
    if change.was is not None:
        lines.append(f"  was: {_place(change.was, zone)}")
    lines.append(f"  now: {_place(change.now, zone)}" if change.now else "  now: cancelled")
    return "\n".join(lines)


def _place(place: ReleasedPlace, zone: str) -> str:
    start = formats.instant(place.starts_at, zone)
    end = formats.clock(place.ends_at, zone)
    return f"{start}, until {end}{f', {place.room}' if place.room else ''}"
