"""Orders that a search for people and codes finds, each once, whoever of a group was found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from conference.registration.bank.references import ORDER_CODE_LENGTH, squeeze
from conference.registration.queries import RegistrationInfo, search_registrations
from conference.registration.rules import Balance

REFERENCE_LENGTH = ORDER_CODE_LENGTH + len("RF00")


@dataclass(frozen=True, slots=True)
class FoundOrder:
    """An order with whose it is and what is open. `is_closed`: nobody on it holds a place."""

    code: str
    names: str
    balance: Balance
    is_closed: bool
    affiliation: str = ""
    category: str = ""


async def find_orders(meeting: UUID, text: str, limit: int = 20) -> tuple[FoundOrder, ...]:
    """By name, affiliation, e-mail, code, or the whole payment reference; three statements."""
    return orders_of(await search_registrations(meeting, searched(text), limit))


def searched(text: str) -> str:
    """What was typed, or of a whole payment reference the order's code that stands in it."""
    squeezed = squeeze(text)
    is_reference = squeezed.startswith("RF") and len(squeezed) == REFERENCE_LENGTH
    return squeezed[-ORDER_CODE_LENGTH:] if is_reference else text


def orders_of(registrations: Iterable[RegistrationInfo]) -> tuple[FoundOrder, ...]:
    """The orders of registrations, in the order in which they come."""
    orders: dict[str, list[RegistrationInfo]] = {}
    for info in registrations:
        orders.setdefault(info.order_code, []).append(info)
    return tuple(_order(code, infos) for code, infos in orders.items())


def _order(code: str, infos: list[RegistrationInfo]) -> FoundOrder:
    return FoundOrder(
        code=code,
        names=", ".join(each.person.registered_name for each in infos),
        balance=infos[0].balance,
        is_closed=not any(each.is_active for each in infos),
        affiliation=infos[0].person.affiliation,
        category=infos[0].category_title,
    )
