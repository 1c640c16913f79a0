"""Situation 16: the author list is wrong, or a co-author never agreed; found late."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from abstracts.actions import Desk
from abstracts.changes.agreeing import Coauthor, agree, invitation_of, object_to
from abstracts.changes.asking import ask_again, ask_coauthors, settle_objection
from abstracts.changes.changing import Correction, correct_authors, judge_request
from abstracts.changes.confirmations import confirmations_of
from abstracts.changes.errata import errata_of
from abstracts.changes.errors import DeadLink, NotYours
from abstracts.changes.objections import objections_of, open_objections
from abstracts.changes.reading import Hand
from abstracts.changes.requests import open_requests
from abstracts.changes.rules import Ground
from abstracts.tables import Author
from abstracts.tables.writing import Confirmation
from abstracts.vocabulary import Agreement, RequestState
from conference.orm import action
from conference.people.rules import PersonInfo
from conference.web.problems import TooMany
from tests.abstracts.changes.conftest import (
    AFTER_CALL,
    FROZEN,
    LATER,
    hand_for,
    letters,
    secret_for,
    stored,
)
from tests.abstracts.conftest import ALICE, MIRA, PLACE
from tests.cast import NOW, Cast

SOON = NOW + timedelta(hours=1)


def by_link(cast: Cast, secret: str, person: PersonInfo | None = None) -> Coauthor:
    return Coauthor(cast.meeting, secret, person.id if person else None, "http://testserver")


async def test_situation_16_author_list_wrong_and_coauthor_never_agreed(
    cast: Cast, alice: Hand, chair: Hand, asked: str, closed: None, policy: Any
) -> None:
    """Asked at submission; she objects; flagged; corrected after the freeze; an erratum."""
    await policy(frozen_at=FROZEN)
    abstract = await stored(cast, asked)
    letter = (await letters("abstract_agree"))[0]
    assert letter.to == "mira@example.org"
    assert "Authors, in this order: Alice Ångström, Mira Żółkiewska" in letter.body
    assert "Your name is printed as: Mira Żółkiewska" in letter.body

    secret = await secret_for("mira@example.org")
    for _ in range(2):  # a double click tells nobody twice
        await object_to(by_link(cast, secret), Ground.NAME, "I am Mirela.", SOON)

    assert len(await letters("abstract_objection")) == 2
    (objection,) = (await open_objections([abstract.id]))[abstract.id]
    assert objection.sentence.startswith("Mira Żółkiewska says that their name")
    told = {each.to: each.body for each in await letters("abstract_objection")}
    assert set(told) == {"alice@example.org", "bob@example.org"}
    assert all("I am Mirela." in body for body in told.values())

    corrected = (ALICE, replace(MIRA, given_name="Mirela"))
    wish = Correction(corrected, "Her name was wrong.", abstract.digest)
    assert await correct_authors(alice, asked, wish, LATER) is RequestState.ASKED
    (request,) = await open_requests(cast.meeting.id)
    assert request.sentences == ("Mira Żółkiewska is now Mirela Żółkiewska.",)
    await judge_request(chair, request.id, "Thank you.", LATER, is_granted=True)

    now = await stored(cast, asked)
    assert [each.name for each in now.manuscript.authors][1] == "Mirela Żółkiewska"
    assert now.version == abstract.version + 1
    assert await open_objections([abstract.id]) == {}
    again = [each for each in await letters("abstract_agree") if "Mirela" in each.body]
    assert [each.to for each in again] == ["mira@example.org"]
    (erratum,) = await errata_of(cast.meeting.id)
    assert (erratum.code, erratum.sentences) == (asked, request.sentences)


async def test_agreeing_signed_in_links_the_author_and_shows_agreed(
    cast: Cast, asked: str, mira: PersonInfo
) -> None:
    secret = await secret_for("mira@example.org")

    await agree(by_link(cast, secret, mira), SOON)
    await agree(by_link(cast, secret, mira), SOON)

    abstract = await stored(cast, asked)
    assert abstract.people[1] == mira.id
    (answer,) = await confirmations_of(abstract.id)
    assert answer.state is Agreement.AGREED


async def test_agreeing_as_somebody_else_links_nobody(cast: Cast, asked: str) -> None:
    await agree(by_link(cast, await secret_for("mira@example.org"), cast.dan), SOON)

    assert (await stored(cast, asked)).people[1] is None


async def test_asking_twice_writes_no_second_letter(cast: Cast, desk: Desk, asked: str) -> None:
    abstract = await stored(cast, asked)
    before = len(await letters("abstract_agree"))
    async with action("again", by=desk.by, now=SOON, meeting=cast.meeting.id) as act:
        assert await ask_coauthors(act, cast.meeting, abstract.id, desk.base_url) == 0

    assert len(await letters("abstract_agree")) == before == 1


async def test_removing_a_coauthor_ends_the_request_and_settles_an_objection(
    cast: Cast, desk: Desk, asked: str
) -> None:
    secret = await secret_for("mira@example.org")
    await object_to(by_link(cast, secret), Ground.UNASKED, "", SOON)
    abstract = await stored(cast, asked)
    await Author.delete().where(Author.abstract == abstract.id, Author.email == MIRA.email)

    async with action("edit", by=desk.by, now=SOON, meeting=cast.meeting.id) as act:
        await ask_coauthors(act, cast.meeting, abstract.id, desk.base_url)

    assert await objections_of(cast.meeting.id) == []
    (kept,) = await confirmations_of(abstract.id)
    assert kept.settled_at is not None
    assert "No longer" in kept.settlement


async def test_ask_again_kills_the_old_link_once_a_day(cast: Cast, alice: Hand, asked: str) -> None:
    (answer,) = await confirmations_of((await stored(cast, asked)).id)
    old = await secret_for("mira@example.org")
    with pytest.raises(TooMany):
        await ask_again(alice, asked, answer.id, SOON)

    await ask_again(alice, asked, answer.id, NOW + timedelta(days=2))

    with pytest.raises(DeadLink):
        await invitation_of(cast.meeting, old)
    assert (await invitation_of(cast.meeting, await secret_for("mira@example.org"))).asked.code


async def test_settle_objection_tells_the_coauthor_and_not_for_ones_own(
    cast: Cast, chair: Hand, asked: str
) -> None:
    secret = await secret_for("mira@example.org")
    await object_to(by_link(cast, secret), Ground.ORDER, "Second should be first.", SOON)
    (objection,) = await objections_of(cast.meeting.id)
    with pytest.raises(NotYours):
        own = hand_for(cast, cast.alice, is_committee=True)
        await settle_objection(own, objection.id, "No.", SOON)

    await settle_objection(chair, objection.id, "The authors agreed on this order.", SOON)

    assert await objections_of(cast.meeting.id) == []
    (letter,) = await letters("abstract_settled")
    assert letter.to == "mira@example.org"
    assert "The authors agreed on this order." in letter.body


async def test_policy_without_asking_writes_to_nobody(
    cast: Cast, desk: Desk, submitted: str, policy: Any
) -> None:
    await Confirmation.delete(force=True)
    await policy(does_ask_coauthors=False)
    before = len(await letters("abstract_agree"))
    abstract = await stored(cast, submitted)
    async with action("ask", by=desk.by, now=SOON, meeting=cast.meeting.id) as act:
        assert await ask_coauthors(act, cast.meeting, abstract.id, desk.base_url) == 0

    assert len(await letters("abstract_agree")) == before


async def test_correction_refused_keeps_everything(
    cast: Cast, alice: Hand, chair: Hand, asked: str, closed: None
) -> None:
    abstract = await stored(cast, asked)
    third = replace(MIRA, given_name="Ola", email="ola@example.org", is_presenting=False)
    wish = Correction((*abstract.manuscript.authors, third), "", abstract.digest)
    await correct_authors(alice, asked, wish, AFTER_CALL)
    (request,) = await open_requests(cast.meeting.id)

    await judge_request(chair, request.id, "Ola did not take part.", AFTER_CALL, is_granted=False)

    assert (await stored(cast, asked)).manuscript == abstract.manuscript
    (letter,) = await letters("abstract_judged")
    assert "refused" in letter.body
    assert "Ola did not take part." in letter.body
    assert PLACE.institution in request.sentences[0]
