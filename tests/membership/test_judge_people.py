"""Judging many at once, and members of partner societies (M07)."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from conference.meetings.tables import Society
from conference.membership import queries
from conference.membership.rules import MemberTest
from conference.membership.tables import Membership, MembershipType


@pytest.fixture
async def light(cast):
    """A partner society of which Dan is a member for life and Bob was one."""
    society = Society(name="Society of Light", short_name="SoL")
    await Society.insert(society)
    kind = MembershipType(society=society.id, key="regular", title="Full member")
    await MembershipType.insert(kind)

    def row(person, end, status):
        return Membership(
            society=society.id, person=person.id, type=kind.id, number=f"L{person.given_name}",
            valid_from=date(2020, 1, 1), valid_to=end, status=status,
        )  # fmt: skip

    await Membership.insert(
        row(cast.dan, None, "lifetime"), row(cast.bob, date(2026, 12, 31), "active")
    )
    return society.id


async def test_members_of_a_partner_society_get_the_member_price(cast, light, now):
    alone = await queries.judge_person(cast.dan.id, cast.meeting, now)
    joint = await queries.judge_person(cast.dan.id, cast.meeting, now, partners=[light])
    assert not alone.is_member
    assert joint.is_member
    assert joint.reason == (
        "Member of Society of Light, a partner of this meeting. Full member, no. LDan, for life."
    )
    assert joint.membership_types == {"regular", "partner"}
    assert not joint.is_lifetime  # a waiver for the host's own members for life is not theirs


async def test_a_partner_s_former_member_is_told_why_not(cast, light, now):
    verdict = await queries.judge_person(cast.bob.id, cast.meeting, now, partners=[light])
    assert verdict.reason.startswith("Society of Light: Membership no. LBob ended on Thu 31 Dec")
    nobody = await queries.judge_person(cast.carol.id, cast.meeting, now, partners=[light])
    assert nobody.reason == "No membership is on the roll, nor on a partner society's."
    stranger = await queries.judge_person(None, cast.meeting, now, partners=[light])
    assert not stranger.is_member


async def test_the_host_s_own_members_are_judged_first(cast, light, now):
    verdict = await queries.judge_person(cast.alice.id, cast.meeting, now, partners=[light])
    assert verdict.reason.startswith("Regular member, no. SOS-0001")


async def test_many_are_judged_as_each_alone_in_two_statements(cast, light, now, count_statements):
    everybody = [cast.alice.id, cast.bob.id, cast.carol.id, cast.dan.id, uuid4()]
    asked = {"test": MemberTest.AT_ORDER, "partners": [light]}
    with count_statements() as seen:
        verdicts = await queries.judge_people(everybody, cast.meeting, now, **asked)
    assert len(seen) == 2
    for person in everybody:
        alone = await queries.judge_person(person, cast.meeting, now, **asked)
        assert verdicts[person] == alone
    assert await queries.judge_people([], cast.meeting, now) == {}
