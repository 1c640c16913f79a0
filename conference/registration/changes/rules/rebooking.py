"""Cancelling and booking again is never cheaper than keeping the place (M03)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from conference.registration.catalogue import LineKind
from conference.registration.quoted import Line, Quoted


@dataclass(frozen=True, slots=True)
class GivenUpFee:
    """What a cancelled registration had paid as its fee, and what of it was kept."""

    code: str
    mode: str
    paid: int
    kept: int


def no_gain_line(quoted: Quoted, earlier: Iterable[GivenUpFee]) -> Line | None:
    """The charge that makes up for what cancelling and booking again would save; None if nothing.

    What was kept counts: in all nobody pays more than for the dearest place that was given up,
    or than for the new one on top of what was kept.
    """
    given_up = [each for each in earlier if each.mode == quoted.mode]
    if not given_up:
        return None
    dearest = max(given_up, key=lambda each: each.paid)
    fee = sum(line.amount for line in quoted.lines if line.kind is LineKind.FEE)
    gain = dearest.paid - sum(each.kept for each in given_up) - fee
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
