"""What applying an import changed, gathered by person, so that it can be taken back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from conference.membership.roll_changes import RollChange
from conference.membership.roll_undo import Corrected, FieldUndo, HeldMembership, UndoPerson

ADDED_EMAIL = "e-mail"
PERSON_FIELDS = {
    "given name": "given_name",
    "family name": "family_name",
    "affiliation": "affiliation",
    "city": "city",
    "country": "country",
}


def record_undo(
    changes: Sequence[RollChange],
    people: Mapping[int, UUID],
    types: Mapping[str, UUID],
    before: Mapping[UUID, HeldMembership],
    added: Mapping[int, Sequence[HeldMembership]],
) -> tuple[UndoPerson, ...]:
    """One entry for each person that the written changes touched, in the order of the lines.

    `people` and `added` are by line, `before` holds the corrected memberships as they were.
    """
    by_person: dict[UUID, list[RollChange]] = defaultdict(list)
    for change in changes:
        by_person[people[change.line]].append(change)
    return tuple(
        UndoPerson(
            person=person,
            name=of_person[0].name,
            lines=tuple(change.line for change in of_person),
            is_new=_is_new(of_person),
            fields=_fields(of_person),
            address=_address(of_person),
            was_first_address=_is_new(of_person) or _had_no_address(of_person),
            added=tuple(each for change in of_person for each in added[change.line]),
            corrected=_corrected(of_person, types, before),
        )
        for person, of_person in by_person.items()
    )


def _is_new(changes: Sequence[RollChange]) -> bool:
    return any(each.person is None and each.with_line is None for each in changes)


def _fields(changes: Sequence[RollChange]) -> tuple[FieldUndo, ...]:
    """What was amended; of somebody new, all that was written, to see whether it still stands."""
    if _is_new(changes):
        row = changes[0].row
        return tuple(
            FieldUndo(field, "", getattr(row, name)) for field, name in PERSON_FIELDS.items()
        )
    return tuple(
        FieldUndo(each.field, each.before, each.after)
        for change in changes
        for each in change.fields
        if each.field in PERSON_FIELDS
    )


def _address(changes: Sequence[RollChange]) -> str:
    if _is_new(changes):
        return changes[0].row.email
    found = [e.after for change in changes for e in change.fields if e.field == ADDED_EMAIL]
    return next(iter(found), "")


def _had_no_address(changes: Sequence[RollChange]) -> bool:
    return any(
        not each.before for change in changes for each in change.fields if each.field == ADDED_EMAIL
    )


def _corrected(
    changes: Sequence[RollChange],
    types: Mapping[str, UUID],
    before: Mapping[UUID, HeldMembership],
) -> tuple[Corrected, ...]:
    found: dict[UUID, Corrected] = {}
    for change in changes:
        corrects = change.corrects
        if corrects is None or corrects.membership not in before:
            continue
        was = before[corrects.membership]
        left = replace(
            was, type_id=types[corrects.type_key], valid_to=corrects.valid_to,
            status=corrects.status,
        )  # fmt: skip
        found[was.id] = Corrected(was, left)
    return tuple(found.values())
