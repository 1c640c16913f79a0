"""A supervisor lets somebody in whom a rule stops (T06, G07): reason, PIN, record, taken back."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

import conference.invariants  # noqa: F401 -- registers the checks
from badges.admission.queries import admitted
from badges.admission.rules import Refusal, Refused
from badges.desk.actions import check_in
from badges.desk.errors import NothingToLetGo, ReasonMissing
from badges.desk.overriding import override, overrides_since
from badges.desk.rules import ComeIn
from badges.desk.supervisors import confirm_supervisor
from badges.kiosk.rules import sentence_of
from badges.tables import CheckIn, Override, SupervisorPin
from conference.orm import Actor, clock
from conference.orm.invariants import check_all
from conference.orm.tables import AuditEntry
from conference.people.access import Role, Visitor
from conference.registration.rules import RegistrationState
from conference.registration.tables import Registration
from tests.badges.conftest import Enrol, Hall
from tests.badges.desk.conftest import PIN
from tests.badges.reading import words

PENDING = RegistrationState.PENDING_PAYMENT
Post = Callable[..., Awaitable[httpx.Response]]


def sheet(sven: Actor, **more: Any) -> dict[str, Any]:
    return {
        "refusal": "unpaid", "why": "Transfer shown", "supervisor": str(sven.person), "pin": PIN,
        **more,
    }  # fmt: skip


async def test_let_in_with_a_pin_lets_in_and_keeps_who_why_and_where(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, post: Post, sven: Actor, now: datetime
) -> None:
    dan = await enrol(hall.cast.dan, state=PENDING)
    here = f"/glasgow/desk/people/{dan.code}"
    assert "Take the payment: 450.00 EUR" in words(await carol.get(here))
    assert (await post(carol, f"{here}/let-in", sheet(sven))).status_code == 303
    shown = words(await carol.get(here))
    assert "Let in by Bob Brennan although “Unpaid”: Transfer shown" in shown
    assert "Ready to come in" in shown
    answer = await post(carol, f"{here}/check-in", {"prints": "on"})
    assert answer.headers["location"] == f"{here}?did=in&sent=inline"
    (row,) = await overrides_since(hall.meeting.id, now)
    assert (row.by_name, row.asked_by, row.code) == ("Bob Brennan", "Carol Ćosić", dan.code)
    entry = await AuditEntry.select().where(AuditEntry.verb == "override").first()
    assert (entry["reason"], entry["actor_name"]) == ("Transfer shown", "Bob Brennan")
    assert [info.code for info in await admitted(hall.meeting.id)] == [dan.code]
    assert PIN not in str(await AuditEntry.select()) + str(await SupervisorPin.select())


async def test_let_in_refuses_a_wrong_pin_and_soon_every_pin(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, post: Post, sven: Actor
) -> None:
    dan = await enrol(hall.cast.dan, state=PENDING)
    here = f"/glasgow/desk/people/{dan.code}/let-in"
    said = []
    for _ in range(8):
        answer = await post(carol, here, sheet(sven, pin="402918"))
        assert answer.status_code == 422
        assert "This is not the PIN of Bob Brennan." in words(answer)
        said.append(re.findall(r"(\d) (?:try is|tries are) left at this screen", words(answer))[:1])
    assert said == [[], [], ["5"], ["4"], ["3"], ["2"], ["1"], []]
    assert "That was the last try at this screen" in words(answer)
    assert 'value="Transfer shown"' in answer.text
    assert "402918" not in answer.text
    assert "Please wait" in words(await post(carol, here, sheet(sven)))
    assert await Override.count() == 0


async def test_let_in_counts_wrong_pins_only(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, post: Post, sven: Actor, now: datetime
) -> None:
    """A supervisor who lets ten people in within ten minutes is not locked out."""
    visitor = Visitor(hall.cast.carol.id, "Carol", roles=frozenset({Role.DESK}))
    for _ in range(50):
        by = await confirm_supervisor(
            hall.meeting.id, sven.person, PIN, at_screen_of=visitor, now=now
        )
        assert by == sven


async def test_let_in_of_a_proof_to_come_speaks_the_words_of_the_form(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, post: Post, sven: Actor,
    client: httpx.AsyncClient, sign_in: Any,
) -> None:  # fmt: skip
    info = await enrol(hall.cast.dan)
    await Registration.update({Registration.proof: "pending"}).where(Registration.id == info.id)
    here = f"/glasgow/desk/people/{info.code}"
    shown = words(await carol.get(here))
    assert "still to come: the office accepts it." in shown
    assert f"send them to {hall.cast.olive.registered_name}" in shown
    answer = await post(carol, f"{here}/let-in", sheet(sven, refusal="proof", why="Shown here"))
    assert answer.status_code == 303
    shown = words(await carol.get(here))
    assert shown.count("Let in by Bob Brennan although “Proof to come”: Shown here") == 1
    assert "let in by Bob Brennan although “Proof to come”: Shown here" in shown
    await sign_in(client, hall.cast.olive)
    table = words(await client.get("/glasgow/desk/supervisor"))
    assert "Proof to come Shown here" in table
    assert "office" in sentence_of(Refusal.PROOF)


async def test_let_in_asks_for_a_supervisor_and_a_reason(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, post: Post, sven: Actor
) -> None:
    dan = await enrol(hall.cast.dan, state=PENDING)
    here = f"/glasgow/desk/people/{dan.code}/let-in"
    nobody = await post(carol, here, {"refusal": "unpaid", "why": "x", "pin": PIN})
    assert "Choose the supervisor who agrees." in words(nobody)
    silent = await post(carol, here, sheet(sven, why=""))
    assert "Please fill this in." in words(silent)
    desk_itself = await post(carol, here, sheet(sven, supervisor=str(hall.cast.carol.id)))
    assert desk_itself.status_code == 422
    assert await Override.count() == 0


async def test_let_in_by_who_is_signed_in_as_one_needs_no_pin_and_is_taken_back(
    stopped_clock: None, client: httpx.AsyncClient, hall: Hall, enrol: Enrol, post: Post,
    sign_in: Any, now: datetime,
) -> None:  # fmt: skip
    dan = await enrol(hall.cast.dan, mode="virtual")
    here = f"/glasgow/desk/people/{dan.code}"
    await sign_in(client, hall.cast.olive)
    assert "The supervisor's PIN" not in words(await client.get(here))
    await post(client, f"{here}/let-in", {"refusal": "virtual", "why": "Came after all"})
    row = await Override.select().first()
    await post(client, f"{here}/let-in/{row['id']}/withdraw")
    shown = words(await client.get(here))
    assert "No: Online only" in shown
    assert "taken back" in shown
    refused = await check_in(dan, desk="", by=Actor.system("x"), now=now)
    assert isinstance(refused, Refused)


async def test_override_names_what_stops_the_person_and_why(
    hall: Hall, enrol: Enrol, now: datetime
) -> None:
    by = Actor(hall.cast.olive.id, "Olive")
    alice, dan = await enrol(hall.cast.alice), await enrol(hall.cast.dan, state=PENDING)
    with pytest.raises(ReasonMissing):
        await override(dan, Refusal.UNPAID, " ", by=by, now=now)
    for info, refusal in ((alice, Refusal.UNPAID), (dan, Refusal.PROOF), (dan, Refusal.VOID)):
        with pytest.raises(NothingToLetGo):
            await override(info, refusal, "why not", by=by, now=now)
    for _ in range(2):
        await override(dan, Refusal.UNPAID, "shown", by=by, now=now)
    assert await Override.count() == 1
    later = now + timedelta(minutes=1)
    assert await check_in(dan, desk="", by=by, now=later) == ComeIn(later)
    await Override.update({Override.reason: ""}).where(Override.registration == dan.id)
    broken = [each.invariant.key for each in await check_all() if each.sentences]
    assert "override-says-why" in broken


async def test_a_cancelled_person_who_was_let_in_breaks_no_promise(
    hall: Hall, enrol: Enrol, now: datetime
) -> None:
    by = Actor(hall.cast.olive.id, "Olive")
    dan = await enrol(hall.cast.dan, state=RegistrationState.CANCELLED, total=0)
    await override(dan, Refusal.CANCELLED, "a mistake of ours", by=by, now=now)
    assert isinstance(await check_in(dan, desk="", by=by, now=now + timedelta(hours=1)), ComeIn)
    broken = [each.invariant.key for each in await check_all() if each.sentences]
    assert "check-in-confirmed" not in broken


async def test_supervisor_page_shows_the_day_and_takes_a_pin(
    stopped_clock: None, client: httpx.AsyncClient, hall: Hall, enrol: Enrol, post: Post,
    sign_in: Any, count_statements: Any, now: datetime,
) -> None:  # fmt: skip
    page = "/glasgow/desk/supervisor"
    await sign_in(client, hall.cast.olive)
    seen = []
    for person in (hall.cast.alice, hall.cast.bob):
        info = await enrol(person)
        await check_in(info, desk="Desk 1", by=Actor.system("Carol"), now=clock.now())
        with count_statements() as statements:
            shown = words(await client.get(page))
        seen.append(len(statements))
    assert "Desk 1 2 2 10:00" in shown
    assert seen[0] == seen[1]
    poor = await post(client, f"{page}/pin", {"pin": "123456", "again": "123456"})
    assert poor.status_code == 422
    assert "the first that anybody tries" in words(poor)
    unlike = await post(client, f"{page}/pin", {"pin": PIN, "again": "402918"})
    assert "not the same PIN" in words(unlike)
    assert PIN not in poor.text + unlike.text
    assert (await post(client, f"{page}/pin", {"pin": PIN, "again": PIN})).status_code == 303
    assert "Change my PIN" in words(await client.get(page))


async def test_calculator_begins_with_the_meeting_and_keeps_what_was_typed(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol
) -> None:
    await enrol(hall.cast.alice)
    page = "/glasgow/desk/calculator"
    assert "1 desk" in words(await carol.get(page))
    asked = {"people": "750", "minutes": "90", "seconds": "45", "wait": "15"}
    answer = await carol.get(page, params=asked)
    assert "8 desks" in words(answer)
    assert "11 s" in words(answer)
    wrong = await carol.get(page, params=asked | {"people": "many"})
    assert wrong.status_code == 422
    assert 'value="many"' in wrong.text


async def test_check_in_over_http_takes_six_statements_at_most(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, post: Post, count_statements: Any
) -> None:
    alice = await enrol(hall.cast.alice)
    here = f"/glasgow/desk/people/{alice.code}/check-in"
    await carol.get("/glasgow/desk")
    with count_statements() as first:
        assert (await post(carol, here)).headers["location"].endswith("?did=in")
    with count_statements() as again:
        assert (await post(carol, here)).headers["location"].endswith("?did=already")
    assert await CheckIn.count() == 1
    assert max(len(first), len(again)) <= 6, [*first]
