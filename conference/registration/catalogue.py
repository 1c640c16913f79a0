"""What a meeting sells, as pure data: categories, periods, extras, bundles, codes, dues, taxes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from conference.membership.rules import DuesOffer, Verdict
from conference.registration.policy import Policy
from conference.registration.taxes import TaxTable
from conference.registration.windows import Window

MODE_WORDS: Mapping[str, str] = {"in_person": "in person", "virtual": "virtual"}
INCOME_WORDS: Mapping[str, str] = {
    "LIC": "low income",
    "LMC": "lower middle income",
    "UMC": "upper middle income",
    "HIC": "high income",
}

ROLE_WORDS: Mapping[str, str] = {
    "invited_speaker": "invited speaker",
    "speaker": "speaker",
    "chair": "chair",
    "award_winner": "award winner",
    "author": "author",
    "reviewer": "reviewer",
    "programme": "programme committee",
    "desk": "registration desk",
    "office": "office",
}


class LineKind(StrEnum):
    """What an order line is about; what takes back or reduces a line has the kind of that line."""

    FEE = "fee"
    EXTRA = "extra"
    GUEST = "guest"
    DUES = "dues"
    CHARGE = "charge"


class ExtraKind(StrEnum):
    EVENT = "event"
    WORKSHOP = "workshop"
    GUEST = "guest"
    GOODS = "goods"
    SERVICE = "service"


class CodeKind(StrEnum):
    PERCENT = "percent"
    AMOUNT = "amount"
    PRICE = "price"
    OPENS = "opens"


@dataclass(frozen=True, slots=True)
class Category:
    """A price class. `member_twin` names the category that a member would take instead."""

    key: str
    title: str
    explanation: str = ""
    membership_types: frozenset[str] = frozenset()
    member_twin: str = ""
    needs_proof: bool = False
    is_on_sale: bool = True
    proof_fallback: str = ""
    income_groups: frozenset[str] = frozenset()
    is_one_day: bool = False
    granted_to: frozenset[str] = frozenset()
    tax_class: str = "registration"

    @property
    def is_for_members(self) -> bool:
        return bool(self.membership_types)


@dataclass(frozen=True, slots=True)
class Extra:
    """Something beside the registration. Its price per window; no price: not sold then (P13)."""

    key: str
    title: str
    kind: ExtraKind
    explanation: str = ""
    most: int = 1
    modes: frozenset[str] = frozenset({"in_person"})
    categories: frozenset[str] = frozenset()
    tax_class: str = "registration"
    is_on_sale: bool = True
    amounts: Mapping[str, int] = field(default_factory=dict)

    def suits(self, category: str, mode: str) -> bool:
        """Whether who registers so may take it at all."""
        return mode in self.modes and (not self.categories or category in self.categories)


@dataclass(frozen=True, slots=True)
class Bundle:
    """Extras that cost `amount` together instead of their sum (P11)."""

    key: str
    title: str
    extras: frozenset[str]
    amount: int


@dataclass(frozen=True, slots=True)
class Code:
    """A discount code. `value` is hundredths of a percent or minor units, by its kind (P08)."""

    code: str
    title: str
    kind: CodeKind
    value: int = 0
    categories: frozenset[str] = frozenset()
    extras: frozenset[str] = frozenset()
    extras_only: bool = False
    opens: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    stacks: bool = False
    is_active: bool = True

    def holds_at(self, now: datetime) -> bool:
        """Half-open like a price window."""
        begun = self.starts_at is None or self.starts_at <= now
        return self.is_active and begun and (self.ends_at is None or now < self.ends_at)


@dataclass(frozen=True, slots=True)
class PriceTable:
    """category x window x mode -> minor units; a missing cell means: not offered."""

    currency: str
    categories: tuple[Category, ...]
    windows: tuple[Window, ...]
    amounts: Mapping[tuple[str, str, str], int]

    def category(self, key: str) -> Category | None:
        return next((each for each in self.categories if each.key == key), None)

    def window_at(self, instant: datetime) -> Window | None:
        """The one window that holds the instant, or None: not for sale (P01)."""
        return next((each for each in self.windows if each.holds(instant)), None)

    def next_window(self, instant: datetime) -> Window | None:
        later = [each for each in self.windows if each.starts_at > instant]
        return min(later, key=lambda each: each.starts_at, default=None)

    def amount(self, category: str, window: Window, mode: str) -> int | None:
        return self.amounts.get((category, window.key, mode))

    def modes(self) -> tuple[str, ...]:
        """The modes that have any price, in person first."""
        priced = {mode for _, _, mode in self.amounts}
        return tuple(mode for mode in MODE_WORDS if mode in priced)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that a price depends on but the buyer and the clock."""

    table: PriceTable
    days: tuple[date, ...] = ()
    extras: tuple[Extra, ...] = ()
    bundles: tuple[Bundle, ...] = ()
    codes: tuple[Code, ...] = ()
    dues: tuple[DuesOffer, ...] = ()
    taxes: TaxTable = field(default_factory=TaxTable)
    incomes: Mapping[str, str] = field(default_factory=dict)
    policy: Policy = field(default_factory=Policy)

    @property
    def currency(self) -> str:
        return self.table.currency

    def extra_named(self, key: str) -> Extra | None:
        return next((each for each in self.extras if each.key == key), None)

    def code(self, text: str) -> Code | None:
        """The code as typed: case and spaces do not matter."""
        wanted = normal_code(text)
        return next((each for each in self.codes if each.code == wanted), None)

    def dues_for(self, type_key: str) -> DuesOffer | None:
        return next((each for each in self.dues if each.type_key == type_key), None)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to book; `guests` are (key of the extra, name)."""

    category: str
    mode: str
    day: date | None = None
    extras: tuple[tuple[str, int], ...] = ()
    guests: tuple[tuple[str, str], ...] = ()
    codes: tuple[str, ...] = ()
    join_as: str = ""
    bill_country: str = ""
    vat_number: str = ""


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who asks for a price, as far as the price depends on it."""

    membership: Verdict
    country: str = ""
    income: str = ""
    roles: frozenset[str] = frozenset()
    is_office: bool = False
    is_author: bool = False


def dues_item(offer: DuesOffer) -> str:
    """What an order line remembers of the dues: the type, and from when to when."""
    return f"{offer.type_key}:{offer.valid_from}:{offer.valid_to}"


def read_dues_item(item: str) -> tuple[str, date, date]:
    """Type, first and last day of the membership that a line of dues pays for."""
    type_key, start, end = item.split(":")
    return type_key, date.fromisoformat(start), date.fromisoformat(end)


def normal_code(text: str) -> str:
    """A discount code as it is stored: upper case, without spaces."""
    return "".join(text.split()).upper()
