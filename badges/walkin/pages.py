"""The desk registers somebody who comes unannounced: the address first, then what they pay as."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.response import Redirect, Template

from badges.desk.queries import DeskRow
from badges.walkin import actions, queries, sale_pages
from badges.walkin.forms import WalkInForm
from badges.walkin.queries import Choices
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.roof import Link
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor
from conference.orm.money import format_money
from conference.people.access import Role, roles
from conference.people.rules import clean
from conference.registration.cash.desk import DESK as DESK_NAME
from conference.registration.cash.desk import desk_of
from conference.registration.cash.forms import DeskForm
from conference.registration.errors import NotOnSale
from conference.web import FormErrors, FormState, page, read_form, redirect

AnyRequest = Request[Any, Any, Any]
DESK = roles(Role.DESK)
WALK_IN = "/{slug:str}/desk/walk-in"
HERE_ALREADY = "This address holds a place already: open that registration."
CALLED_SO = "Somebody is called so. Open them, or tick that it is somebody else."
NOT_CHOSEN = "Choose what they pay as."
OFFICE_LINKS = [
    Link("Walk-in", "/desk/walk-in", "Register, take the payment, let in and print.", Role.DESK)
]


@get(WALK_IN, opt=DESK)
async def show_walk_in(request: AnyRequest, meeting: TheMeeting) -> Template:
    name = request.query_params.get("name", "").strip()[:200]
    given, _, family = name.rpartition(" ")
    return _show(request, meeting, FormState.of({"given_name": given, "family_name": family}))


def _show(
    request: AnyRequest,
    meeting: MeetingInfo,
    form: FormState,
    choices: Choices | None = None,
    known: Sequence[DeskRow] = (),
) -> Template:
    """The form; what they may pay as is on it once the address was looked up."""
    return page(
        request,
        "badges/walk_in.html",
        status=422 if form.errors else 200,
        known=known,
        desk=desk_of(request),
        **_offered(meeting, form, choices),
    )


def _offered(meeting: MeetingInfo, form: FormState, choices: Choices | None) -> dict[str, Any]:
    offers = {each.key: each for each in choices.offers} if choices else {}
    if choices and form.values.get("category") not in offers:
        form = FormState({**form.values, "category": choices.likely}, form.errors)
    return {
        "form": form,
        "choices": choices,
        "categories": [
            (each.key, f"{each.title}: {format_money(each.price, meeting.currency)}")
            for each in offers.values()
        ],
        "days": [(day.isoformat(), f"{day:%A %-d %B}") for day in meeting.days],
    }


@post(f"{WALK_IN}/desk", opt=DESK)
async def name_desk(request: AnyRequest, meeting: TheMeeting) -> Template | Redirect:
    """The desk's name first: its drawer is counted later under it."""
    try:
        form = await read_form(request, DeskForm)
    except FormErrors as wrong:
        return _show(request, meeting, wrong.state)
    request.session[DESK_NAME] = clean(form.desk)
    return redirect(f"/{meeting.slug}/desk/walk-in")


@post(f"{WALK_IN}/choices", opt=DESK)
async def show_choices(request: AnyRequest, meeting: TheMeeting, now: Now) -> Template:
    """What whoever has the typed address may pay as: a part of the form, and nothing is kept."""
    choices: Choices | None = None
    try:
        form = await read_form(request, WalkInForm)
        state = FormErrors(form, {}).state
        if form.has_address:
            choices = await queries.choices_for(meeting, form.email, form.country, now)
    except FormErrors as wrong:
        state = FormState(wrong.values)
    return page(request, "badges/_walk_in_choices.html", **_offered(meeting, state, choices))


@post(WALK_IN, opt=DESK)
async def quote_walk_in(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    """Looks whether the person is here already, then what they may pay as, then says the price."""
    choices: Choices | None = None
    try:
        typed = await read_form(request, WalkInForm)
        if typed.has_address:
            choices = await queries.choices_for(meeting, typed.email, typed.country, now)
        form = typed.judged(choices.person if choices else None)
        await _refuse_known(meeting, form, choices)
        if not form.category and not form.is_asked:
            return _show(request, meeting, FormErrors(form, {}).state, choices)
        quote = await _quote(form, meeting, visitor.actor, now)
    except _KnownPerson as known:
        return _show(request, meeting, known.state, choices, known.rows)
    except FormErrors as wrong:
        return _show(request, meeting, wrong.state, choices)
    return redirect(f"/{meeting.slug}/desk/walk-in/{quote}")


async def _quote(form: WalkInForm, meeting: MeetingInfo, by: Actor, now: datetime) -> UUID:
    if not form.category:
        raise FormErrors(form, {"category": NOT_CHOSEN})
    try:
        return (await actions.quote_walk_in(form, meeting, by=by, now=now)).id
    except NotOnSale as refused:
        raise FormErrors(form, refused.errors or {"category": refused.detail}) from None


class _KnownPerson(Exception):
    """Somebody is here already, or called the same: shown beside the form."""

    def __init__(
        self, form: WalkInForm, field: str, sentence: str, rows: Sequence[DeskRow]
    ) -> None:
        super().__init__(sentence)
        self.state = FormState(msgspec.structs.asdict(form), {field: sentence})
        self.rows = rows


async def _refuse_known(meeting: MeetingInfo, form: WalkInForm, choices: Choices | None) -> None:
    if choices and choices.held:
        rows = await queries.namesakes_of(meeting, choices.held.code)
        raise _KnownPerson(form, "email", HERE_ALREADY, rows)
    if form.is_somebody_else:
        return
    rows = await queries.namesakes_of(meeting, f"{form.given_name} {form.family_name}")
    if rows:
        raise _KnownPerson(form, "is_somebody_else", CALLED_SO, rows)


handlers = [show_walk_in, name_desk, show_choices, quote_walk_in, *sale_pages.handlers]
