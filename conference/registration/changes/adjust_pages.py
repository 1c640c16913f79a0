"""A credit or a charge in the browser, for the office."""

from __future__ import annotations

import secrets

from litestar.handlers import HTTPRouteHandler
from litestar.response import Template

from conference.orm.money import format_money
from conference.registration.changes.actions.adjusting import Adjustment, adjust_order
from conference.registration.changes.doors import Answer, Door, at_office_door
from conference.registration.changes.errors import ChangeRefused
from conference.registration.changes.forms import AdjustForm, money_in, typed
from conference.registration.changes.rules.held import Held
from conference.registration.customer import STANDARD_CLASS
from conference.registration.draft import AnyRequest
from conference.web import FormErrors, FormState, flash, page, read_form, redirect


async def show_adjustment(request: AnyRequest, door: Door) -> Answer:
    fresh = {"key": secrets.token_hex(12), "tax_class": STANDARD_CLASS}
    return _page(request, door, FormState.of(fresh))


async def send_adjustment(request: AnyRequest, door: Door) -> Answer:
    values = await typed(request)
    try:
        wanted = _wanted(await read_form(request, AdjustForm), door)
        info = await adjust_order(door.found, wanted, till=door.till, by=door.by, now=door.now)
    except (FormErrors, ChangeRefused) as wrong:
        return _page(request, door, FormState(values, wrong.errors), 422)
    amount = format_money(abs(wanted.amount), info.currency)
    words = "charged more" if wanted.amount > 0 else "taken off"
    flash(request, f"{amount} is {words} on order {info.order_code}.")
    return redirect(door.back)


def _wanted(form: AdjustForm, door: Door) -> Adjustment:
    amount = money_in(form.amount, door.found.meeting.currency, "amount")
    if amount <= 0:
        raise FormErrors({}, {"amount": "Write an amount of more than zero."})
    signed = amount if form.way == "charge" else -amount
    return Adjustment(form.title, signed, form.tax_class, form.reason, form.key)


def _page(request: AnyRequest, door: Door, form: FormState, status: int = 200) -> Template:
    return page(
        request,
        "registration/changes/adjust.html",
        status=status,
        form=form,
        tax_classes=_tax_classes(door.found.held),
        **door.shown,
    )


def _tax_classes(held: Held) -> list[tuple[str, str]]:
    """The classes of items that have a tax rate, and the usual one."""
    classes = {STANDARD_CLASS, *(rate.tax_class for rate in held.catalogue.taxes.rates)}
    return [(each, each.replace("_", " ").capitalize()) for each in sorted(classes)]


handlers: list[HTTPRouteHandler] = at_office_door("credit", show_adjustment, send_adjustment)
