"""The table of scores for the committee and for topic chairs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from piccolo.columns.combination import And, Where

from abstracts.reviewers.conflict_queries import conflicted_abstracts
from abstracts.reviewers.rounds import RoundInfo, rounds_of
from abstracts.reviews.reading import UNREADABLE
from abstracts.reviews.scoring_rules import Calibration, Standing, calibrations, standings
from abstracts.reviews.seats import chaired_topics
from abstracts.reviews.standings import scores_of
from abstracts.tables import Abstract, Topic
from abstracts.tables.review import Reviewer
from abstracts.vocabulary import RoundKind
from conference.people.access import Role, Visitor
from conference.people.rules import fold

PAGE_SIZE = 100
NOTHING = -1e9


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One abstract in the table; of one in conflict nothing is told but that it is so."""

    code: str
    title: str
    topic_code: str
    topic_title: str
    standing: Standing | None
    is_conflicted: bool


@dataclass(frozen=True, slots=True)
class ScoreFilter:
    """What is asked for in the address; empty fields ask for everything."""

    round: str = ""
    topic: str = ""
    text: str = ""
    only: str = ""
    sort: str = "normalised"


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """The rows that were asked for, and what can be asked for."""

    rows: list[ScoreRow]
    rounds: list[RoundInfo]
    topics: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ReviewerScores:
    """How one reviewer scores."""

    name: str
    calibration: Calibration


SORTS: dict[str, Callable[[Standing], float]] = {
    "normalised": lambda each: each.normalised,
    "mean": lambda each: each.mean,
    "median": lambda each: each.median,
    "spread": lambda each: each.spread,
    "count": lambda each: float(each.count),
}
FILTERS: dict[str, Callable[[Standing | None], bool]] = {
    "disputed": lambda each: each is not None and each.is_disputed,
    "short": lambda each: each is None or each.is_short,
}


async def score_table(meeting: UUID, visitor: Visitor, wanted: ScoreFilter) -> ScoreTable | None:
    """What the committee, or a topic's chair of that topic, sees; None for everybody else (V03).

    Rows in conflict with the viewer stand last without a number, and in no filtered list.
    """
    assert visitor.person is not None
    is_committee = visitor.may(Role.PROGRAMME)
    topics = frozenset() if is_committee else await chaired_topics(visitor.person)
    if not is_committee and not topics:
        return None
    barred = await conflicted_abstracts(meeting, visitor.person)
    rounds = await rounds_of(meeting)
    chosen = chosen_rounds(rounds, wanted.round)
    reviews, scales = await scores_of(meeting, [each.id for each in chosen])
    found = standings(reviews, scales)
    rows = await _abstracts(meeting, topics, wanted)
    made = [_row(row, found, barred) for row in rows]
    return ScoreTable(
        rows=arranged(made, wanted),
        rounds=rounds,
        topics=await _topics(meeting, topics),
    )


def chosen_rounds(rounds: Sequence[RoundInfo], key: str) -> list[RoundInfo]:
    """The round of the key; else all that read abstracts, award rounds apart."""
    named = [each for each in rounds if each.key == key]
    return named or [each for each in rounds if each.kind is RoundKind.ABSTRACTS]


def arranged(rows: Sequence[ScoreRow], wanted: ScoreFilter) -> list[ScoreRow]:
    """Filtered and sorted, best first; then those without a score; those in conflict last."""
    measure = SORTS.get(wanted.sort, SORTS["normalised"])
    keep = FILTERS.get(wanted.only)
    shown = [each for each in rows if not keep or (not each.is_conflicted and keep(each.standing))]
    return sorted(
        shown,
        key=lambda each: (
            each.is_conflicted,
            -measure(each.standing) if each.standing else -NOTHING,
            -each.standing.mean if each.standing else 0.0,
            each.code,
        ),
    )


async def reviewer_scores(
    meeting: UUID, visitor: Visitor, round_key: str
) -> tuple[RoundInfo | None, list[RoundInfo], list[ReviewerScores]]:
    """How each reviewer of a round scores, strictest first; what the viewer may not see is out."""
    assert visitor.person is not None
    rounds = await rounds_of(meeting)
    chosen = next((each for each in rounds if each.key == round_key), rounds[0] if rounds else None)
    if chosen is None:
        return None, [], []
    barred = await conflicted_abstracts(meeting, visitor.person)
    reviews, _ = await scores_of(meeting, [chosen.id])
    found = calibrations([each for each in reviews if each.abstract not in barred])
    names = await _names(meeting)
    made = [ReviewerScores(names.get(who, "?"), each) for who, each in found.items()]
    return chosen, rounds, sorted(made, key=lambda each: (each.calibration.leaning, each.name))


async def _abstracts(
    meeting: UUID, topics: frozenset[UUID], wanted: ScoreFilter
) -> list[dict[str, Any]]:
    where: Where | And = And(Abstract.meeting == meeting, Abstract.state.not_in(list(UNREADABLE)))
    if topics:
        where = And(where, Abstract.topic.is_in(list(topics)))
    if wanted.topic:
        where = And(where, Abstract.topic.code == wanted.topic)
    for word in fold(wanted.text).split():
        where = And(where, Abstract.blind_key.like(f"%{word}%"))
    rows: list[dict[str, Any]] = (
        await Abstract.select(
            Abstract.id,
            Abstract.code,
            Abstract.title,
            Abstract.topic.code.as_alias("topic_code"),
            Abstract.topic.title.as_alias("topic_title"),
        )
        .where(where)
        .order_by(Abstract.code)
    )
    return rows


async def _topics(meeting: UUID, only: frozenset[UUID]) -> list[tuple[str, str]]:
    rows = (
        await Topic.select(Topic.id, Topic.code, Topic.title)
        .where(Topic.meeting == meeting)
        .order_by(Topic.position)
    )
    return [(row["code"], row["title"]) for row in rows if not only or row["id"] in only]


async def _names(meeting: UUID) -> dict[UUID, str]:
    rows = await Reviewer.select(
        Reviewer.id, Reviewer.person.registered_name.as_alias("name")
    ).where(Reviewer.meeting == meeting)
    return {row["id"]: row["name"] for row in rows}


def _row(row: dict[str, Any], found: dict[UUID, Standing], barred: frozenset[UUID]) -> ScoreRow:
    is_conflicted = row["id"] in barred
    return ScoreRow(
        code=row["code"],
        title=row["title"],
        topic_code=row["topic_code"] or "",
        topic_title=row["topic_title"] or "",
        standing=None if is_conflicted else found.get(row["id"]),
        is_conflicted=is_conflicted,
    )
