"""A refused visa in the browser: told by the attendee, decided by the office."""

from __future__ import annotations

from litestar import Response, get
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath
from litestar.response import Template

from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.people.access import Role, roles
from conference.registration.changes.actions.cancelling import word_for as refund_word
from conference.registration.changes.actions.changing import word_for as change_word
from conference.registration.changes.actions.visas import (
    VisaDecision,
    VisaNews,
    decide_refusal,
    tell_of_refusal,
    to_virtual,
)
from conference.registration.changes.doors import (
    OFFICE,
    Answer,
    Door,
    at_office_door,
    at_own_door,
    office_door,
)
from conference.registration.changes.errors import (
    ChangedMeanwhile,
    ChangeRefused,
    UnknownVisaRefusal,
)
from conference.registration.changes.forms import VisaDecisionForm, VisaForm, typed
from conference.registration.changes.rules.change import Change, money_of, refuse_closed
from conference.registration.changes.rules.visas import (
    REFUSAL_WORDS,
    RefusalState,
    judge_visa_refusal,
)
from conference.registration.changes.visa_queries import (
    applied_on,
    visa_case,
    visa_file,
    visa_lines,
)
from conference.registration.draft import AnyRequest
from conference.registration.errors import MeetingFull, SoldOut
from conference.registration.proofs.rules import file_type
from conference.web import FormErrors, FormState, flash, page, read_form, redirect

STEP = "visa-refusal"
# A stranger's file is looked at in a box of its own: no script, nothing loaded, nothing kept.
_SAFE = {
    "content-security-policy": "default-src 'none'; img-src 'self'; sandbox",
    "x-content-type-options": "nosniff",
    "cache-control": "private, no-store",
    "cross-origin-resource-policy": "same-origin",
}


async def show_own(request: AnyRequest, door: Door) -> Answer:
    known = await applied_on(door.found)
    return await _own_page(request, door, FormState.of({"applied_on": known or ""}))


async def send_own(request: AnyRequest, door: Door) -> Answer:
    values = await typed(request)
    try:
        form = await read_form(request, VisaForm)
        assert form.applied_on is not None
        assert form.file is not None
        news = VisaNews(form.applied_on, form.text, form.file.filename, await form.file.read())
        await tell_of_refusal(door.found, news, till=door.till, by=door.by, now=door.now)
    except (FormErrors, ChangeRefused) as wrong:
        return await _own_page(request, door, FormState(values, wrong.errors), 422)
    flash(request, "The office has your letter and writes to you.")
    return redirect(door.back)


async def _own_page(
    request: AnyRequest, door: Door, form: FormState, status: int = 200
) -> Template:
    refusal = refuse_closed(door.found.held)
    return page(
        request,
        "registration/changes/visa.html",
        status=status,
        form=form,
        case=await visa_case(door.found),
        words=REFUSAL_WORDS,
        refusal=refusal.sentence if refusal else "",
        last=door.found.held.days_before(door.found.held.catalogue.policy.visa_days),
        fee=door.found.held.catalogue.policy.visa_fee,
        **door.shown,
    )


async def show_decision(request: AnyRequest, door: Door) -> Answer:
    return await _decision_page(request, door, FormState.empty())


async def send_decision(request: AnyRequest, door: Door) -> Answer:
    values = await typed(request)
    case = await visa_case(door.found)
    if case is None:
        raise UnknownVisaRefusal
    try:
        form = await read_form(request, VisaDecisionForm)
        decision = _decision(form)
        info = await decide_refusal(case, decision, till=door.till, by=door.by, now=door.now)
    except (FormErrors, ChangeRefused) as wrong:
        return await _decision_page(request, door, FormState(values, wrong.errors), 422)
    except (ChangedMeanwhile, MeetingFull, SoldOut) as told:
        return await _decision_page(request, door, FormState(values, {"": told.detail}), 409)
    flash(request, f"Decided; {info.person.registered_name} gets a letter.")
    return redirect(f"/{door.found.meeting.slug}/office/visa-refusals")


def _decision(form: VisaDecisionForm) -> VisaDecision:
    state = RefusalState(form.decision)
    shown = {
        RefusalState.REFUNDED: form.agreed_refunded,
        RefusalState.VIRTUAL: form.agreed_virtual,
    }
    return VisaDecision(state, form.reason, shown.get(state, ""))


async def _decision_page(
    request: AnyRequest, door: Door, form: FormState, status: int = 200
) -> Template:
    """What either decision would come to, before it is made."""
    case = await visa_case(door.found)
    held = door.found.held
    verdict = judge_visa_refusal(held, case.applied_on) if case else None
    virtual = to_virtual(door.now)(held)
    return page(
        request,
        "registration/changes/visa_decision.html",
        status=status,
        form=form,
        case=case,
        words=REFUSAL_WORDS,
        verdict=verdict,
        virtual=money_of(held, virtual.difference) if isinstance(virtual, Change) else None,
        no_virtual="" if isinstance(virtual, Change) else virtual.sentence,
        agreed_refunded=refund_word(held, verdict.refund) if verdict else "",
        agreed_virtual=change_word(held, virtual) if isinstance(virtual, Change) else "",
        **door.shown,
    )


@get("/{slug:str}/office/visa-refusals", opt=roles(Role.OFFICE))
async def show_visa_refusals(request: AnyRequest, meeting: TheMeeting) -> Template:
    lines = await visa_lines(meeting)
    return page(request, "registration/changes/visas.html", lines=lines, words=REFUSAL_WORDS)


@get(f"{OFFICE}/{STEP}/file", opt=roles(Role.OFFICE))
async def show_visa_file(
    meeting: TheMeeting,
    visitor: TheVisitor,
    code: FromPath[str],
    settings: TheSettings,
    now: Now,
) -> Response[bytes]:
    door = await office_door(meeting, visitor, code, settings, now)
    content = await visa_file(door.found)
    kind = file_type(content)
    if kind is None:
        raise UnknownVisaRefusal
    way = "inline" if kind.is_picture else "attachment"
    disposition = f'{way}; filename="visa-{door.found.info.code}.{kind.ending}"'
    headers = {**_SAFE, "content-disposition": disposition}
    return Response(content, media_type=kind.media_type, headers=headers)


handlers: list[BaseRouteHandler] = [
    *at_own_door(STEP, show_own, send_own),
    *at_office_door(STEP, show_decision, send_decision),
    show_visa_refusals,
    show_visa_file,
]
