"""One application as the committee sees it: findings, letters, exceptions, the end of an award."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Response, Template

from abstracts.awards.answering import forfeit
from abstracts.awards.applications import (
    ApplicationInfo,
    application_of_id,
    applications_of,
    checks_of,
)
from abstracts.awards.barring import bar_of
from abstracts.awards.committee_pages import COMMITTEE, ONE
from abstracts.awards.cycles import CycleInfo, cycle_of_key
from abstracts.awards.eligibility import check_eligibility
from abstracts.awards.errors import NotNow
from abstracts.awards.exceptions import allow_late_letters, reinstate, waive_rules
from abstracts.awards.facts import facts_of, scores_for
from abstracts.awards.forms import LateLettersForm, ReasonForm, WaiverForm
from abstracts.awards.letters import Sender
from abstracts.awards.rules import RULE_WORDS, STAGE_WORDS, STATE_WORDS
from abstracts.awards.supporting import letter_texts
from abstracts.vocabulary import AwardMoment
from conference.meetings.forms import read_local
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Visitor
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.pages import download
from conference.web.refusals import refusals

AnyRequest = Request[Any, Any, Any]
APPLICATION = ONE + "/applications/{application:uuid}"
MOMENT_WORDS = {
    AwardMoment.DEADLINE: "As of the deadline",
    AwardMoment.OFFER: "When offered",
    AwardMoment.PAYMENT: "When paid",
}


@get(APPLICATION, opt=COMMITTEE)
async def show_award_application(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    key: FromPath[str],
    application: FromPath[UUID],
) -> Template:
    cycle, each = await _seen(meeting, visitor, key, application)
    return await _page(request, meeting, cycle, each, FormState.empty(), now)


@get(APPLICATION + "/letters/{letter:uuid}", opt=COMMITTEE)
async def show_support_file(
    meeting: TheMeeting,
    visitor: TheVisitor,
    key: FromPath[str],
    application: FromPath[UUID],
    letter: FromPath[UUID],
) -> Response[bytes]:
    _, each = await _seen(meeting, visitor, key, application)
    found = (await letter_texts(each.id)).get(letter)
    if found is None or not found.file:
        raise NotNow("This letter has no file.")
    return download(found.file, "application/pdf", "letter-of-support.pdf")


@post(APPLICATION + "/waive", opt=COMMITTEE)
async def make_exception(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    now: Now,
    key: FromPath[str],
    application: FromPath[UUID],
) -> Template | Redirect:
    cycle, each = await _decided(meeting, visitor, key, application)
    sender = Sender(meeting, settings.base_url)
    try:
        form = await read_form(request, WaiverForm)
        is_eligible = await waive_rules(
            sender, cycle, each.id, form.rules, form.reason, by=visitor.actor, now=now
        )
    except FormErrors as wrong:
        return await _page(request, meeting, cycle, each, wrong.state, now, 422)
    words = "eligible now" if is_eligible else "not eligible all the same"
    flash(request, f"The exception is kept; {each.name} is {words}.")
    return redirect(_address(meeting, cycle, each))


@post(APPLICATION + "/late-letters", opt=COMMITTEE)
async def give_longer_for_letters(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    now: Now,
    key: FromPath[str],
    application: FromPath[UUID],
) -> Template | Redirect:
    cycle, each = await _seen(meeting, visitor, key, application)
    sender = Sender(meeting, settings.base_url)
    try:
        form = await read_form(request, LateLettersForm)
        with refusals(form):
            until = read_local(form.until, cycle.zone, "until")
            await allow_late_letters(
                sender, cycle, each.id, until, form.reason, by=visitor.actor, now=now
            )
    except FormErrors as wrong:
        return await _page(request, meeting, cycle, each, wrong.state, now, 422)
    flash(request, f"Letters for {each.name} are taken until then.")
    return redirect(_address(meeting, cycle, each))


@post(APPLICATION + "/forfeit", opt=COMMITTEE)
async def end_award_of(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    now: Now,
    key: FromPath[str],
    application: FromPath[UUID],
) -> Template | Redirect:
    cycle, each = await _decided(meeting, visitor, key, application)
    sender = Sender(meeting, settings.base_url)
    try:
        form = await read_form(request, ReasonForm)
        await forfeit(sender, cycle, each, form.reason, by=visitor.actor, now=now)
    except FormErrors as wrong:
        return await _page(request, meeting, cycle, each, wrong.state, now, 422)
    flash(request, f"The award of {each.name} is forfeited. The next in rank can be offered it.")
    return redirect(f"/{meeting.slug}/committee/awards/{cycle.key}")


@post(APPLICATION + "/reinstate", opt=COMMITTEE)
async def take_applicant_back(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    now: Now,
    key: FromPath[str],
    application: FromPath[UUID],
) -> Template | Redirect:
    cycle, each = await _decided(meeting, visitor, key, application)
    sender = Sender(meeting, settings.base_url)
    try:
        form = await read_form(request, ReasonForm)
        await reinstate(sender, cycle, each, form.reason, by=visitor.actor, now=now)
    except FormErrors as wrong:
        return await _page(request, meeting, cycle, each, wrong.state, now, 422)
    flash(request, f"{each.name} is in the ranking again.")
    return redirect(_address(meeting, cycle, each))


def _address(meeting: MeetingInfo, cycle: CycleInfo, each: ApplicationInfo) -> str:
    return f"/{meeting.slug}/committee/awards/{cycle.key}/applications/{each.id}"


async def _seen(
    meeting: MeetingInfo, visitor: Visitor, key: str, application: UUID
) -> tuple[CycleInfo, ApplicationInfo]:
    """An application that this viewer may look at. Raises Barred (W05)."""
    cycle = await cycle_of_key(meeting.id, key)
    each = await application_of_id(cycle.id, application)
    bar = await bar_of(meeting.id, visitor.person, await applications_of(cycle.id))
    bar.refuse_one(each.id)
    return cycle, each


async def _decided(
    meeting: MeetingInfo, visitor: Visitor, key: str, application: UUID
) -> tuple[CycleInfo, ApplicationInfo]:
    """An application about which this viewer may decide. Raises Barred (W05)."""
    cycle = await cycle_of_key(meeting.id, key)
    bar = await bar_of(meeting.id, visitor.person, await applications_of(cycle.id))
    bar.refuse_deciding()
    return cycle, await application_of_id(cycle.id, application)


async def _page(
    request: AnyRequest,
    meeting: MeetingInfo,
    cycle: CycleInfo,
    each: ApplicationInfo,
    form: FormState,
    now: Now,
    status: int = 200,
) -> Template:
    scores = await scores_for(cycle)
    facts = await facts_of(meeting, cycle, [each], scores)
    moment = AwardMoment.OFFER if cycle.is_over(now) else AwardMoment.DEADLINE
    findings = check_eligibility(cycle.rules, facts[each.id], now, moment)
    return page(
        request,
        "abstracts/awards/one.html",
        status=status,
        cycle=cycle,
        each=each,
        form=form,
        findings=findings,
        checks=(await checks_of(cycle.id)).get(each.id, []),
        texts=await letter_texts(each.id),
        score=scores.get(each.abstract) if each.abstract else None,
        rules=[(f.rule.value, RULE_WORDS[f.rule]) for f in findings.each],
        moment_words=MOMENT_WORDS,
        rule_words={rule.value: words for rule, words in RULE_WORDS.items()},
        stage=STAGE_WORDS[each.stage] if each.stage else "",
        words=STATE_WORDS,
        now=now,
    )


handlers = [
    show_award_application,
    show_support_file,
    make_exception,
    give_longer_for_letters,
    end_award_of,
    take_applicant_back,
]
