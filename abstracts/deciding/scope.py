"""What of the decisions a visitor may see and do: the chair all, a topic chair their topics."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from abstracts.reviewers.conflict_queries import conflicted_abstracts
from abstracts.tables import TopicChair
from conference.people.access import Role, Visitor
from conference.web.problems import Forbidden

_TOPIC: Any = TopicChair.topic


@dataclass(frozen=True, slots=True)
class Scope:
    """`topics` are the codes of the topics that the person looks after; the chair needs none."""

    person: UUID
    is_chair: bool
    topics: frozenset[str]
    conflicted: frozenset[UUID]

    def may_decide(self, abstract: UUID, topic: str) -> bool:
        """Whether the person may see the scores and decide: in scope, and without a conflict."""
        return abstract not in self.conflicted and (self.is_chair or topic in self.topics)


async def scope_of(meeting: UUID, visitor: Visitor) -> Scope:
    """The visitor's scope; raises Forbidden for who is neither chair nor a topic's chair.

    A fixed number of statements.
    """
    assert visitor.person is not None, "the page asks for a role"
    is_chair = visitor.may(Role.PROGRAMME)
    topics = frozenset[str]()
    if not is_chair:
        topics = await topics_of_chair(meeting, visitor.person)
        if not topics:
            raise Forbidden("Decisions are for the programme chairs and the chairs of topics.")
    conflicted = await conflicted_abstracts(meeting, visitor.person)
    return Scope(visitor.person, is_chair, topics, conflicted)


async def topics_of_chair(meeting: UUID, person: UUID) -> frozenset[str]:
    """The codes of the topics that a person looks after; one statement."""
    rows = await TopicChair.select(TopicChair.topic.code.as_alias("code")).where(
        TopicChair.person == person, TopicChair.topic.meeting == meeting
    )
    return frozenset(row["code"] for row in rows)


async def topics_chaired(person: UUID, now: datetime) -> dict[tuple[str, str], list[str]]:
    """(slug, title) of a meeting that is not over -> the topics there that a person looks after."""
    rows = (
        await TopicChair.select(
            _TOPIC.code.as_alias("code"),
            _TOPIC.title.as_alias("title"),
            _TOPIC.meeting.slug.as_alias("slug"),
            _TOPIC.meeting.title.as_alias("meeting"),
        )
        .where(TopicChair.person == person, _TOPIC.meeting.ends_on >= now.date())
        .order_by(_TOPIC.position)
    )
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        found.setdefault((row["slug"], row["meeting"]), []).append(f"{row['code']} {row['title']}")
    return found
