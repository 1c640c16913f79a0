"""Reading groups: what a list is judged by, and how far the people of a group have come."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from conference.meetings.rules import MeetingInfo
from conference.membership import queries as membership
from conference.membership.rules import Verdict
from conference.people import queries as people
from conference.people.rules import normal_address
from conference.people.tables import EmailAddress
from conference.registration import order_queries, price_queries
from conference.registration import queries as registrations
from conference.registration.catalogue_queries import StoredCatalogue, catalogue_of, policy_of
from conference.registration.groups.draft import Row
from conference.registration.groups.rules import GroupFacts, Known
from conference.registration.order_queries import OrderDetail
from conference.registration.queries import RegistrationInfo
from conference.registration.tables import AttendeeNeeds, Consent, GroupBooking


class Progress(StrEnum):
    """How far an attendee has come with their own details."""

    INVITED = "invited"
    CAME = "came"
    COMPLETE = "complete"


PROGRESS_WORDS = {
    Progress.INVITED: ("Letter sent", "warn"),
    Progress.CAME: ("Has looked", "info"),
    Progress.COMPLETE: ("Details given", "good"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """A group that was booked. `most`: how many names may change after `rename_until`."""

    id: UUID
    meeting: UUID
    institution: str
    size: int
    renamed: int
    order: OrderDetail
    people: tuple[tuple[RegistrationInfo, Progress], ...]
    rename_until: date | None
    most: int


@dataclass(frozen=True, slots=True)
class GroupLink:
    """A group in the contact's list."""

    meeting: UUID
    institution: str
    size: int
    order_code: str


async def group_facts(
    rows: Iterable[Row], meeting: MeetingInfo, now: datetime
) -> tuple[GroupFacts, StoredCatalogue]:
    """All that a list depends on; some twenty statements, however long it is."""
    stored = await catalogue_of(meeting)
    holders = await _holders({normal_address(row.email) for row in rows if row.email})
    persons = set(holders.values())
    verdicts = await _verdicts(persons, meeting, stored, now)
    infos = await people.people_by_ids(persons)
    active = await registrations.active_registrations_of_people(meeting.id, persons)
    known = {
        address: Known(
            person,
            infos[person].registered_name,
            infos[person].country,
            verdicts[person],
            person in active,
        )
        for address, person in holders.items()
    }
    places = await price_queries.places_of(meeting.id)
    nobody = await membership.judge_person(None, meeting, now)
    return GroupFacts(stored.catalogue, known, places, nobody), stored


async def _holders(addresses: Collection[str]) -> dict[str, UUID]:
    if not addresses:
        return {}
    rows = await EmailAddress.select(EmailAddress.address, EmailAddress.person).where(
        EmailAddress.address.is_in(list(addresses))
    )
    return {row["address"]: row["person"] for row in rows}


async def _verdicts(
    persons: Collection[UUID], meeting: MeetingInfo, stored: StoredCatalogue, now: datetime
) -> dict[UUID, Verdict]:
    policy = stored.catalogue.policy
    return await membership.judge_people(
        persons,
        meeting,
        now,
        test=policy.member_test,
        since=policy.call_opened_on,
        partners=stored.partners,
        accept_grace_until=policy.dues_cutoff_on,
    )


async def group_of_contact(person: UUID, order_code: str) -> Group | None:
    """A group that this person booked; None for anybody else's."""
    order = await order_queries.order_of_payer(person, order_code)
    if order is None:
        return None
    row = await GroupBooking.select().where(GroupBooking.order == order.id).first()
    if row is None:
        return None
    policy = await policy_of(row["meeting"])
    progress = await _progress(order.registrations)
    return Group(
        id=row["id"],
        meeting=row["meeting"],
        institution=row["institution"],
        size=row["size"],
        renamed=row["renamed"],
        order=order,
        people=tuple((each, progress[each.id]) for each in order.registrations),
        rename_until=policy.group_rename_until,
        most=row["size"] * policy.group_rename_percent // 100,
    )


async def groups_of_contact(person: UUID) -> list[GroupLink]:
    """Every group that somebody booked, the newest first."""
    rows = (
        await GroupBooking.select(
            GroupBooking.meeting,
            GroupBooking.institution,
            GroupBooking.size,
            GroupBooking.order.code.as_alias("order_code"),
        )
        .where(GroupBooking.contact == person)
        .order_by(GroupBooking.created_at, ascending=False)
    )
    return [GroupLink(**row) for row in rows]


async def newest_group(meeting: UUID, contact: UUID) -> str:
    """The order code of the group that this contact booked last at a meeting; "" for none."""
    row = (
        await GroupBooking.select(GroupBooking.order.code.as_alias("order_code"))
        .where(GroupBooking.meeting == meeting, GroupBooking.contact == contact)
        .order_by(GroupBooking.created_at, ascending=False)
        .first()
    )
    return str(row["order_code"]) if row else ""


async def _progress(infos: Collection[RegistrationInfo]) -> dict[UUID, Progress]:
    ids = [each.id for each in infos]
    if not ids:
        return {}
    verified = await EmailAddress.select(EmailAddress.person).where(
        EmailAddress.person.is_in([each.person.id for each in infos]),
        EmailAddress.verified_at.is_not_null(),
    )
    came = {row["person"] for row in verified}
    needs = await AttendeeNeeds.select(AttendeeNeeds.registration).where(
        AttendeeNeeds.registration.is_in(ids)
    )
    consents = await Consent.select(Consent.registration).where(Consent.registration.is_in(ids))
    answered = {row["registration"] for row in [*needs, *consents]}
    return {each.id: _how_far(each, came, answered) for each in infos}


def _how_far(info: RegistrationInfo, came: set[UUID], answered: set[UUID]) -> Progress:
    if info.id in answered:
        return Progress.COMPLETE
    return Progress.CAME if info.person.id in came else Progress.INVITED
