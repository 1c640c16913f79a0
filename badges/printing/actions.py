"""Prints are recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from badges.desk.queries import standing_of
from badges.desk.rules import refuse
from badges.faces.actions import INSERT_ROWS, ensure_badges
from badges.faces.queries import BadgeKey
from badges.printing.errors import BadgeBlocked, ReasonNeeded
from badges.printing.queries import count_prints
from badges.printing.rules import PrintReason
from badges.tables import Badge, BadgePrint
from conference.meetings.rules import MeetingInfo
from conference.meetings.tables import Meeting
from conference.orm import Action, Actor, action, tokens
from conference.registration.queries import RegistrationInfo


@dataclass(frozen=True, slots=True)
class Printer:
    """Where and for which meeting badges are printed, and the secret their tokens come from."""

    meeting: MeetingInfo
    layout: str
    secret: str


@dataclass(frozen=True, slots=True)
class Why:
    """The reason of a reprint (G03) and what was noted; None when it is the first print."""

    reason: PrintReason | None = None
    note: str = ""


async def print_badge(
    info: RegistrationInfo, why: Why, *, printer: Printer, by: Actor, now: datetime
) -> BadgeKey:
    """Records one print. A reprint says why; `lost` makes a new token and voids the old (G03).

    Raises BadgeBlocked for someone who may not come in, ReasonNeeded for a reprint without one.
    """
    refused = refuse(standing_of(info))
    if refused:
        raise BadgeBlocked(refused.sentence)
    async with action("print_badge", by=by, now=now, meeting=printer.meeting.id) as act:
        await _hold_prints(printer.meeting.id)
        keys = await ensure_badges(
            [info.id], meeting=printer.meeting, secret=printer.secret, by=by, now=now
        )
        key = keys[info.id]
        is_reprint = bool(await count_prints([info.id]))
        if is_reprint and why.reason in (None, PrintReason.FIRST):
            raise ReasonNeeded
        if is_reprint and why.reason is PrintReason.LOST:
            key = await _void(act, key, printer.secret)
        reason = (why.reason if is_reprint else None) or PrintReason.FIRST
        await BadgePrint.insert(_print_row(key, Why(reason, why.note), printer, act))
        act.note("badge", info.code, printed=reason, layout=printer.layout, note=why.note)
    return key


async def _hold_prints(meeting: UUID) -> None:
    """Two desks that print the same badge at once print it one after the other (G03)."""
    await Meeting.raw("UPDATE conference_meeting SET venue = venue WHERE id = {}", meeting)


async def _void(act: Action, key: BadgeKey, secret: str) -> BadgeKey:
    """A new serial, so that the lost badge's code opens nothing any more (G02)."""
    renewed = BadgeKey(key.id, key.registration, uuid4())
    await Badge.update(
        {Badge.serial: renewed.serial, Badge.token_hash: tokens.digest(renewed.token(secret))}
    ).where(Badge.id == key.id)
    act.note("badge", key.id, serial=[key.serial, renewed.serial])
    return renewed


def _print_row(key: BadgeKey, why: Why, printer: Printer, act: Action) -> BadgePrint:
    return BadgePrint(
        badge=key.id,
        token_hash=tokens.digest(key.token(printer.secret)),
        layout=printer.layout,
        by_name=act.by.name[:200],
        printed_at=act.now,
        reason=(why.reason or PrintReason.FIRST).value,
        note=why.note,
        created_at=act.now,
    )


async def print_badges(
    infos: Sequence[RegistrationInfo], why: Why, *, printer: Printer, by: Actor, now: datetime
) -> int:
    """Records a batch in one transaction; those printed before need a reason other than lost.

    Raises BadgeBlocked if any of them may not come in, ReasonNeeded for reprints without a reason.
    """
    blocked = [info for info in infos if refuse(standing_of(info))]
    if blocked:
        raise BadgeBlocked(f"{len(blocked)} of these may not have a badge. Choose again.")
    ids = [info.id for info in infos]
    async with action("print_badges", by=by, now=now, meeting=printer.meeting.id) as act:
        await _hold_prints(printer.meeting.id)
        keys = await ensure_badges(
            ids, meeting=printer.meeting, secret=printer.secret, by=by, now=now
        )
        before = await count_prints(ids)
        if before and why.reason in (None, PrintReason.FIRST, PrintReason.LOST):
            raise ReasonNeeded
        rows = [
            _print_row(keys[each], why if each in before else Why(), printer, act) for each in ids
        ]
        for start in range(0, len(rows), INSERT_ROWS):
            await BadgePrint.insert(*rows[start : start + INSERT_ROWS])
        act.note("badges", len(rows), printed=len(rows), layout=printer.layout)
    return len(rows)
