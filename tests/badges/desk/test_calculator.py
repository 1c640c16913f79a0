"""How many desks: Erlang's formula against published values, and its laws."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from badges.desk.calculator import Rush, around, desks_for, erlang_c, with_desks
from badges.desk.errors import TooManyDesks


@pytest.mark.parametrize(
    ("servers", "load", "chance"),
    [(1, 0.5, 0.5), (2, 1.0, 1 / 3), (10, 8.0, 0.4092), (15, 12.0, 0.3194)],
)
def test_erlang_c_has_the_tabulated_values(servers: int, load: float, chance: float) -> None:
    assert erlang_c(servers, load) == pytest.approx(chance, abs=5e-4)


@pytest.mark.parametrize(
    ("seconds", "desks", "wait"), [(15, 4, 2), (25, 5, 6), (45, 8, 11), (45, 7, 42)]
)
def test_with_desks_waits_as_long_as_the_reference_says(
    seconds: int, desks: int, wait: int
) -> None:
    found = with_desks(desks, Rush(750, 90, seconds))
    assert found
    assert round(found.wait_seconds) == wait


def test_desks_for_takes_the_fewest_that_keep_the_wait() -> None:
    rush = Rush(750, 90, 45)
    found = desks_for(rush, 15)
    assert found.count == 8
    assert [each.count for each in around(found, rush)] == [7, 8, 9, 10]  # 6 cannot keep up
    assert with_desks(6, rush) is None


def test_desks_for_refuses_what_no_hall_holds() -> None:
    with pytest.raises(TooManyDesks):
        desks_for(Rush(100_000, 1, 3_600), 0)


@settings(max_examples=40)
@given(st.integers(1, 5_000), st.integers(1, 600), st.integers(1, 300))
def test_one_desk_more_never_waits_longer(people: int, minutes: int, seconds: int) -> None:
    rush = Rush(people, minutes, seconds)
    if rush.load > 200:
        return
    first = int(rush.load) + 1
    found = [with_desks(count, rush) for count in range(first, first + 5)]
    waits = [each.wait_seconds for each in found if each]
    assert waits == sorted(waits, reverse=True)
    assert all(each and 0 <= each.chance <= 1 and each.busy < 1 for each in found)
