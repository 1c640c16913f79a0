"""The office decides what is certified, and in which words; seen before it is saved."""

from __future__ import annotations

import asyncio
from typing import Any

from litestar import Request, Response, get, post
from litestar.response import Redirect, Template

from badges.papers.actions import save_policy
from badges.papers.claims import Scope, claims_of
from badges.papers.content import Press
from badges.papers.facts import programme_of
from badges.papers.forms import PolicyForm, policy_values
from badges.papers.kinds import FOR_WHOM, CertificateKind
from badges.papers.pdf import certificates_pdf
from badges.papers.policy import certificate_policy
from badges.papers.samples import sample_content
from badges.papers.words import DEFAULT_WORDS, known_placeholders
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, roles
from conference.registration.signing.queries import hands_of, signatory
from conference.registration.signing.rules import Purpose
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.formats import instant
from conference.web.marks import unmarked
from conference.web.problems import NotFound
from schedule.rules.vocabulary import SessionKind

AnyRequest = Request[Any, Any, Any]
OFFICE = roles(Role.OFFICE)
POLICY = "/{slug:str}/office/certificates/policy"
NO_SCIENCE = (SessionKind.BREAK, SessionKind.SOCIAL, SessionKind.BUSINESS_MEETING)


@get(POLICY, opt=OFFICE)
async def show_policy(request: AnyRequest, meeting: TheMeeting) -> Template:
    policy = await certificate_policy(meeting.id)
    return await _page(request, meeting, FormState(policy_values(policy)))


async def _page(request: AnyRequest, meeting: MeetingInfo, form: FormState) -> Template:
    return page(
        request,
        "badges/certificate_policy.html",
        status=422 if form.errors else 200,
        form=form,
        kinds=[(kind.value, f"{kind.heading}: for {FOR_WHOM[kind]}") for kind in CertificateKind],
        all_kinds=list(CertificateKind),
        sessions=await _sessions(meeting),
        default_words=DEFAULT_WORDS,
        signer=await signatory(meeting.id, Purpose.CERTIFICATES),
        placeholders={kind: known_placeholders(kind) for kind in CertificateKind},
    )


async def _sessions(meeting: MeetingInfo) -> list[tuple[str, str]]:
    """What may count, from the released programme."""
    programme = await programme_of(meeting.id)
    return [
        (each.code, f"{instant(each.starts_at, meeting.zone)}: {unmarked(each.title)}")
        for each in (programme.sessions if programme else ())
        if not each.is_cancelled and each.kind not in NO_SCIENCE
    ]


@post(POLICY, opt=OFFICE)
async def change_policy(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    try:
        form = await read_form(request, PolicyForm)
    except FormErrors as wrong:
        return await _page(request, meeting, wrong.state)
    await save_policy(meeting, form.policy(), by=visitor.actor, now=now)
    flash(request, "Saved. Certificates that are given already keep what they say.")
    return redirect(f"/{meeting.slug}/office/certificates")


@post(POLICY + "/preview", opt=OFFICE)
async def preview_certificate(
    request: AnyRequest, meeting: TheMeeting, settings: TheSettings, now: Now
) -> Template | Response[bytes]:
    """One certificate as typed; nothing is saved."""
    try:
        form = await read_form(request, PolicyForm)
    except FormErrors as wrong:
        return await _page(request, meeting, wrong.state)
    typed = str((await request.form()).get("preview", ""))
    if typed not in set(CertificateKind):
        raise NotFound("There is no certificate of that kind.")
    kind, policy = CertificateKind(typed), form.policy()
    signer = await signatory(meeting.id, Purpose.CERTIFICATES)
    press = Press(meeting, policy, settings.base_url, meeting.local(now).date(), signer)
    claims = await claims_of(Scope(meeting, policy, now, kinds=(kind,)))
    seen = [] if kind is CertificateKind.REVIEW else claims  # who reviews is not the office's
    pictures = await hands_of(meeting.id, [signer.hand.digest] if signer.hand else [])
    sample = sample_content(press, kind, seen)
    body = await asyncio.to_thread(certificates_pdf, [sample], pictures=pictures)
    return Response(body, media_type="application/pdf", headers=_INLINE)


_INLINE = {
    "content-disposition": 'inline; filename="certificate-preview.pdf"',
    "cache-control": "no-store",
}
handlers = [show_policy, change_policy, preview_certificate]
