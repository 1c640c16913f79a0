"""An award as the committee sees it: applicants by rank, ties, balance, money."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from abstracts.awards.applications import ApplicationInfo, applications_of
from abstracts.awards.barring import Bar, bar_of
from abstracts.awards.cycles import CycleInfo
from abstracts.awards.facts import scores_for
from abstracts.awards.offering import ranking_of, room_left
from abstracts.awards.rules import HOLDS_MONEY, STAGE_WORDS, STATE_WORDS, WINS
from abstracts.vocabulary import AwardState
from conference.web.formats import country_name
from conference.web.sheets import Cell

_RANKED = frozenset({AwardState.SUBMITTED, AwardState.SHORTLISTED}) | HOLDS_MONEY
COLUMNS = (
    "Rank", "Name", "Affiliation", "Country", "Career stage", "Degree", "Leave (months)",
    "Abstract", "Score", "State", "Reason", "Letters", "Offered", "Answer by",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One applicant; `place` and `score` are None where the viewer may not see them (W05)."""

    application: ApplicationInfo
    score: float | None = None
    place: int | None = None
    is_tied: bool = False
    was_tied: bool = False
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """All applications for an award, for one viewer."""

    rows: tuple[Row, ...]
    bar: Bar
    counts: Mapping[AwardState, int]
    ties: tuple[tuple[Row, ...], ...]
    room: int
    spent: int
    balance: tuple[tuple[str, tuple[tuple[str, int, int], ...]], ...]

    @property
    def has_waiting(self) -> bool:
        """Whether somebody eligible could be offered what is left."""
        return bool(self.room) and bool(self.counts.get(AwardState.SHORTLISTED))

    @property
    def winners(self) -> int:
        """How many have accepted."""
        return sum(self.counts.get(state, 0) for state in WINS)


async def board_of(cycle: CycleInfo, viewer: UUID | None) -> Board:
    """The award for one viewer: whom they are in conflict with has no score and no place for
    them, and an applicant sees nobody (W05). A fixed number of statements."""
    every = await applications_of(cycle.id)
    bar = await bar_of(cycle.meeting, viewer, every)
    scores = await scores_for(cycle)
    rows = _rows(every, bar, scores)
    held = [each for each in every if each.holds_money]
    return Board(
        rows=() if bar.is_applicant else rows,
        bar=bar,
        counts=_counts(every),
        ties=_ties(rows),
        room=room_left(cycle, every),
        spent=sum(each.amount or 0 for each in held),
        balance=() if bar.sentence else _balance(every),
    )


def _rows(
    every: Sequence[ApplicationInfo], bar: Bar, scores: Mapping[UUID, float]
) -> tuple[Row, ...]:
    known = {each.id: each for each in every}
    seen = [each for each in every if each.id not in bar.hidden]
    ranked = ranking_of([each for each in seen if each.state in _RANKED], scores)
    equal = Counter(_merit(each.score) for each in ranked)
    rows = [
        Row(
            known[each.who],
            each.score,
            each.place,
            each.is_tied,
            equal[_merit(each.score)] > 1,
        )
        for each in ranked
    ]
    placed = {each.who for each in ranked}
    rest = [
        Row(each, scores.get(each.abstract) if each.abstract else None)
        for each in seen
        if each.id not in placed
    ]
    hidden = [Row(each, is_hidden=True) for each in every if each.id in bar.hidden]
    return (*rows, *rest, *hidden)


def _counts(every: Sequence[ApplicationInfo]) -> dict[AwardState, int]:
    """How many are in each state, in the order in which states follow."""
    found = Counter(each.state for each in every)
    return {state: found[state] for state in AwardState if found[state]}


def _merit(score: float | None) -> float | None:
    return None if score is None else round(score, 4)


def _ties(rows: Sequence[Row]) -> tuple[tuple[Row, ...], ...]:
    """People of one score who wait for an offer, also where an order was given."""
    groups: dict[float | None, list[Row]] = {}
    for row in rows:
        if row.place is not None and row.application.state is AwardState.SHORTLISTED:
            groups.setdefault(_merit(row.score), []).append(row)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)


def _balance(
    every: Sequence[ApplicationInfo],
) -> tuple[tuple[str, tuple[tuple[str, int, int], ...]], ...]:
    """By country and by career stage: how many are considered, and how many hold the award."""
    ranked = [each for each in every if each.state in _RANKED]
    return (
        ("Country", _shares([(_country(each), each.holds_money) for each in ranked])),
        ("Career stage", _shares([(_stage(each), each.holds_money) for each in ranked])),
    )


def _shares(pairs: Sequence[tuple[str, bool]]) -> tuple[tuple[str, int, int], ...]:
    """(word, how many, how many of them hold the award), by word."""
    every = Counter(word for word, _ in pairs)
    held = Counter(word for word, is_held in pairs if is_held)
    return tuple((word, count, held[word]) for word, count in sorted(every.items()))


def _country(each: ApplicationInfo) -> str:
    return country_name(each.country) if each.country else "Not given"


def _stage(each: ApplicationInfo) -> str:
    return STAGE_WORDS[each.stage] if each.stage else "Not given"


def cells(board: Board) -> list[list[Cell]]:
    """The table for a spreadsheet; whom the viewer is in conflict with is left out."""
    return [
        [
            row.place,
            each.name,
            each.affiliation,
            each.country,
            STAGE_WORDS[each.stage] if each.stage else "",
            each.degree_on,
            each.leave_months,
            each.abstract_code,
            None if row.score is None else f"{row.score:.2f}",
            STATE_WORDS[each.state][0],
            each.reason,
            f"{sum(1 for one in each.letters if one.received_at)} of {len(each.letters)}",
            each.offered_at,
            each.answer_by,
        ]
        for row in board.rows
        if not row.is_hidden
        for each in (row.application,)
    ]
