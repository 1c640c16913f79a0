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
from conference.web.limits import count_try, take_try_back
from conference.web.problems import TooMany

TRIES, WINDOW = 8, timedelta(minutes=10)
TRIES_ANYWHERE = 40
SAID_FROM = 3  # wrong tries: a slip or two need no warning


@dataclass(frozen=True, slots=True)
class Supervisor:
    person: UUID
    name: str
    has_pin: bool


async def supervisors_of(meeting: UUID) -> tuple[Supervisor, ...]:
    """Who may let go what a rule stops at this meeting, by name; two statements."""
    names = await _holders(meeting, Role.SUPERVISOR)
    with_pin = set(await _with_pin(list(names))) if names else set()
    return tuple(Supervisor(who, name, who in with_pin) for who, name in names.items())


async def office_of(meeting: UUID) -> tuple[str, ...]:
    """The names of those who run the office of this meeting; one statement."""
    return tuple((await _holders(meeting, Role.OFFICE)).values())


async def _holders(meeting: UUID, role: Role) -> dict[UUID, str]:
    """Who may do what this role may, by whatever role they hold."""
    held: dict[UUID, set[Role]] = {}
    names: dict[UUID, str] = {}
    for grant in await people.role_holders(meeting):
        held.setdefault(grant["person"], set()).add(Role(grant["role"]))
        names[grant["person"]] = grant["name"]
    return {who: names[who] for who, roles in held.items() if role in effective_roles(roles)}


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

    Nobody is signed out or in. Raises PinRefused, after eight wrong tries at one screen for every
    PIN, until the ten minutes in which they were made are over.
    """
    if at_screen_of.may(Role.SUPERVISOR):
        return at_screen_of.actor
    known = {each.person: each for each in await supervisors_of(meeting)}
    found = known.get(person) if person else None
    if found is None:
        raise PinRefused("Choose the supervisor who agrees.", field="supervisor")
    left = await _count(found.person, at_screen_of, now)
    row = await SupervisorPin.select(SupervisorPin.pin_hash).where(
        SupervisorPin.person == found.person
    ).first()  # fmt: skip
    if row is None:
        raise PinRefused(f"{found.name} has no PIN yet: it is set on the supervisor's page.")
    if not await pin_matches(row["pin_hash"], pin):
        raise PinRefused(f"This is not the PIN of {found.name}.{_tries_left(left)}")
    for what, whom in _counts(found.person, at_screen_of):
        await take_try_back(what, whom, window=WINDOW, now=now)
    return Actor(found.person, found.name)


def _counts(supervisor: UUID, visitor: Visitor) -> tuple[tuple[str, str], tuple[str, str]]:
    """Wrong tries are counted at each screen, and at all of them together."""
    return ("supervisor-pin", f"{supervisor}:{visitor.person}"), ("supervisor", str(supervisor))


async def _count(supervisor: UUID, visitor: Visitor, now: datetime) -> int:
    """How many tries are left at this screen. Raises PinRefused when none is."""
    here, anywhere = _counts(supervisor, visitor)
    try:
        left = await count_try(*here, limit=TRIES, window=WINDOW, now=now)
        await count_try(*anywhere, limit=TRIES_ANYWHERE, window=WINDOW, now=now)
    except TooMany as told:
        raise PinRefused(told.detail) from None
    return left


def _tries_left(left: int) -> str:
    """What is said from the third wrong try on."""
    if left > TRIES - SAID_FROM:
        return ""
    if not left:
        return " That was the last try at this screen: wait ten minutes at most."
    return f" {left} {'try is' if left == 1 else 'tries are'} left at this screen."
