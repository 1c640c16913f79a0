"""Taking an applied import back: what it changed, and which of it may still be taken back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from conference.membership.rules import MembershipStatus
from conference.web.formats import day as spoken_day


@dataclass(frozen=True, slots=True)
class HeldMembership:
    """A membership as it stands in the roll, as far as an import writes it."""

    id: UUID
    society: UUID
    type_id: UUID
    number: str
    valid_from: date
    valid_to: date | None
    status: MembershipStatus

    @property
    def words(self) -> str:
        until = spoken_day(self.valid_to) if self.valid_to else "for life"
        return f"no. {self.number}, {spoken_day(self.valid_from)} to {until}"

    def overlaps(self, other: HeldMembership) -> bool:
        begins_later = other.valid_to is not None and self.valid_from > other.valid_to
        ended_before = self.valid_to is not None and self.valid_to < other.valid_from
        return self.type_id == other.type_id and not (begins_later or ended_before)


@dataclass(frozen=True, slots=True)
class Corrected:
    """A membership that the import described otherwise: as it was, and as it was left."""

    before: HeldMembership
    after: HeldMembership


@dataclass(frozen=True, slots=True)
class FieldUndo:
    """A field of a person: what it was, and what the import made of it."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class UndoPerson:
    """What an import did to one person. `is_new`: it brought the person in."""

    person: UUID
    name: str
    lines: tuple[int, ...]
    is_new: bool = False
    fields: tuple[FieldUndo, ...] = ()
    address: str = ""
    was_first_address: bool = False
    added: tuple[HeldMembership, ...] = ()
    corrected: tuple[Corrected, ...] = ()


@dataclass(frozen=True, slots=True)
class Undo:
    """All that applying an import changed; `types` are the membership types that it made."""

    people: tuple[UndoPerson, ...] = ()
    types: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonNow:
    """A person as they stand today. `traces` are words for what else refers to them since."""

    fields: Mapping[str, str] = field(default_factory=dict)
    addresses: Mapping[str, tuple[bool, bool]] = field(default_factory=dict)  # primary, verified
    memberships: Mapping[UUID, HeldMembership] = field(default_factory=dict)
    traces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JudgedUndo:
    """One person of an import: what would be taken back, and what stands in the way."""

    undo: UndoPerson
    obstacles: tuple[str, ...]

    @property
    def what(self) -> tuple[str, ...]:
        return tuple(_what(self.undo))


@dataclass(frozen=True, slots=True)
class UndoPreview:
    """What taking an import back would do now; `digest` names exactly these people."""

    back: tuple[JudgedUndo, ...]
    stays: tuple[JudgedUndo, ...]

    @property
    def digest(self) -> str:
        ids = "".join(sorted(str(each.undo.person) for each in self.back))
        return hashlib.sha256(ids.encode()).hexdigest()[:16]


def judge_undo(undo: UndoPerson, now: PersonNow | None) -> JudgedUndo:
    """Only what is still as the import left it is taken back, and from nobody who went on."""
    if now is None:
        return JudgedUndo(undo, ("The person is here no more.",))
    found = [
        *_changed_memberships(undo, now),
        *_changed_person(undo, now),
        *(_more_about_somebody_new(undo, now) if undo.is_new else ()),
        *_traces(undo, now),
    ]
    return JudgedUndo(undo, tuple(found))


def preview_undo(undo: Undo, people: Mapping[UUID, PersonNow]) -> UndoPreview:
    """Everybody of an import, split into who is taken back and who stays, with the reasons."""
    judged = [judge_undo(each, people.get(each.person)) for each in undo.people]
    return UndoPreview(
        tuple(each for each in judged if not each.obstacles),
        tuple(each for each in judged if each.obstacles),
    )


def _changed_memberships(undo: UndoPerson, now: PersonNow) -> Iterator[str]:
    for left in [*undo.added, *(each.after for each in undo.corrected)]:
        there = now.memberships.get(left.id)
        if there is None:
            yield f"The membership {left.words} was removed since."
        elif there != left:
            yield f"The membership {left.words} was changed since."
    gone = {each.id for each in undo.added}
    others = [each for each in now.memberships.values() if each.id not in gone]
    for each in undo.corrected:
        clashing = [o for o in others if o.id != each.before.id and each.before.overlaps(o)]
        if clashing:
            yield f"As it was, it would overlap the membership {clashing[0].words}."


def _changed_person(undo: UndoPerson, now: PersonNow) -> Iterator[str]:
    for each in undo.fields:
        if now.fields.get(each.field) != each.after:
            yield f"The {each.field} was changed since."
    if not undo.address:
        return
    if undo.address not in now.addresses:
        yield f"The address {undo.address} was removed since."
        return
    is_primary, is_verified = now.addresses[undo.address]
    if is_verified or is_primary != undo.was_first_address:
        yield f"The address {undo.address} is in use since."


def _more_about_somebody_new(undo: UndoPerson, now: PersonNow) -> Iterator[str]:
    brought = {each.id for each in undo.added}
    for each in now.memberships.values():
        if each.id not in brought:
            yield f"There is another membership since: {each.words}."
    for address in now.addresses:
        if address != undo.address:
            yield f"The address {address} was added since."


def _traces(undo: UndoPerson, now: PersonNow) -> Iterator[str]:
    if now.traces:
        yield f"{undo.name} has here since the import: {', '.join(now.traces)}."


def _what(undo: UndoPerson) -> Iterator[str]:
    for each in undo.added:
        yield f"Membership {each.words} is removed."
    for corrected in undo.corrected:
        yield f"Membership {corrected.after.words} is as before: {corrected.before.words}, " + (
            f"{corrected.before.status}."
        )
    if undo.is_new:
        yield "The person is removed: the import brought them in."
        return
    for change in undo.fields:
        yield f"{change.field.capitalize()} is {change.before or 'empty'} again."
    if undo.address:
        yield f"The address {undo.address} is removed."


def lines_text(lines: Sequence[int]) -> str:
    """ "line 4" or "lines 4, 5"."""
    words = ", ".join(map(str, lines))
    return f"line {words}" if len(lines) == 1 else f"lines {words}"
