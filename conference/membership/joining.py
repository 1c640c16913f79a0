"""Joining and renewing with an order: dues that are settled make a membership (M02, M06)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from conference.membership import queries
from conference.membership.member_actions import type_of
from conference.membership.roll_changes import NewMembership
from conference.membership.roll_lock import lock_roll
from conference.membership.roll_writer import membership_row
from conference.membership.rules import (
    MembershipInfo,
    MembershipStatus,
    carry_on,
    covered_through,
    next_number,
)
from conference.membership.tables import Membership
from conference.orm import Action

DAY = timedelta(days=1)
GRACE_LASTS = timedelta(days=366)
SETTLED = ":grace"  # after the source: dues that were open on the roll, and that the order settled
ENDED = ":ended"  # after the source: the order was taken back

Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class _Joining:
    person: UUID
    society: UUID
    type_key: str
    start: date
    end: date
    source: str


async def join_member(
    act: Action,
    person: UUID,
    society: UUID,
    type_key: str,
    valid_from: date,
    valid_to: date,
    source: str,
) -> UUID:
    """Makes the membership that settled dues pay for, once for a person and a `source` (M02).

    A member keeps the number, somebody new gets the next free one. Time that is covered already
    is not added again: dues then count for what follows. Dues that were open on the roll are
    settled, without a gap. A member for life gets nothing (M10). Returns the membership.
    """
    await lock_roll(society)
    held = await queries.memberships_of(person, society)
    joining = _Joining(person, society, type_key, valid_from, valid_to, source)
    known = [each for each in held if each.source in (source, source + SETTLED)]
    life = [each for each in held if each.is_in_good_standing and each.valid_to is None]
    there = next(iter([each for each in known if each.type_key == type_key] + life), None)
    if there is not None:
        return there.id
    same = [each for each in held if each.type_key == type_key]
    settled = await _settle_open(act, same, joining)
    days = _days(same, settled, joining)
    if days is None:
        return (settled or same[-1]).id
    await _cut_lapsed(act, same, days)
    return await _add(act, held, joining, days)


def _days(
    same: Sequence[MembershipInfo], settled: MembershipInfo | None, joining: _Joining
) -> Days | None:
    """The days to add beside memberships of the same type; None if nothing is left to add."""
    start = joining.start
    if settled is not None and settled.valid_to is not None:
        start = min(start, settled.valid_to + DAY)
    there = [each for each in same if each.status is not MembershipStatus.LAPSED]
    covered_to = covered_through(there, start)
    if covered_to is None or (settled is not None and covered_to >= joining.end):
        return None
    begin, last = carry_on(start, joining.end, covered_to)
    later = [each.valid_from for each in there if each.valid_from > begin]
    return begin, min([last, *(each - DAY for each in later)])


async def _settle_open(
    act: Action, same: Sequence[MembershipInfo], joining: _Joining
) -> MembershipInfo | None:
    """Open dues, or an application, of the time that is paid for now are open no more."""
    waiting = (MembershipStatus.GRACE, MembershipStatus.APPLICANT)
    found = [
        each
        for each in same
        if each.status in waiting
        and each.valid_from <= joining.end
        and (each.valid_to is None or each.valid_to + GRACE_LASTS >= joining.start)
    ]
    if not found:
        return None
    each = found[-1]
    await Membership.update(
        {
            Membership.status: MembershipStatus.ACTIVE.value,
            Membership.source: joining.source + SETTLED,
        }
    ).where(Membership.id == each.id)
    act.note("membership", each.id, status=[each.status.value, MembershipStatus.ACTIVE.value])
    return each


async def _cut_lapsed(act: Action, same: Sequence[MembershipInfo], days: Days) -> None:
    """A lapsed membership ends before the new one of its type begins."""
    begin, last = days
    for each in same:
        is_apart = each.valid_from > last or (each.valid_to is not None and each.valid_to < begin)
        if each.status is not MembershipStatus.LAPSED or is_apart:
            continue
        if each.valid_from >= begin:
            await Membership.delete().where(Membership.id == each.id)
            act.note("membership", each.id, removed=f"{each.number}, lapsed")
        else:
            await _end(act, each, begin - DAY, each.source)


async def _add(act: Action, held: Sequence[MembershipInfo], joining: _Joining, days: Days) -> UUID:
    begin, last = days
    number = await _number(held, joining.society, begin)
    type_id = await type_of(act, joining.society, joining.type_key)
    added = NewMembership(number, joining.type_key, begin, last, MembershipStatus.ACTIVE)
    row = membership_row(act, joining.society, joining.person, type_id, added, joining.source)
    await Membership.insert(row)
    act.note("person", joining.person, membership=[None, f"{number}, {begin} to {last}"])
    made: UUID = row.id
    return made


async def _number(held: Sequence[MembershipInfo], society: UUID, begin: date) -> str:
    """The member's own number; a new one for somebody new, or if its day is taken."""
    if held and all(each.valid_from != begin for each in held):
        return held[-1].number
    rows = await Membership.select(Membership.number).where(Membership.society == society)
    return next_number(row["number"] for row in rows)


async def end_membership_from_order(act: Action, source: str, *, person: UUID | None = None) -> int:
    """Takes back what `join_member` made of a source, when the dues are refunded.

    What has been used stays on record and ends yesterday; what has not begun is removed; dues
    that were open before are open again. Twice is once. Returns how many memberships changed.
    """
    rows = await Membership.select(Membership.society).where(_from(source, person))
    for society in sorted({row["society"] for row in rows}):
        await lock_roll(society)
    held = await queries.memberships_where(_from(source, person))
    today = act.now.date()
    for each in held:
        if each.source.endswith(SETTLED):
            await _open_again(act, each, source)
        elif each.valid_from >= today:
            await Membership.delete().where(Membership.id == each.id)
            act.note("person", each.person, membership=[f"{each.number}, {source}", None])
        else:
            await _end(act, each, today - DAY, source + ENDED)
    return len(held)


def _from(source: str, person: UUID | None) -> Any:
    made = Membership.source.is_in([source, source + SETTLED])
    return made if person is None else made & (Membership.person == person)


async def _open_again(act: Action, each: MembershipInfo, source: str) -> None:
    open_again = MembershipStatus.GRACE.value
    await Membership.update(
        {Membership.status: open_again, Membership.source: source + ENDED}
    ).where(Membership.id == each.id)
    act.note("membership", each.id, status=[each.status.value, open_again])


async def _end(act: Action, each: MembershipInfo, last: date, source: str) -> None:
    end = last if each.valid_to is None else min(last, each.valid_to)
    await Membership.update({Membership.valid_to: end, Membership.source: source}).where(
        Membership.id == each.id
    )
    act.note("membership", each.id, valid_to=[each.valid_to, end])
