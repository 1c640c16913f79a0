"""Cancelling and booking again is never cheaper than keeping the place (M03)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from conference.registration.catalogue import LineKind
from conference.registration.changes.rules.counted_fee import counted_fee
from conference.registration.changes.rules.modes import IN_PERSON
from conference.registration.changes.rules.refunds import GIVEN_UP
from conference.registration.quoted import Line, Quoted


@dataclass(frozen=True, slots=True)
class GivenUpFee:
    """What a cancelled registration had paid as its fee, and what of it was kept."""

    code: str
    mode: str
    paid: int
    kept: int


def given_up_fee(code: str, mode: str, charges: Sequence[Sequence[Line]]) -> list[GivenUpFee]:
    """The fee of a cancelled registration as it stood when it was given up, and what was kept.

    Who changed to virtual before has given up the place in the house as well, at its price.
    """
    before = [[line for line in charge if line.reason != GIVEN_UP] for charge in charges]
    lines = [line for charge in charges for line in charge]
    stays = _fee_of(lines)
    given_up = -_fee_of([line for line in lines if line.reason == GIVEN_UP])
    kept = stays + sum(line.amount for line in lines if line.item == f"kept:{LineKind.FEE}")
    fees = {mode: stays + given_up}
    if (highest := counted_fee(before)) > fees[mode]:
        fees[IN_PERSON] = highest
    return [GivenUpFee(code, each, paid, kept) for each, paid in fees.items()]


def _fee_of(lines: Iterable[Line]) -> int:
    return sum(line.amount for line in lines if line.kind is LineKind.FEE)


def no_gain_line(quoted: Quoted, earlier: Iterable[GivenUpFee]) -> Line | None:
    """The charge that makes up for what cancelling and booking again would save; None if nothing.

    What was kept counts: in all nobody pays more than for the dearest place that was given up,
    or than for the new one on top of what was kept.
    """
    given_up = [each for each in earlier if each.mode == quoted.mode]
    if not given_up:
        return None
    dearest = max(given_up, key=lambda each: each.paid)
    gain = dearest.paid - sum(each.kept for each in given_up) - _fee_of(quoted.lines)
    if gain <= 0:
        return None
    return Line(
        "Difference to the place you gave up",
        f"You cancelled registration {dearest.code} and were given back its fee; a place booked "
        "again costs no less than before.",
        gain,
        LineKind.FEE,
        f"rebooking:{dearest.code}",
    )
