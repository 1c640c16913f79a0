"""The office's price forms: periods, a matrix of amounts, one category, places."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import msgspec

from conference.meetings.rules import LocalTimeError, instant_of, zone_names
from conference.orm.money import format_money, parse_money
from conference.people.rules import clean, fold
from conference.registration.catalogue import PriceTable
from conference.registration.windows import Window
from conference.web import FormErrors

NEW = "new"
MAX_AMOUNT = 10**11
ONE_MINUTE = timedelta(minutes=1)
WINDOW_FIELDS = ("title", "starts", "ends", "zone")

Values = Mapping[str, Any]


def key_of(title: str, taken: Collection[str], fallback: str) -> str:
    """A short key made of a title: "On site" -> "on-site"; a number makes it differ."""
    plain = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")[:32] or fallback
    key, number = plain, 2
    while key in taken or key == NEW:
        key, number = f"{plain}-{number}", number + 1
    return key


def window_values(windows: Collection[Window], zone: str) -> dict[str, str]:
    """The stored periods as the form shows them: wall clock, last minute included (P02)."""
    values = {f"zone-{NEW}": zone}
    for each in windows:
        values[f"title-{each.key}"] = each.title
        values[f"starts-{each.key}"] = _wall(each.starts_at, each.zone)
        values[f"ends-{each.key}"] = _wall(each.ends_at - ONE_MINUTE, each.zone)
        values[f"zone-{each.key}"] = each.zone
    return values


def read_windows(values: Values, known: Collection[str]) -> list[Window]:
    """The periods that a form names, the new one last. Raises FormErrors beside each field."""
    errors: dict[str, str] = {}
    windows = []
    for key in [*known, NEW]:
        typed = {name: str(values.get(f"{name}-{key}", "")).strip() for name in WINDOW_FIELDS}
        is_blank = key == NEW and not any(typed[name] for name in ("title", "starts", "ends"))
        if is_blank or values.get(f"remove-{key}"):
            continue
        window = _read_window(key, typed, errors, known)
        if window is not None:
            windows.append(window)
    if errors:
        raise FormErrors(values, errors)
    return windows


def _read_window(
    key: str, typed: Mapping[str, str], errors: dict[str, str], known: Collection[str]
) -> Window | None:
    before = len(errors)
    if not clean(typed["title"]) or len(typed["title"]) > 80:
        errors[f"title-{key}"] = "Give the period a short name."
    if typed["zone"] not in zone_names():
        errors[f"zone-{key}"] = "Choose a zone from the list."
        return None
    starts = _instant(typed["starts"], typed["zone"], f"starts-{key}", errors)
    ends = _instant(typed["ends"], typed["zone"], f"ends-{key}", errors)
    if len(errors) > before or starts is None or ends is None:
        return None
    made = key_of(typed["title"], known, "period") if key == NEW else key
    return Window(made, clean(typed["title"]), starts, ends + ONE_MINUTE, typed["zone"])


def _instant(text: str, zone: str, field: str, errors: dict[str, str]) -> datetime | None:
    try:
        return instant_of(datetime.fromisoformat(text).replace(tzinfo=None), zone)
    except LocalTimeError as error:
        errors[field] = str(error)
    except ValueError:
        errors[field] = "Write the date and time as 2027-03-09T14:30."
    return None


def _wall(instant: datetime, zone: str) -> str:
    return instant.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")


def cell_name(category: str, window: str, mode: str) -> str:
    """The field of one amount."""
    return f"amount|{category}|{window}|{mode}"


def amount_values(table: PriceTable) -> dict[str, str]:
    """Every amount as the form shows it, without the currency."""
    return {
        cell_name(*cell): format_money(amount, table.currency).rsplit(" ", 1)[0]
        for cell, amount in table.amounts.items()
    }


def read_amounts(
    values: Values, table: PriceTable, modes: Collection[str]
) -> dict[tuple[str, str, str], int | None]:
    """Every cell of the form; empty: not offered. Raises FormErrors beside each field."""
    errors: dict[str, str] = {}
    amounts: dict[tuple[str, str, str], int | None] = {}
    cells = [
        (category.key, window.key, mode)
        for category in table.categories
        for window in table.windows
        for mode in modes
    ]
    for cell in cells:
        text = str(values.get(cell_name(*cell), "")).strip()
        try:
            amounts[cell] = parse_money(text, table.currency) if text else None
        except ValueError as error:
            errors[cell_name(*cell)] = str(error)
            continue
        if not 0 <= (amounts[cell] or 0) < MAX_AMOUNT:
            errors[cell_name(*cell)] = "Write zero or more."
    if errors:
        raise FormErrors(values, errors)
    return amounts


class PlacesForm(msgspec.Struct):
    meeting: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
    virtual: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)] = 0


class AdviceForm(msgspec.Struct):
    text: Annotated[str, msgspec.Meta(max_length=2000)] = ""
