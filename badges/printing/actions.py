"""Prints are recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from badges.admission.queries import refusals_of
from badges.faces.actions import INSERT_ROWS, ensure_badges
from badges.faces.queries import BadgeKey, badge_keys, count_prints
from badges.printing.errors import BadgeBlocked, ReasonNeeded
from badges.printing.rules import OPEN_STATES, PrintReason
from badges.tables import Badge, BadgePrint, PrintJob
from badges.temporary.actions import end_of_registrations
from conference.meetings.actions import hold_meeting
from conference.meetings.rules import MeetingInfo
from conference.orm import Action, Actor, action, tokens
from conference.registration.queries import RegistrationInfo


@dataclass(frozen=True, slots=True)
class Printer:
    """Where and for which meeting badges are printed, and the secret their tokens come from.

    `station` is its name; `request` is the press of the button, which counts once.
    """

    meeting: MeetingInfo
    layout: str
    secret: str
    stock: str = ""
    station: str = ""
    request: UUID | None = None


@dataclass(frozen=True, slots=True)
class Why:
    """The reason of a reprint (G03) and what was noted; None when it is the first print."""

    reason: PrintReason | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Print:
    """A print to be written down: the badge, the reason, and what else a row knows."""

    key: BadgeKey
    why: Why
    revision: int = 1
    job: UUID | None = None
    batch: UUID | None = None


async def print_badge(
    info: RegistrationInfo, why: Why, *, printer: Printer, by: Actor, now: datetime
) -> BadgeKey:
    """Records one print. A reprint says why; `lost` makes a new token and voids the old (G03).

    Raises BadgeBlocked for someone who may not come in, ReasonNeeded for a reprint without one.
    """
    await refuse_blocked(info)
    async with action("print_badge", by=by, now=now, meeting=printer.meeting.id) as act:
        await hold_meeting(printer.meeting.id)  # two desks print the same badge one by one
        if printer.request and await was_pressed(printer.request):
            return (await badge_keys([info.id]))[info.id]
        made = await decide_print(act, info, why, printer)
        if made.why.reason is PrintReason.LOST:
            made = Print(await void(act, made.key, printer.secret), made.why, made.revision)
        await record(act, made, printer)
        note_print(act, info.code, made.why, printer)
    return made.key


async def refuse_blocked(info: RegistrationInfo) -> None:
    """Raises BadgeBlocked for someone who may not come in, unless a supervisor let it go (T06)."""
    for refused in (await refusals_of([info])).values():
        raise BadgeBlocked(refused.sentence)


async def decide_print(act: Action, info: RegistrationInfo, why: Why, printer: Printer) -> Print:
    """The print this would be, with its reason; a badge on its way to a printer counts as printed.

    Part of an action that holds the prints. Raises ReasonNeeded.
    """
    keys = await ensure_badges(
        [info.id], meeting=printer.meeting, secret=printer.secret, by=act.by, now=act.now
    )
    before = (await count_prints([info.id])).get(info.id, 0)
    waiting = await _stations_of_open_jobs(info.id)
    is_again = bool(before or waiting)
    if is_again and why.reason in (None, PrintReason.FIRST):
        raise ReasonNeeded(waiting[0] if waiting else "")
    reason = (why.reason if is_again else None) or PrintReason.FIRST
    return Print(keys[info.id], Why(reason, why.note), before + len(waiting) + 1)


async def _stations_of_open_jobs(registration: UUID) -> list[str]:
    rows = await PrintJob.select(PrintJob.station.name.as_alias("station")).where(
        PrintJob.registration == registration,
        PrintJob.state.is_in([state.value for state in OPEN_STATES]),
    )
    return [row["station"] for row in rows]


async def was_pressed(request: UUID) -> bool:
    """Whether this press of a button was printed or queued before."""
    return await BadgePrint.exists().where(
        BadgePrint.request == request
    ) or await PrintJob.exists().where(PrintJob.request == request)


async def void(act: Action, key: BadgeKey, secret: str) -> BadgeKey:
    """A new serial, so that the lost badge's code opens nothing any more (G02)."""
    renewed = BadgeKey(key.id, key.registration, uuid4())
    await Badge.update(
        {Badge.serial: renewed.serial, Badge.token_hash: tokens.digest(renewed.token(secret))}
    ).where(Badge.id == key.id)
    act.note("badge", key.id, serial=[key.serial, renewed.serial])
    return renewed


async def record(act: Action, made: Print, printer: Printer) -> None:
    """Writes one print down, in the action of whoever knows that it was made."""
    await BadgePrint.insert(_print_row(made, printer, act))
    await end_of_registrations(act, [made.key.registration])


def note_print(act: Action, code: str, why: Why, printer: Printer) -> None:
    act.note(
        "badge",
        code,
        printed=why.reason,
        layout=printer.layout,
        stock=printer.stock,
        station=printer.station,
        note=why.note,
    )


def _print_row(made: Print, printer: Printer, act: Action) -> BadgePrint:
    return BadgePrint(
        id=uuid4(),
        badge=made.key.id,
        token_hash=tokens.digest(made.key.token(printer.secret)),
        layout=printer.layout,
        stock=printer.stock,
        revision=made.revision,
        batch=made.batch,
        job=made.job,
        request=printer.request,
        station=printer.station,
        by_name=act.by.name[:200],
        printed_at=act.now,
        reason=(made.why.reason or PrintReason.FIRST).value,
        note=made.why.note,
        created_at=act.now,
    )


async def record_all(
    act: Action,
    ids: Sequence[UUID],
    why: Why,
    printer: Printer,
    *,
    before: dict[UUID, int],
    batch: UUID | None = None,
) -> int:
    """Writes a print of each registration down; `why` is that of those in `before`."""
    keys = await ensure_badges(
        ids, meeting=printer.meeting, secret=printer.secret, by=act.by, now=act.now
    )
    rows = [
        _print_row(
            Print(
                keys[each],
                why if each in before else Why(),
                before.get(each, 0) + 1,
                batch=batch,
            ),
            printer,
            act,
        )
        for each in ids
    ]
    for start in range(0, len(rows), INSERT_ROWS):
        await BadgePrint.insert(*rows[start : start + INSERT_ROWS])
    await end_of_registrations(act, ids)
    act.note("badges", len(rows), printed=len(rows), layout=printer.layout, stock=printer.stock)
    return len(rows)
