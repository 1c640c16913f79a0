"""From the house to the screen and back (C03)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from conference.orm.money import format_money
from conference.registration.catalogue import MODE_WORDS
from conference.registration.changes.rules.change import (
    Change,
    Outcome,
    Refusal,
    has_passed,
    refuse_closed,
    replace_fee,
)
from conference.registration.changes.rules.counted_fee import DIFFERENCE_BACK
from conference.registration.changes.rules.fees import because, fee_as_booked, fee_at
from conference.registration.changes.rules.giving_back import GivenUp, give_up
from conference.registration.changes.rules.held import Held
from conference.registration.quoted import Line, NotForSale
from conference.web.formats import day as spoken_day

VIRTUAL, IN_PERSON = "virtual", "in_person"


def switch_mode(held: Held, to: str, now: datetime, *, in_full: bool = False) -> Outcome:
    """In person to virtual: the whole difference back until a date, later none; what cannot be
    had virtually is given up. Virtual to in person: at today's price (C03).

    `in_full`: not the person's own wish (C06, C07), so nothing is kept whatever the day.
    """
    if refusal := refuse_closed(held):
        return refusal
    if to not in MODE_WORDS:
        return Refusal("Choose how you take part.", "mode")
    if held.mode == to:
        return Refusal(f"You take part {MODE_WORDS[to]} already.", "mode")
    return _to_screen(held, now, in_full) if to == VIRTUAL else _to_house(held, now)


def _to_screen(held: Held, now: datetime, in_full: bool) -> Outcome:
    fee = fee_as_booked(held, held.category, VIRTUAL, held.day, now)
    if isinstance(fee, NotForSale):
        if held.fee:
            return Refusal(f"“{_title(held)}” has no virtual price.", "mode")
        fee = ()  # who pays nothing in the house pays nothing for the screen
    last = held.days_before(held.catalogue.policy.virtual_days)
    gives_back = in_full or not has_passed(held, last)
    priced = because(fee, "Price of the period in which you registered.")
    lines = replace_fee(
        held, priced, "Changed to virtual.", gives_back=gives_back, is_own=not in_full
    )
    given_up = give_up(held, _not_virtual(held), in_full=in_full)
    return Change(
        "Take part virtually",
        replace(given_up.after, mode=VIRTUAL),
        (*lines, *given_up.lines),
        (_difference_words(held, gives_back, in_full), *_later(held, lines), *given_up.notes),
        given_up.leaving,
    )


def _to_house(held: Held, now: datetime) -> Outcome:
    fee = fee_at(held, held.category, IN_PERSON, held.day, now)
    if isinstance(fee, NotForSale):
        return Refusal.of(fee, "mode")
    why = "Changed to in person."
    lines = replace_fee(held, because(fee, "Price of today."), why, gives_back=False)
    return Change(
        "Come in person",
        replace(held.wish, mode=IN_PERSON),
        lines,
        ("Coming in person costs the price of today and takes one of the meeting’s places.",),
    )


def _not_virtual(held: Held) -> GivenUp:
    """Extras that are only for the house, and every guest."""
    extras = {
        key: line.quantity
        for key, line in held.extras.items()
        if not (found := held.catalogue.extra_named(key)) or VIRTUAL not in found.modes
    }
    return GivenUp(extras, tuple(guest.id for guest in held.guests))


def _difference_words(held: Held, gives_back: bool, in_full: bool) -> str:
    if in_full:
        return "The whole difference of the prices is given back."
    last = spoken_day(held.days_before(held.catalogue.policy.virtual_days))
    if gives_back:
        return f"Until {last} the whole difference of the prices is given back."
    return f"The difference of the prices was given back until {last}; it is not any more."


def _later(held: Held, lines: Sequence[Line]) -> list[str]:
    """What the change means for a cancellation after it."""
    if not any(line.reason.endswith(DIFFERENCE_BACK) for line in lines):
        return []
    before = format_money(max(held.fee, held.counted_fee), held.terms.currency)
    return [f"If you cancel later, it is counted from {before}, less what comes back now."]


def _title(held: Held) -> str:
    return held.price_class.title if held.price_class else held.category
