"""The reviews of the demo: a round that is over, and one in which reviewers are busy."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from abstracts.reviewers.assigning import Paper, Placement, Reader, Rules, assign
from abstracts.reviewers.conflict_queries import conflicts_of
from abstracts.tables.calls import TopicChair
from abstracts.tables.deciding import DecisionRelease, DecisionTarget
from abstracts.tables.review import Assignment, DiscussionPost, Interest, Review, Reviewer
from abstracts.tables.review import ReviewRound as Round
from abstracts.vocabulary import (
    AbstractState,
    AssignmentState,
    CallKind,
    Decision,
    Outcome,
    ReviewerState,
)
from conference.demo.calendar import SOCIETY_ZONE
from conference.demo.crowd import Crowd, DemoPerson
from conference.demo.ground import Ground
from conference.demo.paper_rows import WrittenPaper
from conference.demo.seeded import Seeded, insert_rows
from conference.people.rules import clean

REVIEWS = 3
BUSY = 5  # reviewers of the late-breaking round
SENT, DRAFTED = 0.35, 0.5
INSTRUCTIONS = (
    "One overall score: 5 for the best tenth, 4 for the next fifth, 3 for solid work, 2 for work "
    "that is not yet ready, 1 for work outside the field. Authors read what you write to them."
)
# What the work is worth, as the committee found: the middle of its scores.
_WORTH = {Decision.ORAL: 4.4, Decision.LIGHTNING: 4.0, Decision.POSTER: 3.2, None: 2.1}
_TO_AUTHORS = (
    "Clear question and a convincing model. Please say how many animals were used.",
    "The main result is strong; the last sentence claims a little more than the figure shows.",
    "Interesting, but the controls of the second experiment are not described.",
    "Well written. A dose response would make the case stronger.",
    "Please name the statistical test and correct for multiple comparisons.",
)
_TO_COMMITTEE = (
    "Would make a lively talk.",
    "Solid poster; not new enough for a talk.",
    "A similar abstract came two years ago; this one goes further.",
    "I would ask for the raw data before an oral presentation.",
)
_POSTS = (
    "The scores differ because the methods are new to some of us. I would take it as a talk.",
    "I can live with a talk, if the presenter shows the controls.",
)


@dataclass(slots=True)
class Panel:
    """The reviewers, their interests, and how strict each of them is."""

    rows: list[Reviewer]
    interests: dict[UUID, dict[UUID, int]]
    bias: dict[UUID, float]
    busy: frozenset[UUID]


async def write_reviews(
    ground: Ground, crowd: Crowd, papers: Sequence[WrittenPaper], seed: int
) -> None:
    """Reviewers, two rounds, assignments by the program's own rule, reviews, a discussion."""
    seeded = Seeded(seed, "reviews")
    panel = await _seat_panel(ground, crowd, seeded)
    conflicts = frozenset((c.reviewer, c.abstract) for c in await conflicts_of(ground.meeting.id))
    calendar = ground.calendar
    over = _round(
        ground, seeded, CallKind.REGULAR, "Abstracts", calendar.call_closes, calendar.decided
    )
    busy = _round(
        ground, seeded, CallKind.LATE_BREAKING, "Late-breaking abstracts",
        calendar.late_call_opens, calendar.late_call_closes + timedelta(days=4),
    )  # fmt: skip
    await insert_rows([over, busy])
    read = [each for each in papers if each.paper.call is CallKind.REGULAR]
    late = [each for each in papers if each.paper.state is AbstractState.SUBMITTED]
    everybody = [row.id for row in panel.rows]
    await _review(ground, panel, over, read, everybody, conflicts, seeded)
    await _review(ground, panel, busy, late, sorted(panel.busy, key=str), conflicts, seeded)
    await _discuss(ground, crowd, read, seeded)
    await _note_decisions(ground, crowd, read, seeded)


async def _seat_panel(ground: Ground, crowd: Crowd, seeded: Seeded) -> Panel:
    now, rng = ground.calendar.call_opens, seeded.random
    people = [crowd.personas["reviewer"], *crowd.committee]
    rows = [
        Reviewer(
            id=seeded.id(), created_at=now, meeting=ground.meeting.id, person=person.id,
            state=ReviewerState.ACCEPTED.value, institutions=clean(person.institution.name),
            invited_at=now, answered_at=now + timedelta(hours=rng.randint(3, 200)),
        )
        for person in people
    ]  # fmt: skip
    topics = [topic.id for topic in ground.topics.values()]
    interests = {row.id: _interests(topics, seeded) for row in rows}
    await insert_rows(rows)
    await insert_rows(
        [
            Interest(id=seeded.id(), created_at=now, reviewer=reviewer, topic=topic, level=level)
            for reviewer, levels in interests.items()
            for topic, level in levels.items()
        ]
    )
    await insert_rows(list(_topic_chairs(ground, people, seeded)))
    bias = {row.id: rng.gauss(0, 0.5) for row in rows}
    return Panel(rows, interests, bias, frozenset(row.id for row in rows[: BUSY + 1]))


def _interests(topics: Sequence[UUID], seeded: Seeded) -> dict[UUID, int]:
    """Two or three topics as an expert, a few more that they can read."""
    chosen = seeded.random.sample(topics, min(len(topics), seeded.random.randint(5, 7)))
    experts = seeded.random.randint(2, 3)
    return {topic: 2 if place < experts else 1 for place, topic in enumerate(chosen)}


def _topic_chairs(
    ground: Ground, people: Sequence[DemoPerson], seeded: Seeded
) -> Iterator[TopicChair]:
    for place, topic in enumerate(ground.topics.values()):
        chair = people[place % len(people)]
        yield TopicChair(
            id=seeded.id(), created_at=ground.calendar.call_opens, topic=topic.id, person=chair.id
        )


def _round(
    ground: Ground, seeded: Seeded, kind: CallKind, title: str, opens: datetime, closes: datetime
) -> Round:
    call = ground.calls[kind]
    return Round(
        id=seeded.id(), created_at=ground.calendar.call_opens, meeting=ground.meeting.id,
        key=kind.value.replace("_", "-"), title=title, position=len(title),
        calls=msgspec.json.encode([call.id]).decode(), opens_at=opens, closes_at=closes,
        zone=SOCIETY_ZONE, load_cap=60, instructions=INSTRUCTIONS,
    )  # fmt: skip


async def _review(
    ground: Ground,
    panel: Panel,
    round_: Round,
    papers: Sequence[WrittenPaper],
    reviewers: Sequence[UUID],
    conflicts: frozenset[tuple[UUID, UUID]],
    seeded: Seeded,
) -> None:
    readers = [Reader(each, panel.interests[each], cap=round_.load_cap) for each in reviewers]
    wanted = [
        Paper(each.id, ground.topics[each.paper.manuscript.topic].id, wanted=REVIEWS)
        for each in papers
    ]
    titles = {topic.id: topic.title for topic in ground.topics.values()}
    proposal = assign(readers, wanted, Rules(conflicts, topics=titles), seed=1)
    by_id = {each.id: each for each in papers}
    assignments, reviews = [], []
    for position, placement in enumerate(proposal.placements):
        row = _assignment(ground, round_, placement, position, seeded)
        review = _write(ground, panel, round_, row, by_id[placement.abstract], seeded)
        assignments.append(row)
        reviews += [review] if review else []
    await insert_rows(assignments)
    await insert_rows(reviews)


def _assignment(
    ground: Ground, round_: Round, placement: Placement, position: int, seeded: Seeded
) -> Assignment:
    given = min(round_.opens_at + timedelta(days=1), ground.calendar.now)
    return Assignment(
        id=seeded.id(), created_at=given, round=round_.id, abstract=placement.abstract,
        reviewer=placement.reviewer, why=placement.why, position=position,
    )  # fmt: skip


def _write(
    ground: Ground,
    panel: Panel,
    round_: Round,
    row: Assignment,
    written: WrittenPaper,
    seeded: Seeded,
) -> Review | None:
    """The review of a round that is over; in one that is not, some are drafts or not begun."""
    rng, is_over = seeded.random, round_.closes_at <= ground.calendar.now
    luck = 0.0 if is_over else rng.random()
    if luck > DRAFTED:
        return None
    reviewer: Any = row.reviewer
    worth = _WORTH[written.paper.decision]
    score = round(min(5, max(1, rng.gauss(worth + panel.bias[reviewer], 0.6))))
    end = round_.closes_at if is_over else ground.calendar.now
    at = row.created_at + (end - row.created_at) * rng.random() * 0.95
    is_sent = luck <= SENT
    row.state = (AssignmentState.SENT if is_sent else AssignmentState.OPEN).value
    return Review(
        id=seeded.id(), created_at=at, assignment=row.id, overall=score,
        recommendation=_recommended(score, round_),
        to_committee=rng.choice(_TO_COMMITTEE) if rng.random() < 0.3 else "",
        to_authors=rng.choice(_TO_AUTHORS) if rng.random() < 0.5 else "",
        saved_at=at, sent_at=at if is_sent else None,
    )  # fmt: skip


def _recommended(score: int, round_: Round) -> str:
    if round_.key != CallKind.REGULAR.value:
        return Outcome.POSTER.value if score > 1 else Outcome.REJECTED.value
    by_score = {5: Outcome.ORAL, 4: Outcome.LIGHTNING, 1: Outcome.REJECTED}
    return by_score.get(score, Outcome.POSTER).value


async def _discuss(
    ground: Ground, crowd: Crowd, papers: Sequence[WrittenPaper], seeded: Seeded
) -> None:
    """Two people of the committee spoke about the first talk."""
    talk = next(each for each in papers if each.paper.decision is Decision.ORAL)
    speakers = (crowd.personas["chair"], crowd.committee[0])
    at = ground.calendar.decided - timedelta(days=6)
    rows = [
        DiscussionPost(
            id=seeded.id(), created_at=at + timedelta(hours=5 * place), abstract=talk.id,
            person=person.id, by_name=person.name.registered, text=text,
        )
        for place, (person, text) in enumerate(zip(speakers, _POSTS, strict=True))
    ]  # fmt: skip
    await insert_rows(rows)


async def _note_decisions(
    ground: Ground, crowd: Crowd, papers: Sequence[WrittenPaper], seeded: Seeded
) -> None:
    """All decisions of the regular call were released at one moment (V07)."""
    calendar, counts = ground.calendar, dict[str, int]()
    for each in papers:
        if outcome := _outcome(each):
            counts[outcome] = counts.get(outcome, 0) + 1
    wanted = {
        Decision.ORAL: ground.shape.oral,
        Decision.LIGHTNING: ground.shape.lightning_talks,
        Decision.POSTER: ground.shape.poster_count,
    }
    targets = [
        DecisionTarget(
            id=seeded.id(), created_at=calendar.call_closes, meeting=ground.meeting.id,
            decision=decision.value, wanted=count,
        )
        for decision, count in wanted.items()
    ]  # fmt: skip
    release = DecisionRelease(
        id=seeded.id(), created_at=calendar.decided, meeting=ground.meeting.id, number=1,
        by_name=crowd.personas["chair"].name.registered, released_at=calendar.decided,
        answer_by=calendar.answer_by, register_by=calendar.presenters_registered,
        counts=msgspec.json.encode(counts).decode(),
    )  # fmt: skip
    await insert_rows(targets)
    await insert_rows([release])


def _outcome(written: WrittenPaper) -> str:
    if written.paper.decision:
        return written.paper.decision.value
    is_out = written.paper.state in (AbstractState.REJECTED, AbstractState.WAITLISTED)
    return written.paper.state.value if is_out else ""
