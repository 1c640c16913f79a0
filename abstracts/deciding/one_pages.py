"""One abstract as the committee has it: everything that bears on it, and the decision."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from abstracts import actions, queries
from abstracts.changes.objections import open_objections
from abstracts.deciding.composing import Desk
from abstracts.deciding.errors import SeenOtherwise
from abstracts.deciding.held import held_of
from abstracts.deciding.history import history_of_abstract
from abstracts.deciding.holding import EVENTS, Choice, hold_decisions
from abstracts.deciding.one_forms import NOTHING, DecideForm, KnownByForm
from abstracts.deciding.ranking import RANKED
from abstracts.deciding.registered import registered_and_paid
from abstracts.deciding.scope import Scope, scope_of
from abstracts.deciding.telling import DecisionOutcome, barred_of, tell_decision
from abstracts.errors import NotPossible, UnknownAbstract
from abstracts.length import count_length
from abstracts.placement import place_of
from abstracts.queries import AbstractDetail
from abstracts.reviewers.rounds import rounds_of
from abstracts.reviews.standings import standings_of
from abstracts.states import next_state
from abstracts.vocabulary import OUTCOME_WORDS, PREFERENCE_WORDS, AbstractState, Outcome
from abstracts.words import state_words
from abstracts.writing.printing import printed
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor
from conference.people.access import Role, Visitor, roles
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.problems import Invalid

AnyRequest = Request[Any, Any, Any]
ONE = "/{slug:str}/committee/abstracts/{code:str}"
CHAIR = roles(Role.PROGRAMME)


@get(ONE, opt=CHAIR)
async def read_abstract(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, code: FromPath[str]
) -> Template:
    return await _one_page(request, meeting, visitor, await _abstract(meeting, code))


@post(ONE + "/decide", opt=CHAIR)
async def decide_abstract(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    settings: TheSettings,
    code: FromPath[str],
) -> Template | Redirect:
    abstract = await _abstract(meeting, code)
    scope = await scope_of(meeting.id, visitor)
    try:
        form = await read_form(request, DecideForm)
        await _check_objections(abstract, form)
        desk = Desk(meeting, settings.base_url)
        outcome = await _decide(desk, abstract, form, scope, visitor.actor, now)
    except (FormErrors, Invalid) as wrong:
        state = FormState(await _typed(request), _by_field(wrong.errors))
        return await _one_page(request, meeting, visitor, abstract, state)
    except (SeenOtherwise, NotPossible) as late:
        state = FormState(await _typed(request), {"outcome": late.detail})
        # read anew: others may have told it
        abstract = await _abstract(meeting, code)
        return await _one_page(request, meeting, visitor, abstract, state, late.status)
    return _told(request, meeting, abstract.code, outcome)


@post(ONE + "/unhold", opt=CHAIR)
async def hold_nothing(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, code: FromPath[str]
) -> Redirect:
    abstract = await _abstract(meeting, code)
    scope = await scope_of(meeting.id, visitor)
    seen = str((await request.form()).get("was", ""))
    was = Outcome(seen) if seen in set(Outcome) else None
    choice = Choice(abstract.code, None, "Taken back.", was=was)
    changed = await hold_decisions(meeting, [choice], scope, by=visitor.actor, now=now)
    flash(request, "Nothing is held any more." if changed else "Nothing was held.")
    return redirect(f"/{meeting.slug}/committee/abstracts/{abstract.code}")


@post(ONE + "/presenter", opt=CHAIR)
async def link_presenting_author(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, code: FromPath[str]
) -> Template | Redirect:
    abstract = await _abstract(meeting, code)
    try:
        form = await read_form(request, KnownByForm)
    except FormErrors as wrong:
        return await _one_page(request, meeting, visitor, abstract, wrong.state)
    outcome = await actions.link_presenting_author(
        meeting=meeting, code=abstract.code, email=form.email, by=visitor.actor, now=now
    )
    return _told(request, meeting, abstract.code, outcome)


async def _decide(
    desk: Desk, abstract: AbstractDetail, form: DecideForm, scope: Scope, by: Actor, now: datetime
) -> DecisionOutcome:
    held = (await held_of(desk.meeting.id, abstract.id)).get(abstract.id)
    now_held = held.outcome.value if held else NOTHING
    if form.was not in (None, now_held) and scope.may_decide(abstract.id, _topic(abstract)):
        raise SeenOtherwise
    if form.do == "tell":
        return await tell_decision(
            desk, abstract.code, form.outcome,
            by=by, now=now, note=form.note, scope=scope, reason=form.why,
        )  # fmt: skip
    was = held.outcome if held else None
    choice = Choice(abstract.code, form.outcome, form.why, form.note, was=was)
    await hold_decisions(desk.meeting, [choice], scope, by=by, now=now)
    word = OUTCOME_WORDS[form.outcome].lower()
    return DecisionOutcome(f"Held for {abstract.code}: {word}. Nobody was told.")


def _topic(abstract: AbstractDetail) -> str:
    return abstract.manuscript.topic


async def _typed(request: AnyRequest) -> dict[str, Any]:
    return {str(key): value for key, value in (await request.form()).items()}


async def _check_objections(abstract: AbstractDetail, form: DecideForm) -> None:
    """A co-author's open objection is looked at before anything is decided (situation 16)."""
    if form.objection or not await open_objections([abstract.id]):
        return
    sentence = "A co-author objects. Tick that you have read it, or settle it first."
    raise Invalid(sentence, errors={"objection": sentence})


def _by_field(errors: Any) -> dict[str, str]:
    """Refusals of the whole table name an abstract; here there is one, and its field."""
    return {"outcome" if key.startswith("d-") else key: text for key, text in errors.items()}


def _told(
    request: AnyRequest, meeting: MeetingInfo, code: str, outcome: DecisionOutcome
) -> Redirect:
    flash(request, outcome.sentence)
    if outcome.doubt:
        flash(request, outcome.doubt, "warn")
    return redirect(f"/{meeting.slug}/committee/abstracts/{code}")


async def _abstract(meeting: MeetingInfo, code: str) -> AbstractDetail:
    abstract = await queries.abstract_of_meeting(meeting.id, code)
    if abstract is None:
        raise UnknownAbstract
    return abstract


async def _one_page(
    request: AnyRequest,
    meeting: MeetingInfo,
    visitor: Visitor,
    abstract: AbstractDetail,
    form: FormState | None = None,
    status: int = 422,
) -> Template:
    scope = await scope_of(meeting.id, visitor)
    is_conflicted = abstract.id in scope.conflicted
    held = None if is_conflicted else (await held_of(meeting.id, abstract.id)).get(abstract.id)
    standing = None if is_conflicted else (await standings_of(meeting.id)).get(abstract.id)
    person = abstract.presenter_person
    values = {"outcome": held.outcome, "note": held.note, "why": held.why} if held else {}
    return page(
        request,
        "abstracts/decide.html",
        status=status if form and form.errors else 200,
        abstract=abstract,
        printed=printed(abstract.manuscript),
        figure_address=f"/{meeting.slug}/abstracts/{abstract.code}/figure",
        state=state_words(abstract.state, abstract.decision),
        count=_count(abstract),
        preference=PREFERENCE_WORDS[abstract.manuscript.preference],
        outcomes=outcomes_for(abstract),
        outcome_words=OUTCOME_WORDS,
        barred=sorted(set(barred_of(abstract).values())),
        is_conflicted=is_conflicted,
        held=held,
        may_hold=abstract.state in RANKED,
        standing=standing,
        place=await place_of(abstract.id),
        is_registered=bool(person and await registered_and_paid(meeting.id, [person])),
        objections=(await open_objections([abstract.id])).get(abstract.id, ()),
        rounds=[] if is_conflicted else await rounds_of(meeting.id),
        history=await history_of_abstract(meeting.id, abstract.code, has_held=not is_conflicted),
        versions=await queries.versions(abstract.id),
        form=form or FormState.of(values),
    )


def _count(abstract: AbstractDetail) -> Any:
    manuscript = abstract.manuscript
    return count_length(abstract.call.policy, manuscript.title, manuscript.authors, manuscript.body)


def outcomes_for(abstract: AbstractDetail) -> list[tuple[str, str]]:
    """(value, words) of what may be decided for it now (A06, V05, the state table)."""
    if abstract.state in (AbstractState.DRAFT, AbstractState.WITHDRAWN):
        return []
    barred = {each.value for each in barred_of(abstract)}
    return [
        (each.value, OUTCOME_WORDS[each])
        for each in Outcome
        if each.value not in barred
        and next_state(abstract.state, EVENTS[each])
        and each.value != (abstract.decision or abstract.state)
    ]


handlers = [read_abstract, decide_abstract, hold_nothing, link_presenting_author]
