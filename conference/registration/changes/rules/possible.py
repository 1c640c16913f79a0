"""What can be done with a registration now, and until when: the list that its page shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from conference.orm.money import format_money
from conference.registration.catalogue import ExtraKind
from conference.registration.changes.rules.change import has_passed
from conference.registration.changes.rules.giving_back import by_terms
from conference.registration.changes.rules.held import Held
from conference.registration.changes.rules.modes import VIRTUAL
from conference.registration.changes.rules.transfers import refuse_transfer
from conference.web.formats import day as spoken_day


@dataclass(frozen=True, slots=True)
class Possible:
    """One kind of change. `step` is the last part of its address; closed ones say why."""

    step: str
    title: str
    sentence: str
    is_open: bool = True


def possible_changes(held: Held, now: datetime) -> tuple[Possible, ...]:
    """Each change that makes sense for this registration, the likeliest first; none when over."""
    if not held.is_open or held.is_over:
        return ()
    found = (
        _extras(held, now),
        _guests(held, now),
        _mode(held),
        _category(held),
        _day(held),
        _transfer(held),
        _visa(held),
        _cancel(held),
    )
    return tuple(each for each in found if each is not None)


def _extras(held: Held, now: datetime) -> Possible | None:
    window = held.catalogue.table.window_at(now)
    sold = any(
        each.is_on_sale
        and each.kind is not ExtraKind.GUEST
        and each.suits(held.category, held.mode)
        and window
        and window.key in each.amounts
        for each in held.catalogue.extras
    )
    if not sold and not held.extras:
        return None
    sentence = "At the price of the day while places are left; given back by the terms."
    return Possible("extras", "Add or give back extras", sentence)


def _guests(held: Held, now: datetime) -> Possible | None:
    sold = any(
        each.is_on_sale and each.kind is ExtraKind.GUEST and each.suits(held.category, held.mode)
        for each in held.catalogue.extras
    )
    if not sold and not held.guests:
        return None
    most = held.catalogue.policy.guests_most
    return Possible(
        "guests", "Accompanying persons", f"At most {most}; names change free of charge."
    )


def _mode(held: Held) -> Possible | None:
    modes = {mode for (key, _, mode) in held.catalogue.table.amounts if key == held.category}
    if held.mode == VIRTUAL:
        if "in_person" not in modes:
            return None
        return Possible("mode", "Come in person", "At the price of today, while places are left.")
    if VIRTUAL not in modes:
        return None
    last = held.days_before(held.catalogue.policy.virtual_days)
    sentence = (
        f"Possible, but the difference was given back only until {spoken_day(last)}."
        if has_passed(held, last)
        else f"Until {spoken_day(last)} the whole difference is given back."
    )
    return Possible("mode", "Take part virtually", sentence)


def _category(held: Held) -> Possible:
    return Possible("category", "Change the category", "At the price of today.")


def _day(held: Held) -> Possible | None:
    if held.price_class is None or not held.price_class.is_one_day:
        return None
    return Possible("day", "Come on another day", "The price stays.")


def _transfer(held: Held) -> Possible:
    title = "Pass it on to a colleague"
    if refusal := refuse_transfer(held):
        return Possible("transfer", title, refusal.sentence, is_open=False)
    last = held.days_before(held.catalogue.policy.transfer_days)
    fee = held.catalogue.policy.transfer_fee
    costs = f" It costs {format_money(fee, held.terms.currency)}." if fee and not held.group else ""
    return Possible("transfer", title, f"Until {spoken_day(last)}.{costs}")


def _visa(held: Held) -> Possible | None:
    if held.mode == VIRTUAL or has_passed(held, held.first_day):
        return None
    days = held.catalogue.policy.visa_days
    sentence = f"Who applied {days} days ahead gets the money back."
    return Possible("visa-refusal", "My visa was refused", sentence)


def _cancel(held: Held) -> Possible:
    title = "Cancel"
    if held.has_come:
        return Possible("cancel", title, "You have come in already.", is_open=False)
    if not held.has_paid:
        return Possible("cancel", title, "Nothing has been paid, so it costs nothing.")
    refund = by_terms(held)
    currency = held.terms.currency
    back, paid = format_money(refund.back, currency), format_money(refund.paid, currency)
    return Possible("cancel", title, f"Today {back} of {paid} would come back.")
