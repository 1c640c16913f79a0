"""The committee looks at the proposed offers, and makes them."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from abstracts.awards.applications import applications_of
from abstracts.awards.barring import bar_of
from abstracts.awards.committee_pages import COMMITTEE, ONE
from abstracts.awards.cycles import CycleInfo, cycle_of_key
from abstracts.awards.errors import ProposalMoved
from abstracts.awards.forms import OffersForm
from abstracts.awards.letters import Sender
from abstracts.awards.offering import apply_proposal, propose
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Visitor
from conference.web import flash, page, read_form, redirect

AnyRequest = Request[Any, Any, Any]


@get(ONE + "/offers", opt=COMMITTEE)
async def show_proposal(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, key: FromPath[str]
) -> Template:
    cycle = await cycle_of_key(meeting.id, key)
    return await _page(request, meeting, visitor, cycle, now)


@post(ONE + "/offers", opt=COMMITTEE)
async def offer_awards(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    now: Now,
    key: FromPath[str],
) -> Template | Redirect:
    cycle = await cycle_of_key(meeting.id, key)
    await _refuse_conflicted(meeting, visitor, cycle)
    form = await read_form(request, OffersForm)
    sender = Sender(meeting, settings.base_url)
    try:
        made = await apply_proposal(
            sender, cycle, frozenset(form.chosen), form.seen, by=visitor.actor, now=now
        )
    except ProposalMoved as moved:
        return await _page(request, meeting, visitor, cycle, now, moved)
    flash(request, f"{made} {'offer goes' if made == 1 else 'offers go'} out.")
    return redirect(f"/{meeting.slug}/committee/awards/{cycle.key}")


async def _refuse_conflicted(meeting: MeetingInfo, visitor: Visitor, cycle: CycleInfo) -> None:
    every = await applications_of(cycle.id)
    (await bar_of(meeting.id, visitor.person, every)).refuse_deciding()


async def _page(
    request: AnyRequest,
    meeting: MeetingInfo,
    visitor: Visitor,
    cycle: CycleInfo,
    now: Now,
    moved: ProposalMoved | None = None,
) -> Template:
    every = await applications_of(cycle.id)
    (await bar_of(meeting.id, visitor.person, every)).refuse_deciding()
    return page(
        request,
        "abstracts/awards/offers.html",
        status=409 if moved else 200,
        cycle=cycle,
        proposal=await propose(meeting, cycle, every, now),
        moved=moved,
        now=now,
    )


handlers = [show_proposal, offer_awards]
