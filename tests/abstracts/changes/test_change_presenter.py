"""Another presenter (A12): freely, by request, by the committee; the programme follows (7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from abstracts.changes.changing import change_presenter, judge_request
from abstracts.changes.errata import errata_of
from abstracts.changes.errors import NotChangeable, NotYours
from abstracts.changes.presenters import Choice
from abstracts.changes.reading import Hand
from abstracts.changes.requests import open_requests
from abstracts.queries.one import abstract_for_author, versions
from abstracts.tables import Author
from abstracts.vocabulary import RequestState
from conference.people.rules import PersonInfo
from conference.web.problems import Invalid
from schedule.commitments import roles_of
from schedule.queries.draft import draft_programme
from schedule.rules.vocabulary import Part
from tests.abstracts.changes.conftest import (
    AFTER_CALL,
    FROZEN,
    LATER,
    accept,
    hand_for,
    letters,
    person_presenting,
    stored,
)
from tests.abstracts.conftest import ALICE, GOOD, MIRA
from tests.badges.conftest import enrol as enrol
from tests.badges.conftest import hall as hall
from tests.cast import Cast

FIRST = Choice(author=0, reason="Mira cannot travel.")


async def speakers(cast: Cast) -> list[str]:
    draft = await draft_programme(cast.meeting.id)
    return [
        each.name for session in draft.sessions for slot in session.slots for each in slot.people
    ]


async def test_situation_07_speaker_of_a_selected_talk_cannot_travel(
    cast: Cast, alice: Hand, mira: PersonInfo, accepted: str, placed: str, closed: None
) -> None:
    """One change: the abstract, the programme, the badge's role and the letters follow."""
    assert await speakers(cast) == ["Mira Żółkiewska"]

    state = await change_presenter(alice, accepted, FIRST, AFTER_CALL)

    assert state is RequestState.GRANTED
    assert await speakers(cast) == ["Alice Ångström"]
    assert "speaker" in await roles_of(cast.meeting.id, cast.alice.id)
    assert "speaker" not in await roles_of(cast.meeting.id, mira.id)
    abstract = await stored(cast, accepted)
    assert abstract.presenter_person == cast.alice.id
    assert abstract.people == (cast.alice.id, mira.id)
    assert [each.number for each in await versions(abstract.id)] == [2, 1]
    told = {each.to: each.body for each in await letters("abstract_presenter")}
    assert set(told) == {f"{name}@example.org" for name in ("alice", "mira", "carol", "bob")}
    assert "You present it." in told["alice@example.org"]
    assert "no longer by Mira Żółkiewska" in told["mira@example.org"]


async def test_change_presenter_after_the_day_waits_for_the_committee(
    cast: Cast, alice: Hand, chair: Hand, accepted: str, placed: str, closed: None, policy: Any
) -> None:
    await policy(presenter_change_until=FROZEN, frozen_at=FROZEN + timedelta(days=1))

    assert await change_presenter(alice, accepted, FIRST, LATER) is RequestState.ASKED
    assert await speakers(cast) == ["Mira Żółkiewska"]
    (letter,) = await letters("abstract_request")
    assert letter.to == "bob@example.org"
    assert "Alice Ångström presents it." in letter.body
    (request,) = await open_requests(cast.meeting.id)
    with pytest.raises(NotYours):
        own = hand_for(cast, cast.alice, is_committee=True)
        await judge_request(own, request.id, "", LATER, is_granted=True)

    await judge_request(chair, request.id, "", LATER, is_granted=True)

    assert await speakers(cast) == ["Alice Ångström"]
    (erratum,) = await errata_of(cast.meeting.id)
    assert erratum.sentences == ("Alice Ångström presents it.",)


async def test_change_presenter_refuses_somebody_who_is_elsewhere_then(
    cast: Cast,
    alice: Hand,
    chair: Hand,
    accepted: str,
    placed: str,
    closed: None,
    add_session: Any,
) -> None:
    """S01: the author learns that it clashes, only the committee with what in the draft."""
    people = [(cast.alice.id, Part.CHAIR)]
    await add_session("Secret symposium", room="Hall B", people=people)

    with pytest.raises(Invalid) as refused:
        await change_presenter(alice, accepted, FIRST, AFTER_CALL)
    assert "Secret" not in refused.value.errors["presenter"]

    with pytest.raises(Invalid) as told:
        await change_presenter(chair, accepted, FIRST, AFTER_CALL)
    assert "Secret symposium" in told.value.errors["presenter"]
    assert await speakers(cast) == ["Mira Żółkiewska"]


async def test_second_talk_of_a_person_is_warned_about(
    cast: Cast, alice: Hand, accepted: str, closed: None, write_another: Any
) -> None:
    """V06."""
    hers = (replace(ALICE, is_presenting=True), replace(MIRA, is_presenting=False))
    other = await write_another(replace(GOOD, title="Hers already", authors=hers))
    await accept(other)
    row = await stored(cast, other)
    await Author.update({Author.person: cast.alice.id}).where(
        Author.abstract == row.id, Author.position == 0
    )

    with pytest.raises(NotChangeable) as warned:
        await change_presenter(alice, accepted, FIRST, AFTER_CALL)
    assert other in warned.value.errors["is_sure"]

    sure = replace(FIRST, is_sure=True)
    assert await change_presenter(alice, accepted, sure, AFTER_CALL) is RequestState.GRANTED


async def test_registered_person_presents_where_the_rules_allow_it(
    cast: Cast,
    alice: Hand,
    accepted: str,
    placed: str,
    closed: None,
    policy: Any,
    enrol: Any,
) -> None:
    """Keystone's rule: shown as presenting it, never as an author."""
    somebody = Choice(email=cast.dan.email)
    with pytest.raises(NotChangeable):
        await change_presenter(alice, accepted, somebody, AFTER_CALL)
    await policy(may_anybody_present=True)
    with pytest.raises(NotChangeable) as refused:
        await change_presenter(alice, accepted, somebody, AFTER_CALL)
    assert "registered" in refused.value.errors["email"]
    await enrol(cast.dan)

    await change_presenter(alice, accepted, somebody, AFTER_CALL)

    abstract = await stored(cast, accepted)
    assert (abstract.presenter_name, abstract.presenter_person) == ("Dan Díaz", cast.dan.id)
    assert "Dan Díaz" not in [each.name for each in abstract.manuscript.authors]
    assert await speakers(cast) == ["Dan Díaz"]
    assert await abstract_for_author(cast.meeting.id, accepted, cast.dan.id) is not None

    await change_presenter(alice, accepted, Choice(author=1), AFTER_CALL)
    assert await speakers(cast) == ["Mira Żółkiewska"]


async def test_presenter_without_an_account_becomes_a_person(
    cast: Cast, alice: Hand, submitted: str, closed: None
) -> None:
    await accept(submitted)
    await Author.update({Author.is_presenting: False}).where(Author.position == 1)
    await Author.update({Author.is_presenting: True}).where(Author.position == 0)

    await change_presenter(alice, submitted, Choice(author=1), AFTER_CALL)

    assert isinstance(await person_presenting(submitted), UUID)
