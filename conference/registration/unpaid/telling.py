"""Whom a letter about an order goes to: the payer, and who loses a place by it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from conference.letters.actions import queue_letter
from conference.letters.rules import Letter
from conference.orm import Action
from conference.people import queries as people
from conference.people.rules import PersonInfo
from conference.registration.order_queries import OrderDetail
from conference.registration.queries import RegistrationInfo


async def tell_payer(
    act: Action, order: OrderDetail, write: Callable[[PersonInfo], Letter]
) -> None:
    """One letter, to whoever ordered and pays (T04)."""
    payer = await people.person_by_id(order.person)
    if payer and payer.email:
        await queue_letter(act, write(payer))


async def tell_all(
    act: Action,
    order: OrderDetail,
    places: Sequence[RegistrationInfo],
    write: Callable[[PersonInfo], Letter],
) -> None:
    """A letter to the payer and to everybody whose place it is about."""
    everybody = {each.person.id: each.person for each in places}
    payer = await people.person_by_id(order.person)
    if payer:
        everybody[payer.id] = payer
    for person in everybody.values():
        if person.email:
            await queue_letter(act, write(person))
