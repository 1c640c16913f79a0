"""The office: price periods, amounts, places and how to pay, one page each."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from litestar import get, post
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo, zone_names
from conference.people.access import Role, roles
from conference.registration import price_actions, price_queries
from conference.registration.catalogue import MODE_WORDS, PriceTable
from conference.registration.draft import AnyRequest
from conference.registration.errors import PriceListRefused
from conference.registration.price_forms import (
    NEW,
    AdviceForm,
    PlacesForm,
    amount_values,
    cell_name,
    read_amounts,
    read_windows,
    window_values,
)
from conference.registration.setup import usage
from conference.registration.setup.reading import typed
from conference.registration.windows import announced_end
from conference.web import FormErrors, FormState, flash, page, read_form, redirect

OFFICE = roles(Role.OFFICE)
PRICES = "/{slug:str}/office/prices"


def modes_of(meeting: MeetingInfo, table: PriceTable) -> tuple[str, ...]:
    """The ways to attend that get a column: those of the meeting, and those priced already."""
    held = {"in_person": ("in_person",), "virtual": ("virtual",)}
    wanted = {*held.get(meeting.mode, tuple(MODE_WORDS)), *table.modes()}
    return tuple(mode for mode in MODE_WORDS if mode in wanted)


async def _table(meeting: MeetingInfo) -> PriceTable:
    return (await price_queries.price_list(meeting.id, meeting.currency)).table


@get(f"{PRICES}/periods", opt=OFFICE)
async def show_periods(request: AnyRequest, meeting: TheMeeting) -> Template:
    table = await _table(meeting)
    form = FormState.of(window_values(table.windows, meeting.zone))
    return await _periods_page(request, meeting, table, form)


async def _periods_page(
    request: AnyRequest, meeting: MeetingInfo, table: PriceTable, form: FormState
) -> Template:
    return page(
        request,
        "registration/setup/periods.html",
        status=422 if form.errors else 200,
        form=form,
        keys=[*(each.key for each in table.windows), NEW],
        zones=[(zone, zone) for zone in zone_names()],
        sold=await usage.windows_sold(meeting.id),
    )


@post(f"{PRICES}/periods", opt=OFFICE)
async def save_periods(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    values = await typed(request)
    table = await _table(meeting)
    known = [each.key for each in table.windows]
    try:
        windows = read_windows(values, known)
        await price_actions.save_windows(meeting, windows, by=visitor.actor, now=now)
    except FormErrors as wrong:
        return await _periods_page(request, meeting, table, wrong.state)
    except PriceListRefused as refused:
        errors = {f"starts-{k if k in known else NEW}": e for k, e in refused.errors.items()}
        return await _periods_page(request, meeting, table, FormState(values, errors))
    return _saved(request, meeting, "The periods are saved.")


def _saved(request: AnyRequest, meeting: MeetingInfo, sentence: str) -> Redirect:
    flash(request, sentence)
    return redirect(f"/{meeting.slug}/office/prices")


@get(f"{PRICES}/amounts", opt=OFFICE)
async def show_amounts(request: AnyRequest, meeting: TheMeeting, now: Now) -> Template:
    table = await _table(meeting)
    return _amounts_page(request, meeting, table, now, FormState.of(amount_values(table)))


def _amounts_page(
    request: AnyRequest, meeting: MeetingInfo, table: PriceTable, now: datetime, form: FormState
) -> Template:
    return page(
        request,
        "registration/setup/amounts.html",
        status=422 if form.errors else 200,
        form=form,
        table=table,
        current=table.window_at(now),
        announced_end=announced_end,
        modes=modes_of(meeting, table),
        mode_words=MODE_WORDS,
        cell_name=cell_name,
    )


@post(f"{PRICES}/amounts", opt=OFFICE)
async def save_amounts(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    table = await _table(meeting)
    try:
        amounts = read_amounts(await typed(request), table, modes_of(meeting, table))
        changed = await price_actions.save_amounts(meeting, amounts, by=visitor.actor, now=now)
    except FormErrors as wrong:
        return _amounts_page(request, meeting, table, now, wrong.state)
    words = "1 amount changed." if changed == 1 else f"{changed} amounts changed."
    return _saved(request, meeting, words if changed else "No amount was changed.")


@get(f"{PRICES}/places", opt=OFFICE)
async def show_places(request: AnyRequest, meeting: TheMeeting) -> Template:
    places = await price_queries.places_of(meeting.id)
    values = {key: each.capacity for key, each in places.items()}
    return await _places_page(request, meeting, FormState.of(values))


async def _places_page(request: AnyRequest, meeting: MeetingInfo, form: FormState) -> Template:
    return page(
        request,
        "registration/setup/places.html",
        status=422 if form.errors else 200,
        form=form,
        places=await price_queries.places_of(meeting.id),
    )


@post(f"{PRICES}/places", opt=OFFICE)
async def save_places(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    try:
        form = await read_form(request, PlacesForm)
        wanted = {"virtual": form.virtual, "meeting": form.meeting}
        await price_actions.set_capacities(meeting, wanted, by=visitor.actor, now=now)
    except FormErrors as wrong:
        return await _places_page(request, meeting, wrong.state)
    except PriceListRefused as refused:
        values: dict[str, Any] = await typed(request)
        return await _places_page(request, meeting, FormState(values, dict(refused.errors)))
    return _saved(request, meeting, "The places are saved.")


@get(f"{PRICES}/advice", opt=OFFICE)
async def show_advice(request: AnyRequest, meeting: TheMeeting) -> Template:
    text = await price_queries.payment_advice(meeting.id)
    return page(request, "registration/setup/advice.html", form=FormState.of({"text": text}))


@post(f"{PRICES}/advice", opt=OFFICE)
async def save_payment_advice(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    try:
        form = await read_form(request, AdviceForm)
    except FormErrors as wrong:
        return page(request, "registration/setup/advice.html", status=422, form=wrong.state)
    await price_actions.save_payment_advice(meeting, form.text, by=visitor.actor, now=now)
    return _saved(request, meeting, "How to pay is saved.")


handlers = [
    show_periods,
    save_periods,
    show_amounts,
    save_amounts,
    show_places,
    save_places,
    show_advice,
    save_payment_advice,
]
