"""The office: prices of another meeting as a proposal; a person takes all, some or none."""

from __future__ import annotations

from litestar import get, post
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, roles
from conference.registration.draft import AnyRequest
from conference.registration.setup import copy_actions, queries
from conference.registration.setup.copying import CopyProposal, Part
from conference.registration.setup.errors import PricesMoved, UnknownSource
from conference.registration.setup.reading import typed
from conference.web import FormState, flash, page, redirect
from conference.web.problems import Invalid

OFFICE = roles(Role.OFFICE)
COPY = "/{slug:str}/office/prices/copy"
NOTHING = "Choose what is to be copied."


@get(COPY, opt=OFFICE)
async def show_copy(request: AnyRequest, meeting: TheMeeting) -> Template:
    slug = request.query_params.get("source", "")
    proposal = await copy_actions.propose_price_copy(meeting, slug) if slug else None
    return await _copy_page(request, meeting, slug, proposal, FormState.empty())


async def _copy_page(
    request: AnyRequest,
    meeting: MeetingInfo,
    slug: str,
    proposal: CopyProposal | None,
    form: FormState,
) -> Template:
    others = await queries.other_meetings(meeting)
    return page(
        request,
        "registration/setup/copy.html",
        status=422 if form.errors else 200,
        form=form,
        source=next((each for each in others if each.slug == slug), None),
        others=others,
        proposal=proposal,
        chosen=form.values.get("parts", [part.value for part in Part]),
    )


@post(COPY, opt=OFFICE)
async def copy_prices(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    values = await typed(request, "parts")
    slug, digest = str(values.get("source", "")), str(values.get("digest", ""))
    chosen = {Part(each) for each in values["parts"] if each in set(Part)}
    if not slug:
        raise UnknownSource
    if not chosen:
        proposal = await copy_actions.propose_price_copy(meeting, slug)
        state = FormState(values, {"parts": NOTHING})
        return await _copy_page(request, meeting, slug, proposal, state)
    try:
        changed = await copy_actions.copy_prices(
            meeting, slug, chosen, digest, by=visitor.actor, now=now
        )
    except PricesMoved:
        flash(request, "The prices were changed meanwhile: this is a fresh proposal.", "warn")
        return redirect(f"/{meeting.slug}/office/prices/copy?source={slug}")
    except Invalid as refused:
        proposal = await copy_actions.propose_price_copy(meeting, slug)
        sentence = refused.detail or next(iter(refused.errors.values()))
        state = FormState(values, {"parts": sentence})
        return await _copy_page(request, meeting, slug, proposal, state)
    flash(request, f"Copied: {changed} things are new or changed.")
    return redirect(f"/{meeting.slug}/office/prices")


handlers = [show_copy, copy_prices]
