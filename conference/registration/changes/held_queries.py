"""Reading registrations with all that a change of them depends on; fixed numbers of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain
from typing import Any, TypeVar
from uuid import UUID

from conference.meetings.rules import MeetingInfo
from conference.registration.arrivals import who_came
from conference.registration.buyers import buyer_of
from conference.registration.catalogue import LineKind
from conference.registration.catalogue_queries import StoredCatalogue, catalogue_of
from conference.registration.changes.rules.change import still_charged
from conference.registration.changes.rules.counted_fee import counted_fee
from conference.registration.changes.rules.held import GroupRule, Held, HeldGuest
from conference.registration.changes.rules.terms import Rung, Terms, set_terms
from conference.registration.queries import CHUNK, RegistrationInfo
from conference.registration.quoted import Line
from conference.registration.rules import OrderState
from conference.registration.tables import GroupBooking, Guest, Order, OrderLine, RefundRung
from conference.registration.windows import Window

T = TypeVar("T")
_LINE = (
    OrderLine.title,
    OrderLine.reason,
    OrderLine.amount,
    OrderLine.kind,
    OrderLine.item,
    OrderLine.quantity,
    OrderLine.tax,
    OrderLine.tax_points,
    OrderLine.tax_note,
)


@dataclass(frozen=True, slots=True)
class HeldRegistration:
    """A registration, its meeting and its order, and what the rules see of them."""

    info: RegistrationInfo
    meeting: MeetingInfo
    stored: StoredCatalogue
    payer: UUID
    order_state: OrderState
    held: Held


async def terms_of(meeting: MeetingInfo) -> Terms:
    """The cancellation terms of a meeting; one statement."""
    rows = await RefundRung.select(
        RefundRung.kind, RefundRung.until_days, RefundRung.percent, RefundRung.fee
    ).where(RefundRung.meeting == meeting.id)
    rungs = [(row["kind"], Rung(row["until_days"], row["percent"], row["fee"])) for row in rows]
    return set_terms(rungs, meeting.starts_on, meeting.currency)


async def held_registration(
    info: RegistrationInfo, meeting: MeetingInfo, now: datetime
) -> HeldRegistration:
    """One registration for a change, with who its person is today."""
    stored = await catalogue_of(meeting)
    found = (await held_many([info], meeting, stored, now))[info.id]
    buyer = await buyer_of(info.person.id, meeting, stored, now)
    return replace(found, held=replace(found.held, buyer=buyer))


async def held_many(
    infos: Collection[RegistrationInfo],
    meeting: MeetingInfo,
    stored: StoredCatalogue,
    now: datetime,
) -> dict[UUID, HeldRegistration]:
    """Many registrations of one meeting for a change; six statements per 5,000."""
    facts = await _facts_of(infos, meeting, stored, now)
    return {info.id: facts.held_registration(info) for info in infos}


async def charges_of_codes(codes: Collection[str]) -> dict[str, list[list[Line]]]:
    """Every line of these registrations by code, in the order in which they were added, those of
    one action together."""
    found: dict[str, dict[datetime, list[Line]]] = defaultdict(dict)
    for part in _chunks(list(codes)):
        rows = (
            await OrderLine.select(*_LINE, OrderLine.registration, OrderLine.created_at)
            .where(OrderLine.registration.is_in(part))
            .order_by(OrderLine.created_at)
            .order_by(OrderLine.position)
        )
        for row in rows:
            charge = found[row.pop("registration")].setdefault(row.pop("created_at"), [])
            charge.append(Line(**{**row, "kind": LineKind(row["kind"])}))
    return {code: list(charges.values()) for code, charges in found.items()}


@dataclass(frozen=True, slots=True)
class _Facts:
    meeting: MeetingInfo
    stored: StoredCatalogue
    terms: Terms
    today: date
    orders: Mapping[UUID, dict[str, Any]]
    charges: Mapping[str, list[list[Line]]]
    guests: Mapping[UUID, list[HeldGuest]]
    groups: Mapping[UUID, GroupRule]
    came: frozenset[UUID]

    def held_registration(self, info: RegistrationInfo) -> HeldRegistration:
        order = self.orders[info.order]
        state = OrderState(order["state"])
        held = self._held(info, order)
        return HeldRegistration(info, self.meeting, self.stored, order["person"], state, held)

    def _held(self, info: RegistrationInfo, order: Mapping[str, Any]) -> Held:
        charges = self.charges.get(info.code, [])
        return Held(
            code=info.code,
            name=info.person.registered_name,
            state=info.state,
            category=info.category_key,
            mode=info.mode,
            day=info.day,
            lines=still_charged(chain.from_iterable(charges)),
            guests=tuple(self.guests.get(info.id, [])),
            total=info.total,
            paid=info.paid,
            bill_country=order["bill_country"],
            vat_number=order["vat_number"],
            bought=self._bought(order),
            catalogue=self.stored.catalogue,
            terms=self.terms,
            today=self.today,
            counted_fee=counted_fee(charges),
            needs_proof=info.needs_proof,
            group=self.groups.get(info.order),
            has_come=info.id in self.came,
        )

    def _bought(self, order: Mapping[str, Any]) -> Window | None:
        table = self.stored.catalogue.table
        named = (each for each in table.windows if each.key == order["window_key"])
        return next(named, None) or table.window_at(order["placed_at"])


async def _facts_of(
    infos: Collection[RegistrationInfo],
    meeting: MeetingInfo,
    stored: StoredCatalogue,
    now: datetime,
) -> _Facts:
    orders = {each.order for each in infos}
    ids = [each.id for each in infos]
    return _Facts(
        meeting=meeting,
        stored=stored,
        terms=await terms_of(meeting),
        today=meeting.local(now).date(),
        orders=await _orders(orders),
        charges=await charges_of_codes([each.code for each in infos]),
        guests=await _guests(ids),
        groups=await _groups(orders, stored),
        came=await who_came(ids),
    )


async def _orders(ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    found: dict[UUID, dict[str, Any]] = {}
    for part in _chunks(list(ids)):
        rows = await Order.select(
            Order.id,
            Order.person,
            Order.state,
            Order.bill_country,
            Order.vat_number,
            Order.window_key,
            Order.placed_at,
        ).where(Order.id.is_in(part))
        found.update({row["id"]: row for row in rows})
    return found


async def _guests(ids: Collection[UUID]) -> dict[UUID, list[HeldGuest]]:
    found: dict[UUID, list[HeldGuest]] = defaultdict(list)
    for part in _chunks(list(ids)):
        rows = (
            await Guest.select(Guest.id, Guest.registration, Guest.extra, Guest.name)
            .where(Guest.registration.is_in(part), Guest.left_at.is_null())
            .order_by(Guest.created_at)
            .order_by(Guest.id)
        )
        for row in rows:
            found[row.pop("registration")].append(HeldGuest(**row))
    return found


async def _groups(orders: Collection[UUID], stored: StoredCatalogue) -> dict[UUID, GroupRule]:
    policy = stored.catalogue.policy
    found: dict[UUID, GroupRule] = {}
    for part in _chunks(list(orders)):
        rows = await GroupBooking.select(
            GroupBooking.order, GroupBooking.size, GroupBooking.renamed
        ).where(GroupBooking.order.is_in(part))
        for row in rows:
            rename = policy.group_rename_percent, policy.group_rename_until
            found[row["order"]] = GroupRule(row["size"], row["renamed"], *rename)
    return found


def _chunks(items: list[T]) -> Iterator[list[T]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
