"""Namesakes, names that must be right, and people who register others (situations 8, 9, 10)."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import httpx
import pytest
from pypdf import PdfReader

from conference.letters.tables import OutboxLetter
from conference.orm import Actor, action
from conference.people import actions as people_actions
from conference.people import queries as people
from conference.people.rules import NewPerson, PersonInfo
from conference.registration import queries
from conference.registration.bank.references import payment_reference
from conference.registration.groups.draft import Row
from conference.registration.tables import PlacePool, Registration
from tests.badges.reading import names
from tests.cast import NOW
from tests.registration import stalls
from tests.registration.bank.statements import Booking
from tests.registration.changes.conftest import form_of
from tests.registration.conftest import Sale
from tests.registration.documents.conftest import issuer_of
from tests.registration.groups.conftest import typed
from tests.registration.reading import errors_beside, words
from tests.registration.situations.conftest import At
from tests.registration.situations.walking import (
    CHECK,
    DESK,
    OTHER,
    WHAT,
    broken,
    held_by,
    letters,
    order_of,
    quote_in,
)
from tests.web_client import Post

PROFESSOR = {
    "email": "prof@example.org",
    "given_name": "Petra",
    "family_name": "Prašnikar",
    "affiliation": "Univerza",
    "country": "SI",
}


async def write_down(given: str, family: str, address: str, affiliation: str) -> PersonInfo:
    async with action("write_down", by=Actor.system("test"), now=NOW) as act:
        made = await people_actions.create_person(
            act,
            NewPerson(given, family, affiliation=affiliation, country="CN", email=address),
        )
    found = await people.person_by_id(made)
    assert found is not None
    return found


async def test_situation_08_namesakes_of_one_institution_are_warned_and_told_apart(
    sale: Sale, at: At
) -> None:
    """R01: two Yan Zhangs of one city; never merged, never mistaken for each other."""
    first, second = [
        await write_down("Yan", "Zhang", f"yan{n}@example.org", "Fudan University") for n in (1, 2)
    ]
    walkers = [await at(first), await at(second)]
    alone = words(await walkers[0].choose("non_member"))
    one = await walkers[0].register("non_member")
    warned = words(await walkers[1].choose("non_member"))
    two = await walkers[1].register("trainee")

    assert "Somebody of this name and institution" not in alone
    assert "Somebody of this name and institution has a place already" in warned
    assert one.person.id != two.person.id
    carol, olive = await at(sale.cast.carol), await at(sale.cast.olive)
    listed = await carol.browser.get(DESK, params={"q": "yan zhang"})
    assert names(listed) == ["Yan Zhang"] * 2
    for fact in (one.code, two.code, "2 people are called so"):
        assert fact in words(listed)

    await olive.book_statement(Booking(payment_reference(one.order_code), payer="Yan Zhang"))

    paid, unpaid = await order_of(one), await order_of(two)
    assert (paid.balance.due, unpaid.balance.due) == (0, 250_00)
    await carol.send(f"{DESK}/people/{one.code}/check-in", {"prints": ""})
    assert "Already in" in await carol.see(f"{DESK}/people/{one.code}")
    assert "Already in" not in await carol.see(f"{DESK}/people/{two.code}")
    assert await broken() == []


async def test_situation_08_a_name_alone_in_a_transfer_books_nothing_by_itself(
    sale: Sale, at: At
) -> None:
    """Money without a reference is only pointed at the namesakes; a person decides."""
    for n in (1, 2):
        person = await write_down("Yan", "Zhang", f"yan{n}@example.org", "Fudan University")
        await (await at(person)).register("non_member")
    olive = await at(sale.cast.olive)

    await olive.book_statement(Booking("conference fee", payer="Yan Zhang"))

    rows = await Registration.select(Registration.state)
    assert {row["state"] for row in rows} == {"pending_payment"}
    assert "1 credit, 650.00 EUR in all." in await olive.see("/glasgow/office/bank/open")
    assert await broken() == []


async def test_situation_08_one_person_with_two_accounts_gives_one_place_back(
    sale: Sale, at: At
) -> None:
    """The office cancels the second registration, gives all back, and the first stands."""
    again = await write_down("Dan", "Díaz", "dan.diaz@gmail.test", "Instituto del Mar")
    dan, twin, olive = await at(sale.cast.dan), await at(again), await at(sale.cast.olive)
    kept = await dan.register("non_member")
    double = await twin.register("non_member")
    for each in (kept, double):
        await olive.book_statement(Booking(payment_reference(each.order_code)))

    said = await olive.confirm(
        f"/glasgow/office/registrations/{double.code}/cancel", {}, reason="Registered twice."
    )

    assert "650.00 EUR" in said
    assert (await order_of(double)).balance.to_refund == 650_00
    assert (await order_of(kept)).registration.is_confirmed
    found = await (await at(sale.cast.carol)).browser.get(DESK, params={"q": "dan diaz"})
    assert kept.code in found.headers.get("location", "") + found.text
    assert await broken() == []


LONG = "Prof. Dr. Maria-Magdalena von und zu Hohenlohe-Waldenburg"


@pytest.mark.parametrize("badge_name", ["Ali 王小明", "Þórðr Ægisson", LONG])
async def test_situation_09_three_names_are_corrected_by_oneself_before_the_print(
    sale: Sale, at: At, badge_name: str
) -> None:
    """R07: the badge shows one, the certificate another, the invoice the registered one."""
    from conference.registration.documents import set_up_actions
    from tests.registration.conftest import OFFICE as BY

    await set_up_actions.save_issuer(issuer_of(sale), by=BY, now=NOW)
    dan, olive, carol = [
        await at(each) for each in (sale.cast.dan, sale.cast.olive, sale.cast.carol)
    ]
    mine = await dan.register("non_member")
    page = f"/my/registrations/{mine.code}"
    assert "/my/profile" in (await dan.browser.get(page)).text
    sent = {
        "given_name": "Dan",
        "family_name": "Díaz",
        "registered_name": "Daniel Díaz García",
        "badge_name": badge_name,
        "certificate_name": "Dr. D. Díaz",
        "affiliation": "Instituto del Mar",
        "country": "ES",
    }
    await dan.send("/my/profile", sent)
    await olive.book_statement(Booking(payment_reference(mine.order_code)))

    assert badge_name in await dan.see(page)
    person = await people.person_by_id(sale.cast.dan.id)
    assert person is not None
    assert person.registered_name == "Daniel Díaz García"
    assert (person.badge_name, person.certificate_name) == (badge_name, "Dr. D. Díaz")
    badge = await carol.browser.get(f"{DESK}/people/{mine.code}/badge.pdf")
    printed = pdf_words(badge)
    assert squeezed(badge_name) in squeezed(printed)
    invoice = re.search(
        r"/my/orders/[^\"]+/documents/[^\"]*INV[^\"]*\.pdf", await html_of(dan, mine)
    )
    assert invoice is not None
    bill = pdf_words(await dan.browser.get(invoice[0]))
    assert "Daniel Díaz García" in bill
    assert await broken() == []


async def html_of(dan, mine) -> str:  # type: ignore[no-untyped-def]
    answer = await dan.browser.get(f"/my/orders/{mine.order_code}")
    return str(answer.text)


def pdf_words(answer: httpx.Response) -> str:
    assert answer.headers["content-type"] == "application/pdf", answer.text
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def squeezed(text: str) -> str:
    """Without the places at which a badge may break its lines."""
    return re.sub(r"[\s\u00ad]", "", text)


async def test_situation_09_desk_corrects_a_typo_and_prints_again_free_of_charge(
    sale: Sale, at: At
) -> None:
    alice, olive, carol = [
        await at(each) for each in (sale.cast.alice, sale.cast.olive, sale.cast.carol)
    ]
    mine = await alice.register("regular")
    await olive.book_statement(Booking(payment_reference(mine.order_code), "450.00"))
    person = f"{DESK}/people/{mine.code}"
    await carol.send(f"{person}/check-in", {"prints": "on"})

    await carol.send(f"{person}/badge-name", {"badge_name": "Alicja Ångström"})
    await carol.send(f"{person}/print", {"reason": "changed", "note": "typo"})

    assert "Alicja" in pdf_words(await carol.browser.get(f"{person}/badge.pdf"))
    order = await order_of(mine)
    assert (order.total, order.balance.due) == (450_00, 0)
    assert await broken() == []


async def test_situation_10_assistant_registers_the_professor_and_pays(
    sale: Sale, at: At, new_client: Callable[[], httpx.AsyncClient], post: Post
) -> None:
    """T04: contact and payer is one person, the attendee another, with a link of her own."""
    dan, olive, carol = [
        await at(each) for each in (sale.cast.dan, sale.cast.olive, sale.cast.carol)
    ]
    wrong = await dan.refused(OTHER, {**PROFESSOR, "email": "dan@example.org"})
    assert "your own address" in errors_beside(wrong)["email"]
    await dan.send(OTHER, PROFESSOR)
    shown = await dan.order("non_member")

    hers = await held_by(sale, "prof@example.org")
    order = await order_of(hers)
    assert shown == f"/my/orders/{order.code}"
    assert (order.person, hers.person.registered_name) == (
        sale.cast.dan.id,
        "Petra Prašnikar",
    )
    assert "How to pay 650.00 EUR" in await dan.see(shown)
    (letter,) = await letters("registered_by_another", "prof@")
    link = re.search(r"http://testserver(/sign-in/link/\S+)", letter)
    assert link is not None
    async with new_client() as theirs:
        came_in = await post(theirs, link[1])
        assert came_in.headers["location"] == f"/my/registrations/{hers.code}/details"
        saved = await post(theirs, came_in.headers["location"], {"diets": "vegan", "photo": "no"})
        assert saved.status_code == 303
        assert "Dan Díaz pays for you" in words(await theirs.get(f"/my/registrations/{hers.code}"))
        assert (await theirs.get(shown)).status_code == 404

        await olive.book_statement(Booking(payment_reference(order.code)))

        ticket = await theirs.get(f"/my/registrations/{hers.code}")
        assert "Confirmed" in words(ticket)
    assert await letters("registration_confirmed", "prof@")
    assert not await letters("registration_confirmed", "dan@")
    assert await letters("payment_received", "dan@")
    await carol.send(f"{DESK}/people/{hers.code}/check-in", {"prints": "on"})
    assert await broken() == []


async def test_situation_10_assistant_comes_too_with_her_own_address(sale: Sale, at: At) -> None:
    dan = await at(sale.cast.dan)
    await dan.send(OTHER, PROFESSOR)
    await dan.order("non_member")
    who = {"given_name": "Dan", "family_name": "Díaz", "email": "dan@example.org"}
    more = {"affiliation": "Instituto del Mar", "country": "ES"}
    await dan.send("/glasgow/register", {**who, **more})
    await dan.send(WHAT, {"category": "helper", "mode": "in_person"})

    page = await dan.browser.get(CHECK)
    assert "Petra" not in words(page)
    await dan.send(CHECK, {"quote": quote_in(page), "pays_by": "bank_transfer"})

    mine = await held_by(sale, "dan@example.org")
    hers = await held_by(sale, "prof@example.org")
    assert mine.order != hers.order
    assert await OutboxLetter.count().where(OutboxLetter.kind == "registered_by_another") == 1
    assert await broken() == []


async def test_situation_10_group_contact_pays_for_people_and_does_not_attend(
    sale: Sale, at: At, new_client: Callable[[], httpx.AsyncClient], post: Post
) -> None:
    """R02: everybody gets a letter and a ticket of their own; the contact has none."""
    await PlacePool.update({PlacePool.capacity: 50}, force=True)
    await stalls.set_policy(sale, group_size=3)
    bob, olive = await at(sale.cast.bob), await at(sale.cast.olive)
    group = "/glasgow/register/group"
    shown = await bob.post(bob.browser, group, typed(GROUP))
    shown = await bob.browser.get(shown.headers["location"])
    done = await bob.send(f"{group}/check", form_of(shown))

    page = done.headers["location"]
    assert "Nora Nilsson" in await bob.see(page)
    hers = await held_by(sale, "nora@example.org")
    order = await order_of(hers)
    assert (order.person, len(order.registrations)) == (sale.cast.bob.id, 3)
    assert order.total == 450_00 + 650_00 + 250_00
    await olive.book_statement(Booking(payment_reference(order.code), "1350.00"))

    for address in ("alice@", "nora@", "omar@"):
        assert len(await letters("registration_confirmed", address)) == 1
    assert await letters("registration_confirmed", "bob@") == []
    assert await queries.active_registration(sale.meeting.id, sale.cast.bob.id) is None
    assert len({each.code for each in (await order_of(hers)).registrations}) == 3
    assert await broken() == []


GROUP = (
    Row("Alice", "Ångström", "alice@example.org", "GB", "regular"),
    Row("Nora", "Nilsson", "nora@example.org", "SE", "non_member"),
    Row("Omar", "Özil", "omar@example.org", "TR", "trainee"),
)
