"""Coming in: yes, already, or no; once only, however many desks try."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

import conference.invariants  # noqa: F401 -- registers the checks
from badges.admission.rules import AlreadyIn, Refusal, Refused, Standing, refuse
from badges.desk import lookup
from badges.desk.actions import check_in, undo_check_in
from badges.desk.rules import ComeIn, desk_state
from badges.faces.actions import ensure_badges
from badges.faces.rules import grouped
from badges.printing.actions import Printer, Why, print_badge
from badges.printing.errors import BadgeBlocked, ReasonNeeded
from badges.printing.rules import PrintReason
from badges.tables import Badge, BadgePrint, CheckIn
from conference.meetings.tables import Meeting
from conference.orm import Actor, tokens
from conference.orm.invariants import check_all
from conference.orm.tables import AuditEntry
from conference.registration.rules import RegistrationState
from conference.registration.ticket import ticket_token
from conference.settings import DEMO_SECRET
from tests.badges.conftest import Enrol, Hall

DESK_1 = Actor.system("Carol at desk 1")
CANCELLED, PENDING = RegistrationState.CANCELLED, RegistrationState.PENDING_PAYMENT


def printer(hall: Hall) -> Printer:
    return Printer(hall.meeting, "a6", DEMO_SECRET)


async def broken() -> set[str]:
    """Which of the promises about badges do not hold."""
    ours = ("one-check-in", "own-badge-code", "check-in-confirmed", "print-of-a-badge")
    found = {finding.invariant.key for finding in await check_all() if finding.sentences}
    return found.intersection(ours)


async def test_check_in_says_yes_then_already_with_when_and_where(
    hall: Hall, enrol: Enrol, now: datetime
) -> None:
    alice = await enrol(hall.cast.alice)
    first = await check_in(alice, desk="Desk 1", by=DESK_1, now=now)
    later = now + timedelta(minutes=5)
    second = await check_in(alice, desk="Desk 2", by=Actor.system("Dora"), now=later)
    assert first == ComeIn(now)
    assert second == AlreadyIn(now, "Desk 1", "Carol at desk 1")
    assert await AuditEntry.count().where(AuditEntry.verb == "check_in") == 1


@pytest.mark.parametrize(
    ("wanted", "why", "part"),
    [
        ({"state": CANCELLED}, Refusal.CANCELLED, "cancelled"),
        ({"state": PENDING}, Refusal.UNPAID, "450.00 EUR"),
        ({"mode": "virtual"}, Refusal.VIRTUAL, "online"),
    ],
)
async def test_check_in_says_no_and_why(
    hall: Hall, enrol: Enrol, now: datetime, wanted: dict[str, object], why: Refusal, part: str
) -> None:
    dan = await enrol(hall.cast.dan, **wanted)
    answer = await check_in(dan, desk="", by=DESK_1, now=now)
    assert isinstance(answer, Refused)
    assert answer.why is why
    assert part in answer.sentence
    assert await CheckIn.count() == 0


async def test_check_in_sees_a_cancellation_that_came_after_the_page(
    hall: Hall, enrol: Enrol, now: datetime
) -> None:
    from conference.registration.tables import Registration

    alice = await enrol(hall.cast.alice)
    await Registration.update({"state": CANCELLED.value, "active_key": None}).where(
        Registration.id == alice.id
    )
    answer = await check_in(alice, desk="", by=DESK_1, now=now)
    assert isinstance(answer, Refused)


async def test_check_in_of_fifty_desks_at_once_lets_in_exactly_once(
    hall: Hall, enrol: Enrol, now: datetime
) -> None:
    alice = await enrol(hall.cast.alice)
    answers = await asyncio.gather(
        *(check_in(alice, desk=f"Desk {number}", by=DESK_1, now=now) for number in range(50))
    )
    assert sum(isinstance(answer, ComeIn) for answer in answers) == 1
    assert sum(isinstance(answer, AlreadyIn) for answer in answers) == 49
    assert await CheckIn.count() == 1
    assert {answer.desk for answer in answers if isinstance(answer, AlreadyIn)} == {
        (await CheckIn.select(CheckIn.desk).first())["desk"]
    }


async def test_undo_check_in_lets_in_again_and_keeps_both_rows(
    hall: Hall, enrol: Enrol, now: datetime
) -> None:
    alice = await enrol(hall.cast.alice)
    await check_in(alice, desk="", by=DESK_1, now=now)
    assert await undo_check_in(alice, by=DESK_1, now=now)
    assert not await undo_check_in(alice, by=DESK_1, now=now)
    assert isinstance(await check_in(alice, desk="", by=DESK_1, now=now), ComeIn)
    assert await CheckIn.count() == 2
    assert await broken() == set()


async def test_ensure_badges_makes_one_badge_however_often_it_is_asked(
    hall: Hall, enrol: Enrol, now: datetime
) -> None:
    ids = [(await enrol(person)).id for person in (hall.cast.alice, hall.cast.bob)]
    made = await asyncio.gather(
        *(
            ensure_badges(ids, meeting=hall.meeting, secret=DEMO_SECRET, by=DESK_1, now=now)
            for _ in range(8)
        )
    )
    assert all(each == made[0] for each in made)
    assert await Badge.count() == 2
    held = {key.token(DEMO_SECRET) for key in made[0].values()}
    stored = {row["token_hash"] for row in await Badge.select(Badge.token_hash)}
    assert stored == {tokens.digest(token) for token in held}


async def test_print_badge_asks_for_a_reason_the_second_time(
    hall: Hall, enrol: Enrol, now: datetime
) -> None:
    alice = await enrol(hall.cast.alice)
    first = await print_badge(alice, Why(), printer=printer(hall), by=DESK_1, now=now)
    with pytest.raises(ReasonNeeded):
        await print_badge(alice, Why(), printer=printer(hall), by=DESK_1, now=now)
    again = await print_badge(
        alice, Why(PrintReason.MISPRINT), printer=printer(hall), by=DESK_1, now=now
    )
    assert again == first
    rows = await BadgePrint.select(BadgePrint.reason).order_by(BadgePrint.created_at)
    assert {row["reason"] for row in rows} == {"first", "misprint"}
    assert await BadgePrint.count() == 2


async def test_print_badge_at_two_desks_at_once_is_one_first_print(
    hall: Hall, enrol: Enrol, now: datetime
) -> None:
    alice = await enrol(hall.cast.alice)
    done = await asyncio.gather(
        *(print_badge(alice, Why(), printer=printer(hall), by=DESK_1, now=now) for _ in range(6)),
        return_exceptions=True,
    )
    assert sum(isinstance(each, ReasonNeeded) for each in done) == 5
    assert await BadgePrint.count() == 1


async def test_print_badge_that_was_lost_makes_a_new_code_and_voids_the_old(
    hall: Hall, enrol: Enrol, now: datetime
) -> None:
    alice = await enrol(hall.cast.alice)
    old = await print_badge(alice, Why(), printer=printer(hall), by=DESK_1, now=now)
    new = await print_badge(alice, Why(PrintReason.LOST), printer=printer(hall), by=DESK_1, now=now)
    assert old.token(DEMO_SECRET) != new.token(DEMO_SECRET)
    void = await lookup.find_scanned(hall.meeting.id, old.token(DEMO_SECRET))
    assert isinstance(void, Refused)
    assert void.why is Refusal.VOID
    found = await lookup.find_scanned(hall.meeting.id, new.token(DEMO_SECRET))
    assert not isinstance(found, Refused)
    assert found.id == alice.id
    assert await broken() == set()


async def test_print_badge_refuses_who_has_not_paid(
    hall: Hall, enrol: Enrol, now: datetime
) -> None:
    dan = await enrol(hall.cast.dan, state=PENDING)
    with pytest.raises(BadgeBlocked, match="still to be paid"):
        await print_badge(dan, Why(), printer=printer(hall), by=DESK_1, now=now)
    assert await BadgePrint.count() == 0


async def test_find_scanned_takes_badge_ticket_and_registration_code(
    hall: Hall, enrol: Enrol, now: datetime
) -> None:
    alice = await enrol(hall.cast.alice)
    key = await print_badge(alice, Why(), printer=printer(hall), by=DESK_1, now=now)
    badge, ticket = key.token(DEMO_SECRET), ticket_token(DEMO_SECRET, alice.id)
    assert badge != ticket
    for text in (badge, grouped(badge).lower(), ticket, alice.code, f" {alice.code.lower()} "):
        found = await lookup.find_scanned(hall.meeting.id, text)
        assert not isinstance(found, Refused), text
        assert found.id == alice.id


async def test_find_scanned_refuses_another_meeting_and_the_unknown(
    hall: Hall, enrol: Enrol, now: datetime
) -> None:
    alice = await enrol(hall.cast.alice)
    key = await print_badge(alice, Why(), printer=printer(hall), by=DESK_1, now=now)
    meeting = await Meeting.objects().first()
    assert meeting is not None
    other = Meeting(
        society=meeting.society, slug="oslo", title="Signals 2028", starts_on=meeting.starts_on,
        ends_on=meeting.ends_on,
    )  # fmt: skip
    await Meeting.insert(other)
    elsewhere = await lookup.find_scanned(other.id, key.token(DEMO_SECRET))
    unknown = await lookup.find_scanned(hall.meeting.id, "0123456789ABCDEF")
    assert isinstance(elsewhere, Refused)
    assert isinstance(unknown, Refused)
    assert (elsewhere.why, unknown.why) == (Refusal.OTHER_MEETING, Refusal.UNKNOWN)


async def test_check_finds_an_undone_check_in_that_is_still_active(
    hall: Hall, enrol: Enrol, now: datetime
) -> None:
    alice = await enrol(hall.cast.alice)
    await check_in(alice, desk="", by=DESK_1, now=now)
    await CheckIn.update({CheckIn.undone_at: now}).where(CheckIn.registration == alice.id)
    assert await broken() == {"one-check-in"}


async def test_check_finds_a_check_in_after_the_cancellation(
    hall: Hall, enrol: Enrol, now: datetime
) -> None:
    from conference.registration.tables import Registration

    alice = await enrol(hall.cast.alice)
    await check_in(alice, desk="", by=DESK_1, now=now)
    await Registration.update(
        {"state": CANCELLED.value, "cancelled_at": now - timedelta(hours=1)}
    ).where(Registration.id == alice.id)
    assert await broken() == {"check-in-confirmed"}


def test_refuse_lets_in_who_is_confirmed_and_paid() -> None:
    assert refuse(Standing(RegistrationState.CONFIRMED, "in_person")) is None


def test_refuse_blocks_a_confirmed_registration_that_owes_again() -> None:
    refused = refuse(Standing(RegistrationState.CONFIRMED, "in_person", "20.00 EUR"))
    assert refused is not None
    assert refused.why is Refusal.UNPAID


@pytest.mark.parametrize(
    ("state", "waits_for_proof", "why", "word"),
    [
        (RegistrationState.CONFIRMED, True, Refusal.PROOF, "Proof to come"),
        (RegistrationState.EXPIRED, False, Refusal.EXPIRED, "Expired"),
        (RegistrationState.TRANSFERRED, False, Refusal.TRANSFERRED, "Passed on"),
        (CANCELLED, True, Refusal.CANCELLED, "Cancelled"),
    ],
)
def test_refuse_blocks_what_has_ended_and_what_waits_for_its_proof(
    state: RegistrationState, waits_for_proof: bool, why: Refusal, word: str
) -> None:
    standing = Standing(state, "in_person", "", waits_for_proof)
    refused = refuse(standing)
    assert refused is not None
    assert refused.why is why
    assert desk_state(standing, None, "").word == word


def test_desk_state_says_it_in_words(now: datetime) -> None:
    ready = Standing(RegistrationState.CONFIRMED, "in_person")
    came = AlreadyIn(now, "Desk 2", "Carol")
    assert desk_state(ready, None, "").word == "Ready"
    assert desk_state(ready, came, "09:02").word == "Already in 09:02, Desk 2"
    assert desk_state(Standing(PENDING, "in_person", "120.00 EUR"), None, "").word == (
        "Unpaid 120.00 EUR"
    )
    assert desk_state(Standing(CANCELLED, "in_person"), None, "").word == "Cancelled"
