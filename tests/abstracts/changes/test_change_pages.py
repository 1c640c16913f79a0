"""The pages of changes as a browser meets them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import lxml.html
import pytest

from abstracts.changes.agreeing import Coauthor, agree, object_to
from abstracts.changes.changing import Correction, correct_authors
from abstracts.changes.confirmations import confirmations_of
from abstracts.changes.reading import Hand
from abstracts.changes.rules import Ground
from abstracts.tables import Abstract
from abstracts.tables.writing import ChangeRequest, Confirmation
from abstracts.vocabulary import Agreement
from conference.orm import clock
from conference.people.rules import PersonInfo
from tests.abstracts.changes.conftest import AFTER_CALL, ask, letters, secret_for, stored
from tests.abstracts.conftest import GOOD, MIRA, form_data
from tests.cast import NOW, Cast

HOME = "/glasgow/abstracts"
REQUESTS = "/glasgow/committee/requests"


def words(answer: httpx.Response) -> str:
    """The page's words, with a space between any two elements."""
    return " ".join(" ".join(lxml.html.fromstring(answer.text).itertext()).split())


@pytest.fixture(autouse=True)
def the_day() -> Iterator[None]:
    """The call is open."""
    with clock.at(NOW):
        yield


@pytest.fixture
def after_the_call(submitted: str) -> Iterator[None]:
    """A month after the deadline."""
    with clock.at(AFTER_CALL):
        yield


@pytest.fixture
async def browser(client: httpx.AsyncClient, cast: Cast, sign_in: Any) -> httpx.AsyncClient:
    """Alice's."""
    await sign_in(client, cast.alice)
    return client


@pytest.fixture
async def bobs(new_client: Any, cast: Cast, sign_in: Any) -> httpx.AsyncClient:
    """The programme chair's browser."""
    made: httpx.AsyncClient = new_client()
    await sign_in(made, cast.bob)
    return made


async def test_agree_page_shows_the_abstract_and_looking_changes_nothing(
    client: httpx.AsyncClient, cast: Cast, asked: str, post: Any
) -> None:
    path = f"/glasgow/agree/{await secret_for('mira@example.org')}"
    seen = await client.get(path)
    assert "Your name as printed Mira Żółkiewska" in words(seen)
    assert "CD8 +" in words(seen)
    (answer,) = await confirmations_of((await stored(cast, asked)).id)
    assert answer.state is Agreement.ASKED

    wrong = await post(client, path, {"answer": "object", "ground": "other"})
    assert wrong.status_code == 422
    assert "what is wrong" in wrong.text
    assert (await client.get("/glasgow/agree/guessed")).status_code == 404

    assert (await post(client, path, {"answer": "agree"})).status_code == 303
    (answer,) = await confirmations_of(answer.abstract)
    assert answer.state is Agreement.AGREED
    assert "You have agreed" in words(await client.get(path))


async def test_submitter_sees_who_agreed_and_what_an_objection_says(
    browser: httpx.AsyncClient, cast: Cast, asked: str
) -> None:
    assert "Mira Żółkiewska Asked, no answer yet" in words(await browser.get(f"{HOME}/{asked}"))
    who = Coauthor(cast.meeting, await secret_for("mira@example.org"), None, "http://testserver")
    await object_to(who, Ground.ORDER, "I come first.", NOW)

    shown = words(await browser.get(f"{HOME}/{asked}"))

    assert "says that the order of the authors is wrong: “I come first.”" in shown


async def test_withdraw_page_asks_why_and_keeps_what_was_typed(
    browser: httpx.AsyncClient, post: Any, submitted: str
) -> None:
    path = f"{HOME}/{submitted}/withdraw"
    assert "cannot be undone" in words(await browser.get(path))
    assert (await post(browser, path)).status_code == 422

    done = await post(browser, path, {"reason": "Wrong cells."})

    assert done.headers["location"] == f"{HOME}/{submitted}"
    assert (await browser.get(path)).status_code == 403
    assert {each.to for each in await letters("abstract_withdrawn")} == {
        "alice@example.org",
        "mira@example.org",
    }


async def test_changes_of_somebody_elses_abstract_are_not_found(
    client: httpx.AsyncClient, cast: Cast, sign_in: Any, post: Any, accepted: str
) -> None:
    await sign_in(client, cast.dan)
    for page in ("withdraw", "authors", "presenter", "answer"):
        assert (await client.get(f"{HOME}/{accepted}/{page}")).status_code == 404
        assert (await post(client, f"{HOME}/{accepted}/{page}")).status_code == 404


async def test_authors_page_sends_to_the_form_while_the_call_is_open(
    browser: httpx.AsyncClient, submitted: str
) -> None:
    for page in ("authors", "presenter"):
        answer = await browser.get(f"{HOME}/{submitted}/{page}")
        assert answer.headers["location"].startswith(f"{HOME}/{submitted}/edit")


async def test_coauthor_waits_until_the_call_has_closed(
    client: httpx.AsyncClient, cast: Cast, mira: PersonInfo, asked: str, sign_in: Any
) -> None:
    who = Coauthor(cast.meeting, await secret_for("mira@example.org"), mira.id, "http://testserver")
    await agree(who, NOW)
    await sign_in(client, mira)
    answer = await client.get(f"{HOME}/{asked}/presenter")
    assert answer.status_code == 403
    assert "The call is still open: Alice" in words(answer)
    with clock.at(AFTER_CALL):
        assert (await client.get(f"{HOME}/{asked}/presenter")).status_code == 200


async def test_authors_are_corrected_by_the_rows_of_the_form(
    browser: httpx.AsyncClient, cast: Cast, post: Any, asked: str, after_the_call: None
) -> None:
    path = f"{HOME}/{asked}/authors"
    seen = (await stored(cast, asked)).digest
    rows = form_data(seen=seen, given=["Mira", "Alice"], family=["Żółkiewska", "Ångström"])
    rows |= {"email": ["mira@example.org", "alice@example.org"], "at": ["0.0", "0.1", "1.0"]}
    rows |= {"presenting": "0", "corresponding": "1", "submitting": "1", "reason": "Order."}

    added = await post(browser, path, {**rows, "do": "add-author"})
    assert 'id="field-given-2"' in added.text
    assert "Order." in added.text
    wrong = await post(browser, path, {**rows, "given": ["", ""], "family": ["", ""], "do": "ask"})
    assert wrong.status_code == 422
    sent = await post(browser, path, {**rows, "do": "ask"})

    assert sent.status_code == 303
    shown = words(await browser.get(f"{HOME}/{asked}"))
    assert "Corrected authors: waiting for the committee" in shown
    assert "The order is now: Mira Żółkiewska, Alice Ångström." in shown
    stale = await post(browser, path, {**rows, "seen": "old", "do": "ask"})
    assert stale.status_code == 409


async def test_presenter_page_names_another_author(
    browser: httpx.AsyncClient, cast: Cast, post: Any, accepted: str, after_the_call: None
) -> None:
    path = f"{HOME}/{accepted}/presenter"
    assert "Presented by Mira Żółkiewska" in words(await browser.get(path))
    nobody = await post(browser, path, {"presenter": "7", "reason": "Ill."})
    assert nobody.status_code == 422
    assert "Ill." in nobody.text

    assert (await post(browser, path, {"presenter": "0"})).status_code == 303
    assert (await stored(cast, accepted)).presenter_name == "Alice Ångström"


async def test_answer_page_accepts_at_once_and_declines_in_two_steps(
    client: httpx.AsyncClient, cast: Cast, mira: PersonInfo, sign_in: Any, post: Any, accepted: str
) -> None:
    await sign_in(client, mira)
    path = f"{HOME}/{accepted}/answer"
    await Abstract.update({Abstract.answer_by: NOW + timedelta(days=14)}).where(
        Abstract.code == accepted
    )
    seen = words(await client.get(path))
    assert "Answer by Mon 24 May 2027" in seen
    assert "Not registered" in seen

    asked = await post(client, path, {"answer": "declined", "reason": "A child is due."})
    assert "Decline for good?" in asked.text
    assert (await stored(cast, accepted)).state == "accepted"
    sure = {"answer": "declined", "reason": "A child is due.", "is_sure": "on"}
    assert (await post(client, path, sure)).status_code == 303

    assert (await stored(cast, accepted)).state == "declined"
    assert "Declined" in words(await client.get(path))


async def test_only_presenter_and_submitter_answer(
    client: httpx.AsyncClient, cast: Cast, bobs: httpx.AsyncClient, post: Any, accepted: str
) -> None:
    assert (await bobs.get(f"{HOME}/{accepted}/answer")).status_code == 200
    refused = await post(bobs, f"{HOME}/{accepted}/answer", {"answer": "accepted"})
    assert refused.status_code == 403


async def test_committee_judges_and_settles_on_one_page(
    bobs: httpx.AsyncClient, cast: Cast, alice: Hand, post: Any, asked: str, after_the_call: None
) -> None:
    await _object_and_ask(cast, alice, asked)
    shown = words(await bobs.get(REQUESTS))
    assert "1 open objection, 1 change to judge" in shown
    assert "Alice Ångström is now Alicia Ångström." in shown
    row = await ChangeRequest.select(ChangeRequest.id).first()
    answer = await Confirmation.select(Confirmation.id).first()
    assert row
    assert answer

    unsaid = await post(bobs, f"{REQUESTS}/{row['id']}", {"do": "refuse"})
    assert unsaid.status_code == 422
    assert "Say why" in unsaid.text
    unsettled = await post(bobs, f"{REQUESTS}/objections/{answer['id']}")
    assert unsettled.status_code == 422

    await post(bobs, f"{REQUESTS}/objections/{answer['id']}", {"answer": "We talked."})
    await post(bobs, f"{REQUESTS}/{row['id']}", {"do": "grant"})

    shown = words(await bobs.get(REQUESTS))
    assert "0 open objections, 0 changes to judge" in shown
    assert (await stored(cast, asked)).manuscript.authors[0].given_name == "Alicia"
    assert (await post(bobs, f"{REQUESTS}/{row['id']}", {"do": "grant"})).status_code == 404


async def test_pages_take_the_same_statements_for_more_rows(
    browser: httpx.AsyncClient,
    bobs: httpx.AsyncClient,
    cast: Cast,
    alice: Hand,
    asked: str,
    after_the_call: None,
    write_another: Any,
    count_statements: Any,
) -> None:
    await _object_and_ask(cast, alice, asked)
    counts = []
    for title in ("Second", "Third"):
        with count_statements() as seen:
            await bobs.get(REQUESTS)
            await browser.get(f"{HOME}/{asked}")
        counts.append(len(seen))
        other = await write_another(replace(GOOD, title=title))
        await ask(cast.meeting, other)
        await _object_and_ask(cast, alice, other)

    with count_statements() as seen:
        await bobs.get(REQUESTS)
        await browser.get(f"{HOME}/{asked}")
    assert [len(seen), *counts] == [counts[0]] * 3


async def _object_and_ask(cast: Cast, alice: Hand, code: str) -> None:
    """Mira objects; Alice wants her own name corrected."""
    who = Coauthor(cast.meeting, await secret_for("mira@example.org"), None, "http://testserver")
    await object_to(who, Ground.NAME, "Not so.", clock.now())
    abstract = await stored(cast, code)
    authors = (replace(abstract.manuscript.authors[0], given_name="Alicia"), MIRA)
    wish = Correction(authors, "Her name.", abstract.digest)
    await correct_authors(alice, code, wish, clock.now())


async def test_committee_acts_for_the_authors_from_the_abstracts_page(
    bobs: httpx.AsyncClient, cast: Cast, post: Any, accepted: str
) -> None:
    shown = await bobs.get(f"/glasgow/committee/abstracts/{accepted}")
    for page in ("authors", "presenter", "withdraw"):
        assert f"{HOME}/{accepted}/{page}" in shown.text
        assert (await bobs.get(f"{HOME}/{accepted}/{page}")).status_code == 200

    done = await post(bobs, f"{HOME}/{accepted}/withdraw", {"reason": "By telephone."})

    assert done.headers["location"] == f"/glasgow/committee/abstracts/{accepted}"
    assert (await stored(cast, accepted)).state == "withdrawn"
