"""What a lost badge costs at this meeting, for the office."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.response import Redirect, Template

from badges.printing.fees.actions import save_fees
from badges.printing.fees.queries import stored_fees
from badges.printing.stations.forms import FeeForm
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.roof import Link
from conference.orm.money import format_money, parse_money
from conference.people.access import Role, roles
from conference.web import FormErrors, FormState, flash, page, read_form, redirect

AnyRequest = Request[Any, Any, Any]
FEES = "/{slug:str}/office/lost-badges"

OFFICE_LINKS = [
    Link("Lost badges", "/office/lost-badges", "What a replacement costs.", Role.OFFICE),
]


def _typed(amount: int | None, currency: str) -> str:
    return "" if amount is None else format_money(amount, currency).removesuffix(f" {currency}")


@get(FEES, opt=roles(Role.OFFICE))
async def show_fees(request: AnyRequest, meeting: TheMeeting) -> Template:
    lost_fee, full_price = await stored_fees(meeting.id)
    shown = {
        "lost_fee": _typed(lost_fee, meeting.currency),
        "full_price": _typed(full_price, meeting.currency),
    }
    return page(request, "badges/printing_fees.html", form=FormState.of(shown))


@post(FEES, opt=roles(Role.OFFICE))
async def change_fees(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    try:
        form = await read_form(request, FeeForm)
        lost_fee = _amount(form.lost_fee, meeting.currency, "lost_fee") or 0
        full_price = _amount(form.full_price, meeting.currency, "full_price")
    except FormErrors as wrong:
        shown = {**form_values(await request.form()), **wrong.values}
        return page(
            request, "badges/printing_fees.html", form=FormState(shown, wrong.errors), status=422
        )
    await save_fees(meeting, lost_fee, full_price, by=visitor.actor, now=now)
    flash(request, "The fees for lost badges are saved.")
    return redirect(f"/{meeting.slug}/office/lost-badges")


def form_values(form: Any) -> dict[str, str]:
    """What was typed, to be shown again."""
    return {name: str(form.get(name, "")) for name in ("lost_fee", "full_price")}


def _amount(text: str, currency: str, name: str) -> int | None:
    if not text:
        return None
    try:
        amount = parse_money(text, currency)
    except ValueError as error:
        raise FormErrors({}, {name: str(error)}) from None
    if amount < 0:
        raise FormErrors({}, {name: "Write an amount of zero or more."})
    return amount


handlers = [show_fees, change_fees]
