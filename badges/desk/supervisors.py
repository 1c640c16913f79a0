"""Supervisors: who they are at a meeting, and how one says at any desk's screen that it is them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from badges.desk.errors import PinRefused
from badges.desk.pins import find_pin_fault, hash_pin, pin_matches
from badges.tables import SupervisorPin
from conference.orm import Actor, action
from conference.people import queries as people
from conference.people.access import Role, Visitor, effective_roles
from conference.web.limits import count_try
from conference.web.problems import TooMany

TRIES, WINDOW = 8, timedelta(minutes=10)
TRIES_ANYWHERE = 40


@dataclass(frozen=True, slots=True)
class Supervisor:
    person: UUID
    name: str
    has_pin: bool


async def supervisors_of(meeting: UUID) -> tuple[Supervisor, ...]:
    """Who may let go what a rule stops at this meeting, by name; two statements."""
    held: dict[UUID, set[Role]] = {}
    names: dict[UUID, str] = {}
    for grant in await people.role_holders(meeting):
        held.setdefault(grant["person"], set()).add(Role(grant["role"]))
        names[grant["person"]] = grant["name"]
    ours = [who for who, roles in held.items() if Role.SUPERVISOR in effective_roles(roles)]
    with_pin = set(await _with_pin(ours)) if ours else set()
    return tuple(Supervisor(who, names[who], who in with_pin) for who in ours)


async def _with_pin(persons: list[UUID]) -> list[UUID]:
    query = SupervisorPin.select(SupervisorPin.person).where(SupervisorPin.person.is_in(persons))
    found: list[UUID] = await query.output(as_list=True)
    return found


async def set_pin(pin: str, *, by: Actor, now: datetime, meeting: UUID) -> None:
    """A supervisor's own PIN; the one before no longer works. Raises PinRefused for a poor one."""
    if fault := find_pin_fault(pin):
        raise PinRefused(fault)
    kept = await hash_pin(pin)
    async with action("set_supervisor_pin", by=by, now=now, meeting=meeting) as act:
        row = SupervisorPin(id=uuid4(), created_at=now, person=by.person, pin_hash=kept)
        await SupervisorPin.insert(row).on_conflict(
            target=SupervisorPin.person, action="DO UPDATE", values=[SupervisorPin.pin_hash]
        )
        act.note("person", by.person, supervisor_pin="set")


async def confirm_supervisor(
    meeting: UUID, person: UUID | None, pin: str, *, at_screen_of: Visitor, now: datetime
) -> Actor:
    """The supervisor who stands at this screen: who is signed in there, or whose PIN is typed.

    Nobody is signed out or in. Raises PinRefused: for eight tries in ten minutes at one screen too.
    """
    if at_screen_of.may(Role.SUPERVISOR):
        return at_screen_of.actor
    known = {each.person: each for each in await supervisors_of(meeting)}
    found = known.get(person) if person else None
    if found is None:
        raise PinRefused("Choose who lets this person in.", field="supervisor")
    await _count(found.person, at_screen_of, now)
    row = await SupervisorPin.select(SupervisorPin.pin_hash).where(
        SupervisorPin.person == found.person
    ).first()  # fmt: skip
    if row is None:
        raise PinRefused(f"{found.name} has no PIN yet: it is set on the supervisor's page.")
    if not await pin_matches(row["pin_hash"], pin):
        raise PinRefused(f"This is not the PIN of {found.name}.")
    return Actor(found.person, found.name)


async def _count(supervisor: UUID, visitor: Visitor, now: datetime) -> None:
    screen = f"{supervisor}:{visitor.person}"
    try:
        await count_try("supervisor-pin", screen, limit=TRIES, window=WINDOW, now=now)
        await count_try("supervisor", str(supervisor), limit=TRIES_ANYWHERE, window=WINDOW, now=now)
    except TooMany as told:
        raise PinRefused(told.detail) from None
