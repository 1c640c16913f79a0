"""Accompanying persons get a badge that says whose guest they are."""

from __future__ import annotations

import pytest

from badges.admission.rules import Refusal
from badges.desk.lookup import find_scanned
from badges.guests.queries import guests_of
from badges.tables import GuestBadge
from conference.orm import clock, tokens
from conference.registration.rules import RegistrationState
from conference.registration.tables import Guest
from tests.badges.reading import pdf_text

GUESTS = "/glasgow/desk/guests"


@pytest.fixture
async def desk(client, hall, sign_in, now):
    await sign_in(client, hall.cast.carol)
    with clock.at(now):
        yield client


async def _bring(info, *names):
    rows = [Guest(registration=info.id, extra="guest", name=name) for name in names]
    await Guest.insert(*rows)
    return [str(row.id) for row in rows]


async def test_guests_are_printed_with_whom_they_come(desk, hall, enrol, post):
    alice = await enrol(hall.cast.alice)
    unpaid = await enrol(hall.cast.bob, state=RegistrationState.PENDING_PAYMENT)
    await _bring(unpaid, "Not Yet")
    ids = await _bring(alice, "Ingrid Holm", "王小红")
    shown = (await desk.get(GUESTS)).text
    assert "Ingrid Holm" in shown
    assert "Not Yet" not in shown
    sent = await post(desk, GUESTS, {"guests": ids, "stock": "a6"})
    page = (await desk.get(sent.headers["location"])).text
    at = page.split('data-print="')[1].split('"')[0].replace("&amp;", "&")
    text = pdf_text(await desk.get(at))
    assert "Ingrid" in text
    assert f"with {alice.person.badge_name}" in " ".join(text.split())
    assert all(guest.printed_at for guest in await guests_of(hall.meeting.id))


async def test_a_guests_code_opens_whoever_brings_them_and_stays_when_printed_again(
    desk, hall, enrol, post, settings
):
    alice = await enrol(hall.cast.alice)
    ids = await _bring(alice, "Ingrid Holm")
    await post(desk, GUESTS, {"guests": ids, "stock": "a6"})
    (before,) = await GuestBadge.select()
    await post(desk, GUESTS, {"guests": ids, "stock": "a6"})
    (after,) = await GuestBadge.select()
    assert before["token_hash"] == after["token_hash"]
    token = tokens.derive(settings.secret, "guest-badge", after["id"], after["serial"], length=16)
    found = await find_scanned(hall.meeting.id, token, guests=True)
    assert found.id == alice.id
    assert (await find_scanned(hall.meeting.id, token)).why is Refusal.GUEST
    await Guest.update({Guest.left_at: after["printed_at"]}).where(Guest.id == after["guest"])
    gone = await find_scanned(hall.meeting.id, token, guests=True)
    assert gone.why is Refusal.UNKNOWN


async def test_print_guests_asks_whose(desk, hall, enrol, post):
    await _bring(await enrol(hall.cast.alice), "Ingrid Holm")
    answer = await post(desk, GUESTS, {"stock": "a6"})
    assert answer.status_code == 422
    assert "Choose whose badges to print" in answer.text


@pytest.mark.parametrize("many", [1, 3])
async def test_the_list_asks_the_same_few_questions(desk, hall, enrol, many, count_statements):
    alice = await enrol(hall.cast.alice)
    await _bring(alice, *(f"Guest {number}" for number in range(many)))
    with count_statements() as asked:
        await guests_of(hall.meeting.id)
    assert len(asked) == 2
