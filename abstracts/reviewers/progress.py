"""How far a round is: per abstract, per reviewer, per topic (situation 17)."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from abstracts.reviewers.assignment_queries import AssignmentRow, PaperRow
from abstracts.reviewers.rounds import RoundInfo
from abstracts.vocabulary import AssignmentState

WEEK = timedelta(days=7)
LATE = 0.25  # so much of the time more than of the work has passed


@dataclass(frozen=True, slots=True)
class Pace:
    """How a reviewer gets on: sent, open and stood back from; `a_day` is what it takes from now."""

    reviewer: UUID
    name: str
    done: int
    open: int
    recused: int
    last_week: int
    a_day: int
    is_behind: bool

    @property
    def total(self) -> int:
        """What they have to read or have read."""
        return self.done + self.open


@dataclass(frozen=True, slots=True)
class PaperProgress:
    """One abstract: how many reviews were sent, and how many are still open."""

    paper: PaperRow
    done: int
    open: int


@dataclass(frozen=True, slots=True)
class TopicProgress:
    """The abstracts of a topic, what is wanted for them, and what was sent."""

    topic: UUID | None
    abstracts: int
    wanted: int
    done: int
    open: int


@dataclass(frozen=True, slots=True)
class Progress:
    """A round; `missing` reviews nobody was asked for yet.

    `short` have too few reviewers, `unread` too few reviews when it has closed.
    """

    abstracts: int
    wanted: int
    done: int
    open: int
    recused: int
    missing: int
    short: tuple[PaperProgress, ...]
    unread: tuple[PaperProgress, ...]
    paces: tuple[Pace, ...]
    topics: tuple[TopicProgress, ...]


def measure(
    round_: RoundInfo,
    papers: Sequence[PaperRow],
    given: Sequence[AssignmentRow],
    sent: Mapping[UUID, Sequence[datetime]],
    now: datetime,
) -> Progress:
    """What was wanted, given, sent and stood back from; a recusal is no review (V03).

    An abstract with fewer reviewers than the least number is short at any time; after the closing,
    one with fewer reviews is for the chairs to decide. What is decided already is neither, and
    what was withdrawn counts only as its reviewers' work.
    """
    counts = Counter((each.abstract, each.state) for each in given)
    rows = [
        PaperProgress(
            paper,
            counts[paper.id, AssignmentState.SENT],
            counts[paper.id, AssignmentState.OPEN],
        )
        for paper in papers
    ]
    waiting = [row for row in rows if row.paper.is_waiting]
    is_over = now >= round_.closes_at
    return Progress(
        abstracts=len(rows),
        wanted=len(rows) * round_.reviews_wanted,
        done=sum(row.done for row in rows),
        open=sum(row.open for row in rows),
        recused=sum(each.state is AssignmentState.RECUSED for each in given),
        missing=sum(max(0, round_.reviews_wanted - row.done - row.open) for row in waiting),
        short=tuple(row for row in waiting if row.done + row.open < round_.reviews_least),
        unread=tuple(row for row in waiting if is_over and row.done < round_.reviews_least),
        paces=_paces(round_, given, sent, now),
        topics=_topics(round_, rows),
    )


def _paces(
    round_: RoundInfo,
    given: Sequence[AssignmentRow],
    sent: Mapping[UUID, Sequence[datetime]],
    now: datetime,
) -> tuple[Pace, ...]:
    by_reviewer: dict[UUID, list[AssignmentRow]] = defaultdict(list)
    for each in given:
        by_reviewer[each.reviewer].append(each)
    paces = [_pace(round_, rows, sent.get(id, ()), now) for id, rows in by_reviewer.items()]
    return tuple(sorted(paces, key=lambda pace: (not pace.is_behind, -pace.open, pace.name)))


def _pace(
    round_: RoundInfo, rows: Sequence[AssignmentRow], sent: Sequence[datetime], now: datetime
) -> Pace:
    states = Counter(row.state for row in rows)
    done, left = states[AssignmentState.SENT], states[AssignmentState.OPEN]
    began = max(round_.opens_at, min(row.assigned_at for row in rows))
    time = max((round_.closes_at - began).total_seconds(), 1.0)
    passed = min(max((now - began).total_seconds() / time, 0.0), 1.0)
    days = max(ceil((round_.closes_at - now) / timedelta(days=1)), 1)
    return Pace(
        reviewer=rows[0].reviewer,
        name=rows[0].name,
        done=done,
        open=left,
        recused=states[AssignmentState.RECUSED],
        last_week=sum(now - WEEK < at <= now for at in sent),
        a_day=ceil(left / days),
        is_behind=bool(left) and passed - done / (done + left) > LATE,
    )


def _topics(round_: RoundInfo, rows: Sequence[PaperProgress]) -> tuple[TopicProgress, ...]:
    of_topic: dict[UUID | None, list[PaperProgress]] = defaultdict(list)
    for row in rows:
        of_topic[row.paper.topic].append(row)
    return tuple(
        TopicProgress(
            topic,
            len(those),
            len(those) * round_.reviews_wanted,
            sum(row.done for row in those),
            sum(row.open for row in those),
        )
        for topic, those in of_topic.items()
    )
