"""Certificates as they would read before anything is saved, of a real person where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from badges.papers.content import CODE_LENGTH, CertificateContent, Press, content_of
from badges.papers.credits import AccreditedSession, CreditLine, CreditSheet
from badges.papers.kinds import CertificateKind
from badges.papers.rules import ENTITLED, Attended, Claim, Grounds, Item
from conference.meetings.rules import end_of_day
from conference.people.rules import PersonInfo

NOBODY = UUID(int=0)
SOMEBODY = PersonInfo(
    id=NOBODY, given_name="Maria-Theodora", family_name="Papadimitrakopoulou",
    registered_name="Maria-Theodora Papadimitrakopoulou",
    badge_name="Maria-Theodora Papadimitrakopoulou",
    certificate_name="Dr Maria-Theodora Papadimitrakopoulou",
    affiliation="University of Somewhere", city="", country="", email="",
)  # fmt: skip
SAMPLE_CODE = "0" * CODE_LENGTH


def sample_content(
    press: Press, kind: CertificateKind, claims: Sequence[Claim]
) -> CertificateContent:
    """Of the person with the longest name among those who have a claim; else of an invented one.

    Its code verifies nothing, and the page says that nobody knows it.
    """
    own = [claim for claim in claims if claim.kind is kind]
    longest = max(own, key=lambda claim: len(claim.person.certificate_name), default=None)
    claim = replace(longest, entitlement=ENTITLED) if longest else _invented(press, kind)
    return content_of(press, claim, SAMPLE_CODE)


def _invented(press: Press, kind: CertificateKind) -> Claim:
    meeting = press.meeting
    ends = end_of_day(meeting.starts_on, meeting.zone) - timedelta(hours=8)
    item = Item(
        "XXXXX", "poster", "What a title of ordinary length looks like on this certificate",
        "A session of the programme", ends - timedelta(hours=1), ends,
    )  # fmt: skip
    if kind is CertificateKind.SERVICE:
        item = replace(item, part="chair")
    session = AccreditedSession("XXXXX", item.session, item.starts_at, item.ends_at)
    sheet = CreditSheet((CreditLine(session, 58, 60),), 60, 100)
    grounds = {
        CertificateKind.ATTENDANCE: Grounds(attended=Attended(NOBODY, "", True, False, True)),
        CertificateKind.PRESENTATION: Grounds(item=item),
        CertificateKind.SERVICE: Grounds(item=item),
        CertificateKind.REVIEW: Grounds(reviews=12),
        CertificateKind.CREDITS: Grounds(sheet=sheet),
    }
    return Claim(SOMEBODY, kind, ENTITLED, grounds[kind])
