"""How many desks: a queue with several servers, M/M/c, by Erlang's C formula. Pure.

A. K. Erlang, 1917; the check values are of the reference: 750 people in 90 minutes at 15 s each
need 4 desks and wait 2 s, at 25 s 5 desks and 6 s, at 45 s 8 desks and 11 s (7: 42 s).
"""

from __future__ import annotations

from dataclasses import dataclass

from badges.desk.errors import TooManyDesks

MOST_DESKS = 2_000


@dataclass(frozen=True, slots=True)
class Rush:
    """People who come in some minutes, evenly at random, and how long a desk takes for one."""

    people: float
    minutes: float
    seconds: float

    @property
    def load(self) -> float:
        """Desks that would be busy all the time (erlangs)."""
        return self.people * self.seconds / (self.minutes * 60)


@dataclass(frozen=True, slots=True)
class Desks:
    """What so many desks would mean: how busy they are, mean wait and mean line, and the chance
    that somebody waits at all."""

    count: int
    busy: float
    wait_seconds: float
    waiting: float
    chance: float


def erlang_c(count: int, load: float) -> float:
    """The chance that somebody finds every desk busy; 1 where the desks cannot keep up."""
    if load >= count:
        return 1.0
    blocked = 1.0
    for desk in range(1, count + 1):  # Erlang B, one desk more each time
        blocked = load * blocked / (desk + load * blocked)
    return blocked / (1 - load / count * (1 - blocked))


def with_desks(count: int, rush: Rush) -> Desks | None:
    """How it goes with so many desks; None: the line only grows."""
    load = rush.load
    if count <= load:
        return None
    chance = erlang_c(count, load)
    wait = chance * rush.seconds / (count - load)
    return Desks(count, load / count, wait, wait * rush.people / (rush.minutes * 60), chance)


def desks_for(rush: Rush, wait_seconds: float) -> Desks:
    """The fewest desks at which people wait no longer than this on average.

    Raises TooManyDesks for a rush that 2,000 desks would not serve.
    """
    for count in range(int(rush.load) + 1, MOST_DESKS + 1):
        found = with_desks(count, rush)
        if found and found.wait_seconds <= wait_seconds:
            return found
    raise TooManyDesks


def around(found: Desks, rush: Rush) -> tuple[Desks, ...]:
    """The choice with a desk or two fewer and two more, to see what each is worth."""
    counts = range(max(1, found.count - 2), found.count + 3)
    return tuple(each for each in (with_desks(count, rush) for count in counts) if each)
