"""What an applicant says of themselves: read from a form, and what is missing in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from email_validator import EmailNotValidError, validate_email
from litestar.datastructures import FormMultiDict

from abstracts.awards.applications import ApplicationInfo
from abstracts.awards.cycles import CycleInfo
from abstracts.awards.rules import CareerStage
from abstracts.writing.pasted_text import clean_text
from conference.people.rules import clean, normal_address

MOST_STATEMENT = 4_000
MOST_LEAVE = 240
FIRST_DEGREE = date(1920, 1, 1)
NO_DATE = "Write the date as year-month-day, for example 2021-09-30."


@dataclass(frozen=True, slots=True)
class Referee:
    """Who is asked for a letter of support."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Entry:
    """The typed fields of one application; `faults` are fields that cannot be read."""

    stage: CareerStage | None = None
    degree_on: date | None = None
    leave_months: int = 0
    statement: str = ""
    referees: tuple[Referee, ...] = ()
    abstract: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)


def read_entry(typed: FormMultiDict) -> Entry:
    """The fields as they were typed; what cannot be read is a fault, never an error."""
    faults: dict[str, str] = {}
    stage = _one(typed, "award_stage")
    statement = clean_text(_one(typed, "award_statement"))
    if len(statement) > MOST_STATEMENT:
        faults["award_statement"] = f"This is too long; at most {MOST_STATEMENT:,} characters."
    return Entry(
        stage=CareerStage(stage) if stage in set(CareerStage) else None,
        degree_on=_day(_one(typed, "award_degree"), faults),
        leave_months=_months(_one(typed, "award_leave"), faults),
        statement=statement[:MOST_STATEMENT],
        referees=_referees(typed, faults),
        abstract=clean(_one(typed, "award_abstract"))[:12],
        faults=faults,
    )


def missing_in(entry: Entry, cycle: CycleInfo, own: frozenset[str]) -> dict[str, str]:
    """What keeps an application from being submitted: field -> sentence (W04).

    `own` are the applicant's addresses: nobody writes their own letter of support.
    """
    rules = cycle.rules
    found = dict(entry.faults)
    if rules.stages and entry.stage is None:
        found["award_stage"] = f"“{cycle.title}” asks for your career stage."
    if rules.asks_degree and entry.degree_on is None:
        found.setdefault("award_degree", f"“{cycle.title}” asks for the day of your degree.")
    if rules.needs_statement and not entry.statement:
        found["award_statement"] = f"“{cycle.title}” asks for a statement."
    if any(each.email in own for each in entry.referees):
        found["award_referees"] = "A letter of support comes from somebody else than you."
    if len(entry.referees) < rules.letters:
        many = "one person" if rules.letters == 1 else f"{rules.letters} people"
        found.setdefault("award_referees", f"“{cycle.title}” asks for a letter from {many}.")
    return found


def values_of(application: ApplicationInfo | None) -> dict[str, Any]:
    """What the fields show first."""
    if application is None:
        return {"award_referees": []}
    return {
        "award_stage": application.stage.value if application.stage else "",
        "award_degree": application.degree_on.isoformat() if application.degree_on else "",
        "award_leave": application.leave_months or "",
        "award_statement": application.statement,
        "award_abstract": application.abstract_code,
        "award_referees": [(each.referee_name, each.referee_email) for each in application.letters],
    }


def typed_values(typed: FormMultiDict) -> dict[str, Any]:
    """What was typed, to be shown again."""
    names = ("stage", "degree", "leave", "statement", "abstract")
    return {
        **{f"award_{name}": _one(typed, f"award_{name}") for name in names},
        "award_referees": _rows(typed),
    }


def _one(typed: FormMultiDict, name: str) -> str:
    found = [value for value in typed.getall(name, []) if isinstance(value, str)]
    return found[-1].replace("\x00", "").strip() if found else ""


def _day(text: str, faults: dict[str, str]) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if day < FIRST_DEGREE or day.year > 2999:
        faults["award_degree"] = NO_DATE
        return None
    return day


def _months(text: str, faults: dict[str, str]) -> int:
    if not text:
        return 0
    if not (text.isascii() and text.isdecimal() and int(text[:6]) <= MOST_LEAVE):
        faults["award_leave"] = f"Write a whole number of months, at most {MOST_LEAVE}."
        return 0
    return int(text[:6])


def _rows(typed: FormMultiDict) -> list[tuple[str, str]]:
    names = [clean(str(each)) for each in typed.getall("award_referee_name", [])]
    emails = [clean(str(each)) for each in typed.getall("award_referee_email", [])]
    return [(name, email) for name, email in zip(names, emails, strict=False) if name or email][:10]


def _referees(typed: FormMultiDict, faults: dict[str, str]) -> tuple[Referee, ...]:
    found: dict[str, Referee] = {}
    for name, email in _rows(typed):
        if not name or len(name) > 200 or not _is_address(email):
            faults["award_referees"] = "Give a name and an e-mail address for each letter."
            continue
        address = normal_address(email)
        if address in found:
            faults["award_referees"] = "Each letter comes from another person."
        found[address] = Referee(name, address)
    return tuple(found.values())


def _is_address(text: str) -> bool:
    try:
        validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return False
    return len(text) <= 254
