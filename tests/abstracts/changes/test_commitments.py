"""What registration hears before somebody cancels: what they present, and their awards (C09)."""

from __future__ import annotations

from typing import Any

from abstracts.changes.changing import change_presenter
from abstracts.changes.invitations import unanswered_of
from abstracts.changes.presenters import Choice
from abstracts.changes.reading import Hand
from abstracts.commitments import commitments_of
from abstracts.tables import Abstract
from abstracts.tables.awards import AwardApplication, AwardCycle
from conference.people.rules import PersonInfo
from conference.registration.commitments import CommitmentKind
from tests.abstracts.changes.conftest import AFTER_CALL
from tests.badges.conftest import enrol as enrol
from tests.badges.conftest import hall as hall
from tests.cast import NOW, Cast


async def test_commitments_follow_who_presents_instead_of_the_author(
    cast: Cast, alice: Hand, mira: PersonInfo, accepted: str, closed: None, policy: Any, enrol: Any
) -> None:
    (hers,) = await commitments_of(cast.meeting, mira.id)
    assert hers.key == f"abstract:{accepted}"
    await policy(may_anybody_present=True)
    await enrol(cast.dan)

    await change_presenter(alice, accepted, Choice(email=cast.dan.email), AFTER_CALL)

    assert await commitments_of(cast.meeting, mira.id) == []
    assert [each.key for each in await commitments_of(cast.meeting, cast.dan.id)] == [hers.key]


async def test_award_that_is_won_is_told_and_an_application_is_not(cast: Cast) -> None:
    cycle = AwardCycle(
        meeting=cast.meeting.id, key="young", title="Young Investigator", opens_at=NOW,
        closes_at=NOW, zone="UTC", created_at=NOW,
    )  # fmt: skip
    await AwardCycle.insert(cycle)
    for person, state in ((cast.alice, "accepted"), (cast.dan, "submitted")):
        await AwardApplication.insert(
            AwardApplication(cycle=cycle.id, person=person.id, state=state, created_at=NOW)
        )

    (found,) = await commitments_of(cast.meeting, cast.alice.id)

    assert found.kind is CommitmentKind.AWARD
    assert found.words.startswith("Award “Young Investigator”, won")
    assert await commitments_of(cast.meeting, cast.dan.id) == []


async def test_answers_are_awaited_from_presenter_and_submitter_only(
    cast: Cast, mira: PersonInfo, accepted: str
) -> None:
    await Abstract.update({Abstract.answer_by: NOW}).where(Abstract.code == accepted)

    for person in (cast.alice, mira):
        assert [each.code for each in await unanswered_of(person.id)] == [accepted]
    assert await unanswered_of(cast.bob.id) == []
    await Abstract.update({Abstract.answer: "accepted"}).where(Abstract.code == accepted)
    assert await unanswered_of(mira.id) == []
