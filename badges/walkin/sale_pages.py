"""A price said at the desk: the badge looked at, then paid, let in and printed in one press."""

from __future__ import annotations

import secrets
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from badges.desk.pressing import Press
from badges.desk.previewing import findings_on, named, preview_badge, sheets_here, svg_answer
from badges.desk.showing import AnyRequest
from badges.drawing.report import in_words
from badges.printing.actions import Why
from badges.printing.errors import BadgeBlocked, ReasonNeeded
from badges.walkin import actions, queries
from badges.walkin.actions import Counter
from badges.walkin.forms import LATER, SellForm
from badges.walkin.queries import Sale
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, roles
from conference.registration.buy_pages import issuer_of
from conference.registration.cash.desk import desk_of
from conference.registration.cash.rules import TILL_METHODS, TILL_WORDS
from conference.registration.errors import AlreadyRegistered, MeetingFull, QuoteExpired
from conference.registration.queries import RegistrationInfo
from conference.registration.till import Till
from conference.web import FormErrors, FormState, page, read_form, redirect
from conference.web.refusals import refusals

DESK = roles(Role.DESK)
SALE = "/{slug:str}/desk/walk-in/{quote:uuid}"
METHODS = [
    *((method.value, TILL_WORDS[method]) for method in TILL_METHODS),
    (LATER, "Later: an institution pays, or another desk takes it"),
]


@get(SALE, opt=DESK)
async def show_sale(request: AnyRequest, meeting: TheMeeting, quote: FromPath[UUID]) -> Template:
    """The price with its reasons and how it is paid; afterwards, what came of it."""
    sale = await queries.sale_of(meeting.id, quote)
    return await _sale_page(
        request, meeting, sale, FormState.of({"key": secrets.token_urlsafe(16)})
    )


async def _sale_page(
    request: AnyRequest, meeting: MeetingInfo, sale: Sale, form: FormState
) -> Template:
    first = {"method": TILL_METHODS[-1].value, "badge_name": sale.person.badge_name}
    tried = form.values.get("badge_name")
    info = named(await queries.draft_of(sale), None if tried is None else str(tried))
    findings = await findings_on(meeting, info, await sheets_here(request, meeting))
    return page(
        request,
        "badges/walk_in_sale.html",
        status=422 if form.errors else 200,
        sale=sale,
        quote=sale.quote,
        info=sale.registration,
        form=FormState({**first, **form.values}, form.errors),
        methods=METHODS,
        person=info.person,
        tried=tried,
        fits=in_words(findings) if findings else "",
        desk=desk_of(request),
        did=request.query_params.get("did", ""),
    )


@get(f"{SALE}/badge.svg", opt=DESK)
async def badge_picture(
    request: AnyRequest, meeting: TheMeeting, quote: FromPath[UUID], settings: TheSettings
) -> Response[bytes]:
    """The badge as this station prints it, also with a name that is only being tried (`?name=`)."""
    info = await queries.draft_of(await queries.sale_of(meeting.id, quote))
    here, tried = await sheets_here(request, meeting), request.query_params.get("name")
    preview = await preview_badge(meeting, info, settings.secret, here, tried, with_code=True)
    return svg_answer(preview)


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
        if form.is_shown_only:
            return await _sale_page(request, meeting, sale, FormState.of(form))
        with refusals(form):
            info = await actions.sell(sale, form, counter, by=visitor.actor, now=now)
    except FormErrors as wrong:
        return await _sale_page(request, meeting, sale, wrong.state)
    except (QuoteExpired, MeetingFull, AlreadyRegistered) as refused:
        typed = msgspec.structs.asdict(form)
        return await _sale_page(request, meeting, sale, FormState(typed, {"": refused.detail}))
    press = Press(request, meeting, settings, quote, visitor.actor, now)
    return redirect(f"/{meeting.slug}/desk/walk-in/{quote}{await _print(press, info)}")


async def _print(press: Press, info: RegistrationInfo) -> str:
    """The query that says where it prints; "" for who is not let in yet: the page says why."""
    try:
        sent = await press.send(info, Why())
    except (BadgeBlocked, ReasonNeeded):
        return ""
    return "?did=print" if sent.is_inline else "?did=queued"


handlers = [show_sale, badge_picture, sell]
