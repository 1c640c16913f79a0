"""The board laid out: side by side, shaded hours, days and tastes, as pure functions."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from abstracts.vocabulary import Decision
from schedule.board.cards import Card, Chip, Toucher, side_by_side
from schedule.board.forms import Taste, asked_place
from schedule.board.layout import closed_stretches, minutes_of, outside
from schedule.board.tray import TrayAbstract, TrayChoice, pick
from schedule.rules.conflicts import Severity
from schedule.rules.programme import Constraints, PlannedSession, Span

GLASGOW = ZoneInfo("Europe/London")
DAY = date(2027, 10, 18)
MIDNIGHT = datetime(2027, 10, 18, tzinfo=GLASGOW)
STRETCH = st.tuples(st.integers(0, 1400), st.integers(5, 200))


def card(start: int, minutes: int, code: str = "") -> Card:
    code = code or uuid4().hex[:8]
    session = PlannedSession(uuid4(), code, code, duration_minutes=minutes)
    return Card(session, MIDNIGHT + timedelta(minutes=start))


@settings(max_examples=40)
@given(st.lists(STRETCH, max_size=12))
def test_cards_that_overlap_never_share_a_lane(stretches: list[tuple[int, int]]) -> None:
    placed = side_by_side([card(*each) for each in stretches])

    assert len(placed) == len(stretches)
    for one in placed:
        assert one.lane < one.lanes
        for other in placed:
            overlaps = one.from_minute < other.until_minute and other.from_minute < one.until_minute
            if one is not other and overlaps:
                assert one.lane != other.lane
                assert one.lanes == other.lanes


def test_a_card_alone_has_the_whole_width() -> None:
    early, late = side_by_side([card(600, 60), card(540, 60)])

    assert (early.from_minute, late.from_minute) == (540, 600)
    assert (early.lanes, late.lanes) == (1, 1)


@settings(max_examples=40)
@given(st.lists(STRETCH, max_size=6))
def test_closed_stretches_are_what_no_span_covers(stretches: list[tuple[int, int]]) -> None:
    spans = [
        Span(MIDNIGHT + timedelta(minutes=at), MIDNIGHT + timedelta(minutes=at + length))
        for at, length in stretches
    ]
    closed = outside(spans, DAY, GLASGOW, (0, 1440))

    for minute in range(0, 1440, 7):
        is_open = any(at <= minute < at + length for at, length in stretches)
        assert is_open != any(start <= minute < end for start, end in closed)


def test_a_room_without_hours_is_never_shaded() -> None:
    room = UUID(int=7)
    span = Span(MIDNIGHT + timedelta(hours=9), MIDNIGHT + timedelta(hours=12))
    known = Constraints(rooms={room: (span,)})

    assert closed_stretches(known, UUID(int=8), DAY, GLASGOW, (8, 18)) == ()
    assert closed_stretches(known, room, DAY, GLASGOW, (8, 18)) == (
        "h8 m0 dh1 dm0",
        "h12 m0 dh6 dm0",
    )


def test_hours_are_those_of_the_wall_on_the_day_the_clocks_change() -> None:
    seattle = ZoneInfo("America/Los_Angeles")
    span = Span(datetime(2020, 11, 1, 16, 30, tzinfo=UTC), datetime(2020, 11, 2, 1, tzinfo=UTC))

    assert minutes_of(span, date(2020, 11, 1), seattle) == (8 * 60 + 30, 17 * 60)


def test_a_card_says_when_where_and_how_it_clashes() -> None:
    late = card(23 * 60 + 30, 60, "LATE")
    chip = Chip("k", Severity.BLOCKING, "Room used twice", "Hall A is used twice.")
    accepted = Chip("k", Severity.BLOCKING, "Room used twice", "…", "We know.", "Bob")

    assert late.hours == "23:30–00:30"
    assert late.place == "h23 m30 dh1 dm0 l0 n1"
    assert late.label == "LATE, no room yet, 23:30–00:30"
    assert (chip.word, chip.is_quiet) == ("Blocking", False)
    assert (accepted.word, accepted.is_quiet) == ("Accepted", True)


def test_initials_are_of_the_first_and_last_name() -> None:
    names = {"Maria Rossi": "MR", "Łukasz van der Berg": "ŁB", "Cher": "CC", "(tests)": "?"}

    assert {name: Toucher(name, "").initials for name in names} == names


def test_a_taste_that_is_none_is_the_usual_one() -> None:
    assert Taste.read(Taste(30, True).cookie) == Taste(30, True)
    for nonsense in ("", "7.c", "x", "15", "99999999999.n"):
        assert Taste.read(nonsense).step == 15


def test_a_place_in_an_address_that_is_none_is_no_place() -> None:
    wrong = asked_place({"day": "2027-02-30", "start": "10:30", "room": "no-room"})

    assert (wrong.day, wrong.room) == (None, None)
    assert asked_place({"day": "2027-02-28"}).day == date(2027, 2, 28)


def waiting(code: str, title: str, decision: Decision, registered: bool) -> TrayAbstract:
    return TrayAbstract(
        code, title, "Talk", decision, "T1", "Interferon", "Alice Ångström", registered
    )


def test_the_tray_is_searched_without_accents_and_filtered() -> None:
    tray = [
        waiting("A1", "Łódź cohort", Decision.ORAL, True),
        waiting("A2", "Gut barrier", Decision.POSTER, False),
    ]

    assert [each.code for each in pick(tray, TrayChoice("lodz angstrom")).items] == ["A1"]
    assert [each.code for each in pick(tray, TrayChoice(kind="poster")).items] == ["A2"]
    assert [each.code for each in pick(tray, TrayChoice(registered="yes")).items] == ["A1"]
    found = pick(tray, TrayChoice("nothing like it"))
    assert (found.items, found.found, found.total) == ((), 0, 2)
