"""The fee of a lost badge, taken back: a slip at the desk, or waived by a supervisor (G03)."""

from __future__ import annotations

from datetime import datetime

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from badges.desk.forms import FeeBackForm, FeeWay
from badges.desk.queries import DeskPerson
from badges.desk.showing import PERSON, AnyRequest, address, choices, person_of
from badges.desk.supervisors import confirm_supervisor
from badges.printing.fees.actions import take_fee_back
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.orm.money import format_money
from conference.people.access import Role, roles
from conference.registration.till import Till
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.problems import NotFound
from conference.web.refusals import refusals

FEE = f"{PERSON}/fee"
AT_DESK = roles(Role.DESK)
WAYS = [
    (FeeWay.SLIP.value, "It was pressed by mistake: the badge is not lost",
     "A badge that is lost later costs the fee again."),
    (FeeWay.WAIVED.value, "A supervisor waives it: the badge is lost",
     "Its replacement is free; the next one is not."),
]  # fmt: skip


@get(FEE, opt=AT_DESK)
async def show_fee(
    request: AnyRequest, meeting: TheMeeting, code: FromPath[str]
) -> Template | Redirect:
    person = await person_of(meeting, code)
    if person.fee is None:
        return redirect(address(meeting, person.row.info))
    return await _page(request, meeting, person, FormState.empty())


async def _page(
    request: AnyRequest, meeting: MeetingInfo, person: DeskPerson, form: FormState
) -> Template:
    return page(
        request,
        "badges/lost_fee.html",
        status=422 if form.errors else 200,
        person=person,
        info=person.row.info,
        fee=person.fee,
        form=form,
        ways=WAYS,
        supervisors=await choices(meeting, request.state.visitor),
    )


@post(FEE, opt=AT_DESK)
async def give_fee_up(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, code: FromPath[str], now: Now,
    settings: TheSettings,
) -> Template | Redirect:  # fmt: skip
    """With a reason; waived only by a supervisor, who types a PIN where they are not signed in."""
    person = await person_of(meeting, code)
    try:
        form = await read_form(request, FeeBackForm)
        with refusals(form):
            said = await _take_back(request, person, form, Till.of(meeting, settings), now)
    except FormErrors as wrong:
        typed = FormState({**wrong.values, "pin": ""}, wrong.errors)  # a PIN is never shown
        return await _page(request, meeting, person, typed)
    flash(request, said)
    return redirect(address(meeting, person.row.info))


async def _take_back(
    request: AnyRequest, person: DeskPerson, form: FeeBackForm, till: Till, now: datetime
) -> str:
    """Raises NotFound, PinRefused, ChangeRefused."""
    fee = next((each for each in person.fees if each.item == form.item), None)
    if fee is None:
        raise NotFound("No such fee was charged. Look at the person's page again.")
    visitor, by, is_waived = request.state.visitor, request.state.visitor.actor, False
    if form.way is FeeWay.WAIVED:
        is_waived = True
        by = await confirm_supervisor(
            till.meeting.id, form.supervisor, form.pin, at_screen_of=visitor, now=now
        )
    info = person.row.info
    await take_fee_back(info, fee, form.why, is_waived=is_waived, till=till, by=by, now=now)
    amount = format_money(fee.amount, info.currency)
    return f"{amount} is {'waived' if is_waived else 'taken back'}. The reason is on record."


handlers = [show_fee, give_fee_up]
