"""Everything about the prices of one meeting, as it is compared with another's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from conference.registration.catalogue import Bundle, LineKind
from conference.registration.changes.rules.terms import Rung
from conference.registration.policy import Policy
from conference.registration.setup.category_forms import CategorySetting
from conference.registration.setup.extra_forms import ExtraSetting
from conference.registration.taxes import TaxRate
from conference.registration.windows import Window

Cell = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class PriceSetup:
    """Everything about the prices of one meeting but its codes."""

    starts_on: date
    currency: str
    windows: tuple[Window, ...] = ()
    categories: Mapping[str, CategorySetting] = field(default_factory=dict)
    amounts: Mapping[Cell, int] = field(default_factory=dict)
    extras: Mapping[str, ExtraSetting] = field(default_factory=dict)
    bundles: tuple[Bundle, ...] = ()
    policy: Policy = field(default_factory=Policy)
    ladders: Mapping[LineKind, tuple[Rung, ...]] = field(default_factory=dict)
    rates: tuple[TaxRate, ...] = ()
    incomes: Mapping[str, str] = field(default_factory=dict)
    income_source: str = ""
    partners: Mapping[UUID, str] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Copied:
    """One thing that would be new (`before` empty) or would change."""

    title: str
    before: str
    after: str


def windows_after(moved: PriceSetup, target: PriceSetup) -> tuple[Window, ...]:
    """The periods of the source, with those of the target that it has not."""
    keys = {each.key for each in moved.windows}
    return (*moved.windows, *(each for each in target.windows if each.key not in keys))
