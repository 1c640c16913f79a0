"""Writing proposed changes into the roll, many at once, inside a running action."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from conference.membership.roll_changes import (
    ChangeKind,
    NewMembership,
    RollChange,
    RollOutcome,
    count_kinds,
)
from conference.membership.roll_proposal import resolve_type
from conference.membership.roll_record import ADDED_EMAIL, PERSON_FIELDS, record_undo
from conference.membership.roll_undo import HeldMembership, Undo
from conference.membership.roll_words import LIFETIME_TYPES
from conference.membership.rules import MembershipStatus
from conference.membership.tables import Membership, MembershipType
from conference.membership.undo_queries import held_memberships
from conference.orm import Action
from conference.people import actions as people_actions
from conference.people.rules import NewPerson

INSERTED_AT_ONCE = 500  # rows of 11 columns; PostgreSQL takes 32,767 parameters


@dataclass(frozen=True, slots=True)
class Written:
    """What applying came to, and what would take it back."""

    outcome: RollOutcome
    undo: Undo


async def write_changes(act: Action, society: UUID, changes: Sequence[RollChange]) -> Written:
    """Writes new people, what changed of known ones, and their memberships.

    Raises AddressTaken or a broken constraint; the action then writes nothing.
    """
    wanted = [each for each in changes if each.kind in (ChangeKind.NEW, ChangeKind.CHANGED)]
    known_types = await _type_ids(society)
    types = await _types_with_new_ones(act, society, wanted)
    people = await _people_of(act, wanted)
    corrected = [each.corrects.membership for each in wanted if each.corrects]
    before = await held_memberships(corrected)
    for change in wanted:
        await _amend(act, change, people[change.line])
        await _correct(act, change, types)
    added = await _add_memberships(act, society, wanted, people, types)
    made = tuple(each for key, each in types.items() if key not in known_types)
    undo = Undo(record_undo(wanted, people, types, before, added), made)
    return Written(_outcome(changes, people, sum(map(len, added.values()))), undo)


async def _type_ids(society: UUID) -> dict[str, UUID]:
    rows = await MembershipType.select(MembershipType.id, MembershipType.key).where(
        MembershipType.society == society
    )
    return {row["key"]: row["id"] for row in rows}


async def _types_with_new_ones(
    act: Action, society: UUID, changes: Sequence[RollChange]
) -> dict[str, UUID]:
    """Id by key of the society's membership types, after adding those that are new."""
    rows = await MembershipType.select(
        MembershipType.id, MembershipType.key, MembershipType.title
    ).where(MembershipType.society == society)
    ids: dict[str, UUID] = {row["key"]: row["id"] for row in rows}
    titles = {row["key"]: row["title"] for row in rows}
    for change in changes:
        key = resolve_type(change.row, titles)
        if key in ids:
            continue
        ids[key] = await _create_type(act, society, key, change.row.type_title)
        titles[key] = change.row.type_title
    return ids


async def _create_type(act: Action, society: UUID, key: str, title: str) -> UUID:
    row = MembershipType(
        society=society,
        key=key,
        title=title,
        is_lifetime=key in LIFETIME_TYPES,
        created_at=act.now,
    )
    await MembershipType.insert(row)
    act.note("membership_type", key, created=title)
    made: UUID = row.id
    return made


async def _people_of(act: Action, changes: Sequence[RollChange]) -> dict[int, UUID]:
    """The person of each line: known, created now, or brought in by an earlier line."""
    strangers = [each for each in changes if each.person is None and each.with_line is None]
    created = await people_actions.create_people(act, [_new_person(each) for each in strangers])
    people = {each.line: person for each, person in zip(strangers, created, strict=True)}
    for change in changes:
        if change.person is not None:
            people[change.line] = change.person
    for change in changes:
        if change.with_line is not None:
            people[change.line] = people[change.with_line]
    return people


def _new_person(change: RollChange) -> NewPerson:
    row = change.row
    return NewPerson(
        given_name=row.given_name,
        family_name=row.family_name,
        affiliation=row.affiliation,
        city=row.city,
        country=row.country,
        email=row.email or None,
    )


async def _amend(act: Action, change: RollChange, person: UUID) -> None:
    """Writes what the file says otherwise of a person; a new address stands beside the old."""
    values = {
        PERSON_FIELDS[each.field]: each.after
        for each in change.fields
        if each.field in PERSON_FIELDS
    }
    if values:
        await people_actions.amend_person(act, person, **values)
    for each in change.fields:
        if each.field == ADDED_EMAIL:
            is_first = not each.before
            await people_actions.add_address(act, person, each.after, is_primary=is_first)


async def _correct(act: Action, change: RollChange, types: Mapping[str, UUID]) -> None:
    corrects = change.corrects
    if corrects is None:
        return
    await Membership.update(
        {
            Membership.type: types[corrects.type_key],
            Membership.valid_to: corrects.valid_to,
            Membership.status: corrects.status.value,
        }
    ).where(Membership.id == corrects.membership)
    differences = {
        each.field.replace(" ", "_"): [each.before, each.after]
        for each in change.fields
        if each.field in ("type", "status", "valid to")
    }
    act.note("membership", corrects.membership, **differences)


async def _add_memberships(
    act: Action,
    society: UUID,
    changes: Sequence[RollChange],
    people: Mapping[int, UUID],
    types: Mapping[str, UUID],
) -> dict[int, list[HeldMembership]]:
    """Inserts what each line adds, many at once; what stands in the roll then, by line."""
    rows = {
        change.line: [
            membership_row(act, society, people[change.line], types[added.type_key], added)
            for added in change.adds
        ]
        for change in changes
    }
    every = [row for of_line in rows.values() for row in of_line]
    for start in range(0, len(every), INSERTED_AT_ONCE):
        await Membership.insert(*every[start : start + INSERTED_AT_ONCE])
    for row in every:
        until = row.valid_to.isoformat() if row.valid_to else "for life"
        period = f"{row.valid_from.isoformat()} to {until}"
        act.note("person", row.person, membership=[None, f"{row.number}, {period}"])
    return {line: [_held(row) for row in of_line] for line, of_line in rows.items()}


def _held(row: Membership) -> HeldMembership:
    return HeldMembership(
        row.id,
        row.society,
        row.type,
        row.number,
        row.valid_from,
        row.valid_to,
        MembershipStatus(row.status),
    )


def membership_row(
    act: Action,
    society: UUID,
    person: UUID,
    type_id: UUID,
    added: NewMembership,
    source: str = "import",
) -> Membership:
    """An unsaved membership."""
    return Membership(
        society=society,
        person=person,
        type=type_id,
        number=added.number,
        valid_from=added.valid_from,
        valid_to=added.valid_to,
        status=added.status.value,
        source=source,
        created_at=act.now,
    )


def _outcome(changes: Sequence[RollChange], people: Mapping[int, UUID], added: int) -> RollOutcome:
    counts = count_kinds(changes)
    joined = {people[each.line] for each in changes if each.kind is ChangeKind.NEW}
    return RollOutcome(
        joined=len(joined),
        changed=counts[ChangeKind.CHANGED],
        unchanged=counts[ChangeKind.UNCHANGED],
        left_out=counts[ChangeKind.IN_DOUBT],
        memberships=added,
    )
