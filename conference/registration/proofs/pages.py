"""Proofs on screen: the attendee sends one, the officer judges it (P06, situation 18)."""

from __future__ import annotations

from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings import queries as meetings
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.roof import Link
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, Visitor, roles, signed_in
from conference.registration import queries as registrations
from conference.registration.draft import AnyRequest
from conference.registration.errors import UnknownRegistration
from conference.registration.proofs import actions, queries
from conference.registration.proofs.actions import Evidence
from conference.registration.proofs.errors import ProofNotWanted, UnknownProof
from conference.registration.proofs.forms import JudgeForm, ProofForm
from conference.registration.proofs.rules import Judgement, file_type
from conference.registration.queries import RegistrationInfo
from conference.registration.rules import PROOF_WORDS
from conference.registration.till import Till
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.refusals import refusals

OFFICE = roles(Role.OFFICE)
OFFICE_LINKS = [
    Link("Proofs", "/office/proofs", "Letters of trainees and others, to be judged.", Role.OFFICE)
]
CHORES = [actions.remind_of_proofs]
SAID = {
    Judgement.ACCEPT: "Accepted; the file is deleted.",
    Judgement.ASK_AGAIN: "Another proof is asked for; the file is deleted.",
    Judgement.REFUSE: "Refused and priced anew; the file is deleted.",
}
# A file of a stranger is looked at in a box of its own: no script, no form, nothing loaded.
SAFE = {
    "content-security-policy": "default-src 'none'; img-src 'self'; sandbox",
    "x-content-type-options": "nosniff",
    "cache-control": "private, no-store",
    "cross-origin-resource-policy": "same-origin",
}


async def _mine(visitor: Visitor, code: str) -> tuple[RegistrationInfo, MeetingInfo]:
    """Another person's registration is as unknown as none at all."""
    assert visitor.person is not None
    info = await registrations.registration_of_owner(visitor.person, code)
    meeting = await meetings.meeting_by_id(info.meeting) if info else None
    if info is None or meeting is None:
        raise UnknownRegistration
    return info, meeting


@get("/my/registrations/{code:str}/proof", opt=signed_in)
async def show_my_proof(request: AnyRequest, visitor: TheVisitor, code: FromPath[str]) -> Template:
    return await _my_page(request, *await _mine(visitor, code))


async def _my_page(
    request: AnyRequest, info: RegistrationInfo, meeting: MeetingInfo, form: FormState | None = None
) -> Template:
    return page(
        request,
        "registration/proofs/my_proof.html",
        status=422 if form else 200,
        info=info,
        meeting=meeting,
        case=await queries.case_of(info, meeting),
        words=PROOF_WORDS,
        form=form or FormState.empty(),
    )


@post("/my/registrations/{code:str}/proof", opt=signed_in)
async def send_my_proof(
    request: AnyRequest,
    visitor: TheVisitor,
    code: FromPath[str],
    now: Now,
    settings: TheSettings,
) -> Template | Redirect:
    info, meeting = await _mine(visitor, code)
    try:
        form = await read_form(request, ProofForm)
        assert form.file is not None
        sent = Evidence(form.file.filename, await form.file.read(), form.note)
        till = Till.of(meeting, settings)
        with refusals(form):
            await actions.send_proof(info, sent, till=till, by=visitor.actor, now=now)
    except FormErrors as wrong:
        typed = FormState({**wrong.values, "file": ""}, wrong.errors)
        return await _my_page(request, info, meeting, typed)
    except ProofNotWanted as refused:
        flash(request, refused.detail, "warn")
    else:
        flash(request, "We have your proof. You hear from us when somebody has looked at it.")
    return redirect(f"/my/registrations/{info.code}/proof")


@get("/{slug:str}/office/proofs", opt=OFFICE)
async def show_proofs(request: AnyRequest, meeting: TheMeeting, now: Now) -> Template:
    return await _queue_page(request, meeting, now=now)


async def _queue_page(
    request: AnyRequest,
    meeting: MeetingInfo,
    *,
    now: Now,
    wrong: str = "",
    form: FormState | None = None,
) -> Template:
    """`wrong` is the code of the registration whose form was refused."""
    return page(
        request,
        "registration/proofs/proofs.html",
        status=422 if form else 200,
        queue=await queries.proof_queue(meeting),
        words=PROOF_WORDS,
        now=now,
        wrong=wrong,
        form=form or FormState.empty(),
    )


@get("/{slug:str}/office/proofs/{proof:uuid}/file", opt=OFFICE)
async def show_proof_file(meeting: TheMeeting, proof: FromPath[UUID]) -> Response[bytes]:
    """A picture is shown, a PDF is saved; the type is that of the bytes, not of the name."""
    found = await queries.proof_file(meeting.id, proof)
    kind = file_type(found[1]) if found else None
    if found is None or kind is None:
        raise UnknownProof
    info, content = found
    way = "inline" if kind.is_picture else "attachment"
    disposition = f'{way}; filename="proof-{info.code}.{kind.ending}"'
    headers = {**SAFE, "content-disposition": disposition}
    return Response(content, media_type=kind.media_type, headers=headers)


@post("/{slug:str}/office/proofs/{code:str}", opt=OFFICE)
async def judge_proof(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    code: FromPath[str],
    now: Now,
    settings: TheSettings,
) -> Template | Redirect:
    try:
        form = await read_form(request, JudgeForm)
        verdict = form.as_verdict()
        till = Till.of(meeting, settings)
        with refusals(form):
            await actions.judge_proof(code, verdict, till=till, by=visitor.actor, now=now)
    except FormErrors as wrong:
        return await _queue_page(request, meeting, now=now, wrong=code, form=wrong.state)
    except ProofNotWanted as refused:
        flash(request, refused.detail, "warn")
    else:
        flash(request, SAID[verdict.judgement])
    return redirect(f"/{meeting.slug}/office/proofs")


handlers = [show_my_proof, send_my_proof, show_proofs, show_proof_file, judge_proof]
