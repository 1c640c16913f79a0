"""Memberships written by hand: added, ended, changed; always with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from conference.membership import queries
from conference.membership.errors import MembershipRefused, UnknownMembership
from conference.membership.roll_changes import NewMembership
from conference.membership.roll_lock import lock_roll
from conference.membership.roll_words import LIFETIME_TYPES, TYPE_TITLES
from conference.membership.roll_writer import membership_row
from conference.membership.rules import MembershipInfo, MembershipStatus, number_key
from conference.membership.tables import Membership, MembershipType
from conference.orm import Action, Actor, IntegrityConflict, action, integrity
from conference.people import queries as people
from conference.people.errors import UnknownPerson


async def add_membership(
    *,
    society: UUID,
    person: UUID,
    membership: NewMembership,
    reason: str,
    by: Actor,
    now: datetime,
) -> UUID:
    """Adds a dated membership. Raises MembershipRefused if it overlaps one of the same type,
    or if the number is somebody else's; UnknownPerson."""
    if await people.person_by_id(person) is None:
        raise UnknownPerson
    async with action("add_membership", by=by, now=now, reason=reason) as act:
        await lock_roll(society)
        held = await queries.memberships_of(person, society)
        _refuse_overlap(held, membership.type_key, membership.valid_from, membership.valid_to)
        await _refuse_number_of_another(society, person, membership.number)
        type_id = await type_of(act, society, membership.type_key)
        row = membership_row(act, society, person, type_id, membership, source="by hand")
        try:
            async with integrity():
                await Membership.insert(row)
        except IntegrityConflict:
            raise _refused("valid_from", "This number has a membership from that day.") from None
        period = f"{membership.valid_from} to {membership.valid_to or 'for life'}"
        act.note("person", person, membership=[None, f"{membership.number}, {period}"])
    made: UUID = row.id
    return made


async def change_membership(
    *,
    membership: MembershipInfo,
    society: UUID,
    valid_to: date | None,
    status: MembershipStatus,
    reason: str,
    by: Actor,
    now: datetime,
) -> None:
    """Sets the last day and the status. Raises MembershipRefused, or UnknownMembership if it is
    no longer as it was shown."""
    if valid_to is None and status is not MembershipStatus.LIFETIME:
        raise _refused("valid_to", "Give the last day; only a membership for life has none.")
    if valid_to is not None and valid_to < membership.valid_from:
        raise _refused("valid_to", "The last day is before the first.")
    async with action("change_membership", by=by, now=now, reason=reason) as act:
        await lock_roll(society)
        held = await queries.memberships_of(membership.person, society)
        others = [each for each in held if each.id != membership.id]
        _refuse_overlap(others, membership.type_key, membership.valid_from, valid_to)
        written = (
            await Membership.update(
                {Membership.valid_to: valid_to, Membership.status: status.value}
            )
            .where(Membership.id == membership.id, Membership.status == membership.status.value)
            .returning(Membership.id)
        )
        if not written:
            raise UnknownMembership("It was changed or removed while you worked. Look again.")
        act.note(
            "person",
            membership.person,
            valid_to=[membership.valid_to, valid_to],
            status=[membership.status.value, status.value],
        )


def _refuse_overlap(
    held: Sequence[MembershipInfo], type_key: str, start: date, end: date | None
) -> None:
    for each in held:
        begins_later = end is not None and each.valid_from > end
        ended_before = each.valid_to is not None and each.valid_to < start
        if each.type_key == type_key and not (begins_later or ended_before):
            sentence = f"This overlaps {each.type_title}, no. {each.number}. End that one first."
            raise _refused("valid_from", sentence)


async def _refuse_number_of_another(society: UUID, person: UUID, number: str) -> None:
    rows = await Membership.select(Membership.person, Membership.number).where(
        Membership.society == society, Membership.person != person
    )
    if any(number_key(row["number"]) == number_key(number) for row in rows):
        raise _refused("number", "This number belongs to somebody else.")


async def type_of(act: Action, society: UUID, key: str) -> UUID:
    """The society's membership type of this key; one of the usual types is made when it is first
    used. Raises MembershipRefused."""
    row = (
        await MembershipType.select(MembershipType.id)
        .where(MembershipType.society == society, MembershipType.key == key)
        .first()
    )
    if row:
        found: UUID = row["id"]
        return found
    if key not in TYPE_TITLES:
        raise _refused("type", "Choose one from the list.")
    made = MembershipType(
        society=society,
        key=key,
        title=TYPE_TITLES[key],
        is_lifetime=key in LIFETIME_TYPES,
        created_at=act.now,
    )
    await MembershipType.insert(made)
    act.note("membership_type", key, created=made.title)
    type_id: UUID = made.id
    return type_id


def _refused(field: str, sentence: str) -> MembershipRefused:
    return MembershipRefused(sentence, errors={field: sentence})
