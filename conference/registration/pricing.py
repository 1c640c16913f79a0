"""Prices: one pure function of category, window and mode, with the reason of each line (P01)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from conference.orm.money import format_money
from conference.registration.catalogue import (
    INCOME_WORDS,
    MODE_WORDS,
    ROLE_WORDS,
    Buyer,
    Category,
    PriceTable,
    Wish,
)
from conference.registration.quoted import Choice, Line, NotForSale, Obstacle, Quoted
from conference.registration.rules import QUOTE_MINUTES
from conference.registration.windows import Window, announced_end, announced_start
from conference.web.formats import country_name


def quote(
    table: PriceTable, category: str, mode: str, *, buyer: Buyer, now: datetime
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
    refused = _refusal(wanted, buyer)
    if refused is not None:
        return refused
    amount = table.amount(wanted.key, window, mode)
    if amount is None:
        return _not_offered(window, mode)
    return _quoted(table, wanted, window, mode, buyer, now)


def opened(table: PriceTable, key: str) -> PriceTable:
    """The same prices with one category on sale, as a code does it (P08)."""
    changed = (replace(c, is_on_sale=True) if c.key == key else c for c in table.categories)
    return replace(table, categories=tuple(changed))


def choices(table: PriceTable, mode: str, *, buyer: Buyer, now: datetime) -> tuple[Choice, ...]:
    """Every category with its price or the reason why this person cannot take it, in table order.

    Categories that the office gives are left out: nobody can choose them.
    """
    offered = (each for each in table.categories if may_take(each, buyer))
    return tuple(_choice(table, each, mode, buyer, now) for each in offered)


def suggested(offers: Iterable[Choice]) -> Choice | None:
    """What to mark beforehand: the cheapest price that is known to be theirs, else the first (P08).

    One for all days goes before a single day, and one without proof before one that needs it, so
    that nobody pays more, gets less or promises more by oversight.
    """
    open_ones = [each for each in offers if each.quoted is not None]
    whole = [each for each in open_ones if not each.category.is_one_day] or open_ones
    known = [each for each in whole if _is_known_to_be_theirs(each.category)]
    plain = [each for each in known or whole if not each.category.needs_proof]
    best = plain or known or whole
    if known:
        return min(best, key=lambda each: each.quoted.total if each.quoted else 0)
    return next(iter(best), None)


def _is_known_to_be_theirs(category: Category) -> bool:
    """Offered by what the roll, the list of countries or a role says, not by their own word."""
    is_given = bool(category.granted_to) and not category.is_on_sale
    return category.is_for_members or bool(category.income_groups) or is_given


def headline(table: PriceTable) -> tuple[Category, Category] | None:
    """The first pair of a member category and its non-member twin: what a visitor compares."""
    for each in table.categories:
        twin = table.category(each.member_twin) if each.member_twin else None
        if twin and each.is_on_sale:
            return twin, each
    return None


def _choice(
    table: PriceTable, category: Category, mode: str, buyer: Buyer, now: datetime
) -> Choice:
    found = quote(table, category.key, mode, buyer=buyer, now=now)
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


def may_take(category: Category, buyer: Buyer) -> bool:
    """Whether a category that is not on sale is open to this buyer: by office or role (P09)."""
    return category.is_on_sale or buyer.is_office or bool(category.granted_to & buyer.roles)


def _refusal(category: Category, buyer: Buyer) -> NotForSale | None:
    if not may_take(category, buyer):
        return NotForSale(Obstacle.OFFICE_ONLY, "The office gives this category; write to it.")
    return _income_refusal(category, buyer) or _member_refusal(category, buyer)


def _income_refusal(category: Category, buyer: Buyer) -> NotForSale | None:
    """The institution's country decides, by the list that is frozen for the meeting (P05)."""
    if not category.income_groups or buyer.income in category.income_groups or buyer.is_office:
        return None
    order = [each for each in INCOME_WORDS if each in category.income_groups]
    groups = " or ".join(INCOME_WORDS[each] for each in order)
    if not buyer.country:
        return NotForSale(Obstacle.INCOME, f"For institutions in countries of {groups}.")
    found = INCOME_WORDS.get(buyer.income, "not on the list")
    sentence = (
        f"For institutions in countries of {groups}; "
        f"yours is in {country_name(buyer.country)} ({found})."
    )
    return NotForSale(Obstacle.INCOME, sentence)


def _member_refusal(category: Category, buyer: Buyer) -> NotForSale | None:
    membership = buyer.membership
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
    buyer: Buyer,
    now: datetime,
) -> Quoted:
    amount = table.amounts[category.key, window.key, mode]
    saving = _saving(table, category, window, mode)
    reasons = (
        f"Price until {announced_end(window)}.",
        buyer.membership.reason if category.is_for_members else "",
        _role_words(category, buyer),
        _income_words(category, buyer),
        saving_words(amount, saving, table.currency),
    )
    line = Line(
        title=_line_title(table, category, window, mode),
        reason=" ".join(each for each in reasons if each),
        amount=amount,
        item=category.key,
    )
    return Quoted(
        category=category,
        window=window,
        mode=mode,
        currency=table.currency,
        lines=(line,),
        saving=saving,
        forgone=_forgone(table, category, window, mode),
        tested_on=buyer.membership.tested_on,
        wish=Wish(category.key, mode),
        expires_at=min(now + timedelta(minutes=QUOTE_MINUTES), window.ends_at),
    )


def _line_title(table: PriceTable, category: Category, window: Window, mode: str) -> str:
    manner = f", {MODE_WORDS.get(mode, mode)}" if len(table.modes()) > 1 else ""
    return f"{category.title}{manner}, {window.title[:1].lower()}{window.title[1:]}"


def _role_words(category: Category, buyer: Buyer) -> str:
    """What somebody is, by which they may take what is not on sale to everybody (P09)."""
    held = sorted(category.granted_to & buyer.roles) if not category.is_on_sale else []
    words = _listed([ROLE_WORDS.get(each, each) for each in held], "and")
    return f"Given to you as {words}." if held else ""


def _income_words(category: Category, buyer: Buyer) -> str:
    if not category.income_groups or buyer.income not in category.income_groups:
        return ""
    return f"Institution in {country_name(buyer.country)}: {INCOME_WORDS[buyer.income]}."


def saving_words(amount: int, saving: int, currency: str) -> str:
    """What members save, in money, against the list price of others; empty: nothing."""
    if not saving:
        return ""
    usual = format_money(amount + saving, currency)
    return f"Non-member price {usual}; you save {format_money(saving, currency)}."


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
