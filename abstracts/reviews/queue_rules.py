"""The reviewer's list: how far they are, how long it will take, what comes next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from uuid import UUID

from abstracts.reviews.reading import Given
from abstracts.vocabulary import AssignmentState
from conference.people.rules import fold
from conference.web.marks import unmarked

PAUSE = timedelta(minutes=30)  # a longer gap between two sent reviews is not reviewing
FEWEST_GAPS = 3  # before that nobody's pace is known
SHOWN = ("open", "draft", "sent", "recused")


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of what a reviewer was given is done; what they stood back from is not theirs."""

    total: int
    done: int
    drafts: int
    left: timedelta | None

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do."""
        return self.done == self.total


def progress_of(given: Sequence[Given]) -> Progress:
    """12 of 30 done, and how long the rest takes at the reviewer's own pace."""
    mine = [each for each in given if each.state is not AssignmentState.RECUSED]
    done = [each for each in mine if each.state is AssignmentState.SENT]
    gap = pace_of([each.review.sent_at for each in done if each.review.sent_at])
    left = len(mine) - len(done)
    return Progress(
        total=len(mine),
        done=len(done),
        drafts=sum(each.is_draft for each in mine),
        left=gap * left if gap is not None and left else None,
    )


def pace_of(sent: Sequence[datetime]) -> timedelta | None:
    """The middle gap between reviews sent one after the other; None with fewer than three gaps."""
    ordered = sorted(sent)
    gaps = [later - earlier for earlier, later in pairwise(ordered)]
    work = [gap.total_seconds() for gap in gaps if timedelta() < gap <= PAUSE]
    return timedelta(seconds=median(work)) if len(work) >= FEWEST_GAPS else None


def filtered(given: Sequence[Given], shown: str, text: str) -> list[Given]:
    """Those in a state and with these words in title or reference; never in authors' names."""
    words = fold(text).split()
    return [
        each
        for each in given
        if (not shown or shown_as(each) == shown)
        and all(word in fold(f"{each.code} {unmarked(each.title)}") for word in words)
    ]


def shown_as(given: Given) -> str:
    """open, draft, sent or recused."""
    return "draft" if given.is_draft else given.state.value


def next_to_review(
    given: Sequence[Given],
    sent: Mapping[tuple[UUID, UUID], int],
    now: datetime,
    *,
    after: Given | None = None,
    round_: UUID | None = None,
) -> Given | None:
    """The open one with the fewest reviews: of the same round first, or of `round_` alone."""
    here = after.round.id if after else round_
    waiting = [
        each
        for each in given
        if each.state is AssignmentState.OPEN
        and each.may_write(now)
        and (after is None or each.assignment != after.assignment)
        and (round_ is None or each.round.id == round_)
    ]
    return min(
        waiting,
        key=lambda each: (
            each.round.id != here,
            sent.get((each.round.id, each.abstract), 0),
            each.position,
            each.code,
        ),
        default=None,
    )


def neighbours(given: Sequence[Given], here: Given) -> tuple[Given | None, Given | None]:
    """The one before and the one after in the list of the same round."""
    row = [each for each in given if each.round.id == here.round.id]
    places = [n for n, each in enumerate(row) if each.assignment == here.assignment]
    if not places:
        return None, None
    place = places[0]
    return (row[place - 1] if place else None, row[place + 1] if place + 1 < len(row) else None)
