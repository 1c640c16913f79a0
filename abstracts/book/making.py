"""Making the PDF beside the event loop: a large book in a process of its own."""

from __future__ import annotations

import asyncio
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from abstracts.book.content import Book
from abstracts.book.pdf import Making, book_pdf
from conference.typesetting.writer import Written

SMALL = 40  # abstracts that are set before a process has started


async def made_apart(book: Book, making: Making) -> Written:
    """The PDF; meanwhile other requests are answered, however large the book.

    A thread is enough for a small one. Setting a large one holds the interpreter for longer than a
    visitor waits, so it gets another interpreter, which ends with the book and gives its memory
    back.
    """
    make = book_pdf if len(book.entries) <= SMALL else _in_process
    return await asyncio.to_thread(make, book, making)


def _in_process(book: Book, making: Making) -> Written:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(book_pdf, book, making).result()
