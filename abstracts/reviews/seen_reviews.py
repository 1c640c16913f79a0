"""The reviews of one abstract as somebody with a seat may see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from abstracts.reviewers.rounds import RoundInfo
from abstracts.reviews.reading import ReviewInfo, review_of_row
from abstracts.reviews.saying import criteria_mean
from abstracts.reviews.seats import Seated
from abstracts.tables.review import Assignment, Review
from abstracts.vocabulary import AssignmentState

_REVIEWER: Any = Assignment.reviewer
NAMELESS = "Reviewer {}"


@dataclass(frozen=True, slots=True)
class SeenReview:
    """One reviewer's part in a round: what they sent, or that they have not, or stood back."""

    assignment: UUID
    round: RoundInfo
    reviewer: str
    is_own: bool
    state: AssignmentState
    recusal: str
    review: ReviewInfo
    is_reopened: bool

    @property
    def criteria_mean(self) -> float | None:
        """The weighted mean of the criteria, beside the overall score."""
        return criteria_mean(self.review.said, self.round)

    @property
    def score_of(self) -> Mapping[str, int]:
        """Criterion key -> score."""
        return self.review.said.scores


async def reviews_of(seat: Seated) -> list[SeenReview]:
    """What was sent in the rounds that the seat sees, by round. Never a draft.

    Committee and topic chairs see too who has not sent and who stood back and why.
    """
    rows = await _assignments(seat)
    if not rows:
        return []
    sent = await Review.select().where(
        Review.assignment.is_in([row["id"] for row in rows]), Review.sent_at.is_not_null()
    )
    reviews = {row["assignment"]: review_of_row(row) for row in sent}
    numbers = numbers_of(rows)
    seen = [
        _seen(seat, row, round_, numbers, reviews)
        for round_ in seat.rounds
        for row in rows
        if row["round"] == round_.id
    ]
    return [each for each in seen if seat.sees_all or each.state is AssignmentState.SENT]


async def names_in(seat: Seated) -> dict[tuple[UUID, UUID], str]:
    """(round, person) -> "Reviewer 2", for the reviewers of the abstract; as their reviews say."""
    rows = await _assignments(seat)
    numbers = numbers_of(rows)
    return {
        (row["round"], row["person"]): NAMELESS.format(numbers[row["round"], row["person"]])
        for row in rows
    }


def numbers_of(rows: Sequence[Mapping[str, Any]]) -> dict[tuple[UUID, UUID], int]:
    """A lasting number for each reviewer of an abstract in a round; it tells nothing of them."""
    made: dict[tuple[UUID, UUID], int] = {}
    for row in sorted(rows, key=lambda each: str(each["id"])):
        count = sum(1 for round_, _ in made if round_ == row["round"])
        made.setdefault((row["round"], row["person"]), count + 1)
    return made


async def _assignments(seat: Seated) -> list[dict[str, Any]]:
    if not seat.rounds:
        return []
    rows: list[dict[str, Any]] = (
        await Assignment.select(
            Assignment.id,
            Assignment.round,
            Assignment.state,
            Assignment.recusal,
            Assignment.reopened_at,
            _REVIEWER.person.as_alias("person"),
            _REVIEWER.person.registered_name.as_alias("name"),
        )
        .where(
            Assignment.abstract == seat.abstract,
            Assignment.round.is_in([each.id for each in seat.rounds]),
        )
        .order_by(Assignment.id)
    )
    return rows


def _seen(
    seat: Seated,
    row: Mapping[str, Any],
    round_: RoundInfo,
    numbers: Mapping[tuple[UUID, UUID], int],
    reviews: Mapping[UUID, ReviewInfo],
) -> SeenReview:
    is_own = row["person"] == seat.person
    name = row["name"]
    if seat.hides_names(round_):
        name = NAMELESS.format(numbers[round_.id, row["person"]])
    return SeenReview(
        assignment=row["id"],
        round=round_,
        reviewer="You" if is_own else name,
        is_own=is_own,
        state=AssignmentState(row["state"]),
        recusal=row["recusal"] if seat.sees_all else "",
        review=reviews.get(row["id"], ReviewInfo()),
        is_reopened=row["reopened_at"] is not None,
    )
