"""The pages: forms come back as typed, row buttons work without a script, doors are shut."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest
from lxml import html

from abstracts import queries
from abstracts.actions import Desk
from abstracts.queries import CallInfo
from abstracts.tables import AbstractVersion
from conference.orm import clock
from conference.people.rules import PersonInfo
from tests.abstracts.conftest import GOOD, form_data
from tests.cast import NOW, Cast

NEW = "/glasgow/abstracts/new"


@pytest.fixture
async def alice(client: httpx.AsyncClient, cast: Cast, call: CallInfo, sign_in: Any) -> PersonInfo:
    await sign_in(client, cast.alice)
    return cast.alice


def values(page: httpx.Response, name: str) -> list[str]:
    fields = html.fromstring(page.text).xpath(f"//*[@name='{name}']")
    # A browser drops the line break after <textarea>; lxml does not.
    return [(field.value or "").removeprefix("\n") for field in fields]


def call_id(call: CallInfo) -> dict[str, str]:
    return {"call": str(call.id)}


async def test_new_starts_with_the_visitor_as_author(
    client: httpx.AsyncClient, alice: PersonInfo
) -> None:
    with clock.at(NOW):
        page = await client.get(NEW)
    assert page.status_code == 200
    assert values(page, "family") == ["Ångström"]
    assert values(page, "institution") == ["Clyde Institute"]
    assert "Tue 1 Jun 2027, 23:59 BST (London)" in page.text


async def test_submit_from_the_form(
    client: httpx.AsyncClient, alice: PersonInfo, call: CallInfo, post: Any, cast: Cast
) -> None:
    with clock.at(NOW):
        answer = await post(client, NEW, form_data(**call_id(call)))
        assert answer.status_code == 303
        page = await client.get(answer.headers["location"])
    assert "We have sent you a receipt" in page.text
    [row] = await queries.abstracts_of_person(alice.id)
    found = await queries.abstract_for_author(cast.meeting.id, row.code, alice.id)
    assert found is not None
    assert found.manuscript == GOOD


async def test_wrong_form_comes_back_as_typed(
    client: httpx.AsyncClient, alice: PersonInfo, call: CallInfo, post: Any
) -> None:
    data = form_data(**call_id(call), topic="", body="x" * 3700, given=["Alice", "Mira"])
    with clock.at(NOW):
        page = await post(client, NEW, data)
    assert page.status_code == 422
    assert "Choose the topic that fits best" in page.text
    assert "too long: 3," in page.text
    assert values(page, "given") == ["Alice", "Mira"]
    assert values(page, "body")[0].strip() == "x" * 3700
    assert await queries.abstracts_of_person(alice.id) == []


async def test_row_buttons_change_rows_and_lose_nothing(
    client: httpx.AsyncClient, alice: PersonInfo, call: CallInfo, post: Any
) -> None:
    with clock.at(NOW):
        moved = await post(client, NEW, form_data(**call_id(call), do="up-author-1"))
        grown = await post(client, NEW, form_data(**call_id(call), do="add-author"))
        fewer = await post(client, NEW, form_data(**call_id(call), do="remove-institution-0"))
    assert values(moved, "given") == ["Mira", "Alice"]
    assert values(grown, "given") == ["Alice", "Mira", ""]
    assert values(fewer, "institution") == ["Tay College"]
    ticked = html.fromstring(fewer.text).xpath("//input[@name='at'][@checked]/@value")
    assert ticked == ["1.0"]
    assert values(moved, "body")[0].split() == GOOD.body.split()
    assert await queries.abstracts_of_person(alice.id) == []


async def test_draft_with_an_institution_of_nobody_is_refused_not_lost(
    client: httpx.AsyncClient, alice: PersonInfo, call: CallInfo, post: Any
) -> None:
    data = form_data(**call_id(call), do="save", at=["0.0"])
    with clock.at(NOW):
        page = await post(client, NEW, data)
    assert page.status_code == 422
    assert "Institution 2, Tay College, belongs to no author yet" in page.text


async def test_a_draft_saves_with_almost_nothing(
    client: httpx.AsyncClient, alice: PersonInfo, call: CallInfo, post: Any
) -> None:
    with clock.at(NOW):
        answer = await post(client, NEW, {**call_id(call), "title": "An idea", "do": "save"})
        assert answer.status_code == 303
        page = await client.get(answer.headers["location"])
    assert values(page, "title") == ["An idea"]
    assert "is saved. It is not submitted yet." in page.text


@pytest.mark.parametrize("command", ["save", "submit"])
async def test_form_sent_twice_starts_one_abstract(
    client: httpx.AsyncClient, alice: PersonInfo, call: CallInfo, post: Any, command: str
) -> None:
    with clock.at(NOW):
        key = values(await client.get(NEW), "key")[0]
        data = form_data(**call_id(call), key=key, do=command)
        first, second = await post(client, NEW, data), await post(client, NEW, data)
        other = await post(client, NEW, {**data, "title": "Written after the Back button"})

    assert first.headers["location"] == second.headers["location"]
    [row] = await queries.abstracts_of_person(alice.id)
    assert row.title == GOOD.title
    assert other.status_code == 409
    assert values(other, "title") == ["Written after the Back button"]
    assert await AbstractVersion.count() == (1 if command == "submit" else 0)


async def test_key_of_another_person_shows_nothing(
    client: httpx.AsyncClient,
    alice: PersonInfo,
    call: CallInfo,
    post: Any,
    sign_in: Any,
    cast: Cast,
) -> None:
    with clock.at(NOW):
        key = values(await client.get(NEW), "key")[0]
        data = form_data(**call_id(call), key=key, do="save")
        await post(client, NEW, data)
        await sign_in(client, cast.dan)
        answer = await post(client, NEW, {**data, "title": "Mine"})

    assert answer.status_code == 409
    assert GOOD.title not in answer.text
    assert await queries.abstracts_of_person(cast.dan.id) == []


async def test_after_the_deadline_the_text_comes_back(
    client: httpx.AsyncClient, alice: PersonInfo, call: CallInfo, post: Any
) -> None:
    with clock.at(NOW + timedelta(days=40)):
        page = await post(client, NEW, form_data(**call_id(call)))
    assert page.status_code == 403
    assert "This call closed on Tue 1 Jun 2027, 23:59 BST (London)" in page.text
    assert values(page, "title") == [GOOD.title]


async def test_two_windows_are_told_apart(
    client: httpx.AsyncClient, alice: PersonInfo, submitted: str, post: Any, desk: Desk
) -> None:
    edit = f"/glasgow/abstracts/{submitted}/edit"
    with clock.at(NOW):
        page = await client.get(edit)
        seen = values(page, "seen")[0]
        first = await post(client, edit, form_data(seen=seen, title="First"))
        second = await post(client, edit, form_data(seen=seen, title="Second"))
        assert (first.status_code, second.status_code) == (303, 409)
        assert values(second, "title") == ["Second"]
        again = await post(client, edit, form_data(seen=values(second, "seen")[0], title="Second"))
    assert again.status_code == 303


async def test_counter_says_what_the_server_says(
    client: httpx.AsyncClient, alice: PersonInfo, call: CallInfo, post: Any
) -> None:
    with clock.at(NOW):
        answer = await post(client, "/glasgow/abstracts/count", form_data(**call_id(call)))
        page = await post(client, NEW, form_data(**call_id(call), do="add-author"))
    sentence = html.fromstring(answer.text).get_element_by_id("counter").text_content().strip()
    shown = html.fromstring(page.text).get_element_by_id("counter").text_content().strip()
    assert sentence == shown
    assert sentence.endswith("of 3,600 characters, 6 of 45 lines")


async def test_another_persons_abstract_is_not_there(
    client: httpx.AsyncClient, cast: Cast, submitted: str, sign_in: Any, post: Any
) -> None:
    await sign_in(client, cast.dan)
    here = f"/glasgow/abstracts/{submitted}"
    for answer in (
        await client.get(here),
        await client.get(f"{here}/edit"),
        await post(client, f"{here}/edit", form_data()),
        await post(client, f"{here}/withdraw"),
    ):
        assert answer.status_code == 404
        assert GOOD.title not in answer.text


async def test_show_escapes_all_but_the_allowed_tags(
    client: httpx.AsyncClient, alice: PersonInfo, call: CallInfo, post: Any
) -> None:
    body = "<script>x</script> <i>open CD8<sup>+</sup> p<0.05"
    with clock.at(NOW):
        answer = await post(client, NEW, form_data(**call_id(call), body=body))
        page = await client.get(answer.headers["location"])
    assert "&lt;script&gt;" in page.text
    assert "<i>open CD8<sup>+</sup> p&lt;0.05</i>" in page.text


async def test_strangers_read_about_the_call_and_are_asked_to_sign_in(
    client: httpx.AsyncClient, cast: Cast, call: CallInfo
) -> None:
    with clock.at(NOW):
        page = await client.get("/glasgow/abstracts")
        inside = await client.get(NEW)
    assert "Closes" in page.text
    assert inside.status_code == 303
    assert inside.headers["location"].startswith("/sign-in")
