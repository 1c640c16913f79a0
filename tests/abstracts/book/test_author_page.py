"""The author index is made once and served as bytes, and never behind what it is made of."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from abstracts.book.author_pages import forget_author_indexes
from abstracts.book.publishing import put_back_into_book, take_out_of_book
from abstracts.tables import Abstract, Author, AuthorAffiliation
from conference.orm import Actor, action, clock
from schedule.tables import NumberingPlan, ProgrammeNumber
from tests.abstracts.book.conftest import SECRET_NAME, Accept
from tests.cast import NOW, Cast
from tests.web_client import SignIn

PAGE = "/glasgow/book/authors"
OLIVE = Actor.system("Olive Okafor")


@pytest.fixture(autouse=True)
def started() -> Iterator[None]:
    """A process that has shown nothing yet."""
    forget_author_indexes()
    yield
    forget_author_indexes()


async def again(client: httpx.AsyncClient, known: httpx.Response) -> httpx.Response:
    return await client.get(PAGE, headers={"if-none-match": known.headers["etag"]})


async def id_of(code: str) -> UUID:
    row = await Abstract.select(Abstract.id).where(Abstract.code == code).first()
    assert row
    return UUID(str(row["id"]))


async def test_read_once_then_bytes_and_304_whatever_the_number(
    client: httpx.AsyncClient, accept: Accept, count_statements: Any, unhurried: None
) -> None:
    await accept(1)
    with count_statements() as made:
        first = await client.get(PAGE)
    with count_statements() as kept:
        second = await client.get(PAGE)
    assert second.content == first.content
    assert len(kept) == len(made) - 3  # abstracts, authors, institutions
    assert (await again(client, first)).status_code == 304

    await accept(2)

    with count_statements() as made_of_three:
        third = await again(client, first)
    assert third.status_code == 200
    assert len(made_of_three) == len(made)
    assert "BK0002" in third.text
    forget_author_indexes()  # what another process answers to the same browser
    assert (await again(client, third)).status_code == 304


async def test_every_change_is_seen_at_once_whoever_made_it(
    client: httpx.AsyncClient, cast: Cast, accept: Accept
) -> None:
    """Changed in the database alone, as another process does."""
    code, other = await accept(2)
    paper = await id_of(code)
    shown = await client.get(PAGE)

    async def told() -> str:
        nonlocal shown
        shown = await again(client, shown)
        assert shown.status_code == 200
        return shown.text

    async with action("out", by=OLIVE, now=NOW, meeting=cast.meeting.id) as act:
        await take_out_of_book(act, cast.meeting.id, code)
    assert code not in await told()
    async with action("back", by=OLIVE, now=NOW, meeting=cast.meeting.id) as act:
        await put_back_into_book(act, cast.meeting.id, code)
    assert code in await told()

    await Author.update({Author.given_name: "Alicia"}).where(Author.abstract == paper)
    assert f"{SECRET_NAME}, Alicia" in await told()
    await Author.update({Author.is_presenting: False}).where(Author.abstract == paper)
    assert f'<strong><a href="/glasgow/book/{code}">' not in await told()
    await Author.update({Author.person: None, Author.email: ""}).where(Author.abstract == paper)
    assert "Clyde Institute" not in await told()  # two people by now, of different names
    await Author.update({Author.given_name: "Alice"}).where(Author.abstract == paper)
    assert "Clyde Institute" in await told()  # namesakes
    await AuthorAffiliation.update({AuthorAffiliation.institution: "Tay College"}, force=True)
    assert "Tay College" in await told()

    await NumberingPlan.insert(NumberingPlan(meeting=cast.meeting.id, frozen_at=NOW))
    await ProgrammeNumber.insert(
        ProgrammeNumber(meeting=cast.meeting.id, code="P1.04", abstract=paper)
    )
    assert ">P1.04</a>" in await told()
    await Abstract.update({Abstract.state: "withdrawn", Abstract.left_as: "poster"}).where(
        Abstract.code == code
    )
    assert "P1.04" not in await told()
    await Abstract.delete().where(Abstract.code == "none")
    assert (await again(client, shown)).status_code == 304
    assert other in shown.text


async def test_nothing_before_the_embargo_ends_and_at_once_when_it_does(
    client: httpx.AsyncClient, accept: Accept, set_policy: Callable[..., Awaitable[None]]
) -> None:
    await accept(1)
    await set_policy(titles_from=NOW + timedelta(days=1))
    with clock.at(NOW):
        early = await client.get(PAGE)
    with clock.at(NOW + timedelta(days=2)):
        shown = await client.get(PAGE)
    await set_policy(titles_from=NOW + timedelta(days=9))
    with clock.at(NOW + timedelta(days=2)):
        shut = await again(client, shown)

    assert (early.status_code, shown.status_code, shut.status_code) == (404, 200, 404)
    assert SECRET_NAME not in early.text
    assert SECRET_NAME in shown.text


async def test_bytes_of_strangers_are_nobodys_own(
    client: httpx.AsyncClient, new_client: Any, cast: Cast, accept: Accept, sign_in: SignIn
) -> None:
    await accept(1)
    await sign_in(client, cast.dan)
    mine = await client.get(PAGE)
    async with new_client() as somebody:
        theirs = await somebody.get(PAGE)
        dark = await somebody.get(PAGE, headers={"cookie": "plenary_theme=dark"})
    assert "My Plenary" in mine.text
    assert "etag" not in mine.headers
    assert "My Plenary" not in theirs.text
    assert "csrf_token" not in theirs.text
    assert theirs.headers["vary"] == "accept-encoding, cookie"
    assert dark.headers["etag"] != theirs.headers["etag"]
    assert SECRET_NAME in mine.text
    assert SECRET_NAME in theirs.text


async def test_letter_that_nobody_has_shows_the_first(
    client: httpx.AsyncClient, accept: Accept
) -> None:
    await accept(1)
    first = await client.get(PAGE)
    other = await client.get(f"{PAGE}?letter=zzz%00")
    assert other.content == first.content
    assert f"<h2>{SECRET_NAME[0]}</h2>" in first.text
