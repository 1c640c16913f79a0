"""The roll as the office looks at it: searched, filtered, paged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from piccolo.columns.combination import And, Or, Where, WhereRaw
from piccolo.query.functions import Lower
from piccolo.querystring import QueryString

from conference.membership.queries import memberships_of_people
from conference.membership.rules import IN_GOOD_STANDING, MembershipInfo, is_active, standing_on
from conference.membership.tables import Membership
from conference.orm.containing import contains, expression_contains
from conference.people.queries import people_by_ids
from conference.people.rules import PersonInfo, fold
from conference.people.tables import EmailAddress, Person

PAGE_ROWS = 50

Condition = And | Or | Where | WhereRaw


class Standing(StrEnum):
    """Whom the list shows: the whole roll, or a part of it by today's standing."""

    ON_ROLL = ""
    ACTIVE = "active"
    NOT_ACTIVE = "not_active"
    NOT_ON_ROLL = "not_on_roll"


@dataclass(frozen=True, slots=True)
class RollLine:
    """One person in the list, with the memberships of the society."""

    person: UUID
    name: str
    affiliation: str
    country: str
    email: str
    memberships: tuple[MembershipInfo, ...]
    standing: tuple[str, str]

    @property
    def latest(self) -> MembershipInfo | None:
        return self.memberships[-1] if self.memberships else None


@dataclass(frozen=True, slots=True)
class RollPage:
    lines: list[RollLine]
    total: int
    number: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_ROWS))


async def roll_page(
    society: UUID, *, today: date, text: str = "", standing: Standing = Standing.ON_ROLL,
    type_key: str = "", number: int = 1,
) -> RollPage:  # fmt: skip
    """One page of people by name; five statements, whatever the number of rows."""
    wanted = _conditions(society, today, text, standing, type_key)
    total = await Person.count().where(*wanted)
    rows = (
        await Person.select(Person.id)
        .where(*wanted)
        .order_by(Person.sort_key)
        .order_by(Person.id)
        .limit(PAGE_ROWS)
        .offset((number - 1) * PAGE_ROWS)
    )
    ids = [row["id"] for row in rows]
    return RollPage(await _lines(society, ids, today), total, number)


@dataclass(frozen=True, slots=True)
class RollEntry:
    """One line of an exported roll: a person with one membership, or with none."""

    person: PersonInfo
    membership: MembershipInfo | None


async def roll_entries(
    society: UUID, *, today: date, text: str = "", standing: Standing = Standing.ON_ROLL,
    type_key: str = "",
) -> list[RollEntry]:  # fmt: skip
    """Everybody whom the same filters show, by name, with each of their memberships.

    One statement for the people, and three per 5,000 of them.
    """
    rows = (
        await Person.select(Person.id)
        .where(*_conditions(society, today, text, standing, type_key))
        .order_by(Person.sort_key)
        .order_by(Person.id)
    )
    ids = [row["id"] for row in rows]
    people = await people_by_ids(ids)
    held = await memberships_of_people(ids, society)
    nothing: list[MembershipInfo | None] = [None]
    return [
        RollEntry(people[each], membership)
        for each in ids
        for membership in (held.get(each) or nothing)
    ]


async def count_active(society: UUID, today: date) -> int:
    """How many people are members in good standing on a day."""
    count: int = await Person.count().where(Person.id.is_in(_members(society, _active_on(today))))
    return count


async def _lines(society: UUID, ids: list[UUID], today: date) -> list[RollLine]:
    people = await people_by_ids(ids)
    held = await memberships_of_people(ids, society)
    return [
        RollLine(
            person=each,
            name=people[each].registered_name,
            affiliation=people[each].affiliation,
            country=people[each].country,
            email=people[each].email,
            memberships=tuple(held.get(each, ())),
            standing=_standing(held.get(each, ()), today),
        )
        for each in ids
    ]


def _standing(held: Sequence[MembershipInfo], today: date) -> tuple[str, str]:
    """Member if any membership makes one today, else what the latest one is."""
    if is_active(held, today):
        return "Member", "good"
    return standing_on(held[-1], today) if held else ("Not on the roll", "info")


def _conditions(
    society: UUID, today: date, text: str, standing: Standing, type_key: str
) -> list[Condition]:
    on_roll = _members(society)
    active = _members(society, _active_on(today))
    wanted: list[Condition] = []
    if standing is Standing.NOT_ON_ROLL:
        wanted.append(Person.id.not_in(on_roll))
    else:
        wanted.append(Person.id.is_in(on_roll))
    if standing is Standing.ACTIVE:
        wanted.append(Person.id.is_in(active))
    if standing is Standing.NOT_ACTIVE:
        wanted.append(Person.id.not_in(active))
    if type_key:
        wanted.append(Person.id.is_in(_members(society, Membership.type.key == type_key)))
    return wanted + [_has_word(society, word) for word in fold(text).split()]


def _active_on(day: date) -> Condition:
    return And(
        And(Membership.valid_from <= day, Membership.status.is_in([*IN_GOOD_STANDING])),
        Or(Membership.valid_to.is_null(), Membership.valid_to >= day),
    )


def _has_word(society: UUID, word: str) -> Condition:
    """In a name, the affiliation, an e-mail address or a member number."""
    addresses = EmailAddress.select(EmailAddress.person)
    by_email = addresses.where(contains(EmailAddress.address, word))
    by_number = _members(society, expression_contains(Lower(Membership.number), word))
    named = Or(contains(Person.search_key, word), Person.id.is_in(by_email))
    return Or(named, Person.id.is_in(by_number))


def _members(society: UUID, *conditions: Condition | QueryString) -> Any:
    """Who has a membership of the society for which all conditions hold."""
    return Membership.select(Membership.person).where(Membership.society == society, *conditions)
