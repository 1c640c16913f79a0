"""Situation 25: nothing is anywhere before its embargo ends; everything names its release."""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from pypdf import PdfReader

from abstracts.tables.book import BookFile
from conference.orm import clock
from conference.registration.tables import Order, Registration, RegistrationCategory
from tests.abstracts.book.conftest import SECRET_NAME, SECRET_TEXT, SECRET_TITLE, Accept
from tests.cast import NOW, Cast

TITLES, TEXTS = NOW + timedelta(days=1), NOW + timedelta(days=10)
EARLY = NOW + timedelta(days=5)
DAY = timedelta(days=1)
TEXT_WORDS = ("forty-two", "secretkeyword", "Secret Fund", "secretcaption")
TITLE_WORDS = ("embargoed title", SECRET_NAME)
NEVER = ("whispered", "alice@example.org")
ADDRESSES = (
    "/glasgow/abstract-book.pdf",
    "/glasgow/book",
    "/glasgow/book?by=topic",
    "/glasgow/book?q=interferon",
    "/glasgow/book?q=forty-two",
    "/glasgow/book/authors",
    "/glasgow/book/{code}",
    "/glasgow/book/{code}/figure",
    "/glasgow/abstracts/{code}/cite",
    "/glasgow/abstracts/{code}/cite.bib",
    "/glasgow/abstracts/{code}/cite.ris",
    "/glasgow/book/files/abstracts.xml",
    "/glasgow/book/files/abstracts.csv",
    "/glasgow/book/files/abstracts.bib",
    "/glasgow/book/files/abstracts.ris",
    "/glasgow",
)


def words_of(answer: httpx.Response) -> str:
    """What a reader can get out of an answer."""
    if answer.headers.get("content-type", "").startswith("application/pdf"):
        reader = PdfReader(io.BytesIO(answer.content))
        marks = " ".join(str(mark) for mark in reader.outline)
        return " ".join(page.extract_text() for page in reader.pages) + marks
    return answer.text


async def everything(client: httpx.AsyncClient, code: str) -> dict[str, str]:
    return {each: words_of(await client.get(each.format(code=code))) for each in ADDRESSES}


def found(said: dict[str, str], words: tuple[str, ...]) -> set[tuple[str, str]]:
    return {(address, word) for address, text in said.items() for word in words if word in text}


@pytest.fixture
async def embargoed(accept: Accept, set_policy: Callable[..., Awaitable[None]]) -> str:
    await set_policy(titles_from=TITLES, texts_from=TEXTS, registered_texts_from=EARLY)
    return (await accept(1))[0]


async def register(cast: Cast) -> None:
    """Dan is registered and has paid."""
    meeting = cast.meeting.id
    category = RegistrationCategory(meeting=meeting, key="member", title="Member")
    await RegistrationCategory.insert(category)
    order = Order(
        code="ORD00001", meeting=meeting, person=cast.dan.id, currency="EUR", total=0,
        state="paid", placed_at=NOW,
    )  # fmt: skip
    await Order.insert(order)
    await Registration.insert(
        Registration(
            code="REG00001", meeting=meeting, person=cast.dan.id, category=category.id,
            order=order.id, mode="in_person", state="confirmed", seat=0, ticket_hash="t",
        )
    )  # fmt: skip


async def test_situation_25_nothing_leaks_before_titles_then_titles_then_texts(
    client: httpx.AsyncClient, embargoed: str
) -> None:
    """Situation 25, for everybody: PDF, JATS, CSV, BibTeX, RIS, pages, search, home."""
    with clock.at(TITLES - timedelta(seconds=1)):
        said = await everything(client, embargoed)
        assert found(said, (*TITLE_WORDS, *TEXT_WORDS, *NEVER)) == set()
    with clock.at(TITLES):
        said = await everything(client, embargoed)
        assert found(said, (*TEXT_WORDS, *NEVER)) == {("/glasgow/book?q=forty-two", "forty-two")}
        for address in (
            "/glasgow/abstract-book.pdf",
            "/glasgow/book/{code}",
            "/glasgow/book",
            "/glasgow/book/files/abstracts.csv",
            "/glasgow/book/files/abstracts.xml",
        ):
            assert SECRET_TITLE in " ".join(said[address].split()), address
    with clock.at(TEXTS):
        said = await everything(client, embargoed)
        assert found(said, NEVER) == set()
        for address in (
            "/glasgow/abstract-book.pdf",
            "/glasgow/book/{code}",
            "/glasgow/book/files/abstracts.csv",
            "/glasgow/book/files/abstracts.xml",
            "/glasgow/book/files/abstracts.ris",
        ):
            assert SECRET_TEXT in " ".join(said[address].split()), address


async def test_registered_people_read_texts_before_the_public(
    client: httpx.AsyncClient, new_client: Any, sign_in: Any, cast: Cast, embargoed: str
) -> None:
    """The file kept for one audience is never served to another."""
    await register(cast)
    other = new_client()
    with clock.at(EARLY):
        await sign_in(other, cast.dan)
        theirs = words_of(await other.get("/glasgow/abstract-book.pdf"))
        public = words_of(await client.get("/glasgow/abstract-book.pdf"))
        again = words_of(await other.get("/glasgow/abstract-book.pdf"))
    assert "forty-two" in theirs
    assert "forty-two" in again
    assert "forty-two" not in public
    kept = await BookFile.select(BookFile.audience).order_by(BookFile.audience)
    assert [row["audience"] for row in kept] == ["public", "registered"]


async def test_committee_reads_all_before_anybody_and_is_told_so(
    client: httpx.AsyncClient, sign_in: Any, cast: Cast, embargoed: str
) -> None:
    with clock.at(NOW):
        await sign_in(client, cast.bob)
        mine = words_of(await client.get("/glasgow/committee/book/book.pdf"))
        public = await client.get("/glasgow/abstract-book.pdf")
    assert "forty-two" in mine
    assert "Not public: for the programme committee" in mine
    assert public.status_code == 404


async def test_a_figure_waits_for_the_text(client: httpx.AsyncClient, embargoed: str) -> None:
    address = f"/glasgow/book/{embargoed}/figure"
    with clock.at(TITLES):
        assert (await client.get(address)).status_code == 404
    with clock.at(TEXTS):
        answer = await client.get(address)
        assert answer.content == b"no image"
        assert answer.headers["content-type"] == "image/png"
