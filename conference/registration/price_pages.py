"""The office: periods, amounts, categories, places, how to pay, and what one person would pay."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import LocalTimeError, MeetingInfo, instant_of, zone_names
from conference.membership import queries as membership
from conference.people import queries as people
from conference.people.access import Role, roles
from conference.people.rules import clean, normal_address
from conference.registration import price_actions, price_queries
from conference.registration.draft import AnyRequest
from conference.registration.errors import PriceListRefused, UnknownCategory
from conference.registration.offers import offers_to
from conference.registration.price_actions import Band
from conference.registration.price_forms import (
    NEW,
    AdviceForm,
    CategoryForm,
    PlacesForm,
    amount_values,
    cell_name,
    key_of,
    read_amounts,
    read_windows,
    window_values,
)
from conference.registration.pricing import MODE_WORDS, PriceTable
from conference.registration.windows import announced_end
from conference.web import FormErrors, FormState, flash, page, read_form, redirect

OFFICE = roles(Role.OFFICE)


def modes_of(meeting: MeetingInfo, table: PriceTable) -> tuple[str, ...]:
    """The ways to attend that get a column: those of the meeting, and those priced already."""
    held = {"in_person": ("in_person",), "virtual": ("virtual",)}
    wanted = {*held.get(meeting.mode, tuple(MODE_WORDS)), *table.modes()}
    return tuple(mode for mode in MODE_WORDS if mode in wanted)


@get("/{slug:str}/office/prices", opt=OFFICE)
async def show_prices(request: AnyRequest, meeting: TheMeeting, now: Now) -> Template:
    return await _prices_page(request, meeting, now)


async def _prices_page(
    request: AnyRequest, meeting: MeetingInfo, now: datetime, **wrong: FormState
) -> Template:
    prices = await price_queries.price_list(meeting.id, meeting.currency)
    places = await price_queries.places_of(meeting.id)
    table = prices.table
    capacities = {key: each.capacity for key, each in places.items()}
    advice = {"text": await price_queries.payment_advice(meeting.id)}
    return page(
        request,
        "registration/prices.html",
        status=422 if wrong else 200,
        table=table,
        current=table.window_at(now),
        modes=modes_of(meeting, table),
        mode_words=MODE_WORDS,
        places=places,
        keys=[*(each.key for each in table.windows), NEW],
        zones=[(zone, zone) for zone in zone_names()],
        cell_name=cell_name,
        announced_end=announced_end,
        windows=wrong.get("windows") or FormState.of(window_values(table.windows, meeting.zone)),
        amounts=wrong.get("amounts") or FormState.of(amount_values(table)),
        capacity=wrong.get("capacity") or FormState.of(capacities),
        advice=wrong.get("advice") or FormState.of(advice),
        form=next(iter(wrong.values()), FormState.empty()),
    )


async def _raw(request: AnyRequest) -> dict[str, Any]:
    form = await request.form()
    return {name: str(form.get(name, "")).replace("\x00", "").strip() for name in form}


@post("/{slug:str}/office/prices/periods", opt=OFFICE)
async def save_periods(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    values = await _raw(request)
    prices = await price_queries.price_list(meeting.id, meeting.currency)
    try:
        windows = read_windows(values, list(prices.window_ids))
        await price_actions.save_windows(meeting, windows, by=visitor.actor, now=now)
    except FormErrors as wrong:
        return await _prices_page(request, meeting, now, windows=wrong.state)
    except PriceListRefused as refused:
        errors = {_field(key, prices.window_ids): text for key, text in refused.errors.items()}
        return await _prices_page(request, meeting, now, windows=FormState(values, errors))
    flash(request, "The periods are saved.")
    return redirect(f"/{meeting.slug}/office/prices")


def _field(key: str, known: Any) -> str:
    return f"starts-{key if key in known else NEW}"


@post("/{slug:str}/office/prices/amounts", opt=OFFICE)
async def save_amounts(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    table = (await price_queries.price_list(meeting.id, meeting.currency)).table
    try:
        amounts = read_amounts(await _raw(request), table, modes_of(meeting, table))
        changed = await price_actions.save_amounts(meeting, amounts, by=visitor.actor, now=now)
    except FormErrors as wrong:
        return await _prices_page(request, meeting, now, amounts=wrong.state)
    flash(request, f"{changed} amounts changed." if changed else "No amount was changed.")
    return redirect(f"/{meeting.slug}/office/prices")


@post("/{slug:str}/office/prices/places", opt=OFFICE)
async def save_places(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    try:
        form = await read_form(request, PlacesForm)
        wanted = {"virtual": form.virtual, "meeting": form.meeting}
        await price_actions.set_capacities(meeting, wanted, by=visitor.actor, now=now)
    except FormErrors as wrong:
        return await _prices_page(request, meeting, now, capacity=wrong.state)
    except PriceListRefused as refused:
        state = FormState(await _raw(request), dict(refused.errors))
        return await _prices_page(request, meeting, now, capacity=state)
    flash(request, "The places are saved.")
    return redirect(f"/{meeting.slug}/office/prices")


@post("/{slug:str}/office/prices/advice", opt=OFFICE)
async def save_payment_advice(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    try:
        form = await read_form(request, AdviceForm)
    except FormErrors as wrong:
        return await _prices_page(request, meeting, now, advice=wrong.state)
    await price_actions.save_payment_advice(meeting, form.text, by=visitor.actor, now=now)
    flash(request, "How to pay is saved.")
    return redirect(f"/{meeting.slug}/office/prices")


@get("/{slug:str}/office/prices/categories/{key:str}", opt=OFFICE)
async def show_category(request: AnyRequest, meeting: TheMeeting, key: FromPath[str]) -> Template:
    form = await price_queries.category_values(meeting.id, key) if key != NEW else None
    fresh = {"is_on_sale": True, "position": 99}
    return await _category_page(request, meeting, key, FormState.of(form or fresh))


async def _category_page(
    request: AnyRequest, meeting: MeetingInfo, key: str, form: FormState
) -> Template:
    prices = await price_queries.price_list(meeting.id, meeting.currency)
    types = await membership.membership_types(meeting.society)
    others = [(each.key, each.title) for each in prices.table.categories if each.key != key]
    return page(
        request,
        "registration/category.html",
        status=422 if form.errors else 200,
        form=form,
        key=key,
        types=list(types.items()),
        twins=others,
        styles=[(each, each.capitalize()) for each in price_queries.BAND_STYLES],
    )


@post("/{slug:str}/office/prices/categories/{key:str}", opt=OFFICE)
async def save_category(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, key: FromPath[str], now: Now
) -> Template | Redirect:
    prices = await price_queries.price_list(meeting.id, meeting.currency)
    if key != NEW and key not in prices.category_ids:
        raise UnknownCategory
    try:
        form = await read_form(request, CategoryForm)
        made = key_of(form.title, prices.category_ids, "category") if key == NEW else key
        await price_actions.save_category(
            meeting,
            form.as_category(made),
            Band(form.band_word, form.band_style),
            form.position,
            by=visitor.actor,
            now=now,
        )
    except FormErrors as wrong:
        return await _category_page(request, meeting, key, wrong.state)
    except PriceListRefused as refused:
        state = FormState(FormState.of(form).values, dict(refused.errors))
        return await _category_page(request, meeting, key, state)
    flash(request, f"“{form.title}” is saved.")
    return redirect(f"/{meeting.slug}/office/prices")


@get("/{slug:str}/office/prices/test", opt=OFFICE)
async def try_price(request: AnyRequest, meeting: TheMeeting, now: Now) -> Template:
    """What would this person pay on this date?"""
    query = request.query_params
    email, text = clean(query.get("email", "")), query.get("at", "")
    values = {"email": email, "at": text or f"{meeting.local(now):%Y-%m-%dT%H:%M}"}
    errors: dict[str, str] = {}
    at = _local_instant(values["at"], meeting, now, errors)
    person = await people.person_by_email(normal_address(email)) if email else None
    if email and person is None:
        errors["email"] = "Nobody here has this address; the prices are those of a stranger."
    offers = [
        await offers_to(person.id if person else None, meeting, at, mode=mode)
        for mode in MODE_WORDS
    ]
    return page(
        request,
        "registration/price_test.html",
        form=FormState(values, errors),
        person=person,
        at=at,
        offers=[each for mode, each in zip(MODE_WORDS, offers, strict=True) if each.mode == mode],
        mode_words=MODE_WORDS,
    )


def _local_instant(
    text: str, meeting: MeetingInfo, now: datetime, errors: dict[str, str]
) -> datetime:
    try:
        return instant_of(datetime.fromisoformat(text).replace(tzinfo=None), meeting.zone)
    except LocalTimeError as error:
        errors["at"] = str(error)
    except ValueError:
        errors["at"] = "Write the date and time as 2027-03-09T14:30."
    return now


handlers = [
    show_prices,
    save_periods,
    save_amounts,
    save_places,
    save_payment_advice,
    show_category,
    save_category,
    try_price,
]
