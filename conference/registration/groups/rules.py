"""A group as it would be ordered: each row priced, each fault beside its row (R02)."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import msgspec

from conference.membership.roll_words import country_code
from conference.membership.rules import Verdict
from conference.people.forms import NOT_AN_ADDRESS, checked_address
from conference.people.rules import fold
from conference.registration.basket import places_needed, price_basket
from conference.registration.billing import Customer
from conference.registration.catalogue import (
    Buyer,
    Catalogue,
    Category,
    Wish,
)
from conference.registration.groups.draft import Row
from conference.registration.groups.offered import category_named, extra_named, mode_of
from conference.registration.price_queries import Places
from conference.registration.quoted import Line, NotForSale, Quoted
from conference.web.forms import FormErrors

MOST_ROWS = 200
ON_THE_ROLL = "Member: this address is on the roll."
NOT_ON_THE_ROLL = "This address is not on the roll of members."


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an address: whose it is, their name, and whether they hold a place."""

    person: UUID
    name: str
    country: str
    verdict: Verdict
    is_registered: bool = False


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """Everything that a list is judged by, read in a fixed number of statements."""

    catalogue: Catalogue
    known: Mapping[str, Known]
    places: Mapping[str, Places]
    nobody: Verdict


@dataclass(frozen=True, slots=True)
class Priced:
    """One row: its price, or what is wrong with it, field by field; notes need no mending."""

    number: int
    row: Row
    email: str
    country: str
    quoted: Quoted | None
    faults: Mapping[str, str]
    notes: tuple[str, ...] = ()
    person: UUID | None = None

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.quoted.lines if self.quoted else ()

    @property
    def total(self) -> int:
        return self.quoted.total if self.quoted else 0

    @property
    def name(self) -> str:
        return f"{self.row.given_name} {self.row.family_name}".strip()


@dataclass(frozen=True, slots=True)
class Preview:
    """The whole group as it would be ordered now; it is placed only if nothing is wrong."""

    rows: tuple[Priced, ...]
    faults: tuple[str, ...]

    @property
    def total(self) -> int:
        return sum(each.total for each in self.rows)

    @property
    def is_sound(self) -> bool:
        return not self.faults and not any(each.faults for each in self.rows)

    @property
    def field_errors(self) -> dict[str, str]:
        """Name of a field -> its sentence, as the form shows them."""
        return {
            f"{field}-{each.number}": sentence
            for each in self.rows
            for field, sentence in each.faults.items()
        }

    @property
    def agreed(self) -> str:
        """A word for exactly these people at these prices: if it differs, it is shown anew."""
        said = [
            [each.email, each.name, [[line.item, line.amount] for line in each.lines]]
            for each in self.rows
        ]
        return hashlib.sha256(msgspec.json.encode(said)).hexdigest()[:20]


def preview_group(
    rows: Sequence[Row], facts: GroupFacts, customer: Customer, now: datetime
) -> Preview:
    """Prices every row for whom it names, member by the roll or not, and finds what is wrong.

    Never raises. Faults of the list as a whole: too few people, places that are not left.
    """
    emails = Counter(row.email.strip().lower() for row in rows if row.email)
    priced = []
    for number, row in enumerate(rows):
        found = _price_row(number, row, facts, customer, now)
        if row.email and emails[row.email.strip().lower()] > 1 and "email" not in found.faults:
            twice = "This address stands in the list twice; each person needs their own."
            found = replace(found, faults={**found.faults, "email": twice})
        priced.append(found)
    return Preview(tuple(priced), tuple(_list_faults(priced, facts)))


def _price_row(
    number: int, row: Row, facts: GroupFacts, customer: Customer, now: datetime
) -> Priced:
    faults: dict[str, str] = {}
    email = _email(row, faults)
    known = facts.known.get(email)
    country = (known.country if known else "") or _country(row, faults)
    if not row.family_name:
        faults["family_name"] = "Write the family name, or the only name."
    if known and known.is_registered:
        faults["email"] = "Whoever has this address holds a place at this meeting already."
    category = _category(facts.catalogue, row, faults)
    wish = _wish(row, category, facts.catalogue, customer, faults) if category else None
    quoted = _quote(wish, known, country, facts, now, faults) if wish else None
    notes = _notes(row, known, category)
    person = known.person if known else None
    return Priced(number, row, email, country, quoted, faults, notes, person)


def _quote(
    wish: Wish,
    known: Known | None,
    country: str,
    facts: GroupFacts,
    now: datetime,
    faults: dict[str, str],
) -> Quoted | None:
    verdict = known.verdict if known else facts.nobody
    said = ON_THE_ROLL if verdict.is_member else NOT_ON_THE_ROLL
    income = facts.catalogue.incomes.get(country, "")
    # The roll's own sentence is for the member alone (M08).
    buyer = Buyer(replace(verdict, reason=said), country, income)
    found = price_basket(facts.catalogue, wish, buyer, now)
    if isinstance(found, NotForSale):
        faults["extras" if found.field.startswith("extra-") else "category"] = found.sentence
        return None
    return found


def _email(row: Row, faults: dict[str, str]) -> str:
    if not row.email:
        faults["email"] = "Write the e-mail address; each person gets letters of their own."
        return ""
    try:
        return checked_address(row.email, "email")
    except FormErrors:
        faults["email"] = NOT_AN_ADDRESS
        return ""


def _country(row: Row, faults: dict[str, str]) -> str:
    code = country_code(row.country) if row.country else ""
    if not row.country:
        faults["country"] = "Write the country of the institution."
    elif not code:
        faults["country"] = f"“{row.country}” is no country we know."
    return code


def _category(catalogue: Catalogue, row: Row, faults: dict[str, str]) -> Category | None:
    found = category_named(catalogue, row.category)
    if found is None and row.category:
        faults["category"] = f"“{row.category}” is no category that a group can book."
    elif found is None:
        faults["category"] = "Choose a category."
    return found


def _wish(
    row: Row,
    category: Category,
    catalogue: Catalogue,
    customer: Customer,
    faults: dict[str, str],
) -> Wish:
    extras = []
    for text in row.extras:
        found = extra_named(catalogue, text)
        if found is None:
            faults["extras"] = f"“{text}” is not offered."
        else:
            extras.append((found.key, 1))
    return Wish(
        category.key,
        mode_of(row, catalogue),
        extras=tuple(dict.fromkeys(extras)),
        bill_country=customer.country,
        vat_number=customer.vat_number,
    )


def _notes(row: Row, known: Known | None, category: Category | None) -> tuple[str, ...]:
    """What the contact should know of a row, without telling whose address it is (M08)."""
    notes = []
    typed = fold(f"{row.given_name} {row.family_name}")
    if known and fold(known.name) != typed:
        notes.append("We know this address under another name, which stays as it is.")
    if category and category.needs_proof:
        notes.append("This person is asked for a proof.")
    return tuple(notes)


def _list_faults(rows: Sequence[Priced], facts: GroupFacts) -> list[str]:
    least = facts.catalogue.policy.group_size
    found = []
    if len(rows) < least:
        found.append(f"A group is at least {least} people; this list has {len(rows)}.")
    if len(rows) > MOST_ROWS:
        found.append(f"At most {MOST_ROWS} people at once; book the others as a second group.")
    return [*found, *_missing_places(rows, facts)]


def _missing_places(rows: Sequence[Priced], facts: GroupFacts) -> list[str]:
    needed: Counter[str] = Counter()
    for each in rows:
        if each.quoted:
            needed.update(places_needed(each.quoted.wish))
    found = []
    for key, quantity in sorted(needed.items()):
        places = facts.places.get(key)
        if places is not None and places.left < quantity:
            found.append(
                f"{_pool_words(key, facts.catalogue)}: {max(0, places.left)} left,"
                f" and this list asks for {quantity}."
            )
    return found


def _pool_words(key: str, catalogue: Catalogue) -> str:
    kind, _, name = key.partition(":")
    extra, category = catalogue.extra_named(name), catalogue.table.category(name)
    titles = {
        "meeting": "Places in the house",
        "virtual": "Virtual places",
        "extra": f"“{extra.title}”" if extra else name,
        "category": f"Places as “{category.title}”" if category else name,
    }
    return titles.get(kind, key)
