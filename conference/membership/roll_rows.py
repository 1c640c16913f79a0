"""What a file of members holds: each line understood, or refused and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from conference.membership.roll_dates import DayOrder
from conference.membership.rules import MembershipStatus


@dataclass(frozen=True, slots=True)
class Problem:
    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line that was not understood, with everything that is wrong with it."""

    line: int
    problems: tuple[Problem, ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class RollRow:
    """A line that was understood. No `valid_from`: from the day of the import, or as renewed."""

    line: int
    number: str
    email: str
    given_name: str
    family_name: str
    type_key: str
    type_title: str
    status: MembershipStatus
    valid_from: date | None
    valid_to: date | None
    affiliation: str = ""
    city: str = ""
    country: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RollFile:
    """What a file holds: a row or a refusal a line; `problem` if it is no member list."""

    rows: tuple[RollRow, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    day_order: DayOrder = DayOrder.UNKNOWN
    columns: dict[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    problem: str = ""

    @property
    def lines(self) -> int:
        return len(self.rows) + len(self.refusals)
