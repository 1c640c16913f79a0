"""Badges that go astray and walk-ins at the till (situations 22 and 24)."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta

import httpx
from pypdf import PdfReader

from badges.tables import CheckIn
from conference.orm import clock
from conference.registration.bank.references import payment_reference
from conference.registration.documents.account import documents_of_order
from conference.registration.rules import OrderState
from conference.registration.tables import Price, PriceWindow, Registration
from conference.registration.ticket import ticket_token
from tests.registration.bank.statements import Booking
from tests.registration.changes.conftest import form_of
from tests.registration.conftest import ISSUER, Sale
from tests.registration.reading import words
from tests.registration.situations.conftest import At
from tests.registration.situations.walking import (
    DESK,
    OFFICE,
    OTHER,
    Walker,
    broken,
    held_by,
    order_of,
)

MONDAY = datetime(2027, 10, 18, tzinfo=UTC)
ONE_O_CLOCK = MONDAY + timedelta(hours=12)  # 13:00 in Glasgow
FIVE_PAST = ONE_O_CLOCK + timedelta(minutes=5)
ISSUER_FORM = {
    "legal_name": "Society of Signals e.V.",
    "address": "1 Quay Street\nGlasgow",
    "country": "GB",
    "tax_number": "GB 123",
    "prefix": "sos",
    "payment_days": "30",
}
HOSPITAL = {
    "bill_name": "Hospital del Mar",
    "bill_address": "Calle 1\nCádiz",
    "bill_country": "ES",
    "vat_number": "ESX1234567",
    "purchase_order": "",
    "reason": "The hospital pays.",
    "fee": "",
}


async def test_situation_22_passed_on_registration_voids_ticket_and_badge_of_who_left(
    sale: Sale, at: At
) -> None:
    """C05: the old ticket opens nothing; the new one lets in exactly one."""
    dan, olive, carol = [
        await at(each) for each in (sale.cast.dan, sale.cast.olive, sale.cast.carol)
    ]
    mine = await dan.register("non_member")
    await olive.book_statement(Booking(payment_reference(mine.order_code)))
    colleague = {"given_name": "Eva", "family_name": "Ek", "email": "eva.ek@example.org"}

    said = await dan.confirm(f"/my/registrations/{mine.code}/transfer", colleague)

    assert "Pass it on to Eva Ek?" in said
    hers = await held_by(sale, "eva.ek@example.org")
    old, new = [ticket_token(ISSUER.secret, each.id) for each in (mine, hers)]
    assert "this ticket is void" in await scanned(carol, old)
    assert "Eva Ek" in await scanned(carol, new)
    await carol.send(f"{DESK}/people/{hers.code}/check-in", {"prints": "on"})
    assert await CheckIn.count() == 1
    void = await dan.browser.get(f"/my/registrations/{mine.code}")
    assert "Show this at the desk" not in words(void)
    assert old not in void.text
    assert await broken() == []


async def scanned(desk: Walker, code: str) -> str:
    answer = await desk.post(desk.browser, f"{DESK}/scan", {"q": code}, follow_redirects=True)
    return words(answer)


async def test_situation_22_lost_badge_is_void_once_another_is_printed(sale: Sale, at: At) -> None:
    """Whoever found it does not come in with it, and each print says why and by whom."""
    alice, olive, carol = [
        await at(each) for each in (sale.cast.alice, sale.cast.olive, sale.cast.carol)
    ]
    mine = await alice.register("regular")
    await olive.book_statement(Booking(payment_reference(mine.order_code), "450.00"))
    person = f"{DESK}/people/{mine.code}"
    await carol.send(f"{person}/check-in", {"prints": "on"})
    first = await token_on_badge(carol, person)
    silent = await carol.refused(f"{person}/print", {"note": "no reason"})
    assert "no reason" in silent.text

    await carol.send(f"{person}/print", {"reason": "lost", "note": "left in a taxi"})

    second = await token_on_badge(carol, person)
    assert first != second
    assert "lost and replaced" in await scanned(carol, first)
    assert "Alice Ångström" in await scanned(carol, second)
    assert "left in a taxi" in await carol.see(person)
    assert await CheckIn.count() == 1
    assert await broken() == []


async def token_on_badge(desk: Walker, person: str) -> str:
    """What a scanner reads from the badge as it is printed."""
    import pypdfium2
    import zxingcpp

    pdf = (await desk.browser.get(f"{person}/badge.pdf")).content
    image = pypdfium2.PdfDocument(pdf)[0].render(scale=203 / 72, grayscale=True).to_pil()
    (code,) = zxingcpp.read_barcodes(image)
    return str(code.text)


async def change_prices_at_one(sale: Sale) -> None:
    """The price list changes on Monday at 13:00, in the middle of the queue."""
    await PriceWindow.update({PriceWindow.ends_at: ONE_O_CLOCK}).where(
        PriceWindow.id == sale.windows["standard"]
    )
    late = PriceWindow(
        meeting=sale.meeting.id,
        key="on_site",
        title="On site",
        starts_at=ONE_O_CLOCK,
        ends_at=datetime(2027, 10, 20, 23, 0, tzinfo=UTC),
        zone="Europe/London",
    )
    await PriceWindow.insert(late)
    await Price.insert(
        Price(
            category=sale.categories["non_member"],
            window=late.id,
            mode="in_person",
            amount=850_00,
        )
    )


async def test_situation_24_walk_in_was_registered_by_the_institute(sale: Sale, at: At) -> None:
    """Searched before anything is made; paid in cash; receipt now, the hospital's invoice later."""
    bob, olive = await at(sale.cast.bob), await at(sale.cast.olive)
    await olive.send(f"{OFFICE}/invoicing", ISSUER_FORM)
    him = {"email": "dan@example.org", "given_name": "Dan", "family_name": "Díaz"}
    await bob.send(OTHER, {**him, "affiliation": "Hospital del Mar", "country": "ES"})
    institution = {
        "bill_for": "institution",
        "bill_to": "Tay College",
        "bill_country": "GB",
        "pays_by": "purchase_order",
    }
    await bob.order("non_member", institution)
    his = await held_by(sale, "dan@example.org")
    await change_prices_at_one(sale)

    with clock.at(FIVE_PAST):
        carol = await at(sale.cast.carol)
        await carol.send(f"{DESK}/till/station", {"desk": "Desk 2"})
        found = await carol.see(f"{DESK}/till?q=dan diaz")
        assert "Registered already" in found
        assert "650.00 EUR due" in found  # what was ordered in May, not the price of 13:00
        paid = await carol.take_cash(his.order_code, given="700")
        assert "Change to give: 50.00 EUR" in words(paid)
        (receipt,) = set(re.findall(r'href="([^"]*receipt\.pdf)"', paid.text))
        assert "650.00" in pdf_words(await carol.browser.get(receipt))
        await carol.send(f"{DESK}/people/{his.code}/check-in", {"prints": "on"})
        await count_drawer(carol, "750.00")

    assert await Registration.count() == 1
    order = await order_of(his)
    assert (order.state, order.total) == (OrderState.PAID, 650_00)
    with clock.at(FIVE_PAST + timedelta(days=3)):
        olive = await at(sale.cast.olive)
        (invoice,) = [
            each for each in await documents_of_order(order.id) if each.kind.value == "invoice"
        ]
        path = f"{OFFICE}/orders/{order.code}/documents/{invoice.number}/correct"
        await olive.send(path, HOSPITAL)
        papers = await documents_of_order(order.id)
        (fresh,) = [
            each for each in papers if each.kind.value == "invoice" and each.id != invoice.id
        ]
        bill = pdf_words(await olive.browser.get(f"{OFFICE}/documents/{fresh.number}.pdf"))
    assert "Hospital del Mar" in bill
    assert "ESX1234567" in bill
    assert await broken() == []


async def count_drawer(carol: Walker, cash: str) -> None:
    page = await carol.browser.get(f"{DESK}/till/cash-up")
    (seen,) = re.findall(r'name="seen"[^>]*value="(\d+)"', page.text)
    counted = {"seen": seen, "float_amount": "100", "cash": cash, "card": "0"}
    done = await carol.send(f"{DESK}/till/cash-up", counted)
    assert "Cash-up of Desk 2" in await carol.see(done.headers["location"])


async def test_situation_24_true_walk_in_pays_the_price_of_the_minute(sale: Sale, at: At) -> None:
    await change_prices_at_one(sale)
    kim = {
        "email": "kim@example.org",
        "family_name": "Kim",
        "affiliation": "Han River Institute",
        "country": "KR",
        "category": "non_member",
        "mode": "in_person",
    }
    with clock.at(FIVE_PAST):
        carol, olive = await at(sale.cast.carol), await at(sale.cast.olive)
        await carol.send(f"{DESK}/till/station", {"desk": "Desk 2"})
        assert "Nobody is found." in await carol.see(f"{DESK}/till?q=kim")
        await olive.send(f"{OFFICE}/registrations/new", kim)
        hers = await held_by(sale, "kim@example.org")
        assert hers.total == 850_00
        paid = words(await carol.take_cash(hers.order_code, given="900"))
        assert "Change to give: 50.00 EUR" in paid
        again = await olive.refused(f"{OFFICE}/registrations/new", kim)
        assert "holds a place already" in words(again)

    assert (await order_of(hers)).registration.is_confirmed
    assert await Registration.count() == 1
    assert await broken() == []


async def test_situation_24_registered_twice_is_given_back(sale: Sale, at: At) -> None:
    """He paid at the till under another address: the institute's registration is cancelled."""
    dan, olive = await at(sale.cast.dan), await at(sale.cast.olive)
    mine = await dan.register("non_member")
    await olive.book_statement(Booking(payment_reference(mine.order_code)))
    double = {
        "email": "dan.diaz@hospital.test",
        "given_name": "Dan",
        "family_name": "Díaz",
        "affiliation": "Hospital del Mar",
        "country": "ES",
        "category": "helper",
        "mode": "in_person",
    }
    await olive.send(f"{OFFICE}/registrations/new", double)

    with clock.at(MONDAY + timedelta(hours=9)):
        olive, carol = await at(sale.cast.olive), await at(sale.cast.carol)
        both = await carol.browser.get(f"{DESK}?q=dan diaz")
        assert mine.code in both.text
        cancel = f"{OFFICE}/registrations/{mine.code}/cancel"
        page = await olive.browser.get(cancel)
        assert "Nothing is given back since" in words(page)  # by the terms; the office may
        whole = {**form_of(page), "back": "650.00", "reason": "Registered twice."}
        await olive.send(cancel, whole)

    order = await order_of(mine)
    assert (order.state, order.balance.to_refund) == (OrderState.CANCELLED, 650_00)
    assert await broken() == []


def pdf_words(answer: httpx.Response) -> str:
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())
