"""The only way to read an abstract, a list of abstracts or a figure for a reviewer (V02, V03)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from piccolo.columns.combination import And

from abstracts.manuscript import Figure, Manuscript, Part
from abstracts.queries import abstract_of_meeting
from abstracts.reviewers.conflict_queries import conflicted_abstracts
from abstracts.reviewers.rounds import RoundInfo, rounds_of
from abstracts.reviews.blinding import for_reviewers
from abstracts.reviews.saying import NOTHING_SAID, Said
from abstracts.tables import AbstractFigure
from abstracts.tables.review import Assignment, Review
from abstracts.vocabulary import (
    PREFERENCE_WORDS,
    AbstractState,
    AssignmentState,
    Preference,
    ReviewerState,
)
from abstracts.writing.printing import Printed, printed

# What nobody reviews any more, or not yet.
UNREADABLE = (AbstractState.DRAFT.value, AbstractState.WITHDRAWN.value)
_ABSTRACT: Any = Assignment.abstract
_REVIEWER: Any = Assignment.reviewer


@dataclass(frozen=True, slots=True)
class ReviewInfo:
    """A reviewer's own review as it is saved; version 0 is none yet."""

    said: Said = NOTHING_SAID
    version: int = 0
    saved_at: datetime | None = None
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """One abstract that a reviewer was given in a round, as they may read it."""

    assignment: UUID
    abstract: UUID
    code: str
    round: RoundInfo
    state: AssignmentState
    recusal: str
    reopened_at: datetime | None
    position: int
    topic_title: str
    manuscript: Manuscript
    review: ReviewInfo
    is_in_conflict: bool = False

    @property
    def title(self) -> str:
        """With its marks."""
        return self.manuscript.title

    @property
    def is_draft(self) -> bool:
        """Begun and not sent."""
        return self.state is AssignmentState.OPEN and self.review.version > 0

    @property
    def printed(self) -> Printed:
        """As it will print, for this reader."""
        return printed(self.manuscript)

    @property
    def wish(self) -> str:
        """How the authors would like to present, in words."""
        return PREFERENCE_WORDS[self.manuscript.preference]

    def may_take_back(self, now: datetime) -> bool:
        """Stood back, and free to review it after all: a conflict stays one (V03)."""
        is_recused = self.state is AssignmentState.RECUSED
        return is_recused and not self.is_in_conflict and self.may_write(now)

    def may_write(self, now: datetime) -> bool:
        """While the round is open, or after it where the committee has reopened this one."""
        return self.round.is_open(now) or (
            self.reopened_at is not None and now >= self.round.opens_at
        )


@dataclass(frozen=True, slots=True)
class FigureBytes:
    """A figure without its name."""

    media_type: str
    body: bytes


async def abstract_for_reviewer(
    meeting: UUID, round_key: str, code: str, person: UUID
) -> Given | None:
    """One abstract for the reviewer who was given it, blind as its round is.

    None for whoever was not given it, is in conflict with it, or where it was withdrawn: the same
    answer as for a reference that does not exist.
    """
    where = And(_ABSTRACT.code == code.upper(), Assignment.round.key == round_key)
    return await pick(meeting, await _given(meeting, person, where), round_key, code)


async def pick(meeting: UUID, given: Sequence[Given], round_key: str, code: str) -> Given | None:
    """One of those that were read by `given_to`, whole; None for what was stood back from."""
    for each in given:
        is_it = each.code == code.upper() and each.round.key == round_key
        if is_it and each.state is not AssignmentState.RECUSED:
            return each if each.round.is_blind else await _opened(meeting, each)
    return None


async def given_to(meeting: UUID, person: UUID) -> list[Given]:
    """All that a reviewer was given at a meeting, by round and place; what is in conflict is out.

    Texts are as a blind reader may have them, in open rounds too: a list needs no authors. Of what
    they stood back from they keep reference and title.
    """
    return await _given(meeting, person, None)


async def figure_for_reviewer(given: Given) -> FigureBytes | None:
    """The figure of an abstract that a reviewer may read."""
    row = (
        await AbstractFigure.select(AbstractFigure.media_type, AbstractFigure.body)
        .where(AbstractFigure.abstract == given.abstract)
        .first()
    )
    return FigureBytes(row["media_type"], bytes(row["body"])) if row else None


async def comments_to_authors(abstracts: Collection[UUID]) -> dict[UUID, tuple[str, ...]]:
    """What sent reviews say to the authors, nameless, in an order that tells nothing."""
    if not abstracts:
        return {}
    rows = await Review.select(
        Review.to_authors, Review.assignment.abstract.as_alias("abstract")
    ).where(_sent_of(abstracts), Review.to_authors != "")
    made: dict[UUID, list[str]] = {}
    for row in rows:
        made.setdefault(row["abstract"], []).append(row["to_authors"])
    return {abstract: tuple(sorted(texts)) for abstract, texts in made.items()}


def _sent_of(abstracts: Collection[UUID]) -> And:
    of_review: Any = Review.assignment
    return And(
        of_review.abstract.is_in(list(abstracts)),
        And(of_review.state == AssignmentState.SENT.value, Review.sent_at.is_not_null()),
    )


async def _given(meeting: UUID, person: UUID, where: And | None) -> list[Given]:
    mine = And(
        And(_REVIEWER.person == person, _REVIEWER.state == ReviewerState.ACCEPTED.value),
        And(_ABSTRACT.meeting == meeting, _ABSTRACT.state.not_in(list(UNREADABLE))),
    )
    rows = (
        await Assignment.select(*_columns())
        .where(And(mine, where) if where else mine)
        .order_by(Assignment.position)
        .order_by(_ABSTRACT.code)
    )
    rounds = await rounds_of(meeting)
    barred = await conflicted_abstracts(meeting, person)
    readable = [row for row in rows if row["abstract"] not in barred or _is_recused(row)]
    reviews = await _reviews([row["id"] for row in readable])
    figures = await _figures([row["abstract"] for row in readable])
    return [
        replace(_made(row, each, reviews, figures), is_in_conflict=row["abstract"] in barred)
        for each in rounds
        for row in readable
        if row["round"] == each.id
    ]


def _is_recused(row: dict[str, Any]) -> bool:
    return bool(row["state"] == AssignmentState.RECUSED.value)


def _columns() -> Sequence[Any]:
    return (
        Assignment.id,
        Assignment.round,
        Assignment.abstract,
        Assignment.state,
        Assignment.recusal,
        Assignment.reopened_at,
        Assignment.position,
        _ABSTRACT.code.as_alias("code"),
        _ABSTRACT.title.as_alias("title"),
        _ABSTRACT.body.as_alias("body"),
        _ABSTRACT.parts.as_alias("parts"),
        _ABSTRACT.keywords.as_alias("keywords"),
        _ABSTRACT.preference.as_alias("preference"),
        _ABSTRACT.is_for_lightning.as_alias("is_for_lightning"),
        _ABSTRACT.topic.title.as_alias("topic_title"),
    )


async def _reviews(assignments: list[UUID]) -> dict[UUID, ReviewInfo]:
    if not assignments:
        return {}
    rows = await Review.select().where(Review.assignment.is_in(assignments))
    return {row["assignment"]: review_of_row(row) for row in rows}


def review_of_row(row: dict[str, Any]) -> ReviewInfo:
    """A review as its row keeps it."""
    said = Said(
        overall=row["overall"],
        scores=msgspec.json.decode(row["scores"], type=dict[str, int]),
        recommendation=row["recommendation"],
        to_committee=row["to_committee"],
        to_authors=row["to_authors"],
    )
    return ReviewInfo(said, row["version"], row["saved_at"], row["sent_at"])


async def _figures(abstracts: list[UUID]) -> dict[UUID, Figure]:
    if not abstracts:
        return {}
    rows = await AbstractFigure.select(
        AbstractFigure.abstract, AbstractFigure.digest, AbstractFigure.caption, AbstractFigure.alt
    ).where(AbstractFigure.abstract.is_in(abstracts))
    return {row["abstract"]: Figure(row["digest"], row["caption"], row["alt"]) for row in rows}


def _made(
    row: dict[str, Any],
    round_: RoundInfo,
    reviews: dict[UUID, ReviewInfo],
    figures: dict[UUID, Figure],
) -> Given:
    return Given(
        assignment=row["id"],
        abstract=row["abstract"],
        code=row["code"],
        round=round_,
        state=AssignmentState(row["state"]),
        recusal=row["recusal"],
        reopened_at=row["reopened_at"],
        position=row["position"],
        topic_title=row["topic_title"] or "",
        manuscript=for_reviewers(_manuscript(row, figures.get(row["abstract"])), is_blind=True),
        review=reviews.get(row["id"], ReviewInfo()),
    )


def _manuscript(row: dict[str, Any], figure: Figure | None) -> Manuscript:
    if _is_recused(row):
        return Manuscript(title=row["title"])
    return Manuscript(
        title=row["title"],
        preference=Preference(row["preference"]),
        body=row["body"],
        is_for_lightning=row["is_for_lightning"],
        parts=msgspec.json.decode(row["parts"], type=tuple[Part, ...]),
        keywords=row["keywords"],
        figure=figure,
    )


async def _opened(meeting: UUID, given: Given) -> Given:
    """The same with all that an open round shows."""
    whole = await abstract_of_meeting(meeting, given.code)
    if whole is None:
        return given
    return replace(given, manuscript=for_reviewers(whole.manuscript, is_blind=False))
