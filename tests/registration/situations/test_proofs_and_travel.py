"""False claims, refused visas, and a meeting that turns virtual (situations 18, 20, 21)."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pypdf import PdfReader

from conference.orm import clock
from conference.registration.bank.references import payment_reference
from conference.registration.queries import RegistrationInfo
from conference.registration.rules import OrderState, ProofState, RegistrationState
from conference.registration.tables import (
    PlacePool,
    ProofDocument,
    RefundRung,
    RegistrationCategory,
)
from tests.cast import NOW
from tests.registration import stalls
from tests.registration.bank.statements import Booking
from tests.registration.changes.conftest import form_of
from tests.registration.conftest import Sale
from tests.registration.proofs.conftest import pdf, picture
from tests.registration.reading import errors_beside, words
from tests.registration.situations.conftest import At
from tests.registration.situations.walking import (
    DESK,
    OFFICE,
    Walker,
    broken,
    letters,
    order_of,
)

PASSPORT = {
    "passport_name": "DÍAZ GARCÍA DAN",
    "nationality": "ES",
    "passport_number": "X1234567",
    "embassy": "British Embassy, Madrid",
    "applied_on": "2027-06-01",
}


async def paid(walker: Walker, olive: Walker, category: str, amount: str) -> RegistrationInfo:
    mine = await walker.register(category)
    await olive.book_statement(Booking(payment_reference(mine.order_code), amount))
    return await walker.registration(mine.code)


async def judge(olive: Walker, mine: RegistrationInfo, judgement: str, reason: str = "") -> None:
    """The officer looks at the file that waits, and decides."""
    assert mine.person.registered_name in await olive.see(f"{OFFICE}/proofs")
    row = await ProofDocument.objects().get(
        (ProofDocument.registration == mine.id) & (ProofDocument.state == "pending")
    )
    assert row is not None
    shown = await olive.browser.get(f"{OFFICE}/proofs/{row.id}/file")
    assert shown.status_code == 200
    decided = {"judgement": judgement, "reason": reason, "document": str(row.id)}
    await olive.send(f"{OFFICE}/proofs/{mine.code}", decided)


async def test_situation_18_trainee_price_claimed_by_faculty(sale: Sale, at: At) -> None:
    """P06: illegible, then false; re-priced with the reason, and the badge waits for the money."""
    await RegistrationCategory.update({RegistrationCategory.proof_fallback: "non_member"}).where(
        RegistrationCategory.key == "trainee"
    )
    dan, olive, carol = [
        await at(each) for each in (sale.cast.dan, sale.cast.olive, sale.cast.carol)
    ]
    mine = await paid(dan, olive, "trainee", "250.00")
    assert (mine.is_confirmed, mine.proof) == (True, ProofState.PENDING)
    proof, person = f"/my/registrations/{mine.code}/proof", f"{DESK}/people/{mine.code}"
    assert (await dan.post(dan.browser, proof, {"note": "see below"})).status_code == 422
    await dan.send(proof, {"note": ""}, files={"file": ("scan.png", picture("PNG"))})
    await judge(olive, mine, "ask_again", "The scan cannot be read.")
    (asked,) = await letters("proof_again", "dan@")
    assert "The scan cannot be read." in asked
    await dan.send(proof, {"note": "Again."}, files={"file": ("letter.pdf", pdf())})

    await judge(olive, mine, "refuse", "The letter says assistant professor.")

    order = await order_of(mine)
    assert (order.total, order.balance.due, order.state) == (650_00, 400_00, OrderState.PENDING)
    after = order.registration
    assert (after.category_key, after.is_confirmed) == ("non_member", True)
    (letter,) = await letters("proof_refused", "dan@")
    assert "The letter says assistant professor." in letter
    assert "Difference: 400.00 EUR" in letter
    held = await carol.refused(f"{person}/check-in", {"prints": "on"})
    assert "400.00 EUR" in words(held)

    await olive.book_statement(Booking(payment_reference(mine.order_code), "400.00"))

    await carol.send(f"{person}/check-in", {"prints": "on"})
    assert "Already in" in await carol.see(person)
    assert {bytes(each.content) for each in await ProofDocument.objects()} == {b""}
    assert await broken() == []


async def test_situation_18_badge_waits_for_a_proof_that_nobody_has_seen(
    sale: Sale, at: At
) -> None:
    dan, olive, carol = [
        await at(each) for each in (sale.cast.dan, sale.cast.olive, sale.cast.carol)
    ]
    mine = await paid(dan, olive, "trainee", "250.00")

    held = await carol.refused(f"{DESK}/people/{mine.code}/check-in", {"prints": "on"})

    assert "proof" in words(held).lower()
    await dan.send(
        f"/my/registrations/{mine.code}/proof",
        {"note": ""},
        files={"file": ("letter.pdf", pdf())},
    )
    await judge(olive, mine, "accept")
    await carol.send(f"{DESK}/people/{mine.code}/check-in", {"prints": "on"})
    assert (await dan.registration(mine.code)).total == 250_00
    assert await broken() == []


async def tell_refusal(dan: Walker, mine: RegistrationInfo, applied_on: str) -> None:
    path = f"/my/registrations/{mine.code}/visa-refusal"
    data = {"applied_on": applied_on, "text": "The embassy refused."}
    bare = await dan.refused(path, data)
    assert list(errors_beside(bare)) == ["file"]
    assert "The embassy refused." in bare.text
    await dan.send(path, data, files={"file": ("refusal.pdf", pdf())})


AUTUMN = datetime(2027, 9, 30, 9, 0, tzinfo=UTC)  # nothing comes back by the ladder any more


@pytest.fixture
async def strict(sale: Sale) -> None:
    """The usual ladder: nothing back in the last three weeks, nor for a switch of mode."""
    await RefundRung.update({RefundRung.until_days: 60}, force=True)


@pytest.mark.usefixtures("strict")
async def test_situation_20_visa_letter_is_for_who_paid_and_a_refusal_gives_back_all_but_a_fee(
    sale: Sale, at: At
) -> None:
    """T08, C06: applied in time, refused after the deadline of the ladder."""
    await stalls.set_policy(sale, visa_fee=50_00)
    dan, olive = await at(sale.cast.dan), await at(sale.cast.olive)
    mine = await dan.register("non_member")
    visa = f"/my/registrations/{mine.code}/visa-letter"
    assert "once your registration is paid" in await dan.see(visa)
    await olive.book_statement(Booking(payment_reference(mine.order_code)))
    await dan.send(visa, PASSPORT)
    await olive.send(f"{OFFICE}/visa-letters/{mine.code}", {"act": "issue"})
    letter = PdfReader(io.BytesIO((await dan.browser.get(f"{visa}.pdf")).content))
    text = " ".join(letter.pages[0].extract_text().split())
    assert "DÍAZ GARCÍA DAN" in text
    assert "Dan Díaz" not in text

    with clock.at(AUTUMN):
        dan, olive = await at(sale.cast.dan), await at(sale.cast.olive)
        own = await dan.see(f"/my/registrations/{mine.code}/cancel")
        assert "600.00 EUR" not in own
        await tell_refusal(dan, mine, "2027-06-01")
        assert "Dan Díaz" in await olive.see(f"{OFFICE}/visa-refusals")
        decision = f"{OFFICE}/registrations/{mine.code}/visa-refusal"
        page = await olive.browser.get(decision)
        assert "600.00 EUR" in words(page)
        sent = {**form_of(page), "decision": "refunded", "reason": "Refused; applied in June."}
        await olive.send(decision, sent)

    order = await order_of(mine)
    assert order.balance.to_refund == 600_00
    assert order.registration.state is RegistrationState.CANCELLED
    assert (await dan.browser.get(f"{visa}.pdf")).status_code == 409
    assert await broken() == []


@pytest.mark.usefixtures("strict")
async def test_situation_20_visa_applied_for_too_late_becomes_virtual(sale: Sale, at: At) -> None:
    dan, olive = await at(sale.cast.dan), await at(sale.cast.olive)
    mine = await paid(dan, olive, "non_member", "650.00")
    with clock.at(AUTUMN):
        dan, olive = await at(sale.cast.dan), await at(sale.cast.olive)
        await tell_refusal(dan, mine, "2027-09-10")
        decision = f"{OFFICE}/registrations/{mine.code}/visa-refusal"
        page = await olive.browser.get(decision)
        assert "90 days before the meeting" in words(page)
        sent = {**form_of(page), "decision": "virtual", "reason": "Applied too late."}
        await olive.send(decision, sent)

    order = await order_of(mine)
    assert (order.registration.mode, order.registration.is_confirmed) == ("virtual", True)
    assert order.balance.to_refund == 650_00 - 325_00
    assert await broken() == []


async def test_situation_21_meeting_turns_virtual_after_people_paid(sale: Sale, at: At) -> None:
    """C07: previewed person by person, applied once; the difference comes back without asking."""
    await stalls.sell_extra(sale, "gala", 90_00, places=5)
    await PlacePool.update({PlacePool.capacity: 50}, force=True)
    alice, dan, bob, olive = [
        await at(each) for each in (sale.cast.alice, sale.cast.dan, sale.cast.bob, sale.cast.olive)
    ]
    dinner: Any = {"extra-gala": "1"}
    member = await alice.register("regular", **dinner)
    await olive.book_statement(Booking(payment_reference(member.order_code), "540.00"))
    outsider = await paid(dan, olive, "non_member", "650.00")
    unpaid = await bob.register("non_member")
    proposed = await olive.send(f"{OFFICE}/changes", {"kind": "virtual"})
    here = proposed.headers["location"]
    page = await olive.browser.get(here)
    for name in ("Alice Ångström", "Dan Díaz", "Bob Brennan"):
        assert name in words(page)
    assert (await order_of(member)).total == 540_00  # a preview changes nothing

    silent = await olive.refused(here, {})
    assert "reason" in errors_beside(silent)
    for _ in range(2):  # a double click
        await olive.post(olive.browser, here, {"reason": "The venue is closed."})

    owed = [(await order_of(each)).balance for each in (member, outsider, unpaid)]
    assert [each.to_refund for each in owed] == [225_00 + 90_00, 325_00, 0]
    assert owed[2].due == 325_00
    for each in (member, outsider, unpaid):
        assert (await dan.registration(each.code)).mode == "virtual"
    pools = await PlacePool.select(PlacePool.key, PlacePool.taken)
    assert {row["key"]: row["taken"] for row in pools} == {
        "meeting": 0,
        "virtual": 3,
        "extra:gala": 0,
    }
    assert "To be refunded: 325.00 EUR" in await dan.see(f"/my/registrations/{outsider.code}")
    assert [letter for letter in await letters("", "dan@") if "The venue is closed." in letter]
    assert await broken() == []


async def test_situation_21_who_registers_between_preview_and_pressing_is_left_as_they_are(
    sale: Sale, at: At
) -> None:
    dan, alice, olive = [
        await at(each) for each in (sale.cast.dan, sale.cast.alice, sale.cast.olive)
    ]
    early = await paid(dan, olive, "non_member", "650.00")
    here = (await olive.send(f"{OFFICE}/changes", {"kind": "virtual"})).headers["location"]
    late = await alice.register("regular")
    with clock.at(NOW + timedelta(hours=1)):
        await dan.confirm(f"/my/registrations/{early.code}/mode", {})

        await olive.send(here, {"reason": "The venue is closed."})

    assert "had changed meanwhile" in await olive.see(here)
    assert (await alice.registration(late.code)).mode == "in_person"
    assert (await order_of(early)).balance.to_refund == 325_00
    assert await broken() == []
