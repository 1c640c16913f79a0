"""What is given back when something is given up, and what is kept of it (C01, C02)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from conference.orm.money import format_money
from conference.registration.catalogue import LineKind
from conference.registration.changes.rules.terms import KIND_WORDS, Ladder, Terms
from conference.registration.ledger import negated
from conference.registration.quoted import Line
from conference.registration.taxes import TaxRate, within
from conference.web.formats import day as spoken_day

EVERYTHING = frozenset(LineKind)
GIVEN_UP = "Given up."
# What money that came in part counts for first.
_ORDER = (LineKind.DUES, LineKind.CHARGE, LineKind.FEE, LineKind.EXTRA, LineKind.GUEST)
_SHOWN = (LineKind.FEE, LineKind.EXTRA, LineKind.GUEST, LineKind.DUES, LineKind.CHARGE)


@dataclass(frozen=True, slots=True)
class RefundPart:
    """One kind of line: what was charged for it, what comes back of a full payment, and why."""

    kind: LineKind
    title: str
    charged: int
    back: int
    reason: str


@dataclass(frozen=True, slots=True)
class Refund:
    """What giving something up comes to. `lines` are what its order gets: taken back and kept."""

    parts: tuple[RefundPart, ...]
    lines: tuple[Line, ...]
    kept: int
    paid: int
    note: str = ""

    @property
    def back(self) -> int:
        """What is to be given back: never more than was paid, never less than nothing."""
        return self.paid - self.kept


@dataclass(frozen=True, slots=True)
class Keep:
    """What is kept of a kind, and the sentence that says why."""

    amount: int
    reason: str


def compute_refund(
    lines: Sequence[Line],
    paid: int,
    terms: Terms,
    on_day: date,
    *,
    may_stay: frozenset[LineKind] = EVERYTHING,
    counted_fee: int = 0,
) -> Refund:
    """What comes back of lines that are given up, by the ladder of each kind (C01).

    `paid` is what was paid for these lines. What is kept never exceeds it, so an unpaid thing is
    given up without anything being due. The order of the lines does not matter; a later day never
    gives more. A fee that a change has lowered is counted from what it was, `counted_fee`.
    """
    sums = sum_by_kind(lines)
    keeps = {kind: _keep(kind, amount, terms, on_day) for kind, amount in sums.items()}
    fee = sums.get(LineKind.FEE, 0)
    if counted_fee > fee > 0:
        whole = _keep(LineKind.FEE, counted_fee, terms, on_day)
        keeps[LineKind.FEE] = _lowered(whole, keeps[LineKind.FEE], fee, counted_fee, terms.currency)
    return settle(lines, paid, keeps, terms.currency, may_stay=may_stay)


def settle(
    lines: Sequence[Line],
    paid: int,
    keeps: Mapping[LineKind, Keep],
    currency: str,
    *,
    may_stay: frozenset[LineKind] = EVERYTHING,
) -> Refund:
    """Gives lines up and keeps so much of each kind, never more in all than was paid for them.

    A kind that is kept whole stays as it was charged, if it is one of those that `may_stay`.
    """
    charged = sum_by_kind(lines)
    paid = max(0, min(paid, sum(charged.values())))
    capped = _capped(keeps, paid)
    parts = tuple(
        RefundPart(kind, KIND_WORDS[kind], charged[kind], charged[kind] - k.amount, k.reason)
        for kind in _SHOWN
        if (k := keeps.get(kind)) and charged[kind]
    )
    return Refund(
        parts=parts,
        lines=tuple(_lines_given_up(lines, charged, capped, may_stay)),
        kept=sum(keep.amount for keep in capped.values()),
        paid=paid,
        note=_note(paid, sum(charged.values()), currency),
    )


def give_back_instead(
    lines: Sequence[Line], paid: int, back: int, reason: str, currency: str
) -> Refund:
    """Gives lines up for another sum than the ladder's: what the office decided, with its reason.

    The sum is held between nothing and what was paid.
    """
    charged = sum_by_kind(lines)
    paid = max(0, min(paid, sum(charged.values())))
    kept = paid - max(0, min(back, paid))
    kinds = [kind for kind in _ORDER if charged.get(kind, 0) > 0]
    shares = spread(kept, [charged[kind] for kind in kinds])
    keeps = {kind: Keep(share, reason) for kind, share in zip(kinds, shares, strict=True)}
    return settle(lines, paid, keeps, currency)


def sum_by_kind(lines: Iterable[Line]) -> dict[LineKind, int]:
    """What is charged of each kind."""
    sums: dict[LineKind, int] = {}
    for line in lines:
        sums[line.kind] = sums.get(line.kind, 0) + line.amount
    return sums


def kept_lines(
    lines: Iterable[Line], amount: int, title: str, reason: str, *, kind: LineKind, item: str
) -> list[Line]:
    """Charges `amount` for what is kept of `lines`, with the taxes that those had."""
    groups: dict[tuple[int, str], int] = {}
    for line in lines:
        key = (line.tax_points, line.tax_note)
        groups[key] = groups.get(key, 0) + line.amount
    ordered = sorted(groups)
    shares = spread(amount, [groups[key] for key in ordered])
    return [
        Line(
            title,
            reason,
            share,
            kind,
            item,
            tax=within(share, TaxRate("", points)).tax,
            tax_points=points,
            tax_note=note,
        )
        for (points, note), share in zip(ordered, shares, strict=True)
        if share
    ]


def spread(total: int, weights: Sequence[int]) -> list[int]:
    """A total in whole parts as the weights have it; what rounding leaves goes to the largest."""
    positive = [max(0, weight) for weight in weights]
    whole = sum(positive)
    if not whole:
        return [0 for _ in positive]
    shares = [total * weight // whole for weight in positive]
    remainders = [(-(total * w % whole), at) for at, w in enumerate(positive)]
    for _, at in sorted(remainders)[: total - sum(shares)]:
        shares[at] += 1
    return shares


def _keep(kind: LineKind, amount: int, terms: Terms, on_day: date) -> Keep:
    if kind is LineKind.CHARGE:
        return Keep(amount, "A charge for something done; it stays.")
    ladder = terms.ladder(kind)
    if not ladder.rungs:
        return Keep(max(0, amount), f"{KIND_WORDS[kind]} are not given back.")
    step = ladder.step(amount, terms.days_before(on_day))
    if step is None:
        return Keep(max(0, amount), f"Nothing is given back since {_over(ladder, terms)}.")
    return Keep(max(0, amount) - step.back(max(0, amount)), f"{terms.words(step)}.")


def _lowered(whole: Keep, alone: Keep, fee: int, counted: int, currency: str) -> Keep:
    """What is kept of a fee that was `counted` before: as much as of that, if there is as much."""
    kept = min(fee, max(whole.amount, alone.amount))
    if kept == alone.amount:
        return alone
    before, off = format_money(counted, currency), format_money(counted - fee, currency)
    told = f"Counted from {before}, the fee before it was changed; {off} of it was given back then."
    return Keep(kept, f"{whole.reason} {told}")


def _over(ladder: Ladder, terms: Terms) -> str:
    """The day from which nothing comes back any more."""
    last = max(terms.last_day(each) for each in ladder.rungs)
    return spoken_day(last + timedelta(days=1))


def _capped(keeps: Mapping[LineKind, Keep], paid: int) -> dict[LineKind, Keep]:
    left, capped = paid, {}
    for kind in _ORDER:
        if kind in keeps:
            amount = max(0, min(keeps[kind].amount, left))
            left -= amount
            capped[kind] = Keep(amount, keeps[kind].reason)
    return capped


def _lines_given_up(
    lines: Sequence[Line],
    charged: Mapping[LineKind, int],
    keeps: Mapping[LineKind, Keep],
    may_stay: frozenset[LineKind],
) -> Iterable[Line]:
    for kind in _SHOWN:
        of_kind = [line for line in lines if line.kind is kind]
        keep = keeps.get(kind)
        if not of_kind or keep is None:
            continue
        if keep.amount == charged[kind] and kind in may_stay:
            continue
        yield from (negated(line, GIVEN_UP) for line in of_kind)
        title = f"{KIND_WORDS[kind]}: not given back"
        yield from kept_lines(
            of_kind, keep.amount, title, keep.reason, kind=LineKind.CHARGE, item=f"kept:{kind}"
        )


def _note(paid: int, charged: int, currency: str) -> str:
    if charged <= 0 or paid >= charged:
        return ""
    if not paid:
        return "Nothing has been paid, so nothing is due any more and nothing comes back."
    so_far = format_money(paid, currency)
    return f"{so_far} of {format_money(charged, currency)} was paid; no more than that is kept."
