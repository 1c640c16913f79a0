"""Reading a list of countries with their income group, however it is laid out (P05)."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import pycountry

from conference.membership.roll_encoding import decode_file
from conference.people.rules import fold
from conference.registration.catalogue import INCOME_WORDS

LARGEST_FILE = 1_000_000
MOST_LINES = 2_000
_GROUPS = {
    "lic": "LIC", "li": "LIC", "l": "LIC", "low": "LIC", "low income": "LIC",
    "lmc": "LMC", "lmic": "LMC", "lm": "LMC",
    "lower middle": "LMC", "lower middle income": "LMC", "lower-middle income": "LMC",
    "umc": "UMC", "umic": "UMC", "um": "UMC",
    "upper middle": "UMC", "upper middle income": "UMC", "upper-middle income": "UMC",
    "hic": "HIC", "hi": "HIC", "h": "HIC", "high": "HIC", "high income": "HIC",
}  # fmt: skip
_ALSO_CALLED = {  # as the World Bank writes them
    "bahamas, the": "BS", "congo, dem. rep.": "CD", "congo, rep.": "CG", "cote d'ivoire": "CI",
    "curacao": "CW", "egypt, arab rep.": "EG", "gambia, the": "GM", "hong kong sar, china": "HK",
    "iran, islamic rep.": "IR", "korea, dem. people's rep.": "KP", "korea, rep.": "KR",
    "kyrgyz republic": "KG", "lao pdr": "LA", "macao sar, china": "MO",
    "micronesia, fed. sts.": "FM", "russia": "RU", "slovak republic": "SK",
    "st. kitts and nevis": "KN", "st. lucia": "LC", "st. martin (french part)": "MF",
    "st. vincent and the grenadines": "VC", "syria": "SY", "taiwan, china": "TW", "turkey": "TR",
    "virgin islands (u.s.)": "VI", "west bank and gaza": "PS", "yemen, rep.": "YE",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unread:
    """A line that was not understood, and why."""

    line: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class IncomeList:
    """Country -> group, with the lines that said neither."""

    incomes: Mapping[str, str]
    unread: tuple[Unread, ...] = ()


@dataclass(frozen=True, slots=True)
class IncomeChange:
    """What a new list would change for one country; an empty group: not on the list."""

    country: str
    before: str
    after: str
    is_kept: bool = False


def read_income_file(data: bytes) -> IncomeList:
    """One line a country, in any order of columns, with a comma, semicolon or tab between.

    A country may be given by its ISO code of two or three letters or its English name; a group by
    its code or its name. The first line may hold headings.
    """
    incomes: dict[str, str] = {}
    unread: list[Unread] = []
    lines = decode_file(data[:LARGEST_FILE]).lines[:MOST_LINES]
    for number, cells in enumerate(_rows(lines), start=1):
        country = next(filter(None, map(country_code, cells)), "")
        group = next(filter(None, (_GROUPS.get(fold(cell)) for cell in cells)), "")
        if country and group:
            incomes[country] = group
        elif any(cells) and (number > 1 or country or group):
            why = "Which group is it?" if country else "Which country is it?"
            unread.append(Unread(number, ", ".join(filter(None, cells))[:120], why))
    return IncomeList(dict(sorted(incomes.items())), tuple(unread))


def _rows(lines: Iterable[str]) -> Iterable[list[str]]:
    lines = list(lines)
    head = "\n".join(lines[:5])
    mark = max(";,\t", key=head.count)
    for cells in csv.reader(lines, delimiter=mark):
        yield [cell.strip() for cell in cells]


@lru_cache(maxsize=2_000)
def country_code(text: str) -> str:
    """The ISO code of two letters of a country by its code or English name; empty: none."""
    name = fold(text).strip()
    if name in _ALSO_CALLED:
        return _ALSO_CALLED[name]
    if len(name) < 2:
        return ""
    return _countries().get(name, "")


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, str]:
    found = {}
    for each in pycountry.countries:
        named = (getattr(each, name, "") for name in ("name", "common_name", "official_name"))
        for word in (each.alpha_2, each.alpha_3, *named):
            if word:
                found[fold(word)] = each.alpha_2
    return found


def changes_of(
    before: Mapping[str, str], after: Mapping[str, str], kept: Iterable[str] = ()
) -> tuple[IncomeChange, ...]:
    """What another list would change, by country; what the office set with a reason is kept."""
    own = set(kept)
    return tuple(
        IncomeChange(each, before.get(each, ""), after.get(each, ""), each in own)
        for each in sorted(before.keys() | after.keys())
        if before.get(each, "") != after.get(each, "")
    )


def written(incomes: Mapping[str, str]) -> str:
    """The list as one field of a form: "AF:LIC AL:UMC"."""
    return " ".join(f"{country}:{group}" for country, group in sorted(incomes.items()))


def read_written(text: str) -> dict[str, str]:
    """A list as `written` wrote it; what is no country or group is left out."""
    pairs = (each.partition(":") for each in text.split())
    return {
        country: group
        for country, _, group in pairs
        if group in INCOME_WORDS and pycountry.countries.get(alpha_2=country)
    }
