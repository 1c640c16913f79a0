"""The form of the refund ladders, and what somebody would get back on a day (C01, C02)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from conference.registration.catalogue import LineKind
from conference.registration.changes.rules.refunds import Refund, compute_refund
from conference.registration.changes.rules.terms import KIND_WORDS, Rung, Terms
from conference.registration.quoted import Line
from conference.registration.setup.reading import Reading, Values, money_words

STEPS = 5  # rows of each kind
KINDS: Mapping[LineKind, str] = {
    LineKind.FEE: "Left empty: 100 % less 100.00 until 60 days before, 50 % until 21 days.",
    LineKind.EXTRA: "Left empty: as the fee, without the sum that is kept.",
    LineKind.GUEST: "Left empty: as the extras.",
    LineKind.DUES: "Left empty: dues are not given back.",
}
_PARTS = ("until", "percent", "fee")


def step_field(part: str, kind: LineKind, row: int) -> str:
    """The name of one field of one step."""
    return f"{part}-{kind.value}-{row}"


def ladder_values(ladders: Mapping[LineKind, list[Rung]], currency: str) -> dict[str, object]:
    """The stored steps as the form shows them, the earliest first."""
    values: dict[str, object] = {}
    for kind, steps in ladders.items():
        ordered = sorted(steps, key=lambda each: each.until_days, reverse=True)
        for row, each in enumerate(ordered):
            cells = (each.until_days, each.percent, money_words(each.fee, currency))
            for part, cell in zip(_PARTS, cells, strict=True):
                values[step_field(part, kind, row)] = cell
    return values


def shown_rows(values: Values) -> dict[LineKind, int]:
    """How many rows of each kind a form shows: those in use and two to write in."""
    used = {
        kind: max((row + 1 for row in range(STEPS) if _is_used(values, kind, row)), default=0)
        for kind in KINDS
    }
    return {kind: min(STEPS, rows + 2) for kind, rows in used.items()}


def _is_used(values: Values, kind: LineKind, row: int) -> bool:
    return any(values.get(step_field(part, kind, row), "") != "" for part in _PARTS)


def read_ladders(values: Values, currency: str) -> dict[LineKind, list[Rung]]:
    """The ladders of the form. Raises FormErrors beside each field.

    Two steps of a kind may not end on one day, and an earlier step never gives less.
    """
    form = Reading(values)
    ladders: dict[LineKind, list[Rung]] = {}
    for kind in KINDS:
        ladders[kind] = []
        for row in range(STEPS):
            names = [step_field(part, kind, row) for part in _PARTS]
            if any(form.raw(name) for name in names):
                ladders[kind].append(_read_step(form, names, currency))
        _check_order(form, kind, ladders[kind])
    form.check()
    return ladders


def _read_step(form: Reading, names: list[str], currency: str) -> Rung:
    until, percent, fee = names
    return Rung(
        form.whole(until, 0, 1000),
        form.whole(percent, 0, 100),
        form.optional_money(fee, currency) or 0,
    )


def _check_order(form: Reading, kind: LineKind, steps: list[Rung]) -> None:
    days = [each.until_days for each in steps]
    if len(set(days)) < len(days):
        form.refuse(step_field("until", kind, 0), "Two steps end on the same day.")
    ordered = sorted(steps, key=lambda each: each.until_days, reverse=True)
    if any(a.percent < b.percent for a, b in pairwise(ordered)):
        form.refuse(step_field("percent", kind, 0), "A later step gives more than an earlier one.")


@dataclass(frozen=True, slots=True)
class Example:
    """Somebody who paid for a fee and for extras, and cancels on a day."""

    day: date
    fee: int
    extras: int

    def refund(self, terms: Terms) -> Refund:
        """What comes back of it, by the same rule that cancels registrations."""
        lines = [
            Line(KIND_WORDS[kind], "", amount, kind)
            for kind, amount in ((LineKind.FEE, self.fee), (LineKind.EXTRA, self.extras))
            if amount
        ]
        return compute_refund(lines, self.fee + self.extras, terms, self.day)


def read_example(values: Values, default: Example, currency: str) -> tuple[Example, dict[str, str]]:
    """The example of the address, and what is wrong with it; the default in place of what is."""
    form = Reading(values)
    day = form.day("day") or default.day
    fee = form.optional_money("fee", currency)
    extras = form.optional_money("extras", currency)
    return (
        Example(
            day,
            default.fee if fee is None else fee,
            default.extras if extras is None else extras,
        ),
        form.errors,
    )
