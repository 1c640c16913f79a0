"""Cancelling in the browser: what comes back and what was promised, before anything is given up."""

from __future__ import annotations

from collections.abc import Mapping

from litestar import get
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings.given import TheMeeting
from conference.orm.money import format_money
from conference.people.access import Role, roles
from conference.registration import order_queries
from conference.registration.changes.actions.cancelling import (
    CANCELLED_FROM,
    Cancelling,
    Settle,
    cancel,
    instead,
    word_for,
)
from conference.registration.changes.doors import Answer, Door, at_both_doors
from conference.registration.changes.errors import ChangedMeanwhile
from conference.registration.changes.forms import WHY, CancelForm, money_in, typed
from conference.registration.changes.promise_fields import promise_answers, promise_questions
from conference.registration.changes.rules.giving_back import by_terms
from conference.registration.changes.rules.transfers import SCANNED
from conference.registration.draft import AnyRequest
from conference.registration.errors import AlreadyCancelled, UnknownOrder
from conference.web import FormErrors, FormState, flash, page, read_form, redirect

NOTHING_LEFT = "This registration is not held any more; there is nothing to cancel."


@get("/{slug:str}/office/orders/{code:str}/cancel", opt=roles(Role.OFFICE))
async def choose_registration(meeting: TheMeeting, code: FromPath[str]) -> Redirect:
    """From an order to the registration that is cancelled: the only one, or the first."""
    order = await order_queries.order_detail(meeting.id, code)
    if order is None or not order.registrations:
        raise UnknownOrder
    held = [each for each in order.registrations if each.state in CANCELLED_FROM]
    registration = (held or list(order.registrations))[0]
    return redirect(f"/{meeting.slug}/office/registrations/{registration.code}/cancel")


async def show_cancel(request: AnyRequest, door: Door) -> Answer:
    return await _page(request, door, FormState.empty())


async def send_cancel(request: AnyRequest, door: Door) -> Answer:
    values = await typed(request)
    try:
        form = await read_form(request, CancelForm)
        how = await _agreed(door, form, values)
        info = await cancel(door.found, how, till=door.till, by=door.by, now=door.now)
    except FormErrors as wrong:
        return await _page(request, door, FormState(values, wrong.errors), 422)
    except ChangedMeanwhile as told:
        return await _page(request, door, FormState(values, {"": told.detail}), 409)
    except AlreadyCancelled:
        flash(request, "It was cancelled already.", "warn")
        return redirect(door.back)
    whose = "Your registration" if door.is_own else f"Registration {info.code}"
    place = "your place" if door.is_own else "its place"
    flash(request, f"{whose} is cancelled and {place} is free.")
    return redirect(door.back)


async def _agreed(door: Door, form: CancelForm, values: Mapping[str, str]) -> Cancelling:
    """How it is cancelled: every promise answered, the office's reason given."""
    if door.found.info.state not in CANCELLED_FROM:
        raise AlreadyCancelled
    if refusal := _refusal(door):
        raise FormErrors(values, {"": refusal})
    answers, errors = await promise_answers(door, values)
    if door.is_office and not form.reason:
        errors["reason"] = WHY
    settle = _settle(door, form, errors)
    if errors:
        raise FormErrors(values, errors)
    is_override = door.is_office and bool(form.back)
    return Cancelling(settle, form.reason, "" if is_override else form.agreed, answers)


def _settle(door: Door, form: CancelForm, errors: dict[str, str]) -> Settle:
    """By the terms, or the sum that the office wrote; what is wrong with it goes to `errors`."""
    if not (door.is_office and form.back):
        return by_terms
    held = door.found.held
    paid = held.paid_for(held.lines)
    try:
        back = money_in(form.back, held.terms.currency, "back")
    except FormErrors as wrong:
        errors.update(wrong.errors)
        return by_terms
    if not 0 <= back <= paid:
        shown = format_money(paid, held.terms.currency)
        errors["back"] = f"Write a sum between nothing and what was paid, {shown}."
    return instead(back, form.reason)


async def _page(request: AnyRequest, door: Door, form: FormState, status: int = 200) -> Template:
    held = door.found.held
    refund = by_terms(held)
    return page(
        request,
        "registration/changes/cancel.html",
        status=status,
        form=form,
        refund=refund,
        refusal=_refusal(door),
        agreed=word_for(held, refund),
        goes_along=_goes_along(door),
        terms=held.terms,
        **await promise_questions(door),
        **door.shown,
    )


def _refusal(door: Door) -> str:
    """Why it cannot be cancelled here; the office may even after somebody has come (C08)."""
    if door.found.info.state not in CANCELLED_FROM:
        return NOTHING_LEFT
    if door.found.held.has_come and not door.is_office:
        return f"{SCANNED} Write to the office."
    return ""


def _goes_along(door: Door) -> list[str]:
    """Extras and guests that are given up with the place."""
    held = door.found.held
    extras = [line.title for line in held.extras.values()]
    return [*extras, *(guest.name for guest in held.guests)]


handlers: list[BaseRouteHandler] = [
    choose_registration,
    *at_both_doors("cancel", show_cancel, send_cancel),
]
