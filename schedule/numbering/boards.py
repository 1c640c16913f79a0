"""Boards of poster sessions (B01-B03): order, parity, and two posters of one presenter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from conference.people.rules import fold
from schedule.numbering.patterns import Facts, group_of
from schedule.numbering.rules import Plan, WindowRule
from schedule.rules.board_numbers import are_neighbours, number_of


@dataclass(frozen=True, slots=True)
class Poster:
    """A poster in a session; `session_number` counts the poster sessions by time, from 1."""

    slot: UUID
    session: UUID
    session_number: int
    title: str
    reference: str = ""
    code: str = ""
    board: str = ""
    topic: int = 0
    given_name: str = ""
    family_name: str = ""
    presenter: UUID | None = None
    presenter_name: str = ""
    is_late: bool = False
    is_gone: bool = False
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    session_code: str = ""
    session_title: str = ""
    abstract: UUID | None = None
    room: str = ""

    @property
    def number(self) -> int | None:
        """The number that the board ends with."""
        return number_of(self.board)


@dataclass(frozen=True, slots=True)
class BoardProposal:
    """The board that a poster would have, and why it is not where the order puts it."""

    poster: Poster
    board: str
    reason: str = ""

    @property
    def is_change(self) -> bool:
        """Whether the board differs from what it is now."""
        return self.board != self.poster.board


@dataclass(frozen=True, slots=True)
class Window:
    """When the presenter stands at the board."""

    starts_at: datetime
    ends_at: datetime

    def overlaps(self, other: Window) -> bool:
        """Whether nobody can be at both."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True, slots=True)
class Apart:
    """Two posters of one presenter at the same hour, with others between them (B03)."""

    first: Poster
    second: Poster


def order_of(poster: Poster) -> tuple[bool, int, str, str, str]:
    """By topic, family name of the first author, reference; late-breaking ones last (B01, B05)."""
    names = fold(poster.family_name), fold(poster.given_name)
    return poster.is_late, poster.topic, *names, poster.reference


def propose_boards(plan: Plan, posters: Sequence[Poster]) -> list[BoardProposal]:
    """A board for each poster, session by session.

    After the freeze a board stays, and a poster without one stands at the end.
    """
    sessions: dict[UUID, list[Poster]] = defaultdict(list)
    for poster in posters:
        sessions[poster.session].append(poster)
    give = _given if plan.is_frozen else _anew
    ordered = sorted(sessions.values(), key=lambda each: each[0].session_number)
    return [proposal for each in ordered for proposal in give(plan, each)]


def _anew(plan: Plan, posters: Sequence[Poster]) -> list[BoardProposal]:
    live = sorted((each for each in posters if not each.is_gone), key=order_of)
    first, step = _parity(plan, posters[0].session_number)
    together = with_neighbours(live)
    return [
        BoardProposal(poster, _board(plan, poster, first + step * place), reason)
        for place, (poster, reason) in enumerate(together)
    ]


def _given(plan: Plan, posters: Sequence[Poster]) -> list[BoardProposal]:
    first, step = _parity(plan, posters[0].session_number)
    numbers = [each.number for each in posters if each.number is not None]
    following = max(numbers) + step if numbers else first
    made = []
    for poster in sorted(posters, key=order_of):
        if poster.board or poster.is_gone:
            made.append(BoardProposal(poster, poster.board))
            continue
        made.append(BoardProposal(poster, _board(plan, poster, following)))
        following += step
    return made


def _parity(plan: Plan, session_number: int) -> tuple[int, int]:
    if plan.window is not WindowRule.DAY:
        return 1, 1
    return (1, 2) if session_number % 2 else (2, 2)


def _board(plan: Plan, poster: Poster, number: int) -> str:
    facts = Facts("P", "", poster.session_number, poster.topic)
    return group_of(plan.board_pattern, facts).code(number)


def with_neighbours(ordered: Sequence[Poster]) -> list[tuple[Poster, str]]:
    """The order with the posters of one presenter side by side, each moved one with its reason."""
    mine: dict[UUID, list[Poster]] = defaultdict(list)
    for poster in ordered:
        if poster.presenter:
            mine[poster.presenter].append(poster)
    made: list[tuple[Poster, str]] = []
    done: set[UUID] = set()
    for poster in ordered:
        if poster.slot in done:
            continue
        made.append((poster, ""))
        done.add(poster.slot)
        for other in mine.get(poster.presenter, ()) if poster.presenter else ():
            if other.slot not in done:
                made.append((other, f"Beside {poster.reference}, of the same presenter."))
                done.add(other.slot)
    return made


def window_of(rule: WindowRule, poster: Poster, has_both_parities: bool = True) -> Window | None:
    """When its presenter is at the board (B02); None while the session has no time.

    By topic the session is halved only where it holds odd and even topics.
    """
    if poster.starts_at is None or poster.ends_at is None:
        return None
    whole = Window(poster.starts_at, poster.ends_at)
    middle = poster.starts_at + (poster.ends_at - poster.starts_at) / 2
    number = {WindowRule.HOUR: poster.number, WindowRule.TOPIC: poster.topic}.get(rule)
    if number is None or (rule is WindowRule.TOPIC and not has_both_parities):
        return whole
    if number % 2:
        return Window(poster.starts_at, middle)
    return Window(middle, poster.ends_at)


def windows_of(rule: WindowRule, posters: Sequence[Poster]) -> dict[UUID, Window]:
    """The window of each slot that has a time."""
    parities: dict[UUID, set[int]] = defaultdict(set)
    for poster in posters:
        parities[poster.session].add(poster.topic % 2)
    found = {each.slot: window_of(rule, each, len(parities[each.session]) > 1) for each in posters}
    return {slot: window for slot, window in found.items() if window}


def far_apart(rule: WindowRule, posters: Sequence[Poster]) -> list[Apart]:
    """Each pair of one presenter whose windows overlap and whose boards are no neighbours."""
    windows = windows_of(rule, posters)
    mine: dict[UUID, list[Poster]] = defaultdict(list)
    for poster in posters:
        if poster.presenter and not poster.is_gone and poster.slot in windows:
            mine[poster.presenter].append(poster)
    return [
        Apart(one, other)
        for held in mine.values()
        for place, one in enumerate(held)
        for other in held[place + 1 :]
        if windows[one.slot].overlaps(windows[other.slot]) and not _are_neighbours(rule, one, other)
    ]


def _are_neighbours(rule: WindowRule, one: Poster, other: Poster) -> bool:
    return one.session == other.session and are_neighbours(one.number, other.number, step_of(rule))


def step_of(rule: WindowRule) -> int:
    """How far two neighbouring boards of a session are apart: by day every other one is taken."""
    return 2 if rule is WindowRule.DAY else 1


def side_by_side(
    rule: WindowRule, apart: Apart, posters: Sequence[Poster]
) -> Mapping[UUID, str] | None:
    """New boards by slot: the second poster trades with a neighbour of the first (situation 13).

    A neighbour that has posters of its own to stay beside is left where it is; None when neither
    neighbour can move.
    """
    first, second = apart.first, apart.second
    if first.session != second.session or first.number is None or not second.board:
        return None
    step = 2 if rule is WindowRule.DAY else 1
    here = {each.number: each for each in posters if each.session == first.session and each.board}
    held = _held(posters, first.session)
    for number in (first.number + step, first.number - step):
        neighbour = here.get(number)
        if neighbour and held.get(neighbour.presenter, 0) < 2:
            return {second.slot: neighbour.board, neighbour.slot: second.board}
    return None


def _held(posters: Iterable[Poster], session: UUID) -> dict[UUID | None, int]:
    counts: dict[UUID | None, int] = defaultdict(int)
    for poster in posters:
        if poster.session == session and poster.presenter and not poster.is_gone:
            counts[poster.presenter] += 1
    return counts
