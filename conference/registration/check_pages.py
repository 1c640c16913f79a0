"""Step 3, check: who is billed, how it is paid, every line once more; then it is charged once."""

from __future__ import annotations

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.people.access import public
from conference.registration import actions, order_queries
from conference.registration.attendee.namesakes import has_namesake
from conference.registration.billing import BILL_FOR, ConfirmForm
from conference.registration.changes.queries import terms_of
from conference.registration.checkout import BILL_FIELDS, Checkout, open_checkout, typed_bill
from conference.registration.chosen import chosen_of
from conference.registration.draft import AnyRequest, drop_draft, drop_kept
from conference.registration.errors import (
    AlreadyRegistered,
    MeetingFull,
    NotOnSale,
    QuoteExpired,
    SoldOut,
)
from conference.registration.order_queries import PlacedOrder, StoredQuote
from conference.registration.rules import PAY_BY_WORDS, pool_key
from conference.registration.selection_queries import selection_for
from conference.registration.what_pages import open_screen
from conference.web import FormErrors, FormState, flash, page, read_form, redirect

LONGEST_FIELD = 1000


@get("/{slug:str}/register/check", opt=public)
async def show_check(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    now: Now,
) -> Template | Redirect:
    checkout = await open_checkout(meeting, visitor, settings, now)
    if checkout is None or checkout.draft.quote is None:
        return redirect(f"/{meeting.slug}/register/what")
    quote = await checkout.quote_named(checkout.draft.quote)
    if placed := await order_queries.order_of_quote(quote.id):
        return _to_done(checkout, quote, placed)
    return await _check_page(request, checkout, quote)


async def _check_page(
    request: AnyRequest,
    checkout: Checkout,
    quote: StoredQuote,
    form: FormState | None = None,
    *,
    before: StoredQuote | None = None,
) -> Template:
    """`before`: the price that was agreed to, which the tax of this customer has changed (T01)."""
    if checkout.now >= quote.expires_at:
        return await _price_again(request, checkout, quote)
    ways = checkout.ways
    asking = checkout.asking(quote)
    attendee = await checkout.attendee(asking)
    shown = form or FormState(checkout.first_bill(ways))
    return page(
        request,
        "registration/check.html",
        status=409 if before else 422 if form else 200,
        form=FormState({**shown.values, "quote": str(quote.id)}, shown.errors),
        quote=quote,
        before=before,
        person=attendee,
        somebody=asking.somebody,
        has_namesake=await has_namesake(checkout.meeting.id, attendee),
        bill_for=BILL_FOR,
        ways=[(each.value, PAY_BY_WORDS[each]) for each in ways],
        deadlines=await checkout.deadlines(quote, attendee) if quote.total else (),
        terms=(await terms_of(checkout.meeting)).sentence_on(checkout.today),
        saved_at=checkout.draft.saved_at,
    )


async def _price_again(request: AnyRequest, checkout: Checkout, old: StoredQuote) -> Template:
    """The price has run out: the old and the new one are shown, and asked for again (P03)."""
    chosen = chosen_of(old.wish)
    again = await selection_for(checkout.meeting, checkout.asking(old), chosen, checkout.now)
    values = {name: text for name, text in chosen.values().items() if text}
    guests = [(f"guests-{key}", name) for key, name in chosen.guests]
    return page(
        request,
        "registration/price_again.html",
        status=409,
        old=old,
        again=again,
        hidden=[*values.items(), *guests],
    )


@post("/{slug:str}/register/check", opt=public)
async def confirm_order(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    now: Now,
) -> Template | Redirect:
    checkout = await open_checkout(meeting, visitor, settings, now)
    named = _quote_id(str((await request.form()).get("quote", "")))
    if checkout is None or named is None:
        return redirect(f"/{meeting.slug}/register/what")
    quote = await checkout.quote_named(named)
    if placed := await order_queries.order_of_quote(quote.id):
        return _to_done(checkout, quote, placed)
    try:
        return await _confirm(request, checkout, quote, await read_form(request, ConfirmForm))
    except FormErrors as wrong:
        return await _check_page(request, checkout, quote, wrong.state)


async def _confirm(
    request: AnyRequest, checkout: Checkout, quote: StoredQuote, form: ConfirmForm
) -> Template | Redirect:
    """Orders, or shows why not yet; raises FormErrors."""
    try:
        payer = await checkout.payer(quote, form)
        taxed = await checkout.quote_for(quote, form.customer(checkout.person.country))
        if taxed.id != quote.id:
            await checkout.keep(typed_bill(form), taxed.id)
            again = FormState(typed_bill(form))
            return await _check_page(request, checkout, taxed, again, before=quote)
        placed = await actions.charge_quote(
            quote,
            payer,
            checkout.counter,
            by=checkout.visitor.actor,
            now=checkout.now,
        )
    except (QuoteExpired, NotOnSale):
        return await _price_again(request, checkout, quote)
    except AlreadyRegistered:
        return _held_already(request, checkout, quote)
    except MeetingFull:
        pool = pool_key(quote.mode)
        return page(request, "registration/full.html", status=409, full_pool=pool)
    except SoldOut as refused:
        return await _choose_again(request, checkout, quote, refused)
    return await _finished(request, checkout, quote, placed)


def _held_already(request: AnyRequest, checkout: Checkout, quote: StoredQuote) -> Redirect:
    """One person holds one place (R01): shown to its holder, said to whoever orders for them."""
    if quote.person == checkout.person.id:
        return redirect(f"/{checkout.meeting.slug}/register")
    flash(request, "This person holds a place already. Nothing was ordered.", "warn")
    return redirect(f"/{checkout.meeting.slug}/register/other")


async def _finished(
    request: AnyRequest, checkout: Checkout, quote: StoredQuote, placed: PlacedOrder
) -> Redirect:
    drop_draft(request, checkout.meeting.slug)
    by, now = checkout.visitor.actor, checkout.now
    await drop_kept(checkout.meeting.id, checkout.person.id, by=by, now=now)
    return _to_done(checkout, quote, placed)


async def _choose_again(
    request: AnyRequest, checkout: Checkout, quote: StoredQuote, refused: SoldOut
) -> Template:
    """The last place has gone meanwhile: the second screen says so beside its field."""
    screen = await open_screen(request, checkout.meeting, checkout.visitor, checkout.now)
    if screen is None:
        raise refused
    selection = await screen.select(chosen_of(quote.wish))
    return screen.show(selection, selection.faults or {"": refused.detail}, status=409)


@post("/{slug:str}/register/check/keep", opt=public, status_code=200)
async def keep_check(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    now: Now,
) -> Template | Response[None]:
    """What htmx asks for while somebody types: what is typed so far is kept."""
    checkout = await open_checkout(meeting, visitor, settings, now)
    if checkout is None:
        away = {"hx-redirect": f"/{meeting.slug}/register"}
        return Response(None, status_code=204, headers=away)
    form = await request.form()
    await checkout.keep({name: str(form.get(name, ""))[:LONGEST_FIELD] for name in BILL_FIELDS})
    return page(request, "registration/_saved.html", saved_at=now)


def _quote_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _to_done(checkout: Checkout, quote: StoredQuote, placed: PlacedOrder) -> Redirect:
    """One's own registration has a ticket; of somebody else's one sees the order."""
    if quote.person == checkout.person.id:
        return redirect(f"/{checkout.meeting.slug}/register/done/{placed.registration_code}")
    return redirect(f"/my/orders/{placed.order_code}")


handlers = [show_check, confirm_order, keep_check]
