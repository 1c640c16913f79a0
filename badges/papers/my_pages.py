"""A person's own papers, in one place."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from badges.papers import actions
from badges.papers.claims import Scope, claims_of
from badges.papers.errors import NotEntitled, UnknownCertificate
from badges.papers.kinds import CertificateKind
from badges.papers.mine import my_papers, papers_of_person, press_of
from badges.papers.pdf import certificates_pdf
from badges.papers.queries import (
    CertificateInfo,
    certificate_by_code,
    certificates_of_person,
    pictures_of,
)
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.roof import Card
from conference.meetings.rules import MeetingInfo
from conference.people.access import Visitor, signed_in
from conference.registration.attendee.rules import VISA_WORDS
from conference.registration.documents.rules import KIND_WORDS
from conference.web import flash, page, read_form, redirect

AnyRequest = Request[Any, Any, Any]
MY_ORDER, HOME_ORDER = 35, 15
PDF = "application/pdf"


class TakeForm(msgspec.Struct):
    """Which certificate, and whether a newer one is wanted."""

    kind: CertificateKind
    subject: Annotated[str, msgspec.Meta(max_length=12)] = ""
    renews: bool = False


async def my_card(visitor: Visitor, now: datetime) -> Card | None:
    """Certificates that are there or to come, and where all papers of a meeting are."""
    if visitor.person is None:
        return None
    papers = await papers_of_person(visitor.person, now)
    if not papers:
        return None
    return Card(MY_ORDER, "badges/_papers_card.html", {"papers": papers})


@get("/{slug:str}/my-papers", opt=signed_in)
async def show_my_papers(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, settings: TheSettings, now: Now
) -> Template:
    assert visitor.person is not None
    press = await press_of(meeting, settings.base_url, now)
    return page(
        request,
        "badges/my_papers.html",
        papers=await my_papers(press, visitor.person, now),
        visa_words=VISA_WORDS,
        document_words=KIND_WORDS,
    )


@post("/{slug:str}/my-papers/certificates", opt=signed_in)
async def take_certificate(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, settings: TheSettings, now: Now
) -> Redirect:
    """Made on first demand; pressed again, it is the same one."""
    assert visitor.person is not None
    form = await read_form(request, TakeForm)
    press = await press_of(meeting, settings.base_url, now)
    scope = Scope(meeting, press.policy, now, person=visitor.person, kinds=(form.kind,))
    claim = next((c for c in await claims_of(scope) if c.subject == form.subject), None)
    if claim is None:
        raise NotEntitled("This certificate is not given to you at this meeting.")
    old = await _standing(visitor, meeting, form)
    if old and form.renews:
        await actions.renew_certificate(old, claim, press, by=visitor.actor, now=now)
        flash(request, "Your new certificate is there; the older one is void.")
        return redirect(f"/{meeting.slug}/my-papers")
    await actions.claim_certificate(claim, press, by=visitor.actor, now=now)
    taken = await _standing(visitor, meeting, form)
    assert taken is not None
    return redirect(f"/{meeting.slug}/my-papers/certificates/{taken.code}.pdf")


async def _standing(
    visitor: Visitor, meeting: MeetingInfo, form: TakeForm
) -> CertificateInfo | None:
    assert visitor.person is not None
    key = (visitor.person, form.kind, form.subject)
    given = await certificates_of_person(visitor.person, meeting.id)
    return next((each for each in given if each.key == key and each.is_in_force), None)


@get("/{slug:str}/my-papers/certificates/{file:str}", opt=signed_in)
async def download_my_certificate(
    meeting: TheMeeting, visitor: TheVisitor, file: FromPath[str]
) -> Response[bytes]:
    """Somebody else's certificate is as unknown as none at all."""
    found = await certificate_by_code(meeting.id, file.removesuffix(".pdf"))
    if found is None or found.person != visitor.person:
        raise UnknownCertificate
    if not found.is_in_force:
        raise UnknownCertificate(f"This certificate is void: {found.revoked_why}")
    return await pdf_answer(found)


async def pdf_answer(found: CertificateInfo) -> Response[bytes]:
    """The same certificate is the same bytes, whenever it is asked for."""
    pictures = await pictures_of(found.meeting, [found.content])
    body = await asyncio.to_thread(certificates_pdf, [found.content], pictures=pictures)
    name = f'inline; filename="certificate-{found.kind}-{found.code}.pdf"'
    return Response(body, media_type=PDF, headers={"content-disposition": name})


async def home_card(meeting: MeetingInfo, visitor: Visitor, now: datetime) -> Card | None:
    """After the meeting its home says where the papers are."""
    if visitor.person is None or not meeting.is_over(now):
        return None
    return Card(HOME_ORDER, "badges/_papers_home.html", {"slug": meeting.slug})


MY_CARDS = [my_card]
HOME_CARDS = [home_card]
handlers = [show_my_papers, take_certificate, download_my_certificate]
