"""One badge to paper: the browser's own print window, or a job for a print station."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from badges.faces.actions import ensure_badges
from badges.faces.queries import BadgeKey
from badges.printing.actions import Printer, Why, print_badge, refuse_blocked, void, was_pressed
from badges.printing.errors import (
    BadgeBlocked,
    FeeDue,
    FeeNotAgreed,
    NoSuchStation,
    SupervisorNeeded,
)
from badges.printing.fees.actions import charge_replacement
from badges.printing.fees.queries import fees_charged, reasons_of, reprint_policy
from badges.printing.fees.rules import fee_left
from badges.printing.jobs.actions import queue_badge
from badges.printing.papers import seat_paper
from badges.printing.rules import Fee, PrintReason, reprint_fee
from badges.printing.stations.queries import StationInfo, station_of
from badges.tables import PrintJob
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor, action
from conference.registration.queries import RegistrationInfo
from conference.registration.till import Till
from conference.settings import Settings


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a press of the button: inline, or which job; and the badge's key."""

    is_inline: bool
    job: UUID | None
    key: BadgeKey


async def send_to_print(
    info: RegistrationInfo,
    why: Why,
    *,
    meeting: MeetingInfo,
    station: UUID | None,
    request: UUID,
    settings: Settings,
    by: Actor,
    now: datetime,
    is_supervisor: bool = False,
    agreed: int | None = None,
) -> Sent:
    """Prints a badge at a station, or inline in this browser; one press prints once (G03, T05).

    `agreed` is the fee that whoever pressed had read; None: whatever it costs. Raises
    BadgeBlocked, FeeDue (the lost badge is void and the fee on the order), FeeNotAgreed (nothing
    is done), ReasonNeeded, SupervisorNeeded, NoSuchStation.
    """
    if await was_pressed(request):
        return await _sent_before(info, request, meeting, settings, by=by, now=now)
    seat = await _seat(meeting, station)
    printer = await printer_of(meeting, seat, settings, request)
    if why.reason is PrintReason.LOST:
        info = await _pay_for_loss(
            info, printer, Till.of(meeting, settings), by=by, now=now,
            is_supervisor=is_supervisor, agreed=agreed,
        )  # fmt: skip
    if seat is None or seat.is_browser:
        key = await print_badge(info, why, printer=printer, by=by, now=now)
        return Sent(True, None, key)
    job, made = await queue_badge(info, why, seat, printer=printer, by=by, now=now)
    return Sent(False, job, made.key)


async def _seat(meeting: MeetingInfo, station: UUID | None) -> StationInfo | None:
    seat = await station_of(meeting.id, station) if station else None
    if station and (seat is None or seat.is_retired):
        raise NoSuchStation
    return seat


async def printer_of(
    meeting: MeetingInfo, seat: StationInfo | None, settings: Settings, request: UUID | None = None
) -> Printer:
    """Where a badge is printed; without a station on the stock that every meeting begins with."""
    sheets = await seat_paper(meeting.id, seat)
    name = seat.name if seat else ""
    return Printer(meeting, sheets.layout.key, settings.secret, sheets.stock, name, request)


async def _sent_before(
    info: RegistrationInfo, request: UUID, meeting: MeetingInfo, settings: Settings, *, by: Actor,
    now: datetime,
) -> Sent:  # fmt: skip
    keys = await ensure_badges([info.id], meeting=meeting, secret=settings.secret, by=by, now=now)
    job = await PrintJob.select(PrintJob.id).where(PrintJob.request == request).first()
    return Sent(job is None, job["id"] if job else None, keys[info.id])


async def fee_of(info: RegistrationInfo, reason: PrintReason | None, meeting: MeetingInfo,
                 now: datetime) -> Fee:  # fmt: skip
    """What one more print would cost, to be said before it is asked for (G03)."""
    if reason is not PrintReason.LOST:
        return Fee()
    reasons = await reasons_of(info.id)
    fee = reprint_fee(reasons, reason, await reprint_policy(info, meeting, now))
    return fee_left(fee, await fees_charged(info.code), reasons.count(PrintReason.LOST))


async def _pay_for_loss(
    info: RegistrationInfo, printer: Printer, till: Till, *, by: Actor, now: datetime,
    is_supervisor: bool, agreed: int | None,
) -> RegistrationInfo:  # fmt: skip
    """The lost badge opens nothing from now on, and its replacement is charged once."""
    await refuse_blocked(info)
    fee = await fee_of(info, PrintReason.LOST, till.meeting, now)
    if fee.needs_supervisor and not is_supervisor:
        raise SupervisorNeeded(fee.sentence)
    if not fee.amount:
        return info
    if agreed is not None and fee.amount > agreed:
        raise FeeNotAgreed(fee.sentence)
    lost = (await reasons_of(info.id)).count(PrintReason.LOST)
    charged = await charge_replacement(info, fee, lost, till=till, by=by, now=now)
    try:
        await refuse_blocked(charged)
    except BadgeBlocked as blocked:
        await _void_lost(info, printer, by=by, now=now)
        raise FeeDue(fee.sentence, info.order_code) from blocked
    return charged


async def _void_lost(info: RegistrationInfo, printer: Printer, *, by: Actor, now: datetime) -> None:
    async with action("void_badge", by=by, now=now, meeting=printer.meeting.id) as act:
        keys = await ensure_badges(
            [info.id], meeting=printer.meeting, secret=printer.secret, by=by, now=now
        )
        await void(act, keys[info.id], printer.secret)
