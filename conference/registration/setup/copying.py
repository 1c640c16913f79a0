"""Prices of another meeting as a proposal: what would be new, what would change (idea 2)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from conference.registration.setup import copy_words
from conference.registration.setup.policy_form import DAYS
from conference.registration.setup.price_setup import Copied, PriceSetup, windows_after
from conference.registration.windows import find_window_faults


class Part(StrEnum):
    """What can be copied, in the order in which it is written."""

    PERIODS = "periods"
    CATEGORIES = "categories"
    AMOUNTS = "amounts"
    EXTRAS = "extras"
    BUNDLES = "bundles"
    RULES = "rules"
    REFUNDS = "refunds"
    TAXES = "taxes"
    INCOME = "income"
    PARTNERS = "partners"
    PLACES = "places"


PART_WORDS: Mapping[Part, str] = {
    Part.PERIODS: "Price periods",
    Part.CATEGORIES: "Categories",
    Part.AMOUNTS: "Amounts",
    Part.EXTRAS: "Extras",
    Part.BUNDLES: "Bundles",
    Part.RULES: "Rules",
    Part.REFUNDS: "Refund ladders",
    Part.TAXES: "Tax rates",
    Part.INCOME: "List of countries",
    Part.PARTNERS: "Partner societies",
    Part.PLACES: "Places",
}
_IN_MONEY = frozenset({Part.AMOUNTS, Part.EXTRAS, Part.BUNDLES, Part.REFUNDS})
_SUMS = ("transfer_fee", "visa_fee")


@dataclass(frozen=True, slots=True)
class PartProposal:
    """A part with what it would do; a part with an `obstacle` cannot be taken."""

    part: Part
    changes: tuple[Copied, ...]
    obstacle: str = ""

    @property
    def title(self) -> str:
        return PART_WORDS[self.part]


@dataclass(frozen=True, slots=True)
class CopyProposal:
    """All parts that would change something. `moved` is the source moved to this meeting's days."""

    moved: PriceSetup
    parts: tuple[PartProposal, ...]

    @property
    def digest(self) -> str:
        """Says whether a proposal is still the one that was looked at."""
        return hashlib.sha256(repr(self.parts).encode()).hexdigest()[:16]


def propose_copy(source: PriceSetup, target: PriceSetup) -> CopyProposal:
    """What the prices of one meeting would be at another: dates move with its first day.

    What is set already and not at the source stays. Nothing is proposed that changes nothing.
    """
    moved = _moved(source, target)
    told = {
        Part.PERIODS: copy_words.tell_periods(moved, target),
        Part.CATEGORIES: copy_words.tell_categories(moved, target),
        Part.AMOUNTS: copy_words.tell_amounts(moved, target),
        Part.EXTRAS: copy_words.tell_extras(moved, target),
        Part.BUNDLES: copy_words.tell_bundles(moved, target),
        Part.RULES: copy_words.tell_rules(moved, target),
        Part.REFUNDS: copy_words.tell_refunds(moved, target),
        Part.TAXES: copy_words.tell_taxes(moved, target),
        Part.INCOME: copy_words.tell_income(moved, target),
        Part.PARTNERS: copy_words.tell_partners(moved, target),
        Part.PLACES: copy_words.tell_places(moved, target),
    }
    found = ((part, tuple(e for e in each if e.before != e.after)) for part, each in told.items())
    parts = (PartProposal(p, c, _obstacle(p, source, moved, target)) for p, c in found if c)
    return CopyProposal(moved, tuple(parts))


def _obstacle(part: Part, source: PriceSetup, moved: PriceSetup, target: PriceSetup) -> str:
    if part in _IN_MONEY and source.currency != target.currency:
        return f"These are amounts in {source.currency}; this meeting is in {target.currency}."
    if part is Part.PERIODS:
        return next(iter(find_window_faults(windows_after(moved, target)).values()), "")
    return ""


def _moved(source: PriceSetup, target: PriceSetup) -> PriceSetup:
    """The source with its days moved as far as the meetings are apart, clocks kept (P02)."""
    by = target.starts_on - source.starts_on
    windows = tuple(
        replace(
            each,
            starts_at=_later(each.starts_at, each.zone, by),
            ends_at=_later(each.ends_at, each.zone, by),
        )
        for each in source.windows
    )
    changes: dict[str, Any] = {
        name: day + by for name in DAYS if (day := getattr(source.policy, name))
    }
    if source.currency != target.currency:
        changes |= {name: getattr(target.policy, name) for name in _SUMS}
    return replace(source, windows=windows, policy=replace(source.policy, **changes))


def _later(instant: datetime, zone: str, by: timedelta) -> datetime:
    """The same wall clock some days later, in the period's own zone."""
    return (instant.astimezone(ZoneInfo(zone)) + by).astimezone(UTC)
