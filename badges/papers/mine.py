"""One person's papers: certificates there are and are to come, and the other papers of the desk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from abstracts.tables.review import Reviewer
from badges.papers.claims import Scope, claims_of
from badges.papers.content import Press, content_of, says_the_same
from badges.papers.credits import CreditSheet
from badges.papers.kinds import CertificateKind
from badges.papers.policy import certificate_policy
from badges.papers.queries import CertificateInfo, certificates_of_person
from badges.papers.rules import Claim, Entitlement, Never
from badges.tables import Certificate
from conference.meetings import queries as meetings
from conference.meetings.rules import MeetingInfo
from conference.people import queries as people
from conference.registration import queries as registration
from conference.registration.attendee import queries as attendees
from conference.registration.attendee.queries import VisaRequestInfo
from conference.registration.attendee.rules import why_no_visa_letter
from conference.registration.documents.account import DocumentInfo, document_info
from conference.registration.queries import RegistrationInfo
from conference.registration.signing.queries import signatory
from conference.registration.signing.rules import Purpose
from conference.registration.tables import Document, Registration
from schedule.tables import Participation


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A certificate that is there, to come, or not given, and why."""

    kind: CertificateKind
    subject: str
    what: str
    entitlement: Entitlement | None
    certificate: CertificateInfo | None
    is_outdated: bool = False
    sheet: CreditSheet | None = None

    @property
    def is_ready(self) -> bool:
        """Whether it can be taken now."""
        return self.certificate is None and bool(self.entitlement) and not self.reason

    @property
    def reason(self) -> str:
        return getattr(self.entitlement, "reason", "")

    @property
    def when(self) -> datetime | None:
        return getattr(self.entitlement, "when", None)

    @property
    def is_never(self) -> bool:
        return isinstance(self.entitlement, Never)


@dataclass(frozen=True, slots=True)
class MyPapers:
    """Everything on paper that a person has of a meeting."""

    lines: tuple[PaperLine, ...]
    revoked: tuple[CertificateInfo, ...]
    registration: RegistrationInfo | None
    visa: VisaRequestInfo | None
    why_no_visa: str
    documents: tuple[tuple[str, DocumentInfo], ...]
    name: str = ""
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class PapersOf:
    """A meeting with papers, for the card of "My Plenary"."""

    meeting: MeetingInfo
    count: int
    lines: tuple[PaperLine, ...] = ()


async def press_of(meeting: MeetingInfo, base_url: str, now: datetime) -> Press:
    """What all certificates of the meeting that are made today have in common; two statements."""
    policy = await certificate_policy(meeting.id)
    signer = await signatory(meeting.id, Purpose.CERTIFICATES)
    return Press(meeting, policy, base_url, meeting.local(now).date(), signer)


async def my_papers(press: Press, person: UUID, now: datetime) -> MyPapers:
    """In a fixed number of statements."""
    meeting = press.meeting
    lines, given = await _lines(press, person, now)
    info = await registration.active_registration(meeting.id, person)
    known = await people.person_by_id(person)
    return MyPapers(
        lines=lines,
        revoked=tuple(each for each in given if not each.is_in_force),
        registration=info,
        visa=await attendees.visa_request(info.id) if info else None,
        why_no_visa=why_no_visa_letter(info.state, info.mode, info.due) if info else "",
        name=known.certificate_name if known else "",
        is_over=meeting.is_over(now),
        documents=await _documents(meeting.id, person),
    )


async def _lines(
    press: Press, person: UUID, now: datetime
) -> tuple[tuple[PaperLine, ...], list[CertificateInfo]]:
    scope = Scope(press.meeting, press.policy, now, person=person)
    claims = await claims_of(scope)
    given = await certificates_of_person(person, press.meeting.id)
    return paper_lines(claims, given, press), given


def paper_lines(
    claims: Iterable[Claim], given: Sequence[CertificateInfo], press: Press
) -> tuple[PaperLine, ...]:
    """Each claim with its certificate, then certificates whose ground is gone."""
    standing = {each.key: each for each in given if each.is_in_force}
    lines = [
        _line(claim, standing.pop((claim.person.id, claim.kind, claim.subject), None), press)
        for claim in claims
    ]
    left = [
        PaperLine(each.kind, each.subject, each.content.what, None, each)
        for each in standing.values()
    ]
    return (*lines, *left)


def _line(claim: Claim, certificate: CertificateInfo | None, press: Press) -> PaperLine:
    is_outdated = bool(
        certificate
        and claim.is_ready
        and not says_the_same(certificate.content, content_of(press, claim, certificate.code))
    )
    return PaperLine(
        claim.kind, claim.subject, claim.what, claim.entitlement, certificate, is_outdated,
        claim.grounds.sheet,
    )  # fmt: skip


async def _documents(meeting: UUID, person: UUID) -> tuple[tuple[str, DocumentInfo], ...]:
    """(code of the order, document) of everything the person pays; one statement."""
    rows = (
        await Document.select(*Document.all_columns(), Document.order.code.as_alias("of"))
        .where(Document.meeting == meeting, Document.order.person == person)
        .order_by(Document.issued_at, ascending=False)
    )
    return tuple((row["of"], document_info(row)) for row in rows)


_SESSION: Any = Participation.session


async def papers_of_person(person: UUID, now: datetime) -> list[PapersOf]:
    """The meetings of which somebody has or may have papers, the latest first; of the latest one
    everything that is there or to come. Eight statements, and those of one meeting's claims."""
    given = await Certificate.select(Certificate.meeting).where(
        Certificate.person == person, Certificate.once_key.is_not_null()
    )
    counts: dict[UUID, int] = {}
    for row in given:
        counts[row["meeting"]] = counts.get(row["meeting"], 0) + 1
    known = await meetings.meetings_by_ids(list({*counts, *await _meetings_of(person)}))
    found = sorted(known.values(), key=lambda each: each.ends_on, reverse=True)
    papers = [PapersOf(each, counts.get(each.id, 0)) for each in found]
    if papers:
        press = await press_of(papers[0].meeting, "", now)
        lines, _ = await _lines(press, person, now)
        papers[0] = PapersOf(papers[0].meeting, papers[0].count, lines)
    return papers


async def _meetings_of(person: UUID) -> set[UUID]:
    """Where the person is registered, in the programme or a reviewer."""
    registered = await Registration.select(Registration.meeting).where(
        Registration.person == person, Registration.active_key.is_not_null()
    )
    active = await Participation.select(_SESSION.meeting.as_alias("meeting")).where(
        Participation.person == person
    )
    asked = await Reviewer.select(Reviewer.meeting).where(Reviewer.person == person)
    return {row["meeting"] for row in (*registered, *active, *asked)}
