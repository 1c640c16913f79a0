"""Awards for applicants: what is open, applying, withdrawing, answering an offer, winners."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from abstracts import queries
from abstracts.awards.answering import accept_offer, decline_offer
from abstracts.awards.applications import (
    ApplicationInfo,
    applications_of_person,
    own_application,
)
from abstracts.awards.applying import Applicant, save_application, withdraw_application
from abstracts.awards.cycle_actions import winners_of
from abstracts.awards.cycles import CycleInfo, cycle_of_key, cycles_by_id, cycles_of
from abstracts.awards.entry import read_entry, typed_values, values_of
from abstracts.awards.errors import ApplicationRefused, NotNow
from abstracts.awards.forms import AnswerForm
from abstracts.awards.letters import Sender
from abstracts.awards.rules import STATE_WORDS, describe_rules
from abstracts.awards.section import asks_of, doubts_of, stage_options
from abstracts.awards.supporting import remind_referee
from abstracts.vocabulary import AwardState
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.roof import Card
from conference.meetings.rules import MeetingInfo
from conference.membership.queries import membership_types
from conference.people.access import Visitor, public, signed_in
from conference.settings import Settings
from conference.web import FormErrors, FormState, flash, page, read_form, redirect

AnyRequest = Request[Any, Any, Any]
AWARDS = "/{slug:str}/awards"
ONE = AWARDS + "/{key:str}"
MY_ORDER = 22
HOME_ORDER = 32


@get(AWARDS, opt=public)
async def show_awards(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template:
    cycles = await cycles_of(meeting.id)
    types = await membership_types(meeting.society)
    mine = await applications_of_person(visitor.person) if visitor.person else []
    return page(
        request,
        "abstracts/awards/awards.html",
        cycles=cycles,
        rules={each.id: describe_rules(each.rules, types) for each in cycles},
        winners=await winners_of(cycles),
        mine={each.cycle: each for each in mine},
        words=STATE_WORDS,
        now=now,
    )


@get(ONE, opt=signed_in)
async def show_application(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, key: FromPath[str]
) -> Template:
    cycle, mine = await _cycle_and_mine(meeting, visitor, key)
    return await _page(request, meeting, cycle, mine, FormState(values_of(mine)), now)


@post(ONE, opt=signed_in)
async def apply_for_award(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    now: Now,
    key: FromPath[str],
) -> Template | Redirect:
    cycle, mine = await _cycle_and_mine(meeting, visitor, key)
    typed = await request.form()
    is_submitted = typed.get("do") != "save"
    try:
        who = applicant_of(meeting, visitor, settings)
        await save_application(who, cycle, read_entry(typed), now, is_submitted=is_submitted)
    except ApplicationRefused as refused:
        form = FormState(typed_values(typed), refused.errors)
        return await _page(request, meeting, cycle, mine, form, now, 422)
    flash(request, _saved_words(cycle, mine, is_submitted=is_submitted))
    return redirect(f"/{meeting.slug}/awards/{cycle.key}")


@post(ONE + "/withdraw", opt=signed_in)
async def withdraw_from_award(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    now: Now,
    key: FromPath[str],
) -> Redirect:
    cycle = await cycle_of_key(meeting.id, key)
    await withdraw_application(applicant_of(meeting, visitor, settings), cycle, now)
    flash(request, "Your application is withdrawn.")
    return redirect(f"/{meeting.slug}/awards/{cycle.key}")


@post(ONE + "/remind/{letter:uuid}", opt=signed_in)
async def remind_own_referee(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    now: Now,
    key: FromPath[str],
    letter: FromPath[UUID],
) -> Redirect:
    cycle, mine = await _cycle_and_mine(meeting, visitor, key)
    if mine is None:
        raise NotNow("You have not applied for this award.")
    try:
        sender = Sender(meeting, settings.base_url)
        await remind_referee(sender, cycle, mine, letter, by=visitor.actor, now=now)
        flash(request, "A reminder goes out, with a new link.")
    except NotNow as refused:
        flash(request, refused.detail, "warn")
    return redirect(f"/{meeting.slug}/awards/{cycle.key}")


@get(ONE + "/offer", opt=signed_in)
async def show_offer(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, key: FromPath[str]
) -> Template:
    cycle, mine = await _cycle_and_mine(meeting, visitor, key)
    return _offer_page(request, cycle, mine, FormState.empty(), now)


@post(ONE + "/offer", opt=signed_in)
async def answer_offer(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    now: Now,
    key: FromPath[str],
) -> Template | Redirect:
    cycle, mine = await _cycle_and_mine(meeting, visitor, key)
    who = applicant_of(meeting, visitor, settings)
    try:
        form = await read_form(request, AnswerForm)
    except FormErrors as wrong:
        return _offer_page(request, cycle, mine, wrong.state, now, 422)
    if form.answer == "accept":
        await accept_offer(who, cycle, now)
        flash(request, "Congratulations! The award is yours.")
    else:
        await decline_offer(who, cycle, form.reason, now)
        flash(request, "You have declined the award. Thank you for saying so.")
    return redirect(f"/{meeting.slug}/awards/{cycle.key}/offer")


async def home_card(meeting: MeetingInfo, visitor: Visitor, now: datetime) -> Card | None:
    """The awards that are open, or whose winners are announced; none: nothing."""
    cycles = [
        each for each in await cycles_of(meeting.id) if each.is_open(now) or each.is_announced
    ]
    if not cycles:
        return None
    context = {"cycles": cycles, "meeting": meeting, "now": now}
    return Card(HOME_ORDER, "abstracts/awards/_home_card.html", context)


async def my_card(visitor: Visitor, now: datetime) -> Card | None:
    """The visitor's applications: what is missing, what is offered, the code of a winner."""
    if visitor.person is None:
        return None
    mine = await applications_of_person(visitor.person)
    mine = [each for each in mine if each.state is not AwardState.WITHDRAWN]
    if not mine:
        return None
    known = await cycles_by_id([each.cycle for each in mine])
    pairs = [(*known[each.cycle], each) for each in mine if each.cycle in known]
    return Card(
        MY_ORDER,
        "abstracts/awards/_my_card.html",
        {"applications": pairs, "words": STATE_WORDS, "now": now},
    )


def applicant_of(meeting: MeetingInfo, visitor: Visitor, settings: Settings) -> Applicant:
    """Who applies here."""
    assert visitor.person is not None
    return Applicant(Sender(meeting, settings.base_url), visitor.person, visitor.actor)


async def _cycle_and_mine(
    meeting: MeetingInfo, visitor: Visitor, key: str
) -> tuple[CycleInfo, ApplicationInfo | None]:
    assert visitor.person is not None
    cycle = await cycle_of_key(meeting.id, key)
    return cycle, await own_application(cycle.id, visitor.person)


def _saved_words(cycle: CycleInfo, before: ApplicationInfo | None, *, is_submitted: bool) -> str:
    if not is_submitted and (before is None or before.state is AwardState.DRAFT):
        return "Your draft is saved. It is not submitted yet."
    if before and before.state is AwardState.SUBMITTED:
        return "Your changes are saved."
    return f"You have applied for “{cycle.title}”. We have sent you a receipt."


async def _page(
    request: AnyRequest,
    meeting: MeetingInfo,
    cycle: CycleInfo,
    mine: ApplicationInfo | None,
    form: FormState,
    now: datetime,
    status: int = 200,
) -> Template:
    person = request.state.visitor.person
    known = {cycle.id: mine} if mine else {}
    papers = await queries.abstracts_of_person(person, meeting.id)
    types = await membership_types(meeting.society)
    doubts = await doubts_of(meeting, [cycle], known, person)
    return page(
        request,
        "abstracts/awards/application.html",
        status=status,
        cycle=cycle,
        mine=mine,
        form=form,
        values=form.values,
        rules=describe_rules(cycle.rules, types),
        doubts=doubts[cycle.id],
        is_open=cycle.is_open(now) and (mine is None or mine.may_edit),
        asks=asks_of([cycle]),
        stages=stage_options(),
        most_letters=cycle.rules.letters,
        papers=[(p.code, p.title) for p in papers if p.submitted_at],
        words=STATE_WORDS,
        now=now,
    )


def _offer_page(
    request: AnyRequest,
    cycle: CycleInfo,
    mine: ApplicationInfo | None,
    form: FormState,
    now: datetime,
    status: int = 200,
) -> Template:
    if mine is None or mine.offered_at is None:
        raise NotNow("There is no offer to answer.")
    return page(
        request,
        "abstracts/awards/offer.html",
        status=status,
        cycle=cycle,
        mine=mine,
        form=form,
        words=STATE_WORDS,
        is_open=mine.state is AwardState.OFFERED
        and (mine.answer_by is None or now < mine.answer_by),
        now=now,
    )


handlers = [
    show_awards,
    show_application,
    apply_for_award,
    withdraw_from_award,
    remind_own_referee,
    show_offer,
    answer_offer,
]
