"""What an import would do to the roll: proposed, with reasons, before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid5

from conference.membership.roll_changes import (
    ChangeKind,
    CurrentRoll,
    Decision,
    FieldChange,
    NewMembership,
    RollChange,
    RollPerson,
)
from conference.membership.roll_file import RollRow
from conference.membership.roll_matching import Directory, Match, find_clashes, group_people
from conference.membership.roll_periods import place_membership
from conference.membership.rules import MembershipInfo
from conference.people.rules import fold

_PROPOSED = UUID("7d0b5d2e-6a54-4a3e-9a53-1c9e5a0d8f11")  # names memberships that do not exist yet


def propose_roll(
    rows: Sequence[RollRow],
    current: CurrentRoll,
    *,
    on_day: date,
    decisions: Mapping[int, Decision] | None = None,
) -> tuple[RollChange, ...]:
    """One change for each row, in the order of the lines; nothing is merged by name.

    A person is found by member number, then by e-mail; a conflict of the two is in doubt.
    Importing the outcome again proposes nothing. `on_day` begins a membership without a first day.
    """
    clashes = find_clashes(rows)
    proposing = _Proposing(Directory(current), current.types, on_day, decisions or {})
    changes = [_in_doubt(row, clashes[row.line]) for row in rows if row.line in clashes]
    groups = group_people(row for row in rows if row.line not in clashes)
    matched = [(group, proposing.match(group)) for group in groups]
    meant = Counter(match.person.id for _, match in matched if match.person)
    for group, match in matched:
        if match.person and meant[match.person.id] > 1:
            changes.extend(_in_doubt(row, _why_meant_twice(match.person)) for row in group)
        else:
            changes.extend(proposing.changes_of(group, match))
    return tuple(sorted(changes, key=lambda change: change.line))


def new_types(changes: Sequence[RollChange], types: Mapping[str, str]) -> dict[str, str]:
    """Membership types that the society does not have yet and these changes would bring."""
    found = {
        resolve_type(change.row, types): change.row.type_title
        for change in changes
        if change.kind in (ChangeKind.NEW, ChangeKind.CHANGED)
    }
    return {key: title for key, title in found.items() if key not in types}


def resolve_type(row: RollRow, types: Mapping[str, str]) -> str:
    """The society's type that a row names by key or by title, else the row's own key."""
    if row.type_key in types:
        return row.type_key
    title = fold(row.type_title)
    return next((key for key, known in types.items() if fold(known) == title), row.type_key)


@dataclass(frozen=True, slots=True)
class _Proposing:
    directory: Directory
    types: Mapping[str, str]
    on_day: date
    decisions: Mapping[int, Decision]

    def match(self, group: Sequence[RollRow]) -> Match:
        """Whom the lines of a group mean; the first speaks for all."""
        return self.directory.find(group[0], self.decisions.get(group[0].line, Decision.SKIP))

    def changes_of(self, group: Sequence[RollRow], match: Match) -> list[RollChange]:
        """The lines of one person: the first brings the person in, each adds its time."""
        if match.doubt:
            candidate = match.candidate.id if match.candidate else None
            return [_in_doubt(row, match.doubt, candidate) for row in group]
        changes: list[RollChange] = []
        done: list[RollChange] = []
        held = list(match.person.memberships) if match.person else []
        for row in group:
            change = self._change(row, match.person, held, done)
            changes.append(change)
            if change.kind is not ChangeKind.IN_DOUBT:
                done.append(change)
                held = _held_after(change, held)
        return changes

    def _change(
        self,
        row: RollRow,
        person: RollPerson | None,
        held: Sequence[MembershipInfo],
        before: Sequence[RollChange],
    ) -> RollChange:
        number = held[-1].number if held else row.number
        type_key = resolve_type(row, self.types)
        placed = place_membership(row, held, type_key=type_key, number=number, on_day=self.on_day)
        if placed.doubt:
            return _in_doubt(row, placed.doubt)
        about = () if before else _person_changes(row, person)
        return RollChange(
            _kind(person, held, before, bool(about or placed.fields)),
            row,
            person=person.id if person else None,
            with_line=before[0].line if before and person is None else None,
            fields=about + placed.fields,
            adds=placed.adds,
            corrects=placed.corrects,
        )


def _kind(
    person: RollPerson | None,
    held: Sequence[MembershipInfo],
    before: Sequence[RollChange],
    is_changed: bool,
) -> ChangeKind:
    is_on_roll = bool(held) and not (before and before[0].kind is ChangeKind.NEW)
    if person is None or not is_on_roll:
        return ChangeKind.NEW
    return ChangeKind.CHANGED if is_changed else ChangeKind.UNCHANGED


def _in_doubt(row: RollRow, reason: str, candidate: UUID | None = None) -> RollChange:
    return RollChange(ChangeKind.IN_DOUBT, row, reason=reason, candidate=candidate)


def _person_changes(row: RollRow, person: RollPerson | None) -> tuple[FieldChange, ...]:
    """What the file says otherwise of a known person; accents and capitals are left as they are."""
    if person is None:
        return ()
    pairs = (
        ("given name", person.given_name, row.given_name),
        ("family name", person.family_name, row.family_name),
        ("affiliation", person.affiliation, row.affiliation),
        ("city", person.city, row.city),
        ("country", person.country, row.country),
    )
    found = [FieldChange(*each) for each in pairs if each[2] and fold(each[1]) != fold(each[2])]
    if row.email and row.email not in person.emails:
        found.append(FieldChange("e-mail", ", ".join(person.emails), row.email))
    return tuple(found)


def _why_meant_twice(person: RollPerson) -> str:
    return (
        f"Several lines mean {person.registered_name}, some by number and some by e-mail. "
        "Give both on each line."
    )


def _held_after(change: RollChange, held: Sequence[MembershipInfo]) -> list[MembershipInfo]:
    """The memberships as a change leaves them: the person's next line builds on it."""
    after = [_corrected(each, change) for each in held]
    return after + [_held(change, added) for added in change.adds]


def _corrected(held: MembershipInfo, change: RollChange) -> MembershipInfo:
    corrects = change.corrects
    if corrects is None or corrects.membership != held.id:
        return held
    return replace(
        held, type_key=corrects.type_key, type_title=change.row.type_title,
        valid_to=corrects.valid_to, status=corrects.status,
    )  # fmt: skip


def _held(change: RollChange, added: NewMembership) -> MembershipInfo:
    return MembershipInfo(
        id=uuid5(_PROPOSED, f"{change.line} {added.valid_from}"),
        person=change.person or _PROPOSED,
        number=added.number,
        type_key=added.type_key,
        type_title=change.row.type_title,
        valid_from=added.valid_from,
        valid_to=added.valid_to,
        status=added.status,
    )
