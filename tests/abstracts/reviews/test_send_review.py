"""Drafts, sending, standing back, reopening: what is written, and who is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from abstracts.reviews.errors import (
    NotSendable,
    ReviewingClosed,
    ReviewSavedElsewhere,
    UnknownReview,
)
from abstracts.reviews.reading import abstract_for_reviewer, comments_to_authors, given_to
from abstracts.reviews.review_actions import save_draft, send_review
from abstracts.reviews.saying import Said
from abstracts.reviews.seats import seat_at
from abstracts.reviews.standing_back import Recusal, reopen_review, stand_back, take_back
from abstracts.reviews.standings import standings_of
from abstracts.tables import TopicChair
from abstracts.tables.calls import Topic
from abstracts.tables.review import DeclaredConflict, Review, ReviewRound
from abstracts.vocabulary import AssignmentState
from conference.letters.tables import OutboxLetter
from conference.people.access import Role, Visitor
from tests.abstracts.reviews.conftest import SYSTEM, Reviewing
from tests.cast import NOW

GOOD_REVIEW = Said(4, {"novelty": 5}, "oral", "Strong.", "Well done.")
BOB_ROLES = frozenset({Role.PROGRAMME, Role.REVIEWER})


async def standings(reviewing: Reviewing) -> Any:
    return await standings_of(reviewing.cast.meeting.id)


async def test_send_review_counts_and_a_draft_does_not(reviewing: Reviewing) -> None:
    first, second, _ = reviewing.codes
    chair = reviewing.chair()
    await save_draft(chair, "main", second, GOOD_REVIEW, seen=0, now=NOW)
    assert await standings(reviewing) == {}
    await send_review(chair, "main", first, GOOD_REVIEW, seen=0, now=NOW)
    row = await reviewing.assignment(reviewing.dan, first)
    found = await standings(reviewing)
    assert row["state"] == AssignmentState.SENT
    assert list(found) == [row["abstract"]]
    assert (found[row["abstract"]].mean, found[row["abstract"]].count) == (4, 1)
    assert await comments_to_authors([row["abstract"]]) == {row["abstract"]: ("Well done.",)}


async def test_save_draft_keeps_both_texts_of_two_windows(reviewing: Reviewing) -> None:
    first, chair = reviewing.codes[0], reviewing.chair()
    saved = await save_draft(chair, "main", first, GOOD_REVIEW, seen=0, now=NOW)
    assert saved.version == 1
    other = replace(GOOD_REVIEW, to_committee="Typed in the other window.")
    with pytest.raises(ReviewSavedElsewhere):
        await save_draft(chair, "main", first, other, seen=0, now=NOW)
    with pytest.raises(ReviewSavedElsewhere):
        await send_review(chair, "main", first, other, seen=0, now=NOW)
    kept = await Review.select().first()
    assert (kept["to_committee"], kept["version"]) == ("Strong.", 1)
    again = await save_draft(chair, "main", first, other, seen=1, now=NOW)
    assert again.version == 2
    # The same text from an old window is no quarrel.
    assert (await save_draft(chair, "main", first, other, seen=0, now=NOW)).version == 2


async def test_send_review_refuses_what_is_missing_or_off_the_scale(reviewing: Reviewing) -> None:
    first, chair = reviewing.codes[0], reviewing.chair()
    for said, field in (
        (Said(None, {"novelty": 3}), "overall"),
        (Said(6), "overall"),
        (Said(3, {"novelty": 0}), "score_novelty"),
        (Said(3, recommendation="keynote"), "recommendation"),
    ):
        with pytest.raises(NotSendable) as refused:
            await send_review(chair, "main", first, said, seen=0, now=NOW)
        assert list(refused.value.errors) == [field]
    assert await Review.count() == 0


async def test_send_review_needs_the_round_to_be_open(reviewing: Reviewing) -> None:
    await reviewing.change_round(closes_at=NOW - timedelta(hours=1))
    with pytest.raises(ReviewingClosed):
        await send_review(
            reviewing.chair(), "main", reviewing.codes[0], GOOD_REVIEW, seen=0, now=NOW
        )


async def test_reopen_review_after_the_closing_until_it_is_sent(reviewing: Reviewing) -> None:
    first, chair, meeting = reviewing.codes[0], reviewing.chair(), reviewing.cast.meeting
    await send_review(chair, "main", first, GOOD_REVIEW, seen=0, now=NOW)
    await reviewing.change_round(closes_at=NOW)
    row = await reviewing.assignment(reviewing.dan, first)
    bob = Visitor(reviewing.cast.bob.id, "Bob Brennan", roles=BOB_ROLES)
    seat = await seat_at(meeting.id, bob, first)
    assert seat is not None
    await reopen_review(
        meeting=meeting,
        seat=seat,
        assignment=row["id"],
        reason="The scores look swapped.",
        by=SYSTEM,
        now=NOW,
        base_url="http://testserver",
    )
    letter = await OutboxLetter.select().where(OutboxLetter.kind == "review_reopened").first()
    assert "The scores look swapped." in letter["body"]
    assert (await standings(reviewing))[row["abstract"]].mean == 4  # it counts meanwhile
    lower = replace(GOOD_REVIEW, overall=2)
    await send_review(chair, "main", first, lower, seen=1, now=NOW)
    assert (await standings(reviewing))[row["abstract"]].mean == 2
    with pytest.raises(ReviewingClosed):
        await send_review(chair, "main", first, GOOD_REVIEW, seen=2, now=NOW)


async def test_stand_back_is_no_score_and_tells_the_chairs(reviewing: Reviewing) -> None:
    first = reviewing.codes[0]
    row = await reviewing.assign(reviewing.rita, first)
    await send_review(reviewing.chair(), "main", first, GOOD_REVIEW, seen=0, now=NOW)
    before = await standings(reviewing)
    rita = reviewing.chair(reviewing.rita)
    await save_draft(rita, "main", first, Said(1), seen=0, now=NOW)
    await stand_back(rita, "main", first, Recusal("Not my field."), NOW)
    assert await standings(reviewing) == before
    assert not await Review.exists().where(Review.assignment == row)
    letters = await OutboxLetter.select().where(OutboxLetter.kind == "review_recused")
    assert [each["to_address"] for each in letters] == ["bob@example.org"]
    assert "Not my field." in letters[0]["body"]
    with pytest.raises(UnknownReview):
        await send_review(rita, "main", first, Said(5), seen=0, now=NOW)


async def test_stand_back_tells_the_chair_of_the_topic_first(reviewing: Reviewing) -> None:
    topic = await Topic.select(Topic.id).where(Topic.code == "T01").first()
    await TopicChair.insert(TopicChair(created_at=NOW, topic=topic["id"], person=reviewing.saul.id))
    await stand_back(reviewing.chair(), "main", reviewing.codes[0], Recusal("Away."), NOW)
    letters = await OutboxLetter.select().where(OutboxLetter.kind == "review_recused")
    assert [each["to_address"] for each in letters] == ["saul@example.org"]


async def test_take_back_after_a_recusal_but_never_after_a_conflict(reviewing: Reviewing) -> None:
    first, second, third = reviewing.codes
    chair, meeting = reviewing.chair(), reviewing.cast.meeting.id
    await stand_back(chair, "main", first, Recusal("Too long."), NOW)
    await take_back(chair, "main", first, NOW)
    assert (await reviewing.assignment(reviewing.dan, first))["state"] == AssignmentState.OPEN
    await stand_back(chair, "main", second, Recusal("My student.", is_conflict=True), NOW)
    with pytest.raises(UnknownReview):
        await take_back(chair, "main", second, NOW)
    row = await reviewing.assignment(reviewing.dan, second)
    assert (row["state"], row["recusal"]) == (AssignmentState.RECUSED, "My student.")
    assert await DeclaredConflict.count().where(DeclaredConflict.kind == "abstract") == 1
    listed = {each.code: each for each in await given_to(meeting, reviewing.dan.id)}
    assert listed[second].manuscript.body == ""
    assert await abstract_for_reviewer(meeting, "main", second, reviewing.dan.id) is None
    assert await abstract_for_reviewer(meeting, "main", third, reviewing.dan.id) is not None
    await stand_back(chair, "main", third, Recusal("Too long."), NOW)
    given = {each.code: each for each in await given_to(meeting, reviewing.dan.id)}
    assert [given[code].may_take_back(NOW) for code in (first, second, third)] == [
        False,
        False,
        True,
    ]


async def test_standings_leave_award_rounds_to_themselves(reviewing: Reviewing) -> None:
    await send_review(reviewing.chair(), "main", reviewing.codes[0], GOOD_REVIEW, seen=0, now=NOW)
    await ReviewRound.update({ReviewRound.kind: "award"}).where(ReviewRound.id == reviewing.round)
    meeting = reviewing.cast.meeting.id
    assert await standings_of(meeting) == {}
    assert len(await standings_of(meeting, [reviewing.round])) == 1
    assert await standings_of(meeting, []) == {}


async def test_standings_by_criteria_where_the_round_says_so(reviewing: Reviewing) -> None:
    await reviewing.change_round(counted="criteria")
    said = Said(None, {"novelty": 5})
    await send_review(reviewing.chair(), "main", reviewing.codes[0], said, seen=0, now=NOW)
    assert [each.mean for each in (await standings(reviewing)).values()] == [5]
