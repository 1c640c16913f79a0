"""A kiosk: by code only, one press one badge, and nothing of a person stays on the screen."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from badges.desk.actions import check_in
from badges.kiosk.queries import kiosks_of
from badges.kiosk.rules import AutoPrint, Printed, printed, prints_now
from badges.printing.actions import Why, print_badge
from badges.tables import BadgePrint, CheckIn, Kiosk, PrintStation
from conference.orm import Actor, clock
from conference.registration.rules import RegistrationState
from conference.registration.ticket import ticket_token
from conference.web.formats import instant
from tests.badges.reading import printer, words

STAFF, SCREEN = "/glasgow/desk/kiosks", "/glasgow/kiosk"
PIN = "402817"
NEW = {"name": "Kiosk 1", "pin": PIN, "station": "", "printing": "once"}


@pytest.fixture
async def screen(client, hall, sign_in, post, now):
    """A browser that was made the kiosk; the staff member who did it is signed out of it."""
    await sign_in(client, hall.cast.carol)
    with clock.at(now):
        assert (await post(client, STAFF, NEW)).status_code == 303
        (kiosk,) = await kiosks_of(hall.meeting.id)
        opened = await post(client, f"{STAFF}/{kiosk.id}/open", {})
        assert opened.headers["location"] == SCREEN
        yield client


async def _come(screen, post, code, request=None):
    found = await post(screen, SCREEN, {"q": code})
    assert found.headers["location"] == f"{SCREEN}/you"
    return await post(screen, f"{SCREEN}/print", {"request": str(request or uuid4())})


def test_prints_now_follows_the_kiosks_mode():
    assert [prints_now(AutoPrint.ONCE, prints) for prints in (0, 1)] == [True, False]
    assert [prints_now(AutoPrint.ALWAYS, prints) for prints in (0, 1)] == [True, True]
    assert not prints_now(AutoPrint.NEVER, 0)


def test_a_printer_that_says_nothing_for_fifteen_seconds_is_late():
    waited = [timedelta(seconds=each) for each in (1, 15, 16)]
    assert [printed(False, False, each) for each in waited] == [
        Printed.WAITS, Printed.WAITS, Printed.LATE,
    ]  # fmt: skip
    assert printed(True, False, waited[2]) is Printed.DONE
    assert printed(False, True, waited[0]) is Printed.LATE


async def test_a_ticket_checks_in_and_prints_once(screen, hall, enrol, post, settings):
    alice = await enrol(hall.cast.alice)
    request = uuid4()
    done = await _come(screen, post, ticket_token(settings.secret, alice.id), request)
    assert done.headers["location"] == f"{SCREEN}/done?did=print"
    await post(screen, f"{SCREEN}/print", {"request": str(request)})
    assert [await BadgePrint.count(), await CheckIn.count()] == [1, 1]
    (came,) = await CheckIn.select()
    assert came["desk"] == "Kiosk 1"
    assert "Welcome" in (await screen.get(f"{SCREEN}/done?did=print")).text
    assert (await screen.get(f"{SCREEN}/badge.pdf")).content.startswith(b"%PDF")


async def test_the_screen_is_signed_out_and_forgets(screen, hall, enrol, post, now):
    alice = await enrol(hall.cast.alice)
    assert (await screen.get("/glasgow/desk")).status_code in (303, 401)
    await post(screen, SCREEN, {"q": alice.code})
    assert alice.person.badge_name in (await screen.get(f"{SCREEN}/you")).text
    with clock.at(now + timedelta(minutes=4)):
        assert (await screen.get(f"{SCREEN}/you")).headers["location"] == SCREEN
    await screen.get(SCREEN)
    assert (await screen.get(f"{SCREEN}/badge.svg")).status_code == 404


async def test_a_name_finds_nobody(screen, hall, enrol, post):
    alice = await enrol(hall.cast.alice)
    for name in (alice.person.family_name, alice.person.email, alice.person.badge_name):
        answer = await post(screen, SCREEN, {"q": name})
        assert answer.status_code == 422
        assert alice.code not in answer.text
        assert "not known here" in answer.text


async def test_who_owes_is_sent_to_the_desk_without_the_amount(screen, hall, enrol, post):
    alice = await enrol(hall.cast.alice, state=RegistrationState.PENDING_PAYMENT)
    await post(screen, SCREEN, {"q": alice.code})
    shown = words(await screen.get(f"{SCREEN}/you"))
    assert "Something is still to be paid" in shown
    assert "450" not in shown
    answer = await post(screen, f"{SCREEN}/print", {"request": str(uuid4())})
    assert answer.status_code == 200
    assert await CheckIn.count() == 0


async def test_a_name_is_mended_before_it_is_printed_and_not_after(screen, hall, enrol, post):
    alice = await enrol(hall.cast.alice)
    await post(screen, SCREEN, {"q": alice.code})
    await post(screen, f"{SCREEN}/name", {"badge_name": "Ali Å."})
    assert "Ali Å." in (await screen.get(f"{SCREEN}/you")).text
    await post(screen, f"{SCREEN}/print", {"request": str(uuid4())})
    for _ in ("before the next scan", "after it"):
        await post(screen, f"{SCREEN}/name", {"badge_name": "Somebody Else"})
        await post(screen, SCREEN, {"q": alice.code})
        assert "Ali Å." in (await screen.get(f"{SCREEN}/you")).text


async def test_who_has_a_badge_already_is_checked_in_without_another(
    screen, hall, enrol, post, now
):
    alice = await enrol(hall.cast.alice)
    await print_badge(alice, Why(), printer=printer(hall), by=Actor.system("desk"), now=now)
    done = await _come(screen, post, alice.code)
    assert done.headers["location"] == f"{SCREEN}/done"
    assert [await BadgePrint.count(), await CheckIn.count()] == [1, 1]


async def test_who_is_in_already_is_told_when_and_offered_no_button(screen, hall, enrol, post, now):
    alice = await enrol(hall.cast.alice)
    await _come(screen, post, alice.code)
    with clock.at(now + timedelta(hours=2)):
        await post(screen, SCREEN, {"q": alice.code})
        shown = await screen.get(f"{SCREEN}/you")
        said = f"You are already checked in, since {instant(now, hall.meeting.zone)}."
        assert said in words(shown)
        assert "/kiosk/print" not in shown.text
        pressed = await post(screen, f"{SCREEN}/print", {"request": str(uuid4())})
        assert said in words(pressed)
        assert "Welcome" not in pressed.text


async def test_who_is_in_without_a_badge_is_offered_the_print_alone(screen, hall, enrol, post, now):
    alice = await enrol(hall.cast.alice)
    await check_in(alice, desk="Desk 1", by=Actor.system("desk"), now=now)
    with clock.at(now + timedelta(hours=2)):
        await post(screen, SCREEN, {"q": alice.code})
        shown = await screen.get(f"{SCREEN}/you")
        assert "already checked in" in shown.text
        assert "Print my badge" in shown.text
        done = await post(screen, f"{SCREEN}/print", {"request": str(uuid4())})
        assert done.headers["location"] == f"{SCREEN}/done?did=print"


async def test_back_from_the_welcome_shows_nobody(screen, hall, enrol, post):
    alice = await enrol(hall.cast.alice)
    done = await _come(screen, post, alice.code)
    welcome = await screen.get(done.headers["location"])
    assert 'data-seconds="5"' in welcome.text
    assert f'href="{SCREEN}/badge.pdf"' not in welcome.text
    assert "ask the staff" in words(welcome)
    assert (await screen.get(f"{SCREEN}/you")).headers["location"] == SCREEN


async def test_a_silent_printer_takes_the_kiosk_out_of_order_until_staff_come(
    screen, hall, enrol, post, now
):
    station = PrintStation(
        meeting=hall.meeting.id, name="Label 1", path="ipp", destination="ipp://x", stock="a6"
    )
    await PrintStation.insert(station)
    await Kiosk.update({Kiosk.station: station.id}, force=True)
    alice = await enrol(hall.cast.alice)
    done = await _come(screen, post, alice.code)
    assert done.headers["location"] == f"{SCREEN}/done?did=queued"
    assert "Your badge prints" in (await screen.get(f"{SCREEN}/done?did=queued")).text
    with clock.at(now + timedelta(seconds=20)):
        assert "get your badge at the desk" in (await screen.get(f"{SCREEN}/done")).text
        assert "Out of order" in (await screen.get(SCREEN)).text
        wrong = await post(screen, f"{SCREEN}/staff", {"pin": "111111"})
        assert "not the PIN" in wrong.text
        assert (await post(screen, f"{SCREEN}/staff/in-order", {})).status_code == 404
        await post(screen, f"{SCREEN}/staff", {"pin": PIN})
        await post(screen, f"{SCREEN}/staff/in-order", {})
        assert "Hold the code" in (await screen.get(SCREEN)).text


async def test_a_browser_that_is_no_kiosk_is_told_nothing(client, hall):
    for path in ("", "/you", "/done", "/badge.svg", "/badge.pdf", "/staff"):
        assert (await client.get(f"{SCREEN}{path}")).status_code == 404


async def test_a_poor_pin_is_refused_and_not_shown_again(client, hall, sign_in, post):
    await sign_in(client, hall.cast.carol)
    answer = await post(client, STAFF, {**NEW, "pin": "123456"})
    assert answer.status_code == 422
    assert "123456" not in answer.text
    assert 'value="Kiosk 1"' in answer.text
    assert await Kiosk.count() == 0


async def test_opening_a_kiosk_elsewhere_ends_this_screen(
    screen, hall, sign_in, new_client, post, now
):
    other = new_client()
    await sign_in(other, hall.cast.carol)
    (kiosk,) = await kiosks_of(hall.meeting.id)
    await post(other, f"{STAFF}/{kiosk.id}/open", {})
    assert (await screen.get(SCREEN)).status_code == 404
    assert (await other.get(SCREEN)).status_code == 200
