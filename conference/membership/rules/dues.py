"""What joining costs on a day, and how long it lasts (M02, M06)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from conference.membership.rules.standing import DAY


@dataclass(frozen=True, slots=True)
class DuesRate:
    """What a year of a type costs; who joins from `late_from` on pays `late_amount` (M06)."""

    type_key: str
    title: str
    year: int
    amount: int
    late_from: date | None = None
    late_amount: int | None = None

    def is_late(self, day: date) -> bool:
        return self.late_from is not None and self.late_amount is not None and day >= self.late_from


@dataclass(frozen=True, slots=True)
class DuesOffer:
    """Joining as a type of member: what it costs today, and through which day (M02, M06)."""

    type_key: str
    title: str
    amount: int
    valid_from: date
    valid_to: date


def offer_dues(
    rates: Iterable[DuesRate],
    on_day: date,
    covered: Mapping[str, date] | None = None,
) -> tuple[DuesOffer, ...]:
    """What somebody may join as or renew on a day, by title; a year without a rate is not offered.

    Dues run to 31 December; joining on or after `late_from` covers the next year too (M06).
    `covered`: the last day of unbroken cover by type of who is a member already; a renewal begins
    the day after and is never a late joining.
    """
    covered = covered or {}
    offers = []
    for rate in rates:
        until = covered.get(rate.type_key)
        start = until + DAY if until is not None and until >= on_day else on_day
        if start.year == rate.year:
            offers.append(_offer(rate, start, is_new=start == on_day))
    return tuple(sorted(offers, key=lambda each: (each.title, each.type_key)))


def _offer(rate: DuesRate, start: date, *, is_new: bool) -> DuesOffer:
    if is_new and rate.is_late(start):
        amount, last_year = rate.late_amount or 0, rate.year + 1
    else:
        amount, last_year = rate.amount, rate.year
    return DuesOffer(rate.type_key, rate.title, amount, start, date(last_year, 12, 31))


def carry_on(start: date, end: date, covered_to: date | None) -> tuple[date, date]:
    """The days that dues add to what is covered through `covered_to`, without overlap.

    Dues for a time that is covered altogether count for the year that follows: nobody pays twice.
    """
    if covered_to is None or covered_to < start:
        return start, end
    begin = covered_to + DAY
    return begin, end if begin <= end else date(begin.year, 12, 31)
