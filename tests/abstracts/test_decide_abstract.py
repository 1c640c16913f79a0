"""Accepting, rejecting, and who presents."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from abstracts import actions, placement, queries
from abstracts.actions import Desk
from abstracts.errors import NotPossible, UnknownAbstract
from abstracts.queries import CallInfo
from abstracts.rules import AbstractState
from abstracts.tables import Abstract
from abstracts.vocabulary import Decision, Preference
from conference.letters.tables import OutboxLetter
from conference.orm.invariants import check_all
from conference.people import queries as people
from tests.abstracts.conftest import ALICE, GOOD, MIRA, OFFICE, digest
from tests.cast import NOW, Cast


async def accept(
    cast: Cast, code: str, decision: Decision = Decision.ORAL
) -> actions.DecisionOutcome:
    return await actions.accept_abstract(
        meeting=cast.meeting, code=code, decision=decision, by=OFFICE, now=NOW, base_url="http://t"
    )


async def test_accept_makes_the_presenter_a_person(cast: Cast, submitted: str) -> None:
    outcome = await accept(cast, submitted)
    assert outcome.doubt == ""
    mira = await people.person_by_email("mira@example.org")
    assert mira is not None
    assert (mira.registered_name, mira.affiliation) == ("Mira Żółkiewska", "Clyde Institute")
    [placeable] = await queries.accepted(cast.meeting.id)
    assert (placeable.presenter, placeable.decision) == (mira.id, Decision.ORAL)
    assert placeable.presenter_name == "Mira Żółkiewska"


async def test_accept_links_a_person_who_is_known(cast: Cast, desk: Desk, call: CallInfo) -> None:
    mine = replace(GOOD, authors=(replace(ALICE, is_presenting=True),))
    code = await actions.start_draft(desk, call, mine, NOW)
    await actions.submit_abstract(desk, code, mine, NOW, seen=await digest(desk, code))
    await accept(cast, code)
    [placeable] = await queries.accepted(cast.meeting.id)
    assert placeable.presenter == cast.alice.id


async def test_accept_without_address_says_who_is_in_doubt(
    cast: Cast, desk: Desk, call: CallInfo
) -> None:
    unknown = replace(GOOD, authors=(ALICE, replace(MIRA, email="")))
    code = await actions.start_draft(desk, call, unknown, NOW)
    await actions.submit_abstract(desk, code, unknown, NOW, seen=await digest(desk, code))
    outcome = await accept(cast, code)
    assert outcome.doubt.startswith("In doubt: Mira Żółkiewska presents")
    [placeable] = await queries.accepted(cast.meeting.id)
    assert placeable.presenter is None
    await actions.link_presenting_author(
        meeting=cast.meeting, code=code, email="dan@example.org", by=OFFICE, now=NOW
    )
    [placeable] = await queries.accepted(cast.meeting.id)
    assert placeable.presenter == cast.dan.id


async def test_accept_writes_to_submitter_and_presenter(cast: Cast, submitted: str) -> None:
    await accept(cast, submitted, Decision.LIGHTNING)
    letters = await OutboxLetter.select().where(OutboxLetter.kind == "abstract_accepted")
    assert {letter["to_address"] for letter in letters} == {"alice@example.org", "mira@example.org"}
    assert all("as a lightning talk" in letter["body"] for letter in letters)


async def test_reject_sends_the_note_and_a_change_of_mind_is_possible(
    cast: Cast, submitted: str
) -> None:
    await actions.reject_abstract(
        meeting=cast.meeting, code=submitted, note="Too few data.", by=OFFICE, now=NOW
    )
    letters = await OutboxLetter.select().where(OutboxLetter.kind == "abstract_rejected")
    assert all("From the committee: Too few data." in letter["body"] for letter in letters)
    await accept(cast, submitted, Decision.POSTER)
    found = await queries.abstract_of_meeting(cast.meeting.id, submitted)
    assert found is not None
    assert (found.state, found.decision) == (AbstractState.ACCEPTED, Decision.POSTER)


async def test_the_same_decision_twice_changes_and_sends_nothing(
    cast: Cast, submitted: str
) -> None:
    await accept(cast, submitted)
    before = await OutboxLetter.count()
    with pytest.raises(NotPossible):
        await accept(cast, submitted)
    assert await OutboxLetter.count() == before


async def test_poster_only_is_never_accepted_as_a_talk(
    cast: Cast, desk: Desk, call: CallInfo
) -> None:
    wish = replace(GOOD, preference=Preference.POSTER_ONLY)
    code = await actions.start_draft(desk, call, wish, NOW)
    await actions.submit_abstract(desk, code, wish, NOW, seen=await digest(desk, code))
    with pytest.raises(NotPossible, match="only be accepted as poster"):
        await accept(cast, code)


async def test_a_placed_abstract_keeps_its_decision(cast: Cast, submitted: str) -> None:
    async def tell(_abstract: UUID) -> str:
        return "Symposium 1"

    await accept(cast, submitted)
    placement.tell_places(tell)
    try:
        with pytest.raises(NotPossible, match="has its place in “Symposium 1”"):
            await accept(cast, submitted, Decision.POSTER)
    finally:
        placement.forget_teller(tell)
    found = await queries.abstract_of_meeting(cast.meeting.id, submitted)
    assert found is not None
    assert found.decision is Decision.ORAL


async def test_the_committee_never_sees_a_draft(cast: Cast, desk: Desk, call: CallInfo) -> None:
    code = await actions.start_draft(desk, call, GOOD, NOW)
    assert await queries.abstract_of_meeting(cast.meeting.id, code) is None
    with pytest.raises(UnknownAbstract):
        await accept(cast, code)


async def test_unplaced_are_the_accepted_without_a_slot(cast: Cast, submitted: str) -> None:
    await accept(cast, submitted)
    [placeable] = await queries.unplaced_accepted(cast.meeting.id, [])
    assert placeable.code == submitted
    assert await queries.unplaced_accepted(cast.meeting.id, [placeable.id]) == []


async def test_an_accepted_presenter_sees_the_abstract(cast: Cast, submitted: str) -> None:
    mira_before = await queries.abstracts_of_person(cast.dan.id)
    await accept(cast, submitted)
    mira = await people.person_by_email("mira@example.org")
    assert mira is not None
    assert mira_before == []
    assert [row.code for row in await queries.abstracts_of_person(mira.id)] == [submitted]


async def test_check_finds_a_decision_without_acceptance(cast: Cast, submitted: str) -> None:
    import abstracts.invariants  # noqa: F401

    await Abstract.update({Abstract.decision: "oral"}).where(Abstract.code == submitted)
    findings = {each.invariant.key: each.sentences for each in await check_all()}
    assert findings["abstract-decision"] == [
        f"Abstract {submitted} is submitted with decision “oral”."
    ]
