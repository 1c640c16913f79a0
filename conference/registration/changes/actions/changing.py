"""Changing one registration: what was shown is made, in one transaction, or nothing is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from conference.orm import Action, Actor, action
from conference.registration import queries as registrations
from conference.registration.changes import letters
from conference.registration.changes.actions.placing import (
    lock_moved_pools,
    move_places,
    places_moved,
)
from conference.registration.changes.actions.writing import (
    Changed,
    lock_registrations,
    write_changes,
)
from conference.registration.changes.errors import ChangedMeanwhile, ChangeRefused
from conference.registration.changes.held_queries import HeldRegistration, held_registration
from conference.registration.changes.rules.categories import Basis, assign_category
from conference.registration.changes.rules.change import (
    Change,
    Outcome,
    Refusal,
    agreed_on,
)
from conference.registration.changes.rules.held import Held
from conference.registration.errors import UnknownRegistration
from conference.registration.queries import RegistrationInfo
from conference.registration.rules import Balance
from conference.registration.tables import Registration
from conference.registration.till import Till

Propose = Callable[[Held], Outcome]


@dataclass(frozen=True, slots=True)
class Agreed:
    """The word for what was shown; empty where nothing was shown, as between two actions."""

    word: str = ""

    def check(self, held: Held, change: Change) -> None:
        """Raises ChangedMeanwhile if something else would be made now than was agreed to."""
        if self.word and self.word != word_for(held, change):
            raise ChangedMeanwhile


def word_for(held: Held, change: Change) -> str:
    """The word that a preview puts into its form."""
    return agreed_on(held, change.lines, change.after, change.leaving, change.renamed)


def proposed(propose: Propose, held: Held) -> Change:
    """The change that the rule proposes. Raises ChangeRefused with its sentence."""
    found = propose(held)
    if isinstance(found, Refusal):
        raise ChangeRefused(found)
    return found


async def change_registration(
    verb: str,
    found: HeldRegistration,
    propose: Propose,
    *,
    agreed: str,
    till: Till,
    by: Actor,
    now: datetime,
    reason: str = "",
) -> RegistrationInfo:
    """Makes a change exactly as it was shown and agreed to: booking, places, money, documents,
    letters. A second click finds that it was made and changes nothing.

    Raises ChangeRefused, ChangedMeanwhile, MeetingFull, SoldOut.
    """
    meeting = till.meeting
    async with action(verb, by=by, now=now, meeting=meeting.id, reason=reason) as act:
        made = await make_change(act, found, propose, Agreed(agreed), till)
        await letters.post_changed(act, made, till, reason)
    return made.found.info


async def make_change(
    act: Action, found: HeldRegistration, propose: Propose, agreed: Agreed, till: Till
) -> Changed:
    """The change as part of an action; the pools are locked first, then the registration."""
    expected = proposed(propose, found.held)
    moved = places_moved(found.held.wish, expected.after)
    pools = await lock_moved_pools(found.meeting.id, moved)
    await lock_registrations([found.info.id], [found.info.order])
    fresh = await _fresh(found, act.now)
    change = proposed(propose, fresh.held)
    agreed.check(fresh.held, change)
    if places_moved(fresh.held.wish, change.after) != moved:
        raise ChangedMeanwhile
    seat = await move_places(act, fresh, moved, pools, till)
    if seat is not None:
        await Registration.update({Registration.seat: seat}).where(Registration.id == fresh.info.id)
    await write_changes(act, [Changed(fresh, change)], till)
    after = await registrations.registration_info(fresh.info.id)
    assert after is not None
    return Changed(replace(fresh, info=after), change)


async def recategorise(
    act: Action,
    registration: UUID,
    to: str,
    basis: Basis,
    till: Till,
    *,
    day: date | None = None,
) -> Balance:
    """Puts somebody into another category as part of an action, such as a refused proof (P06).

    Returns the balance of the order. Raises ChangeRefused, UnknownRegistration.
    """
    info = await registrations.registration_info(registration)
    if info is None:
        raise UnknownRegistration
    found = await held_registration(info, till.meeting, act.now)

    def propose(held: Held) -> Outcome:
        return assign_category(held, to, day, basis, act.now)

    made = await make_change(act, found, propose, Agreed(), till)
    return made.found.info.balance


async def _fresh(found: HeldRegistration, now: datetime) -> HeldRegistration:
    info = await registrations.registration_info(found.info.id)
    assert info is not None
    return await held_registration(info, found.meeting, now)
