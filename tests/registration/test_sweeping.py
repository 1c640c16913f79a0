"""One row that fails keeps no other from its turn, and is not hushed up."""

from __future__ import annotations

import pytest

from conference.registration.sweeping import sweep


async def test_sweep_gives_every_row_its_turn_and_raises_what_failed() -> None:
    seen = []

    async def do(row: int) -> None:
        seen.append(row)
        if row == 2:
            raise ValueError("two")

    with pytest.raises(ExceptionGroup) as failed:
        await sweep([1, 2, 3], do)

    assert seen == [1, 2, 3]
    assert [str(each) for each in failed.value.exceptions] == ["two"]


async def test_sweep_of_nothing_does_nothing() -> None:
    async def do(_row: int) -> None:
        raise AssertionError

    await sweep([], do)
