"""Held decisions become known at one moment, to everybody whom they concern, once."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

import abstracts.invariants  # noqa: F401 -- registers
from abstracts import placement
from abstracts.deciding.composing import Desk
from abstracts.deciding.errors import LetterRefused, SeenOtherwise
from abstracts.deciding.held import digest_of_held, held_of
from abstracts.deciding.holding import Choice, hold_decisions
from abstracts.deciding.letter_actions import save_letter
from abstracts.deciding.placeholders import PLACEHOLDERS
from abstracts.deciding.release_queries import ReleaseFilter, releases_of, to_release
from abstracts.deciding.releasing import Released, ReleasePlan, release_decisions
from abstracts.deciding.scope import Scope
from abstracts.errors import NotPossible
from abstracts.queries import abstract_of_meeting
from abstracts.tables import Abstract, Author
from abstracts.vocabulary import Outcome
from conference.letters.placeholders import fill_in, unknown_placeholders
from conference.letters.tables import OutboxLetter
from conference.orm import Actor
from conference.orm.invariants import check_all
from conference.web.problems import Invalid
from tests.abstracts.reviewed import Reviewed
from tests.cast import NOW, Cast

BY = Actor.system("tests")
ANSWER_BY, REGISTER_BY = NOW + timedelta(days=14), NOW + timedelta(days=30)


async def hold(
    cast: Cast, scope: Scope, outcomes: dict[str, str], note: str = "", now: datetime = NOW
) -> None:
    seen = digest_of_held((await held_of(cast.meeting.id)).values())
    choices = [Choice(code, Outcome(each), "so", note) for code, each in outcomes.items()]
    await hold_decisions(cast.meeting, choices, scope, seen=seen, by=BY, now=now)


async def plan_of(cast: Cast, wanted: ReleaseFilter, *, has_comments: bool = False) -> ReleasePlan:
    chosen = await to_release(cast.meeting.id, wanted)
    done = await releases_of(cast.meeting.id)
    seen = digest_of_held(each.held for each in chosen)
    return ReleasePlan(len(done) + 1, seen, wanted, has_comments)


async def release(cast: Cast, *, topic: str = "", has_comments: bool = False) -> Released:
    plan = await plan_of(cast, ReleaseFilter(topic=topic), has_comments=has_comments)
    desk = Desk(cast.meeting, "http://t", ANSWER_BY, REGISTER_BY)
    return await release_decisions(desk, plan, by=BY, now=NOW)


async def broken() -> list[str]:
    """The promises about abstracts that do not hold; people here are written by hand."""
    mine = ("abstract", "held-decision", "one-talk", "place-released")
    return [
        sentence
        for each in await check_all()
        if each.invariant.key.startswith(mine)
        for sentence in each.sentences
    ]


async def all_held(cast: Cast, five: Reviewed, chair: Scope) -> None:
    words = ("oral", "poster", "poster", "waitlisted", "rejected")
    await hold(cast, chair, dict(zip(five.codes, words, strict=True)), note="Well done.")


async def test_release_moves_states_and_writes_to_everybody_once(
    cast: Cast, five: Reviewed, chair: Scope
) -> None:
    await all_held(cast, five, chair)
    coauthor = Author(
        abstract=five.ids[five.codes[0]], position=1, given_name="Cora", family_name="Co",
        email="DAN@example.org",
    )  # fmt: skip
    other = Author(
        abstract=five.ids[five.codes[0]], position=2, given_name="Olaf", family_name="Other",
        email="olaf@writers.test",
    )  # fmt: skip
    await Author.insert(coauthor, other)
    done = await release(cast, has_comments=True)
    assert (done.decisions, done.letters) == (5, 11)
    found = {
        row["code"]: (row["state"], row["decision"])
        for row in await Abstract.select(Abstract.code, Abstract.state, Abstract.decision).order_by(
            Abstract.code
        )
    }
    assert list(found.values()) == [
        ("accepted", "oral"), ("accepted", "poster"), ("accepted", "poster"),
        ("waitlisted", ""), ("rejected", ""),
    ]  # fmt: skip
    letters = await OutboxLetter.select()
    assert Counter(each["kind"] for each in letters) == {
        "abstract_accepted": 7, "abstract_waitlisted": 2, "abstract_rejected": 2,
    }  # fmt: skip
    best = [each for each in letters if five.codes[0] in each["subject"]]
    assert {each["to_address"] for each in best} == {
        "dan@example.org", "ada@writers.test", "olaf@writers.test",
    }  # fmt: skip
    body = next(each["body"] for each in best if each["to_address"] == "olaf@writers.test")
    assert body.startswith("Dear Olaf Other,")
    assert "accepted as a talk:" in body
    assert "by Mon 24 May 2027, 10:00 BST (London): http://t/glasgow/abstracts/" in body
    assert "From the committee: Well done." in body
    assert "1. Score 5 it is." in body
    assert "Session:" not in body
    assert "{" not in body
    waiting = await abstract_of_meeting(cast.meeting.id, five.codes[3])
    assert waiting is not None
    assert waiting.waiting_rank == 1
    assert await held_of(cast.meeting.id) == {}
    assert await Author.count().where(Author.person.is_not_null()) == 3
    assert await broken() == []


async def test_release_sent_twice_is_done_once(cast: Cast, five: Reviewed, chair: Scope) -> None:
    await all_held(cast, five, chair)
    plan = await plan_of(cast, ReleaseFilter())
    desk = Desk(cast.meeting, "http://t", ANSWER_BY, REGISTER_BY)

    async def click() -> Released:
        return await release_decisions(desk, plan, by=BY, now=NOW)

    done = await asyncio.gather(click(), click())
    assert sorted(each.is_repeat for each in done) == [False, True]
    assert await OutboxLetter.count() == 10
    assert len(await releases_of(cast.meeting.id)) == 1
    with pytest.raises(NotPossible):
        await release(cast)


async def test_release_of_one_topic_leaves_the_others_held(
    cast: Cast, five: Reviewed, chair: Scope
) -> None:
    await all_held(cast, five, chair)
    assert (await release(cast, topic="T01")).decisions == 2
    held = await held_of(cast.meeting.id)
    assert {each.code for each in held.values()} == set(five.codes[2:])
    assert (await release(cast)).number == 2


async def test_release_is_refused_when_the_decisions_are_others(
    cast: Cast, five: Reviewed, chair: Scope
) -> None:
    await all_held(cast, five, chair)
    plan = await plan_of(cast, ReleaseFilter())
    await hold(cast, chair, {five.codes[0]: "poster"})
    with pytest.raises(SeenOtherwise):
        await release_decisions(Desk(cast.meeting, "http://t"), plan, by=BY, now=NOW)
    assert await OutboxLetter.count() == 0
    assert await Abstract.count().where(Abstract.state == "submitted") == 5


async def test_preview_shows_letters_on_real_abstracts_and_the_doubts(
    bob: httpx.AsyncClient, cast: Cast, five: Reviewed, chair: Scope
) -> None:
    await hold(cast, chair, {five.codes[0]: "oral", five.codes[1]: "oral"})
    page = (await bob.get("/glasgow/committee/decisions/release")).text
    assert "Ada Writer would give 2 talks" in page
    assert "3 submitted abstracts have no decision yet" in page
    assert "Dear Dan Díaz," in page
    assert "dan@example.org, ada@writers.test" in page
    sample = (await bob.get(f"/glasgow/committee/decisions/release?sample={five.codes[1]}")).text
    assert f"Talk: {five.codes[1]}" in sample


async def test_release_from_the_page(
    bob: httpx.AsyncClient, post: Any, cast: Cast, five: Reviewed, chair: Scope
) -> None:
    await all_held(cast, five, chair)
    plan = await plan_of(cast, ReleaseFilter())
    here = "/glasgow/committee/decisions/release"
    data = {"number": "1", "seen": plan.seen, "answer_by": "2020-01-01T10:00", "register_by": ""}
    wrong = await post(bob, here, data)
    assert wrong.status_code == 422
    assert "Please fill this in." in wrong.text
    data |= {"answer_by": "2099-06-01T23:59", "register_by": "2099-07-01T23:59"}
    assert (await post(bob, here, data)).status_code == 303
    page = (await bob.get(here)).text
    assert "5 decisions are released, 10 letters queued." in page
    assert "1 talk, 2 posters, 1 waiting list, 1 not accepted" in page


async def test_a_letter_with_an_unknown_word_is_refused(
    bob: httpx.AsyncClient, post: Any, cast: Cast
) -> None:
    here = "/glasgow/committee/decisions/letters/oral"
    answer = await post(bob, here, {"subject": "Yes", "body": "Dear {name}, room {room}"})
    assert answer.status_code == 422
    assert "Nobody knows {room}." in answer.text
    assert "Dear {name}, room {room}" in answer.text
    with pytest.raises(LetterRefused):
        await save_letter(cast.meeting, Outcome.ORAL, "{x}", "y", by=BY, now=NOW)
    assert (await post(bob, here, {"subject": "Yes", "body": "Dear {name}"})).status_code == 303
    assert "Your own text." in (await bob.get("/glasgow/committee/decisions/letters")).text


async def test_own_letters_are_sent(cast: Cast, five: Reviewed, chair: Scope) -> None:
    await save_letter(
        cast.meeting,
        Outcome.REJECTED,
        "No: {reference}",
        "{name}: {title} / {note}",
        by=BY,
        now=NOW,
    )
    await hold(cast, chair, {five.codes[0]: "rejected"}, note="{name} is no word here")
    await release(cast)
    [first, _] = await OutboxLetter.select().order_by(OutboxLetter.to_address)
    assert first["subject"] == f"No: {five.codes[0]}"
    assert first["body"] == "Ada Writer: Finding number 0 / {name} is no word here\n"


def test_fill_in_leaves_out_lines_that_have_nothing_to_say() -> None:
    text = "A {title}\nSession: {session}\n\n\n\nEnd {note}{number}"
    assert fill_in(text, {"title": "T", "number": "7"}) == "A T\n\nEnd {note}7\n"
    assert unknown_placeholders("{title} {Titel} { }", PLACEHOLDERS) == ["Titel", ""]
    assert all(words for words in PLACEHOLDERS.values())


async def test_release_beside_another_takes_its_own_number(
    cast: Cast, five: Reviewed, chair: Scope
) -> None:
    await all_held(cast, five, chair)
    desk = Desk(cast.meeting, "http://t", ANSWER_BY, REGISTER_BY)
    plans = [await plan_of(cast, ReleaseFilter(topic=topic)) for topic in ("T01", "T02")]
    done = [await release_decisions(desk, plan, by=BY, now=NOW) for plan in plans]
    assert [(each.number, each.decisions, each.is_repeat) for each in done] == [
        (1, 2, False), (2, 3, False),
    ]  # fmt: skip
    again = await release_decisions(desk, plans[1], by=BY, now=NOW)
    assert again.is_repeat


async def test_release_shows_the_form_again_when_a_word_to_the_authors_changed(
    bob: httpx.AsyncClient, post: Any, cast: Cast, five: Reviewed, chair: Scope
) -> None:
    await all_held(cast, five, chair)
    here = "/glasgow/committee/decisions/release"
    data = {
        "number": "1", "seen": (await plan_of(cast, ReleaseFilter())).seen,
        "answer_by": "2099-06-01T23:59", "register_by": "2099-07-01T23:59",
    }  # fmt: skip
    await hold(cast, chair, {five.codes[0]: "oral"}, note="Other words.", now=NOW + timedelta(1))
    late = await post(bob, here, data)
    assert late.status_code == 409
    assert 'value="2099-06-01T23:59"' in late.text
    assert "Other words." in late.text
    assert f"{five.codes[0]}: talk, in other words, tests" in late.text
    assert await OutboxLetter.count() == 0
    seen = (await plan_of(cast, ReleaseFilter())).seen
    assert f'name="seen" value="{seen}"' in late.text


async def test_release_keeps_the_kind_of_what_has_a_place(
    bob: httpx.AsyncClient, post: Any, cast: Cast, five: Reviewed, chair: Scope
) -> None:
    await all_held(cast, five, chair)
    await release(cast)
    talk = five.codes[0]
    await hold(cast, chair, {talk: "poster"})

    async def tell(_abstract: UUID) -> str:
        return "Symposium 1"

    placement.tell_places(tell)
    try:
        sentence = f"{talk} has its place in “Symposium 1” as a talk."
        page = await bob.get("/glasgow/committee/decisions/release")
        assert sentence in page.text
        data = {
            "number": "2", "seen": (await plan_of(cast, ReleaseFilter())).seen,
            "answer_by": "2099-06-01T23:59", "register_by": "2099-07-01T23:59",
        }  # fmt: skip
        refused = await post(bob, "/glasgow/committee/decisions/release", data)
        assert refused.status_code == 403
        assert sentence in refused.text
        assert 'value="2099-06-01T23:59"' in refused.text
    finally:
        placement.forget_teller(tell)
    found = await abstract_of_meeting(cast.meeting.id, talk)
    assert found is not None
    assert found.decision == "oral"


async def test_release_marks_the_place_of_what_is_accepted_no_more(
    cast: Cast, five: Reviewed, chair: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    await all_held(cast, five, chair)
    await release(cast)
    side = Side()
    monkeypatch.setattr("abstracts.changes.programme._sides", [side])
    await hold(cast, chair, {five.codes[0]: "rejected", five.codes[3]: "poster"})
    await release(cast)
    assert side.told == [("vacate", five.codes[0]), ("restore", five.codes[3])]


async def test_what_the_authors_know_already_is_not_held_again(
    cast: Cast, five: Reviewed, chair: Scope
) -> None:
    await all_held(cast, five, chair)
    await release(cast)
    with pytest.raises(Invalid, match="were told “talk” already"):
        await hold(cast, chair, {five.codes[0]: "oral"})


class Side:
    """A programme that writes down what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []

    async def vacate(self, _act: Any, abstract: UUID, _why: str) -> None:
        self.told.append(("vacate", await _code(abstract)))

    async def restore(self, _act: Any, abstract: UUID) -> None:
        self.told.append(("restore", await _code(abstract)))


async def _code(abstract: UUID) -> str:
    row = await Abstract.select(Abstract.code).where(Abstract.id == abstract).first()
    assert row is not None
    return str(row["code"])


async def test_preview_knows_the_talks_given_before_and_the_ranks_to_come(
    bob: httpx.AsyncClient, cast: Cast, five: Reviewed, chair: Scope
) -> None:
    await hold(cast, chair, {five.codes[0]: "oral", five.codes[3]: "waitlisted"})
    await release(cast)
    await hold(cast, chair, {five.codes[1]: "lightning", five.codes[4]: "waitlisted"})
    page = (await bob.get("/glasgow/committee/decisions/release")).text
    assert f"Ada Writer would give 2 talks: {five.codes[0]}, {five.codes[1]}." in page
    assert "Its place on the list: 2" in page
    await hold(cast, chair, {five.codes[0]: "poster"})
    assert "2 talks" not in (await bob.get("/glasgow/committee/decisions/release")).text


async def test_preview_keeps_the_choice_of_topic_when_another_letter_is_shown(
    bob: httpx.AsyncClient, cast: Cast, five: Reviewed, chair: Scope
) -> None:
    await hold(cast, chair, dict.fromkeys(five.codes, "poster"))
    page = (await bob.get("/glasgow/committee/decisions/release?topic=T02")).text
    links = [
        each.replace("&amp;", "&") for each in re.findall(r'href="([?][^"]*sample=[^"]*)"', page)
    ]
    assert links
    again = await bob.get(f"/glasgow/committee/decisions/release{links[0]}")
    assert "Release 3 decisions" in again.text
