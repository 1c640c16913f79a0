"""Ranking applicants by score, and dealing out the money until it runs out (W02)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Generic, TypeVar

Who = TypeVar("Who", bound=Hashable)
DECIMALS = 4  # scores that differ by less are equal: nobody wins by a rounding


@dataclass(frozen=True, slots=True)
class Candidate(Generic[Who]):
    """Who is ranked: by score, among equals by the order that the committee gave."""

    who: Who
    score: float | None
    tie_order: int | None = None


@dataclass(frozen=True, slots=True)
class Ranked(Generic[Who]):
    """A place in the ranking; those of an open tie share their `place`."""

    who: Who
    score: float | None
    place: int
    is_tied: bool


@dataclass(frozen=True, slots=True)
class Allocation(Generic[Who]):
    """Who gets an offer, whom an open tie holds up, and who is below the line, in order."""

    offered: tuple[Who, ...]
    undecided: tuple[Who, ...]
    below: tuple[Who, ...]


def rank(candidates: Iterable[Candidate[Who]]) -> tuple[Ranked[Who], ...]:
    """The best score first, those without a score last; equal ones share a place.

    A tie is open until each of its people has an order of their own from the committee.
    """
    ordered = sorted(candidates, key=_merit)
    ranked: list[Ranked[Who]] = []
    for _, found in groupby(ordered, key=_merit):
        group = list(found)
        is_open = len(group) > 1 and not _is_settled(group)
        group.sort(key=lambda each: each.tie_order or 0)
        first = len(ranked) + 1
        for number, each in enumerate(group):
            place = first if is_open else first + number
            ranked.append(Ranked(each.who, each.score, place, is_open))
    return tuple(ranked)


def _merit(candidate: Candidate[Who]) -> tuple[bool, float]:
    if candidate.score is None:
        return True, 0.0
    return False, -round(candidate.score, DECIMALS)


def _is_settled(group: Sequence[Candidate[Who]]) -> bool:
    orders = {each.tie_order for each in group}
    return None not in orders and len(orders) == len(group)


def allocate(
    ranked: Sequence[Ranked[Who]], amount: int, pot: int | None, places: int | None
) -> Allocation[Who]:
    """Offers from the top until the pot or the places run out (W02).

    `pot` and `places` are what is left; None is no limit. An open tie that the line would cut is
    not cut: all of it waits for the committee, and nobody below it is offered anything.
    """
    limit = room(amount, pot, places, len(ranked))
    who = [each.who for each in ranked]
    cut = ranked[limit - 1 : limit + 1]
    if limit and len(cut) == 2 and cut[0].is_tied and cut[0].place == cut[1].place:
        first = cut[0].place - 1
        after = next(
            (n for n in range(limit, len(ranked)) if ranked[n].place != cut[0].place), len(ranked)
        )
        return Allocation(tuple(who[:first]), tuple(who[first:after]), tuple(who[after:]))
    return Allocation(tuple(who[:limit]), (), tuple(who[limit:]))


def room(amount: int, pot: int | None, places: int | None, wanted: int) -> int:
    """How many more awards there is money and place for, at most so many as are wanted."""
    limits = [wanted]
    if places is not None:
        limits.append(places)
    if pot is not None and amount:
        limits.append(pot // amount)
    return max(0, min(limits))
