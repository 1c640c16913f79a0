"""What the reviewer's list shows beside what they were given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.query.functions import Count

from abstracts.reviewers.rounds import RoundInfo
from abstracts.reviews.queue_rules import Progress, progress_of
from abstracts.reviews.reading import Given
from abstracts.tables.review import Assignment, Reviewer
from abstracts.vocabulary import AssignmentState, ReviewerState


@dataclass(frozen=True, slots=True)
class RoundList:
    """A round as its reviewer sees it: how far they are, and their list."""

    round: RoundInfo
    progress: Progress
    given: tuple[Given, ...]

    def is_waiting(self, now: datetime) -> bool:
        """Whether something can still be done in it: such rounds stand first."""
        return self.round.is_open(now) and not self.progress.is_done


@dataclass(frozen=True, slots=True)
class MyReviewing:
    """How far somebody is at one meeting, for the card on "My"."""

    meeting: UUID
    slug: str
    title: str


def by_round(given: Sequence[Given]) -> list[RoundList]:
    """The lists of the rounds in their order; a round with nothing given is absent."""
    rounds = dict.fromkeys(each.round.id for each in given)
    lists = []
    for round_ in rounds:
        mine = tuple(each for each in given if each.round.id == round_)
        lists.append(RoundList(mine[0].round, progress_of(mine), mine))
    return lists


async def sent_counts(given: Sequence[Given]) -> dict[tuple[UUID, UUID], int]:
    """(round, abstract) -> how many reviews it has: who is least reviewed comes next."""
    if not given:
        return {}
    rows = (
        await Assignment.select(Assignment.round, Assignment.abstract, Count(alias="count"))
        .where(
            Assignment.round.is_in(list({each.round.id for each in given})),
            Assignment.state == AssignmentState.SENT.value,
            Assignment.abstract.is_in(list({each.abstract for each in given})),
        )
        .group_by(Assignment.round, Assignment.abstract)
    )
    return {(row["round"], row["abstract"]): row["count"] for row in rows}


async def meetings_reviewed(person: UUID) -> list[MyReviewing]:
    """The meetings that a person reviews for, newest first."""
    meeting: Any = Reviewer.meeting
    rows = (
        await Reviewer.select(
            meeting.id.as_alias("meeting"),
            meeting.slug.as_alias("slug"),
            meeting.title.as_alias("title"),
        )
        .where(Reviewer.person == person, Reviewer.state == ReviewerState.ACCEPTED.value)
        .order_by(meeting.starts_on, ascending=False)
    )
    return [MyReviewing(**row) for row in rows]
