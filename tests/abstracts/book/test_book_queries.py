"""The book from the database: who is in it, in how many statements, kept until it changes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
import msgspec

from abstracts.book.content import Book
from abstracts.book.embargo import Audience
from abstracts.book.files import book_file
from abstracts.book.queries import book_of
from abstracts.manuscript import AuthorEntry
from abstracts.tables import Abstract, Author
from abstracts.tables.book import BookFile
from abstracts.tables.writing import ChangeRequest
from tests.abstracts.book.conftest import Accept
from tests.cast import NOW, Cast

SetPolicy = Callable[..., Awaitable[None]]


async def committee(cast: Cast) -> Book:
    return await book_of(cast.meeting, Audience.COMMITTEE, NOW)


async def test_read_any_number_in_the_same_statements(
    cast: Cast, accept: Accept, count_statements: Any, unhurried: None
) -> None:
    await accept(1)
    await committee(cast)
    with count_statements() as one:
        await committee(cast)
    await accept(30)
    with count_statements() as many:
        book = await committee(cast)
    assert len(book.entries) == 31
    assert len(many) == len(one)


async def test_hold_what_is_accepted_and_nothing_else(cast: Cast, accept: Accept) -> None:
    [good] = await accept(1)
    for state, decision in (
        ("submitted", ""), ("rejected", ""), ("draft", ""), ("waitlisted", ""),
        ("withdrawn", ""), ("withdrawn", "poster"), ("declined", "poster"),
    ):  # fmt: skip
        await accept(1, state=state, decision="", left_as=decision)
    assert [each.reference for each in (await committee(cast)).entries] == [good]


async def test_withdraw_after_the_freeze_shows_withdrawn(
    cast: Cast, accept: Accept, set_policy: SetPolicy
) -> None:
    """Situation 5, A13: before the freeze it is gone, after it the title stays, marked."""
    await set_policy(frozen_at=NOW)
    hour = timedelta(hours=1)
    [before] = await accept(
        1, state="withdrawn", decision="", left_as="poster", withdrawn_at=NOW - hour
    )
    [after] = await accept(
        1, state="withdrawn", decision="", left_as="poster", withdrawn_at=NOW + hour
    )
    entries = {each.reference: each for each in (await committee(cast)).entries}
    assert before not in entries
    assert entries[after].is_withdrawn
    assert entries[after].manuscript.authors == ()
    assert "forty-two" not in str(entries[after])


async def test_list_corrections_of_authors(cast: Cast, accept: Accept) -> None:
    """Situation 16: errata of the book."""
    [code] = await accept(1)
    row = await Abstract.select(Abstract.id).where(Abstract.code == code).first()
    assert row is not None
    before, after = (AuthorEntry("Anna", "Lee"),), (AuthorEntry("Bob", "Lee", is_presenting=True),)
    for is_erratum in (True, False):
        await ChangeRequest.insert(
            ChangeRequest(
                abstract=row["id"], kind="authors", before=msgspec.json.encode(before).decode(),
                after=msgspec.json.encode(after).decode(), by_name="x", state="granted",
                judged_at=NOW, is_erratum=is_erratum,
            )
        )  # fmt: skip
    [told] = (await committee(cast)).errata
    assert (told.reference, told.at) == (code, NOW)
    assert "Bob Lee" in " ".join(told.sentences)


async def test_keep_the_file_until_anything_in_it_changes(cast: Cast, accept: Accept) -> None:
    await accept(2)
    first = await book_file(cast.meeting, Audience.COMMITTEE, NOW)
    later = NOW + timedelta(hours=1)
    again = await book_file(cast.meeting, Audience.COMMITTEE, later)
    assert first is not None
    assert again is not None
    assert (again.body, again.made_at) == (first.body, first.made_at)
    await Author.update({Author.family_name: "Corrected"}, force=True)
    changed = await book_file(cast.meeting, Audience.COMMITTEE, later)
    assert changed is not None
    assert (changed.etag != first.etag, changed.made_at) == (True, later)
    assert await BookFile.count() == 1, "the one before is gone"


async def test_two_who_ask_at_once_get_one_file_and_the_loop_goes_on(
    cast: Cast, accept: Accept
) -> None:
    await accept(3)
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0)
            ticks += 1

    ticking = asyncio.create_task(tick())
    made = await asyncio.gather(
        *(book_file(cast.meeting, Audience.COMMITTEE, NOW + timedelta(n)) for n in range(3))
    )
    ticking.cancel()
    assert len({each.body for each in made if each}) == 1
    assert ticks > 10


async def test_answer_304_for_a_book_that_is_known(
    client: httpx.AsyncClient, accept: Accept
) -> None:
    await accept(1)
    first = await client.get("/glasgow/abstract-book.pdf")
    assert first.status_code == 200
    assert first.headers["content-type"] == "application/pdf"
    known = {"if-none-match": first.headers["etag"]}
    assert (await client.get("/glasgow/abstract-book.pdf", headers=known)).status_code == 304
    await accept(1)
    assert (await client.get("/glasgow/abstract-book.pdf", headers=known)).status_code == 200
