"""The letters about an abstract: receipt, withdrawal, decision."""

from collections.abc import Sequence

from abstracts.manuscript import Manuscript
from abstracts.queries.one import AbstractDetail
from abstracts.vocabulary import DECISION_WORDS, Decision
from conference.letters.rules import Letter
from conference.meetings.rules import MeetingInfo
from conference.people.rules import PersonInfo
from conference.web.templating import render

Recipients = Sequence[tuple[str, str]]


def receipt(
    meeting: MeetingInfo,
    submitter: PersonInfo,
    abstract: AbstractDetail,
    manuscript: Manuscript,
    base_url: str,
) -> Letter:
    """Says that the abstract has arrived, until when it can change, and what it says (N03)."""
    body = render(
        "abstracts/letter_receipt.txt",
        meeting=meeting,
        dear=submitter.registered_name,
        abstract=abstract,
        manuscript=manuscript,
        address=_address(base_url, meeting, abstract),
    )
    subject = f"Abstract {abstract.code} received · {meeting.title}"
    return Letter("abstract_receipt", submitter.email, subject, body, submitter.id, meeting.id)


def withdrawal(meeting: MeetingInfo, submitter: PersonInfo, abstract: AbstractDetail) -> Letter:
    """Says that the abstract is withdrawn."""
    body = render(
        "abstracts/letter_withdrawal.txt",
        meeting=meeting,
        dear=submitter.registered_name,
        abstract=abstract,
    )
    subject = f"Abstract {abstract.code} withdrawn · {meeting.title}"
    return Letter("abstract_withdrawn", submitter.email, subject, body, submitter.id, meeting.id)


def acceptance(
    meeting: MeetingInfo,
    recipients: Recipients,
    abstract: AbstractDetail,
    decision: Decision,
    base_url: str,
) -> list[Letter]:
    """Says how it will be presented, and that the presenting author must be registered (A09)."""
    subject = f"Abstract {abstract.code} accepted · {meeting.title}"
    return [
        Letter(
            "abstract_accepted",
            address,
            subject,
            render(
                "abstracts/letter_acceptance.txt",
                meeting=meeting,
                dear=name,
                abstract=abstract,
                decision=DECISION_WORDS[decision].lower(),
                address=_address(base_url, meeting, abstract),
                register=f"{base_url}/{meeting.slug}/register",
            ),
            meeting=meeting.id,
        )
        for name, address in recipients
    ]


def rejection(
    meeting: MeetingInfo, recipients: Recipients, abstract: AbstractDetail, note: str
) -> list[Letter]:
    """Says kindly that it was not accepted, with the committee's note if there is one."""
    subject = f"Abstract {abstract.code}: the committee’s decision · {meeting.title}"
    return [
        Letter(
            "abstract_rejected",
            address,
            subject,
            render(
                "abstracts/letter_rejection.txt",
                meeting=meeting,
                dear=name,
                abstract=abstract,
                note=note,
            ),
            meeting=meeting.id,
        )
        for name, address in recipients
    ]


def _address(base_url: str, meeting: MeetingInfo, abstract: AbstractDetail) -> str:
    return f"{base_url}/{meeting.slug}/abstracts/{abstract.code}"
