"""What is missing in a price list or sits oddly in it, in sentences with a door to mend it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from conference.membership.rules import MemberTest
from conference.registration.catalogue import MODE_WORDS, Catalogue, Category, ExtraKind
from conference.registration.customer import STANDARD_CLASS
from conference.registration.setup.extra_forms import amounts_of
from conference.registration.setup.tax_classes import classes_in_use
from conference.registration.windows import Window, announced_end, announced_start
from conference.web.formats import day as spoken_day


class Weight(StrEnum):
    """Bad: somebody cannot register, or pays wrongly. Warn: probably forgotten. Info: to know."""

    BAD = "bad"
    WARN = "warn"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at; `path` follows "/<meeting>/office"."""

    weight: Weight
    sentence: str
    path: str


@dataclass(frozen=True, slots=True)
class Setup:
    """All that is looked at: the catalogue, pool key -> capacity, and what stands beside them."""

    catalogue: Catalogue
    capacities: Mapping[str, int]
    has_payment_advice: bool = True
    partners: int = 0

    @property
    def last_day(self) -> date | None:
        return max(self.catalogue.days, default=None)


def find_findings(setup: Setup, now: datetime) -> tuple[Finding, ...]:
    """Everything to look at, the gravest first; what was wrong in periods that are over is left."""
    found = [
        *_windows(setup, now),
        *_categories(setup, now),
        *_extras(setup, now),
        *_bundles(setup),
        *_taxes(setup),
        *_rules(setup),
    ]
    grave = list(Weight)
    return tuple(sorted(found, key=lambda each: grave.index(each.weight)))


def _windows(setup: Setup, now: datetime) -> Iterator[Finding]:
    windows = sorted(setup.catalogue.table.windows, key=lambda each: each.starts_at)
    if not windows:
        yield Finding(
            Weight.BAD, "There is no price period: nothing is for sale.", "/prices/periods"
        )
        return
    for earlier, later in pairwise(windows):
        if earlier.ends_at < later.starts_at and later.starts_at > now:
            yield Finding(Weight.WARN, _gap_words(earlier, later), "/prices/periods")
    last = windows[-1]
    if setup.last_day and last.ends_at.astimezone(ZoneInfo(last.zone)).date() <= setup.last_day:
        sentence = (
            f"After {announced_end(last)} nothing is for sale, though the meeting ends on "
            f"{spoken_day(setup.last_day)}."
        )
        yield Finding(Weight.WARN, sentence, "/prices/periods")


def _gap_words(earlier: Window, later: Window) -> str:
    """The gap with its dates: between "Early" and "Standard" (P01)."""
    return (
        f"Between “{earlier.title}” and “{later.title}” nothing is for sale: from "
        f"{announced_end(earlier)} to {announced_start(later)}."
    )


def _categories(setup: Setup, now: datetime) -> Iterator[Finding]:
    catalogue = setup.catalogue
    if not catalogue.table.categories:
        yield Finding(Weight.BAD, "There is no category.", "/prices/categories/new")
    for each in catalogue.table.categories:
        yield from _prices_of(setup, each, now)
        yield from _conditions_of(setup, each)
    for key, word in (("meeting", "in the house"), ("virtual", "virtual")):
        mode = "virtual" if key == "virtual" else "in_person"
        if mode in catalogue.table.modes() and not setup.capacities.get(key):
            sentence = f"There are no places {word}: nobody can register so."
            yield Finding(Weight.BAD, sentence, "/prices/places")


def _prices_of(setup: Setup, category: Category, now: datetime) -> Iterator[Finding]:
    table, here = setup.catalogue.table, "/prices/amounts"
    cells = {(window, mode) for key, window, mode in table.amounts if key == category.key}
    if not cells:
        yield Finding(Weight.WARN, f"“{category.title}” has no price at all.", here)
    for mode in sorted({mode for _, mode in cells}):
        missing = [
            f"“{each.title}”"
            for each in table.windows
            if (each.key, mode) not in cells and each.ends_at > now
        ]
        if missing:
            manner = f" {MODE_WORDS[mode]}" if len(table.modes()) > 1 else ""
            sentence = f"“{category.title}”{manner} has no price in {' and '.join(missing)}."
            yield Finding(Weight.WARN, sentence, here)


def _conditions_of(setup: Setup, category: Category) -> Iterator[Finding]:
    here, title = f"/prices/categories/{category.key}", f"“{category.title}”"
    if category.needs_proof and not category.proof_fallback:
        sentence = f"{title} needs a proof, but no category is named for when it is refused."
        yield Finding(Weight.WARN, sentence, here)
    if category.income_groups and not setup.catalogue.incomes:
        sentence = f"{title} is for some countries, but there is no list of countries."
        yield Finding(Weight.BAD, sentence, "/prices/income")
    has_limit = f"category:{category.key}" in setup.capacities
    if category.granted_to and not category.is_on_sale and not has_limit:
        sentence = f"{title} is given by a role and has no limit."
        yield Finding(Weight.INFO, sentence, here)


def _extras(setup: Setup, now: datetime) -> Iterator[Finding]:
    table = setup.catalogue.table
    for each in setup.catalogue.extras:
        here, title = f"/prices/extras/{each.key}", f"“{each.title}”"
        left = [window for window in table.windows if window.ends_at > now]
        missing = [f"“{w.title}”" for w in left if w.key not in each.amounts]
        if not each.is_on_sale:
            continue
        if left and len(missing) == len(left):
            yield Finding(Weight.WARN, f"{title} has no price and is never sold.", here)
        elif missing:
            sentence = f"{title} is not sold in {' and '.join(missing)}."
            yield Finding(Weight.INFO, sentence, here)
        limited = each.kind in (ExtraKind.EVENT, ExtraKind.WORKSHOP)
        if limited and f"extra:{each.key}" not in setup.capacities:
            yield Finding(Weight.WARN, f"{title} has no limit of places.", here)
        if each.kind is ExtraKind.GUEST and not setup.catalogue.policy.guests_most:
            sentence = f"{title} cannot be booked: nobody may bring accompanying persons."
            yield Finding(Weight.WARN, sentence, "/prices/rules")


def _bundles(setup: Setup) -> Iterator[Finding]:
    catalogue = setup.catalogue
    for each in catalogue.bundles:
        sums = [
            sum(parts.values())
            for window in catalogue.table.windows
            if len(parts := amounts_of(catalogue, each.extras, window)) == len(each.extras)
        ]
        if not any(each.amount < one for one in sums):
            sentence = f"The bundle “{each.title}” never saves anything; nobody gets it."
            yield Finding(Weight.WARN, sentence, f"/prices/bundles/{each.key}")


def _taxes(setup: Setup) -> Iterator[Finding]:
    rated = {each.tax_class for each in setup.catalogue.taxes.rates}
    if not rated:
        yield Finding(Weight.INFO, "No tax is charged: there is no rate.", "/invoicing/taxes")
        return
    for name in sorted((classes_in_use(setup.catalogue) | {STANDARD_CLASS}) - rated):
        sentence = f"The tax class “{name}” has no rate: no tax is charged on it."
        yield Finding(Weight.WARN, sentence, "/invoicing/taxes")


def _rules(setup: Setup) -> Iterator[Finding]:
    policy = setup.catalogue.policy
    asks_since = policy.member_test is MemberTest.CONTINUOUS_SINCE_CALL
    if asks_since and policy.call_opened_on is None:
        sentence = "Membership is tested since the call opened, but no day is set."
        yield Finding(Weight.BAD, sentence, "/prices/rules")
    if policy.takes_transfer and not setup.has_payment_advice:
        sentence = "Bank transfers are taken, but nothing says to which account."
        yield Finding(Weight.WARN, sentence, "/prices/advice")
