"""One day as a table: every session once, nothing over another."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from schedule.rules.grid import Grid, make_grid
from schedule.rules.listing import Listed
from schedule.rules.released import ReleasedSession
from schedule.rules.vocabulary import SessionKind

NINE = datetime(2027, 10, 18, 8, tzinfo=UTC)


def listed(code: str, start: int, minutes: int, room: str) -> Listed:
    starts_at = NINE + timedelta(minutes=start)
    session = ReleasedSession(
        code=code,
        id=UUID(int=0),
        kind=SessionKind.SYMPOSIUM,
        title=code,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        room=room,
    )
    return Listed(session, date(2027, 10, 18), False, False, "", 0)


def codes(grid: Grid) -> list[list[list[str]]]:
    return [[[i.session.code for i in cell.items] for cell in row.cells] for row in grid.rows]


def test_grid_puts_rooms_in_the_meetings_order_and_leaves_out_the_unused() -> None:
    grid = make_grid([listed("b", 0, 60, "B"), listed("a", 0, 30, "A")], ["A", "Z", "B"])

    assert grid.rooms == ("A", "B")
    assert codes(grid) == [[["a"], ["b"]], [[]]]
    assert [cell.rows for cell in grid.rows[0].cells] == [1, 2]


def test_grid_lets_a_break_without_a_room_go_across_when_nothing_else_takes_place() -> None:
    grid = make_grid(
        [listed("a", 0, 60, "A"), listed("b", 0, 60, "B"), listed("pause", 60, 30, "")], ["A", "B"]
    )

    assert codes(grid)[1] == [["pause"]]
    assert grid.rows[1].cells[0].columns == 2


def test_grid_gives_what_has_no_room_a_column_when_rooms_are_used_meanwhile() -> None:
    grid = make_grid([listed("a", 0, 60, "A"), listed("walk", 30, 60, "")], ["A"])

    assert grid.rooms == ("A", "")


def test_grid_of_nothing_is_empty() -> None:
    assert make_grid([], ["A"]).rows == ()


placed = st.builds(
    lambda start, minutes, room: (start * 15, minutes * 5, room),
    st.integers(0, 20),
    st.integers(0, 24),
    st.sampled_from(["", "A", "B", "C"]),
)


@settings(max_examples=40)
@given(st.lists(placed, max_size=12))
def test_grid_holds_every_session_once_and_its_rows_are_full(
    plan: list[tuple[int, int, str]],
) -> None:
    grid = make_grid([listed(str(n), *each) for n, each in enumerate(plan)], ["A", "B", "C"])

    shown = [code for row in codes(grid) for cell in row for code in cell]
    assert sorted(shown) == sorted(str(n) for n in range(len(plan)))
    covered = [0] * len(grid.rows)
    for place, row in enumerate(grid.rows):
        for cell in row.cells:
            assert place + cell.rows <= len(grid.rows)
            for below in range(cell.rows):
                covered[place + below] += cell.columns
    assert all(count == len(grid.rooms) for count in covered)
