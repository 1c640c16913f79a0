"""Stock: the catalogue and the meeting's own, each with its drawing and its calibration sheet.

For the desk and not the office alone: a sheet bought round the corner on the first morning must
not wait, and a stock says nothing about anybody.
"""

from __future__ import annotations

import asyncio
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, Parameter
from litestar.response import Redirect, Template

from badges.stock import actions, queries
from badges.stock.calibration import calibration_pdf
from badges.stock.catalogue import STOCKS
from badges.stock.forms import DOTS_WORDS, FOLD_WORDS, KIND_WORDS, StockForm, form_of
from badges.stock.sketch import sketch
from badges.stock.stock import Fold, Paper, Stock, StockKind
from badges.stock.words import facts, size_words
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.roof import Link
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, roles
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.refusals import refusals

AnyRequest = Request[Any, Any, Any]
Tenths = Annotated[int, Parameter(ge=-200, le=200)]
STOCK_PAGES = "/{slug:str}/desk/stocks"
LARGE = 1.0
AT_FIRST = {
    "safe": "3",
    "kind": StockKind.SHEET.value,
    "fold": Fold.NONE.value,
    "dots_per_inch": 0,
}

OFFICE_LINKS: list[Link] = [
    Link(
        "Badge stock",
        "/desk/stocks",
        "Sheets, rolls and cards to print on; calibration sheets; own sizes.",
        Role.DESK,
    ),
]


def _address(meeting: MeetingInfo, key: str = "") -> str:
    return f"/{meeting.slug}/desk/stocks" + (f"/{key}" if key else "")


@get(STOCK_PAGES, opt=roles(Role.DESK))
async def list_stocks(request: AnyRequest, meeting: TheMeeting) -> Template:
    return page(
        request,
        "badges/stocks.html",
        own=await queries.own_stocks(meeting.id),
        catalogue=STOCKS.values(),
        sketch=sketch,
        size=size_words,
    )


@get(f"{STOCK_PAGES}/new", opt=roles(Role.DESK))
async def show_new_stock(request: AnyRequest, meeting: TheMeeting) -> Template:
    """Empty, or filled in with the stock named by `?from=`."""
    start = request.query_params.get("from", "")
    if not start:
        return _form_page(request, FormState.of(AT_FIRST))
    stock = await queries.stock_named(meeting.id, start)
    form = form_of(stock)
    form.title = f"{stock.title}, changed"[:120]
    return _form_page(request, FormState.of(form))


def _form_page(request: AnyRequest, form: FormState, stock: Stock | None = None) -> Template:
    return page(
        request,
        "badges/stock_form.html",
        status=422 if form.errors else 200,
        form=form,
        stock=stock,
        kinds=KIND_WORDS,
        folds=FOLD_WORDS,
        dots=DOTS_WORDS,
    )


@post(f"{STOCK_PAGES}/new", opt=roles(Role.DESK))
async def add_stock(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    try:
        form = await read_form(request, StockForm)
        with refusals(form):
            stock = await actions.add_stock(meeting.id, form, by=visitor.actor, now=now)
    except FormErrors as wrong:
        return _form_page(request, wrong.state)
    flash(request, f"“{stock.title}” is added. Print its calibration sheet before the badges.")
    return redirect(_address(meeting, stock.key))


@get(f"{STOCK_PAGES}/{{key:str}}", opt=roles(Role.DESK))
async def show_stock(request: AnyRequest, meeting: TheMeeting, key: FromPath[str]) -> Template:
    own = await queries.own_stock(meeting.id, key)
    stock = own.stock if own else await queries.stock_named(meeting.id, key)
    return page(
        request,
        "badges/stock.html",
        stock=stock,
        own=own,
        drawing=sketch(stock, scale=LARGE),
        facts=facts(stock),
    )


@get(f"{STOCK_PAGES}/{{key:str}}/change", opt=roles(Role.DESK))
async def show_change(request: AnyRequest, meeting: TheMeeting, key: FromPath[str]) -> Template:
    stock = await queries.changeable_stock(meeting.id, key)
    return _form_page(request, FormState.of(form_of(stock)), stock)


@post(f"{STOCK_PAGES}/{{key:str}}/change", opt=roles(Role.DESK))
async def change_stock(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, key: FromPath[str], now: Now
) -> Template | Redirect:
    before = await queries.changeable_stock(meeting.id, key)
    try:
        form = await read_form(request, StockForm)
        with refusals(form):
            stock = await actions.change_stock(meeting.id, key, form, by=visitor.actor, now=now)
    except FormErrors as wrong:
        return _form_page(request, wrong.state, before)
    flash(request, f"“{stock.title}” is saved.")
    return redirect(_address(meeting, key))


@post(f"{STOCK_PAGES}/{{key:str}}/retire", opt=roles(Role.DESK))
async def retire_stock(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, key: FromPath[str], now: Now
) -> Redirect:
    await _retire(meeting.id, key, visitor, now, is_retired=True)
    flash(request, "The stock is offered no more. Whatever uses it still prints.")
    return redirect(_address(meeting))


@post(f"{STOCK_PAGES}/{{key:str}}/take-up", opt=roles(Role.DESK))
async def take_up_stock(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, key: FromPath[str], now: Now
) -> Redirect:
    await _retire(meeting.id, key, visitor, now, is_retired=False)
    flash(request, "The stock is offered again.")
    return redirect(_address(meeting, key))


async def _retire(
    meeting: UUID, key: str, visitor: TheVisitor, now: Now, *, is_retired: bool
) -> None:
    await actions.retire_stock(meeting, key, is_retired=is_retired, by=visitor.actor, now=now)


@get(f"{STOCK_PAGES}/{{key:str}}/calibration.pdf", opt=roles(Role.DESK))
async def calibration_sheet(
    meeting: TheMeeting, key: FromPath[str], right: Tenths = 0, down: Tenths = 0
) -> Response[bytes]:
    """For a printer; `right` and `down` are the offset that is to be tried, in 0.1 mm."""
    stock = await queries.stock_named(meeting.id, key)
    body = await asyncio.to_thread(calibration_pdf, Paper(stock, right / 10, down / 10))
    headers = {"content-disposition": f'inline; filename="calibration-{stock.key}.pdf"'}
    return Response(body, media_type="application/pdf", headers=headers)


handlers: list[Any] = [
    list_stocks,
    show_new_stock,
    add_stock,
    show_stock,
    show_change,
    change_stock,
    retire_stock,
    take_up_stock,
    calibration_sheet,
]
