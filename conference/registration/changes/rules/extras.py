"""Extras and guests, added at today's price and given back by their ladder (C01, P10, P11)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from conference.registration.basket import price_basket
from conference.registration.bundles import best_bundles
from conference.registration.catalogue import Bundle, ExtraKind, LineKind, Wish
from conference.registration.changes.rules.change import (
    Change,
    Outcome,
    Refusal,
    refuse_closed,
)
from conference.registration.changes.rules.giving_back import GivenUp, GivingUp, give_up
from conference.registration.changes.rules.held import Held
from conference.registration.customer import Charge, bundle_class, customer_prices, with_taxes
from conference.registration.quoted import Line, NotForSale

ADDED = "Added later, price of today."


@dataclass(frozen=True, slots=True)
class GuestWish:
    """What is wanted of the guests: names of those that come, who does not, who comes too."""

    names: Mapping[UUID, str]
    leaving: tuple[UUID, ...] = ()
    new: tuple[tuple[str, str], ...] = ()


def change_extras(held: Held, wanted: Mapping[str, int], now: datetime) -> Outcome:
    """So many of each extra: what is more costs today's price, what is less is given back by the
    ladder. Extras that are not named stay as they are."""
    if refusal := refuse_closed(held):
        return refusal
    have = {key: line.quantity for key, line in held.extras.items()}
    added = {k: n - have.get(k, 0) for k, n in wanted.items() if n > have.get(k, 0)}
    less = {k: have[k] - n for k, n in wanted.items() if k in have and 0 <= n < have[k]}
    if not added and not less:
        return Refusal("This is what you have already. Change a number.")
    if refusal := _too_many(held, wanted):
        return refusal
    lines = _priced(held, added, (), now)
    if isinstance(lines, Refusal):
        return lines
    given_up = give_up(held, GivenUp(less))
    after = _with_extras(given_up.after, added)
    bundled = _new_bundles(held, given_up, added, lines, now)
    return Change("Change the extras", after, (*given_up.lines, *lines, *bundled), given_up.notes)


def change_guests(held: Held, wish: GuestWish, now: datetime) -> Outcome:
    """Names are changed free of charge; who comes too costs today's price; whoever does not come
    is given back by the ladder. Never more than the society lets one person bring (P10)."""
    if refusal := refuse_closed(held) or _guest_fault(held, wish):
        return refusal
    kept = [each for each in held.guests if each.id not in wish.leaving]
    renamed = tuple(
        (each.id, name) for each in kept if (name := wish.names.get(each.id, "")) != each.name
    )
    if not (renamed or wish.leaving or wish.new):
        return Refusal("Nothing is changed yet.")
    lines = _priced(held, {}, wish.new, now)
    if isinstance(lines, Refusal):
        return lines
    given_up = give_up(held, GivenUp(guests=wish.leaving))
    names = [(each.extra, wish.names[each.id]) for each in kept]
    after = replace(given_up.after, guests=(*names, *wish.new))
    notes = [*given_up.notes, *_renamed_words(held, renamed)]
    return Change(
        "Change the accompanying persons", after, (*given_up.lines, *lines), tuple(notes),
        leaving=given_up.leaving, new_guests=wish.new, renamed=renamed,
    )  # fmt: skip


def _renamed_words(held: Held, renamed: Iterable[tuple[UUID, str]]) -> Iterable[str]:
    before = {each.id: each.name for each in held.guests}
    for guest, name in renamed:
        yield f"{name} comes instead of {before[guest]}; that costs nothing."


def _guest_fault(held: Held, wish: GuestWish) -> Refusal | None:
    staying = [each for each in held.guests if each.id not in wish.leaving]
    most = held.catalogue.policy.guests_most
    if wish.new and len(staying) + len(wish.new) > most:
        return Refusal(f"You may bring {most} accompanying persons at most.", "new_name")
    for each in staying:
        if not wish.names.get(each.id):
            return Refusal("Write the name, or say that this person does not come.", f"n-{each.id}")
    if any(not name for _, name in wish.new):
        return Refusal("Write the name for the badge.", "new_name")
    if any(not key for key, _ in wish.new):
        return Refusal("Choose what this person takes part in.", "new_extra")
    return None


def _too_many(held: Held, wanted: Mapping[str, int]) -> Refusal | None:
    for key, quantity in wanted.items():
        extra = held.catalogue.extra_named(key)
        if extra is None or extra.kind is ExtraKind.GUEST or quantity < 0:
            return Refusal("This is not offered.", f"extra-{key}")
        have = held.extras[key].quantity if key in held.extras else 0
        if quantity > max(extra.most, have):
            sentence = f"One person may take {extra.most} × “{extra.title}” at most."
            return Refusal(sentence, f"extra-{key}")
    return None


def _priced(
    held: Held, extras: Mapping[str, int], guests: Sequence[tuple[str, str]], now: datetime
) -> list[Line] | Refusal:
    """The lines of what is added, at today's price; codes were for the first order."""
    if not extras and not guests:
        return []
    wish = Wish(
        held.category, held.mode, held.day, extras=tuple(extras.items()), guests=tuple(guests),
        bill_country=held.bill_country, vat_number=held.vat_number,
    )  # fmt: skip
    found = price_basket(held.catalogue, wish, held.as_booked(held.category), now)
    if isinstance(found, NotForSale):
        return Refusal(found.sentence, _field(found.field))
    kinds = (LineKind.EXTRA, LineKind.GUEST)
    return [
        replace(e, reason=f"{ADDED} {e.reason}".strip()) for e in found.lines if e.kind in kinds
    ]


def _field(name: str) -> str:
    """The basket's guests are the field of the new one here."""
    return "new_extra" if name == "guests" else name


def _with_extras(wish: Wish, added: Mapping[str, int]) -> Wish:
    extras = dict(wish.extras)
    for key, quantity in added.items():
        extras[key] = extras.get(key, 0) + quantity
    return replace(wish, extras=tuple(extras.items()))


def _new_bundles(
    held: Held, given_up: GivingUp, added: Mapping[str, int], new: Sequence[Line], now: datetime
) -> list[Line]:
    """Bundles that what is added completes with what is held: the reduction, as if bought at once.

    Those of added extras alone are in the `new` lines already.
    """
    window = held.catalogue.table.window_at(now)
    prices = customer_prices(held.catalogue, held.bill_country, held.vat_number)
    staying = dict(given_up.after.extras)
    have = _single_amounts(held, _unbundled(held, held.lines, staying))
    fresh = {
        extra.key: extra.amounts[window.key]
        for extra in prices.extras
        if window and extra.key in _unbundled(held, new, added) and extra.key not in have
    }
    useful = [e for e in prices.bundles if e.extras & fresh.keys() and e.extras & have.keys()]
    found = best_bundles(useful, {**have, **fresh})
    charges = [_bundle_charge(held, bundle, saved) for bundle, saved in found]
    return [*with_taxes(charges, held.catalogue, held.bill_country, held.vat_number)]


def _bundle_charge(held: Held, bundle: Bundle, saved: int) -> Charge:
    item = f"bundle:{bundle.key}"
    line = Line(bundle.title, "Together at one price.", -saved, LineKind.EXTRA, item)
    return Charge(line, bundle_class(held.catalogue, bundle.extras), item)


def _unbundled(held: Held, lines: Iterable[Line], keys: Iterable[str]) -> set[str]:
    """Those of the extras that are in none of the bundles among the lines."""
    items = {line.item for line in lines}
    used = [each.extras for each in held.catalogue.bundles if f"bundle:{each.key}" in items]
    return set(keys).difference(*used)


def _single_amounts(held: Held, keys: Iterable[str]) -> dict[str, int]:
    """What one of each of these extras was charged."""
    return {
        key: held.extras[key].amount // held.extras[key].quantity
        for key in keys
        if key in held.extras
    }
