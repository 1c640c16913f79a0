"""Passing a registration on: places, extras and money move, the old ticket is void (C04, C05)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from conference.meetings.rules import MeetingInfo
from conference.orm import Action, Actor, IntegrityConflict, action, integrity, tokens
from conference.people import queries as people
from conference.people.actions import find_or_create_by_email
from conference.people.rules import NewPerson, PersonInfo, normal_address
from conference.registration import letters as core_letters
from conference.registration import order_queries
from conference.registration import queries as registrations
from conference.registration.actions import post_letter
from conference.registration.buyers import buyer_of
from conference.registration.catalogue import Buyer
from conference.registration.catalogue_queries import StoredCatalogue
from conference.registration.changes import letters
from conference.registration.changes.actions.writing import (
    Changed,
    append_lines,
    lock_registrations,
    settle_orders,
)
from conference.registration.changes.errors import ChangedMeanwhile, ChangeRefused
from conference.registration.changes.held_queries import HeldRegistration, held_registration
from conference.registration.changes.rules.change import Change, Refusal, agreed_on
from conference.registration.changes.rules.held import Held
from conference.registration.changes.rules.promises import Answered
from conference.registration.changes.rules.transfers import Transfer, transfer
from conference.registration.letters import Sender
from conference.registration.ordering import REGISTRATION_CODE_LENGTH
from conference.registration.places import lock_pools_held, move_holds
from conference.registration.queries import RegistrationInfo
from conference.registration.rules import ProofState, RegistrationState, active_key
from conference.registration.tables import GroupBooking, Guest, Registration, VisaRequest
from conference.registration.ticket import ticket_token
from conference.registration.till import Till

REGISTERED = Refusal("Somebody with this address is registered for the meeting already.", "email")
SAME_PERSON = Refusal("This is the address of the person who has it now.", "email")
Propose = Callable[[Held, Buyer], Transfer | Refusal]


@dataclass(frozen=True, slots=True)
class PassingOn:
    """To whom a registration is passed on, by which rule, and what was agreed to."""

    successor: NewPerson
    propose: Propose
    agreed: str = ""
    reason: str = ""
    answers: Sequence[Answered] = ()


def own_rule(now: datetime) -> Propose:
    """The rule for who passes their own place on."""

    def propose(held: Held, successor: Buyer) -> Transfer | Refusal:
        return transfer(held, successor, now)

    return propose


def office_rule(now: datetime, *, is_free: bool) -> Propose:
    """The rule for the office, which is not bound by the last day and may let the fee go."""

    def propose(held: Held, successor: Buyer) -> Transfer | Refusal:
        return transfer(held, successor, now, by_office=True, is_free=is_free)

    return propose


def word_for(held: Held, found: Transfer, address: str) -> str:
    """The word that a preview puts into its form."""
    return agreed_on(held, (*found.leaving, *found.coming), normal_address(address))


async def preview_transfer(found: HeldRegistration, passing: PassingOn, now: datetime) -> Transfer:
    """What passing on to this person comes to. Raises ChangeRefused."""
    known = await _successor(found, passing)
    buyer = await _buyer(passing, known, found.meeting, found.stored, now)
    proposal = passing.propose(found.held, buyer)
    if isinstance(proposal, Refusal):
        raise ChangeRefused(proposal)
    return proposal


async def transfer_registration(
    found: HeldRegistration, passing: PassingOn, *, till: Till, by: Actor, now: datetime
) -> RegistrationInfo:
    """Passes a registration on exactly as it was shown, and writes to both (C04).

    The new person gets a registration and a ticket of their own; the old ticket and a letter of
    invitation are void (C05). Raises ChangeRefused, ChangedMeanwhile.
    """
    async with action(
        "transfer_registration", by=by, now=now, meeting=found.meeting.id, reason=passing.reason
    ) as act:
        await lock_pools_held([found.info.code])
        await lock_registrations([found.info.id], [found.info.order])
        info = await registrations.registration_info(found.info.id)
        assert info is not None
        fresh = await held_registration(info, found.meeting, now)
        proposal = await preview_transfer(fresh, passing, now)
        word = word_for(fresh.held, proposal, passing.successor.email or "")
        if passing.agreed and passing.agreed != word:
            raise ChangedMeanwhile
        return await _pass_on(act, fresh, passing, proposal, till)


async def _pass_on(
    act: Action, found: HeldRegistration, passing: PassingOn, proposal: Transfer, till: Till
) -> RegistrationInfo:
    if proposal.is_counted:
        await _count_renaming(found)
    person = await find_or_create_by_email(act, passing.successor)
    await _end(act, found)
    new = await _insert(act, found, proposal, person, till)
    await move_holds(act, found.info.code, str(new.code))
    await Guest.update({Guest.registration: new.id}).where(
        Guest.registration == found.info.id, Guest.left_at.is_null()
    )
    await _move_money(act, found, proposal, str(new.code), till)
    after = await registrations.registration_info(new.id)
    assert after is not None
    await _tell(act, found, after, proposal, till)
    before = found.info
    await letters.post_to_committee(act, before, passing.answers, "has passed on", till)
    return after


async def _successor(found: HeldRegistration, passing: PassingOn) -> PersonInfo | None:
    """Who holds the address already. Raises ChangeRefused for who is registered."""
    address = passing.successor.email or ""
    known = await people.person_by_email(address)
    if known is None:
        return None
    if known.id == found.info.person.id:
        raise ChangeRefused(SAME_PERSON)
    if await registrations.active_registration(found.meeting.id, known.id):
        raise ChangeRefused(REGISTERED)
    return known


async def _buyer(
    passing: PassingOn,
    known: PersonInfo | None,
    meeting: MeetingInfo,
    stored: StoredCatalogue,
    now: datetime,
) -> Buyer:
    """Who comes, as prices see them; of somebody unknown only the country is told."""
    buyer = await buyer_of(known.id if known else None, meeting, stored, now)
    if known is not None and known.country:
        return buyer
    country = passing.successor.country
    income = stored.catalogue.incomes.get(country, "")
    return Buyer(buyer.membership, country, income, buyer.roles)


async def _count_renaming(found: HeldRegistration) -> None:
    """One renaming more of a group, by one conditional statement (R02). Raises ChangeRefused."""
    group = found.held.group
    assert group is not None
    won = (
        await GroupBooking.update({GroupBooking.renamed: GroupBooking.renamed + 1})
        .where(GroupBooking.order == found.info.order, GroupBooking.renamed < group.most)
        .returning(GroupBooking.id)
    )
    if not won:
        raise ChangeRefused(Refusal("As many names of this group were changed as may be."))


async def _end(act: Action, found: HeldRegistration) -> None:
    """The old registration holds nothing any more; its ticket and letter are void (C05)."""
    transferred = RegistrationState.TRANSFERRED
    await Registration.update(
        {
            Registration.state: transferred.value,
            Registration.active_key: None,
            Registration.cancelled_at: act.now,
            Registration.cancel_reason: act.reason,
        }
    ).where(Registration.id == found.info.id)
    await VisaRequest.delete().where(VisaRequest.registration == found.info.id)
    act.note("registration", found.info.code, state=[found.info.state, transferred])


async def _insert(
    act: Action, found: HeldRegistration, proposal: Transfer, person: UUID, till: Till
) -> Registration:
    """The successor's registration, in the state of the old one, with a ticket of its own."""
    info, id = found.info, uuid4()
    proof = ProofState.PENDING if proposal.category.needs_proof else ProofState.NONE
    row = Registration(
        id=id,
        created_at=act.now,
        code=tokens.random_code(REGISTRATION_CODE_LENGTH),
        meeting=found.meeting.id,
        person=person,
        category=found.stored.category_ids[proposal.category.key],
        order=info.order,
        mode=info.mode,
        day=info.day,
        state=info.state.value,
        proof=proof.value,
        seat=0,
        active_key=active_key(found.meeting.id, person, info.state),
        ticket_hash=tokens.digest(ticket_token(till.issuer.secret, id)),
        confirmed_at=act.now if info.is_confirmed else None,
    )
    try:
        async with integrity():
            await Registration.insert(row)
    except IntegrityConflict:
        raise ChangeRefused(REGISTERED) from None
    act.note("registration", row.code, state=[None, row.state], taken_over_from=info.code)
    return row


async def _move_money(
    act: Action, found: HeldRegistration, proposal: Transfer, code: str, till: Till
) -> None:
    """The same charges, now of the successor's registration, with what was added to them."""
    info = found.info
    added = [(info.order, info.code, proposal.leaving), (info.order, code, proposal.coming)]
    balances = await append_lines(act, added)
    change = Change("Passed on", found.held.wish)
    await settle_orders(act, [Changed(found, change)], balances, till)


async def _tell(
    act: Action, found: HeldRegistration, after: RegistrationInfo, proposal: Transfer, till: Till
) -> None:
    """Both hear of it; a confirmed successor gets the ticket in a letter of its own."""
    before = await registrations.registration_info(found.info.id)
    assert before is not None
    await letters.post_passed_on(act, before, after.person, proposal.difference, till)
    await letters.post_taken_over(act, after, found.info.person, till)
    if after.is_confirmed:
        lines = await order_queries.lines_of(after.order, after.code)
        sender = Sender(till.meeting, till.issuer, act.now)
        await post_letter(act, core_letters.confirmation(sender, after, lines))
