"""What the desk sees: each function is one screen's data in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from badges.desk.rules import AlreadyIn, DeskState, Refused, Standing, desk_state, refuse
from badges.faces.queries import chunks
from badges.printing.queries import PrintInfo, count_prints, prints_of
from badges.tables import CheckIn
from conference.meetings.rules import MeetingInfo
from conference.orm.money import format_money
from conference.registration import queries as registration
from conference.registration.queries import RegistrationInfo
from conference.registration.rules import ProofState, RegistrationState
from conference.web import formats


@dataclass(frozen=True, slots=True)
class DeskRow:
    """A registration as the desk lists it."""

    info: RegistrationInfo
    state: DeskState
    already: AlreadyIn | None
    prints: int


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
    prints = await prints_of(info.id)
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


async def active_check_ins(ids: Collection[UUID]) -> dict[UUID, AlreadyIn]:
    """Who of these is in: registration id -> when, where and by whom."""
    found: dict[UUID, AlreadyIn] = {}
    for chunk in chunks(list(ids)):
        rows = await CheckIn.select(
            CheckIn.registration, CheckIn.at, CheckIn.desk, CheckIn.by_name
        ).where(CheckIn.active_key.is_in([str(each) for each in chunk]))
        found.update(
            {row["registration"]: AlreadyIn(row["at"], row["desk"], row["by_name"]) for row in rows}
        )
    return found


async def admitted(meeting: UUID) -> list[RegistrationInfo]:
    """Everyone who may have a badge: confirmed, paid, coming in person; by family name."""
    confirmed = await registration.registrations_of_meeting(
        meeting, states=[RegistrationState.CONFIRMED]
    )
    return [info for info in confirmed if refuse(standing_of(info)) is None]
