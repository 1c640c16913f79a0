"""The one rule of a door, without a database: which of eight answers, and what it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from badges.admission.rules import Refusal, Standing
from badges.doors.door import (
    SIGNS,
    Counts,
    Direction,
    Door,
    Holder,
    HowOften,
    Look,
    NoHolder,
    Outcome,
    Passage,
    PointKind,
    Question,
)
from badges.doors.rules import answer, inside_of, next_ticket, passages_today
from conference.registration.rules import RegistrationState
from tests.badges.doors.conftest import DOORS_OPEN

IN, OUT = Direction.IN, Direction.OUT
PAID = Standing(RegistrationState.CONFIRMED, "in_person")
DOOR = Door(UUID(int=1), UUID(int=2), "Europe/London", "gala", "Gala", PointKind.DINNER)
ALICE = Holder(uuid4(), "K7M2Q1", "Alice Ångström", "regular", "Regular member", PAID)
NOW = Question(IN, DOORS_OPEN)
BEFORE = Passage(IN, DOORS_OPEN - timedelta(minutes=5), "East", "Carol")


@pytest.mark.parametrize(
    ("door", "holder", "asked", "outcome", "look", "part"),
    [
        (DOOR, ALICE, NOW, Outcome.IN, Look.GOOD, ""),
        (DOOR, ALICE, replace(NOW, earlier=[BEFORE]), Outcome.ALREADY, Look.WARN, "17:55"),
        (replace(DOOR, how_often=HowOften.ONCE), ALICE, replace(NOW, earlier=[BEFORE]),
         Outcome.ALREADY, Look.BAD, "East, by Carol"),
        (DOOR, ALICE, Question(OUT, DOORS_OPEN, [BEFORE]), Outcome.OUT, Look.OUT, "Goodbye"),
        (DOOR, ALICE, Question(OUT, DOORS_OPEN), Outcome.OUT, Look.WARN, "No scan on the way in"),
        (replace(DOOR, extra="gala"), replace(ALICE, tickets=0), NOW,
         Outcome.NOT_HERE, Look.BAD, "No ticket"),
        (replace(DOOR, categories=frozenset({"trainee"})), ALICE, NOW,
         Outcome.NOT_HERE, Look.BAD, "Regular member"),
        (DOOR, replace(ALICE, day=date(2027, 10, 19)), NOW,
         Outcome.NOT_HERE, Look.BAD, "Tue 19 Oct 2027"),
        (DOOR, replace(ALICE, standing=replace(PAID, due="10.00 EUR")), NOW,
         Outcome.NOT_ADMITTED, Look.BAD, "10.00 EUR"),
        (DOOR, replace(ALICE, standing=replace(PAID, waits_for_proof=True)), NOW,
         Outcome.NOT_ADMITTED, Look.BAD, "proof"),
        (DOOR, NoHolder(Refusal.VOID), NOW, Outcome.VOID, Look.BAD, "lost and replaced"),
        (DOOR, NoHolder(Refusal.UNKNOWN), NOW, Outcome.UNKNOWN, Look.BAD, "desk"),
        (DOOR, NoHolder(Refusal.OTHER_MEETING), NOW, Outcome.UNKNOWN, Look.BAD, "another meeting"),
        (replace(DOOR, is_closed=True), ALICE, NOW, Outcome.CLOSED, Look.BAD, "closed"),
        (replace(DOOR, opens_at=DOORS_OPEN + timedelta(hours=1)), ALICE, NOW,
         Outcome.CLOSED, Look.BAD, "opens at 19:00"),
        (replace(DOOR, closes_at=DOORS_OPEN), ALICE, NOW,
         Outcome.CLOSED, Look.BAD, "closed at 18:00"),
        (replace(DOOR, capacity=9), ALICE, replace(NOW, inside=9),
         Outcome.CLOSED, Look.BAD, "Full"),
        (replace(DOOR, is_closed=True), replace(ALICE, standing=replace(PAID, due="1")),
         Question(OUT, DOORS_OPEN, [BEFORE]), Outcome.OUT, Look.OUT, ""),
    ],
)  # fmt: skip
def test_answer_is_one_of_eight_and_says_why(
    door: Door, holder: Holder | NoHolder, asked: Question, outcome: Outcome, look: Look, part: str
) -> None:
    said = answer(door, holder, asked)
    assert (said.outcome, said.look) == (outcome, look)
    assert part in said.sentence
    assert said.word


def test_answers_are_eight_and_no_two_have_the_same_sign_or_word() -> None:
    assert len(Outcome) == len(set(SIGNS.values())) == len({each.label for each in Outcome}) == 8


def test_once_only_opens_again_to_who_was_scanned_out() -> None:
    door = replace(DOOR, how_often=HowOften.ONCE, counts_out=True)
    smoked = [BEFORE, Passage(OUT, DOORS_OPEN - timedelta(minutes=1))]
    assert answer(door, ALICE, replace(NOW, earlier=smoked)).outcome is Outcome.IN
    forbidden = replace(door, counts_out=False)
    assert answer(forbidden, ALICE, replace(NOW, earlier=smoked)).outcome is Outcome.ALREADY


def test_guest_is_not_the_person_who_brought_them() -> None:
    guest = replace(ALICE, guest=uuid4(), guest_of="Alice Ångström", name="Kit")
    assert answer(DOOR, guest, replace(NOW, earlier=[BEFORE])).outcome is Outcome.IN


@pytest.mark.parametrize(
    ("inside", "part"), [(0, ""), (88, ""), (91, "9 left"), (100, "Full"), (105, "Full")]
)
def test_warning_comes_before_the_room_is_full(inside: int, part: str) -> None:
    warning = Counts(inside).warning(replace(DOOR, capacity=100))
    assert part in warning if part else warning == ""


steps = st.lists(st.tuples(st.sampled_from([IN, OUT]), st.integers(0, 300)), max_size=12)


@settings(max_examples=40)
@given(steps=steps, tickets=st.integers(1, 3), how_often=st.sampled_from(HowOften))
def test_people_inside_are_never_fewer_than_none_nor_more_than_tickets(
    steps: list[tuple[Direction, int]], tickets: int, how_often: HowOften
) -> None:
    """The rule, asked scan after scan, as the counts are made of it."""
    door = replace(DOOR, how_often=how_often, counts_out=True)
    holder, passed = replace(ALICE, tickets=tickets), list[Passage]()
    for direction, minute in sorted(steps, key=lambda step: step[1]):
        at = DOORS_OPEN + timedelta(minutes=minute)
        asked = Question(direction, at, list(passed))
        said = answer(door, holder, asked)
        if said.outcome in (Outcome.IN, Outcome.OUT):
            is_use = said.outcome is Outcome.IN and next_ticket(door, holder, asked) is not None
            passed.append(Passage(direction, at, is_use=is_use))
        in_order = passages_today(door, holder, replace(asked, earlier=passed))
        assert 0 <= inside_of(in_order) <= (tickets if door.uses_tickets else 1)
        assert sum(each.is_use for each in passed) <= tickets


def test_who_comes_back_leaves_the_second_ticket_to_the_guest() -> None:
    door = replace(DOOR, how_often=HowOften.ONCE, counts_out=True)
    holder = replace(ALICE, tickets=2)
    passed = [
        Passage(IN, DOORS_OPEN),
        Passage(OUT, DOORS_OPEN + timedelta(minutes=1)),
    ]
    back = Question(IN, DOORS_OPEN + timedelta(minutes=2), passed)
    assert next_ticket(door, holder, back) is None
    passed = [*passed, Passage(IN, back.at, is_use=False)]
    guest = replace(back, at=DOORS_OPEN + timedelta(minutes=3), earlier=passed)
    assert next_ticket(door, holder, guest) == 2


def test_doors_stand_by_kind_then_as_people_count() -> None:
    kinds = [PointKind.CME, PointKind.CME, PointKind.CME, PointKind.ENTRANCE]
    titles = ["Symposium 10: B", "Symposium 2: A", "12th lecture", "Main entrance"]
    doors = [
        replace(DOOR, kind=kind, title=title) for kind, title in zip(kinds, titles, strict=True)
    ]
    stand = [door.title for door in sorted(doors, key=lambda door: door.order)]
    assert stand == ["Main entrance", "12th lecture", "Symposium 2: A", "Symposium 10: B"]


def test_a_door_of_another_day_says_which_day() -> None:
    shut = answer(replace(DOOR, opens_at=DOORS_OPEN + timedelta(days=2)), ALICE, NOW)
    assert shut.sentence.startswith("It opens on ")
    assert "2027" in shut.sentence
