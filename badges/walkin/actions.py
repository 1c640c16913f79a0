"""Selling at the desk: written down and quoted; then ordered, paid and let in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from badges.desk.actions import check_in
from badges.walkin.forms import SellForm, WalkInForm
from badges.walkin.queries import Sale
from badges.walkin.rules import IN_PERSON, members_wish
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor, action
from conference.people import actions as people_actions
from conference.people.rules import clean
from conference.registration import actions, queries
from conference.registration.basis import basis_of
from conference.registration.cash.actions import take_payment
from conference.registration.cash.rules import Handed, judge_handed
from conference.registration.catalogue import Wish
from conference.registration.order_queries import StoredQuote
from conference.registration.ordering import Payer
from conference.registration.queries import RegistrationInfo
from conference.registration.rules import PayBy
from conference.registration.till import Till
from conference.web import FormErrors


@dataclass(frozen=True, slots=True)
class Counter:
    """The desk that sells, whose drawer is counted later, and the till of the meeting."""

    desk: str
    till: Till

    @property
    def meeting(self) -> MeetingInfo:
        return self.till.meeting


async def quote_walk_in(
    form: WalkInForm, meeting: MeetingInfo, *, by: Actor, now: datetime
) -> StoredQuote:
    """Writes the person down, or finds them by their address, and says today's price.

    A member pays the member's price: the roll knows the address. Raises NotOnSale.
    """
    async with action("write_down_person", by=by, now=now, meeting=meeting.id) as act:
        person = await people_actions.find_or_create_by_email(act, form.as_new_person())
    wish = Wish(
        form.category,
        IN_PERSON,
        day=form.day,
        bill_country=form.bill_country,
        vat_number=form.vat_number.strip(),
    )
    basis = await basis_of(person, meeting, now)
    wish = members_wish(wish, basis.stored.catalogue, basis.buyer, now)
    return await actions.make_quote(meeting, person, wish, by=by, now=now, basis=basis)


async def sell(
    sale: Sale, form: SellForm, counter: Counter, *, by: Actor, now: datetime
) -> RegistrationInfo:
    """Orders, takes the money and lets the person in: each once, so that it may be pressed twice.

    What is handed over is judged before anything is written. Who pays later is not let in yet
    (T06). Raises FormErrors beside the fields, QuoteExpired, MeetingFull, SoldOut,
    AlreadyRegistered, TillRefused.
    """
    quote = sale.quote
    handed = None if form.is_later else _handed(quote, form)
    payer = Payer(
        sale.person.id,
        PayBy.BANK_TRANSFER,
        form.bill_to.strip(),
        quote.wish.bill_country,
        quote.wish.vat_number,
    )
    issuer = counter.till.issuer
    placed = await actions.place_order(quote.id, payer, issuer=issuer, by=by, now=now)
    if handed and handed.amount:
        await take_payment(
            placed.order_code, handed, desk=counter.desk, key=form.key, till=counter.till,
            by=by, now=now,
        )  # fmt: skip
    await _name_badge(sale, form.badge_name, by=by, now=now)
    info = await queries.registration_info(placed.registration)
    assert info is not None
    if not form.is_later:
        await check_in(info, desk=counter.desk, by=by, now=now)
    return info


async def _name_badge(sale: Sale, typed: str, *, by: Actor, now: datetime) -> None:
    """The name on the badge, before the first one is printed."""
    if (clean(typed) or sale.person.registered_name) != sale.person.badge_name:
        await people_actions.set_badge_name(
            person=sale.person.id, badge_name=typed, by=by, now=now, meeting=sale.quote.meeting
        )


def _handed(quote: StoredQuote, form: SellForm) -> Handed:
    handed = form.as_handed(quote.total, quote.currency)
    wrong = judge_handed(handed, quote.total, quote.currency) if quote.total else {}
    if wrong:
        raise FormErrors(form, wrong)
    return handed
