"""A few more questions: needs that only the office reads, consents with their history."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.orm import Actor, clock
from conference.orm.tables import AuditEntry
from conference.people import actions as people_actions
from conference.people.access import Role
from conference.people.rules import clean
from conference.registration import queries as registrations
from conference.registration.attendee import actions, queries
from conference.registration.attendee.rules import (
    Answer,
    Diet,
    Needs,
    Purpose,
    changed_answers,
    count_diets,
    latest_answers,
    read_diet,
    write_diet,
)
from conference.registration.tables import Consent
from tests.cast import NOW
from tests.registration.conftest import Buy, Sale
from tests.registration.reading import errors_beside, words
from tests.web_client import Post, SignIn

HERS = {
    "diets": ["vegan", "gluten-free"],
    "diet_note": "no peanuts",
    "access": "A wheelchair",
    "emergency_contact": "Eve, +34 600",
    "photo": "no",
    "news": "yes",
}


@pytest.fixture(autouse=True)
def stopped_clock() -> Any:
    with clock.at(NOW):
        yield


@given(st.sets(st.sampled_from(Diet)), st.text(max_size=40))
def test_a_diet_is_read_as_it_was_written(diets: set[Diet], note: str) -> None:
    found, words_found = read_diet(write_diet(diets, note))

    assert set(found) == diets
    assert words_found == clean(note)


def test_only_an_answer_that_differs_is_a_new_one() -> None:
    history = [
        Answer(Purpose.PHOTO, True, NOW),
        Answer(Purpose.PHOTO, False, NOW + timedelta(days=1)),
    ]

    assert latest_answers(history)[Purpose.PHOTO].is_given is False
    assert changed_answers(history, {Purpose.PHOTO: False, Purpose.NEWS: False}) == {
        Purpose.NEWS: False
    }
    assert changed_answers(history, {Purpose.PHOTO: True}) == {Purpose.PHOTO: True}


def test_count_diets_counts_combinations() -> None:
    vegan = Needs((Diet.VEGAN,))
    both = Needs((Diet.HALAL, Diet.GLUTEN_FREE))

    assert count_diets([vegan, both, vegan, Needs(diet_note="no nuts")]) == [
        ("Vegan", 2),
        ("Halal, Gluten-free", 1),
    ]


async def test_details_are_kept_and_shown_again(
    sale: Sale, buy: Buy, client: httpx.AsyncClient, sign_in: SignIn, post: Post
) -> None:
    placed = await buy(sale.cast.dan, "helper")
    await sign_in(client, sale.cast.dan)
    path = f"/my/registrations/{placed.registration_code}"

    await post(client, f"{path}/details", HERS)

    assert await queries.needs_of(placed.registration) == Needs(
        (Diet.VEGAN, Diet.GLUTEN_FREE), "no peanuts", "A wheelchair", "Eve, +34 600"
    )
    assert "2 open" in words(await client.get(path))
    shown = await client.get(f"{path}/details")
    assert "No since Mon 10 May 2027, 10:00 BST (London)" in words(shown)
    assert 'value="no peanuts"' in shown.text


async def test_a_consent_can_be_changed_and_its_history_stays(
    sale: Sale, buy: Buy, client: httpx.AsyncClient, sign_in: SignIn, post: Post
) -> None:
    placed = await buy(sale.cast.dan, "helper")
    await sign_in(client, sale.cast.dan)
    path = f"/my/registrations/{placed.registration_code}/details"
    await post(client, path, {"photo": "yes", "sponsors": "no"})
    agreed = await queries.who_agreed(sale.meeting.id, Purpose.PHOTO)

    with clock.at(NOW + timedelta(days=1)):
        await sign_in(client, sale.cast.dan)
        await post(client, path, {"photo": "no", "sponsors": "no"})
        shown = words(await client.get(path))

    assert agreed == {placed.registration}
    assert await queries.who_agreed(sale.meeting.id, Purpose.PHOTO) == frozenset()
    assert await queries.who_agreed(sale.meeting.id, Purpose.SPONSORS) == frozenset()
    assert await Consent.count() == 3
    assert "No since Tue 11 May 2027, 10:00 BST (London); before: Yes since Mon 10 May" in shown


async def test_details_that_are_too_long_are_told_and_kept(
    sale: Sale, buy: Buy, client: httpx.AsyncClient, sign_in: SignIn, post: Post
) -> None:
    placed = await buy(sale.cast.dan, "helper")
    await sign_in(client, sale.cast.dan)
    path = f"/my/registrations/{placed.registration_code}/details"

    answer = await post(client, path, {**HERS, "access": "x" * 501})

    assert answer.status_code == 422
    assert list(errors_beside(answer)) == ["access"]
    assert "Eve, +34 600" in answer.text
    assert await queries.needs_of(placed.registration) is None


async def test_what_somebody_needs_stays_out_of_the_audit_trail(sale: Sale, buy: Buy) -> None:
    placed = await buy(sale.cast.dan, "helper")
    info = await registrations.registration_info(placed.registration)
    assert info is not None

    await actions.save_details(
        info, Needs((Diet.KOSHER,), "no fish"), {Purpose.NEWS: True}, by=Actor.system("t"), now=NOW
    )

    rows = await AuditEntry.select(AuditEntry.changes).where(AuditEntry.verb == "save_details")
    assert len(rows) == 1
    assert "kosher" not in rows[0]["changes"]
    assert "fish" not in rows[0]["changes"]


@pytest.mark.parametrize("path", ["details", "visa-letter", "visa-letter.pdf"])
async def test_another_persons_answers_are_unknown(
    sale: Sale, buy: Buy, client: httpx.AsyncClient, sign_in: SignIn, path: str
) -> None:
    placed = await buy(sale.cast.dan, "helper")
    await sign_in(client, sale.cast.alice)

    answer = await client.get(f"/my/registrations/{placed.registration_code}/{path}")

    assert answer.status_code == 404


@pytest.fixture
async def office(
    sale: Sale, buy: Buy, new_client: Callable[[], httpx.AsyncClient], sign_in: SignIn
) -> httpx.AsyncClient:
    """Olive's browser; dan comes and is a vegan, alice has not paid."""
    for person, category in ((sale.cast.dan, "helper"), (sale.cast.alice, "regular")):
        placed = await buy(person, category)
        info = await registrations.registration_info(placed.registration)
        assert info is not None
        needs = Needs((Diet.VEGAN,), "=1+1", "A wheelchair", "Eve, +34 600")
        await actions.save_details(info, needs, {}, by=Actor.system("t"), now=NOW)
    browser = new_client()
    await sign_in(browser, sale.cast.olive)
    return browser


async def test_the_office_sees_the_needs_of_those_who_come(office: httpx.AsyncClient) -> None:
    page = words(await office.get("/glasgow/office/needs"))
    file = await office.get("/glasgow/office/needs.csv")

    assert "1 of 1 who come in person have answered" in page
    assert "Vegan 1" in page
    assert "Dan Díaz" in page
    assert "Alice" not in page
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert [(row["family_name"], row["diet"], row["access"]) for row in rows] == [
        ("Díaz", "Vegan", "A wheelchair")
    ]
    assert not rows[0]["diet_note"].startswith("=")
    assert "+34 600" not in file.text


@pytest.mark.parametrize("role", [Role.DESK, Role.TREASURER, Role.PROGRAMME])
async def test_nobody_but_the_office_reads_needs_and_passports(
    sale: Sale, client: httpx.AsyncClient, sign_in: SignIn, role: Role
) -> None:
    await people_actions.grant_role(
        person=sale.cast.dan.id,
        role=role,
        meeting=sale.meeting.id,
        by=Actor.system("t"),
        now=NOW,
    )
    await sign_in(client, sale.cast.dan)

    for path in ("needs", "needs.csv", "visa-letters"):
        assert (await client.get(f"/glasgow/office/{path}")).status_code == 403
