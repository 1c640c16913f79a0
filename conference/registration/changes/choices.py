"""What the forms of a change offer: categories, days, extras, guests, at today's prices."""

from __future__ import annotations

from dataclasses import dataclass

from conference.orm.money import format_money
from conference.registration.catalogue import Extra, ExtraKind
from conference.registration.changes.doors import Door
from conference.registration.changes.rules.fees import fee_at
from conference.registration.customer import customer_prices
from conference.registration.pricing import may_take
from conference.registration.quoted import NotForSale
from conference.web.formats import day as spoken_day

Option = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class ExtraOffer:
    """An extra on the form: the name of its field, its title, and what there is to say."""

    field: str
    title: str
    hint: str


def category_options(door: Door) -> list[Option]:
    """The other categories that this person, or the office, may choose; with today's price."""
    held = door.found.held
    options = []
    for each in held.catalogue.table.categories:
        is_same = each.key == held.category
        is_open = door.is_office or (held.buyer is not None and may_take(each, held.buyer))
        if is_same or not is_open:
            continue
        day = held.catalogue.days[0] if each.is_one_day and held.catalogue.days else None
        buyer = None if door.is_office else held.buyer
        fee = fee_at(held, each.key, held.mode, day, door.now, buyer)
        if isinstance(fee, NotForSale):
            if door.is_office:
                options.append((each.key, each.title, fee.sentence))
            continue
        amount = format_money(sum(line.amount for line in fee), held.terms.currency)
        options.append((each.key, each.title, f"{amount} today. {each.explanation}".strip()))
    return options


def day_options(door: Door) -> list[tuple[str, str]]:
    """The days of the meeting that are still to come, where anything is for one day."""
    held = door.found.held
    if not any(each.is_one_day for each in held.catalogue.table.categories):
        return []
    days = [each for each in held.catalogue.days if each >= held.today]
    return [(each.isoformat(), spoken_day(each)) for each in days]


def extra_offers(door: Door) -> list[ExtraOffer]:
    """The extras that are sold now, and those that are held; guests are asked for elsewhere."""
    held = door.found.held
    prices = customer_prices(held.catalogue, held.bill_country, held.vat_number)
    shown = [e for e in prices.extras if e.kind is not ExtraKind.GUEST]
    offers = [
        ExtraOffer(f"extra-{each.key}", each.title, _extra_hint(door, each))
        for each in shown
        if each.key in held.extras or _price_now(door, each) is not None
    ]
    known = {each.key for each in prices.extras}
    gone = [key for key in held.extras if key not in known]
    return [*offers, *(ExtraOffer(f"extra-{key}", held.extras[key].title, "") for key in gone)]


def guest_options(door: Door) -> list[tuple[str, str]]:
    """What an accompanying person can take part in, with today's price."""
    held = door.found.held
    prices = customer_prices(held.catalogue, held.bill_country, held.vat_number)
    options = []
    for each in prices.extras:
        price = _price_now(door, each)
        if each.kind is ExtraKind.GUEST and price is not None:
            options.append((each.key, f"{each.title}, {_money(door, price)}"))
    return options


def _price_now(door: Door, extra: Extra) -> int | None:
    held = door.found.held
    window = held.catalogue.table.window_at(door.now)
    suits = extra.is_on_sale and extra.suits(held.category, held.mode)
    return extra.amounts.get(window.key) if window and suits else None


def _extra_hint(door: Door, extra: Extra) -> str:
    held = door.found.held
    price = _price_now(door, extra)
    said = [extra.explanation]
    said.append(f"{_money(door, price)} each today." if price is not None else "Not sold now.")
    if f"extra:{extra.key}" in door.full:
        said.append("Sold out.")
    if extra.key in held.extras:
        line = held.extras[extra.key]
        said.append(f"You have {line.quantity}, charged {_money(door, line.amount)}.")
    return " ".join(each for each in said if each)


def _money(door: Door, amount: int) -> str:
    return format_money(amount, door.found.held.terms.currency)
