"""Dues that are settled make a membership, once, without overlap; a refund takes it back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from conference.membership import actions, queries
from conference.membership.rules import MembershipStatus
from conference.membership.tables import Membership, MembershipType
from conference.orm import Actor, action

BY = Actor.system("tests")
TODAY = date(2027, 5, 10)
YEAR_END = date(2027, 12, 31)


async def _join(cast, now, person, *, key="regular", start=TODAY, end=YEAR_END, order="7QXY"):
    async with action("settle", by=BY, now=now) as act:
        return await actions.join_member(
            act, person.id, cast.meeting.society, key, start, end, f"order:{order}"
        )


async def _refund(now, order="7QXY"):
    async with action("refund", by=BY, now=now) as act:
        return await actions.end_membership_from_order(act, f"order:{order}")


async def _held(cast, person):
    held = await queries.memberships_of(person.id, cast.meeting.society)
    return [(each.number, each.type_key, each.valid_from, each.valid_to) for each in held]


async def _have(cast, person, start, end, status, key="regular", number="SOS-0009"):
    kind = await MembershipType.select(MembershipType.id).where(MembershipType.key == key).first()
    row = Membership(
        society=cast.meeting.society, person=person.id, type=kind["id"], number=number,
        valid_from=start, valid_to=end, status=status,
    )  # fmt: skip
    await Membership.insert(row)
    return row.id


async def test_join_gives_the_next_number_and_the_member_price(cast, now):
    await _join(cast, now, cast.dan)
    assert await _held(cast, cast.dan) == [("SOS-0002", "regular", TODAY, YEAR_END)]
    assert (await queries.judge_person(cast.dan.id, cast.meeting, now)).is_member


async def test_join_twice_for_one_order_is_once(cast, now):
    first = await _join(cast, now, cast.dan)
    assert await _join(cast, now, cast.dan) == first
    assert len(await _held(cast, cast.dan)) == 1


async def test_join_for_two_people_of_one_order(cast, now):
    await _join(cast, now, cast.dan)
    await _join(cast, now, cast.bob)
    assert (await _held(cast, cast.dan))[0][0] == "SOS-0002"
    assert (await _held(cast, cast.bob))[0][0] == "SOS-0003"


async def test_join_makes_a_usual_type_that_was_not_used_yet(cast, now):
    await _join(cast, now, cast.dan, key="trainee")
    assert (await _held(cast, cast.dan))[0][1] == "trainee"


async def test_renewal_extends_without_overlap(cast, now):
    await _join(cast, now, cast.alice, start=date(2027, 11, 2), end=date(2028, 12, 31))
    assert await _held(cast, cast.alice) == [
        ("SOS-0001", "regular", date(2027, 1, 1), date(2027, 12, 31)),
        ("SOS-0001", "regular", date(2028, 1, 1), date(2028, 12, 31)),
    ]


async def test_dues_for_a_year_that_is_paid_count_for_the_next(cast, now):
    await _join(cast, now, cast.alice)
    assert (await _held(cast, cast.alice))[-1][2:] == (date(2028, 1, 1), date(2028, 12, 31))


async def test_join_fills_the_time_before_a_membership_that_begins_later(cast, now):
    await _have(cast, cast.dan, date(2027, 7, 1), date(2028, 6, 30), "active")
    await _join(cast, now, cast.dan)
    assert (await _held(cast, cast.dan))[0][2:] == (TODAY, date(2027, 6, 30))


async def test_join_as_another_type_on_the_same_day(cast, now):
    await _join(cast, now, cast.dan, key="trainee")
    await _join(cast, now, cast.dan, key="regular", order="8QXY")
    assert {each[1] for each in await _held(cast, cast.dan)} == {"trainee", "regular"}


async def test_join_settles_open_dues_of_this_year(cast, now):
    await _have(cast, cast.dan, date(2027, 1, 1), YEAR_END, "grace")
    await _join(cast, now, cast.dan)
    (held,) = await queries.memberships_of(cast.dan.id, cast.meeting.society)
    assert (held.status, held.valid_from) == (MembershipStatus.ACTIVE, date(2027, 1, 1))
    await _join(cast, now, cast.dan)
    assert len(await _held(cast, cast.dan)) == 1
    assert await _refund(now) == 1
    (held,) = await queries.memberships_of(cast.dan.id, cast.meeting.society)
    assert (held.status, held.valid_to) == (MembershipStatus.GRACE, YEAR_END)


async def test_join_settles_open_dues_without_a_gap(cast, now):
    await _have(cast, cast.dan, date(2026, 1, 1), date(2026, 12, 31), "grace")
    await _join(cast, now, cast.dan)
    assert [each[2:] for each in await _held(cast, cast.dan)] == [
        (date(2026, 1, 1), date(2026, 12, 31)),
        (date(2027, 1, 1), YEAR_END),
    ]


@pytest.mark.parametrize(
    ("start", "left"), [(date(2027, 1, 1), [date(2027, 5, 9), YEAR_END]), (TODAY, [YEAR_END])]
)
async def test_join_after_a_lapse(cast, now, start, left):
    await _have(cast, cast.dan, start, YEAR_END, "lapsed")
    await _join(cast, now, cast.dan)
    assert [each[3] for each in await _held(cast, cast.dan)] == left
    assert (await queries.judge_person(cast.dan.id, cast.meeting, now)).is_member


async def test_join_gives_a_member_for_life_nothing(cast, now):
    life = await _have(cast, cast.dan, date(1999, 1, 1), None, "lifetime")
    assert await _join(cast, now, cast.dan) == life
    assert len(await _held(cast, cast.dan)) == 1


async def test_join_does_not_lift_a_suspension(cast, now):
    await _have(cast, cast.dan, date(2027, 1, 1), YEAR_END, "suspended")
    await _join(cast, now, cast.dan)
    assert (await _held(cast, cast.dan))[-1][2] == date(2028, 1, 1)
    assert not (await queries.judge_person(cast.dan.id, cast.meeting, now)).is_member


async def test_refund_on_the_day_removes_the_membership(cast, now):
    await _join(cast, now, cast.dan)
    assert await _refund(now) == 1
    assert await _held(cast, cast.dan) == []
    assert await _refund(now) == 0


async def test_refund_later_ends_it_and_joining_again_begins_anew(cast, now):
    await _join(cast, now, cast.dan)
    later = now + timedelta(days=30)
    assert await _refund(later) == 1
    assert (await _held(cast, cast.dan))[0][2:] == (TODAY, date(2027, 6, 8))
    await _join(cast, later, cast.dan, start=date(2027, 6, 9))
    assert [each[2] for each in await _held(cast, cast.dan)] == [TODAY, date(2027, 6, 9)]


async def test_refund_of_one_person_leaves_the_others(cast, now):
    await _join(cast, now, cast.dan)
    await _join(cast, now, cast.bob)
    async with action("refund", by=BY, now=now) as act:
        await actions.end_membership_from_order(act, "order:7QXY", person=cast.bob.id)
    assert len(await _held(cast, cast.dan)) == 1
    assert await _held(cast, cast.bob) == []
