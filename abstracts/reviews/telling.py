"""Letters about what is new in discussions: to those who take part, at most one an hour."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from abstracts.reviewers.conflict_queries import conflicted_abstracts
from abstracts.reviewers.rounds import RoundInfo, rounds_of
from abstracts.reviews.letters import discussion_letter
from abstracts.reviews.reading import UNREADABLE
from abstracts.reviews.seats import sees_others
from abstracts.tables import TopicChair
from abstracts.tables.review import Assignment, DiscussionLook, DiscussionPost
from abstracts.vocabulary import AssignmentState, ReviewerState
from conference.letters.actions import queue_letter
from conference.meetings.tables import Meeting
from conference.orm import Actor, action
from conference.people.access import Role
from conference.people.queries import people_by_ids, role_holders
from conference.registration.ticket import Issuer

HOUR = timedelta(hours=1)
LOOK_BACK = timedelta(days=7)
BY = Actor.system("discussion letters")
_ABSTRACT: Any = DiscussionPost.abstract
_REVIEWER: Any = Assignment.reviewer


@dataclass(frozen=True, slots=True)
class NewPost:
    """Who said something, where, for whom (None: the committee alone), when."""

    abstract: UUID
    code: str
    topic: UUID | None
    round: UUID | None
    writer: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Readers:
    """Who takes part: `whole` read every post of an abstract, `by_round` those of their rounds."""

    whole: Mapping[UUID, frozenset[UUID]]
    by_round: Mapping[tuple[UUID, UUID], frozenset[UUID]]

    def of(self, post: NewPost) -> frozenset[UUID]:
        """Who reads this post."""
        own = self.by_round.get((post.abstract, post.round)) if post.round else None
        return self.whole.get(post.abstract, frozenset()) | (own or frozenset())


async def tell_discussants(now: datetime, issuer: Issuer) -> None:
    """One letter to each who has not seen something new; references only, never what was said.

    Nobody in conflict, nobody whose round hides the others from them, nobody twice in an hour.
    """
    rows = await _recent(now)
    for meeting in dict.fromkeys(row["meeting"] for row in rows):
        posts = [_post(row) for row in rows if row["meeting"] == meeting]
        await _tell_meeting(meeting, posts, now, issuer.base_url)


def unread(
    posts: Iterable[NewPost],
    readers: Readers,
    seen: Mapping[tuple[UUID, UUID], datetime],
) -> dict[UUID, dict[UUID, str]]:
    """Person -> abstract -> reference, where somebody else spoke since they looked or were told."""
    made: dict[UUID, dict[UUID, str]] = defaultdict(dict)
    for post in posts:
        for person in readers.of(post) - {post.writer}:
            last = seen.get((post.abstract, person))
            if last is None or post.at > last:
                made[person][post.abstract] = post.code
    return dict(made)


async def _tell_meeting(
    meeting: UUID, posts: Sequence[NewPost], now: datetime, base_url: str
) -> None:
    abstracts = {each.abstract for each in posts}
    looks = await DiscussionLook.select().where(DiscussionLook.abstract.is_in(list(abstracts)))
    seen = {
        (row["abstract"], row["person"]): max(filter(None, (row["looked_at"], row["told_at"])))
        for row in looks
        if row["looked_at"] or row["told_at"]
    }
    told = {row["person"] for row in looks if row["told_at"] and row["told_at"] > now - HOUR}
    waiting = unread(posts, await _readers(meeting, posts), seen)
    for person in [each for each in waiting if each not in told]:
        barred = await conflicted_abstracts(meeting, person)
        codes = {key: code for key, code in waiting[person].items() if key not in barred}
        if codes:
            await _tell(meeting, person, codes, now, base_url)


async def _tell(
    meeting: UUID, person: UUID, codes: Mapping[UUID, str], now: datetime, base_url: str
) -> None:
    found = (await people_by_ids([person])).get(person)
    row = await Meeting.select(Meeting.title, Meeting.slug).where(Meeting.id == meeting).first()
    if found is None or not found.email or row is None:
        return
    async with action("tell_discussants", by=BY, now=now, meeting=meeting) as act:
        address = f"{base_url}/{row['slug']}/committee/discussion?show=new"
        who = (person, found.registered_name, found.email)
        letter = discussion_letter(row["title"], meeting, who, sorted(codes.values()), address)
        await queue_letter(act, letter)
        await DiscussionLook.insert(
            *(
                DiscussionLook(
                    id=uuid4(), created_at=now, abstract=abstract, person=person, told_at=now
                )
                for abstract in codes
            )
        ).on_conflict(
            target=(DiscussionLook.abstract, DiscussionLook.person),
            action="DO UPDATE",
            values=[DiscussionLook.told_at],
        )


async def _recent(now: datetime) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = (
        await DiscussionPost.select(
            DiscussionPost.abstract,
            DiscussionPost.round,
            DiscussionPost.person,
            DiscussionPost.created_at,
            _ABSTRACT.code.as_alias("code"),
            _ABSTRACT.topic.as_alias("topic"),
            _ABSTRACT.meeting.as_alias("meeting"),
        )
        .where(
            DiscussionPost.created_at > now - LOOK_BACK,
            DiscussionPost.is_deleted.eq(False),
            _ABSTRACT.state.not_in(list(UNREADABLE)),
        )
        .order_by(DiscussionPost.created_at)
    )
    return rows


def _post(row: dict[str, Any]) -> NewPost:
    return NewPost(
        row["abstract"], row["code"], row["topic"], row["round"], row["person"], row["created_at"]
    )


async def _readers(meeting: UUID, posts: Sequence[NewPost]) -> Readers:
    """Committee members who spoke, the topic's chairs, reviewers who may see the others."""
    holders = await role_holders(meeting)
    committee = {
        row["person"] for row in holders if row["role"] in (Role.PROGRAMME.value, Role.ADMIN.value)
    }
    chairs = await _chairs([each.topic for each in posts if each.topic])
    whole: dict[UUID, frozenset[UUID]] = {}
    for each in posts:
        spoke = {each.writer} & committee
        of_topic = chairs.get(each.topic, frozenset()) if each.topic else frozenset()
        whole[each.abstract] = whole.get(each.abstract, frozenset()) | spoke | of_topic
    rounds = {each.id: each for each in await rounds_of(meeting)}
    return Readers(whole, await _reviewers({each.abstract for each in posts}, rounds))


async def _chairs(topics: Sequence[UUID]) -> dict[UUID, frozenset[UUID]]:
    if not topics:
        return {}
    made: dict[UUID, frozenset[UUID]] = {}
    for row in await TopicChair.select(TopicChair.topic, TopicChair.person).where(
        TopicChair.topic.is_in(list(set(topics)))
    ):
        made[row["topic"]] = made.get(row["topic"], frozenset()) | {row["person"]}
    return made


async def _reviewers(
    abstracts: Collection[UUID], rounds: Mapping[UUID, RoundInfo]
) -> dict[tuple[UUID, UUID], frozenset[UUID]]:
    rows = await Assignment.select(
        Assignment.abstract,
        Assignment.round,
        Assignment.state,
        _REVIEWER.person.as_alias("person"),
    ).where(
        Assignment.abstract.is_in(list(abstracts)),
        _REVIEWER.state == ReviewerState.ACCEPTED.value,
    )
    made: dict[tuple[UUID, UUID], frozenset[UUID]] = {}
    for row in rows:
        if sees_others(rounds[row["round"]], AssignmentState(row["state"])):
            key = (row["abstract"], row["round"])
            made[key] = made.get(key, frozenset()) | {row["person"]}
    return made
