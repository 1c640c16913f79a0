"""What must be true of the member roll."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import Any

from conference.membership.rules import number_key
from conference.membership.tables import Membership
from conference.orm import invariant
from conference.people.rules import normal_address
from conference.people.tables import EmailAddress


async def _memberships() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = await Membership.select(
        Membership.person,
        Membership.person.registered_name.as_alias("name"),
        Membership.society,
        Membership.type,
        Membership.number,
        Membership.valid_from,
        Membership.valid_to,
    ).order_by(Membership.valid_from)
    return rows


@invariant("roll-no-overlap", "A person has no two memberships of one type at the same time.")
async def memberships_do_not_overlap() -> list[str]:
    held: dict[tuple[object, object], list[dict[str, Any]]] = defaultdict(list)
    for row in await _memberships():
        held[row["person"], row["type"]].append(row)
    return [
        f"{later['name']}: number {later['number']} begins on {later['valid_from']}, "
        f"before number {earlier['number']} ends ({earlier['valid_to'] or 'for life'})."
        for rows in held.values()
        for earlier, later in pairwise(rows)
        if earlier["valid_to"] is None or later["valid_from"] <= earlier["valid_to"]
    ]


@invariant("roll-dates-in-order", "A membership does not end before it begins.")
async def memberships_end_after_they_begin() -> list[str]:
    return [
        f"{row['name']}: number {row['number']} begins on {row['valid_from']} and ends on "
        f"{row['valid_to']}."
        for row in await _memberships()
        if row["valid_to"] is not None and row["valid_to"] < row["valid_from"]
    ]


@invariant("roll-number-once", "A member number of a society belongs to one person.")
async def numbers_belong_to_one_person() -> list[str]:
    holders: dict[tuple[object, str], dict[object, str]] = defaultdict(dict)
    for row in await _memberships():
        holders[row["society"], number_key(row["number"])][row["person"]] = row["name"]
    return [
        f"Number {number} belongs to {' and to '.join(sorted(people.values()))}."
        for (_, number), people in holders.items()
        if len(people) > 1
    ]


@invariant("email-one-person", "An e-mail address belongs to one person, however it is written.")
async def addresses_belong_to_one_person() -> list[str]:
    holders: dict[str, set[object]] = defaultdict(set)
    for row in await EmailAddress.select(EmailAddress.address, EmailAddress.person):
        holders[normal_address(row["address"])].add(row["person"])
    return [
        f"{address} belongs to {len(people)} people."
        for address, people in holders.items()
        if len(people) > 1
    ]
