"""A proof is sent, judged once, and its file is gone; refused, the difference is due (P06)."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from badges.admission.queries import standing_of
from badges.admission.rules import Refusal, refuse
from conference import invariants as _invariants  # noqa: F401 -- registers every check
from conference.orm import Actor, clock
from conference.orm.invariants import check_all
from conference.registration import order_queries
from conference.registration.payment_actions import NewPayment, record_payment
from conference.registration.proofs import actions
from conference.registration.proofs.actions import Evidence, Verdict
from conference.registration.proofs.errors import ProofNotWanted, ProofRefused
from conference.registration.proofs.queries import case_of, proof_queue
from conference.registration.proofs.rules import Judgement
from conference.registration.queries import RegistrationInfo
from conference.registration.rules import PaymentMethod, ProofState, RegistrationState
from conference.registration.tables import PlacePool, ProofDocument, RegistrationCategory
from tests.cast import NOW
from tests.registration.conftest import ISSUER, OFFICE, Buy, Sale
from tests.registration.proofs.conftest import Trainee, bodies, fresh, judge, send

DAY = timedelta(days=1)
pytestmark = pytest.mark.usefixtures("fallback")


async def broken() -> list[str]:
    with clock.at(NOW):
        return [text for each in await check_all() for text in each.sentences]


async def pay(sale: Sale, info: RegistrationInfo, amount: int) -> RegistrationInfo:
    payment = NewPayment(amount, PaymentMethod.BANK_TRANSFER, NOW, f"pay {amount}")
    await record_payment(info.order_code, payment, till=sale.till, by=OFFICE, now=NOW)
    return await fresh(info.id)


async def documents() -> list[ProofDocument]:
    found: list[ProofDocument] = await ProofDocument.objects().order_by(ProofDocument.created_at)
    return found


async def test_registration_that_needs_a_proof_gets_no_badge_before_it_is_accepted(
    sale: Sale, trainee: Trainee
) -> None:
    info = await pay(sale, await trainee(sale.cast.dan), 250_00)
    assert (info.state, info.proof) == (RegistrationState.CONFIRMED, ProofState.PENDING)
    refused = refuse(standing_of(info))
    assert refused is not None
    assert refused.why is Refusal.PROOF

    await send(sale, info)
    after = await judge(sale, info, Judgement.ACCEPT)

    assert after.proof is ProofState.ACCEPTED
    assert refuse(standing_of(after)) is None
    assert await broken() == []


async def test_accepted_proof_keeps_who_judged_it_and_loses_its_file(
    sale: Sale, trainee: Trainee
) -> None:
    info = await trainee(sale.cast.dan)
    await send(sale, info)

    await judge(sale, info, Judgement.ACCEPT)

    (row,) = await documents()
    assert (row.content, row.state, row.judged_by) == (b"", "accepted", "the office")
    assert row.judged_at == NOW
    assert [to for to, _ in await bodies("proof_accepted")] == ["dan@example.org"]
    assert await broken() == []


async def test_situation_18_refused_proof_is_priced_anew_with_the_reason_and_holds_the_badge(
    sale: Sale, trainee: Trainee
) -> None:
    """Situation 18: a trainee price, claimed by faculty, after 250.00 were paid."""
    info = await pay(sale, await trainee(sale.cast.dan), 250_00)
    await send(sale, info)

    after = await judge(sale, info, Judgement.REFUSE, "The letter says assistant professor.")

    assert (after.category_key, after.proof) == ("non_member", ProofState.REJECTED)
    assert (after.state, after.total, after.due) == (RegistrationState.CONFIRMED, 650_00, 400_00)
    refused = refuse(standing_of(after))
    assert refused is not None
    assert refused.why is Refusal.UNPAID
    ((to, body),) = await bodies("proof_refused")
    assert to == "dan@example.org"
    assert "The letter says assistant professor." in body
    assert "Difference: 400.00 EUR" in body
    order = await order_queries.order_by_id(after.order)
    assert sum(line.amount for line in order.lines) == 650_00
    assert await broken() == []

    paid = await pay(sale, after, 400_00)
    assert refuse(standing_of(paid)) is None


async def test_refused_proof_is_priced_at_the_time_of_the_booking(
    sale: Sale, trainee: Trainee
) -> None:
    """However long the officer takes: the early price of the other category."""
    info = await trainee(sale.cast.dan)
    await send(sale, info)

    after = await judge(sale, info, Judgement.REFUSE, "Faculty.", now=NOW + 100 * DAY)

    assert after.total == 650_00  # 780.00 in the standard period


async def test_unreadable_proof_is_asked_for_again_with_new_days(
    sale: Sale, trainee: Trainee
) -> None:
    info = await trainee(sale.cast.dan)
    await send(sale, info)

    after = await judge(sale, info, Judgement.ASK_AGAIN, "The scan is black.", now=NOW + 10 * DAY)

    assert (after.proof, after.category_key) == (ProofState.PENDING, "trainee")
    ((_, body),) = await bodies("proof_again")
    assert "The scan is black." in body
    assert "by the end of Thu 3 Jun 2027, BST (London):" in body
    case = await case_of(after, sale.meeting)
    assert case.document is None
    assert case.asked_again is not None
    await send(sale, info, now=NOW + 11 * DAY)
    assert (await judge(sale, info, Judgement.ACCEPT)).proof is ProofState.ACCEPTED
    assert await broken() == []


async def test_second_file_replaces_the_first_and_nobody_judges_what_they_have_not_seen(
    sale: Sale, trainee: Trainee
) -> None:
    info = await trainee(sale.cast.dan)
    first = await send(sale, info)
    second = await send(sale, info, b"%PDF-1.7 another")

    (row,) = await documents()
    assert row.id == second.id
    seen_first = Verdict(Judgement.ACCEPT, "", first.id)
    with pytest.raises(ProofRefused, match="Another file has come"):
        await actions.judge_proof(info.code, seen_first, till=sale.till, by=OFFICE, now=NOW)
    assert (await fresh(info.id)).proof is ProofState.PENDING


async def test_proof_is_judged_once_by_two_officers_at_once(sale: Sale, trainee: Trainee) -> None:
    info = await pay(sale, await trainee(sale.cast.dan), 250_00)
    await send(sale, info)

    outcomes = await asyncio.gather(
        judge(sale, info, Judgement.ACCEPT),
        judge(sale, info, Judgement.REFUSE, "Faculty."),
        judge(sale, info, Judgement.REFUSE, "Faculty."),
        return_exceptions=True,
    )

    done = [each for each in outcomes if isinstance(each, RegistrationInfo)]
    assert len(done) == 1
    after = await fresh(info.id)
    assert (after.proof, after.total) in [
        (ProofState.ACCEPTED, 250_00),
        (ProofState.REJECTED, 650_00),
    ]
    assert len(await bodies("proof_accepted")) + len(await bodies("proof_refused")) == 1
    assert await broken() == []


async def test_proof_shown_in_person_is_accepted_with_a_reason_and_no_file(
    sale: Sale, trainee: Trainee
) -> None:
    info = await trainee(sale.cast.dan)

    with pytest.raises(ProofRefused):
        await judge(sale, info, Judgement.ACCEPT)
    with pytest.raises(ProofRefused, match="Nothing has come"):
        await judge(sale, info, Judgement.ASK_AGAIN, "Where is it?")
    after = await judge(sale, info, Judgement.ACCEPT, "Student card seen at the desk.")

    assert after.proof is ProofState.ACCEPTED
    (row,) = await documents()
    assert row.reason == "Student card seen at the desk."


async def test_judging_needs_a_reason_and_a_registration_that_waits(
    sale: Sale, trainee: Trainee, buy: Buy
) -> None:
    info = await trainee(sale.cast.dan)
    await send(sale, info)
    with pytest.raises(ProofRefused):
        await judge(sale, info, Judgement.REFUSE)
    await judge(sale, info, Judgement.ACCEPT)
    with pytest.raises(ProofNotWanted):
        await judge(sale, info, Judgement.REFUSE, "Too late.")
    with pytest.raises(ProofNotWanted):
        await send(sale, info)
    plain = await buy(sale.cast.bob, "non_member")
    with pytest.raises(ProofNotWanted):
        await send(sale, await fresh(plain.registration))


async def test_bad_file_is_refused_and_nothing_is_kept(sale: Sale, trainee: Trainee) -> None:
    info = await trainee(sale.cast.dan)
    by = Actor(info.person.id, "Dan")

    with pytest.raises(ProofRefused):
        await actions.send_proof(
            info, Evidence("letter.pdf", b"<script>"), till=sale.till, by=by, now=NOW
        )

    assert await documents() == []


async def test_refusal_moves_the_place_from_one_category_to_the_other(
    sale: Sale, trainee: Trainee
) -> None:
    await PlacePool.insert(
        PlacePool(meeting=sale.meeting.id, key="category:trainee", capacity=5),
        PlacePool(meeting=sale.meeting.id, key="category:non_member", capacity=0),
    )
    info = await trainee(sale.cast.dan)
    await send(sale, info)

    with pytest.raises(ProofRefused, match="all given"):
        await judge(sale, info, Judgement.REFUSE, "Faculty.")
    assert (await fresh(info.id)).proof is ProofState.PENDING
    await PlacePool.update({PlacePool.capacity: 1}).where(PlacePool.key == "category:non_member")
    await judge(sale, info, Judgement.REFUSE, "Faculty.")

    rows = await PlacePool.select(PlacePool.key, PlacePool.taken).order_by(PlacePool.key)
    taken = {row["key"]: row["taken"] for row in rows}
    assert (taken["category:trainee"], taken["category:non_member"]) == (0, 1)
    assert await broken() == []


async def test_refusal_without_another_category_says_what_to_do(
    sale: Sale, trainee: Trainee
) -> None:
    await RegistrationCategory.update({RegistrationCategory.proof_fallback: ""}).where(
        RegistrationCategory.key == "trainee"
    )
    await RegistrationCategory.update({RegistrationCategory.is_on_sale: False}).where(
        RegistrationCategory.key.is_in(["non_member", "helper"])
    )
    info = await trainee(sale.cast.dan)
    await send(sale, info)

    with pytest.raises(ProofRefused, match="Set one on its page under Prices"):
        await judge(sale, info, Judgement.REFUSE, "Faculty.")


async def test_reminders_go_to_who_has_sent_nothing_once_each(sale: Sale, trainee: Trainee) -> None:
    owes = await trainee(sale.cast.dan)
    await send(sale, await trainee(sale.cast.bob))

    counts = []
    for days in (6, 8, 8, 13, 13, 16):
        await actions.remind_of_proofs(NOW + days * DAY, ISSUER)
        counts.append(len(await bodies("proof_reminder")))

    assert counts == [0, 1, 1, 2, 2, 2]
    to, body = (await bodies("proof_reminder"))[0]
    assert to == "dan@example.org"
    assert f"/my/registrations/{owes.code}/proof" in body


async def test_queue_holds_what_is_to_judge_to_come_and_judged(
    sale: Sale, trainee: Trainee
) -> None:
    first, second, third = [
        await trainee(each) for each in (sale.cast.dan, sale.cast.bob, sale.cast.carol)
    ]
    await send(sale, first)
    await send(sale, third)
    await judge(sale, third, Judgement.ACCEPT)

    queue = await proof_queue(sale.meeting)

    assert [each.info.code for each in queue.to_judge] == [first.code]
    assert [each.info.code for each in queue.to_come] == [second.code]
    assert [each.info.code for each in queue.judged] == [third.code]
    assert queue.waiting == 2
