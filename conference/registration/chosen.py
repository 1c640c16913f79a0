"""What somebody has chosen on the second screen: as it was typed, and the wish that it means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import msgspec
from litestar.datastructures import FormMultiDict

from conference.people.rules import clean
from conference.registration.catalogue import Catalogue, ExtraKind, Wish

LONGEST_NAME = 200
LONGEST_TEXT = 300
MOST_FIELDS = 60  # of one kind; no meeting sells more, and a draft is stored
_BETWEEN_CODES = re.compile(r"[,;\n]+")


class Chosen(msgspec.Struct, frozen=True):
    """The fields of the second screen. `guests` are (key of the extra or "", name)."""

    category: str = ""
    mode: str = ""
    day: str = ""
    extras: dict[str, str] = {}
    guests: tuple[tuple[str, str], ...] = ()
    codes: str = ""
    join_as: str = ""

    def values(self) -> dict[str, Any]:
        """The fields by the names that they have on the screen."""
        plain = {name: getattr(self, name) for name in ("category", "mode", "day", "codes")}
        extras = {f"extra-{key}": text for key, text in self.extras.items()}
        return {**plain, "join_as": self.join_as, **extras}

    def guest_names(self, extra: str) -> list[str]:
        """The names typed for one kind of accompanying person."""
        return [name for key, name in self.guests if key == extra]


@dataclass(frozen=True, slots=True)
class Meant:
    """The wish behind the typed fields; `faults` are fields that mean nothing, each with why."""

    wish: Wish
    faults: Mapping[str, str]


def read_chosen(form: FormMultiDict) -> Chosen:
    """The second screen as a browser sends it; nothing is judged yet."""
    single = {name: _text(form.get(name)) for name in ("category", "mode", "day", "join_as")}
    names = list(form.keys())[: 4 * MOST_FIELDS]
    extras = {
        name.removeprefix("extra-"): _text(form.get(name))
        for name in names
        if name.startswith("extra-")
    }
    guests = [
        (name.removeprefix("guests").removeprefix("-"), _text(each))
        for name in dict.fromkeys(names)
        if name == "guests" or name.startswith("guests-")
        for each in form.getall(name)
    ]
    typed_codes = ", ".join(filter(None, (_text(each) for each in form.getall("codes", []))))
    return Chosen(
        **single,
        extras=dict(list(extras.items())[:MOST_FIELDS]),
        guests=tuple(guests[:MOST_FIELDS]),
        codes=typed_codes[:LONGEST_TEXT],
    )


def wish_of(chosen: Chosen, catalogue: Catalogue, *, country: str = "", vat: str = "") -> Meant:
    """What the fields mean for a meeting that sells this, and which of them mean nothing."""
    faults: dict[str, str] = {}
    mode = chosen.mode if chosen.mode in catalogue.table.modes() else ""
    wish = Wish(
        category=chosen.category,
        mode=mode or next(iter(catalogue.table.modes()), "in_person"),
        day=_day(chosen, catalogue, faults),
        extras=_extras(chosen, catalogue, faults),
        guests=_guests(chosen, catalogue, faults),
        codes=tuple(filter(None, map(clean, _BETWEEN_CODES.split(chosen.codes)))),
        join_as=chosen.join_as,
        bill_country=country,
        vat_number=vat,
    )
    return Meant(_as_member(wish, catalogue), faults)


def chosen_of(wish: Wish) -> Chosen:
    """The fields that would be typed for a wish: to choose again after a refusal."""
    return Chosen(
        category=wish.category,
        mode=wish.mode,
        day=wish.day.isoformat() if wish.day else "",
        extras={key: str(quantity) for key, quantity in wish.extras},
        guests=wish.guests,
        codes=", ".join(wish.codes),
        join_as=wish.join_as,
    )


def _as_member(wish: Wish, catalogue: Catalogue) -> Wish:
    """Who joins on this order takes the member category instead (M02)."""
    category = catalogue.table.category(wish.category)
    twin = catalogue.table.category(category.member_twin) if category else None
    if not wish.join_as or twin is None or wish.join_as not in twin.membership_types:
        return wish
    return replace(wish, category=twin.key)


def _text(value: object) -> str:
    return clean(value)[:LONGEST_TEXT] if isinstance(value, str) else ""


def _day(chosen: Chosen, catalogue: Catalogue, faults: dict[str, str]) -> date | None:
    """The day of a one-day category; elsewhere one that was chosen before means nothing (P12)."""
    category = catalogue.table.category(chosen.category)
    if not chosen.day or category is None or not category.is_one_day:
        return None
    try:
        return date.fromisoformat(chosen.day)
    except ValueError:
        faults["day"] = "Choose a day from the list."
        return None


def _extras(
    chosen: Chosen, catalogue: Catalogue, faults: dict[str, str]
) -> tuple[tuple[str, int], ...]:
    found = []
    for key, text in chosen.extras.items():
        extra = catalogue.extra_named(key)
        if not text or text == "0" or (extra and extra.kind is ExtraKind.GUEST):
            continue
        if not (text.isascii() and text.isdigit() and len(text) < 5):
            faults[f"extra-{key}"] = "Write how many, as a whole number."
            continue
        found.append((key, int(text)))
    return tuple(found)


def _guests(
    chosen: Chosen, catalogue: Catalogue, faults: dict[str, str]
) -> tuple[tuple[str, str], ...]:
    kinds = [each.key for each in catalogue.extras if each.kind is ExtraKind.GUEST]
    named = [(key or next(iter(kinds), ""), name) for key, name in chosen.guests if name]
    if any(len(name) > LONGEST_NAME for _, name in named):
        faults["guests"] = f"A name is too long; at most {LONGEST_NAME} characters."
        return ()
    return tuple(named)
