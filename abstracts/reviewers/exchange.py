"""Dividing reviews among reviewers at the least cost: an exact flow on a graph of reviewers.

Abstracts are many and reviewers few, so the graph has only reviewers: an edge from one to another
is the cheapest abstract that may pass between them. The cost of a division as a function of the
loads is M-convex (Murota), hence a division that no chain of passing on improves is the best one.
"""

from collections.abc import Sequence
from itertools import pairwise

FAR = 1 << 60
Costs = Sequence[Sequence[int | None]]


class Division:
    """Who reads what; `held[a]` are the readers of abstract a, by number.

    Minimises, in this order: reviews that nobody has (those of one abstract weigh more and more),
    the sum of squared loads, and the sum of `costs[a][r]`; None is a pair that must not meet.
    `base` is what a reader has already, `room` how much more fits.
    """

    def __init__(
        self, costs: Costs, wanted: Sequence[int], base: Sequence[int], room: Sequence[int]
    ) -> None:
        self.readers = len(base)
        self.most = max(wanted, default=0)  # as many nobodies, for what cannot be placed
        dearest = max((cost for row in costs for cost in row if cost is not None), default=0)
        self.weight = 2 * (self.readers + self.most) * (dearest + 1)
        unplaced = self.weight * 4 * (max(base, default=0) + len(costs) + 1)
        nobodies = [unplaced * (number + 1) for number in range(self.most)]
        self.costs = [[FAR if c is None else c for c in row] + nobodies for row in costs]
        self.base = [*base, *(0 for _ in nobodies)]
        self.room = [*room, *(FAR for _ in nobodies)]
        self.over = unplaced * (self.most + 2)
        self.size = len(self.base)
        self.load = [0] * self.size
        self.held: list[list[int]] = [[] for _ in costs]
        self.level = [0] * self.size
        self.near = [[FAR] * self.size for _ in range(self.size)]
        self.passing: list[list[dict[int, set[int]]]] = [
            [{} for _ in range(self.size)] for _ in range(self.size)
        ]
        for abstract, number in enumerate(wanted):
            self._begin(abstract, number)

    def settle(self) -> None:
        """Passes reviews on until no chain of passing improves anything."""
        while chain := self._best_chain():
            for giver, taker in pairwise(chain):
                self._pass_on(giver, taker)

    def _begin(self, abstract: int, number: int) -> None:
        """Its cheapest readers, the least loaded among equals."""
        costs = self.costs[abstract]
        order = sorted(range(self.size), key=lambda r: (costs[r], self.base[r] + self.load[r]))
        for reader in order[:number]:
            self._take(abstract, reader)

    def _take(self, abstract: int, reader: int) -> None:
        costs, held = self.costs[abstract], self.held[abstract]
        for other in held:
            self._close(other, reader, abstract)
        held.append(reader)
        self.load[reader] += 1
        mine, near, passing = costs[reader], self.near[reader], self.passing[reader]
        for other, cost in enumerate(costs):
            if cost < FAR and other not in held:
                change = cost - mine
                passing[other].setdefault(change, set()).add(abstract)
                near[other] = min(near[other], change)

    def _give(self, abstract: int, reader: int) -> None:
        costs, held = self.costs[abstract], self.held[abstract]
        for other, cost in enumerate(costs):
            if cost < FAR and other not in held:
                self._close(reader, other, abstract)
        held.remove(reader)
        self.load[reader] -= 1
        for other in held:
            change = costs[reader] - costs[other]
            self.passing[other][reader].setdefault(change, set()).add(abstract)
            self.near[other][reader] = min(self.near[other][reader], change)

    def _close(self, giver: int, taker: int, abstract: int) -> None:
        costs = self.costs[abstract]
        if costs[taker] == FAR:
            return
        change = costs[taker] - costs[giver]
        ways = self.passing[giver][taker]
        ways[change].discard(abstract)
        if not ways[change]:
            del ways[change]
            if change == self.near[giver][taker]:
                self.near[giver][taker] = min(ways, default=FAR)

    def _pass_on(self, giver: int, taker: int) -> None:
        """The cheapest abstract goes from one reader to another."""
        abstract = next(iter(self.passing[giver][taker][self.near[giver][taker]]))
        self._give(abstract, giver)
        self._take(abstract, taker)

    def _gain(self, reader: int) -> int:
        """What it costs that a reader has one review less."""
        if reader >= self.readers:
            return 0
        load = self.base[reader] + self.load[reader]
        over = self.over if self.load[reader] > self.room[reader] else 0
        return -self.weight * (2 * load - 1) - over

    def _price(self, reader: int) -> int:
        """What it costs that a reader has one review more."""
        if reader >= self.readers:
            return 0
        if self.load[reader] >= self.room[reader]:
            return FAR
        return self.weight * (2 * (self.base[reader] + self.load[reader]) + 1)

    def _best_chain(self) -> list[int]:
        """The readers through whom one review passes to the best effect; empty when nothing helps.

        Dijkstra from everybody who has something, on lengths made positive by the levels.
        """
        before = self._measure()
        total, last = min((self.level[r] + self._price(r), r) for r in range(self.size))
        if total >= 0:
            return []
        chain = [last]
        while (previous := before[chain[-1]]) is not None:
            chain.append(previous)
        return chain[::-1]

    def _measure(self) -> list[int | None]:
        """Sets the levels to the least cost at which one review arrives; returns from whom."""
        level = self.level
        far = [self._gain(r) - level[r] if self.load[r] else FAR for r in range(self.size)]
        before: list[int | None] = [None] * self.size
        left = list(range(self.size))
        while left:
            nearest = min(left, key=far.__getitem__)
            if far[nearest] >= FAR:
                break
            left.remove(nearest)
            here, row = far[nearest] + level[nearest], self.near[nearest]
            for r in left:
                if row[r] < FAR and here + row[r] - level[r] < far[r]:
                    far[r] = here + row[r] - level[r]
                    before[r] = nearest
        self.level = [
            at + way if way < FAR else FAR // 2 for at, way in zip(level, far, strict=True)
        ]
        return before
