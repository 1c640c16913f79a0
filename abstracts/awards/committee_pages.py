"""The committee's awards: the list, and the applicants for one by rank."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Response, Template

from abstracts.awards.board import COLUMNS, board_of, cells
from abstracts.awards.cycle_actions import announce_winners, take_announcement_back
from abstracts.awards.cycles import count_applications, cycle_of_key, cycles_of
from abstracts.awards.errors import NotNow
from abstracts.awards.evaluating import evaluate
from abstracts.awards.exceptions import settle_tie
from abstracts.awards.forms import TieForm
from abstracts.awards.letters import Sender
from abstracts.awards.rules import STATE_WORDS, describe_rules
from abstracts.reviewers.rounds import rounds_of
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.membership.queries import membership_types
from conference.people.access import Role, Visitor, roles
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.pages import download
from conference.web.sheets import csv_of

AnyRequest = Request[Any, Any, Any]
COMMITTEE = roles(Role.PROGRAMME, Role.OFFICE)
AWARDS = "/{slug:str}/committee/awards"
ONE = AWARDS + "/{key:str}"


@get(AWARDS, opt=COMMITTEE)
async def show_award_list(request: AnyRequest, meeting: TheMeeting, now: Now) -> Template:
    return page(
        request,
        "abstracts/awards/list.html",
        cycles=await cycles_of(meeting.id),
        counts=await count_applications(meeting.id),
        words=STATE_WORDS,
        now=now,
    )


@get(ONE, opt=COMMITTEE)
async def show_award(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, key: FromPath[str]
) -> Template:
    return await _page(request, meeting, visitor, now, key, FormState.empty())


@get(ONE + "/applications.csv", opt=COMMITTEE)
async def download_applications(
    meeting: TheMeeting, visitor: TheVisitor, key: FromPath[str]
) -> Response[bytes]:
    cycle = await cycle_of_key(meeting.id, key)
    board = await board_of(cycle, visitor.person)
    board.bar.refuse_sight()
    return download(csv_of(COLUMNS, cells(board)), "text/csv", f"award-{cycle.key}.csv")


@post(ONE + "/evaluate", opt=COMMITTEE)
async def apply_award_rules(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    now: Now,
    key: FromPath[str],
) -> Redirect:
    cycle = await cycle_of_key(meeting.id, key)
    sender = Sender(meeting, settings.base_url)
    try:
        done = await evaluate(sender, cycle, by=visitor.actor, now=now)
        waiting = f", {done.waiting} waited for" if done.waiting else ""
        flash(request, f"{done.eligible} eligible, {done.ineligible} not{waiting}.")
    except NotNow as refused:
        flash(request, refused.detail, "warn")
    return redirect(f"/{meeting.slug}/committee/awards/{cycle.key}")


@post(ONE + "/order", opt=COMMITTEE)
async def order_tie(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, key: FromPath[str]
) -> Template | Redirect:
    cycle = await cycle_of_key(meeting.id, key)
    (await board_of(cycle, visitor.person)).bar.refuse_deciding()
    try:
        form = await read_form(request, TieForm)
        await settle_tie(cycle, form.as_order(), form.reason, by=visitor.actor, now=now)
    except FormErrors as wrong:
        return await _page(request, meeting, visitor, now, key, wrong.state, 422)
    flash(request, "The order is kept, with its reason.")
    return redirect(f"/{meeting.slug}/committee/awards/{cycle.key}")


@post(ONE + "/announce", opt=COMMITTEE)
async def announce_award(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    now: Now,
    key: FromPath[str],
) -> Redirect:
    cycle = await cycle_of_key(meeting.id, key)
    (await board_of(cycle, visitor.person)).bar.refuse_deciding()
    try:
        if cycle.is_announced:
            await take_announcement_back(cycle, by=visitor.actor, now=now)
            flash(request, "The winners are no longer shown.")
        else:
            sender = Sender(meeting, settings.base_url)
            told = await announce_winners(sender, cycle, by=visitor.actor, now=now)
            flash(request, f"The winners are public. {told} letters go to those not chosen.")
    except NotNow as refused:
        flash(request, refused.detail, "warn")
    return redirect(f"/{meeting.slug}/committee/awards/{cycle.key}")


async def _page(
    request: AnyRequest,
    meeting: MeetingInfo,
    visitor: Visitor,
    now: Now,
    key: str,
    form: FormState,
    status: int = 200,
) -> Template:
    cycle = await cycle_of_key(meeting.id, key)
    types = await membership_types(meeting.society)
    return page(
        request,
        "abstracts/awards/award.html",
        status=status,
        cycle=cycle,
        board=await board_of(cycle, visitor.person),
        rules=describe_rules(cycle.rules, types),
        rounds=[each for each in await rounds_of(meeting.id) if each.award == cycle.id],
        form=form,
        words=STATE_WORDS,
        now=now,
    )


handlers = [
    show_award_list,
    show_award,
    download_applications,
    apply_award_rules,
    order_tie,
    announce_award,
]
