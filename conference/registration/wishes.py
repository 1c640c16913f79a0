"""What is wrong with a wish: a day, an extra, a guest or a membership that cannot be had."""

from __future__ import annotations

from collections import Counter

from conference.registration.catalogue import Catalogue, Category, Extra, ExtraKind, Wish
from conference.registration.quoted import NotForSale, Obstacle
from conference.registration.windows import Window
from conference.web.formats import day as spoken_day

LONGEST_GUEST_NAME = 100  # beside the extra's title it still fits on an order line


def wanted_extras(wish: Wish) -> dict[str, int]:
    """Key -> how many in all; an extra that is named twice is wanted twice, a guest counts one."""
    wanted: Counter[str] = Counter()
    for key, quantity in wish.extras:
        wanted[key] += quantity
    wanted.update(key for key, _ in wish.guests)
    return {key: quantity for key, quantity in sorted(wanted.items()) if quantity}


def find_wish_fault(catalogue: Catalogue, wish: Wish, window: Window) -> NotForSale | None:
    """The first thing of a wish that is not to be had in this price window, or None."""
    category = catalogue.table.category(wish.category)
    assert category is not None, "its fee was quoted"
    return (
        _day_fault(catalogue, category, wish)
        or _join_fault(catalogue, category, wish)
        or _guest_fault(catalogue, wish)
        or _extras_fault(catalogue, wish, window)
    )


def _refused(sentence: str, field: str) -> NotForSale:
    return NotForSale(Obstacle.CHOICE, sentence, field=field)


def _day_fault(catalogue: Catalogue, category: Category, wish: Wish) -> NotForSale | None:
    if not category.is_one_day:
        return None if wish.day is None else _refused("This category is for all days.", "day")
    if wish.day in catalogue.days:
        return None
    days = ", ".join(spoken_day(each) for each in catalogue.days)
    return _refused(f"Choose the day you come: {days}.", "day")


def _join_fault(catalogue: Catalogue, category: Category, wish: Wish) -> NotForSale | None:
    if not wish.join_as:
        return None
    if catalogue.dues_for(wish.join_as) is None:
        return _refused("Nobody can join as this type of member here.", "join_as")
    if category.is_for_members and wish.join_as not in category.membership_types:
        return _refused(f"“{category.title}” is for another type of member.", "join_as")
    return None


def _guest_fault(catalogue: Catalogue, wish: Wish) -> NotForSale | None:
    """At most so many, each by name (P10)."""
    most = catalogue.policy.guests_most
    if wish.guests and not most:
        return _refused("Accompanying persons cannot be booked at this meeting.", "guests")
    if len(wish.guests) > most:
        persons = "1 accompanying person" if most == 1 else f"{most} accompanying persons"
        return _refused(f"You may bring {persons} at most.", "guests")
    if any(not name.strip() for _, name in wish.guests):
        return _refused("Write the name of each accompanying person for the badge.", "guests")
    if any(len(name) > LONGEST_GUEST_NAME for _, name in wish.guests):
        return _refused(f"A name has at most {LONGEST_GUEST_NAME} characters here.", "guests")
    return None


def _extras_fault(catalogue: Catalogue, wish: Wish, window: Window) -> NotForSale | None:
    if any(quantity < 0 for _, quantity in wish.extras):
        return _refused("Write how many: zero or more.", "extras")
    for key, quantity in wanted_extras(wish).items():
        if sentence := _extra_fault(catalogue, catalogue.extra_named(key), quantity, wish, window):
            return _refused(sentence, f"extra-{key}")
    for key in sorted({key for key, _ in wish.guests}):
        extra = catalogue.extra_named(key)
        if extra and extra.kind is not ExtraKind.GUEST:
            return _refused(f"“{extra.title}” is not for accompanying persons.", "guests")
    return None


def _extra_fault(
    catalogue: Catalogue, extra: Extra | None, quantity: int, wish: Wish, window: Window
) -> str:
    if extra is None or not extra.is_on_sale:
        return "This is not offered."
    if not extra.suits(wish.category, wish.mode):
        return f"“{extra.title}” cannot be taken with this category."
    if window.key not in extra.amounts:
        return f"“{extra.title}” is not sold in the period “{window.title}”."
    if extra.kind is ExtraKind.GUEST:
        named = sum(key == extra.key for key, _ in wish.guests)
        return "" if named == quantity else "Write the name of each accompanying person."
    if quantity > extra.most:
        return f"One person may take {extra.most} × “{extra.title}” at most."
    return ""
