"""Several places of one abstract that were missed, and an abstract that leaves meanwhile (A15)."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest

from abstracts.awards.rules import AwardRules
from abstracts.changes.reading import Hand
from abstracts.changes.withdrawing import withdraw_abstract
from abstracts.tables import Abstract
from abstracts.tables.awards import AwardApplication, AwardCycle
from abstracts.tables.deciding import AbstractPolicy
from abstracts.vocabulary import AwardState
from badges.papers.actions import mark_not_shown
from badges.papers.following import Standing
from badges.papers.following_queries import missed_items
from badges.papers.invariants import not_shown_not_published
from badges.tables import NotShown, NotShownAnswer
from schedule.actions.releasing import ReleaseOutcome
from schedule.queries.release_files import frozen_texts
from schedule.queries.releases import newest_release
from schedule.tables import Participation, Release, Slot
from tests.badges.conftest import Hall
from tests.badges.papers.conftest import AFTER, OLIVE
from tests.badges.papers.following import (
    BACK,
    LIST,
    OUT,
    PAPER,
    POSTER,
    Empty,
    award,
    letters,
    mark,
)
from tests.badges.papers.following import empty as empty
from tests.badges.reading import words
from tests.cast import NOW
from tests.schedule.conftest import release as release
from tests.schedule.numbering.conftest import Hang
from tests.schedule.numbering.conftest import hang as hang
from tests.web_client import Post, SignIn

TALK = "SLTTWO"
OFFICE = "/glasgow/office/certificates/not-shown"


@pytest.fixture
async def two(
    hall: Hall, hang: Hang, release: Callable[..., Awaitable[ReleaseOutcome]], after: None,
    client: httpx.AsyncClient, sign_in: SignIn,
) -> Empty:  # fmt: skip
    """Dan's abstract has a poster and a lightning talk, and neither was shown."""
    await hang("Díaz", hall.cast.dan.id)
    await hang("Ångström", hall.cast.alice.id)
    await _second_place(hall)
    await release()
    await mark(hall)
    await mark_talk(hall)
    await sign_in(client, hall.cast.bob)
    return Empty(hall, client)


async def _second_place(hall: Hall) -> None:
    first = await Slot.select(Slot.session, Slot.abstract).where(Slot.code == POSTER).first()
    assert first
    slot = Slot(
        id=uuid4(), session=first["session"], code=TALK, position=9, title="Poster of Díaz",
        kind="lightning", abstract=first["abstract"], starts_after_minutes=30, duration_minutes=3,
    )  # fmt: skip
    await Slot.insert(slot)
    dan = hall.cast.dan.id
    await Participation.insert(
        Participation(session=first["session"], slot=slot.id, person=dan, part="speaker")
    )


async def mark_talk(hall: Hall) -> None:
    await mark_not_shown(hall.meeting, hall.cast.dan, TALK, "the chair waited", by=OLIVE, now=AFTER)


async def taking_place(client: httpx.AsyncClient) -> set[str]:
    """Which of the two the public programme has."""
    api = await client.get("/api/v1/meetings/glasgow/sessions/POSTER")
    items = json.loads(api.text)["items"]
    live = {each["code"] for each in items if each["status"] == "confirmed"}
    return live & {POSTER, TALK}


async def standings() -> dict[str, str]:
    """Of each place whether the draft has it as taking place."""
    rows = await Slot.select(Slot.code, Slot.status).where(Slot.code.is_in([POSTER, TALK]))
    return {row["code"]: row["status"] for row in rows}


async def texts_out(meeting: UUID) -> set[str]:
    newest = await newest_release(meeting)
    assert newest
    return set(await frozen_texts(newest.id)) & {POSTER, TALK}


async def withdraw(hall: Hall) -> None:
    await Abstract.update({Abstract.submitted_at: NOW}).where(Abstract.code == "HNG000")
    hand = Hand(hall.meeting, hall.cast.bob.id, OLIVE, "http://testserver", is_committee=True)
    await withdraw_abstract(hand, "HNG000", AFTER, reason="Retracted")


async def test_all_that_was_missed_of_an_abstract_is_confirmed_at_once(
    two: Empty, post: Post
) -> None:
    meeting, released = two.hall.meeting.id, await Release.count()
    page = words(await two.bob.get(PAPER))
    assert "2 parts of one abstract were missed" in page
    assert "the chair waited" in page
    assert len(await missed_items(meeting)) == 1
    assert await taking_place(two.bob) == {POSTER, TALK}
    assert await texts_out(meeting) == {POSTER, TALK}

    await post(two.bob, PAPER, OUT)

    assert await taking_place(two.bob) == set()
    assert await texts_out(meeting) == set()
    assert await standings() == {POSTER: "cancelled", TALK: "cancelled"}
    assert await Release.count() == released + 1
    assert len(await letters()) == 1
    assert await not_shown_not_published() == []
    for item in (POSTER, TALK):
        await post(two.bob, OFFICE, {"about": f"{two.hall.cast.dan.id}:{item}", "act": "undo"})
    assert await NotShown.count().where(NotShown.active_key.is_not_null()) == 2

    await post(two.bob, PAPER, BACK)

    assert await taking_place(two.bob) == {POSTER, TALK}
    assert await texts_out(meeting) == {POSTER, TALK}
    assert await standings() == {POSTER: "confirmed", TALK: "confirmed"}
    assert await not_shown_not_published() == []


async def test_what_is_recorded_later_is_decided_anew_for_all(two: Empty, post: Post) -> None:
    await NotShown.update({NotShown.active_key: None}).where(NotShown.item == TALK)
    assert "not recorded as missed: lightning talk" in words(await two.bob.get(PAPER))
    await post(two.bob, PAPER, OUT)
    assert await taking_place(two.bob) == {TALK}
    assert await texts_out(two.hall.meeting.id) == set()

    await mark_talk(two.hall)

    [missed] = await missed_items(two.hall.meeting.id)
    assert [each.standing for each in missed.follows] == [Standing.OPEN]
    assert "more of it was recorded" in words(await two.bob.get(LIST))
    await post(two.bob, PAPER, OUT)
    await post(two.bob, PAPER, OUT)
    assert await taking_place(two.bob) == set()
    assert await NotShownAnswer.count() == 2
    assert await not_shown_not_published() == []

    await post(two.bob, PAPER, BACK)
    assert await taking_place(two.bob) == {POSTER, TALK}


async def test_what_was_cancelled_before_stays_so_when_taken_back(two: Empty, post: Post) -> None:
    """Only what left the programme with the decision comes back with it."""
    await Slot.update({Slot.status: "cancelled"}).where(Slot.code == TALK)
    newest = await newest_release(two.hall.meeting.id)
    assert newest
    await post(two.bob, PAPER, OUT)
    [kept] = await NotShownAnswer.select(NotShownAnswer.out)
    assert set(json.loads(kept["out"])) == {POSTER, TALK}  # the release still had both


async def test_abstract_withdrawn_after_it_was_confirmed_can_be_taken_back(
    empty: Empty, post: Post
) -> None:
    await AbstractPolicy.insert(
        AbstractPolicy(id=uuid4(), created_at=AFTER, meeting=empty.hall.meeting.id, frozen_at=AFTER)
    ).on_conflict(action="DO NOTHING")
    await post(empty.bob, PAPER, OUT)

    await withdraw(empty.hall)

    assert "Not published; withdrawn since" in words(await empty.bob.get(LIST))
    assert "Poster of Díaz" not in (await empty.bob.get("/glasgow/book")).text
    page = await empty.bob.get(PAPER)
    assert "is withdrawn since. Taken back, it stays so" in words(page)
    assert "The abstract itself is withdrawn since" in page.text
    await post(empty.bob, PAPER, BACK)

    assert "withdrawn since, and stays so" in words(await empty.bob.get(LIST))
    row = await Abstract.select(Abstract.state, Abstract.not_published_at).where(
        Abstract.code == "HNG000"
    )
    assert row == [{"state": "withdrawn", "not_published_at": None}]
    assert (await standings())[POSTER] == "cancelled"
    assert POSTER not in await taking_place(empty.bob)
    await post(empty.bob, OFFICE, {"about": f"{empty.hall.cast.dan.id}:{POSTER}", "act": "undo"})
    assert not await NotShown.exists().where(NotShown.active_key.is_not_null())


async def test_abstract_withdrawn_before_anybody_decided_needs_no_decision(
    empty: Empty, post: Post
) -> None:
    await withdraw(empty.hall)

    shown = words(await empty.bob.get(LIST))
    assert "The abstract HNG000 is withdrawn since" in shown
    assert "0 to be decided" in shown
    assert (await post(empty.bob, PAPER, OUT)).status_code == 404


async def test_record_is_taken_back_where_the_programme_names_nobody_any_more(
    empty: Empty, post: Post
) -> None:
    key = f"{empty.hall.meeting.id}:SLT999:{empty.hall.cast.dan.id}"
    await NotShown.update({NotShown.item: "SLT999", NotShown.active_key: key}, force=True)
    assert "it is in no programme any more" in words(await empty.bob.get(OFFICE))

    await post(empty.bob, OFFICE, {"about": f"{empty.hall.cast.dan.id}:SLT999", "act": "undo"})
    again = {"about": f"{empty.hall.cast.dan.id}:SLT999", "act": "undo"}
    await post(empty.bob, OFFICE, again)

    assert "taken back already" in words(await empty.bob.get(OFFICE))
    assert not await NotShown.exists().where(NotShown.active_key.is_not_null())


async def test_award_is_paid_only_after_the_committee_has_decided(
    empty: Empty, post: Post, new_client: Any, sign_in: SignIn
) -> None:
    one = await award(empty.hall, AwardState.ACCEPTED)
    rules = msgspec.json.encode(AwardRules(needs_membership=False)).decode()
    await AwardCycle.update({AwardCycle.rules: rules}, force=True)
    office = "/glasgow/office/awards"
    async with new_client() as treasurer:
        await sign_in(treasurer, empty.hall.cast.olive)
        shown = words(await treasurer.get(office))
        assert "Recorded as not shown: poster" in shown
        assert "after the committee’s decision" in shown
        table = await treasurer.get(f"{office}.csv")
        assert "An award is paid after presenting" in table.text
        await post(treasurer, f"{office}/{one}/pay", {"note": "transfer 24 Oct"})
        assert "decides under “Not shown”" in words(await treasurer.get(office))
        assert await state_of(one) == "accepted"

        await post(empty.bob, f"{LIST}/award/{one}", {"act": "leave", "reason": "Ill."})
        await post(treasurer, f"{office}/{one}/pay", {"note": "transfer 24 Oct"})
        assert await state_of(one) == "paid"


async def state_of(one: UUID) -> str:
    row = await AwardApplication.select(AwardApplication.state).where(AwardApplication.id == one)
    return str(row[0]["state"])
