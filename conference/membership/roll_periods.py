"""What a line says about time, against what the roll holds: added, corrected, or in doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from conference.membership.roll_changes import Correction, FieldChange, NewMembership
from conference.membership.roll_file import RollRow
from conference.membership.rules import MembershipInfo
from conference.web.formats import day as spoken_day

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Placement:
    """How the time of a line fits in: dated memberships to add, one to correct, or a doubt."""

    fields: tuple[FieldChange, ...] = ()
    adds: tuple[NewMembership, ...] = ()
    corrects: Correction | None = None
    doubt: str = ""


def place_membership(
    row: RollRow, held: Sequence[MembershipInfo], *, type_key: str, number: str, on_day: date
) -> Placement:
    """Days of the line that the roll does not cover are added as a membership of their own.

    So a renewal never overwrites what was. A membership of the same time that the file describes
    otherwise (type, status, an earlier last day) is corrected; what fits neither is in doubt.
    """
    last = _membership_at_end(row, held)
    if last is not None:
        placed = _compare(row, last, type_key)
        if placed.doubt:
            return placed
    else:
        placed = Placement()
    added = tuple(
        NewMembership(number, type_key, start, end, row.status)
        for start, end in _uncovered(row, held, last, on_day)
    )
    shown = tuple(FieldChange("membership", "", _described(each, row)) for each in added)
    return Placement(placed.fields + shown, added, placed.corrects)


def _membership_at_end(row: RollRow, held: Sequence[MembershipInfo]) -> MembershipInfo | None:
    """The membership that the last day of the line falls into."""
    if row.valid_to is None:
        return next((each for each in held if each.valid_to is None), None)
    exact = [each for each in held if each.valid_to == row.valid_to]
    covering = [each for each in held if each.covers(row.valid_to)]
    return next(iter(exact + covering), None)


def _compare(row: RollRow, last: MembershipInfo, type_key: str) -> Placement:
    is_shorter = last.valid_to != row.valid_to
    is_other_type = last.type_key != type_key
    if is_shorter and row.valid_from != last.valid_from:
        return Placement(doubt=_why_shorter(row, last))
    if is_other_type and row.valid_from and row.valid_from > last.valid_from:
        return Placement(doubt=_why_other_type(row, last))
    differences = []
    if is_other_type:
        differences.append(FieldChange("type", last.type_title, row.type_title))
    if last.status != row.status:
        differences.append(FieldChange("status", last.status, row.status))
    if is_shorter:
        differences.append(FieldChange("valid to", _day(last.valid_to), _day(row.valid_to)))
    if not differences:
        return Placement()
    return Placement(
        tuple(differences), corrects=Correction(last.id, type_key, row.valid_to, row.status)
    )


def _uncovered(
    row: RollRow, held: Sequence[MembershipInfo], last: MembershipInfo | None, on_day: date
) -> list[tuple[date, date | None]]:
    """The stretches of the line's time that no membership covers."""
    if row.valid_from is None and last is not None:
        return []
    at = row.valid_from or _assumed_start(row, held, on_day)
    found: list[tuple[date, date | None]] = []
    for each in sorted(held, key=lambda one: one.valid_from):
        if each.valid_to is not None and each.valid_to < at:
            continue
        if row.valid_to is not None and each.valid_from > row.valid_to:
            break
        if each.valid_from > at:
            found.append((at, each.valid_from - DAY))
        if each.valid_to is None:
            return found
        at = each.valid_to + DAY
    if row.valid_to is None or at <= row.valid_to:
        found.append((at, row.valid_to))
    return found


def _assumed_start(row: RollRow, held: Sequence[MembershipInfo], on_day: date) -> date:
    """No first day is given: the day of the import, or the day after the membership before."""
    is_over = row.valid_to is not None and row.valid_to < on_day
    start = date(row.valid_to.year, 1, 1) if is_over and row.valid_to else on_day
    ends = [each.valid_to for each in held if each.valid_to and each.valid_to >= start]
    return max([start, *(end + DAY for end in ends)])


def _why_shorter(row: RollRow, last: MembershipInfo) -> str:
    return (
        f"The file ends on {_day(row.valid_to)}, but the roll holds {last.type_title} from "
        f"{_day(last.valid_from)} to {_day(last.valid_to)}. End it by hand if that is meant."
    )


def _why_other_type(row: RollRow, last: MembershipInfo) -> str:
    return (
        f"The file says {row.type_title} from {_day(row.valid_from)}, but the roll holds "
        f"{last.type_title} from {_day(last.valid_from)}. End that by hand first."
    )


def _described(added: NewMembership, row: RollRow) -> str:
    return f"{row.type_title}, {_day(added.valid_from)} to {_day(added.valid_to)}, {added.status}"


def _day(day: date | None) -> str:
    return spoken_day(day) if day else "no end"
