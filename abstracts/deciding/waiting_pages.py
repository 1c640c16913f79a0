"""The waiting list: its order, the places that became free, and who is next for each."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from abstracts.deciding.composing import Desk
from abstracts.deciding.errors import SeenOtherwise
from abstracts.deciding.held import Held
from abstracts.deciding.policy import policy_of
from abstracts.deciding.promoting import digest_of_order, order_waiting_list, promote_abstract
from abstracts.deciding.ranking import RankedRow
from abstracts.deciding.release_queries import ToRelease, talks_given
from abstracts.deciding.samples import letter_samples
from abstracts.deciding.scope import scope_of
from abstracts.deciding.waiting_queries import WaitingList, waiting_list
from abstracts.errors import UnknownAbstract
from abstracts.vocabulary import DECISION_WORDS, STATE_WORDS, Decision, Outcome
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, roles
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.problems import Invalid

AnyRequest = Request[Any, Any, Any]
WAITING = "/{slug:str}/committee/decisions/waiting"
CHAIR = roles(Role.PROGRAMME)


class PromoteForm(msgspec.Struct):
    """What a promoted abstract becomes, and in whose place."""

    decision: Decision
    replaces: Annotated[str, msgspec.Meta(max_length=12)] = ""
    note: Annotated[str, msgspec.Meta(max_length=4_000)] = ""


@get(WAITING, opt=CHAIR)
async def show_waiting_list(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor
) -> Template:
    found = await waiting_list(meeting.id, await scope_of(meeting.id, visitor))
    return _list_page(request, found, FormState.empty())


@post(WAITING + "/order", opt=CHAIR)
async def order_waiting(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    typed = {str(key): str(value) for key, value in (await request.form()).items()}
    ranks = {
        key.removeprefix("rank-"): text for key, text in typed.items() if key.startswith("rank-")
    }
    scope = await scope_of(meeting.id, visitor)
    try:
        await order_waiting_list(
            meeting, ranks, scope=scope, by=visitor.actor, now=now, seen=typed.get("seen")
        )
    except SeenOtherwise as late:
        found = await waiting_list(meeting.id, scope)
        return _list_page(request, found, FormState(typed), late.detail)
    except Invalid as wrong:
        found = await waiting_list(meeting.id, scope)
        return _list_page(request, found, FormState(typed, wrong.errors))
    flash(request, "The waiting list has its new order.")
    return redirect(f"/{meeting.slug}/committee/decisions/waiting")


@get(WAITING + "/{code:str}", opt=CHAIR)
async def preview_promotion(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    settings: TheSettings,
    code: FromPath[str],
) -> Template:
    asked = {name: request.query_params.get(name, "") for name in ("decision", "replaces")}
    found = await waiting_list(meeting.id, await scope_of(meeting.id, visitor))
    policy = await policy_of(meeting.id)
    desk = Desk(meeting, settings.base_url, policy.answer_by(now), policy.register_by(now))
    return await _promotion_page(request, desk, _waiting_row(found, code), FormState.of(asked))


@post(WAITING + "/{code:str}", opt=CHAIR)
async def promote(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    settings: TheSettings,
    code: FromPath[str],
) -> Template | Redirect:
    scope = await scope_of(meeting.id, visitor)
    desk = Desk(meeting, settings.base_url)
    try:
        form = await read_form(request, PromoteForm)
    except FormErrors as wrong:
        row = _waiting_row(await waiting_list(meeting.id, scope), code)
        return await _promotion_page(request, desk, row, wrong.state)
    try:
        outcome = await promote_abstract(
            desk, code.upper(), form.decision,
            scope=scope, by=visitor.actor, now=now,
            replaces=form.replaces.strip().upper(), note=form.note,
        )  # fmt: skip
    except Invalid as wrong:
        row = _waiting_row(await waiting_list(meeting.id, scope), code)
        return await _promotion_page(
            request, desk, row, FormState(msgspec.structs.asdict(form), wrong.errors)
        )
    flash(request, outcome.sentence)
    return redirect(f"/{meeting.slug}/committee/decisions/waiting")


def _waiting_row(found: WaitingList, code: str) -> RankedRow:
    row = next((each for each in found.rows if each.code == code.upper()), None)
    if row is None or row.is_conflicted:
        raise UnknownAbstract
    return row


def _list_page(
    request: AnyRequest, found: WaitingList, form: FormState, meanwhile: str = ""
) -> Template:
    return page(
        request,
        "abstracts/deciding/waiting.html",
        status=409 if meanwhile else 422 if form.errors else 200,
        meanwhile=[meanwhile] if meanwhile else [],
        seen=digest_of_order(row.code for row in found.rows),
        found=found,
        form=form,
        decisions=DECISION_WORDS,
        states=STATE_WORDS,
    )


async def _talks_of(meeting: MeetingInfo, row: RankedRow) -> list[str]:
    """The talks that its presenter has already (V06); none where the meeting does not mind."""
    policy = await policy_of(meeting.id)
    if not policy.has_one_talk:
        return []
    return sorted((await talks_given(meeting.id, policy)).get(row.speaker, ()))


async def _promotion_page(
    request: AnyRequest, desk: Desk, row: RankedRow, form: FormState
) -> Template:
    allowed = [each for each in Decision if each not in row.barred]
    chosen = str(form.values.get("decision") or "")
    shown = Decision(chosen) if chosen in {each.value for each in allowed} else allowed[0]
    held = Held(row.id, row.code, Outcome(shown.value), None, "", "", True, "")
    sample = ToRelease(held, row.title, "", row.topic, row.state, row.presenter, row.speaker)
    return page(
        request,
        "abstracts/deciding/promote.html",
        status=422 if form.errors else 200,
        row=row,
        talks=await _talks_of(desk.meeting, row),
        form=FormState({**form.values, "decision": shown.value}, form.errors),
        allowed=[(each.value, DECISION_WORDS[each]) for each in allowed],
        samples=await letter_samples(desk, [sample], row.code, has_comments=False),
    )


handlers = [show_waiting_list, order_waiting, preview_promotion, promote]
