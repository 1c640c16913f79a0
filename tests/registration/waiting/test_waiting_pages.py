"""The waiting list in the browser: one's own place on it, and the office's view."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from lxml import html

from conference.orm import Actor, clock
from conference.orm.statements import count_statements
from conference.registration.catalogue import Wish
from conference.registration.changes.actions.cancelling import cancel_registration
from conference.registration.order_queries import PlacedOrder
from conference.registration.rules import WaitingState
from conference.registration.tables import WaitingEntry
from conference.registration.waiting import actions as waiting
from tests.cast import NOW
from tests.registration.conftest import ISSUER, OFFICE, Buy, Sale
from tests.registration.reading import words
from tests.registration.waiting.conftest import Join, crowd
from tests.web_client import Post, SignIn

PATH = "/glasgow/register/waiting/meeting"
LIST = "/glasgow/office/waiting-list"


@pytest.fixture(autouse=True)
def stopped_clock() -> Any:
    with clock.at(NOW):
        yield


@pytest.fixture
async def bob(full: Sale, client: httpx.AsyncClient, sign_in: SignIn) -> httpx.AsyncClient:
    await sign_in(client, full.cast.bob)
    return client


@pytest.fixture
async def office(full: Sale, client: httpx.AsyncClient, sign_in: SignIn) -> httpx.AsyncClient:
    await sign_in(client, full.cast.olive)
    return client


async def cancel(sale: Sale, placed: PlacedOrder) -> None:
    await cancel_registration(
        placed.registration_code,
        meeting=sale.meeting, issuer=ISSUER, by=OFFICE, now=NOW, reason="Cannot come.",
    )  # fmt: skip


async def states() -> list[str]:
    rows = await WaitingEntry.select(WaitingEntry.state).order_by(WaitingEntry.joined_at)
    return [row["state"] for row in rows]


async def test_join_see_the_position_and_leave(
    full: Sale, buy: Buy, join: Join, bob: httpx.AsyncClient, post: Post
) -> None:
    await buy(full.cast.dan)
    await join(full.cast.carol)
    before = words(await bob.get(PATH))
    assert "Every place is taken, and one person waits" in before

    await post(bob, PATH)
    shown = words(await bob.get(PATH))
    my = words(await bob.get("/my"))
    await post(bob, f"{PATH}/leave")
    after = words(await bob.get(PATH))

    assert "You are number 2 of 2" in shown
    assert "Signals 2027: a place in the house" in my
    assert "You are no longer on the list." in after
    assert await states() == [WaitingState.WAITING.value, WaitingState.LEFT.value]


async def test_offer_is_shown_until_when_and_taken_up_by_registering(
    full: Sale, buy: Buy, join: Join, bob: httpx.AsyncClient, post: Post
) -> None:
    placed = await buy(full.cast.dan)
    await join(full.cast.bob)
    await cancel(full, placed)

    shown = words(await bob.get(PATH))
    my = words(await bob.get("/my"))
    await buy(full.cast.bob)
    afterwards = words(await bob.get(PATH))

    assert "We hold it until Wed 12 May 2027, 10:00 BST (London)" in shown
    assert "Held for you" in my
    assert "Every place is taken" in afterwards
    assert await states() == [WaitingState.TAKEN.value]


async def test_declined_offer_goes_to_the_next(
    full: Sale, buy: Buy, join: Join, bob: httpx.AsyncClient, post: Post
) -> None:
    placed = await buy(full.cast.dan)
    await join(full.cast.bob)
    await join(full.cast.carol)
    await cancel(full, placed)

    await post(bob, f"{PATH}/leave")
    await post(bob, f"{PATH}/leave")

    assert await states() == [WaitingState.LEFT.value, WaitingState.OFFERED.value]


async def test_joining_without_need_says_that_a_place_is_free(
    full: Sale, bob: httpx.AsyncClient, post: Post
) -> None:
    shown = words(await bob.get(PATH))
    answer = await post(bob, PATH)

    assert "One place is free: you need not wait." in shown
    assert answer.status_code == 303
    assert await WaitingEntry.count() == 0


async def test_unknown_list_and_stranger(
    full: Sale, bob: httpx.AsyncClient, new_client: Callable, post: Post
) -> None:
    for key in ("extra:nothing", "code:SAVE", "x"):
        assert (await bob.get(f"/glasgow/register/waiting/{key}")).status_code == 404
        assert (await post(bob, f"/glasgow/register/waiting/{key}")).status_code == 404
    async with new_client() as stranger:
        answer = await stranger.get(PATH)
    assert answer.headers["location"].startswith("/sign-in?next=")


async def test_who_holds_a_place_is_told_so(
    full: Sale, buy: Buy, bob: httpx.AsyncClient, post: Post
) -> None:
    await buy(full.cast.bob)

    answer = await post(bob, PATH)

    assert answer.status_code == 409
    assert "You hold such a place" in words(answer)


async def test_full_meeting_leads_to_its_list(
    full: Sale, buy: Buy, bob: httpx.AsyncClient, post: Post
) -> None:
    from conference.registration import actions

    await buy(full.cast.dan)
    by = Actor(full.cast.bob.id, "Bob")
    wish = Wish("non_member", "in_person")
    quote = await actions.make_quote(full.meeting, full.cast.bob.id, wish, by=by, now=NOW)

    answer = await post(
        bob, "/glasgow/register/check", {"quote": str(quote.id), "pays_by": "bank_transfer"}
    )

    links = html.fromstring(answer.text).xpath("//main//a/@href")
    assert answer.status_code == 409
    assert PATH in links


async def test_office_sees_the_lists_offers_and_removes_with_a_reason(
    full: Sale, buy: Buy, join: Join, office: httpx.AsyncClient, post: Post
) -> None:
    placed = await buy(full.cast.dan)
    for person in (full.cast.bob, full.cast.carol, full.cast.alice):
        await join(person)
    await cancel(full, placed)
    rows = await WaitingEntry.select(WaitingEntry.id).order_by(WaitingEntry.joined_at)
    _, carol, alice = (row["id"] for row in rows)

    shown = words(await office.get(LIST))
    refused = await post(office, f"{LIST}/{alice}/offer")
    await post(office, f"{LIST}/{alice}/offer", {"reason": "Award winner."})
    await post(office, f"{LIST}/{carol}/remove", {"reason": "Registered twice."})
    again = await post(office, f"{LIST}/{carol}/remove", {"reason": "Registered twice."})

    assert "1 of 1 places taken, 1 of them held by offers; 2 waiting." in shown
    assert "Bob Brennan" in shown
    assert refused.status_code == 422
    assert "Write the reason" in words(refused)
    assert again.status_code == 303
    assert await states() == ["offered", "left", "offered"]
    assert "2 of 2 places taken" in words(await office.get(LIST))


async def test_waiting_pages_are_as_many_statements_for_one_as_for_three(
    full: Sale, buy: Buy, join: Join, office: httpx.AsyncClient
) -> None:
    await buy(full.cast.dan)
    people = await crowd(3)
    counts = []
    for few in (people[:1], people[1:]):
        for person in few:
            await join(person)
        with count_statements() as seen:
            await office.get(LIST)
        counts.append(len(seen))

    assert counts[0] == counts[1]


async def test_ended_entry_is_not_decided_about(
    full: Sale, buy: Buy, join: Join, office: httpx.AsyncClient, post: Post
) -> None:
    await buy(full.cast.dan)
    entry = await join(full.cast.bob)
    await waiting.leave_waiting_list(entry, till=full.till, by=OFFICE, now=NOW)

    answer = await post(office, f"{LIST}/{entry.id}/offer", {"reason": "Late."})

    assert answer.status_code == 303
    assert "left the list" in words(await office.get(LIST))
    assert "Nobody waits for anything." in words(await office.get(LIST))
