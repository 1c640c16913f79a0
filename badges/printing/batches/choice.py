"""Which badges a batch is of, in which order and on what. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from badges.stock.catalogue import DEFAULT_STOCK
from badges.stock.stock import Flip, Paper, Stock
from conference.people.rules import fold, sort_key
from conference.registration.queries import RegistrationInfo


class Printed(StrEnum):
    """By whether the badge was printed before."""

    NEW = "new"
    ALL = "all"


class Here(StrEnum):
    """By whether the person has arrived."""

    ALL = "all"
    NOT_YET = "not_yet"
    CAME = "came"


class Ribboned(StrEnum):
    """By whether the badge has a ribbon."""

    ALL = "all"
    WITH = "with"
    WITHOUT = "without"


class Order(StrEnum):
    """How the badges follow one another; the family name decides within it."""

    NAME = "name"
    CATEGORY = "category"
    COMPANY = "company"


class Switch(StrEnum):
    ON = "on"
    OFF = "off"


class Doubtful(StrEnum):
    """Where the badges go that the report says something about."""

    IN_ORDER = "in_order"
    LAST = "last"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Choice:
    """Which badges; letters bound the family name, both included. The rest is how they print."""

    printed: Printed = Printed.NEW
    category: str = ""
    first: str = ""
    last: str = ""
    here: Here = Here.ALL
    ribbon: Ribboned = Ribboned.ALL
    order: Order = Order.NAME
    doubtful: Doubtful = Doubtful.IN_ORDER
    stock: str = DEFAULT_STOCK
    layout: str = ""
    first_place: int = 0
    flip: Flip = Flip.NONE
    marks: bool = True

    @property
    def values(self) -> dict[str, Any]:
        """Field -> value as a form shows and sends it."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        plain = {key: v.value if isinstance(v, StrEnum) else v for key, v in values.items()}
        marks = Switch.ON if self.marks else Switch.OFF
        words = {"marks": marks.value, "first_place": self.first_place + 1}
        return {**plain, **words}

    @property
    def query(self) -> str:
        """As the query of an address; what is as usual is left out."""
        usual = Choice().values
        return urlencode({key: told for key, told in self.values.items() if told != usual[key]})

    @property
    def is_plain(self) -> bool:
        """Whether only who and on what was chosen, and the rest is as usual."""
        usual = Choice(self.printed, self.category, self.first, self.last, stock=self.stock)
        return self == usual

    def takes(self, info: RegistrationInfo, prints: int, *, has_come: bool) -> bool:
        """Whether this person's badge is in the batch, its ribbon aside."""
        if self.printed is Printed.NEW and prints:
            return False
        if self.here is not Here.ALL and has_come is not (self.here is Here.CAME):
            return False
        if self.category and info.category_key != self.category:
            return False
        key, first, last = _name_key(info), fold(self.first), fold(self.last)
        return key >= first and (not last or key[: len(last)] <= last)

    def takes_ribbons(self, ribbons: Sequence[str]) -> bool:
        return self.ribbon is Ribboned.ALL or bool(ribbons) is (self.ribbon is Ribboned.WITH)

    def on(self, paper: Paper) -> Paper:
        """The paper as it lies in the printer of this batch."""
        places = paper.stock.sheet.places
        free = min(self.first_place, places - 1)
        return replace(paper, first_place=free, flip=self.flip, marks=self.marks)


def faults_of(choice: Choice, stock: Stock) -> dict[str, str]:
    """What no batch can be of, as a sentence for each field: letters the wrong way round, and a
    first place that the sheet has not."""
    found = {}
    first, last = fold(choice.first), fold(choice.last)
    if last and first[: len(last)] > last:
        found["first"] = (
            f"“{choice.first}” comes after “{choice.last}”: write the earlier letters here and the "
            "later ones beside them."
        )
    places = stock.sheet.places
    if not 0 <= choice.first_place < places:
        found["first_place"] = (
            f"A sheet of “{stock.title}” has {places} places: write 1 to {places}."
            if places > 1
            else f"“{stock.title}” has one badge on a sheet: write 1."
        )
    return found


def seen_mark(choice: Choice, members: Sequence[UUID]) -> str:
    """What a page showed, so that nothing else is printed: the choice, and who was in it."""
    people = ",".join(str(each) for each in members)
    return ".".join(sha256(each.encode()).hexdigest()[:24] for each in (choice.query, people))


def is_same_choice(mark: str, other: str) -> bool:
    """Whether two marks are of the same choice, whoever is in it meanwhile."""
    return mark.partition(".")[0] == other.partition(".")[0]


def _name_key(info: RegistrationInfo) -> str:
    key = sort_key(info.person.given_name, info.person.family_name)
    return key or fold(info.person.registered_name)


def in_order(infos: Sequence[RegistrationInfo], order: Order) -> list[RegistrationInfo]:
    """By family name, or by category or company and then by family name."""
    groups: Mapping[Order, Any] = {
        Order.NAME: lambda info: "",
        Order.CATEGORY: lambda info: info.category_title,
        Order.COMPANY: lambda info: fold(info.person.affiliation) or "￿",
    }
    return sorted(infos, key=lambda info: (groups[order](info), _name_key(info), info.code))


def with_doubtful(
    infos: Sequence[RegistrationInfo], doubtful: set[str], where: Doubtful
) -> list[RegistrationInfo]:
    """The badges with those of these codes in their order, after all others, or left out."""
    if where is Doubtful.IN_ORDER:
        return list(infos)
    sure = [info for info in infos if info.code not in doubtful]
    if where is Doubtful.NOT:
        return sure
    return sure + [info for info in infos if info.code in doubtful]
