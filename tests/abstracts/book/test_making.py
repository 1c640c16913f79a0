"""Making a large PDF leaves the event loop to others."""

from __future__ import annotations

import asyncio
import os

import pytest

from abstracts.book.making import made_apart
from abstracts.book.pdf import Making, book_pdf
from tests.abstracts.book.books import MADE, book


async def test_make_a_large_book_in_another_process_and_come_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("abstracts.book.making.SMALL", 0)
    whole, making = book(12, talks=6), Making(MADE, {})
    before = os.times().children_user
    waiting = asyncio.create_task(asyncio.sleep(0, "answered"))
    made = await made_apart(whole, making)
    assert os.times().children_user > before, "another process set it"
    assert waiting.result() == "answered"
    assert made.body == book_pdf(whole, making).body
