"""What stars tell: how many will come to what, and what the same people want to see (S08)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from schedule.rules.conflicts.placed import PlacedSession, placed_sessions
from schedule.rules.conflicts.sweep import Timed, overlapping
from schedule.rules.programme import Programme
from schedule.rules.vocabulary import SessionKind, SlotKind

LEAST_STARS = 5  # a handful says nothing of all the others
LEAST_SHARE = 10  # stars are scaled once a tenth of those registered have starred something
FOR_ALL = (SessionKind.PLENARY, SessionKind.KEYNOTE)


@dataclass(frozen=True, slots=True)
class Starred:
    """Who starred what: per item a number with one bit a person, and how many people there are."""

    by_item: Mapping[str, int] = field(default_factory=dict)
    people: int = 0

    @classmethod
    def of(cls, people_of_items: Mapping[str, Iterable[str]]) -> Starred:
        """From the people who starred each item."""
        bits: dict[str, int] = {}
        masks = {
            item: sum(1 << bits.setdefault(person, len(bits)) for person in set(people))
            for item, people in people_of_items.items()
        }
        return cls(masks, len(bits))

    def count(self, item: str) -> int:
        """How many people starred an item."""
        return self.by_item.get(item, 0).bit_count()


def expected_audience(stars: int, starrers: int, registered: int) -> int:
    """How many to expect where `stars` people want to be: as many times more as there are people
    registered for each who starred anything, and never more than are registered.

    Stars are not scaled before a tenth of those registered have starred something; fewer than
    five stars promise nobody.
    """
    if stars < LEAST_STARS:
        return 0
    if starrers * LEAST_SHARE < registered and registered > 0:
        return min(stars, registered)
    scaled = -(-stars * registered // starrers) if starrers else 0
    return min(max(stars, scaled), registered) if registered else stars


def audience_of(programme: Programme, starred: Starred, registered: int) -> dict[str, int]:
    """How many are expected at each item by code; at a plenary or keynote everyone (S02)."""
    found = {
        code: people
        for code in starred.by_item
        if (people := expected_audience(starred.count(code), starred.people, registered))
    }
    everyone = {s.code: registered for s in programme.sessions if s.kind in FOR_ALL}
    return found | {code: people for code, people in everyone.items() if people}


def together_of(
    programme: Programme, starred: Starred, popular_from: int
) -> dict[tuple[str, str], int]:
    """How many starred both of two items that overlap in time, where enough did; codes in order.

    Items that few starred are left out before any pairs are made, so the cost is that of the
    stars and of the popular items that overlap. Posters are not seen at one moment.
    """
    least = max(popular_from, 1)
    popular = {c: mask for c, mask in starred.by_item.items() if mask.bit_count() >= least}
    items = (
        each
        for placed in placed_sessions(programme)
        for each in _items(placed)
        if each[2] in popular
    )
    found = {}
    for (one, home), (other, place) in overlapping(items):
        people = (popular[one] & popular[other]).bit_count() if home != place else 0
        if people >= least:
            found[min(one, other), max(one, other)] = people
    return found


def _items(placed: PlacedSession) -> Iterator[Timed[tuple[str, str]]]:
    """The session and its talks, each with the code of the session."""
    whole = placed.whole
    yield whole.start, whole.end, whole.code, (whole.code, whole.code)
    for slot, span in placed.slots:
        if slot.kind is not SlotKind.POSTER:
            yield span.start, span.end, span.code, (span.code, whole.code)
