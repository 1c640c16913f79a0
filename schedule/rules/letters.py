"""The letter about a release: was, now, and all that its reader does in the programme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Protocol
from uuid import UUID

from conference.web import formats
from schedule.rules.differences import ChangeKind, ItemChange
from schedule.rules.duties import Duty
from schedule.rules.released import ReleasedPlace, ReleasedProgramme

_CALENDARS = (
    "A calendar that you subscribed to shows the change by itself; one that you downloaded does "
    "not."
)


class Concerned(Protocol):
    """Somebody, what changes in their parts, and what they starred."""

    @property
    def person(self) -> UUID: ...
    @property
    def own(self) -> tuple[ItemChange, ...]: ...
    @property
    def starred(self) -> tuple[ItemChange, ...]: ...


@dataclass(frozen=True, slots=True)
class Notice:
    """What one person is told."""

    person: UUID
    name: str
    subject: str
    body: str


def letter_of(
    told: Concerned,
    name: str,
    after: ReleasedProgramme,
    page: str,
    duties: Sequence[Duty] = (),
    titles: Mapping[str, str] | None = None,
) -> Notice:
    """One letter with everything that concerns one person (S06). `duties` are all they do now;
    `titles` are those under embargo, which their own authors know."""
    meeting, known = after.meeting, titles or {}
    body = [
        f"Dear {name or 'colleague'},",
        f"the programme of {meeting.title} has changed ({after.name}).",
    ]
    if told.own:
        own = (_paragraph(each, meeting.zone, known, told.person) for each in told.own)
        body += ["This concerns you:", *own]
    if told.starred:
        body += ["You starred:", *(_paragraph(each, meeting.zone, {}) for each in told.starred)]
    if told.own and duties:
        body.append(_duties(duties, meeting.zone, known))
    body += [
        *([after.comment] if after.comment else []),
        f"The whole programme: {page}",
        _CALENDARS,
    ]
    subject = f"Programme change: {meeting.title}"
    return Notice(told.person, name, subject, "\n\n".join(body) + "\n")


def _paragraph(
    change: ItemChange, zone: str, titles: Mapping[str, str], reader: UUID | None = None
) -> str:
    is_author = any(person.id == reader for person in change.people)
    title = titles.get(change.code, change.title) if is_author else change.title
    lines = [f"“{title}” ({change.code})"]
    is_elsewhere = change.kind is not ChangeKind.CHANGED
    if change.kind in _BEFORE:
        lines.append(f"  was: {_BEFORE[change.kind]}")
    if change.was is not None and is_elsewhere:
        lines.append(f"  was: {_place(change.was, zone)}")
    lines.append(f"  now: {_place(change.now, zone)}" if change.now else "  now: cancelled")
    for field in change.fields:
        lines.append(f"  {field.word}: was {field.before or '–'}, now {field.after or '–'}")
    if any(person.id == reader for person in change.left):
        lines.append("  You have no part in it any more.")
    return "\n".join(lines)


_BEFORE = {ChangeKind.REINSTATED: "cancelled", ChangeKind.NEW: "not in the programme"}


def _duties(duties: Sequence[Duty], zone: str, titles: Mapping[str, str]) -> str:
    lines = ["All that you do in the programme now:"]
    for duty in duties:
        when = f"{_day(duty.starts_at, zone)}, {_hours(duty.starts_at, duty.ends_at, zone)}"
        where = f", {duty.session.room}" if duty.session.room else ""
        title = titles.get(duty.code, duty.title)
        lines.append(f"  {when}{where}: {duty.part.value}, “{title}”")
        lines += [f"    {line}" for line in _at_the_board(duty, zone)]
    return "\n".join(lines)


def _at_the_board(duty: Duty, zone: str) -> list[str]:
    """The board, and when posters go up and come down (B04)."""
    if not duty.is_poster or duty.slot is None:
        return []
    session = duty.session
    spans = (
        ("put it up", session.set_up_from, session.set_up_until),
        ("take it down", session.tear_down_from, session.tear_down_until),
    )
    lines = [f"board {duty.slot.board}"] if duty.slot.board else []
    return lines + [
        f"{word} {_day(start, zone)}, {_hours(start, end, zone)}"
        for word, start, end in spans
        if start and end
    ]


@lru_cache(maxsize=4096)
def _place(place: ReleasedPlace, zone: str) -> str:
    start = formats.instant(place.starts_at, zone)
    end = formats.clock(place.ends_at, zone)
    return f"{start}, until {end}{f', {place.room}' if place.room else ''}"


@lru_cache(maxsize=4096)
def _day(at: datetime, zone: str) -> str:
    return formats.local_day(at, zone)


@lru_cache(maxsize=4096)
def _hours(start: datetime, end: datetime, zone: str) -> str:
    return formats.hours(start, end, zone)
