"""Many submitted abstracts with their reviews, written straight into the tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from abstracts.tables import Abstract, Author, AuthorAffiliation, Call, Topic
from abstracts.tables.review import Assignment, Review, Reviewer, ReviewRound
from abstracts.vocabulary import AbstractState
from conference.orm import Actor, action
from conference.people import actions as people
from conference.people.rules import NewPerson
from tests.cast import NOW, Cast

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
ROWS = 500


@dataclass(frozen=True, slots=True)
class Paper:
    """One abstract to be made: its scores by reviewer, its topic, who presents, what is wished."""

    scores: Sequence[int] = ()
    topic: int = 0
    presenter: str = ""
    preference: str = "oral_or_poster"
    changes: Mapping[str, Any] = field(default_factory=dict)
    authors: int = 1


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What was made: references in order, ids by reference, the topics."""

    codes: list[str]
    ids: dict[str, UUID]
    topics: list[str]


async def make_reviewed(
    cast: Cast, papers: Sequence[Paper], *, topics: int = 2, kind: str = "regular"
) -> Reviewed:
    """Writes a call, topics, a round, reviewers and these abstracts with sent reviews."""
    call, made = await _ground(cast, topics, kind)
    reviewers, round_id = await _reviewing(cast, max((len(p.scores) for p in papers), default=0))
    rows = [_abstract(cast, call, made, n, paper) for n, paper in enumerate(papers)]
    authors = [
        each for row, paper in zip(rows, papers, strict=True) for each in _authors(row, paper)
    ]
    await _insert(Abstract, rows)
    await _insert(Author, authors)
    await _insert(AuthorAffiliation, [_place(each) for each in authors])
    await _reviews(rows, papers, reviewers, round_id)
    return Reviewed(
        [row.code for row in rows],
        {row.code: row.id for row in rows},
        [f"T{n:02}" for n in range(1, topics + 1)],
    )


def code_of(number: int) -> str:
    """A reference like those that the program makes, the same for the same number."""
    letters = ""
    for _ in range(5):
        number, rest = divmod(number, len(ALPHABET))
        letters = ALPHABET[rest] + letters
    return f"A{letters}"


async def _ground(cast: Cast, topics: int, kind: str) -> tuple[UUID, list[UUID]]:
    opens = datetime(2027, 1, 10, 8, tzinfo=UTC)
    call = Call(
        meeting=cast.meeting.id, key=kind, kind=kind, title="Abstracts",
        opens_at=opens, closes_at=NOW - timedelta(days=1), zone="Europe/London",
        length_policy='{"limit": 3600}',
    )  # fmt: skip
    await Call.insert(call)
    rows = [
        Topic(meeting=cast.meeting.id, code=f"T{n:02}", title=f"Topic {n}", position=n)
        for n in range(1, topics + 1)
    ]
    await Topic.insert(*rows)
    return call.id, [row.id for row in rows]


async def _reviewing(cast: Cast, number: int) -> tuple[list[UUID], UUID]:
    round_row = ReviewRound(
        meeting=cast.meeting.id, key="main", title="Review", zone="Europe/London",
        opens_at=NOW - timedelta(days=30), closes_at=NOW, reviews_least=2,
    )  # fmt: skip
    await ReviewRound.insert(round_row)
    async with action("reviewers", by=Actor.system("tests"), now=NOW) as act:
        persons = await people.create_people(
            act,
            [
                NewPerson("Ref", f"Eree{n}", affiliation=f"House {n}", email=f"ref{n}@ref.test")
                for n in range(number)
            ],
        )
    rows = [Reviewer(meeting=cast.meeting.id, person=each, state="accepted") for each in persons]
    if rows:
        await Reviewer.insert(*rows)
    return [row.id for row in rows], round_row.id


def _abstract(cast: Cast, call: UUID, topics: list[UUID], n: int, paper: Paper) -> Abstract:
    code = code_of(n)
    values: dict[str, Any] = {
        "id": uuid4(),
        "created_at": NOW,
        "code": code,
        "meeting": cast.meeting.id,
        "call": call,
        "topic": topics[paper.topic],
        "submitter": cast.dan.id,
        "title": f"Finding number {n}",
        "body": "Results.",
        "preference": paper.preference,
        "state": AbstractState.SUBMITTED.value,
        "submitted_at": NOW - timedelta(hours=n),
        "version": 0,
        "search_key": f"{code.lower()} finding number {n}",
        **paper.changes,
    }
    return Abstract(**values)


def _authors(row: Abstract, paper: Paper) -> list[Author]:
    who = paper.presenter or f"author-{row.code.lower()}"
    return [
        Author(
            id=uuid4(), created_at=NOW, abstract=row.id, position=n,
            given_name=who.title() if n == 0 else f"Co {n}", family_name="Writer",
            email=f"{who}@writers.test" if n == 0 else f"co{n}-{who}@writers.test",
            is_presenting=n == 0, is_corresponding=n == 0,
        )
        for n in range(paper.authors)
    ]  # fmt: skip


def _place(author: Author) -> AuthorAffiliation:
    return AuthorAffiliation(author=author.id, position=0, institution="Far Institute")


async def _reviews(
    rows: Sequence[Abstract], papers: Sequence[Paper], reviewers: list[UUID], round_id: UUID
) -> None:
    assignments, reviews = [], []
    for row, paper in zip(rows, papers, strict=True):
        for reviewer, score in zip(reviewers, paper.scores, strict=False):
            given = Assignment(
                id=uuid4(), created_at=NOW, round=round_id, abstract=row.id,
                reviewer=reviewer, state="sent",
            )  # fmt: skip
            assignments.append(given)
            reviews.append(
                Review(
                    assignment=given.id,
                    overall=score,
                    recommendation="oral" if score > 3 else "poster",
                    to_authors=f"Score {score} it is.",
                    saved_at=NOW,
                    sent_at=NOW,
                )
            )
    await _insert(Assignment, assignments)
    await _insert(Review, reviews)


async def _insert(table: Any, rows: Sequence[Any]) -> None:
    for start in range(0, len(rows), ROWS):
        await table.insert(*rows[start : start + ROWS])
