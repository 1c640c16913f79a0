"""The list of discussions that somebody may read, with what is new to them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.columns.combination import And, Or, Where

from abstracts.reviewers.conflict_queries import conflicted_abstracts
from abstracts.reviews.discussing import said_in
from abstracts.reviews.reading import UNREADABLE, given_to
from abstracts.reviews.scoring_rules import Standing
from abstracts.reviews.seats import chaired_topics, sees_others
from abstracts.reviews.standings import standings_of
from abstracts.tables import Abstract
from abstracts.tables.review import Assignment, DiscussionLook, DiscussionPost
from abstracts.vocabulary import AssignmentState
from conference.people.access import Role, Visitor


@dataclass(frozen=True, slots=True)
class Thread:
    """One abstract that may be discussed; `standing` only for committee and chairs."""

    abstract: UUID
    code: str
    title: str
    topic_title: str
    posts: int
    fresh: int
    last_at: datetime | None
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class _Seats:
    """What a visitor may read: all of these, or of these only what is said in these rounds."""

    whole: frozenset[UUID] = frozenset()
    rounds: Mapping[UUID, frozenset[UUID]] = field(default_factory=dict)

    def reads(self, abstract: UUID, round_: UUID | None) -> bool:
        return abstract in self.whole or round_ in self.rounds.get(abstract, frozenset())


async def threads_for(meeting: UUID, visitor: Visitor) -> list[Thread]:
    """Every discussion that the visitor may read, most disputed first; none in conflict (V03)."""
    assert visitor.person is not None
    barred = await conflicted_abstracts(meeting, visitor.person)
    rows = [row for row in await _abstracts(meeting, visitor) if row["id"] not in barred]
    whole = frozenset(row["id"] for row in rows)
    mine = await _of_reviewer(meeting, visitor.person)
    rows += [row for row in mine.values() if row["id"] not in whole]
    seats = _Seats(whole, {row["id"]: row["rounds"] for row in mine.values()})
    posts: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for each in await said_in([row["id"] for row in rows]):
        posts[each["abstract"]].append(each)
    looks = await _looks(visitor.person)
    standings = await standings_of(meeting) if whole else {}
    made = [_thread(row, posts[row["id"]], looks, standings, seats, visitor.person) for row in rows]
    return sorted(made, key=_order)


def _order(thread: Thread) -> tuple[float, int, str]:
    spread = thread.standing.spread if thread.standing else 0.0
    return -spread, -thread.posts, thread.code


async def _abstracts(meeting: UUID, visitor: Visitor) -> list[dict[str, Any]]:
    """For the committee all that were reviewed or spoken of; for a topic's chair those of it."""
    assert visitor.person is not None
    sent: Any = Assignment.select(Assignment.abstract).where(
        Assignment.state == AssignmentState.SENT.value
    )
    spoken: Any = DiscussionPost.select(DiscussionPost.abstract)
    where: Where | And = And(
        And(Abstract.meeting == meeting, Abstract.state.not_in(list(UNREADABLE))),
        Or(Abstract.id.is_in(sent), Abstract.id.is_in(spoken)),
    )
    if not visitor.may(Role.PROGRAMME):
        topics = await chaired_topics(visitor.person)
        if not topics:
            return []
        where = And(where, Abstract.topic.is_in(list(topics)))
    rows: list[dict[str, Any]] = (
        await Abstract.select(
            Abstract.id,
            Abstract.code,
            Abstract.title,
            Abstract.topic.title.as_alias("topic_title"),
        )
        .where(where)
        .order_by(Abstract.code)
    )
    return rows


async def _of_reviewer(meeting: UUID, person: UUID) -> dict[UUID, dict[str, Any]]:
    made: dict[UUID, dict[str, Any]] = {}
    for each in await given_to(meeting, person):
        if not sees_others(each.round, each.state):
            continue
        row = made.setdefault(
            each.abstract,
            {
                "id": each.abstract,
                "code": each.code,
                "title": each.title,
                "topic_title": each.topic_title,
                "rounds": frozenset(),
            },
        )
        row["rounds"] |= {each.round.id}
    return made


async def _looks(person: UUID) -> dict[UUID, datetime | None]:
    rows = await DiscussionLook.select(DiscussionLook.abstract, DiscussionLook.looked_at).where(
        DiscussionLook.person == person
    )
    return {row["abstract"]: row["looked_at"] for row in rows}


def _thread(
    row: dict[str, Any],
    posts: Iterable[dict[str, Any]],
    looks: Mapping[UUID, datetime | None],
    standings: Mapping[UUID, Standing],
    seats: _Seats,
    person: UUID,
) -> Thread:
    id = row["id"]
    read = [each for each in posts if seats.reads(id, each["round"])]
    look = looks.get(id)
    fresh = [
        each
        for each in read
        if each["person"] != person and (look is None or each["created_at"] > look)
    ]
    return Thread(
        abstract=id,
        code=row["code"],
        title=row["title"],
        topic_title=row["topic_title"] or "",
        posts=len(read),
        fresh=len(fresh),
        last_at=max((each["created_at"] for each in read), default=None),
        standing=standings.get(id) if id in seats.whole else None,
    )
