"""Reading abstracts in the browser, and the committee's set-up of the book."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from abstracts.book.setup import setup_of
from abstracts.tables import Abstract
from conference.orm import clock
from schedule.tables import NumberingPlan, ProgrammeNumber
from tests.abstracts.book.conftest import Accept
from tests.cast import NOW, Cast

READING = (
    "/glasgow/book",
    "/glasgow/book?q=quillfeather",
    "/glasgow/book/{code}",
)
COMMITTEE = "/glasgow/committee/book"


@pytest.mark.parametrize("address", READING)
async def test_read_in_a_fixed_number_of_statements(
    client: httpx.AsyncClient, accept: Accept, count_statements: Any, unhurried: None, address: str
) -> None:
    [code] = await accept(1)
    path = address.format(code=code)
    await client.get(path)
    with count_statements() as one:
        assert (await client.get(path)).status_code == 200
    await accept(2)
    with count_statements() as three:
        await client.get(path)
    assert len(three) == len(one)


async def test_find_by_words_of_title_or_author(client: httpx.AsyncClient, accept: Accept) -> None:
    await accept(2)
    page = (await client.get("/glasgow/book?q=quillfeather interferon")).text
    assert "2 abstracts fit" in page
    assert "Interferon lambda embargoed title <i>0</i>" in page
    assert "0 abstracts fit" in (await client.get("/glasgow/book?q=nowhere")).text


async def test_search_institutions_and_programme_codes_but_no_text(
    client: httpx.AsyncClient, cast: Cast, accept: Accept
) -> None:
    [code] = await accept(1)
    row = await Abstract.select(Abstract.id).where(Abstract.code == code).first()
    assert row is not None
    await NumberingPlan.insert(NumberingPlan(meeting=cast.meeting.id, frozen_at=NOW))
    await ProgrammeNumber.insert(
        ProgrammeNumber(meeting=cast.meeting.id, code="P1.04.17a", abstract=row["id"])
    )
    for words in ("clyde", "INSTITUTE", "p1.04.17A", "p1.04 clyde"):
        assert "1 abstract fits" in (await client.get(f"/glasgow/book?q={words}")).text, words
    for words in ("forty-two", "secretkeyword", "%25"):
        assert "0 abstracts fit" in (await client.get(f"/glasgow/book?q={words}x")).text, words


async def test_names_of_a_withdrawn_one_find_nothing(
    client: httpx.AsyncClient, accept: Accept, set_policy: Any
) -> None:
    await set_policy(frozen_at=NOW)
    await accept(1, state="withdrawn", decision="", left_as="poster", withdrawn_at=NOW)
    assert "0 abstracts fit" in (await client.get("/glasgow/book?q=quillfeather")).text
    assert "1 abstract fits" in (await client.get("/glasgow/book?q=interferon")).text


async def test_list_a_page_at_a_time(
    client: httpx.AsyncClient, accept: Accept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("abstracts.book.listing.PAGE_SIZE", 2)
    codes = await accept(5)
    pages = [(await client.get(f"/glasgow/book?page={n}")).text for n in (1, 2, 3)]
    assert [[code for code in codes if f"/book/{code}" in each] for each in pages] == [
        codes[:2],
        codes[2:4],
        codes[4:],
    ]
    assert "Page 2 of 3" in pages[1]
    assert 'page=1"' in pages[1]
    assert codes[4] in (await client.get("/glasgow/book?page=99")).text
    assert "page=2" in (await client.get("/glasgow/book?q=interferon")).text


async def test_read_one_and_cite_it(client: httpx.AsyncClient, accept: Accept) -> None:
    [code] = await accept(1)
    page = (await client.get(f"/glasgow/book/{code.lower()}")).text
    assert "<u>Alice Quillfeather</u>" in page
    assert "The text is published Sun 17 Oct 2027, 00:00 BST (London)." in page
    cite = (await client.get(f"/glasgow/abstracts/{code}/cite")).text
    assert "Quillfeather A. Interferon lambda embargoed title 0." in cite
    assert "@inproceedings{quillfeather2027bk0000," in cite
    bib = await client.get(f"/glasgow/abstracts/{code}/cite.bib")
    assert bib.headers["content-disposition"] == f'attachment; filename="{code}.bib"'


@pytest.mark.parametrize(
    "path", ["/glasgow/book/ZZZ", "/glasgow/abstracts/ZZZ/cite", "/glasgow/book/files/passwd"]
)
async def test_unknown_is_told_in_words(
    client: httpx.AsyncClient, accept: Accept, path: str
) -> None:
    await accept(1)
    answer = await client.get(path)
    assert answer.status_code == 404
    assert "no abstract with this code" in answer.text or "no such file" in answer.text


async def test_say_kindly_that_nothing_is_public_yet(client: httpx.AsyncClient, cast: Cast) -> None:
    page = await client.get("/glasgow/book")
    assert page.status_code == 200
    assert "The abstracts of Signals 2027 are not public yet." in page.text
    assert (await client.get("/glasgow/abstract-book.pdf")).status_code == 404
    assert "Abstract book" not in (await client.get("/glasgow")).text


async def test_home_leads_to_the_book_once_there_is_one(
    client: httpx.AsyncClient, accept: Accept
) -> None:
    await accept(1)
    with clock.at(NOW):
        page = (await client.get("/glasgow")).text
    assert 'href="/glasgow/book"' in page
    assert 'href="/glasgow/abstract-book.pdf"' in page


async def test_set_up_the_book(
    client: httpx.AsyncClient, sign_in: Any, post: Any, cast: Cast, accept: Accept
) -> None:
    await accept(1)
    await sign_in(client, cast.bob)
    typed = {"title": "Book of Signals", "order": "topic", "issn": "2434-561X", "journal": "Cells"}
    assert (await post(client, COMMITTEE, typed)).status_code == 303
    assert (await setup_of(cast.meeting.id)).journal == "Cells"
    page = (await client.get(COMMITTEE)).text
    assert 'value="Book of Signals"' in page
    assert "1 abstract in 1 chapter" in page


async def test_wrong_set_up_is_told_beside_the_fields(
    client: httpx.AsyncClient, sign_in: Any, post: Any, cast: Cast
) -> None:
    await sign_in(client, cast.bob)
    typed = {"title": "Kept", "issn": "2434-5610", "doi_prefix": "nonsense"}
    answer = await post(client, COMMITTEE, typed)
    assert answer.status_code == 422
    assert "its last digit checks the others" in answer.text
    assert "Write the prefix as 10.1234" in answer.text
    assert 'value="Kept"' in answer.text
    assert (await setup_of(cast.meeting.id)).title == ""


async def test_author_sees_code_on_their_page_once_frozen(
    client: httpx.AsyncClient, sign_in: Any, cast: Cast, accept: Accept
) -> None:
    [code] = await accept(1)
    row = await Abstract.select(Abstract.id).where(Abstract.code == code).first()
    assert row is not None
    await sign_in(client, cast.alice)
    await ProgrammeNumber.insert(
        ProgrammeNumber(meeting=cast.meeting.id, code="P1.04.17a", abstract=row["id"])
    )
    page = f"/glasgow/abstracts/{code}"
    assert "P1.04.17a" not in (await client.get(page)).text
    await NumberingPlan.insert(NumberingPlan(meeting=cast.meeting.id, frozen_at=NOW))
    assert "P1.04.17a" in (await client.get(page)).text
    assert (await client.get("/glasgow/book/p1.04.17a")).status_code == 200
