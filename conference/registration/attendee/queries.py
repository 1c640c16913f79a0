"""Reading what attendees answered: needs, consents, letters of invitation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from conference.registration import queries as registrations
from conference.registration.attendee.rules import (
    Answer,
    Needs,
    Purpose,
    VisaState,
    latest_answers,
    read_diet,
    why_no_visa_letter,
)
from conference.registration.queries import CHUNK, RegistrationInfo
from conference.registration.rules import RegistrationState
from conference.registration.tables import AttendeeNeeds, Consent, Registration, VisaRequest


@dataclass(frozen=True, slots=True)
class VisaRequestInfo:
    """A letter of invitation that somebody asked for."""

    id: UUID
    registration: UUID
    passport_name: str
    nationality: str
    passport_number: str
    embassy: str
    applied_on: date | None
    state: VisaState
    issued_at: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ToDo:
    """What an attendee has not answered yet, for the page of the registration."""

    has_needs: bool
    open_consents: int
    visa: VisaState | None
    why_no_visa: str

    @property
    def is_done(self) -> bool:
        return self.has_needs and not self.open_consents


async def needs_of(registration: UUID) -> Needs | None:
    """What a person needs, or None if nobody asked or they did not say."""
    return (await needs_of_many([registration])).get(registration)


async def needs_of_many(ids: Collection[UUID]) -> dict[UUID, Needs]:
    """Registration -> needs; who has not answered is left out. One statement per 5,000."""
    found: dict[UUID, Needs] = {}
    wanted = list(ids)
    for start in range(0, len(wanted), CHUNK):
        rows = await AttendeeNeeds.select().where(
            AttendeeNeeds.registration.is_in(wanted[start : start + CHUNK])
        )
        found.update({row["registration"]: _needs(row) for row in rows})
    return found


async def consent_history(registration: UUID) -> list[Answer]:
    """Every answer that was given, oldest first."""
    rows = (
        await Consent.select(Consent.purpose, Consent.is_given, Consent.answered_at)
        .where(Consent.registration == registration)
        .order_by(Consent.answered_at)
    )
    return [Answer(Purpose(row["purpose"]), row["is_given"], row["answered_at"]) for row in rows]


async def who_agreed(meeting: UUID, purpose: Purpose) -> frozenset[UUID]:
    """The registrations of a meeting whose newest answer to a purpose is yes (R10)."""
    rows = (
        await Consent.select(Consent.registration, Consent.is_given, Consent.answered_at)
        .where(Consent.registration.meeting == meeting, Consent.purpose == purpose.value)
        .order_by(Consent.answered_at)
    )
    newest: dict[UUID, bool] = {row["registration"]: row["is_given"] for row in rows}
    return frozenset(each for each, is_given in newest.items() if is_given)


async def visa_request(registration: UUID) -> VisaRequestInfo | None:
    """The letter that a registration asked for, if it did."""
    row = await VisaRequest.select().where(VisaRequest.registration == registration).first()
    return _visa(row) if row else None


async def visa_requests_of(meeting: UUID) -> list[tuple[VisaRequestInfo, RegistrationInfo]]:
    """Every letter that was asked for at a meeting: those to be written first; four statements."""
    rows = (
        await VisaRequest.select()
        .where(VisaRequest.registration.meeting == meeting)
        .order_by(VisaRequest.created_at)
    )
    known = await registrations.registrations_info([row["registration"] for row in rows])
    found = [(_visa(row), known[row["registration"]]) for row in rows]
    order = list(VisaState)
    return sorted(found, key=lambda pair: order.index(pair[0].state))


async def things_to_do(info: RegistrationInfo) -> ToDo:
    """What is still to be answered for a registration; three statements."""
    answered = latest_answers(await consent_history(info.id))
    visa = await visa_request(info.id)
    has_needs = await AttendeeNeeds.exists().where(AttendeeNeeds.registration == info.id)
    return ToDo(
        has_needs=bool(has_needs) or info.mode == "virtual",
        open_consents=len(set(Purpose) - answered.keys()),
        visa=visa.state if visa else None,
        why_no_visa=why_no_visa_letter(info.state, info.mode, info.due),
    )


@dataclass(frozen=True, slots=True)
class NeedsRow:
    """One attendee with what they need, for the office alone (N05)."""

    info: RegistrationInfo
    needs: Needs


@dataclass(frozen=True, slots=True)
class NeedsList:
    """Who comes in person, who has answered, and who needs something."""

    coming: int
    answered: int
    rows: tuple[NeedsRow, ...]


async def needs_list(meeting: UUID) -> NeedsList:
    """What the kitchen and the house must know of those who come; a fixed number of statements."""
    mine = AttendeeNeeds.registration.meeting == meeting
    confirmed = AttendeeNeeds.registration.state == RegistrationState.CONFIRMED.value
    here = AttendeeNeeds.registration.mode == "in_person"
    rows = await AttendeeNeeds.select().where(mine, confirmed, here)
    said = {row["registration"]: _needs(row) for row in rows}
    needy = {id: each for id, each in said.items() if each != Needs()}
    known = await registrations.registrations_info(list(needy))
    found = [NeedsRow(known[id], each) for id, each in needy.items()]
    coming = await Registration.count().where(
        Registration.meeting == meeting,
        Registration.state == RegistrationState.CONFIRMED.value,
        Registration.mode == "in_person",
    )
    found.sort(key=lambda row: (row.info.person.family_name.casefold(), row.info.code))
    return NeedsList(coming, len(said), tuple(found))


def history_by_purpose(history: Collection[Answer]) -> dict[Purpose, list[Answer]]:
    """Purpose -> its answers, the newest first."""
    found: dict[Purpose, list[Answer]] = defaultdict(list)
    for each in sorted(history, key=lambda answer: answer.answered_at, reverse=True):
        found[each.purpose].append(each)
    return found


def _needs(row: Mapping[str, Any]) -> Needs:
    diets, note = read_diet(row["diet"])
    return Needs(diets, note, row["access"], row["emergency_contact"])


def _visa(row: Mapping[str, Any]) -> VisaRequestInfo:
    names = (
        "id",
        "registration",
        "passport_name",
        "nationality",
        "passport_number",
        "embassy",
        "applied_on",
        "issued_at",
        "created_at",
    )
    return VisaRequestInfo(**{name: row[name] for name in names}, state=VisaState(row["state"]))
