"""What a group can choose from, and what was written in a list as one of these choices."""

from __future__ import annotations

import msgspec

from conference.people.rules import fold
from conference.registration.catalogue import Catalogue, Category, Extra, ExtraKind
from conference.registration.groups.draft import Row

_VIRTUAL = ("virtual", "online", "remote")


def group_categories(catalogue: Catalogue) -> tuple[Category, ...]:
    """What a group may book: on sale, and for all days; a single day is booked by each."""
    return tuple(
        each for each in catalogue.table.categories if each.is_on_sale and not each.is_one_day
    )


def group_extras(catalogue: Catalogue) -> tuple[Extra, ...]:
    """What can be ticked for an attendee; guests are brought by each person on their own."""
    return tuple(
        each for each in catalogue.extras if each.is_on_sale and each.kind is not ExtraKind.GUEST
    )


def as_chosen(row: Row, catalogue: Catalogue) -> tuple[Row, tuple[str, ...]]:
    """The row as a form with lists can show it, and what was written that stands in no list."""
    category = category_named(catalogue, row.category)
    extras = [(text, extra_named(catalogue, text)) for text in row.extras]
    unknown = [text for text, extra in extras if extra is None]
    if row.category and category is None:
        unknown.insert(0, row.category)
    chosen = msgspec.structs.replace(
        row,
        category=category.key if category else "",
        extras=tuple(extra.key for _, extra in extras if extra),
        mode="virtual" if mode_of(row, catalogue) == "virtual" else "",
    )
    return chosen, tuple(unknown)


def category_named(catalogue: Catalogue, text: str) -> Category | None:
    """By key or title, however it was typed."""
    wanted = fold(text)
    offered = group_categories(catalogue)
    return next((e for e in offered if wanted and wanted in (fold(e.key), fold(e.title))), None)


def extra_named(catalogue: Catalogue, text: str) -> Extra | None:
    """By key or title, however it was typed."""
    wanted = fold(text)
    offered = group_extras(catalogue)
    return next((e for e in offered if wanted in (fold(e.key), fold(e.title))), None)


def mode_of(row: Row, catalogue: Catalogue) -> str:
    """How somebody attends, however it was typed; in person unless something else is said."""
    modes = catalogue.table.modes()
    if fold(row.mode) in _VIRTUAL and "virtual" in modes:
        return "virtual"
    return "in_person" if "in_person" in modes else next(iter(modes), "in_person")
