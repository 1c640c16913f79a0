"""The desk registers somebody who comes unannounced: who, what it costs, paid, let in, printed."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from badges.desk.pressing import Press
from badges.desk.queries import DeskRow
from badges.printing.actions import Why
from badges.printing.errors import BadgeBlocked, ReasonNeeded
from badges.walkin import actions, queries
from badges.walkin.actions import Counter
from badges.walkin.forms import LATER, SellForm, WalkInForm
from badges.walkin.queries import Sale
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.roof import Link
from conference.meetings.rules import MeetingInfo
from conference.orm.money import format_money
from conference.people.access import Role, roles
from conference.people.rules import clean
from conference.registration.buy_pages import issuer_of
from conference.registration.cash.desk import DESK as DESK_NAME
from conference.registration.cash.desk import desk_of
from conference.registration.cash.forms import DeskForm
from conference.registration.cash.rules import TILL_METHODS, TILL_WORDS
from conference.registration.errors import AlreadyRegistered, MeetingFull, NotOnSale, QuoteExpired
from conference.registration.queries import RegistrationInfo
from conference.registration.till import Till
from conference.web import FormErrors, FormState, page, read_form, redirect
from conference.web.refusals import refusals

AnyRequest = Request[Any, Any, Any]
DESK = roles(Role.DESK)
WALK_IN = "/{slug:str}/desk/walk-in"
SALE = f"{WALK_IN}/{{quote:uuid}}"
METHODS = [
    *((method.value, TILL_WORDS[method]) for method in TILL_METHODS),
    (LATER, "Later: an institution pays, or another desk takes it"),
]
HERE_ALREADY = "This address holds a place already: open that registration."
CALLED_SO = "Somebody is called so. Open them, or tick that it is somebody else."
OFFICE_LINKS = [
    Link("Walk-in", "/desk/walk-in", "Register, take the payment, let in and print.", Role.DESK)
]


@get(WALK_IN, opt=DESK)
async def show_walk_in(request: AnyRequest, meeting: TheMeeting, now: Now) -> Template:
    name = request.query_params.get("name", "").strip()[:200]
    given, _, family = name.rpartition(" ")
    return await _show(request, meeting, now, FormState.of(_typed(given, family)))


def _typed(given: str, family: str) -> dict[str, str]:
    return {"given_name": given, "family_name": family}


async def _show(
    request: AnyRequest,
    meeting: MeetingInfo,
    now: datetime,
    form: FormState,
    known: Sequence[DeskRow] = (),
) -> Template:
    offers = await queries.offers(meeting, now)
    return page(
        request,
        "badges/walk_in.html",
        status=422 if form.errors else 200,
        form=form,
        categories=[
            (each.key, f"{each.title}: {format_money(each.price, meeting.currency)}")
            for each in offers
        ],
        days=[(day.isoformat(), f"{day:%A %-d %B}") for day in meeting.days],
        has_days=any(each.is_one_day for each in offers),
        known=known,
        desk=desk_of(request),
    )


@post(f"{WALK_IN}/desk", opt=DESK)
async def name_desk(request: AnyRequest, meeting: TheMeeting, now: Now) -> Template | Redirect:
    """The desk's name first: its drawer is counted later under it."""
    try:
        form = await read_form(request, DeskForm)
    except FormErrors as wrong:
        return await _show(request, meeting, now, wrong.state)
    request.session[DESK_NAME] = clean(form.desk)
    return redirect(f"/{meeting.slug}/desk/walk-in")


@post(WALK_IN, opt=DESK)
async def quote_walk_in(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    """Looks whether the person is here already, then says the price."""
    form: WalkInForm | None = None
    try:
        form = await read_form(request, WalkInForm)
        await _refuse_known(meeting, form)
        quote = await actions.quote_walk_in(form, meeting, by=visitor.actor, now=now)
    except _KnownPerson as known:
        return await _show(request, meeting, now, known.state, known=known.rows)
    except FormErrors as wrong:
        return await _show(request, meeting, now, wrong.state)
    except NotOnSale as refused:
        assert form is not None
        state = FormState(FormState.of(form).values, refused.errors or {"category": refused.detail})
        return await _show(request, meeting, now, state)
    return redirect(f"/{meeting.slug}/desk/walk-in/{quote.id}")


class _KnownPerson(Exception):
    """Somebody is here already, or called the same: shown beside the form."""

    def __init__(
        self, form: WalkInForm, field: str, sentence: str, rows: Sequence[DeskRow]
    ) -> None:
        super().__init__(sentence)
        self.state = FormState(msgspec.structs.asdict(form), {field: sentence})
        self.rows = rows


async def _refuse_known(meeting: MeetingInfo, form: WalkInForm) -> None:
    held = await queries.holder_of(meeting.id, form.email)
    if held:
        rows = await queries.namesakes_of(meeting, held.code)
        raise _KnownPerson(form, "email", HERE_ALREADY, rows)
    if form.is_somebody_else:
        return
    rows = await queries.namesakes_of(meeting, f"{form.given_name} {form.family_name}")
    if rows:
        raise _KnownPerson(form, "is_somebody_else", CALLED_SO, rows)


@get(SALE, opt=DESK)
async def show_sale(request: AnyRequest, meeting: TheMeeting, quote: FromPath[UUID]) -> Template:
    """The price with its reasons and how it is paid; afterwards, what came of it."""
    sale = await queries.sale_of(meeting.id, quote)
    return _sale_page(request, sale, FormState.of({"key": secrets.token_urlsafe(16)}))


def _sale_page(request: AnyRequest, sale: Sale, form: FormState) -> Template:
    first = {"method": TILL_METHODS[-1].value}
    return page(
        request,
        "badges/walk_in_sale.html",
        status=422 if form.errors else 200,
        sale=sale,
        quote=sale.quote,
        info=sale.registration,
        form=FormState({**first, **form.values}, form.errors),
        methods=METHODS,
        desk=desk_of(request),
        did=request.query_params.get("did", ""),
    )


@post(SALE, opt=DESK)
async def sell(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, quote: FromPath[UUID], now: Now,
    settings: TheSettings,
) -> Template | Redirect:  # fmt: skip
    """One press: ordered, paid, let in, printed; a second press changes nothing."""
    sale = await queries.sale_of(meeting.id, quote)
    counter = Counter(desk_of(request), Till(meeting, issuer_of(settings)))
    try:
        form = await read_form(request, SellForm)
        with refusals(form):
            info = await actions.sell(sale.quote, form, counter, by=visitor.actor, now=now)
    except FormErrors as wrong:
        return _sale_page(request, sale, wrong.state)
    except (QuoteExpired, MeetingFull, AlreadyRegistered) as refused:
        typed = msgspec.structs.asdict(form)
        return _sale_page(request, sale, FormState(typed, {"": refused.detail}))
    press = Press(request, meeting, settings, quote, visitor.actor, now)
    return redirect(f"/{meeting.slug}/desk/walk-in/{quote}{await _print(press, info)}")


async def _print(press: Press, info: RegistrationInfo) -> str:
    """The query that says where it prints; "" for who is not let in yet: the page says why."""
    try:
        sent = await press.send(info, Why())
    except (BadgeBlocked, ReasonNeeded):
        return ""
    return "?did=print" if sent.is_inline else "?did=queued"


handlers = [show_walk_in, name_desk, quote_walk_in, show_sale, sell]
