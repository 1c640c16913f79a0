"""The emergency pack, and temporary badges linked to people (G08, situation 23)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from badges.desk import lookup
from badges.desk.queries import DeskRow
from badges.emergency import files, queries
from badges.emergency.files import Made, Maker
from badges.emergency.forms import BadgesForm, LinkForm, TemporaryForm
from badges.stock.queries import stocks_of
from badges.stock.stock import Stock
from badges.temporary import actions
from badges.temporary.errors import PERSON
from badges.temporary.queries import temporary_badges
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.roof import Link
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor
from conference.people.access import Role, roles
from conference.registration.ticket import Issuer
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.problems import Invalid
from conference.web.refusals import refusals

AnyRequest = Request[Any, Any, Any]
HOME = "/{slug:str}/desk/emergency"
FOUR_UP = "a4-4up"  # cheap paper, cut by hand: what is at hand in an outage
NO_STOCK = "Choose a stock from the list."
PDF, CSV = "application/pdf", "text/csv; charset=utf-8"
AT_FIRST: Mapping[str, Any] = {"stock": FOUR_UP, "temporary_stock": FOUR_UP, "count": 50}

OFFICE_LINKS: list[Link] = [
    Link(
        "Emergency pack",
        "/desk/emergency",
        "Badges, roll and temporary badges for the hour without network or printer.",
        Role.DESK,
    ),
]


@get(HOME, opt=roles(Role.DESK))
async def show_pack(request: AnyRequest, meeting: TheMeeting) -> Template:
    return await _pack_page(request, meeting, FormState.of(AT_FIRST))


async def _pack_page(request: AnyRequest, meeting: MeetingInfo, form: FormState) -> Template:
    stocks = await stocks_of(meeting.id)
    return page(
        request,
        "badges/emergency.html",
        status=422 if form.errors else 200,
        form=form,
        pack=await queries.pack_of(meeting.id),
        files=files.PackFile,
        stocks=[(stock.key, stock.title) for stock in stocks.values()],
    )


async def _wrong(request: AnyRequest, meeting: MeetingInfo, wrong: FormErrors) -> Template:
    values = {**AT_FIRST, **wrong.values}
    return await _pack_page(request, meeting, FormState(values, wrong.errors))


async def _stock(meeting: MeetingInfo, key: str, field: str) -> Stock:
    found = (await stocks_of(meeting.id)).get(key)
    if found is None:
        raise Invalid(NO_STOCK, errors={field: NO_STOCK})
    return found


@post(f"{HOME}/badges.pdf", opt=roles(Role.DESK))
async def badges_file(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    now: Now,
) -> Template | Response[bytes]:
    try:
        form = await read_form(request, BadgesForm)
        with refusals(form):
            stock = await _stock(meeting, form.stock, "stock")
            maker = Maker(meeting, settings, visitor.actor, now)
            made = await files.make_badges(maker, await files.everyone(maker, stock.key))
    except FormErrors as wrong:
        return await _wrong(request, meeting, wrong)
    return _download(made, f"{meeting.slug}-badges-{stock.key}.pdf", PDF)


@post(f"{HOME}/roll.csv", opt=roles(Role.DESK))
async def roll_file(
    meeting: TheMeeting, visitor: TheVisitor, settings: TheSettings, now: Now
) -> Response[bytes]:
    made = await files.make_roll(Maker(meeting, settings, visitor.actor, now))
    return _download(made, f"{meeting.slug}-roll.csv", CSV)


@post(f"{HOME}/temporary-badges.pdf", opt=roles(Role.DESK))
async def temporary_file(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    now: Now,
) -> Template | Response[bytes]:
    try:
        form = await read_form(request, TemporaryForm)
        with refusals(form):
            stock = await _stock(meeting, form.temporary_stock, "temporary_stock")
    except FormErrors as wrong:
        return await _wrong(request, meeting, wrong)
    maker = Maker(meeting, settings, visitor.actor, now)
    made = await files.make_temporary(maker, stock, form.count)
    return _download(made, f"{meeting.slug}-temporary-badges-{stock.key}.pdf", PDF)


def _download(made: Made, name: str, kind: str) -> Response[bytes]:
    headers = {
        "content-disposition": f'attachment; filename="{name}"',
        "cache-control": "no-store",
    }
    return Response(made.body, media_type=kind, headers=headers)


@get(f"{HOME}/temporary", opt=roles(Role.DESK))
async def show_temporary(request: AnyRequest, meeting: TheMeeting) -> Template:
    """Where temporary badges are linked; `?person=` brings the code of the person along."""
    person = request.query_params.get("person", "")[:200]
    return await _temporary_page(request, meeting, FormState.of({PERSON: person}))


async def _temporary_page(
    request: AnyRequest, meeting: MeetingInfo, form: FormState, found: tuple[DeskRow, ...] = ()
) -> Template:
    return page(
        request,
        "badges/temporary.html",
        status=422 if form.errors else 200,
        form=form,
        found=found,
        badges=await temporary_badges(meeting.id),
    )


@post(f"{HOME}/temporary", opt=roles(Role.DESK))
async def link_badge(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    """One badge and one person; several people of that name are offered to choose from."""
    found: tuple[DeskRow, ...] = ()
    try:
        form = await read_form(request, LinkForm)
        with refusals(form):
            found = await _people(meeting, form.person)
            badge = await actions.link_temporary(
                meeting, form.badge, found[0].info, by=visitor.actor, now=now
            )
    except FormErrors as wrong:
        rows = await _offered(meeting, wrong)
        return await _temporary_page(request, meeting, wrong.state, rows)
    state = f"{badge.holder} ({badge.code}, {found[0].state.word})"
    kind = "good" if found[0].state.kind == "good" else "warn"
    flash(request, f"Temporary badge {badge.number} is linked to {state}.", kind)
    return redirect(f"/{meeting.slug}/desk/emergency/temporary")


async def _people(meeting: MeetingInfo, text: str) -> tuple[DeskRow, ...]:
    """The one person who was meant. Raises Invalid for nobody and for several."""
    found = await lookup.find_at_desk(meeting, text)
    if len(found.rows) == 1:
        return found.rows
    if found.refused:
        sentence = found.refused.sentence
    elif found.rows:
        sentence = f"{len(found.rows)} people answer to this. Choose one below."
    else:
        sentence = "Nobody answers to this. Try a part of the name, or the code."
    raise Invalid(sentence, errors={PERSON: sentence})


async def _offered(meeting: MeetingInfo, wrong: FormErrors) -> tuple[DeskRow, ...]:
    if PERSON not in wrong.errors:
        return ()
    found = await lookup.find_at_desk(meeting, str(wrong.values.get(PERSON) or ""))
    return found.rows if len(found.rows) > 1 else ()


@post(f"{HOME}/temporary/{{number:int}}/end", opt=roles(Role.DESK))
async def end_badge(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, number: FromPath[int], now: Now
) -> Redirect:
    badge = await actions.end_temporary(meeting, number, by=visitor.actor, now=now)
    flash(request, f"Temporary badge {badge.number} has ended: it opens nothing any more.")
    return redirect(f"/{meeting.slug}/desk/emergency/temporary")


async def end_temporary_badges(now: datetime, issuer: Issuer) -> None:
    """A chore: temporary badges are valid one day (G08)."""
    await actions.end_of_yesterday(by=Actor.system("temporary badges"), now=now)


CHORES = [end_temporary_badges]
handlers: list[Any] = [
    show_pack,
    badges_file,
    roll_file,
    temporary_file,
    show_temporary,
    link_badge,
    end_badge,
]
