"""What an import would do, row by row, before anything is written."""

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from abstracts.calls.rules import CallRules
from abstracts.importing.abstract_rows import AbstractRow
from abstracts.importing.review_rows import ReviewRow
from abstracts.length import count_length
from abstracts.manuscript import Manuscript
from abstracts.queries.calls import TopicInfo
from abstracts.rules import find_author_problems
from abstracts.vocabulary import Outcome
from conference.people.rules import fold, normal_address

ACCEPTED = (Outcome.ORAL, Outcome.LIGHTNING, Outcome.POSTER)


class ImportKind(StrEnum):
    """What a file holds."""

    ABSTRACTS = "abstracts"
    REVIEWS = "reviews"


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    KNOWN = "known"
    REFUSED = "refused"


FATE_WORDS: Mapping[Fate, tuple[str, str]] = {
    Fate.NEW: ("To be taken over", "good"),
    Fate.KNOWN: ("Here already", "info"),
    Fate.REFUSED: ("Cannot be taken over", "bad"),
}


@dataclass(frozen=True, slots=True)
class ProposedAbstract:
    """A row of abstracts: what would be written, or why nothing would."""

    row: AbstractRow
    fate: Fate
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProposedReview:
    """A row of reviews with the abstract it is about."""

    row: ReviewRow
    fate: Fate
    reasons: tuple[str, ...] = ()
    abstract: UUID | None = None
    is_new_reviewer: bool = False


Proposed = ProposedAbstract | ProposedReview


@dataclass(frozen=True, slots=True)
class KnownReviews:
    """What the meeting holds: abstracts by reference, reviewers by address, who has reviewed what.

    `barred` are pairs of an address and an abstract that the reviewer may not judge (V03).
    """

    abstracts: Mapping[str, UUID]
    reviewers: Collection[str]
    reviewed: Collection[tuple[str, UUID]]
    barred: Mapping[tuple[str, UUID], str]


def propose_abstracts(
    rows: Sequence[AbstractRow],
    rules: CallRules,
    topics: Sequence[TopicInfo],
    known: Mapping[str, str],
    *,
    has_agreed: bool = False,
) -> tuple[ProposedAbstract, ...]:
    """One proposal a row; a reference that is here already is left as it is.

    `known` are the references that were imported before, with our own; `has_agreed`: the authors
    agreed to the call's statements where the abstracts were collected (A11).
    """
    times = Counter(row.reference for row in rows)
    agreed = tuple(each.key for each in rules.statements) if has_agreed else ()
    return tuple(_abstract(row, rules, topics, known, times, agreed) for row in rows)


def propose_reviews(rows: Sequence[ReviewRow], known: KnownReviews) -> tuple[ProposedReview, ...]:
    """One proposal a row; nobody reviews an abstract twice, nor one they are in conflict with."""
    times = Counter((normal_address(row.email), row.reference) for row in rows)
    return tuple(_review(row, known, times) for row in rows)


def seen_of(proposed: Sequence[Proposed]) -> str:
    """Names exactly this proposal: applying says which one was looked at."""
    text = "\n".join(f"{p.row.number} {p.fate} {p.row.reference}" for p in proposed)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _abstract(
    row: AbstractRow,
    rules: CallRules,
    topics: Sequence[TopicInfo],
    known: Mapping[str, str],
    times: Counter[str],
    agreed: tuple[str, ...],
) -> ProposedAbstract:
    if row.reference in known:
        here = f"It is {known[row.reference]} here and stays as it is."
        return ProposedAbstract(row, Fate.KNOWN, (here,))
    problems = [*row.problems]
    if times[row.reference] > 1:
        problems.append(f"Reference {row.reference} is on several rows.")
    manuscript = replace(
        row.manuscript,
        topic=_topic(row.manuscript.topic, topics, problems),
        second_topic=_topic(row.manuscript.second_topic, topics, problems, is_needed=False),
        agreed=agreed,
    )
    problems += _manuscript_problems(manuscript, rules)
    presenter = next((each for each in manuscript.authors if each.is_presenting), None)
    if row.outcome in ACCEPTED and presenter and not presenter.email:
        problems.append("The presenting author of an accepted abstract needs an e-mail address.")
    fate = Fate.REFUSED if problems else Fate.NEW
    return ProposedAbstract(replace(row, manuscript=manuscript), fate, tuple(problems))


def _topic(
    text: str, topics: Sequence[TopicInfo], problems: list[str], *, is_needed: bool = True
) -> str:
    for each in topics:
        if fold(text) in (fold(each.code), fold(each.title), fold(f"{each.code} {each.title}")):
            return each.code
    if text:
        problems.append(f"No topic is called “{text}”.")
    elif is_needed:
        problems.append("The topic is missing.")
    return ""


def _manuscript_problems(manuscript: Manuscript, rules: CallRules) -> list[str]:
    """What an abstract must have wherever it was collected (A01, A04)."""
    problems = [] if manuscript.title else ["The title is missing."]
    if not manuscript.body:
        problems.append("The text is missing.")
    problems += find_author_problems(manuscript.authors, rules.max_authors).values()
    count = count_length(rules.policy, manuscript.title, manuscript.authors, manuscript.body)
    return [*problems, *count.problems]


def _review(row: ReviewRow, known: KnownReviews, times: Counter[tuple[str, str]]) -> ProposedReview:
    address = normal_address(row.email)
    abstract = known.abstracts.get(fold(row.reference))
    problems = [*row.problems]
    if abstract is None:
        problems.append(f"The round reads no abstract with the reference “{row.reference}”.")
    elif (address, abstract) in known.reviewed:
        return ProposedReview(row, Fate.KNOWN, ("This reviewer’s review is here.",), abstract)
    elif why := known.barred.get((address, abstract)):
        problems.append(f"The reviewer is in conflict: {why}")
    if times[(address, row.reference)] > 1:
        problems.append("This reviewer is on several rows for this abstract.")
    fate = Fate.REFUSED if problems else Fate.NEW
    return ProposedReview(row, fate, tuple(problems), abstract, address not in known.reviewers)
