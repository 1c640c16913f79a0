"""Who is written to when an order is placed: its payer, and whoever was registered by another."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from conference.letters.actions import queue_letter
from conference.letters.rules import Letter
from conference.orm import Action
from conference.people import queries as people
from conference.people import sign_in
from conference.people.rules import PersonInfo
from conference.registration import letters, order_queries, price_queries
from conference.registration.buyers import buyer_of
from conference.registration.catalogue import Buyer
from conference.registration.catalogue_queries import StoredCatalogue
from conference.registration.deadline_queries import Said, deadlines_of
from conference.registration.deadlines import Unpaid
from conference.registration.letters import Sender
from conference.registration.order_queries import OrderDetail, StoredQuote
from conference.registration.ordering import Counter
from conference.registration.queries import RegistrationInfo

COMPLETE_DAYS = 60


async def announce_order(
    act: Action, order: UUID, counter: Counter, said: StoredQuote | None = None
) -> None:
    """Writes to the payer and to those who were registered by somebody else (T04, N03).

    Part of the action that places the order. `said`: the quote that was charged, which names the
    price of the next period (P03).
    """
    detail = await order_queries.order_by_id(order)
    mine = (each.person for each in detail.registrations if each.person.id == detail.person)
    payer = next(mine, None) or await people.person_by_id(detail.person)
    assert payer is not None
    sender = Sender(counter.meeting, counter.issuer, act.now)
    if detail.balance.due:
        await _tell_payer(act, sender, detail, payer, counter, said)
    for info in detail.registrations:
        if info.person.id != payer.id:
            await _tell_attendee(act, sender, info, payer)
        if info.is_confirmed:
            lines = [line for line in detail.lines if line.registration == info.code]
            await _post(act, letters.confirmation(sender, info, lines))


async def _tell_payer(
    act: Action,
    sender: Sender,
    order: OrderDetail,
    payer: PersonInfo,
    counter: Counter,
    said: StoredQuote | None,
) -> None:
    letter = letters.order_received(
        sender,
        order.registration,
        order.lines,
        await price_queries.payment_advice(counter.meeting.id),
        payer=payer,
        order=order,
        deadlines=await _deadlines(order, counter, said),
    )
    await _post(act, letter)


async def _deadlines(
    order: OrderDetail, counter: Counter, said: StoredQuote | None
) -> tuple[str, ...]:
    """Until when the price and the place hold, with the day that the order now has."""
    meeting, attendee = counter.meeting, order.registration.person

    async def judge(stored: StoredCatalogue) -> Buyer:
        return await buyer_of(attendee.id, meeting, stored, order.placed_at, info=attendee)

    unpaid = Unpaid(order.currency, None, None, (order.pays_by,), meeting.zone, order.expires_at)
    asked = Said(said.wish, attendee.id, order.total, order.placed_at, judge) if said else None
    return await deadlines_of(meeting, counter.policy, unpaid, order.window_key, asked)


async def _tell_attendee(
    act: Action, sender: Sender, info: RegistrationInfo, payer: PersonInfo
) -> None:
    """Somebody else registered them: who, and a link to see and complete it."""
    if not info.person.email:
        return
    link = await sign_in.make_link(
        address=info.person.email,
        base_url=sender.issuer.base_url,
        now=act.now,
        lasts=timedelta(days=COMPLETE_DAYS),
        next_path=f"/my/registrations/{info.code}/details",
    )
    until = act.now + timedelta(days=COMPLETE_DAYS)
    await _post(act, letters.registered_by_another(sender, info, payer, link, until=until))


async def _post(act: Action, letter: Letter) -> None:
    """Whoever was written down without an address gets none."""
    if letter.to_address:
        await queue_letter(act, letter)
