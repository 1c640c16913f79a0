"""The desk's writers: badges, prints, coming in and going back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from badges import queries
from badges.errors import BadgeBlocked, ReasonNeeded
from badges.queries import BadgeKey, standing_of
from badges.rules import AlreadyIn, CheckInAnswer, ComeIn, PrintReason, refuse
from badges.tables import Badge, BadgePrint, CheckIn
from conference.meetings.rules import MeetingInfo
from conference.meetings.tables import Meeting
from conference.orm import Action, Actor, action, tokens
from conference.registration import queries as registration
from conference.registration.queries import RegistrationInfo

INSERT_ROWS = 500


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


async def ensure_badges(
    registrations: Collection[UUID], *, meeting: MeetingInfo, secret: str, by: Actor, now: datetime
) -> dict[UUID, BadgeKey]:
    """The badges of these registrations, made where there is none yet; asking twice is once (G02).

    The token is derived from the badge's id and serial; only its hash is stored.
    """
    known = await queries.badge_keys(registrations)
    missing = [each for each in dict.fromkeys(registrations) if each not in known]
    if not missing:
        return known
    async with action("ensure_badges", by=by, now=now, meeting=meeting.id) as act:
        await _make_badges(act, missing, secret)
    return await queries.badge_keys(registrations)


async def _make_badges(act: Action, registrations: Sequence[UUID], secret: str) -> None:
    keys = [BadgeKey(uuid4(), each, uuid4()) for each in registrations]
    rows = [
        Badge(
            id=key.id,
            registration=key.registration,
            serial=key.serial,
            token_hash=tokens.digest(key.token(secret)),
            created_at=act.now,
        )
        for key in keys
    ]
    for start in range(0, len(rows), INSERT_ROWS):
        # Two desks may make the same badge at once: the first one's stands.
        await Badge.insert(*rows[start : start + INSERT_ROWS]).on_conflict(
            target=Badge.registration, action="DO NOTHING"
        )
    act.note("badges", len(rows), made=len(rows))


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
        is_reprint = bool(await queries.count_prints([info.id]))
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
        before = await queries.count_prints(ids)
        if before and why.reason in (None, PrintReason.FIRST, PrintReason.LOST):
            raise ReasonNeeded
        rows = [
            _print_row(keys[each], why if each in before else Why(), printer, act) for each in ids
        ]
        for start in range(0, len(rows), INSERT_ROWS):
            await BadgePrint.insert(*rows[start : start + INSERT_ROWS])
        act.note("badges", len(rows), printed=len(rows), layout=printer.layout)
    return len(rows)


async def check_in(info: RegistrationInfo, *, desk: str, by: Actor, now: datetime) -> CheckInAnswer:
    """Yes, already (when and where), or no (why): once only, decided by one write (G07, G09).

    However many desks try at once, exactly one gets yes.
    """
    async with action("check_in", by=by, now=now, meeting=info.meeting) as act:
        current = await registration.registration_info(info.id)
        assert current is not None
        refused = refuse(standing_of(current))
        if refused:
            return refused
        if await _come_in(info.id, desk, act):
            act.note("registration", info.code, checked_in=[None, now], desk=desk)
            return ComeIn(now)
    came = await queries.active_check_ins([info.id])
    return came.get(info.id) or AlreadyIn(now, desk, by.name)


async def _come_in(registration_id: UUID, desk: str, act: Action) -> bool:
    row = CheckIn(
        registration=registration_id,
        active_key=str(registration_id),
        at=act.now,
        by_name=act.by.name[:200],
        desk=desk[:40],
        created_at=act.now,
    )
    written = (
        await CheckIn.insert(row)
        .on_conflict(target=CheckIn.active_key, action="DO NOTHING")
        .returning(CheckIn.id)
    )
    return bool(written)


async def undo_check_in(info: RegistrationInfo, *, by: Actor, now: datetime) -> bool:
    """Takes a check-in back; its row stays, marked. False when the person was not in."""
    async with action("undo_check_in", by=by, now=now, meeting=info.meeting) as act:
        undone = (
            await CheckIn.update({CheckIn.active_key: None, CheckIn.undone_at: now})
            .where(CheckIn.active_key == str(info.id))
            .returning(CheckIn.at)
        )
        for row in undone:
            act.note("registration", info.code, checked_in=[row["at"], None])
    return bool(undone)
