"""Who asks for a price: membership, country and roles, tested as the meeting's policy says."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from conference.meetings.rules import MeetingInfo
from conference.membership import queries as membership
from conference.membership.rules import DuesOffer, MemberRule
from conference.people import queries as people
from conference.people.rules import PersonInfo
from conference.registration.catalogue import Buyer
from conference.registration.catalogue_queries import (
    StoredCatalogue,
    catalogue_of,
    partners_of,
    policy_of,
)
from conference.registration.entitlements import roles_of


async def catalogue_for(
    person: UUID | None, meeting: MeetingInfo, now: datetime
) -> StoredCatalogue:
    """The catalogue with what joining costs this person today (M02, M06)."""
    stored = await catalogue_of(meeting)
    dues = await dues_for(person, meeting, now)
    return replace(stored, catalogue=replace(stored.catalogue, dues=dues))


async def dues_for(
    person: UUID | None, meeting: MeetingInfo, now: datetime
) -> tuple[DuesOffer, ...]:
    """What joining the society costs this person today, by type."""
    today = meeting.local(now).date()
    return await membership.dues_offers(meeting.society, meeting.currency, today, person=person)


async def member_rule_of(meeting: UUID) -> MemberRule:
    """How a meeting tests membership, for the pages of the roll (M01, M04, M07)."""
    policy, partners = await policy_of(meeting), await partners_of(meeting)
    return MemberRule(policy.member_test, policy.call_opened_on, policy.dues_cutoff_on, partners)


async def buyer_of(
    person: UUID | None,
    meeting: MeetingInfo,
    stored: StoredCatalogue,
    now: datetime,
    *,
    info: PersonInfo | None = None,
) -> Buyer:
    """What the price of this person depends on at this moment (M01, M07, P05, P09).

    `info` is the person, where it is known already. Roles are asked for only where the meeting
    grants a category to one.
    """
    policy = stored.catalogue.policy
    verdict = await membership.judge_person(
        person,
        meeting,
        now,
        test=policy.member_test,
        since=policy.call_opened_on,
        partners=stored.partners,
        accept_grace_until=policy.dues_cutoff_on,
    )
    if person and info is None:
        info = await people.person_by_id(person)
    country = info.country if info else ""
    is_granted = any(each.granted_to for each in stored.catalogue.table.categories)
    return Buyer(
        membership=verdict,
        country=country,
        income=stored.catalogue.incomes.get(country, ""),
        roles=await roles_of(meeting.id, person) if person and is_granted else frozenset(),
    )
