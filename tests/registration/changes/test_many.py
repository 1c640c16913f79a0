"""Many at once: proposed, looked at, applied in pieces; killed and begun again it loses nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import httpx
import pytest

from badges.desk.actions import check_in
from conference.letters.tables import OutboxLetter
from conference.meetings.tables import Meeting
from conference.membership.tables import Membership
from conference.orm import Actor, clock
from conference.registration.changes.actions import many
from conference.registration.changes.actions.many import (
    CHUNK,
    BulkWish,
    apply_bulk,
    propose_bulk,
)
from conference.registration.changes.rules.bulk import BulkKind, EntryState
from conference.registration.rules import RegistrationState
from conference.registration.tables import (
    Order,
    PlacePool,
    Registration,
    RegistrationPolicy,
)
from tests.cast import NOW
from tests.registration.changes.conftest import Book, Shop, broken, form_of
from tests.registration.changes.crowd import paid_crowd
from tests.registration.conftest import OFFICE
from tests.registration.reading import errors_beside, words
from tests.web_client import Post, SignIn

LIST = "/glasgow/office/changes"
AFTER = datetime(2027, 10, 25, 9, 0, tzinfo=UTC)


async def propose(client: httpx.AsyncClient, post: Post, kind: str) -> str:
    answer = await post(client, LIST, {"kind": kind})
    assert answer.status_code == 303, words(answer)
    return str(answer.headers["location"])


async def modes() -> dict[str, int]:
    rows = await Registration.select(Registration.mode)
    found = [row["mode"] for row in rows]
    return {mode: found.count(mode) for mode in set(found)}


async def test_meeting_goes_virtual_after_400_people_paid(
    shop: Shop, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    """Situation 21: preview, the difference back for each, extras in full, one letter a person."""
    codes = await paid_crowd(shop, 400)
    await sign_in(client, shop.cast.olive)
    path = await propose(client, post, "virtual")

    shown = await client.get(path)
    said = words(shown)
    back = 400 * (650_00 - 325_00) + 100 * 90_00
    assert "People 400" in said
    assert f"To be given back {back / 100:,.2f} EUR" in said
    assert "Given up: Gala dinner. Extras: 90.00 EUR of 90.00 EUR comes back." in said
    assert await modes() == {"in_person": 400}
    silent = await post(client, path)
    assert list(errors_beside(silent)) == ["reason"]

    stays = codes[7]
    sent = {"reason": "The venue is closed.", "leave": [stays]}
    done = await post(client, path, sent)
    assert (await post(client, path, sent)).status_code == 303  # a second click

    assert "399 registrations are changed." in words(await client.get(done.headers["location"]))
    assert await modes() == {"in_person": 1, "virtual": 399}
    assert (await shop.info(stays)).mode == "in_person"
    rows = await Order.select(Order.total)
    assert sum(row["total"] for row in rows) == 399 * 325_00 + 650_00
    letters = await shop.letters("registration_changed")
    assert len({each["to_address"] for each in letters}) == len(letters) == 399
    assert "The venue is closed." in letters[0]["body"]
    meeting = await Meeting.select(Meeting.mode).first()
    assert meeting == {"mode": "virtual"}
    assert await shop.taken("virtual") == 399
    # No place in the house is sold any more.
    assert (await places("meeting"), await places("extra:dinner")) == ((1, 1), (0, 0))
    assert await broken() == []


async def places(key: str) -> tuple[int, int]:
    """How many of a pool are taken, and how many there are."""
    pool = await PlacePool.objects().get(PlacePool.key == key)
    assert pool is not None
    return pool.taken, pool.capacity


async def test_apply_goes_on_where_it_was_killed(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    await paid_crowd(shop, CHUNK + 20)
    kind = BulkKind.VIRTUAL
    id = await propose_bulk(kind, till=shop.sale.till, by=OFFICE, now=NOW)
    wish = BulkWish("Closed.")

    async def die(*_args: Any) -> None:
        raise KeyboardInterrupt

    made = many._tell

    async def once(*args: Any) -> None:
        monkeypatch.setattr(many, "_tell", die)
        await made(*args)

    monkeypatch.setattr(many, "_tell", once)
    with pytest.raises(KeyboardInterrupt):
        await apply_bulk(id, wish, till=shop.sale.till, by=OFFICE, now=NOW)
    assert await modes() == {"virtual": CHUNK, "in_person": 20}
    monkeypatch.setattr(many, "_tell", made)

    after = await apply_bulk(id, wish, till=shop.sale.till, by=OFFICE, now=NOW)

    assert {each.state for each in after.entries} == {EntryState.DONE}
    assert await modes() == {"virtual": CHUNK + 20}
    assert await OutboxLetter.count() == CHUNK + 20
    assert await broken() == []


async def test_who_changed_since_the_proposal_is_left_alone(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    kept = await book(shop.cast.dan)
    gone = await book(shop.cast.bob)
    await sign_in(client, shop.cast.olive)
    path = await propose(client, post, "virtual")
    cancel = f"/glasgow/office/registrations/{gone.registration_code}/cancel"
    await post(client, cancel, {**form_of(await client.get(cancel)), "reason": "Ill."})

    done = await post(client, path, {"reason": "Closed."})

    page = words(await client.get(done.headers["location"]))
    assert "1 registration is changed." in page
    assert "1 had changed meanwhile and were left as they are." in page
    assert (await shop.info(kept.registration_code)).mode == "virtual"
    assert (await shop.info(gone.registration_code)).mode == "in_person"
    assert await broken() == []


async def test_virtual_proposal_says_who_has_no_virtual_price(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    await book(shop.cast.dan, "trainee")
    free = await book(shop.cast.bob, "helper")
    await sign_in(client, shop.cast.olive)

    path = await propose(client, post, "virtual")

    page = words(await client.get(path))
    assert "“Trainee, non-member” has no virtual price." in page
    assert "To be decided by you" in page
    await post(client, path, {"reason": "Closed."})
    assert (await shop.info(free.registration_code)).mode == "virtual"
    assert await modes() == {"virtual": 1, "in_person": 1}


async def test_unpaid_registration_that_turns_virtual_owes_the_virtual_price(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    placed = await book(shop.cast.dan, is_paid=False)
    await shop.pay(placed, 400_00)
    await sign_in(client, shop.cast.olive)

    await post(client, await propose(client, post, "virtual"), {"reason": "Closed."})

    order = await shop.order(placed)
    assert (order.total, order.balance.to_refund) == (325_00, 75_00)
    assert order.registration.is_confirmed  # what was due is not due any more
    assert len(await shop.letters("registration_confirmed")) == 1
    assert await broken() == []


async def open_dues(person: UUID) -> None:
    await Membership.update({Membership.status: "grace"}).where(Membership.person == person)


async def test_open_dues_after_the_cut_off_cost_the_non_member_price(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    """M04; who lapses after a valid payment stays as they are (M05)."""
    await RegistrationPolicy.insert(
        RegistrationPolicy(meeting=shop.sale.meeting.id, dues_cutoff_on=date(2027, 6, 26))
    )
    await open_dues(shop.cast.alice.id)
    placed = await book(shop.cast.alice, "regular")
    await sign_in(client, shop.cast.olive)
    too_soon = await post(client, LIST, {"kind": "dues"})
    assert "Open dues are waited for through Sat 26 Jun 2027." in words(too_soon)

    with clock.at(datetime(2027, 9, 1, 9, 0, tzinfo=UTC)):
        path = await propose(client, post, "dues")
        assert "Becomes due 200.00 EUR" in words(await client.get(path))
        await post(client, path, {"reason": "Your dues are open."})

    order = await shop.order(placed)
    assert (order.balance.due, order.registration.category_key) == (200_00, "non_member")
    assert order.registration.is_confirmed
    assert await broken() == []


async def test_dues_that_came_meanwhile_are_not_charged(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    await RegistrationPolicy.insert(
        RegistrationPolicy(meeting=shop.sale.meeting.id, dues_cutoff_on=date(2027, 6, 26))
    )
    await open_dues(shop.cast.alice.id)
    placed = await book(shop.cast.alice, "regular")
    await sign_in(client, shop.cast.olive)

    with clock.at(datetime(2027, 9, 1, 9, 0, tzinfo=UTC)):
        path = await propose(client, post, "dues")
        await Membership.update({Membership.status: "active"}, force=True)
        await post(client, path, {"reason": "Your dues are open."})

    assert (await shop.order(placed)).total == 450_00


async def test_no_show_is_who_was_never_scanned(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    """C08: proposed after the meeting only; nothing is given back."""
    came, missed = await book(shop.cast.dan), await book(shop.cast.bob)
    at_home = await book(shop.cast.carol, mode="virtual")
    await check_in(await shop.info(came.registration_code), desk="A", by=desk(), now=NOW)
    await sign_in(client, shop.cast.olive)
    early = await post(client, LIST, {"kind": "no_show"})
    assert "The meeting is not over yet." in words(early)

    with clock.at(AFTER):
        path = await propose(client, post, "no_show")
        assert "Bob Brennan" in words(await client.get(path))
        assert "Dan" not in words(await client.get(path))
        await post(client, path, {"reason": "Never came."})

    states = [(await shop.info(each.registration_code)).state for each in (came, missed, at_home)]
    assert states == [
        RegistrationState.CONFIRMED, RegistrationState.NO_SHOW, RegistrationState.CONFIRMED,
    ]  # fmt: skip
    assert (await shop.order(missed)).balance.to_refund == 0
    assert await broken() == []


def desk() -> Actor:
    return Actor.system("desk")


async def test_pages_of_many_take_a_fixed_number_of_statements(
    shop: Shop, client: httpx.AsyncClient, post: Post, sign_in: SignIn, count_statements: Any
) -> None:
    await sign_in(client, shop.cast.olive)
    await post(client, LIST)  # the form's token is fetched once
    counts = []
    for people in (1, 3):
        await Registration.update({Registration.state: "expired"}, force=True)
        await paid_crowd(shop, people, prefix=f"{people} ")
        with count_statements() as proposing:
            path = await propose(client, post, "virtual")
        with count_statements() as showing:
            await client.get(path)
        counts.append((len(proposing), len(showing)))

    assert counts[0] == counts[1]
