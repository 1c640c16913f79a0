"""Who sees the others, who reads which post, who gets a letter."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from abstracts.reviews.discussing import delete_post, look_at, say, thread_of
from abstracts.reviews.errors import NotSendable, UnknownThread
from abstracts.reviews.review_actions import send_review
from abstracts.reviews.saying import Said
from abstracts.reviews.seats import Seat, seat_at
from abstracts.reviews.seen_reviews import reviews_of
from abstracts.reviews.standing_back import Recusal, stand_back
from abstracts.reviews.telling import tell_discussants
from abstracts.reviews.threads import threads_for
from abstracts.tables import Author, TopicChair
from abstracts.tables.calls import Topic
from conference.letters.tables import OutboxLetter
from conference.people.access import Role, Visitor
from conference.people.rules import PersonInfo
from conference.registration.ticket import Issuer
from tests.abstracts.reviews.conftest import Reviewing
from tests.cast import NOW

ISSUER = Issuer("secret", "http://testserver", "testserver")
LATER = NOW + timedelta(hours=2)


def visitor(person: PersonInfo, *roles: Role) -> Visitor:
    return Visitor(person.id, person.registered_name, roles=frozenset(roles or {Role.REVIEWER}))


@pytest.fixture
async def disputed(reviewing: Reviewing) -> Reviewing:
    """dan gave 5, rita gave 1, saul has not sent yet."""
    code = reviewing.codes[0]
    await reviewing.assign(reviewing.rita, code)
    await reviewing.assign(reviewing.saul, code)
    for person, score in ((reviewing.dan, 5), (reviewing.rita, 1)):
        said = Said(score, {}, "", f"So says {person.given_name}.", "")
        await send_review(reviewing.chair(person), "main", code, said, seen=0, now=NOW)
    return reviewing


async def seat(reviewing: Reviewing, who: Visitor, code: str = "") -> Any:
    return await seat_at(reviewing.cast.meeting.id, who, code or reviewing.codes[0])


async def speak(
    reviewing: Reviewing, who: Visitor, text: str, round_key: str = "", at: datetime = NOW
) -> None:
    await say(
        meeting=reviewing.cast.meeting,
        visitor=who,
        code=reviewing.codes[0],
        text=text,
        round_key=round_key,
        now=at,
    )


@pytest.mark.parametrize(
    ("others", "dan_sees", "saul_sees"),
    [("after", True, False), ("always", True, True), ("never", False, False)],
)
async def test_others_are_seen_as_the_round_says(
    disputed: Reviewing, others: str, dan_sees: bool, saul_sees: bool
) -> None:
    await disputed.change_round(others=others)
    assert bool(await seat(disputed, visitor(disputed.dan))) is dan_sees
    assert bool(await seat(disputed, visitor(disputed.saul))) is saul_sees


async def test_names_of_reviewers_are_hidden_in_a_double_blind_round(disputed: Reviewing) -> None:
    bob = visitor(disputed.cast.bob, Role.PROGRAMME)
    await speak(disputed, bob, "Please settle this.", "main")
    await speak(disputed, visitor(disputed.rita), "I stay at 1.", at=LATER)
    found = await seat(disputed, visitor(disputed.dan))
    assert [each.reviewer for each in await reviews_of(found) if not each.is_own] == ["rita Roth"]
    assert [each.by for each in await thread_of(found)] == ["Bob Brennan", "rita Roth"]
    await disputed.change_round(blind="double")
    found = await seat(disputed, visitor(disputed.dan))
    (name,) = [each.reviewer for each in await reviews_of(found) if not each.is_own]
    assert name.startswith("Reviewer ")
    assert [each.by for each in await thread_of(found)] == ["Programme committee", name]
    chairs = await seat(disputed, bob)
    assert "rita Roth" in [each.by for each in await thread_of(chairs)]


async def test_committee_only_words_are_not_read_by_reviewers(disputed: Reviewing) -> None:
    bob = visitor(disputed.cast.bob, Role.PROGRAMME)
    await speak(disputed, bob, "Between us.")
    await speak(disputed, bob, "To all.", "main")
    texts = [each.text for each in await thread_of(await seat(disputed, visitor(disputed.dan)))]
    assert texts == ["To all."]
    assert len(await thread_of(await seat(disputed, bob))) == 2
    with pytest.raises(NotSendable):
        await speak(disputed, bob, "Where?", "nowhere")


async def test_delete_post_is_for_its_writer_and_for_the_committee(disputed: Reviewing) -> None:
    dan, rita = visitor(disputed.dan), visitor(disputed.rita)
    bob = visitor(disputed.cast.bob, Role.PROGRAMME)
    said = ((dan, "First."), (dan, "Second."), (rita, "Third."))
    for minute, (who, text) in enumerate(said):
        await speak(disputed, who, text, at=NOW + timedelta(minutes=minute))
    first, second, third = await thread_of(await seat(disputed, dan))
    assert [each.may_delete for each in (first, second, third)] == [True, True, False]

    async def delete(who: Visitor, post: str) -> None:
        await delete_post(
            meeting=disputed.cast.meeting, visitor=who, code=disputed.codes[0], post=post, now=NOW
        )

    await delete(dan, str(first.id))
    await delete(bob, str(second.id))
    for who, post in ((dan, str(third.id)), (dan, str(first.id)), (dan, "no-id")):
        with pytest.raises(UnknownThread):
            await delete(who, post)
    with pytest.raises(UnknownThread):  # saul has not sent his own review yet
        await delete(visitor(disputed.saul), str(third.id))
    assert [each.text for each in await thread_of(await seat(disputed, dan))] == ["Third."]


async def test_conflict_takes_every_seat_also_the_committees(disputed: Reviewing) -> None:
    code, meeting = disputed.codes[0], disputed.cast.meeting.id
    bob = visitor(disputed.cast.bob, Role.PROGRAMME)
    assert (await seat(disputed, bob)).seat is Seat.COMMITTEE
    await Author.update({Author.person: disputed.cast.bob.id}).where(Author.abstract.code == code)
    assert await seat(disputed, bob) is None
    assert code not in [each.code for each in await threads_for(meeting, bob)]
    with pytest.raises(UnknownThread):
        await speak(disputed, bob, "About my own.")


async def test_topic_chair_sees_every_score_of_the_topic(disputed: Reviewing) -> None:
    saul = visitor(disputed.saul)
    assert await seat(disputed, saul) is None
    topic = await Topic.select(Topic.id).where(Topic.code == "T01").first()
    await TopicChair.insert(TopicChair(created_at=NOW, topic=topic["id"], person=saul.person))
    found = await seat(disputed, saul)
    assert found.seat is Seat.TOPIC_CHAIR
    assert len([each for each in await reviews_of(found) if each.review.sent_at]) == 2
    (thread,) = await threads_for(disputed.cast.meeting.id, saul)
    assert thread.standing is not None
    assert (thread.standing.spread, thread.standing.is_disputed) == (4, True)


async def test_letter_tells_each_once_an_hour_of_what_is_new(disputed: Reviewing) -> None:
    dan, rita = visitor(disputed.dan), visitor(disputed.rita)
    await speak(disputed, dan, "Why 1?")
    await tell_discussants(NOW + timedelta(minutes=1), ISSUER)
    await speak(disputed, dan, "Really?")
    await tell_discussants(NOW + timedelta(minutes=20), ISSUER)
    letters = await OutboxLetter.select().where(OutboxLetter.kind == "review_discussion")
    assert [each["to_address"] for each in letters] == ["rita@example.org"]
    assert disputed.codes[0] in letters[0]["body"]
    assert "Why 1?" not in letters[0]["body"]
    found = await seat(disputed, rita)
    assert [each.is_new for each in await thread_of(found)] == [True, True]
    await look_at(found, LATER)
    await look_at(found, LATER + timedelta(minutes=1))
    await tell_discussants(LATER + timedelta(hours=1), ISSUER)
    assert await OutboxLetter.count().where(OutboxLetter.kind == "review_discussion") == 1


async def test_who_stood_back_gets_no_letter(disputed: Reviewing) -> None:
    away = Recusal("My student.", is_conflict=True)
    await stand_back(disputed.chair(disputed.rita), "main", disputed.codes[0], away, NOW)
    await speak(disputed, visitor(disputed.dan), "Anybody?")
    await tell_discussants(LATER, ISSUER)
    assert await OutboxLetter.count().where(OutboxLetter.kind == "review_discussion") == 0
