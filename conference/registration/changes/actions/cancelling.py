"""Cancelling a registration: what comes back, what is freed, and what nobody waits for in vain."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from conference.meetings.rules import MeetingInfo
from conference.orm import Action, Actor, action
from conference.people import queries as people
from conference.registration import order_queries
from conference.registration import queries as registrations
from conference.registration.actions import end_order
from conference.registration.changes import letters
from conference.registration.changes.actions.writing import (
    Changed,
    append_lines,
    lock_registrations,
    settle_orders,
)
from conference.registration.changes.errors import ChangedMeanwhile, ChangeRefused
from conference.registration.changes.held_queries import HeldRegistration, held_registration
from conference.registration.changes.letters import CancelledLetter
from conference.registration.changes.rules.change import Change, Refusal, agreed_on
from conference.registration.changes.rules.giving_back import by_terms
from conference.registration.changes.rules.held import Held
from conference.registration.changes.rules.promises import Answered
from conference.registration.changes.rules.refunds import Refund, give_back_instead
from conference.registration.documents.actions import document_order
from conference.registration.errors import AlreadyCancelled, UnknownRegistration
from conference.registration.places import lock_pools_held
from conference.registration.queries import RegistrationInfo
from conference.registration.rules import OrderState, RegistrationState
from conference.registration.tables import Guest, Registration
from conference.registration.ticket import Issuer
from conference.registration.till import Till
from conference.registration.waiting.freeing import free_places

CANCELLED_FROM = (RegistrationState.PENDING_PAYMENT, RegistrationState.CONFIRMED)
Settle = Callable[[Held], Refund]


@dataclass(frozen=True, slots=True)
class Cancelling:
    """How a registration is cancelled: what comes back, by which rule, and what was agreed to."""

    settle: Settle
    reason: str = ""
    agreed: str = ""
    answers: Sequence[Answered] = ()


def instead(back: int, reason: str) -> Settle:
    """Another sum than that of the terms, with the reason of the office (situation 2)."""

    def settle(held: Held) -> Refund:
        paid = held.paid_for(held.lines)
        return give_back_instead(held.lines, paid, back, reason, held.terms.currency)

    return settle


def word_for(held: Held, refund: Refund) -> str:
    """The word that the page with the computed refund puts into its form."""
    return agreed_on(held, refund.lines, refund.back)


async def cancel_registration(
    code: str, *, meeting: MeetingInfo, issuer: Issuer, by: Actor, now: datetime, reason: str
) -> RegistrationInfo:
    """Cancels by the terms, without a preview: for programs.

    Raises UnknownRegistration, AlreadyCancelled, ChangeRefused.
    """
    info = await registrations.registration_by_code(meeting.id, code)
    if info is None:
        raise UnknownRegistration
    found = await held_registration(info, meeting, now)
    till = Till(meeting, issuer)
    return await cancel(found, Cancelling(by_terms, reason), till=till, by=by, now=now)


async def cancel(
    found: HeldRegistration, how: Cancelling, *, till: Till, by: Actor, now: datetime
) -> RegistrationInfo:
    """Cancels a registration exactly as it was shown: the charges are taken back but for what is
    kept, its places go to whoever waits, what was paid beyond stays on the order as "to refund".

    The attendee and the payer hear of it, and the programme committee of everything that was
    promised (C09). Raises AlreadyCancelled, ChangedMeanwhile, ChangeRefused.
    """
    async with action(
        "cancel_registration", by=by, now=now, meeting=found.meeting.id, reason=how.reason
    ) as act:
        return await cancel_in(act, found, how, till)


async def cancel_in(
    act: Action, found: HeldRegistration, how: Cancelling, till: Till
) -> RegistrationInfo:
    """`cancel` as part of an action. The pools are locked first, as everybody does it."""
    await lock_pools_held([found.info.code])
    await lock_registrations([found.info.id], [found.info.order])
    fresh = await _fresh(found, act.now)
    if fresh.info.state not in CANCELLED_FROM:
        raise _not_possible(fresh.info.state)
    refund = how.settle(fresh.held)
    if how.agreed and how.agreed != word_for(fresh.held, refund):
        raise ChangedMeanwhile
    await free_places(act, fresh.info.code, till)
    await _mark_cancelled(act, fresh, refund)
    await _settle(act, fresh, refund, till)
    after = await registrations.registration_info(fresh.info.id)
    assert after is not None
    payer = await people.person_by_id(found.payer) or after.person
    await _tell(act, CancelledLetter(after, payer, refund, how.reason, how.answers), till)
    return after


def _not_possible(state: RegistrationState) -> Exception:
    if state is RegistrationState.NO_SHOW:
        return ChangeRefused(Refusal("This person did not come; nothing is left to cancel."))
    return AlreadyCancelled()


async def _fresh(found: HeldRegistration, now: datetime) -> HeldRegistration:
    info = await registrations.registration_info(found.info.id)
    assert info is not None
    return await held_registration(info, found.meeting, now)


async def _mark_cancelled(act: Action, found: HeldRegistration, refund: Refund) -> None:
    cancelled = RegistrationState.CANCELLED
    await Registration.update(
        {
            Registration.state: cancelled.value,
            Registration.active_key: None,
            Registration.cancelled_at: act.now,
            Registration.cancel_reason: act.reason,
        }
    ).where(Registration.id == found.info.id)
    await Guest.update({Guest.left_at: act.now}).where(
        Guest.registration == found.info.id, Guest.left_at.is_null()
    )
    act.note(
        "registration",
        found.info.code,
        state=[found.info.state, cancelled],
        paid=refund.paid,
        given_back=refund.back,
    )


async def _settle(act: Action, found: HeldRegistration, refund: Refund, till: Till) -> None:
    """The order is charged what is kept; it ends with its last registration."""
    info = found.info
    balances = await append_lines(act, [(info.order, info.code, refund.lines)])
    order = await order_queries.order_by_id(info.order)
    if any(each.is_active for each in order.registrations):
        change = Change("Cancelled", found.held.wish, refund.lines)
        await settle_orders(act, [Changed(found, change)], balances, till)
        return
    await end_order(act, info.order, OrderState.CANCELLED)
    await document_order(act, info.order, till.meeting)


async def _tell(act: Action, told: CancelledLetter, till: Till) -> None:
    await letters.post_cancelled(act, told, till)
    await letters.post_to_committee(act, told.info, told.answers, "has cancelled", till)
