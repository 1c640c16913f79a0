"""The desk in a browser's hands: one box, one person, one scan, and what a stranger sees."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from lxml import etree

from badges.admission.rules import Refusal
from badges.desk import actions, lookup
from badges.desk.rules import REFUSED_SCANS
from badges.faces.rules import grouped
from badges.printing import actions as printing
from badges.printing.actions import Why
from badges.printing.rules import PrintReason
from badges.tables import BadgePrint, CheckIn, GuestBadge, TemporaryBadge
from conference.orm import Actor, tokens
from conference.people.access import Role
from conference.people.actions import grant_role
from conference.registration.rules import RegistrationState
from conference.registration.tables import Guest, Registration
from conference.registration.ticket import ticket_token
from conference.settings import DEMO_SECRET
from tests.badges.conftest import Enrol, Hall
from tests.badges.reading import names, pdf_text, printer, words

DESK = Actor.system("Carol")
Born = Callable[..., Awaitable[UUID]]
SignIn = Callable[..., Awaitable[None]]
Post = Callable[..., Awaitable[httpx.Response]]


async def test_desk_finds_a_name_typed_without_its_accents(
    carol: httpx.AsyncClient, enrol: Enrol, born: Born
) -> None:
    for given, family in (("Łukasz", "Wiśniewski"), ("Lukas", "Weiss")):
        await enrol(await born(given, family))
    answer = await carol.get("/glasgow/desk", params={"q": "luk"})
    assert names(answer) == ["Lukas Weiss", "Łukasz Wiśniewski"]
    one = await carol.get("/glasgow/desk", params={"q": "lukasz wisn"})
    assert one.status_code == 303


async def test_desk_tells_five_people_of_one_name_apart(
    carol: httpx.AsyncClient, enrol: Enrol, born: Born
) -> None:
    for number in range(5):
        who = await born(
            "Wei", "Zhang", affiliation=f"Institute {number}", email=f"wei{number}@example.org"
        )
        await enrol(who, category=("regular", "trainee")[number % 2])
    answer = await carol.get("/glasgow/desk", params={"q": "wei zhang"})
    assert names(answer) == ["Wei Zhang"] * 5
    shown = words(answer)
    for number in range(5):
        assert f"Institute {number}" in shown
        assert f"w…{number}@example.org" in shown  # the screen is read by those who wait
        assert f"wei{number}@" not in shown
    assert shown.count("5 people are called so") == 5
    only = await carol.get("/glasgow/desk", params={"q": "zhang institute 3"})
    assert only.headers["location"].startswith("/glasgow/desk/people/")


async def test_desk_opens_the_person_of_any_code(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, now: datetime
) -> None:
    alice = await enrol(hall.cast.alice)
    key = await printing.print_badge(alice, Why(), printer=printer(hall), by=DESK, now=now)
    badge = key.token(DEMO_SECRET)
    for text in (badge, grouped(badge), ticket_token(DEMO_SECRET, alice.id), alice.code.lower()):
        answer = await carol.get("/glasgow/desk", params={"q": text})
        assert answer.headers["location"] == f"/glasgow/desk/people/{alice.code}", text


async def test_desk_answers_typing_with_the_list_alone(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol
) -> None:
    await enrol(hall.cast.alice)
    answer = await carol.get(
        "/glasgow/desk", params={"q": "angstrom"}, headers={"hx-request": "true"}
    )
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert names(answer) == ["Alice Ångström"]


async def test_desk_says_in_words_who_may_come_in(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, now: datetime
) -> None:
    cast = hall.cast
    alice = await enrol(cast.alice)
    await enrol(cast.bob, state=RegistrationState.PENDING_PAYMENT, total=120_00)
    await enrol(cast.dan, state=RegistrationState.CANCELLED)
    await enrol(cast.olive)
    await actions.check_in(alice, desk="Desk 2", by=DESK, now=now)
    answer = await carol.get("/glasgow/desk", params={"q": "example"})
    shown = words(answer)
    for state in ("Already in 10:00, Desk 2", "Unpaid 120.00 EUR", "Cancelled", "Ready"):
        assert state in shown


async def test_desk_says_no_to_a_code_that_opens_nobody(
    carol: httpx.AsyncClient, hall: Hall
) -> None:
    answer = await carol.get("/glasgow/desk", params={"q": "0123-4567-89AB-CDEF"})
    assert answer.status_code == 200
    assert "No badge and no ticket has this code" in words(answer)


async def test_desk_takes_signs_literally(
    carol: httpx.AsyncClient, enrol: Enrol, born: Born
) -> None:
    await enrol(await born("Percy", "Cent", affiliation="100% Pure Ltd"))
    await enrol(await born("Per", "Mille", affiliation="1000 Pure Ltd"))
    for text, status in (("100%", 303), ("p_r", 200), ("%%", 200)):
        answer = await carol.get("/glasgow/desk", params={"q": text})
        assert (answer.status_code, text) == (status, text)
        assert answer.status_code == 303 or names(answer) == []


async def test_desk_names_who_took_a_place_over_and_scans_temporary_and_guest_badges(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, now: datetime
) -> None:
    alice, bob = await enrol(hall.cast.alice), await enrol(hall.cast.bob)
    passed_on = {"state": "transferred", "active_key": None, "cancelled_at": now}
    await Registration.update(passed_on).where(Registration.id == alice.id)
    taken = {"order": alice.order, "created_at": now}
    await Registration.update(taken).where(Registration.id == bob.id)
    shown = words(await carol.get(f"/glasgow/desk/people/{alice.code}"))
    assert "The place belongs to Bob Brennan now." in shown
    assert "A supervisor lets this person in" not in shown
    for number, whose in ((1, None), (2, bob.id)):
        await TemporaryBadge.insert(
            TemporaryBadge(
                meeting=hall.meeting.id, number=number, serial=uuid4(), registration=whose,
                token_hash=tokens.digest(f"TEMP{number}".ljust(16, "7")),
            )
        )  # fmt: skip
    guest = Guest(registration=bob.id, extra="guest", name="Ewa")
    await Guest.insert(guest)
    await GuestBadge.insert(
        GuestBadge(guest=guest.id, serial=uuid4(), token_hash=tokens.digest("GEST".ljust(16, "7")))
    )
    free = await carol.get("/glasgow/desk", params={"q": "TEMP1".ljust(16, "7")})
    assert "belongs to nobody yet" in words(free)
    for token in ("TEMP2", "GEST"):
        answer = await carol.get("/glasgow/desk", params={"q": token.ljust(16, "7")})
        assert answer.headers["location"] == f"/glasgow/desk/people/{bob.code}"
    scanned = await lookup.find_scanned(hall.meeting.id, "GEST".ljust(16, "7"))
    assert scanned == REFUSED_SCANS[Refusal.GUEST]


async def test_desk_lists_a_single_hit_on_the_way_back_and_opens_it_otherwise(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol
) -> None:
    alice = await enrol(hall.cast.alice)
    sent = await carol.get("/glasgow/desk", params={"q": "angstrom"})
    assert sent.headers["location"] == f"/glasgow/desk/people/{alice.code}"
    back = await carol.get("/glasgow/desk", params={"q": "angstrom", "listed": "yes"})
    assert back.status_code == 200
    assert f"/glasgow/desk/people/{alice.code}" in back.text
    assert 'data-hits-of="angstrom"' in back.text


@pytest.mark.parametrize("text", ["%", "_", "'; drop table", "\x00", "a" * 500, "😀", "   "])
async def test_desk_takes_anything_typed(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, text: str
) -> None:
    await enrol(hall.cast.alice)
    answer = await carol.get("/glasgow/desk", params={"q": text})
    assert answer.status_code == 200
    assert names(answer) == []


async def test_desk_asks_the_same_number_of_statements_for_one_or_many(
    carol: httpx.AsyncClient, enrol: Enrol, born: Born, count_statements: Any
) -> None:
    counts = []
    for number in (1, 3, 6):
        for each in range(number):
            await enrol(await born(f"Wei{number}{each}", "Zhang"))
        with count_statements() as seen:
            answer = await carol.get(
                "/glasgow/desk", params={"q": "zhang"}, headers={"hx-request": "true"}
            )
        assert answer.status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] == counts[2] <= 12


async def test_person_page_checks_in_and_prints_with_one_button(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, post: Post
) -> None:
    alice = await enrol(hall.cast.alice)
    here = f"/glasgow/desk/people/{alice.code}"
    await post(carol, "/glasgow/desk/station", {"desk": "Desk 2"})
    assert "Ready to come in" in words(await carol.get(here))
    answer = await post(carol, f"{here}/check-in", {"prints": "on"})
    assert answer.headers["location"] == f"{here}?did=in&sent=inline"
    page = await carol.get(answer.headers["location"])
    assert "Yes: in Checked in at 10:00, Desk 2" in words(page)
    assert f'data-print="{here}/badge.pdf"' in page.text
    assert await CheckIn.count() == await BadgePrint.count() == 1
    again = await carol.get(here)
    assert "Already checked in Mon 10 May 2027, 10:00 BST (London) at Desk 2" in words(again)
    assert "Print again?" in words(again)


async def test_person_page_refuses_the_unpaid_with_the_amount(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, post: Post
) -> None:
    dan = await enrol(hall.cast.dan, state=RegistrationState.PENDING_PAYMENT, total=650_00)
    here = f"/glasgow/desk/people/{dan.code}"
    answer = await post(carol, f"{here}/check-in", {"prints": "on"})
    assert answer.status_code == 422
    assert "650.00 EUR is still to be paid" in words(answer)
    assert (await post(carol, f"{here}/print")).status_code == 422
    assert await CheckIn.count() == await BadgePrint.count() == 0


async def test_person_page_has_no_badge_to_print_for_the_unpaid(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol
) -> None:
    alice = await enrol(hall.cast.alice)
    dan = await enrol(hall.cast.dan, state=RegistrationState.PENDING_PAYMENT, total=650_00)
    people = "/glasgow/desk/people"
    assert (await carol.get(f"{people}/{alice.code}/badge.pdf")).status_code == 200
    assert "badge.pdf" in (await carol.get(f"{people}/{alice.code}")).text
    refused = await carol.get(f"{people}/{dan.code}/badge.pdf")
    assert refused.status_code == 422
    assert "still to be paid" in refused.text
    assert "badge.pdf" not in (await carol.get(f"{people}/{dan.code}")).text


async def test_person_page_prints_again_only_with_a_reason(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, post: Post
) -> None:
    alice = await enrol(hall.cast.alice)
    here = f"/glasgow/desk/people/{alice.code}"
    await post(carol, f"{here}/check-in", {"prints": "on"})
    bare = await post(carol, f"{here}/print", {"note": "coffee"})
    assert bare.status_code == 422
    assert "Say why it is printed again" in words(bare)
    assert 'value="coffee"' in bare.text
    answer = await post(carol, f"{here}/print", {"reason": "lost", "note": "coffee"})
    assert answer.headers["location"] == f"{here}?did=print&sent=inline"
    shown = words(await carol.get(here))
    assert "(lost: coffee)" in shown
    assert "void" in shown


async def test_person_page_undoes_a_check_in(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, post: Post
) -> None:
    alice = await enrol(hall.cast.alice)
    here = f"/glasgow/desk/people/{alice.code}"
    await post(carol, f"{here}/check-in")
    await post(carol, f"{here}/undo")
    assert "Ready to come in" in words(await carol.get(here))


async def test_person_page_changes_the_name_that_is_printed(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, post: Post
) -> None:
    alice = await enrol(hall.cast.alice)
    here = f"/glasgow/desk/people/{alice.code}"
    await post(carol, f"{here}/badge-name", {"badge_name": "Ali 王"})
    text = pdf_text(await carol.get(f"{here}/badge.pdf"))
    assert "王" in text
    picture = await carol.get(f"{here}/badge.svg")
    assert picture.headers["content-type"].startswith("image/svg+xml")
    assert etree.fromstring(picture.content).get("aria-label") == "Badge of Ali 王"
    assert await BadgePrint.count() == 0


async def test_person_page_of_another_meeting_is_not_found(
    carol: httpx.AsyncClient, hall: Hall
) -> None:
    answer = await carol.get("/glasgow/desk/people/NOBODY")
    assert answer.status_code == 404
    assert "Search by name" in words(answer)


async def test_scan_page_says_yes_already_and_no(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, post: Post, now: datetime
) -> None:
    alice = await enrol(hall.cast.alice)
    key = await printing.print_badge(alice, Why(), printer=printer(hall), by=DESK, now=now)
    badge = key.token(DEMO_SECRET)
    assert "Yes: Alice" in words(await post(carol, "/glasgow/desk/scan", {"q": badge}))
    again = await post(carol, "/glasgow/desk/scan", {"q": badge.lower()})
    assert "Already in: Alice" in words(again)
    no = await post(carol, "/glasgow/desk/scan", {"q": "ZZZZZZZZZZZZZZZ9"})
    assert "No No badge and no ticket has this code" in words(no)
    assert (await post(carol, "/glasgow/desk/scan", {"q": ""})).status_code == 422


async def test_arrivals_counts_by_desk_category_and_quarter(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, now: datetime
) -> None:
    alice, bob = await enrol(hall.cast.alice), await enrol(hall.cast.bob, category="trainee")
    await enrol(hall.cast.olive)
    await actions.check_in(alice, desk="Desk 1", by=DESK, now=now)
    await actions.check_in(bob, desk="", by=DESK, now=now + timedelta(minutes=20))
    shown = words(await carol.get("/glasgow/desk/arrivals"))
    assert "2 of 3 are in, 1 still to come." in shown
    assert "10:00 1 10:15 1" in shown
    assert "Desk 1 1" in shown
    assert "Trainee 1" in shown


async def test_found_badge_tells_a_stranger_the_meeting_and_nothing_else(
    client: httpx.AsyncClient, hall: Hall, enrol: Enrol, now: datetime, sign_in: SignIn
) -> None:
    alice = await enrol(hall.cast.alice)
    old = await printing.print_badge(alice, Why(), printer=printer(hall), by=DESK, now=now)
    await printing.print_badge(
        alice, Why(PrintReason.LOST), printer=printer(hall), by=DESK, now=now
    )
    path = f"/b/{old.token(DEMO_SECRET)}"
    for _ in ("a stranger", "somebody else who is signed in"):
        answer = await client.get(path)
        assert answer.status_code == 200
        assert "A badge of Signals 2027" in words(answer)
        for secret in ("Alice", "Ångström", "Clyde Institute", alice.code):
            assert secret not in answer.text
        await sign_in(client, hall.cast.dan)
    assert (await client.get("/b/0123456789ABCDEF")).status_code == 404


async def test_found_badge_takes_the_desk_to_the_person(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, now: datetime
) -> None:
    alice = await enrol(hall.cast.alice)
    key = await printing.print_badge(alice, Why(), printer=printer(hall), by=DESK, now=now)
    answer = await carol.get(f"/b/{key.token(DEMO_SECRET)}")
    assert answer.headers["location"] == f"/glasgow/desk/people/{alice.code}"


async def test_found_badge_that_is_void_says_so_to_the_desk_alone(
    carol: httpx.AsyncClient,
    new_client: Callable[[], httpx.AsyncClient],
    hall: Hall,
    enrol: Enrol,
    now: datetime,
) -> None:
    alice = await enrol(hall.cast.alice)
    old = await printing.print_badge(alice, Why(), printer=printer(hall), by=DESK, now=now)
    lost = Why(PrintReason.LOST)
    await printing.print_badge(alice, lost, printer=printer(hall), by=DESK, now=now)
    path = f"/b/{old.token(DEMO_SECRET)}"
    answer = await carol.get(path, follow_redirects=True)
    assert "This badge was lost and replaced, or was for one day." in answer.text
    stranger = await new_client().get(path)
    assert stranger.status_code == 200
    assert "lost and replaced" not in stranger.text


async def test_desk_is_closed_to_everybody_else(
    client: httpx.AsyncClient, hall: Hall, enrol: Enrol, sign_in: SignIn, now: datetime
) -> None:
    alice = await enrol(hall.cast.alice)
    person = f"/glasgow/desk/people/{alice.code}"
    paths = ["/glasgow/desk", "/glasgow/desk/scan", "/glasgow/desk/badges",
             "/glasgow/desk/badges.pdf", "/glasgow/desk/arrivals", person, f"{person}/badge.pdf",
             f"{person}/badge.svg"]  # fmt: skip
    for path in paths:
        assert (await client.get(path)).status_code in (303, 302, 401), path
    await sign_in(client, hall.cast.bob)
    for path in paths:
        assert (await client.get(path)).status_code == 403, path
    await grant_role(
        person=hall.cast.bob.id, role=Role.DESK, meeting=hall.meeting.id, by=DESK, now=now
    )
    for path in paths:
        assert (await client.get(path)).status_code == 200, path
