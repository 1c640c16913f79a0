"""Reading the set-up forms: every wrong field gets its sentence at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from conference.meetings.rules import LocalTimeError, instant_of
from conference.orm.money import format_money, parse_money
from conference.people.rules import clean
from conference.registration.draft import AnyRequest
from conference.web import FormErrors
from conference.web.forms import TRUE_WORDS

MAX_AMOUNT = 10**11
NO_CHOICE = "Choose one from the list."
Values = Mapping[str, Any]


async def typed(request: AnyRequest, *lists: str) -> dict[str, Any]:
    """The form as it was typed; the fields named in `lists` may come several times."""
    form = await request.form()
    values: dict[str, Any] = {name: _plain(form.get(name)) for name in form}
    for name in lists:
        values[name] = [_plain(each) for each in form.getall(name, []) if _plain(each)]
    return values


def _plain(value: object) -> str:
    if not isinstance(value, str):
        return ""
    return value.replace("\x00", "").replace("\r\n", "\n").strip()


@dataclass(slots=True)
class Reading:
    """A form being read. `errors` fill up field by field; `check` raises them together."""

    values: Values
    errors: dict[str, str] = field(default_factory=dict)

    def check(self) -> None:
        """Raises FormErrors if any field was wrong."""
        if self.errors:
            raise FormErrors(self.values, self.errors)

    def refuse(self, name: str, sentence: str) -> None:
        self.errors.setdefault(name, sentence)

    def raw(self, name: str) -> str:
        value = self.values.get(name, "")
        return value if isinstance(value, str) else ""

    def text(self, name: str, most: int, missing: str = "") -> str:
        """One line, or a paragraph; `missing` is said when it is empty."""
        text = clean(self.raw(name))
        if not text and missing:
            self.refuse(name, missing)
        if len(text) > most:
            self.refuse(name, f"This is too long; at most {most} characters.")
        return text

    def flag(self, name: str) -> bool:
        return self.raw(name).lower() in TRUE_WORDS

    def choice(self, name: str, known: Collection[str], *, may_be_empty: bool = False) -> str:
        value = self.raw(name)
        if value not in known and not (may_be_empty and not value):
            self.refuse(name, NO_CHOICE)
        return value

    def choices(self, name: str, known: Collection[str]) -> frozenset[str]:
        found: Sequence[str] = self.values.get(name) or []
        if not set(found) <= set(known):
            self.refuse(name, "Choose from the list.")
        return frozenset(found)

    def whole(self, name: str, low: int, high: int) -> int:
        found = self.optional_whole(name, low, high)
        if found is None:
            self.refuse(name, "Write a whole number.")
        return found or 0

    def optional_whole(self, name: str, low: int, high: int) -> int | None:
        text = self.raw(name)
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            self.refuse(name, "Write a whole number.")
            return None
        if not low <= int(text) <= high:
            self.refuse(name, f"Write a number from {low} to {high}.")
        return int(text)

    def money(self, name: str, currency: str) -> int:
        found = self.optional_money(name, currency)
        if found is None:
            self.refuse(name, "Write an amount; zero if it is free.")
        return found or 0

    def optional_money(self, name: str, currency: str) -> int | None:
        """Minor units; empty: none."""
        text = self.raw(name)
        if not text:
            return None
        try:
            amount = parse_money(text, currency)
        except ValueError as error:
            self.refuse(name, str(error))
            return None
        if not 0 <= amount < MAX_AMOUNT:
            self.refuse(name, "Write zero or more.")
        return amount

    def points(self, name: str) -> int:
        """Hundredths of a percent of "12.5"."""
        text = self.raw(name).removesuffix("%").strip().replace(",", ".")
        try:
            percent = Decimal(text)
        except InvalidOperation:
            percent = Decimal(-1)
        if not _is_percentage(percent):
            self.refuse(
                name, "Write a percentage above 0 and up to 100, with two decimals at most."
            )
            return 0
        return int(percent * 100)

    def day(self, name: str) -> date | None:
        """A day; empty: none."""
        text = self.raw(name)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.refuse(name, "Write the date as year-month-day, for example 2027-03-09.")
            return None

    def instant(self, name: str, zone: str) -> datetime | None:
        """A wall-clock time of the zone; empty: none."""
        text = self.raw(name)
        if not text:
            return None
        try:
            return instant_of(datetime.fromisoformat(text).replace(tzinfo=None), zone)
        except LocalTimeError as error:
            self.refuse(name, str(error))
        except ValueError:
            self.refuse(name, "Write the date and time as 2027-03-09T14:30.")
        return None


def _is_percentage(number: Decimal) -> bool:
    return number.is_finite() and 0 < number <= 100 and number * 100 == int(number * 100)


def money_words(amount: int | None, currency: str) -> str:
    """An amount as its field shows it, without the currency; none: empty."""
    return "" if amount is None else format_money(amount, currency).rsplit(" ", 1)[0]


def percent_words(points: int) -> str:
    """ "12.5" of 1250."""
    return f"{(Decimal(points) / 100).normalize():f}"
