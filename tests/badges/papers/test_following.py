"""What was not shown (A15): each thing that follows is confirmed, told, and can be taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx

from abstracts.awards.applications import application_of_id
from abstracts.tables.awards import AwardApplication, AwardCycle
from abstracts.vocabulary import AwardState
from badges.papers.actions import claim_certificate, mark_not_shown
from badges.papers.claims import Scope, claims_of
from badges.papers.content import Press
from badges.papers.following import Kind
from badges.papers.following_queries import missed_items
from badges.papers.invariants import not_shown_forfeited, not_shown_not_published
from badges.papers.kinds import CertificateKind
from badges.papers.policy import Policy
from badges.tables import NotShown
from conference.orm.tables import AuditEntry
from conference.people.access import Role
from conference.people.actions import grant_role
from conference.registration.tables import DiscountCode, Order, OrderLine
from schedule.tables import Release, Slot
from tests.badges.conftest import Enrol, Hall
from tests.badges.papers.conftest import AFTER, OLIVE
from tests.badges.papers.following import (
    BACK,
    GONE,
    LIST,
    OUT,
    PAPER,
    POSTER,
    PUBLIC,
    Empty,
    award,
    letters,
    mark,
    seen,
)  # fmt: skip
from tests.badges.papers.following import empty as empty
from tests.badges.reading import words
from tests.cast import NOW
from tests.schedule.conftest import release as release
from tests.schedule.numbering.conftest import Hang
from tests.schedule.numbering.conftest import hang as hang
from tests.web_client import Post, SignIn


async def test_nothing_follows_by_itself(empty: Empty) -> None:
    shown = words(await empty.bob.get(LIST))

    assert "Poster of Díaz" in shown
    assert "a photo of the empty board" in shown
    assert "Published; to be confirmed" in shown
    assert await seen(empty.bob) == PUBLIC
    assert await letters() == []
    draft = await empty.bob.get(PAPER)
    assert "Dear {name}," in draft.text
    assert "What was not shown is not published" in draft.text
    assert "Letter to" in words(draft)
    assert "Dan Díaz" in words(draft)


async def test_confirmed_it_leaves_every_page_and_taken_back_it_returns(
    empty: Empty, post: Post
) -> None:
    released = await Release.count()

    answer = await post(empty.bob, PAPER, OUT)

    assert answer.status_code == 303
    assert await seen(empty.bob) == GONE
    gone = await empty.bob.get("/glasgow/book/HNG000")
    assert (gone.status_code, "not presented at the meeting" in words(gone)) == (410, True)
    assert await letters() == [
        ("dan@example.org", "Not published: your poster", "Dear Dan Díaz, we missed you.")
    ]
    assert await letters("programme_change") == []
    assert await Release.count() == released + 1
    draft = await Slot.select(Slot.status).where(Slot.code == POSTER).first()
    assert draft == {"status": "cancelled"}
    assert "Not published" in words(await empty.bob.get(LIST))
    assert await not_shown_not_published() == []
    kept = await AuditEntry.select().where(AuditEntry.verb == "confirm_not_shown")
    assert {row["reason"] for row in kept} == {"A photo of the empty board."}

    await post(empty.bob, PAPER, BACK)

    assert await seen(empty.bob) == PUBLIC
    assert len(await letters()) == 2
    assert await not_shown_not_published() == []
    assert "to be confirmed" in words(await empty.bob.get(LIST))


async def test_pressed_twice_it_is_done_once_and_what_is_left_stays(
    empty: Empty, post: Post
) -> None:
    await post(empty.bob, PAPER, OUT)
    again = await post(empty.bob, PAPER, OUT)

    assert again.status_code == 303
    assert "decided this meanwhile" in words(await empty.bob.get(LIST))
    assert len(await letters()) == 1

    await post(empty.bob, PAPER, {**BACK, "is_told": ""})
    await post(empty.bob, PAPER, {"act": "leave", "reason": "Ill in hospital."})
    assert await seen(empty.bob) == PUBLIC
    assert "Left published" in words(await empty.bob.get(LIST))
    assert len(await letters()) == 1


async def test_reason_and_letter_are_asked_for_and_kept_as_typed(empty: Empty, post: Post) -> None:
    wrong = {**OUT, "reason": " ", "subject": "", "body": "Dear {nobody}, my own words."}
    refused = await post(empty.bob, PAPER, wrong)

    assert refused.status_code == 422
    for sentence in ("Write the reason", "Write a subject", "Nobody knows {nobody} here"):
        assert sentence in words(refused)
    assert "my own words" in refused.text
    assert await seen(empty.bob) == PUBLIC


async def test_an_award_for_it_is_forfeited_when_confirmed_and_comes_back(
    empty: Empty, post: Post
) -> None:
    one = await award(empty.hall, AwardState.ACCEPTED)
    page, cycle = f"{LIST}/award/{one}", await AwardCycle.select(AwardCycle.id).first()
    assert cycle
    assert "Travel award: Dan Díaz" in words(await empty.bob.get(LIST))

    await post(empty.bob, page, {**OUT, "subject": "Award forfeited"})

    assert (await application_of_id(cycle["id"], one)).state is AwardState.FORFEITED
    assert [to for to, _, _ in await letters()] == ["dan@example.org"]
    assert [to for to, _, _ in await letters("award_place_free")] == ["bob@example.org"]
    assert await not_shown_forfeited() == []
    assert await seen(empty.bob) == PUBLIC

    await post(empty.bob, page, BACK)
    assert (await application_of_id(cycle["id"], one)).state is AwardState.ACCEPTED
    assert await not_shown_forfeited() == []


async def test_an_award_that_others_hold_by_now_does_not_come_back(
    empty: Empty, post: Post
) -> None:
    one = await award(empty.hall, AwardState.ACCEPTED)
    page = f"{LIST}/award/{one}"
    await post(empty.bob, page, OUT)
    rows = await AwardApplication.select().where(AwardApplication.id == one)
    other = {**rows[0], "id": uuid4(), "person": empty.hall.cast.alice.id, "state": "offered"}
    await AwardApplication.insert(AwardApplication(**other))

    await post(empty.bob, page, BACK)

    assert "promised to somebody else" in words(await empty.bob.get(LIST))
    assert await not_shown_forfeited() == []
    row = await AwardApplication.select(AwardApplication.state).where(AwardApplication.id == one)
    assert row == [{"state": "forfeited"}]


async def test_a_paid_award_and_ones_own_are_for_others_to_decide(
    empty: Empty, post: Post, new_client: Any, sign_in: SignIn
) -> None:
    one = await award(empty.hall, AwardState.PAID, paid_at=NOW)
    assert "takes the payment back first" in words(await empty.bob.get(f"{LIST}/award/{one}"))

    hall = empty.hall
    await grant_role(
        person=hall.cast.dan.id, role=Role.PROGRAMME, meeting=hall.meeting.id, by=OLIVE, now=AFTER
    )
    async with new_client() as dan:
        await sign_in(dan, empty.hall.cast.dan)
        assert "Travel award" not in words(await dan.get(LIST))
        assert "your own abstract" in words(await dan.get(PAPER))
        assert (await post(dan, PAPER, OUT)).status_code == 403


async def test_what_followed_is_taken_back_before_the_record_is(empty: Empty, post: Post) -> None:
    await post(empty.bob, PAPER, OUT)
    mine = {"about": f"{empty.hall.cast.dan.id}:{POSTER}", "act": "undo"}
    office = "/glasgow/office/certificates/not-shown"

    await post(empty.bob, office, mine)
    assert "Take back first" in words(await empty.bob.get(office))
    assert await NotShown.exists().where(NotShown.active_key.is_not_null())

    await post(empty.bob, PAPER, BACK)
    await post(empty.bob, office, mine)
    assert not await NotShown.exists().where(NotShown.active_key.is_not_null())


async def test_holder_of_a_void_certificate_is_told(
    hall: Hall, hang: Hang, release: Any, press: Press, after: None, client: httpx.AsyncClient,
    sign_in: SignIn, post: Post,
) -> None:  # fmt: skip
    await hang("Díaz", hall.cast.dan.id)
    await release()
    scope = Scope(hall.meeting, Policy(), AFTER, kinds=(CertificateKind.PRESENTATION,))
    [claim] = await claims_of(scope)
    await claim_certificate(claim, press, by=OLIVE, now=AFTER)
    await mark(hall)
    [missed] = await missed_items(hall.meeting.id)
    follows = {each.kind: each for each in missed.follows}
    await sign_in(client, hall.cast.bob)

    await post(client, f"{LIST}/{follows[Kind.CERTIFICATE].address}", OUT)

    assert [to for to, _, _ in await letters()] == ["dan@example.org"]
    assert "its holder is told" in words(await client.get(LIST))


async def test_check_tells_what_nobody_confirmed(empty: Empty, post: Post) -> None:
    from abstracts.tables import Abstract

    await Abstract.update({Abstract.not_published_at: AFTER}).where(Abstract.code == "HNG001")
    [told] = await not_shown_not_published()
    assert "HNG001" in told
    await post(empty.bob, PAPER, OUT)
    await NotShown.update({NotShown.active_key: None}).where(NotShown.item == POSTER)
    assert len(await not_shown_not_published()) == 2


async def test_list_takes_a_fixed_number_of_statements(
    empty: Empty, count_statements: Any, unhurried: None
) -> None:
    hall = empty.hall
    await missed_items(hall.meeting.id)
    with count_statements() as few:
        assert len(await missed_items(hall.meeting.id)) == 1
    later = AFTER + timedelta(minutes=1)
    await mark_not_shown(hall.meeting, hall.cast.alice, "SLT001", "seen", by=OLIVE, now=later)
    with count_statements() as many:
        assert len(await missed_items(hall.meeting.id)) == 2
    assert len(many) == len(few)


async def test_list_opens_when_what_was_missed_is_no_more_in_the_programme(empty: Empty) -> None:
    await NotShown.update({NotShown.item: "SLT999"}, force=True)

    assert (await empty.bob.get(LIST)).status_code == 200


async def test_unknown_decision_is_refused_and_decides_nothing(empty: Empty, post: Post) -> None:
    answer = await post(empty.bob, PAPER, {**OUT, "act": "publish"})

    assert answer.status_code == 422
    assert "to be confirmed" in words(await empty.bob.get(LIST))


async def test_award_that_comes_back_brings_no_second_code_beside_one_that_was_used(
    empty: Empty, enrol: Enrol, post: Post
) -> None:
    await enrol(empty.hall.cast.dan)
    order = await Order.select(Order.id).first()
    assert order
    await OrderLine.insert(
        OrderLine(
            id=uuid4(), created_at=NOW, order=order["id"], position=9, item="code:AWARD-USED",
            title="Award", amount=0, tax=0,
        )
    )  # fmt: skip
    await DiscountCode.insert(
        DiscountCode(
            id=uuid4(), created_at=NOW, meeting=empty.hall.meeting.id, code="AWARD-USED",
            title="Award", kind="percent", value=100_00,
        )
    )  # fmt: skip
    one = await award(empty.hall, AwardState.ACCEPTED, code="AWARD-USED")
    await AwardCycle.update({AwardCycle.has_free_registration: True}, force=True)

    await post(empty.bob, f"{LIST}/award/{one}", OUT)
    await post(empty.bob, f"{LIST}/award/{one}", BACK)

    row = await AwardApplication.select(AwardApplication.state, AwardApplication.code).first()
    assert row == {"state": "accepted", "code": "AWARD-USED"}
    assert await DiscountCode.count() == 1
