"""The posters of a release by session, found and sorted as the reader likes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from conference.people.rules import fold
from schedule.rules.listing import poster_text
from schedule.rules.released import ReleasedSession, ReleasedSlot

SORTS = (("", "Board"), ("topic", "Topic"), ("presenter", "Presenter"), ("title", "Title"))
_NUMBER = re.compile(r"(\d+)")

PosterGroup = tuple[ReleasedSession, tuple[ReleasedSlot, ...]]


@dataclass(frozen=True, slots=True)
class FoundPosters:
    """The sessions in which posters were found, and how many there are in all."""

    groups: tuple[PosterGroup, ...]

    @property
    def total(self) -> int:
        """How many posters were found."""
        return sum(len(posters) for _, posters in self.groups)


def find_posters(
    groups: Iterable[PosterGroup],
    words: Iterable[str],
    sort: str = "",
    topics: Mapping[str, str] | None = None,
) -> FoundPosters:
    """Those that hold every word, in the wanted order; each session keeps its own."""
    wanted, key = list(words), _key_of(sort, topics or {})
    found = []
    for session, posters in groups:
        around = fold(session.title)
        fits = [s for s in posters if all(w in poster_text(s) or w in around for w in wanted)]
        if fits:
            found.append((session, tuple(sorted(fits, key=key))))
    return FoundPosters(tuple(found))


def _key_of(sort: str, topics: Mapping[str, str]) -> Callable[[ReleasedSlot], tuple[object, ...]]:
    if sort == "presenter":
        return lambda slot: (not slot.people, _presenter(slot), by_board(slot))
    if sort == "title":
        return lambda slot: (fold(slot.title), by_board(slot))
    if sort == "topic":
        return lambda slot: (
            slot.abstract_code not in topics,
            topics.get(slot.abstract_code, ""),
            by_board(slot),
        )
    return by_board


def by_board(slot: ReleasedSlot) -> tuple[object, ...]:
    """Boards as people count: P2 before P10, and those without a board last."""
    parts = _NUMBER.split(slot.board)
    counted = tuple((0, int(p), "") if p.isdigit() else (1, 0, p) for p in parts if p)
    return (not slot.board, counted, slot.title)


def _presenter(slot: ReleasedSlot) -> str:
    if not slot.people:
        return ""
    one = slot.people[0]
    return one.sort_key or fold(" ".join(one.name.split()[-1:] + one.name.split()[:-1]))
