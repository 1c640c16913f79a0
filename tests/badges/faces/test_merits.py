"""Ribbons come from what people really are."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

from abstracts.tables.awards import AwardApplication, AwardCycle
from badges.faces.merits import merits_of
from badges.faces.rules import Merits, ribbons
from conference.meetings.tables import Meeting
from conference.membership.council.actions import NewSeat, give_seat
from conference.orm import Actor
from conference.people.access import Role
from conference.registration.tables import Registration, RegistrationCategory
from schedule.rules import Part

BY = Actor.system("tests")


def test_ribbons_are_each_given_once_and_never_to_a_reviewer() -> None:
    parts = frozenset({Part.SPEAKER, Part.CHAIR})
    held = Merits(parts, frozenset({Role.OFFICE, Role.DESK, Role.REVIEWER}))
    assert ribbons(held) == ("Speaker", "Session chair", "Staff")
    assert ribbons(Merits(roles=frozenset({Role.REVIEWER, Role.TREASURER}))) == ()


def test_ribbons_name_the_office_first_and_the_first_visit_last() -> None:
    held = Merits(
        frozenset({Part.SPEAKER}), offices=("President",), is_winner=True, is_first_timer=True
    )
    assert ribbons(held) == ("President", "Speaker", "Award winner", "First time here")


async def test_merits_know_the_council_on_the_first_day(hall, now):
    meeting, alice, bob = hall.meeting, hall.cast.alice.id, hall.cast.bob.id
    ended = NewSeat(bob, "Treasurer", date(2020, 1, 1), meeting.starts_on - timedelta(days=1))
    await give_seat(meeting.society, NewSeat(alice, "Council", date(2026, 1, 1)), by=BY, now=now)
    await give_seat(meeting.society, ended, by=BY, now=now)
    found = await merits_of(meeting, [alice, bob])
    assert [found[each].offices for each in (alice, bob)] == [("Council",), ()]


async def test_merits_know_a_winner_once_announced(hall, now):
    meeting, alice = hall.meeting, hall.cast.alice.id
    cycle = AwardCycle(
        meeting=meeting.id, key="travel", title="Travel award", opens_at=now, closes_at=now,
        zone="UTC",
    )  # fmt: skip
    await AwardCycle.insert(cycle)
    await AwardApplication.insert(AwardApplication(cycle=cycle.id, person=alice, state="accepted"))
    assert not (await merits_of(meeting, [alice]))[alice].is_winner
    await AwardCycle.update({AwardCycle.announced_at: now}).where(AwardCycle.id == cycle.id)
    assert (await merits_of(meeting, [alice]))[alice].is_winner


async def test_merits_call_nobody_a_first_timer_without_an_earlier_meeting(hall, enrol):
    alice = await enrol(hall.cast.alice)
    assert not (await merits_of(hall.meeting, [alice.person.id]))[alice.person.id].is_first_timer


async def test_merits_know_who_was_there_before(hall, enrol):
    alice, bob = await enrol(hall.cast.alice), await enrol(hall.cast.bob)
    await _was_there_before(hall, alice)
    found = await merits_of(hall.meeting, [alice.person.id, bob.person.id])
    assert [found[each.person.id].is_first_timer for each in (alice, bob)] == [False, True]


async def _was_there_before(hall, info):
    rows = await Meeting.select().where(Meeting.id == hall.meeting.id)
    earlier = {
        **rows[0], "id": uuid4(), "slug": "oslo", "title": "Signals 2026",
        "starts_on": date(2026, 10, 18), "ends_on": date(2026, 10, 21),
    }  # fmt: skip
    await Meeting.insert(Meeting(**earlier))
    kind = RegistrationCategory(meeting=earlier["id"], key="regular", title="Member")
    await RegistrationCategory.insert(kind)
    (held,) = await Registration.select().where(Registration.id == info.id)
    again = {
        **held, "id": uuid4(), "meeting": earlier["id"], "category": kind.id, "code": "EARL1R",
        "active_key": str(uuid4()), "ticket_hash": str(uuid4()),
    }  # fmt: skip
    await Registration.insert(Registration(**again))
