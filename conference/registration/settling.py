"""What follows when nothing is due any more: places confirmed, memberships begun, letters."""

from __future__ import annotations

from uuid import UUID

from conference.membership.joining import join_member
from conference.orm import Action
from conference.registration import letters, queries
from conference.registration.actions import post_letter
from conference.registration.catalogue import LineKind, read_dues_item
from conference.registration.ledger import outstanding
from conference.registration.letters import Sender
from conference.registration.order_queries import OrderDetail
from conference.registration.rules import Balance, RegistrationState
from conference.registration.tables import Registration
from conference.registration.till import Till

__all__ = ["Till", "confirm_settled"]


async def confirm_settled(
    act: Action,
    order: OrderDetail,
    balance: Balance,
    till: Till,
    *,
    writes_letters: bool = True,
) -> bool:
    """Confirms whoever waited for the payment of a settled order, and writes to them (T06).

    Part of an action. True if somebody was confirmed.
    """
    if not balance.is_settled:
        return False
    await _begin_memberships(act, order, till)
    confirmed = await _confirm(act, order)
    for id in confirmed if writes_letters else ():
        info = await queries.registration_info(id)
        assert info is not None
        lines = [line for line in order.lines if line.registration == info.code]
        sender = Sender(till.meeting, till.issuer, act.now)
        await post_letter(act, letters.confirmation(sender, info, lines))
    return bool(confirmed)


async def _begin_memberships(act: Action, order: OrderDetail, till: Till) -> None:
    """Dues that are paid make their membership, once for an order (M02)."""
    people = {each.code: each.person.id for each in order.registrations}
    for line in outstanding(each for each in order.lines if each.kind is LineKind.DUES):
        type_key, start, end = read_dues_item(line.item)
        for each in order.lines:
            if each.item == line.item and each.amount > 0:
                person = people[each.registration]
                source = f"order:{order.code}"
                society = till.meeting.society
                await join_member(act, person, society, type_key, start, end, source)


async def _confirm(act: Action, order: OrderDetail) -> list[UUID]:
    waited, confirmed = RegistrationState.PENDING_PAYMENT, RegistrationState.CONFIRMED
    rows = (
        await Registration.update(
            {Registration.state: confirmed.value, Registration.confirmed_at: act.now}
        )
        .where(Registration.order == order.id, Registration.state == waited.value)
        .returning(Registration.id, Registration.code)
    )
    for row in rows:
        act.note("registration", row["code"], state=[waited, confirmed])
    return [row["id"] for row in rows]
