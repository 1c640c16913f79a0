"""What the desk sees: each function is one screen's data in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from piccolo.query.functions import Count

from badges.admission.queries import active_check_ins, overrides_of, standing_of
from badges.admission.rules import OVERRIDABLE, AlreadyIn, Refusal, Refused, refuse
from badges.desk.at_printer import AtPrinter, at_printer, is_news
from badges.desk.notes import NoteInfo, notes_on
from badges.desk.overriding import OverrideInfo, overrides_for
from badges.desk.pick_ups import PickUpInfo, pick_ups_of
from badges.desk.rules import DeskState, desk_state, masked
from badges.faces.queries import count_prints
from badges.printing.fees.queries import fees_charged
from badges.printing.fees.rules import ChargedFee
from badges.printing.queries import PrintInfo, prints_of
from badges.printing.rules import SUPERVISED, PrintReason
from badges.tables import CheckIn
from conference.meetings.rules import MeetingInfo
from conference.people.rules import sort_key
from conference.people.tables import Person
from conference.registration import queries as registration
from conference.registration.queries import RegistrationInfo
from conference.registration.rules import RegistrationState
from conference.registration.tables import Registration
from conference.web import formats


@dataclass(frozen=True, slots=True)
class DeskRow:
    """A registration as the desk lists it; `alike` people at the meeting are called the same."""

    info: RegistrationInfo
    state: DeskState
    already: AlreadyIn | None
    prints: int
    alike: int = 1

    @property
    def address(self) -> str:
        """The e-mail address as a list shows it, on a screen that others may read."""
        return masked(self.info.person.email)


@dataclass(frozen=True, slots=True)
class CheckInInfo:
    at: datetime
    by_name: str
    desk: str
    undone_at: datetime | None
    is_duplicate: bool
    received_at: datetime | None


@dataclass(frozen=True, slots=True)
class DeskPerson:
    """One person at the desk, with what happened to their badge and what stands in their way."""

    row: DeskRow
    prints: tuple[PrintInfo, ...]
    check_ins: tuple[CheckInInfo, ...]
    refused: Refused | None
    overrides: tuple[OverrideInfo, ...] = ()
    pick_ups: tuple[PickUpInfo, ...] = ()
    notes: tuple[NoteInfo, ...] = ()
    successor: Successor | None = None
    at_printer: AtPrinter | None = None
    fees: tuple[ChargedFee, ...] = ()

    @property
    def on_its_way(self) -> bool:
        """A printer is still to bring this badge out."""
        return self.at_printer is not None and self.at_printer.is_open

    @property
    def tells_of_printer(self) -> bool:
        """The badge is on its way, or a printer could not print it."""
        return self.at_printer is not None and is_news(self.at_printer, self.prints)

    @property
    def fee(self) -> ChargedFee | None:
        """The fee of a lost badge that is charged, the last one first."""
        return next((fee for fee in reversed(self.fees) if fee.amount), None)

    @property
    def is_fee_open(self) -> bool:
        """Nothing of that fee is paid: money counts for the rest of the order first."""
        return self.fee is not None and self.row.info.due >= self.fee.amount

    @property
    def is_void(self) -> bool:
        """Every badge that was printed opens nothing any more, and no new one is on its way."""
        return bool(self.prints) and all(each.is_void for each in self.prints)

    @property
    def new_badge_reason(self) -> PrintReason:
        """Why the badge that takes the place of a void one is printed; it costs nothing more."""
        lost = sum(each.reason == PrintReason.LOST for each in self.prints)
        settled = any(fee.lost_before == lost and not fee.is_taken_back for fee in self.fees)
        return PrintReason.LOST if settled else PrintReason.MISPRINT

    @property
    def may_be_let_go(self) -> bool:
        """A supervisor can let this person in all the same."""
        return self.refused is not None and self.refused.why in OVERRIDABLE

    @property
    def needs_supervisor(self) -> bool:
        """One more lost badge is replaced only by a supervisor (G03)."""
        return sum(each.reason == PrintReason.LOST for each in self.prints) >= SUPERVISED

    @property
    def asks_supervisor(self) -> bool:
        """The page has something that only a supervisor may do."""
        return self.may_be_let_go or (self.needs_supervisor and self.refused is None)

    @property
    def may_collect(self) -> tuple[PickUpInfo, ...]:
        return tuple(each for each in self.pick_ups if each.is_open)


@dataclass(frozen=True, slots=True)
class Successor:
    """Who took a place over."""

    code: str
    name: str


async def desk_rows(meeting: MeetingInfo, infos: Sequence[RegistrationInfo]) -> list[DeskRow]:
    """The rows of these registrations, in their order; four statements per 5,000."""
    ids = [info.id for info in infos]
    came = await active_check_ins(ids)
    prints = await count_prints(ids)
    let_go = await overrides_of(ids)
    alike = await namesakes(meeting.id, infos)
    return [
        _row(
            meeting, info, came.get(info.id), prints.get(info.id, 0),
            let_go.get(info.id, ()), alike.get(info.id, 1),
        )
        for info in infos
    ]  # fmt: skip


def _row(
    meeting: MeetingInfo, info: RegistrationInfo, already: AlreadyIn | None, prints: int,
    let_go: Collection[Refusal] = (), alike: int = 1,
) -> DeskRow:  # fmt: skip
    clock = formats.clock(already.at, meeting.zone) if already else ""
    state = desk_state(standing_of(info, let_go), already, clock)
    return DeskRow(info, state, already, prints, alike)


async def namesakes(meeting: UUID, infos: Sequence[RegistrationInfo]) -> dict[UUID, int]:
    """How many people with a place at the meeting are called so (situation 8); one statement."""
    keys = {info.id: sort_key(info.person.given_name, info.person.family_name) for info in infos}
    wanted = [key for key in dict.fromkeys(keys.values()) if key]
    if not wanted:
        return {}
    rows = (
        await Registration.select(Registration.person.sort_key.as_alias("key"), Count())
        .where(
            Registration.meeting == meeting,
            Registration.active_key.is_not_null(),
            Registration.person.is_in(
                Person.select(Person.id).where(Person.sort_key.is_in(wanted))
            ),
        )
        .group_by(Registration.person.sort_key)
    )
    counted = {row["key"]: int(row["count"]) for row in rows}
    return {each: counted[key] for each, key in keys.items() if key in counted}


async def desk_person(meeting: MeetingInfo, code: str) -> DeskPerson | None:
    """One person of the meeting by the registration's code; None if nobody has it."""
    info = await registration.registration_by_code(meeting.id, code)
    if info is None:
        return None
    check_ins = await _check_ins_of(info.id)
    prints = await prints_of(info.id)
    overrides = await overrides_for(info.id)
    let_go = [each.refusal for each in overrides if each.withdrawn_at is None]
    alike = (await namesakes(meeting.id, [info])).get(info.id, 1)
    row = _row(meeting, info, _active(check_ins), len(prints), let_go, alike)
    return DeskPerson(
        row,
        prints,
        check_ins,
        refuse(standing_of(info, let_go)),
        overrides,
        await pick_ups_of(info.id),
        await notes_on(info.id),
        await successor_of(info),
        await at_printer(info.id),
        await fees_charged(info.code),
    )


def _active(check_ins: Sequence[CheckInInfo]) -> AlreadyIn | None:
    counts = (each for each in check_ins if each.undone_at is None and not each.is_duplicate)
    active = next(counts, None)
    return AlreadyIn(active.at, active.desk, active.by_name) if active else None


async def _check_ins_of(registration_id: UUID) -> tuple[CheckInInfo, ...]:
    rows = (
        await CheckIn.select(
            CheckIn.at, CheckIn.by_name, CheckIn.desk, CheckIn.undone_at, CheckIn.duplicate_of,
            CheckIn.received_at,
        )
        .where(CheckIn.registration == registration_id)
        .order_by(CheckIn.at, ascending=False)
    )  # fmt: skip
    return tuple(
        CheckInInfo(is_duplicate=row.pop("duplicate_of") is not None, **row) for row in rows
    )


async def successor_of(info: RegistrationInfo) -> Successor | None:
    """Who took a place over that was passed on (C04); one statement, none for other states.

    The successor's registration was made in the moment in which this one ended.
    """
    if info.state is not RegistrationState.TRANSFERRED or info.cancelled_at is None:
        return None
    row = (
        await Registration.select(
            Registration.code, Registration.person.registered_name.as_alias("name")
        )
        .where(
            Registration.order == info.order,
            Registration.created_at == info.cancelled_at,
            Registration.id != info.id,
        )
        .first()
    )
    return Successor(row["code"], row["name"]) if row else None
