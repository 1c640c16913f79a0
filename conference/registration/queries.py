"""Reading registrations: for the desk, for their owners, for other modules."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from piccolo.columns.combination import Or
from piccolo.custom_types import Combinable
from piccolo.query.functions import Count
from piccolo.querystring import QueryString

from conference.orm import tokens
from conference.orm.containing import begins, contains
from conference.people import queries as people
from conference.people.rules import PersonInfo, fold
from conference.people.tables import EmailAddress
from conference.registration.rules import (
    Balance,
    ProofState,
    RegistrationState,
    active_key,
    holds_place,
)
from conference.registration.searching import Word, ids_mentioning
from conference.registration.tables import Registration

CHUNK = 5_000  # parameters in one statement; PostgreSQL allows 32,767

# Counted, never stored: what has been paid for the order of the row.
_PAID = QueryString(
    "(SELECT COALESCE(SUM(p.amount), 0) FROM conference_payment p"
    ' WHERE p."order" = "conference_registration"."order")',
    alias="paid",
)
_GONE_LAST = QueryString(
    'CASE WHEN "conference_registration"."active_key" IS NULL THEN 1 ELSE 0 END'
)
MOST_WORDS = 8
SHORTEST_CODE_PART = 3  # "Li" must not find every code with a 1 in it
_COLUMNS = (
    Registration.id,
    Registration.code,
    Registration.meeting,
    Registration.person,
    Registration.mode,
    Registration.day,
    Registration.proof,
    Registration.state,
    Registration.order,
    Registration.confirmed_at,
    Registration.cancelled_at,
    Registration.cancel_reason,
    Registration.category.key.as_alias("category_key"),
    Registration.category.title.as_alias("category_title"),
    Registration.category.band_word.as_alias("band_word"),
    Registration.category.band_style.as_alias("band_style"),
    Registration.category.needs_proof.as_alias("needs_proof"),
    Registration.order.code.as_alias("order_code"),
    Registration.order.currency.as_alias("currency"),
    Registration.order.total.as_alias("total"),
    Registration.order.placed_at.as_alias("placed_at"),
)


@dataclass(frozen=True, slots=True)
class RegistrationInfo:
    """One person's place at one meeting, with what is still owed for it."""

    id: UUID
    code: str
    meeting: UUID
    person: PersonInfo
    category_key: str
    category_title: str
    band_word: str
    band_style: str
    needs_proof: bool
    mode: str
    day: date | None
    proof: ProofState
    state: RegistrationState
    order: UUID
    order_code: str
    currency: str
    total: int
    paid: int
    placed_at: datetime
    confirmed_at: datetime | None
    cancelled_at: datetime | None
    cancel_reason: str

    @property
    def balance(self) -> Balance:
        return Balance(self.total, self.paid)

    @property
    def due(self) -> int:
        return self.balance.due

    @property
    def is_active(self) -> bool:
        return holds_place(self.state)

    @property
    def is_confirmed(self) -> bool:
        return self.state is RegistrationState.CONFIRMED


async def registration_info(id: UUID) -> RegistrationInfo | None:
    """One registration; three statements."""
    return await _one(Registration.id == id)


async def registrations_info(ids: Collection[UUID]) -> dict[UUID, RegistrationInfo]:
    """The registrations of these ids; unknown ids are left out. Three statements per 5,000."""
    found: dict[UUID, RegistrationInfo] = {}
    wanted = list(ids)
    for start in range(0, len(wanted), CHUNK):
        part = await _many(Registration.id.is_in(wanted[start : start + CHUNK]))
        found.update({each.id: each for each in part})
    return found


async def registration_by_code(meeting: UUID, code: str) -> RegistrationInfo | None:
    """A meeting's registration by its readable code, however it was typed."""
    mine = Registration.meeting == meeting
    return await _one(mine & (Registration.code == readable(code)))


async def registration_of_owner(person: UUID, code: str) -> RegistrationInfo | None:
    """A person's own registration by its code; None for anybody else's."""
    mine = Registration.person == person
    return await _one(mine & (Registration.code == readable(code)))


async def active_registration(meeting: UUID, person: UUID) -> RegistrationInfo | None:
    """The registration that holds this person's place at the meeting, if there is one (R01)."""
    key = active_key(meeting, person, RegistrationState.CONFIRMED)
    return await _one(Registration.active_key == key)


async def active_registrations_of_people(
    meeting: UUID, persons: Collection[UUID]
) -> dict[UUID, RegistrationInfo]:
    """Person id -> the registration that holds their place; people without one are left out."""
    found: dict[UUID, RegistrationInfo] = {}
    keys = [active_key(meeting, each, RegistrationState.CONFIRMED) for each in persons]
    for start in range(0, len(keys), CHUNK):
        part = await _many(Registration.active_key.is_in(keys[start : start + CHUNK]))
        found.update({each.person.id: each for each in part})
    return found


async def registrations_of_person(person: UUID) -> list[RegistrationInfo]:
    """Every registration of a person, the newest first."""
    found = await _many(Registration.person == person)
    return sorted(found, key=lambda each: each.placed_at, reverse=True)


async def registrations_of_order(order: UUID) -> list[RegistrationInfo]:
    """Everybody whom an order registers, by family name; three statements."""
    return await _many(Registration.order == order)


async def registrations_of_meeting(
    meeting: UUID, *, states: Collection[RegistrationState] | None = None
) -> list[RegistrationInfo]:
    """A meeting's registrations by family name, cancelled ones last; three statements per 5,000."""
    wanted: Combinable = Registration.meeting == meeting
    if states is not None:
        wanted = wanted & Registration.state.is_in([each.value for each in states])
    return await _many(wanted)


async def search_registrations(meeting: UUID, text: str, limit: int = 20) -> list[RegistrationInfo]:
    """Registrations whose names, affiliation, e-mail or code contain every typed word.

    Accents aside, and every sign stands for itself; those that hold a place come first. Four
    statements.
    """
    words = [Word(word, _code_of(word)) for word in fold(text).split()[:MOST_WORDS]]
    ids = await ids_mentioning(meeting, words, limit) if words else []
    return await _many(Registration.id.is_in(ids)) if ids else []


def _code_of(word: str) -> str:
    """The word as a code or the beginning of one; "" for what is too short or cannot be one."""
    code = readable(word)
    is_whole = len(code) == len(word.replace("-", ""))
    return code if is_whole and len(code) >= SHORTEST_CODE_PART else ""


async def count_by_state(meeting: UUID) -> dict[RegistrationState, int]:
    """How many registrations of the meeting are in each state; absent: none."""
    rows = (
        await Registration.select(Registration.state, Count())
        .where(Registration.meeting == meeting)
        .group_by(Registration.state)
    )
    return {RegistrationState(row["state"]): int(row["count"]) for row in rows}


def readable(code: str) -> str:
    """A typed code as it was issued; whatever cannot be part of one is left out."""
    return "".join(char for char in tokens.normalise(code) if char in tokens.ALPHABET)


def mentions(word: str) -> Combinable:
    """The typed word is part of a name, an affiliation or an e-mail, or begins a code."""
    text = fold(word)
    addresses = EmailAddress.select(EmailAddress.person)
    by_address = addresses.where(contains(EmailAddress.address, text))
    by_name = Or(
        contains(Registration.person.search_key, text), Registration.person.is_in(by_address)
    )
    if len(word) < SHORTEST_CODE_PART:
        return by_name
    code = readable(word) or word
    by_code = Or(begins(Registration.code, code), begins(Registration.order.code, code))
    return Or(by_name, by_code)


async def _one(wanted: Combinable) -> RegistrationInfo | None:
    return next(iter(await _many(wanted, limit=1)), None)


async def _many(wanted: Combinable, *, limit: int | None = None) -> list[RegistrationInfo]:
    query = (
        Registration.select(*_COLUMNS, _PAID)
        .where(wanted)
        .order_by(_GONE_LAST)
        .order_by(Registration.person.sort_key)
        .order_by(Registration.code)
    )
    rows = await (query.limit(limit) if limit else query)
    known = await people.people_by_ids({row["person"] for row in rows})
    return [_info(row, known[row["person"]]) for row in rows]


def _info(row: Mapping[str, Any], person: PersonInfo) -> RegistrationInfo:
    values = {**row, "person": person, "paid": int(row["paid"])}
    states = {"state": RegistrationState(row["state"]), "proof": ProofState(row["proof"])}
    return RegistrationInfo(**{**values, **states})
