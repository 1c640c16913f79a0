"""Accompanying persons at the desk: who they are, and their badges."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get, post
from litestar.response import Redirect, Template

from badges.guests import actions
from badges.guests.forms import GuestsForm
from badges.guests.queries import GuestInfo, guest_faces, guest_keys, guests_of
from badges.printing.files import pdf_response
from badges.printing.papers import paper_of
from badges.stock.catalogue import DEFAULT_STOCK
from badges.stock.queries import stocks_of
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.roof import Link
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, roles
from conference.web import FormErrors, FormState, page, read_form, redirect
from conference.web.problems import NotFound

AnyRequest = Request[Any, Any, Any]
DESK = roles(Role.DESK)
GUESTS = "/{slug:str}/desk/guests"
OFFICE_LINKS = [
    Link("Accompanying persons", "/desk/guests", "Who is brought along; their badges.", Role.DESK)
]


@get(GUESTS, opt=DESK)
async def show_guests(request: AnyRequest, meeting: TheMeeting) -> Template:
    return await _show(request, meeting)


async def _show(
    request: AnyRequest, meeting: MeetingInfo, form: FormState | None = None, status: int = 200
) -> Template:
    stocks = await stocks_of(meeting.id)
    return page(
        request,
        "badges/guests.html",
        status=status,
        guests=await guests_of(meeting.id),
        stocks=[(stock.key, stock.title) for stock in stocks.values()],
        form=form or FormState.of({"stock": DEFAULT_STOCK}),
        printed=urlencode(
            {name: request.query_params.get(name, "") for name in ("printed", "stock")}
        )
        if "printed" in request.query_params
        else "",
    )


@post(GUESTS, opt=DESK)
async def print_guests(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, settings: TheSettings
) -> Template | Redirect:
    """Records the prints; the file opens from the next page, as often as the printer needs it."""
    try:
        form = await read_form(request, GuestsForm)
        chosen = _chosen(await guests_of(meeting.id), form)
        if form.stock not in await stocks_of(meeting.id):
            raise FormErrors(form, {"stock": "Choose one from the list."})
    except FormErrors as wrong:
        return await _show(request, meeting, wrong.state, 422)
    await actions.print_guests(
        chosen, meeting=meeting, secret=settings.secret, by=visitor.actor, now=now
    )
    query = urlencode({"printed": now.isoformat(), "stock": form.stock})
    return redirect(f"/{meeting.slug}/desk/guests?{query}")


def _chosen(guests: list[GuestInfo], form: GuestsForm) -> list[GuestInfo]:
    chosen = [guest for guest in guests if str(guest.id) in form.guests]
    if not chosen:
        raise FormErrors(form, {"guests": "Choose whose badges to print."})
    return chosen


@get(f"{GUESTS}/badges.pdf", opt=DESK)
async def guests_file(
    request: AnyRequest, meeting: TheMeeting, settings: TheSettings
) -> Response[bytes]:
    """The badges that were printed at one moment, again. Looking at it records nothing."""
    printed_at = request.query_params.get("printed", "")
    guests = [
        guest
        for guest in await guests_of(meeting.id)
        if guest.printed_at and guest.printed_at.isoformat() == printed_at
    ]
    if not guests:
        raise NotFound("These badges were printed again since. Choose them on the page.")
    keys = await guest_keys([guest.id for guest in guests])
    faces = guest_faces(meeting, guests, keys, settings.secret)
    chosen = await paper_of(meeting.id, request.query_params.get("stock", DEFAULT_STOCK))
    return await pdf_response(faces, chosen, f"guests-{meeting.slug}.pdf")


handlers = [show_guests, print_guests, guests_file]
