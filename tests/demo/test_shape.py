"""The shapes of the four sizes, and the days that follow from them."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest

from conference.demo.calendar import DemoCalendar
from conference.demo.day_plan import PlannedBlock, day_plan, room_names
from conference.demo.shape import DAYS_AHEAD, SHAPES, SUNDAY, first_day
from schedule.rules.vocabulary import SessionKind

SCIENTIFIC = {
    SessionKind.KEYNOTE, SessionKind.PLENARY, SessionKind.SYMPOSIUM, SessionKind.LIGHTNING,
    SessionKind.POSTER,
}  # fmt: skip


def test_typical_has_the_totals_of_the_real_meeting() -> None:
    shape = SHAPES["typical"]
    assert (shape.registrations, shape.members) == (650, 1250)
    assert (shape.invited, shape.oral, shape.lightning_talks, shape.poster_count) == (
        39,
        48,
        25,
        327,
    )
    assert (shape.accepted, shape.talks, shape.chairs) == (400, 112, 34)
    assert shape.scientific_sessions == 26
    kinds = Counter(block.kind for block in day_plan(shape))
    assert sum(kinds[kind] for kind in SCIENTIFIC) == 26
    assert sum(kinds.values()) == 40
    assert kinds[SessionKind.SYMPOSIUM] == 14


def test_the_other_sizes_have_their_totals() -> None:
    small, large, stress = SHAPES["small"], SHAPES["large"], SHAPES["stress"]
    assert (small.registrations, small.talks + small.poster_count) == (234, 185)
    assert (small.scientific_sessions, small.talks, small.poster_count) == (18, 118, 67)
    assert (large.registrations, large.talks + large.poster_count) == (2000, 809)
    assert large.invited == 55
    states = (stress.accepted, stress.rejected, stress.withdrawn, stress.undecided, stress.drafts)
    assert stress.registrations == 4200
    assert sum(states) == 3300


@pytest.mark.parametrize("size", SHAPES)
def test_plan_matches_its_shape(size: str) -> None:
    shape = SHAPES[size]
    plan = day_plan(shape)
    assert sum(len(block.talks) for block in plan) == shape.talks
    assert sum(block.posters for block in plan) == shape.poster_count
    assert sum(block.chairs for block in plan) == shape.chairs
    assert {block.room for block in plan} <= set(room_names(shape))


@pytest.mark.parametrize("size", SHAPES)
def test_plan_uses_no_room_twice_and_fits_every_talk(size: str) -> None:
    by_room: dict[tuple[int, str], list[PlannedBlock]] = {}
    for block in day_plan(SHAPES[size]):
        by_room.setdefault((block.day, block.room), []).append(block)
        assert block.lead_minutes + sum(talk.minutes for talk in block.talks) <= block.minutes
    for blocks in by_room.values():
        for earlier, later in pairwise(blocks):
            assert earlier.start + earlier.minutes <= later.start


def test_nothing_runs_beside_a_plenary_or_a_keynote() -> None:
    plan = day_plan(SHAPES["typical"])
    alone = [b for b in plan if b.kind in (SessionKind.PLENARY, SessionKind.KEYNOTE)]
    for block in alone:
        beside = [
            other
            for other in plan
            if other.day == block.day
            and other is not block
            and other.start < block.start + block.minutes
            and block.start < other.start + other.minutes
        ]
        assert beside == []


@pytest.mark.parametrize("offset", range(14))
def test_first_day_is_always_a_sunday_still_to_come(offset: int) -> None:
    today = date(2027, 3, 1) + timedelta(days=offset)
    day = first_day(today)
    assert day.weekday() == SUNDAY
    assert DAYS_AHEAD <= (day - today).days < DAYS_AHEAD + 7


@pytest.mark.parametrize("today", [date(2026, 10, 5), date(2027, 3, 7), date(2026, 12, 12)])
def test_the_demo_is_alive_on_any_day(today: date) -> None:
    calendar = DemoCalendar(today)
    assert calendar.early_ends < calendar.now < calendar.on_site_begins
    assert calendar.late_call_opens < calendar.now < calendar.late_call_closes
    assert calendar.call_closed_first < calendar.call_closes < calendar.decided
    assert calendar.decided < calendar.released < calendar.moved < calendar.now
