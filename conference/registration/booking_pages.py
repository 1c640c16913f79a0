"""The office registers somebody: invited speakers, staff, press, walk-ins (P09, R09)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from litestar import get, post
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor, action
from conference.people import actions as people_actions
from conference.people.access import Role, roles
from conference.registration import actions, price_queries
from conference.registration.buy_pages import issuer_of
from conference.registration.catalogue import MODE_WORDS, Wish
from conference.registration.draft import AnyRequest
from conference.registration.errors import AlreadyRegistered, MeetingFull, NotOnSale
from conference.registration.forms import BookingForm
from conference.web import FormErrors, FormState, flash, page, read_form, redirect

OFFICE = roles(Role.OFFICE)


@get("/{slug:str}/office/registrations/new", opt=OFFICE)
async def show_booking(request: AnyRequest, meeting: TheMeeting) -> Template:
    return await _booking_page(request, meeting, FormState.of({"mode": "in_person"}))


async def _booking_page(request: AnyRequest, meeting: MeetingInfo, form: FormState) -> Template:
    table = (await price_queries.price_list(meeting.id, meeting.currency)).table
    return page(
        request,
        "registration/booking.html",
        status=422 if form.errors else 200,
        form=form,
        categories=[(each.key, each.title) for each in table.categories],
        modes=[(mode, MODE_WORDS[mode].capitalize()) for mode in table.modes()],
    )


@post("/{slug:str}/office/registrations/new", opt=OFFICE)
async def book_registration(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    settings: TheSettings,
) -> Template | Redirect:
    try:
        form = await read_form(request, BookingForm)
        person = await _write_down(form, visitor.actor, now)
        wish = Wish(form.category, form.mode)
        quote = await actions.make_office_quote(meeting, person, wish, by=visitor.actor, now=now)
        placed = await actions.place_order(
            quote.id, person, issuer=issuer_of(settings), by=visitor.actor, now=now
        )
    except FormErrors as wrong:
        return await _booking_page(request, meeting, wrong.state)
    except NotOnSale as refused:
        return await _refused(request, meeting, form, "category", refused.detail)
    except AlreadyRegistered:
        sentence = "This person holds a place already; look under the orders."
        return await _refused(request, meeting, form, "email", sentence)
    except MeetingFull:
        sentence = "Every place is taken. Add places on the price page first."
        return await _refused(request, meeting, form, "mode", sentence)
    flash(request, f"Registered; order {placed.order_code}.")
    return redirect(f"/{meeting.slug}/office/orders/{placed.order_code}")


async def _write_down(form: BookingForm, by: Actor, now: datetime) -> UUID:
    """Whoever holds the address stays as they are known; a new person is written down."""
    async with action("write_down_person", by=by, now=now) as act:
        return await people_actions.find_or_create_by_email(act, form.as_person())


async def _refused(
    request: AnyRequest, meeting: MeetingInfo, form: BookingForm, field: str, sentence: str
) -> Template:
    return await _booking_page(
        request, meeting, FormState(FormState.of(form).values, {field: sentence})
    )


handlers = [show_booking, book_registration]
