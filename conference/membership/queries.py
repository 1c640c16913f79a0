"""Reading the roll: who is a member of which society, when, and under which number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from conference.meetings.rules import MeetingInfo
from conference.meetings.tables import Society
from conference.membership import dues_queries
from conference.membership.errors import UnknownMembership
from conference.membership.rules import (
    DuesOffer,
    MemberRule,
    MembershipInfo,
    MembershipStatus,
    MemberTest,
    Verdict,
    covered_through,
    judge_joint,
    judge_membership,
    number_key,
    offer_dues,
)
from conference.membership.tables import Membership, MembershipType
from conference.people.queries import CHUNK
from conference.people.rules import normal_address
from conference.people.tables import EmailAddress

MEMBERSHIP_COLUMNS = (
    Membership.id,
    Membership.person,
    Membership.number,
    Membership.type.key.as_alias("type_key"),
    Membership.type.title.as_alias("type_title"),
    Membership.valid_from,
    Membership.valid_to,
    Membership.status,
    Membership.source,
)


def membership_info(row: dict[str, Any]) -> MembershipInfo:
    return MembershipInfo(**{**row, "status": MembershipStatus(row["status"])})


async def memberships_of(person: UUID, society: UUID) -> list[MembershipInfo]:
    """A person's memberships of a society, in order of time."""
    return (await memberships_of_people([person], society)).get(person, [])


async def memberships_of_people(
    people: Collection[UUID], society: UUID
) -> dict[UUID, list[MembershipInfo]]:
    """Each person's memberships of a society, in order of time; one statement per 5,000 people."""
    found: dict[UUID, list[MembershipInfo]] = defaultdict(list)
    wanted = list(people)
    for start in range(0, len(wanted), CHUNK):
        rows = (
            await Membership.select(*MEMBERSHIP_COLUMNS)
            .where(Membership.society == society)
            .where(Membership.person.is_in(wanted[start : start + CHUNK]))
            .order_by(Membership.valid_from)
        )
        for row in rows:
            found[row["person"]].append(membership_info(row))
    return found


async def judge_person(
    person: UUID | None,
    meeting: MeetingInfo,
    now: datetime,
    *,
    test: MemberTest = MemberTest.THROUGH_LAST_DAY,
    since: date | None = None,
    partners: Collection[UUID] = (),
    accept_grace_until: date | None = None,
) -> Verdict:
    """Whether a person gets the member price of a meeting at this moment, and why (M01).

    Members of the `partners` count too (M07); open dues count through `accept_grace_until` (M04).
    """
    rule = MemberRule(test, since, accept_grace_until, tuple(partners))
    held = await _held_by([person], meeting, rule) if person else _Held({}, {})
    return _judged(person, held, meeting, now, rule)


async def judge_people(
    persons: Collection[UUID],
    meeting: MeetingInfo,
    now: datetime,
    *,
    test: MemberTest = MemberTest.THROUGH_LAST_DAY,
    since: date | None = None,
    partners: Collection[UUID] = (),
    accept_grace_until: date | None = None,
) -> dict[UUID, Verdict]:
    """The verdict for each of many people, as `judge_person` gives it.

    One statement per 5,000 people, and one for the partners' names.
    """
    rule = MemberRule(test, since, accept_grace_until, tuple(partners))
    held = await _held_by(persons, meeting, rule)
    return {person: _judged(person, held, meeting, now, rule) for person in persons}


@dataclass(frozen=True, slots=True)
class _Held:
    """Memberships by person and society, and the names of the partner societies."""

    by_person: dict[UUID, dict[UUID, list[MembershipInfo]]]
    partners: dict[UUID, str]


async def _held_by(persons: Collection[UUID], meeting: MeetingInfo, rule: MemberRule) -> _Held:
    names: dict[UUID, str] = {}
    if rule.partners:
        rows = await Society.select(Society.id, Society.name).where(
            Society.id.is_in([*rule.partners])
        )
        names = {row["id"]: row["name"] for row in rows}
    found: dict[UUID, dict[UUID, list[MembershipInfo]]] = defaultdict(lambda: defaultdict(list))
    wanted = list(persons)
    for start in range(0, len(wanted), CHUNK):
        rows = (
            await Membership.select(*MEMBERSHIP_COLUMNS, Membership.society)
            .where(Membership.society.is_in([meeting.society, *names]))
            .where(Membership.person.is_in(wanted[start : start + CHUNK]))
            .order_by(Membership.valid_from)
        )
        for row in rows:
            found[row["person"]][row.pop("society")].append(membership_info(row))
    return _Held(found, names)


def _judged(
    person: UUID | None, held: _Held, meeting: MeetingInfo, now: datetime, rule: MemberRule
) -> Verdict:
    mine = held.by_person.get(person, {}) if person else {}
    judge = partial(
        judge_membership, last_day=meeting.ends_on, now=now, zone=meeting.tz, test=rule.test,
        since=rule.since, accept_grace_until=rule.accept_grace_until,
    )  # fmt: skip
    elsewhere = {
        held.partners[each]: mine.get(each, []) for each in rule.partners if each in held.partners
    }
    return judge_joint(mine.get(meeting.society, []), elsewhere, judge)


async def find_member(society: UUID, number: str, email: str) -> UUID | None:
    """The member who has both this number and this e-mail address (M08).

    None is the one answer to anything else, so that nobody learns which of the two is right.
    """
    return await _find_holder(number, email, Membership.society == society)


async def find_member_anywhere(number: str, email: str) -> UUID | None:
    """The same over every roll here: members of a partner society find theirs too (M07, M08)."""
    return await _find_holder(number, email)


async def _find_holder(number: str, email: str, *conditions: Any) -> UUID | None:
    holder = EmailAddress.select(EmailAddress.person).where(
        EmailAddress.address == normal_address(email)
    )
    rows = await Membership.select(Membership.person, Membership.number).where(
        Membership.person.is_in(holder), *conditions
    )
    wanted = number_key(number)
    found = (row["person"] for row in rows if wanted and number_key(row["number"]) == wanted)
    return next(found, None)


async def membership_types(society: UUID) -> dict[str, str]:
    """Title by key of the society's membership types, by title."""
    rows = (
        await MembershipType.select(MembershipType.key, MembershipType.title)
        .where(MembershipType.society == society)
        .order_by(MembershipType.title)
    )
    return {row["key"]: row["title"] for row in rows}


async def membership_by_id(membership: UUID, society: UUID) -> MembershipInfo:
    """One membership of the society. Raises UnknownMembership."""
    row = (
        await Membership.select(*MEMBERSHIP_COLUMNS)
        .where(Membership.id == membership, Membership.society == society)
        .first()
    )
    if row is None:
        raise UnknownMembership
    return membership_info(row)


async def memberships_where(wanted: Any) -> list[MembershipInfo]:
    """The memberships for which a condition holds, in order of time."""
    rows = (
        await Membership.select(*MEMBERSHIP_COLUMNS).where(wanted).order_by(Membership.valid_from)
    )
    return [membership_info(row) for row in rows]


async def memberships_anywhere(person: UUID) -> list[tuple[str, MembershipInfo]]:
    """A person's memberships of every society, with the society's name, in order of time."""
    rows = (
        await Membership.select(
            *MEMBERSHIP_COLUMNS, Membership.society.name.as_alias("society_name")
        )
        .where(Membership.person == person)
        .order_by(Membership.valid_from)
    )
    return [(row.pop("society_name"), membership_info(row)) for row in rows]


async def dues_offers(
    society: UUID, currency: str, on_day: date, *, person: UUID | None = None
) -> tuple[DuesOffer, ...]:
    """What joining costs on a day, by type (M02, M06); one statement, two with a `person`.

    A member is offered the time after what is paid for already; a member for life nothing (M10).
    """
    rates = await dues_queries.dues_rates(society, currency)
    if not rates:
        return ()
    held = await memberships_of(person, society) if person else []
    good = [each for each in held if each.is_in_good_standing]
    if any(each.valid_to is None for each in good):
        return ()
    covered: dict[str, date] = {}
    for key in {each.type_key for each in good}:
        until = covered_through([each for each in good if each.type_key == key], on_day)
        covered[key] = until or on_day
    return offer_dues(rates, on_day, covered)
