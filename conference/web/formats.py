"""How instants, days, money and countries read on screen and in letters.

The weekday and the zone's name are always computed, never typed (N01).
"""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import pycountry

from conference.orm.money import format_money
from conference.web.languages import language_of
from conference.web.marks import marked, unmarked

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(value: date) -> str:
    """ "Mon 2 Nov 2026", the same in every locale of the server."""
    return f"{DAYS[value.weekday()]} {value.day} {MONTHS[value.month - 1]} {value.year}"


def clock(value: datetime, zone: str) -> str:
    """ "09:30" on the wall clock of the zone."""
    return value.astimezone(ZoneInfo(zone)).strftime("%H:%M")


def hours(start: datetime, end: datetime, zone: str) -> str:
    """ "09:30–10:15" on the wall clock of the zone."""
    return f"{clock(start, zone)}–{clock(end, zone)}"


def local_day(value: datetime, zone: str) -> str:
    """The day on which the instant falls in the zone."""
    return day(value.astimezone(ZoneInfo(zone)).date())


def instant(value: datetime, zone: str) -> str:
    """ "Mon 2 Nov 2026, 23:59 PST (Los Angeles)": weekday, date, time, abbreviation and place."""
    local = value.astimezone(ZoneInfo(zone))
    return f"{day(local.date())}, {local:%H:%M} {zone_name(value, zone)}"


def zone_name(value: datetime, zone: str) -> str:
    """ "PST (Los Angeles)", or "UTC"; the abbreviation is for reading only (N02)."""
    abbreviation = value.astimezone(ZoneInfo(zone)).tzname() or zone
    if zone in ("UTC", "Etc/UTC"):
        return "UTC"
    if abbreviation[0] in "+-":
        abbreviation = f"UTC{abbreviation}"
    return f"{abbreviation} ({zone.rsplit('/', 1)[-1].replace('_', ' ')})"


def days_span(first: date, last: date) -> str:
    """ "18-21 Oct 2026" or "30 Oct - 2 Nov 2026", with en dashes."""
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {MONTHS[last.month - 1]} {last.year}"
    head = f"{first.day} {MONTHS[first.month - 1]}"
    if first.year != last.year:
        head += f" {first.year}"
    return f"{head} – {last.day} {MONTHS[last.month - 1]} {last.year}"


@lru_cache(maxsize=300)
def country_name(code: str) -> str:
    """The country's everyday English name for an ISO 3166-1 alpha-2 code; the code if unknown."""
    found = pycountry.countries.get(alpha_2=code)
    if found is None:
        return code
    return str(getattr(found, "common_name", found.name))


@lru_cache(maxsize=1)
def country_options() -> tuple[tuple[str, str], ...]:
    """(code, name) of every country, by name, for a select."""
    options = [(each.alpha_2, country_name(each.alpha_2)) for each in pycountry.countries]
    return tuple(sorted(options, key=lambda pair: pair[1]))


FILTERS = {
    "day": day,
    "clock": clock,
    "local_day": local_day,
    "instant": instant,
    "zone_name": zone_name,
    "country": country_name,
    "language": language_of,
    "money": format_money,
    "marked": marked,
    "unmarked": unmarked,
}
