"""Temporary badges are made, linked and ended."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid4

from piccolo.custom_types import Combinable

from badges.admission.entrants import entrant
from badges.admission.rules import ENDED, refuse
from badges.tables import TemporaryBadge as Row
from badges.temporary import queries
from badges.temporary.errors import (
    HasTemporary,
    NoSuchTemporary,
    PlaceGone,
    TemporaryEnded,
    TemporaryTaken,
)
from badges.temporary.rules import TemporaryBadge, is_over, read_number
from conference.meetings.actions import hold_meeting
from conference.meetings.rules import MeetingInfo
from conference.orm import Action, Actor, action, tokens
from conference.registration.queries import RegistrationInfo

IN_ONE = 1_000


async def make_temporary_badges(
    meeting: MeetingInfo, wanted: int, *, secret: str, by: Actor, now: datetime
) -> tuple[TemporaryBadge, ...]:
    """The lowest `wanted` badges that nobody has; what is missing is made, in one statement more.

    Asking twice gives the same ones: printing the pack again makes no other numbers (G08).
    """
    async with action("make_temporary_badges", by=by, now=now, meeting=meeting.id) as act:
        # Two who make or link at once do so one after the other: no number, no link twice.
        await hold_meeting(meeting.id)
        known = await queries.temporary_badges(meeting.id)
        free = [badge for badge in known if badge.is_free][:wanted]
        last = max((badge.number for badge in known), default=0)
        made = [_new(meeting.id, last + 1 + each) for each in range(wanted - len(free))]
        if made:
            await Row.insert(*(_row(badge, secret, act) for badge in made))
        act.note("temporary_badges", wanted, made=len(made), printed=wanted)
    return (*free, *made)


def _new(meeting: UUID, number: int) -> TemporaryBadge:
    return TemporaryBadge(uuid4(), meeting, number, serial=uuid4(), token_hash="")


def _row(badge: TemporaryBadge, secret: str, act: Action) -> Row:
    return Row(
        id=badge.id,
        meeting=badge.meeting,
        number=badge.number,
        serial=badge.serial,
        token_hash=tokens.digest(badge.token(secret)),
        created_at=act.now,
    )


async def link_temporary(
    meeting: MeetingInfo, badge: int | str, info: RegistrationInfo, *, by: Actor, now: datetime
) -> TemporaryBadge:
    """From now on this badge opens this person; `badge` is its number, or what was scanned (G08).

    Linking the same two again changes nothing. Raises NoSuchTemporary, TemporaryTaken,
    TemporaryEnded, HasTemporary, and PlaceGone for a registration that is cancelled, expired or
    passed on, unless a supervisor let it go (T06, G07).
    """
    async with action("link_temporary_badge", by=by, now=now, meeting=meeting.id) as act:
        await hold_meeting(meeting.id)
        found = await _found(meeting.id, badge)
        if found.registration == info.id and found.is_in_force:
            return found
        await _check_free(found, info, meeting.zone)
        await _check_place(found, info)
        await Row.update(
            {Row.registration: info.id, Row.linked_at: now, Row.linked_by: by.name[:200]}
        ).where(Row.id == found.id)
        act.note("registration", info.code, temporary_badge=[None, found.number])
    linked = await queries.temporary_numbered(meeting.id, found.number)
    assert linked is not None
    return linked


async def _found(meeting: UUID, badge: int | str) -> TemporaryBadge:
    number = badge if isinstance(badge, int) else read_number(badge)
    if number is None:
        found = await queries.temporary_badge_of(str(badge))
    else:
        found = await queries.temporary_numbered(meeting, number)
    if found is None or found.meeting != meeting:
        raise NoSuchTemporary(str(badge), await queries.last_number(meeting))
    return found


async def _check_free(badge: TemporaryBadge, info: RegistrationInfo, zone: str) -> None:
    if badge.ended_at:
        raise TemporaryEnded(badge, zone)
    if badge.registration:
        raise TemporaryTaken(badge, zone)
    other = await queries.temporary_of_registration(info.id)
    if other:
        raise HasTemporary(info.person.registered_name, other.number)


async def _check_place(badge: TemporaryBadge, info: RegistrationInfo) -> None:
    """Who still owes something may wear one: the doors and the desk say so at every scan."""
    known = await entrant(info)
    refused = refuse(known.standing) if known else None
    if refused and refused.why in ENDED:
        raise PlaceGone(badge.number, info.person.registered_name, refused)


async def end_temporary(
    meeting: MeetingInfo, number: int, *, by: Actor, now: datetime
) -> TemporaryBadge:
    """The badge opens nothing any more: it was taken back, lost, or linked by mistake.

    Raises NoSuchTemporary.
    """
    async with action("end_temporary_badge", by=by, now=now, meeting=meeting.id) as act:
        badge = await _found(meeting.id, number)
        await _end(act, Row.id == badge.id)
    return badge


async def end_of_registrations(act: Action, registrations: Collection[UUID]) -> None:
    """A part of printing true badges: the temporary ones end (G08); one statement a thousand."""
    ids = list(registrations)
    for start in range(0, len(ids), IN_ONE):
        await _end(act, Row.registration.is_in(ids[start : start + IN_ONE]))


async def end_of_yesterday(*, by: Actor, now: datetime) -> int:
    """Ends what was linked on an earlier local day of its meeting: valid one day (G08).

    One statement when nothing is over; doing it twice is as once.
    """
    rows = await Row.select(
        Row.id, Row.meeting, Row.linked_at, Row.meeting.zone.as_alias("zone")
    ).where(Row.registration.is_not_null(), Row.ended_at.is_null())
    over = [row for row in rows if is_over(row["linked_at"], now, row["zone"])]
    for meeting in {row["meeting"] for row in over}:
        async with action("end_temporary_badges", by=by, now=now, meeting=meeting) as act:
            await _end(act, Row.id.is_in([r["id"] for r in over if r["meeting"] == meeting]))
    return len(over)


async def _end(act: Action, which: Combinable) -> None:
    ended = (
        await Row.update({Row.ended_at: act.now})
        .where(which, Row.ended_at.is_null())
        .returning(Row.number)
    )
    for row in ended:
        act.note("temporary_badge", row["number"], ended=[None, act.now])
