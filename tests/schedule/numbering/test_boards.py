"""Boards: order, parity, windows, and two posters of one presenter (B01-B03, situation 13)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from schedule.numbering.boards import (
    Poster,
    far_apart,
    propose_boards,
    side_by_side,
    window_of,
    windows_of,
)
from schedule.numbering.rules import Plan, WindowRule

START = datetime(2027, 10, 18, 16, tzinfo=UTC)
SESSION, OTHER = uuid4(), uuid4()
MIRA = uuid4()


def hung(family: str, board: str = "", presenter: UUID | None = None, **more: object) -> Poster:
    made = Poster(
        slot=uuid4(), session=SESSION, session_number=1, title=family, reference=family,
        board=board, topic=1, family_name=family, presenter=presenter or uuid4(),
        starts_at=START, ends_at=START + timedelta(hours=2),
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def boards(plan: Plan, posters: list[Poster]) -> dict[str, str]:
    return {each.poster.title: each.board for each in propose_boards(plan, posters)}


def test_hang_by_topic_then_author_and_late_breaking_last() -> None:
    posters = [
        hung("Late", is_late=True), hung("Zed"), hung("Ångström"), hung("Adams", topic=2),
    ]  # fmt: skip
    assert boards(Plan(), posters) == {
        "Ångström": "001",
        "Zed": "002",
        "Adams": "003",
        "Late": "004",
    }


def test_hang_odd_boards_on_one_day_and_even_ones_on_the_next() -> None:
    posters = [hung("A"), hung("B"), hung("C", session=OTHER, session_number=2)]
    found = boards(Plan(window=WindowRule.DAY), posters)
    assert found == {"A": "001", "B": "003", "C": "002"}


def test_window_by_the_hour_follows_the_parity_of_the_board() -> None:
    odd = window_of(WindowRule.HOUR, hung("A", "B101"))
    even = window_of(WindowRule.HOUR, hung("A", "B102"))
    assert odd is not None
    assert even is not None
    assert (odd.starts_at, odd.ends_at) == (START, START + timedelta(hours=1))
    assert even.starts_at == odd.ends_at


def test_window_by_topic_halves_only_a_session_of_both_parities() -> None:
    both = [hung("A", "1", topic=3), hung("B", "2", topic=4)]
    windows = windows_of(WindowRule.TOPIC, both)
    assert windows[both[0].slot].ends_at == windows[both[1].slot].starts_at
    one = [hung("A", "1", topic=3), hung("B", "2", topic=5)]
    assert windows_of(WindowRule.TOPIC, one)[one[0].slot].ends_at == START + timedelta(hours=2)


def test_hang_two_posters_of_one_presenter_side_by_side_with_the_reason() -> None:
    posters = [hung("Adams", presenter=MIRA), hung("Brown"), hung("Clark", presenter=MIRA)]
    found = propose_boards(Plan(), posters)
    assert [(each.poster.title, each.board) for each in found] == [
        ("Adams", "001"), ("Clark", "002"), ("Brown", "003"),
    ]  # fmt: skip
    assert found[1].reason == "Beside Adams, of the same presenter."
    assert far_apart(WindowRule.HOUR, [replace(e.poster, board=e.board) for e in found]) == []


def test_find_two_posters_of_one_presenter_at_the_same_hour() -> None:
    """Situation 13: both odd, far apart."""
    posters = [hung("A", "001", MIRA), hung("B", "002"), hung("C", "007", MIRA)]
    [pair] = far_apart(WindowRule.HOUR, posters)
    assert {pair.first.title, pair.second.title} == {"A", "C"}
    moves = side_by_side(WindowRule.HOUR, pair, posters)
    assert moves == {posters[2].slot: "002", posters[1].slot: "007"}


def test_leave_two_posters_in_different_windows() -> None:
    posters = [hung("A", "001", MIRA), hung("C", "008", MIRA)]
    assert far_apart(WindowRule.HOUR, posters) == []
    assert len(far_apart(WindowRule.NONE, posters)) == 1


def test_keep_boards_after_the_freeze_and_hang_new_ones_at_the_end() -> None:
    posters = [hung("Zed", "001"), hung("Adams", "004"), hung("New")]
    assert boards(Plan(is_frozen=True), posters) == {"Zed": "001", "Adams": "004", "New": "005"}


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(st.text("abc", min_size=1, max_size=2), st.integers(0, 4)), max_size=14),
    st.sampled_from(WindowRule),
)
def test_no_board_holds_two_and_presenters_stand_together(
    rows: list[tuple[str, int]], rule: WindowRule
) -> None:
    people = [uuid4() for _ in range(5)]
    posters = [hung(f"{name}{n}", presenter=people[who]) for n, (name, who) in enumerate(rows)]
    found = propose_boards(Plan(window=rule), posters)
    assert len({each.board for each in found}) == len(posters)
    after = [replace(each.poster, board=each.board) for each in found]
    order = [each.presenter for each in after]
    runs = [one for place, one in enumerate(order) if not place or order[place - 1] != one]
    assert len(runs) == len(set(runs)), "each presenter's posters are one run"
