"""CME credits: who earned what, session by session, for the office and the accreditor."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.response import Template

from badges.papers.claims import Scope, claims_of
from badges.papers.credits import credits_in_words, hours_in_words, hundredths
from badges.papers.kinds import CertificateKind
from badges.papers.policy import Policy, certificate_policy
from badges.papers.rules import Claim
from conference.meetings.given import Now, TheMeeting
from conference.meetings.rules import MeetingInfo
from conference.membership.queries import memberships_of_people
from conference.people.access import Role, roles
from conference.web import page
from conference.web.marks import unmarked
from conference.web.pages import download, page_link, page_number
from conference.web.problems import NotFound
from conference.web.sheets import Cell, csv_of

AnyRequest = Request[Any, Any, Any]
OFFICE = roles(Role.OFFICE)
CREDITS = "/{slug:str}/office/certificates/credits"
ON_A_PAGE = 100
HEADINGS = (
    "accreditation", "family_name", "given_name", "certificate_name", "member_number",
    "registration", "email", "country", "session", "session_title", "starts_at", "ends_at",
    "minutes", "minutes_present", "minutes_credited", "why_not", "credits_of_person",
    "way_out",
)  # fmt: skip


async def _claims(meeting: MeetingInfo, policy: Policy, now: datetime) -> list[Claim]:
    """Who was checked in and in an accredited room at all."""
    scope = Scope(meeting, policy, now, kinds=(CertificateKind.CREDITS,))
    return [claim for claim in await claims_of(scope) if _was_there(claim)]


def _was_there(claim: Claim) -> bool:
    sheet, attended = claim.grounds.sheet, claim.grounds.attended
    is_in = attended is not None and attended.is_checked_in
    return is_in and sheet is not None and any(line.present for line in sheet.lines)


@get(CREDITS, opt=OFFICE)
async def show_credits(request: AnyRequest, meeting: TheMeeting, now: Now) -> Template:
    policy = await certificate_policy(meeting.id)
    claims = await _claims(meeting, policy, now)
    pages = max(1, -(-len(claims) // ON_A_PAGE))
    number = min(page_number(request), pages)
    return page(
        request,
        "badges/credits.html",
        policy=policy,
        is_given=CertificateKind.CREDITS in policy.kinds,
        claims=claims[(number - 1) * ON_A_PAGE : number * ON_A_PAGE],
        found=len(claims),
        number=number,
        pages=pages,
        page_link=page_link,
        hours_in_words=hours_in_words,
        credits_in_words=credits_in_words,
    )


@get(CREDITS + "/people/{code:str}", opt=OFFICE)
async def show_credits_of(
    request: AnyRequest, meeting: TheMeeting, now: Now, code: FromPath[str]
) -> Template:
    """One person: minutes there and credited in each session, and why one was not."""
    policy = await certificate_policy(meeting.id)
    claims = await _claims(meeting, policy, now)
    claim = next((each for each in claims if _registration(each) == code.upper()), None)
    if claim is None:
        raise NotFound("Nobody with this registration was in an accredited session.")
    return page(
        request,
        "badges/credits_person.html",
        policy=policy,
        claim=claim,
        sheet=claim.grounds.sheet,
        hours_in_words=hours_in_words,
        credits_in_words=credits_in_words,
    )


def _registration(claim: Claim) -> str:
    return claim.grounds.attended.code if claim.grounds.attended else ""


@get(CREDITS + "/accreditor.csv", opt=OFFICE)
async def download_credits(meeting: TheMeeting, now: Now) -> Response[bytes]:
    """A line for each person and session; the accreditor gets it after the meeting."""
    policy = await certificate_policy(meeting.id)
    claims = await _claims(meeting, policy, now)
    persons = [claim.person.id for claim in claims]
    members = await memberships_of_people(persons, meeting.society)
    lines: list[tuple[Cell, ...]] = []
    for claim in claims:
        held = members.get(claim.person.id)
        lines += _lines(claim, policy, held[-1].number if held else "")
    return download(csv_of(HEADINGS, lines), "text/csv", f"{meeting.slug}-credits.csv")


def _lines(claim: Claim, policy: Policy, member: str) -> Iterator[tuple[Cell, ...]]:
    person, sheet = claim.person, claim.grounds.sheet
    assert sheet is not None
    for line in sheet.lines:
        session = line.session
        if line.present:
            yield (
                policy.accreditation, person.family_name, person.given_name,
                person.certificate_name, member, _registration(claim), person.email,
                person.country, session.code, unmarked(session.title), session.starts_at,
                session.ends_at, session.minutes, line.present, line.credited, line.reason,
                hundredths(sheet.credits), "assumed" if line.is_assumed else "known",
            )  # fmt: skip


handlers = [show_credits, show_credits_of, download_credits]
