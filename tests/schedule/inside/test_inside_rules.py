"""Laws of what is inside a session: nothing is lost, order and lengths are kept, sums are exact."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schedule.errors import DoesNotFit
from schedule.rules.inside import (
    Slots,
    all_lasting,
    closed_up,
    end_of,
    filled_minutes,
    fitted_to,
    inserted_after,
    lasting,
    moved_to,
    shares,
    shifted,
    talks_of,
)
from schedule.rules.programme import PlannedSlot
from schedule.rules.vocabulary import ItemStatus, SlotKind

KINDS = (SlotKind.TALK, SlotKind.INVITED, SlotKind.POSTER)
LAWS = settings(max_examples=40)


def slots_from(drawn: Sequence[tuple[int, int, SlotKind, bool]]) -> Slots:
    """Talks one after the other, each a gap behind the one before."""
    clock, made = 0, []
    for position, (minutes, gap, kind, cancelled) in enumerate(drawn, start=1):
        is_poster = kind is SlotKind.POSTER
        start = 0 if is_poster else clock + gap
        made.append(
            PlannedSlot(
                id=uuid4(),
                code=f"T{position}",
                title=f"Talk {position}",
                kind=kind,
                position=position,
                starts_after_minutes=start,
                duration_minutes=0 if is_poster else minutes,
                status=ItemStatus.CANCELLED if cancelled else ItemStatus.CONFIRMED,
            )
        )
        clock = clock if is_poster or cancelled else start + minutes
    return tuple(made)


ITEMS = st.tuples(st.integers(3, 40), st.integers(0, 10), st.sampled_from(KINDS), st.booleans())
SESSIONS = st.lists(ITEMS, min_size=1, max_size=8).map(slots_from)


def ids(slots: Sequence[PlannedSlot]) -> list[UUID]:
    return [each.id for each in slots]


def lengths(slots: Sequence[PlannedSlot]) -> list[int]:
    return [each.duration_minutes for each in talks_of(slots)]


def end(slots: Sequence[PlannedSlot]) -> int:
    return max(map(end_of, talks_of(slots)), default=0)


def overlap(slots: Sequence[PlannedSlot]) -> bool:
    talks = talks_of(slots)
    pairs = pairwise(talks)
    return any(end_of(one) > other.starts_after_minutes for one, other in pairs)


@LAWS
@given(SESSIONS, st.data())
def test_moved_to_keeps_every_talk_its_length_and_the_end(
    slots: Slots, data: st.DataObject
) -> None:
    moving = data.draw(st.sampled_from(slots))
    place = data.draw(st.integers(-1, 10))

    after = moved_to(slots, moving.id, place)

    assert sorted(ids(after)) == sorted(ids(slots))
    assert sorted(lengths(after)) == sorted(lengths(slots))
    assert (end(after), overlap(after)) == (end(slots), False)
    left = [each for each in ids(after) if each != moving.id]
    group = [each for each in ids(talks_of(slots)) if each != moving.id]
    assert [each for each in left if each in group] == group


@LAWS
@given(SESSIONS, st.data())
def test_moved_to_its_own_place_changes_nothing(slots: Slots, data: st.DataObject) -> None:
    talks = talks_of(slots)
    if talks:
        place = data.draw(st.integers(1, len(talks)))
        assert moved_to(slots, talks[place - 1].id, place) == slots


@LAWS
@given(SESSIONS)
def test_closed_up_leaves_no_gap_and_never_ends_later(slots: Slots) -> None:
    after = closed_up(slots)

    assert ids(talks_of(after)) == ids(talks_of(slots))
    assert end(after) == sum(lengths(slots)) <= end(slots)


@LAWS
@given(SESSIONS, st.integers(1, 200), st.sampled_from((1, 5)))
def test_fitted_to_fills_the_session_exactly_or_refuses(
    slots: Slots, minutes: int, step: int
) -> None:
    talks = talks_of(slots)
    if talks and minutes // step < len(talks):
        with pytest.raises(DoesNotFit):
            fitted_to(slots, minutes, step)
        return

    after = fitted_to(slots, minutes, step)

    assert ids(after) == ids(slots)
    assert not talks or sum(lengths(after)) == end(after) == minutes
    pairs = sorted(zip(lengths(slots), lengths(after), strict=True))
    assert all(one[1] <= other[1] for one in pairs for other in pairs if one[0] < other[0])


@LAWS
@given(st.lists(st.integers(1, 40), min_size=1, max_size=9), st.integers(1, 300))
def test_shares_are_within_one_minute_of_their_part(given_lengths: list[int], minutes: int) -> None:
    if minutes < 2 * sum(given_lengths) // min(given_lengths):
        return

    found = shares(given_lengths, minutes, 1)

    assert sum(found) == minutes
    for length, share in zip(given_lengths, found, strict=True):
        assert abs(share - minutes * length / sum(given_lengths)) <= 1


def test_fitted_to_rounds_to_five_and_keeps_the_invited_longer() -> None:
    slots = slots_from([(25, 0, SlotKind.INVITED, False), *[(15, 5, SlotKind.TALK, False)] * 3])

    assert lengths(fitted_to(slots, 100, 5)) == [35, 25, 20, 20]
    assert lengths(fitted_to(slots, 57, 5)) == [22, 15, 10, 10]
    assert lengths(fitted_to(slots, 57)) == [21, 12, 12, 12]


def test_shares_give_a_short_talk_no_more_than_a_longer_one() -> None:
    assert shares([3, 4, 7, 8], 35, 5) == [5, 5, 10, 15]
    assert shares([1, 1, 40], 3, 1) == [1, 1, 1]


def test_lasting_keeps_the_share_of_questions() -> None:
    talk = PlannedSlot(uuid4(), "T", "T", duration_minutes=15, questions_minutes=3)

    assert [lasting(talk, n).questions_minutes for n in (30, 10, 3, 1)] == [6, 2, 1, 0]


@LAWS
@given(SESSIONS, st.data())
def test_shifted_moves_what_follows_and_back(slots: Slots, data: st.DataObject) -> None:
    after = data.draw(st.sampled_from((None, *ids(talks_of(slots)))))
    minutes = data.draw(st.integers(0, 30))

    later = shifted(slots, after, minutes)

    assert lengths(later) == lengths(slots)
    assert not overlap(later)
    assert shifted(later, after, -minutes) == slots


def test_shifted_refuses_to_begin_before_the_one_before_ends() -> None:
    slots = slots_from([(10, 0, SlotKind.TALK, False), (10, 4, SlotKind.TALK, False)])

    assert [each.starts_after_minutes for each in shifted(slots, slots[0].id, -4)] == [0, 10]
    with pytest.raises(DoesNotFit, match="Only 4 minutes"):
        shifted(slots, slots[0].id, -5)
    with pytest.raises(DoesNotFit, match="Nothing is free"):
        shifted(slots, None, -1)


@LAWS
@given(SESSIONS, st.data())
def test_inserted_after_stands_behind_it_and_overlaps_nothing(
    slots: Slots, data: st.DataObject
) -> None:
    after = data.draw(st.sampled_from((None, *ids(talks_of(slots)))))
    new = PlannedSlot(uuid4(), "NEW", "Discussion", SlotKind.DISCUSSION, duration_minutes=10)

    made = inserted_after(slots, after, new)

    order = ids(talks_of(made))
    assert order.index(new.id) == (order.index(after) + 1 if after else 0)
    assert [each for each in ids(made) if each != new.id] == ids(slots)
    assert not overlap(made)


def test_all_lasting_sets_the_kinds_that_are_meant() -> None:
    slots = slots_from(
        [
            (25, 0, SlotKind.INVITED, False),
            (10, 5, SlotKind.TALK, False),
            (20, 0, SlotKind.TALK, False),
        ]
    )

    after = all_lasting(slots, frozenset({SlotKind.TALK}), 15, 3)

    assert [(s.starts_after_minutes, s.duration_minutes, s.questions_minutes) for s in after] == [
        (0, 25, 0),
        (30, 15, 3),
        (45, 15, 3),
    ]


@LAWS
@given(SESSIONS, st.integers(1, 200))
def test_filled_minutes_accounts_for_every_minute(slots: Slots, minutes: int) -> None:
    told = filled_minutes(slots, minutes)

    within = sum(
        max(min(end_of(each), minutes) - min(each.starts_after_minutes, minutes), 0)
        for each in talks_of(slots)
    )
    assert within + told.free == minutes
    assert told.used == sum(lengths(slots))
    assert told.over == max(end(slots) - minutes, 0)
