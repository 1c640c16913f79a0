"""A refused visa: told with its letter, decided once, the file gone afterwards (C06)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from conference.orm import clock
from conference.registration.order_queries import PlacedOrder
from conference.registration.rules import RegistrationState
from conference.registration.tables import RegistrationPolicy, VisaRefusal
from tests.registration.changes.conftest import Book, Shop, broken, form_of
from tests.registration.reading import errors_beside, words
from tests.web_client import Post, SignIn

PDF = b"%PDF-1.7 We regret to inform you"
LATE = datetime(2027, 10, 1, 9, 0, tzinfo=UTC)  # sixteen days before, nothing by the ladder
IN_TIME, TOO_LATE = "2027-07-19", "2027-07-20"


def own(placed: PlacedOrder) -> str:
    return f"/my/registrations/{placed.registration_code}/visa-refusal"


def office(placed: PlacedOrder) -> str:
    return f"/glasgow/office/registrations/{placed.registration_code}/visa-refusal"


async def tell(
    client: httpx.AsyncClient, post: Post, placed: PlacedOrder, applied_on: str = IN_TIME,
    content: bytes = PDF,
) -> httpx.Response:  # fmt: skip
    files = {"file": ("refusal.pdf", content, "application/pdf")}
    sent = {"applied_on": applied_on, "text": "No reason was given."}
    return await post(client, own(placed), sent, files=files)


@pytest.fixture
async def placed(shop: Shop, book: Book, client: httpx.AsyncClient, sign_in: SignIn) -> Any:
    await RegistrationPolicy.insert(
        RegistrationPolicy(meeting=shop.sale.meeting.id, visa_fee=50_00)
    )
    made = await book(shop.cast.dan, extras=(("dinner", 1),))
    await sign_in(client, shop.cast.dan)
    with clock.at(LATE):
        yield made


async def test_visa_refused_in_time_gives_back_all_but_the_fee(
    shop: Shop, placed: PlacedOrder, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    """Situation 20: refused after the refund deadline; the rule of visas decides."""
    page = words(await client.get(own(placed)))
    assert "Whoever applied until Mon 19 Jul 2027 gets back what was paid, less 50.00" in page
    told = await tell(client, post, placed)
    assert told.status_code == 303
    assert (await shop.letters("visa_asked"))[0]["to_address"] == "dan@example.org"
    await sign_in(client, shop.cast.olive)
    assert "Dan Díaz" in words(await client.get("/glasgow/office/visa-refusals"))
    file = await client.get(f"{office(placed)}/file")
    assert (file.content, file.headers["content-type"]) == (PDF, "application/pdf")
    assert "sandbox" in file.headers["content-security-policy"]

    shown = await client.get(office(placed))
    assert "Gives back 690.00 EUR of 740.00 EUR." in words(shown)
    assert "No reason was given." in words(shown)
    sent = {**form_of(shown), "decision": "refunded"}
    done, again = await post(client, office(placed), sent), await post(client, office(placed), sent)

    assert done.headers["location"] == "/glasgow/office/visa-refusals"
    assert again.status_code == 303 or again.status_code >= 400
    order = await shop.order(placed)
    assert order.balance.to_refund == 690_00
    assert order.registration.state is RegistrationState.CANCELLED
    assert len(await shop.letters("registration_cancelled")) == 1
    row = await VisaRefusal.select(VisaRefusal.content, VisaRefusal.state).first()
    assert row is not None
    assert (bytes(row["content"]), row["state"]) == (b"", "refunded")
    assert (await client.get(f"{office(placed)}/file")).status_code == 404
    assert await broken() == []


async def test_visa_applied_for_too_late_converts_to_virtual_with_the_difference(
    shop: Shop, placed: PlacedOrder, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    await tell(client, post, placed, TOO_LATE)
    await sign_in(client, shop.cast.olive)
    shown = await client.get(office(placed))
    assert "Applied on Tue 20 Jul 2027; in time was until Mon 19 Jul 2027" in words(shown)
    assert "Gives back 415.00 EUR, the whole difference." in words(shown)
    refund = await post(client, office(placed), {**form_of(shown), "decision": "refunded"})
    assert "applied for too late for a refund" in errors_beside(refund)["reason"]

    await post(client, office(placed), {**form_of(shown), "decision": "virtual"})

    order = await shop.order(placed)
    assert (order.registration.mode, order.balance.to_refund) == ("virtual", 415_00)
    assert await broken() == []


async def test_visa_refusal_is_declined_with_a_reason(
    shop: Shop, placed: PlacedOrder, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    await tell(client, post, placed)
    await sign_in(client, shop.cast.olive)
    shown = await client.get(office(placed))
    silent = await post(client, office(placed), {**form_of(shown), "decision": "declined"})
    assert list(errors_beside(silent)) == ["reason"]

    sent = {**form_of(shown), "decision": "declined", "reason": "The letter is of 2019."}
    await post(client, office(placed), sent)

    (letter,) = await shop.letters("visa_declined")
    assert "The letter is of 2019." in letter["body"]
    assert (await shop.order(placed)).registration.is_confirmed
    await sign_in(client, shop.cast.dan)
    page = words(await client.get(own(placed)))
    assert "Not accepted The letter is of 2019." in page
    assert (await tell(client, post, placed)).status_code == 422  # decided once


async def test_visa_decision_asks_again_when_the_money_has_moved(
    shop: Shop, placed: PlacedOrder, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    await tell(client, post, placed)
    await sign_in(client, shop.cast.olive)
    seen = {**form_of(await client.get(office(placed))), "decision": "refunded"}
    credit = f"/glasgow/office/registrations/{placed.registration_code}/credit"
    form = form_of(await client.get(credit))
    await post(
        client, credit,
        {**form, "way": "credit", "amount": "40", "title": "Kindness", "reason": "Late letter"},
    )  # fmt: skip

    answer = await post(client, office(placed), seen)

    assert answer.status_code == 409
    assert (await shop.order(placed)).registration.is_confirmed


@pytest.mark.parametrize(
    ("applied_on", "content", "field", "sentence"),
    [
        ("", PDF, "applied_on", "Write the day"),
        ("2027-12-01", PDF, "applied_on", "has not come yet"),
        (IN_TIME, b"MZ this is a program", "file", "PDF, JPEG or PNG"),
        (IN_TIME, b"", "file", "empty"),
    ],
)
async def test_visa_refusal_refuses_in_words_beside_the_field(
    placed: PlacedOrder, client: httpx.AsyncClient, post: Post,
    applied_on: str, content: bytes, field: str, sentence: str,
) -> None:  # fmt: skip
    answer = await tell(client, post, placed, applied_on, content)

    assert answer.status_code == 422
    assert sentence in errors_beside(answer)[field]
    assert "No reason was given." in answer.text
    assert await VisaRefusal.count() == 0


async def test_office_without_news_of_a_visa_has_nothing_to_decide(
    shop: Shop, placed: PlacedOrder, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    await sign_in(client, shop.cast.olive)

    assert "has not told of a refused visa" in words(await client.get(office(placed)))
    assert (await post(client, office(placed), {"decision": "refunded"})).status_code == 404
