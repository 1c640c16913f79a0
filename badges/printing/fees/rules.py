"""The fees of lost badges as they stand on the orders: charged, taken back, waived. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from badges.printing.rules import Fee
from conference.registration.changes.rules.held import WAIVER

CHARGED = "charge:lost:"


@dataclass(frozen=True, slots=True)
class ChargedFee:
    """The fee of one replacement; `lost_before` badges had been lost, `amount` is still charged.

    Without an amount it was waived, or else taken back as a slip.
    """

    item: str
    lost_before: int
    amount: int
    is_waived: bool = False

    @property
    def is_taken_back(self) -> bool:
        return not self.amount and not self.is_waived


def charged_fees(lines: Iterable[tuple[str, int]]) -> tuple[ChargedFee, ...]:
    """What became of each fee, the first one first; lines are (item, amount)."""
    sums: dict[str, int] = defaultdict(int)
    waived = set()
    for item, amount in lines:
        charge = item.removeprefix(WAIVER)
        sums[charge] += amount
        if charge != item:
            waived.add(charge)
    return tuple(
        ChargedFee(item, int(item.split(":")[3]), amount, item in waived)
        for item, amount in sums.items()
    )


def next_key(fees: Sequence[ChargedFee], code: str, lost_before: int) -> str | None:
    """By which the next replacement is charged; None where it is charged or waived already (T05).

    A fee that was taken back as a slip does not pay for the badge that is lost later.
    """
    ours = [fee for fee in fees if fee.lost_before == lost_before]
    if any(not fee.is_taken_back for fee in ours):
        return None
    return f"lost:{code}:{lost_before}" + (f":{len(ours)}" if ours else "")


def fee_left(fee: Fee, fees: Sequence[ChargedFee], lost_before: int) -> Fee:
    """What the next replacement costs on top of what is charged, or waived, for it already."""
    ours = [each for each in fees if each.lost_before == lost_before and not each.is_taken_back]
    if not fee.amount or not ours:
        return fee
    if ours[-1].is_waived:
        return replace(fee, amount=0, sentence="The fee for this replacement was waived.")
    return replace(fee, amount=0, sentence="The fee for this replacement is on the order already.")
