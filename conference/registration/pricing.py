"""Prices: one pure function of category, window and mode, with the reason of each line (P01)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from conference.membership.rules import Verdict
from conference.orm.money import format_money
from conference.registration.rules import QUOTE_MINUTES
from conference.registration.windows import Window, announced_end, announced_start

MODE_WORDS: Mapping[str, str] = {"in_person": "in person", "virtual": "virtual"}


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

    @property
    def is_for_members(self) -> bool:
        return bool(self.membership_types)


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


class Obstacle(StrEnum):
    UNKNOWN = "unknown"
    CLOSED = "closed"
    OFFICE_ONLY = "office_only"
    MEMBERS_ONLY = "members_only"
    NOT_OFFERED = "not_offered"


@dataclass(frozen=True, slots=True)
class NotForSale:
    """Why there is no price now, and when the next window opens if one will."""

    obstacle: Obstacle
    sentence: str
    opens: Window | None = None


@dataclass(frozen=True, slots=True)
class Line:
    title: str
    reason: str
    amount: int


@dataclass(frozen=True, slots=True)
class Quoted:
    """A price with its reasons. `saving` is what membership saves, `forgone` what it would."""

    category: Category
    window: Window
    mode: str
    currency: str
    lines: tuple[Line, ...]
    saving: int
    forgone: int
    tested_on: date | None
    expires_at: datetime

    @property
    def total(self) -> int:
        return sum(line.amount for line in self.lines)

    @property
    def compared(self) -> int:
        """What a non-member pays for the same."""
        return self.total + self.saving

    @property
    def member_price(self) -> int:
        """What a member pays for the same."""
        return self.total - self.forgone


@dataclass(frozen=True, slots=True)
class Choice:
    """One category as offered to one person at one instant: a price, or why there is none."""

    category: Category
    quoted: Quoted | None
    refused: NotForSale | None


def quote(
    table: PriceTable, category: str, mode: str, *, membership: Verdict, now: datetime
) -> Quoted | NotForSale:
    """The price of a category at an instant: one window or none, one cell or none (P01, P02).

    The quote holds for 30 minutes and never beyond its window. Never raises: what is not for
    sale is a result that says why.
    """
    wanted = table.category(category)
    if wanted is None:
        return NotForSale(Obstacle.UNKNOWN, "This meeting has no such category.")
    window = table.window_at(now)
    if window is None:
        return _closed(table, now)
    refused = _refusal(wanted, membership)
    if refused is not None:
        return refused
    amount = table.amount(wanted.key, window, mode)
    if amount is None:
        return _not_offered(window, mode)
    return _quoted(table, wanted, window, mode, membership, now)


def opened_to_office(table: PriceTable) -> PriceTable:
    """The same prices with the categories that only the office gives on sale too (P09)."""
    opened = tuple(replace(each, is_on_sale=True) for each in table.categories)
    return replace(table, categories=opened)


def choices(
    table: PriceTable, mode: str, *, membership: Verdict, now: datetime
) -> tuple[Choice, ...]:
    """Every category with its price or the reason why this person cannot take it, in table order.

    Categories that the office gives are left out: nobody can choose them.
    """
    offered = (each for each in table.categories if each.is_on_sale)
    return tuple(_choice(table, each, mode, membership, now) for each in offered)


def suggested(offers: Iterable[Choice]) -> Choice | None:
    """What to mark beforehand: a member's cheapest member category, else the society's first.

    One without proof goes first, so that nobody pays more or promises more by oversight (P08).
    """
    open_ones = [each for each in offers if each.quoted is not None]
    for_members = [each for each in open_ones if each.category.is_for_members]
    plain = [each for each in for_members or open_ones if not each.category.needs_proof]
    best = plain or for_members or open_ones
    if for_members:
        return min(best, key=lambda each: each.quoted.total if each.quoted else 0)
    return next(iter(best), None)


def headline(table: PriceTable) -> tuple[Category, Category] | None:
    """The first pair of a member category and its non-member twin: what a visitor compares."""
    for each in table.categories:
        twin = table.category(each.member_twin) if each.member_twin else None
        if twin and each.is_on_sale:
            return twin, each
    return None


def _choice(
    table: PriceTable, category: Category, mode: str, membership: Verdict, now: datetime
) -> Choice:
    found = quote(table, category.key, mode, membership=membership, now=now)
    if isinstance(found, Quoted):
        return Choice(category, found, None)
    return Choice(category, None, found)


def closed_sentence(table: PriceTable, now: datetime) -> str:
    """What to say between, before and after the windows; empty while one is open."""
    if table.window_at(now):
        return ""
    opens = table.next_window(now)
    if opens is None:
        return "Registration has closed." if table.windows else "Registration is not open yet."
    has_begun = any(each.starts_at <= now for each in table.windows)
    words = "Registration is closed now and opens again" if has_begun else "Registration opens"
    return f"{words} on {announced_start(opens)} ({opens.title})."


def _closed(table: PriceTable, now: datetime) -> NotForSale:
    return NotForSale(Obstacle.CLOSED, closed_sentence(table, now), table.next_window(now))


def _refusal(category: Category, membership: Verdict) -> NotForSale | None:
    if not category.is_on_sale:
        return NotForSale(Obstacle.OFFICE_ONLY, "The office gives this category; write to it.")
    if not category.is_for_members:
        return None
    if not membership.is_member:
        return NotForSale(Obstacle.MEMBERS_ONLY, f"For members. {membership.reason}")
    if category.membership_types & membership.membership_types:
        return None
    held = _listed(membership.membership_types, "and") or "of no type"
    needed = _listed(category.membership_types, "or")
    sentence = f"For members of type {needed}; your membership is {held}."
    return NotForSale(Obstacle.MEMBERS_ONLY, sentence)


def _listed(words: Iterable[str], joint: str) -> str:
    """ "emeritus, honorary or regular"."""
    *front, last = sorted(words) or [""]
    return f"{', '.join(front)} {joint} {last}" if front else last


def _not_offered(window: Window, mode: str) -> NotForSale:
    words = MODE_WORDS.get(mode, mode)
    return NotForSale(Obstacle.NOT_OFFERED, f"Not offered {words} in the period “{window.title}”.")


def _quoted(
    table: PriceTable,
    category: Category,
    window: Window,
    mode: str,
    membership: Verdict,
    now: datetime,
) -> Quoted:
    amount = table.amounts[category.key, window.key, mode]
    saving = _saving(table, category, window, mode)
    proof = membership.reason if category.is_for_members else ""
    reasons = (f"Price until {announced_end(window)}.", proof, _saving_words(table, amount, saving))
    line = Line(
        title=_line_title(table, category, window, mode),
        reason=" ".join(each for each in reasons if each),
        amount=amount,
    )
    return Quoted(
        category=category,
        window=window,
        mode=mode,
        currency=table.currency,
        lines=(line,),
        saving=saving,
        forgone=_forgone(table, category, window, mode),
        tested_on=membership.tested_on,
        expires_at=min(now + timedelta(minutes=QUOTE_MINUTES), window.ends_at),
    )


def _line_title(table: PriceTable, category: Category, window: Window, mode: str) -> str:
    manner = f", {MODE_WORDS.get(mode, mode)}" if len(table.modes()) > 1 else ""
    return f"{category.title}{manner}, {window.title[:1].lower()}{window.title[1:]}"


def _saving_words(table: PriceTable, amount: int, saving: int) -> str:
    if not saving:
        return ""
    usual = format_money(amount + saving, table.currency)
    return f"Non-member price {usual}; you save {format_money(saving, table.currency)}."


def _saving(table: PriceTable, category: Category, window: Window, mode: str) -> int:
    """What a member saves: the cheapest category that names this one as its member twin."""
    twins = (each.key for each in table.categories if each.member_twin == category.key)
    prices = [price for key in twins if (price := table.amount(key, window, mode)) is not None]
    amount = table.amounts[category.key, window.key, mode]
    return max(0, min(prices, default=amount) - amount)


def _forgone(table: PriceTable, category: Category, window: Window, mode: str) -> int:
    """What a non-member would save as a member: the price less that of the member twin."""
    amount = table.amounts[category.key, window.key, mode]
    member_price = table.amount(category.member_twin, window, mode)
    return 0 if member_price is None else max(0, amount - member_price)
