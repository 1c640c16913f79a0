"""What a certificate says: a snapshot, filled in once and never changed. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import msgspec

from badges.papers.credits import (
    CreditLine,
    CreditSheet,
    credits_in_words,
    hours_in_words,
    hundredths,
)
from badges.papers.kinds import CertificateKind
from badges.papers.policy import Policy
from badges.papers.rules import Attended, Claim, Item
from conference.letters.placeholders import fill_in
from conference.meetings.rules import MeetingInfo
from conference.people.rules import PersonInfo
from conference.registration.signing.rules import NOBODY, Hand, Signatory
from conference.web.formats import country_name, day, days_span, local_day
from conference.web.marks import unmarked

CODE_LENGTH = 12


class CreditRow(msgspec.Struct, frozen=True):
    """One accredited session on the paper; minutes present and credited; why not."""

    code: str
    title: str
    day: str
    present: int
    credited: int
    reason: str = ""


class CertificateContent(msgspec.Struct, frozen=True, omit_defaults=True):
    """All that is printed on one certificate."""

    kind: CertificateKind
    society: str
    meeting: str
    occasion: str
    name: str
    words: str
    issued_on: date
    issued_at: str
    code: str
    check_at: str
    country: str = ""
    note: str = ""
    what: str = ""
    signed_by: str = ""
    signed_as: str = ""
    signature: Hand | None = None
    accreditation: str = ""
    credits: int = 0
    rows: tuple[CreditRow, ...] = ()

    @property
    def earned(self) -> str:
        """ "4.25 credits", or nothing."""
        return credits_in_words(self.credits) if self.credits else ""


@dataclass(frozen=True, slots=True)
class Press:
    """What all certificates of a meeting have in common when they are made."""

    meeting: MeetingInfo
    policy: Policy
    base_url: str
    issued_on: date
    signer: Signatory = NOBODY

    def check_at(self, code: str) -> str:
        """The address at which a certificate is verified; the QR code opens it."""
        return f"{self.base_url}/{self.meeting.slug}/certificates/{code}"


def content_of(press: Press, claim: Claim, code: str) -> CertificateContent:
    """The certificate of a claim, in the words that the society has now (R07: the name on it is
    the person's certificate name)."""
    meeting, policy, sheet = press.meeting, press.policy, claim.grounds.sheet
    is_credits = claim.kind is CertificateKind.CREDITS
    return CertificateContent(
        kind=claim.kind,
        society=meeting.society_name,
        meeting=meeting.title,
        occasion=_occasion(meeting),
        name=claim.person.certificate_name,
        words=fill_in(policy.words_of(claim.kind), _values(press, claim, code)).strip(),
        issued_on=press.issued_on,
        issued_at=meeting.city,
        code=code,
        check_at=press.check_at(code),
        country=claim.person.country,
        note=_note(claim),
        what=unmarked(claim.what),
        signed_by=press.signer.signed_by,
        signed_as=press.signer.signed_as,
        signature=press.signer.hand,
        accreditation=_accreditation(policy) if is_credits else "",
        credits=sheet.credits if sheet else 0,
        rows=_rows(sheet, meeting) if sheet else (),
    )


def says_the_same(one: CertificateContent, other: CertificateContent) -> bool:
    """Whether two certificates certify the same, whenever they were issued."""
    return _facts(one) == _facts(other)


def _facts(content: CertificateContent) -> tuple[object, ...]:
    """What the holder would want anew: own name, and the facts, not the society's wording."""
    return content.name, content.note, content.what, content.credits, content.rows


def _occasion(meeting: MeetingInfo) -> str:
    span = days_span(meeting.starts_on, meeting.ends_on)
    return ", ".join(filter(None, (span, meeting.city)))


def _note(claim: Claim) -> str:
    """A registration for one day says so, and reviews are counted."""
    attended, reviews = claim.grounds.attended, claim.grounds.reviews
    if claim.kind is CertificateKind.REVIEW:
        return reviews_in_words(reviews)
    if attended and attended.day:
        return f"Registered for one day: {day(attended.day)}."
    return ""


def reviews_in_words(count: int) -> str:
    return f"{count} {'abstract' if count == 1 else 'abstracts'}"


def _accreditation(policy: Policy) -> str:
    number = f"accreditation {policy.accreditation}" if policy.accreditation else ""
    rule = f"one credit for {policy.rule.minutes_per_credit} minutes"
    said = ", ".join(filter(None, (policy.accreditor, number, rule)))
    return f"{said}. {policy.note}".strip() if policy.note else f"{said}."


def _values(press: Press, claim: Claim, code: str) -> dict[str, str]:
    grounds = claim.grounds
    return {
        **_person_values(claim.person),
        **_meeting_values(press.meeting),
        **(_item_values(grounds.item, press.meeting) if grounds.item else {}),
        **(_credit_values(grounds.sheet) if grounds.sheet else {}),
        "days_attended": _days(grounds.attended) if grounds.attended else "",
        "reviews": reviews_in_words(grounds.reviews),
        "issued_on": day(press.issued_on),
        "code": grouped(code),
    }


def _person_values(person: PersonInfo) -> dict[str, str]:
    return {
        "certificate_name": person.certificate_name,
        "name": person.registered_name,
        "given_name": person.given_name,
        "family_name": person.family_name,
        "affiliation": person.affiliation,
        "country": country_name(person.country) if person.country else "",
    }


def _meeting_values(meeting: MeetingInfo) -> dict[str, str]:
    return {
        "meeting": meeting.title,
        "dates": days_span(meeting.starts_on, meeting.ends_on),
        "city": meeting.city,
        "venue": meeting.venue,
        "society": meeting.society_name,
    }


def _item_values(item: Item, meeting: MeetingInfo) -> dict[str, str]:
    return {
        "part": item.part,
        "title": unmarked(item.title),
        "session": unmarked(item.session),
        "held_on": local_day(item.starts_at, meeting.zone),
        "number": item.number,
        "reference": item.reference,
        "presenter": item.presenters,
    }


def _credit_values(sheet: CreditSheet) -> dict[str, str]:
    return {"hours": hours_in_words(sheet.minutes), "credits": credits_in_words(sheet.credits)}


def _days(attended: Attended) -> str:
    """The days of scans; of a registration for one day, that day."""
    days = (attended.day,) if attended.day else attended.days
    return ", ".join(day(each) for each in days)


def _rows(sheet: CreditSheet, meeting: MeetingInfo) -> tuple[CreditRow, ...]:
    """Only sessions in which the person was: what was missed is nobody's business."""
    return tuple(_row(line, meeting) for line in _attended(sheet.lines))


def _attended(lines: Iterable[CreditLine]) -> list[CreditLine]:
    return [line for line in lines if line.present]


def _row(line: CreditLine, meeting: MeetingInfo) -> CreditRow:
    session = line.session
    on = local_day(session.starts_at, meeting.zone)
    title = unmarked(session.title)
    return CreditRow(session.code, title, on, line.present, line.credited, line.reason)


def grouped(code: str) -> str:
    """A code as people read it aloud: groups of four."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def credits_as_number(content: CertificateContent) -> str:
    return hundredths(content.credits)
