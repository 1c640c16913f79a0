"""Giving up single things of a registration that stays: extras and guests, by their ladder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from conference.orm.money import format_money
from conference.registration.catalogue import Extra, LineKind, Wish
from conference.registration.changes.rules.held import Held, HeldGuest
from conference.registration.changes.rules.refunds import (
    Keep,
    Refund,
    compute_refund,
    settle,
    spread,
    sum_by_kind,
)
from conference.registration.quoted import Line


@dataclass(frozen=True, slots=True)
class GivenUp:
    """What is given up: how many of which extras, and which guests."""

    extras: Mapping[str, int] = field(default_factory=dict)
    guests: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class GivingUp:
    """What giving up comes to: the order's lines, what is booked then, and sentences."""

    lines: tuple[Line, ...]
    after: Wish
    notes: tuple[str, ...]
    leaving: tuple[UUID, ...]


def by_terms(held: Held) -> Refund:
    """What the cancellation terms give back today of all that is charged (C01)."""
    paid = held.paid_for(held.lines)
    return compute_refund(held.lines, paid, held.terms, held.today, counted_fee=held.counted_fee)


def give_up(held: Held, given_up: GivenUp, *, in_full: bool = False) -> GivingUp:
    """Gives up extras and guests by the ladder of each (C01), or without keeping anything.

    A bundle that breaks up loses its reduction, a discount its share, so that what stays costs
    what it would have cost alone.
    """
    lines = [*_lines_of_extras(held, given_up.extras), *_lines_of_guests(held, given_up.guests)]
    paid = held.paid_for(lines)
    if in_full:
        keeps = {kind: Keep(0, "Given back in full.") for kind in sum_by_kind(lines)}
        refund = settle(lines, paid, keeps, held.terms.currency, may_stay=frozenset())
    else:
        refund = compute_refund(lines, paid, held.terms, held.today, may_stay=frozenset())
    stays = tuple(each for each in held.guests if each.id not in given_up.guests)
    after = replace(
        held.wish,
        extras=tuple(_left(held, given_up.extras)),
        guests=tuple((each.extra, each.name) for each in stays),
    )
    notes = tuple(_notes(held, given_up, refund))
    return GivingUp(refund.lines, after, notes, given_up.guests)


def _left(held: Held, given_up: Mapping[str, int]) -> Iterable[tuple[str, int]]:
    for key, line in held.extras.items():
        if left := line.quantity - given_up.get(key, 0):
            yield key, left


def _lines_of_extras(held: Held, given_up: Mapping[str, int]) -> list[Line]:
    """The part of each line that is given up, with its share of what reduced it."""
    found = [
        _part(held.extras[key], quantity, held.extras[key].title)
        for key, quantity in given_up.items()
        if quantity > 0 and key in held.extras
    ]
    gone = {line.item for line in found if line.quantity == held.extras[line.item].quantity}
    return [*found, *_broken_bundles(held, gone), *_shares_of_codes(held, found)]


def _part(line: Line, quantity: int, title: str) -> Line:
    """So many of a line, with their part of its amount and tax."""
    whole = max(1, line.quantity)
    amount = sum(spread(line.amount, [1] * whole)[:quantity])
    tax = sum(spread(line.tax, [1] * whole)[:quantity])
    return replace(line, title=title, amount=amount, tax=tax, quantity=quantity)


def _broken_bundles(held: Held, gone: set[str]) -> list[Line]:
    """The reductions of bundles that lose one of their extras (P11)."""
    extras = {f"bundle:{each.key}": each.extras for each in held.catalogue.bundles}
    return [
        line
        for line in held.of_kind(LineKind.EXTRA)
        if line.item.startswith("bundle:") and extras.get(line.item, frozenset()) & gone
    ]


def _shares_of_codes(held: Held, given_up: Sequence[Line]) -> list[Line]:
    """What discounts took off the things that are given up, in proportion."""
    found = []
    for line in held.of_kind(LineKind.EXTRA):
        code = held.catalogue.code(line.item.removeprefix("code:"))
        if not line.item.startswith("code:") or code is None:
            continue
        reached = sum(held.extras[key].amount for key in code.extras & held.extras.keys())
        part = sum(each.amount for each in given_up if each.item in code.extras)
        if reached and part:
            found.append(_share(line, part, reached))
    return found


def _share(line: Line, part: int, whole: int) -> Line:
    amount = -spread(-line.amount, [part, whole - part])[0]
    tax = -spread(-line.tax, [part, whole - part])[0]
    return replace(line, amount=amount, tax=tax, quantity=1 if part == whole else 0)


def _lines_of_guests(held: Held, guests: Sequence[UUID]) -> list[Line]:
    charged = {line.item: line for line in held.of_kind(LineKind.GUEST)}
    found = []
    for key in {each.extra for each in held.guests}:
        leaving = [each for each in held.guests if each.extra == key and each.id in guests]
        if leaving and key in charged:
            title = _guest_title(held.catalogue.extra_named(key), leaving)
            found.append(_part(charged[key], len(leaving), title))
    return found


def _guest_title(extra: Extra | None, leaving: Sequence[HeldGuest]) -> str:
    names = ", ".join(guest.name for guest in leaving)
    return f"{extra.title}: {names}" if extra else names


def _notes(held: Held, given_up: GivenUp, refund: Refund) -> Iterable[str]:
    currency = held.terms.currency
    names = [held.extras[key].title for key in given_up.extras if key in held.extras]
    names += [each.name for each in held.guests if each.id in given_up.guests]
    if names:
        yield f"Given up: {', '.join(names)}."
    if not refund.paid:
        if less := sum(part.charged for part in refund.parts):
            yield f"{format_money(less, currency)} is not charged any more."
        return
    for part in refund.parts:
        back, charged = format_money(part.back, currency), format_money(part.charged, currency)
        yield f"{part.title}: {back} of {charged} comes back. {part.reason}"
    if refund.note:
        yield refund.note
