"""The office: who is entitled, giving many at once, files, and revoking one."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from badges.papers import actions
from badges.papers.content import credits_as_number, grouped
from badges.papers.errors import AlreadyRevoked, UnknownCertificate
from badges.papers.forms import IssueForm, RevokeForm
from badges.papers.kinds import FOR_WHOM, CertificateKind, kinds_of_others, staff_of
from badges.papers.mine import press_of
from badges.papers.my_pages import pdf_answer
from badges.papers.office import (
    ROWS_ON_A_PAGE,
    STANDING_WORDS,
    ClaimRow,
    Standing,
    chosen,
    claim_rows,
    counted,
    kind_counts,
)
from badges.papers.pdf import certificates_pdf
from badges.papers.queries import (
    CertificateInfo,
    certificate_by_code,
    certificates_of_kind,
    pictures_of,
)
from conference.meetings.forms import ROLE_WORDS
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.roof import Link
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor
from conference.people import queries as people
from conference.people.access import Role, Visitor, roles
from conference.registration.signing.queries import signatory
from conference.registration.signing.rules import Purpose
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.pages import download, page_link, page_number
from conference.web.problems import Forbidden, NotFound
from conference.web.sheets import csv_of

AnyRequest = Request[Any, Any, Any]
HERE = "/{slug:str}/office/certificates"
STAFF = roles(Role.OFFICE, Role.PROGRAMME)
TEXT = "Who was there, presented, chaired, reviewed: entitled, given, revoked; CME credits."
OFFICE_LINKS = [Link("Certificates", "/office/certificates", TEXT, Role.OFFICE)]
COMMITTEE_LINKS = [
    Link(
        "Certificates",
        "/office/certificates",
        "For presenters, chairs and reviewers; what was not shown.",
        Role.PROGRAMME,
    )
]
HEADINGS = (
    "code", "kind", "name", "affiliation", "email", "what", "note", "credits", "issued_at",
    "issued_by", "revoked_at", "revoked_why", "verify",
)  # fmt: skip


@get(HERE, opt=STAFF)
async def show_certificates(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template:
    return page(
        request,
        "badges/certificates.html",
        kinds=await kind_counts(meeting, visitor, now),
        signer=await signatory(meeting.id, Purpose.CERTIFICATES),
        others=[(kind.heading, giver_of(kind)) for kind in kinds_of_others(visitor)],
        for_whom=FOR_WHOM,
        standing_words=STANDING_WORDS,
    )


def giver_of(kind: CertificateKind) -> str:
    """Whom to ask for a certificate of this kind."""
    return ROLE_WORDS[staff_of(kind)[0]][0].lower()


def kind_for(visitor: Visitor, text: str) -> CertificateKind:
    """The kind of an address. Raises NotFound, and Forbidden for what is not this visitor's."""
    if text not in set(CertificateKind):
        raise NotFound("There is no certificate of that kind.")
    kind = CertificateKind(text)
    if not visitor.may(*staff_of(kind)):
        raise Forbidden(f"Who gets this certificate, the {giver_of(kind)} sees and gives.")
    return kind


@get(HERE + "/kinds/{kind:str}", opt=STAFF)
async def list_certificates(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    kind: FromPath[str],
    standing: FromQuery[str] = "",
    q: FromQuery[str] = "",
) -> Template:
    of = kind_for(visitor, kind)
    rows = await claim_rows(meeting, of, now)
    found, number = chosen(rows, standing, q), page_number(request)
    pages = max(1, -(-len(found) // ROWS_ON_A_PAGE))
    number = min(number, pages)
    return page(
        request,
        "badges/certificate_list.html",
        kind=of,
        form=FormState({"standing": standing, "q": q}),
        rows=found[(number - 1) * ROWS_ON_A_PAGE : number * ROWS_ON_A_PAGE],
        found=len(found),
        counts=counted(rows),
        number=number,
        pages=pages,
        page_link=page_link,
        for_whom=FOR_WHOM[of],
        standing_words=STANDING_WORDS,
    )


@get(HERE + "/kinds/{kind:str}/issue", opt=STAFF)
async def propose_issue(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, kind: FromPath[str]
) -> Template:
    """Who would get one, before anybody does."""
    of = kind_for(visitor, kind)
    rows = await _ready(meeting, of, now)
    return page(request, "badges/certificate_issue.html", kind=of, rows=rows)


async def _ready(meeting: MeetingInfo, kind: CertificateKind, now: datetime) -> list[ClaimRow]:
    return [row for row in await claim_rows(meeting, kind, now) if row.standing is Standing.READY]


@post(HERE + "/kinds/{kind:str}/issue", opt=STAFF)
async def issue_certificates(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    now: Now,
    kind: FromPath[str],
) -> Redirect:
    of = kind_for(visitor, kind)
    form = await read_form(request, IssueForm)
    rows = [row for row in await _ready(meeting, of, now) if row.key not in form.leave]
    press = await press_of(meeting, settings.base_url, now)
    claims = [row.claim for row in rows]
    issued = await actions.issue_certificates(claims, press, by=visitor.actor, now=now)
    flash(request, f"Given: {issued.made}. Letters in the outbox: {issued.letters}.")
    return redirect(f"/{meeting.slug}/office/certificates/kinds/{of}")


@get(HERE + "/files/{file:str}", opt=STAFF)
async def download_certificates(
    meeting: TheMeeting, visitor: TheVisitor, file: FromPath[str]
) -> Response[bytes]:
    """All of a kind by family name: what stands as one PDF, everything ever given as CSV."""
    word, _, ending = file.partition(".")
    kind = kind_for(visitor, word)
    given = await certificates_of_kind(meeting.id, kind)
    name = f"{meeting.slug}-certificates-{kind}.{ending}"
    if ending == "pdf":
        contents = [each.content for each in given if each.is_in_force]
        if not contents:
            raise NotFound("None of this kind is given yet, so there is nothing to print.")
        title = f"{kind.heading}, {meeting.title}"
        pictures = await pictures_of(meeting.id, contents)
        body = await asyncio.to_thread(certificates_pdf, contents, title, pictures=pictures)
        return download(body, "application/pdf", name)
    if ending == "csv":
        return download(await _csv(given), "text/csv", name)
    raise NotFound("Certificates come as .pdf and as .csv.")


async def _csv(given: list[CertificateInfo]) -> bytes:
    known = await people.people_by_ids({each.person for each in given})
    return csv_of(
        HEADINGS,
        [
            (
                grouped(each.code),
                each.kind.value,
                each.content.name,
                known[each.person].affiliation,
                known[each.person].email,
                each.content.what,
                each.content.note,
                credits_as_number(each.content) if each.content.credits else "",
                each.issued_at,
                each.by_name,
                each.revoked_at,
                each.revoked_why,
                each.content.check_at,
            )
            for each in given
        ],
    )


async def _one(meeting: MeetingInfo, visitor: Visitor, code: str) -> CertificateInfo:
    found = await certificate_by_code(meeting.id, code)
    if found is None:
        raise UnknownCertificate
    kind_for(visitor, found.kind)
    return found


@get(HERE + "/one/{code:str}", opt=STAFF)
async def show_certificate(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, code: FromPath[str]
) -> Template:
    found = await _one(meeting, visitor, code)
    return _one_page(request, found, FormState.empty())


def _one_page(request: AnyRequest, found: CertificateInfo, form: FormState) -> Template:
    status = 422 if form.errors else 200
    return page(
        request, "badges/certificate.html", status=status, found=found, form=form, grouped=grouped
    )


@post(HERE + "/one/{code:str}", opt=STAFF)
async def revoke_certificate(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, code: FromPath[str]
) -> Template | Redirect:
    found = await _one(meeting, visitor, code)
    try:
        form = await read_form(request, RevokeForm)
        await _decide(found, form, by=visitor.actor, now=now)
    except FormErrors as wrong:
        return _one_page(request, found, wrong.state)
    except AlreadyRevoked as told:
        flash(request, told.detail, "warn")
    else:
        allowed = "Another one may be given or taken again."
        flash(request, allowed if form.act == "allow" else "Revoked. Its code says so.")
    return redirect(f"/{meeting.slug}/office/certificates/one/{found.code}")


async def _decide(found: CertificateInfo, form: RevokeForm, *, by: Actor, now: datetime) -> None:
    if form.act == "allow":
        await actions.allow_again(found, by=by, now=now)
    else:
        await actions.revoke_certificate(found, form.reason, by=by, now=now)


@get(HERE + "/one/{code:str}/certificate.pdf", opt=STAFF)
async def download_certificate(
    meeting: TheMeeting, visitor: TheVisitor, code: FromPath[str]
) -> Response[bytes]:
    return await pdf_answer(await _one(meeting, visitor, code))


handlers = [
    show_certificates,
    list_certificates,
    propose_issue,
    issue_certificates,
    download_certificates,
    show_certificate,
    revoke_certificate,
    download_certificate,
]
