"""The meeting's layouts, each with its picture; made, copied, retired, made the default.

Everybody at the desk sees which badge a printer draws. Only the office draws: a layout changes
every badge from then on, so it is not for a busy counter.
"""

from __future__ import annotations

import asyncio
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from badges.drawing.svg import badge_svg
from badges.layouts import actions, queries
from badges.layouts.errors import UnknownLayout
from badges.layouts.forms import NewLayoutForm
from badges.layouts.layout import Layout
from badges.layouts.standard import standard_layout
from badges.layouts.trying import invented_samples
from badges.layouts.view import drawable
from badges.stock.catalogue import DEFAULT_STOCK
from badges.stock.queries import stock_named, stocks_of
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, roles
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.conditional import conditional
from conference.web.refusals import refusals

AnyRequest = Request[Any, Any, Any]
LAYOUTS = "/{slug:str}/desk/layouts"
STANDARD_KEY = "standard-"


@get(LAYOUTS, opt=roles(Role.DESK))
async def list_layouts(request: AnyRequest, meeting: TheMeeting) -> Template:
    return await _list_page(request, meeting, FormState.of({"stock": DEFAULT_STOCK}))


async def _list_page(request: AnyRequest, meeting: MeetingInfo, form: FormState) -> Template:
    stocks = await stocks_of(meeting.id)
    return page(
        request,
        "badges/layouts.html",
        status=422 if form.errors else 200,
        layouts=await queries.layouts_of(meeting.id),
        stocks=stocks,
        form=form,
        choices=[(each.key, each.title) for each in stocks.values()],
    )


@post(LAYOUTS, opt=roles(Role.OFFICE))
async def create_layout(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    try:
        form = await read_form(request, NewLayoutForm)
        stock = (await stocks_of(meeting.id)).get(form.stock)
        if stock is None:
            values = {"stock": form.stock, "title": form.title}
            raise FormErrors(values, {"stock": "Choose one from the list."})
        with refusals(form):
            by = visitor.actor
            key = await actions.create_layout(stock, form.title, meeting=meeting, by=by, now=now)
    except FormErrors as wrong:
        return await _list_page(request, meeting, wrong.state)
    return redirect(f"/{meeting.slug}/desk/layouts/{key}")


@get(f"{LAYOUTS}/{{key:str}}/preview.svg", opt=roles(Role.DESK))
async def show_preview(
    request: AnyRequest, meeting: TheMeeting, key: FromPath[str]
) -> Response[bytes | None]:
    """A layout with an invented person; `standard-STOCK` is the standard one of a stock."""
    layout = await _layout_named(meeting, key)
    pictures = await queries.pictures_of(layout)
    somebody = (await invented_samples(meeting))[0]
    svg = await asyncio.to_thread(badge_svg, somebody.face, layout, pictures=pictures)
    return conditional(request, svg.encode(), "image/svg+xml")


async def _layout_named(meeting: MeetingInfo, key: str) -> Layout:
    if key.startswith(STANDARD_KEY):
        return standard_layout(await stock_named(meeting.id, key.removeprefix(STANDARD_KEY)))
    info = await queries.own_layout(meeting.id, key)
    return info.layout or drawable(info, await stock_named(meeting.id, info.stock))


@post(f"{LAYOUTS}/{{key:str}}/copy", opt=roles(Role.OFFICE))
async def copy_layout(
    meeting: TheMeeting, visitor: TheVisitor, key: FromPath[str], now: Now
) -> Redirect:
    info = await queries.own_layout(meeting.id, key)
    if info.layout is None:
        raise UnknownLayout
    made = await actions.copy_layout(
        info.layout, info.stock, f"{info.title}, copy",
        meeting=meeting, by=visitor.actor, now=now,
    )  # fmt: skip
    return redirect(f"/{meeting.slug}/desk/layouts/{made}")


@post(f"{LAYOUTS}/{{key:str}}/default", opt=roles(Role.OFFICE))
async def make_default(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, key: FromPath[str], now: Now
) -> Redirect:
    info = await queries.own_layout(meeting.id, key)
    await actions.make_default(
        info, not info.is_default, meeting=meeting, by=visitor.actor, now=now
    )
    words = "is no longer the default" if info.is_default else "is now what badges are drawn by"
    flash(request, f"“{info.title}” {words}.")
    return redirect(f"/{meeting.slug}/desk/layouts")


@post(f"{LAYOUTS}/{{key:str}}/retire", opt=roles(Role.OFFICE))
async def retire_layout(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, key: FromPath[str], now: Now
) -> Redirect:
    info = await queries.own_layout(meeting.id, key)
    await actions.retire_layout(
        info, not info.is_retired, meeting=meeting, by=visitor.actor, now=now
    )
    flash(request, f"“{info.title}” is {'offered again' if info.is_retired else 'retired'}.")
    return redirect(f"/{meeting.slug}/desk/layouts")


handlers = [
    list_layouts,
    create_layout,
    show_preview,
    copy_layout,
    make_default,
    retire_layout,
]
