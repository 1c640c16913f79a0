"""What the desk sees: each function is one screen's data in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.query.functions import Count

from badges.rules import (
    AlreadyIn,
    BadgeFace,
    DeskState,
    Refused,
    Standing,
    band_style,
    desk_state,
    printed_name,
    refuse,
    ribbons,
)
from badges.tables import Badge, BadgePrint, CheckIn
from conference.meetings.rules import MeetingInfo
from conference.orm import tokens
from conference.orm.money import format_money
from conference.people import queries as people
from conference.people.access import Role
from conference.registration import queries as registration
from conference.registration.queries import RegistrationInfo
from conference.registration.rules import ProofState, RegistrationState
from conference.web import formats
from schedule.queries.programme import parts_of_people
from schedule.rules import Part

CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class BadgeKey:
    """The identity of a badge, from which its token is derived."""

    id: UUID
    registration: UUID
    serial: UUID

    def token(self, secret: str) -> str:
        """The 16 characters of this badge's QR code; another serial makes another token (G02)."""
        return tokens.derive(secret, "badge", self.id, self.serial, length=16)


@dataclass(frozen=True, slots=True)
class DeskRow:
    """A registration as the desk lists it."""

    info: RegistrationInfo
    state: DeskState
    already: AlreadyIn | None
    prints: int


@dataclass(frozen=True, slots=True)
class PrintInfo:
    at: datetime
    by_name: str
    reason: str
    note: str
    layout: str
    is_void: bool


@dataclass(frozen=True, slots=True)
class CheckInInfo:
    at: datetime
    by_name: str
    desk: str
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class DeskPerson:
    """One person at the desk, with what happened to their badge."""

    row: DeskRow
    prints: tuple[PrintInfo, ...]
    check_ins: tuple[CheckInInfo, ...]
    refused: Refused | None


def standing_of(info: RegistrationInfo) -> Standing:
    """What decides at the door, the amount owed in words."""
    due = format_money(info.due, info.currency) if info.due else ""
    return Standing(info.state, info.mode, due, info.proof is ProofState.PENDING)


async def desk_rows(meeting: MeetingInfo, infos: Sequence[RegistrationInfo]) -> list[DeskRow]:
    """The rows of these registrations, in their order; two statements per 5,000."""
    ids = [info.id for info in infos]
    came = await active_check_ins(ids)
    prints = await count_prints(ids)
    return [_row(meeting, info, came.get(info.id), prints.get(info.id, 0)) for info in infos]


def _row(
    meeting: MeetingInfo, info: RegistrationInfo, already: AlreadyIn | None, prints: int
) -> DeskRow:
    clock = formats.clock(already.at, meeting.zone) if already else ""
    return DeskRow(info, desk_state(standing_of(info), already, clock), already, prints)


async def desk_person(meeting: MeetingInfo, code: str) -> DeskPerson | None:
    """One person of the meeting by the registration's code; None if nobody has it."""
    info = await registration.registration_by_code(meeting.id, code)
    if info is None:
        return None
    check_ins = await _check_ins_of(info.id)
    prints = await _prints_of(info.id)
    active = next((each for each in check_ins if each.undone_at is None), None)
    already = AlreadyIn(active.at, active.desk, active.by_name) if active else None
    row = _row(meeting, info, already, len(prints))
    return DeskPerson(row, prints, check_ins, refuse(standing_of(info)))


async def _check_ins_of(registration_id: UUID) -> tuple[CheckInInfo, ...]:
    rows = (
        await CheckIn.select(CheckIn.at, CheckIn.by_name, CheckIn.desk, CheckIn.undone_at)
        .where(CheckIn.registration == registration_id)
        .order_by(CheckIn.at, ascending=False)
    )
    return tuple(CheckInInfo(**row) for row in rows)


async def _prints_of(registration_id: UUID) -> tuple[PrintInfo, ...]:
    rows = (
        await BadgePrint.select(
            BadgePrint.printed_at.as_alias("at"),
            BadgePrint.by_name,
            BadgePrint.reason,
            BadgePrint.note,
            BadgePrint.layout,
            BadgePrint.token_hash,
            BadgePrint.badge.token_hash.as_alias("current"),
        )
        .where(BadgePrint.badge.registration == registration_id)
        .order_by(BadgePrint.printed_at, ascending=False)
    )
    return tuple(_print(row) for row in rows)


def _print(row: Mapping[str, Any]) -> PrintInfo:
    is_void = row["token_hash"] != row["current"]
    return PrintInfo(row["at"], row["by_name"], row["reason"], row["note"], row["layout"], is_void)


async def active_check_ins(ids: Collection[UUID]) -> dict[UUID, AlreadyIn]:
    """Who of these is in: registration id -> when, where and by whom."""
    found: dict[UUID, AlreadyIn] = {}
    for chunk in _chunks(list(ids)):
        rows = await CheckIn.select(
            CheckIn.registration, CheckIn.at, CheckIn.desk, CheckIn.by_name
        ).where(CheckIn.active_key.is_in([str(each) for each in chunk]))
        found.update(
            {row["registration"]: AlreadyIn(row["at"], row["desk"], row["by_name"]) for row in rows}
        )
    return found


async def count_prints(ids: Collection[UUID]) -> dict[UUID, int]:
    """How often the badge of each registration was printed; absent: never."""
    found: dict[UUID, int] = {}
    for chunk in _chunks(list(ids)):
        rows = (
            await BadgePrint.select(BadgePrint.badge.registration.as_alias("of"), Count())
            .where(BadgePrint.badge.registration.is_in(chunk))
            .group_by(BadgePrint.badge.registration)
        )
        found.update({row["of"]: int(row["count"]) for row in rows})
    return found


async def badge_keys(ids: Collection[UUID]) -> dict[UUID, BadgeKey]:
    """The badges that exist, by registration id."""
    found: dict[UUID, BadgeKey] = {}
    for chunk in _chunks(list(ids)):
        rows = await Badge.select(Badge.id, Badge.registration, Badge.serial).where(
            Badge.registration.is_in(chunk)
        )
        found.update({row["registration"]: BadgeKey(**row) for row in rows})
    return found


async def badge_faces(
    meeting: MeetingInfo, infos: Sequence[RegistrationInfo], keys: Mapping[UUID, BadgeKey],
    secret: str,
) -> list[BadgeFace]:  # fmt: skip
    """What is printed on the badges of these registrations, in their order; two statements."""
    parts = await parts_of_people(meeting.id)
    roles: dict[UUID, set[Role]] = {}
    for grant in await people.role_holders(meeting.id):
        roles.setdefault(grant["person"], set()).add(Role(grant["role"]))
    return [
        _face(
            meeting,
            info,
            keys[info.id].token(secret),
            ribbons(_parts(parts, info), roles.get(info.person.id, ())),
        )
        for info in infos
    ]


def _parts(parts: Mapping[UUID, frozenset[Part]], info: RegistrationInfo) -> frozenset[Part]:
    return parts.get(info.person.id, frozenset())


def _face(
    meeting: MeetingInfo, info: RegistrationInfo, token: str, of_person: tuple[str, ...]
) -> BadgeFace:
    person = info.person
    place = f", {meeting.city}" if meeting.city else ""
    return BadgeFace(
        name=printed_name(person.badge_name, person.given_name, person.family_name),
        registered=printed_name(person.registered_name, person.given_name, person.family_name),
        affiliation=person.affiliation,
        country=formats.country_name(person.country) if person.country else "",
        country_code=person.country,
        category=info.band_word or info.category_title,
        band=band_style(info.band_style),
        ribbons=of_person,
        token=token,
        code=info.code,
        meeting=meeting.title,
        occasion=f"{formats.days_span(meeting.starts_on, meeting.ends_on)}{place}",
    )


async def admitted(meeting: UUID) -> list[RegistrationInfo]:
    """Everyone who may have a badge: confirmed, paid, coming in person; by family name."""
    confirmed = await registration.registrations_of_meeting(
        meeting, states=[RegistrationState.CONFIRMED]
    )
    return [info for info in confirmed if refuse(standing_of(info)) is None]


def _chunks(ids: list[UUID]) -> list[list[UUID]]:
    return [ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK)]
