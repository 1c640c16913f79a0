"""The waiting list in the browser: one's own place on it, and the office's view."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import httpx
import pytest
from lxml import html

from conference.orm import Actor, action, clock
from conference.orm.statements import count_statements
from conference.registration.catalogue import Wish
from conference.registration.changes.actions.cancelling import cancel_registration
from conference.registration.order_queries import PlacedOrder
from conference.registration.rules import WaitingState
from conference.registration.tables import PlaceHold, PlacePool, WaitingEntry
from conference.registration.waiting import actions as waiting
from conference.registration.waiting.freeing import offer_free_places
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


async def test_offer_is_taken_up_through_the_three_screens(
    full: Sale, buy: Buy, join: Join, bob: httpx.AsyncClient, post: Post
) -> None:
    placed = await buy(full.cast.dan)
    await join(full.cast.bob)
    await join(full.cast.carol)
    await cancel(full, placed)

    what = await bob.get("/glasgow/register/what")
    chosen = {"category": "non_member", "mode": "in_person", "go": "on"}
    sent = await post(bob, "/glasgow/register/what", chosen)
    check = await bob.get(sent.headers["location"])
    (quote,) = html.fromstring(check.text).xpath("//input[@name='quote']/@value")
    pays = {"quote": quote, "bill_for": "me", "pays_by": "bank_transfer"}
    done = await post(bob, "/glasgow/register/check", pays)

    assert "Join the waiting list" not in words(what)
    assert "/register/done/" in done.headers["location"]
    assert await states() == [WaitingState.TAKEN.value, WaitingState.WAITING.value]


async def test_sold_out_dinner_is_waited_for_and_added_to_a_registration(
    sale: Sale,
    dinner: UUID,
    join: Join,
    buy: Buy,
    client: httpx.AsyncClient,
    sign_in: SignIn,
    post: Post,
) -> None:
    mine = await buy(sale.cast.bob)
    await PlacePool.update({PlacePool.capacity: 0}).where(PlacePool.id == dinner)
    await join(sale.cast.bob, "extra:dinner")
    async with action("set_places", by=OFFICE, now=NOW) as act:
        await PlacePool.update({PlacePool.capacity: 1}).where(PlacePool.id == dinner)
        await offer_free_places(act, sale.meeting.id, sale.till)
    await sign_in(client, sale.cast.bob)
    page = await client.get("/glasgow/register/waiting/extra:dinner")
    (link,) = html.fromstring(page.text).xpath("//main//a[@class='button']/@href")

    look = await post(client, link, {"extra-dinner": "1"})
    (word,) = html.fromstring(look.text).xpath("//input[@name='agreed']/@value")
    done = await post(client, link, {"extra-dinner": "1", "agreed": word})

    assert link == f"/my/registrations/{mine.registration_code}/extras"
    assert done.status_code == 303
    assert await states() == [WaitingState.TAKEN.value]
    held = await PlaceHold.select(PlaceHold.holder).where(PlaceHold.pool == dinner)
    assert [row["holder"] for row in held] == [mine.registration_code]


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
