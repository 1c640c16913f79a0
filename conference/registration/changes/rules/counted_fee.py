"""The fee from which a cancellation is counted: giving back in two steps gives no more (C01, C03).

Who changes to virtual first and cancels then would otherwise get the difference of the prices and
a part of the lower fee on top.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from conference.registration.catalogue import LineKind
from conference.registration.quoted import Line

# Ends the reason of the lines that take a fee back by the person's own choice, after paying.
DIFFERENCE_BACK = "The difference is given back."


def counted_fee(charges: Iterable[Sequence[Line]]) -> int:
    """The highest fee that was charged, what the person's own changes gave back included.

    `charges` are all lines of a registration, those of one action together, in the order in which
    they were added. What the society took off itself was never owed, so it does not count: a
    price corrected, a meeting turned virtual, a refused visa (C06, C07, P07).
    """
    counted = now = 0
    for charge in charges:
        fee = [line for line in charge if line.kind is LineKind.FEE]
        own = [at for at, line in enumerate(fee) if line.reason.endswith(DIFFERENCE_BACK)]
        after = now + sum(line.amount for line in fee)
        if own:
            counted = max(counted, now + sum(line.amount for line in fee[: own[0]]))
        else:
            counted += min(0, after - now)
        now, counted = after, max(counted, after)
    return counted
