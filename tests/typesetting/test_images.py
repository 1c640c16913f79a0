"""Pictures that are sent are unpacked beside the loop, one at a time."""

from __future__ import annotations

import asyncio
import threading

import pytest

from conference.typesetting.images import read_apart

PATIENCE = 30  # seconds until a loop that is held up is called so


async def test_loop_goes_on_while_a_picture_is_read() -> None:
    """The reading ends only after the loop has done something meanwhile."""
    loop_went_on = threading.Event()

    def read(sent: bytes) -> bool:
        return loop_went_on.wait(PATIENCE)

    reading = asyncio.create_task(read_apart(read, b""))
    await asyncio.sleep(0)
    loop_went_on.set()

    assert await reading


async def test_one_picture_is_in_memory_at_a_time() -> None:
    inside: list[bytes] = []
    most: list[int] = []

    def read(sent: bytes) -> bytes:
        inside.append(sent)
        most.append(len(inside))
        inside.remove(sent)
        return sent

    assert await asyncio.gather(*(read_apart(read, bytes([n])) for n in range(8))) == [
        bytes([n]) for n in range(8)
    ]
    assert max(most) == 1


async def test_what_cannot_be_read_is_refused_and_the_next_is_read() -> None:
    def refuse(sent: bytes) -> None:
        raise ValueError("no picture")

    with pytest.raises(ValueError, match="no picture"):
        await read_apart(refuse, b"")
    assert await read_apart(len, b"abc") == 3
