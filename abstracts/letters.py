"""The letters about an abstract: receipt and decision."""

from abstracts.manuscript import Manuscript
from abstracts.queries.one import AbstractDetail
from abstracts.writing.differences import differences
from conference.letters.rules import Letter
from conference.meetings.rules import MeetingInfo
from conference.people.rules import PersonInfo
from conference.web.templating import render


def receipt(
    meeting: MeetingInfo,
    submitter: PersonInfo,
    abstract: AbstractDetail,
    manuscript: Manuscript,
    base_url: str,
) -> Letter:
    """Says that the abstract has arrived, until when it can change, and what it says (N03)."""
    body = render(
        "abstracts/writing/letter_receipt.txt",
        meeting=meeting,
        dear=submitter.registered_name,
        abstract=abstract,
        manuscript=manuscript,
        address=_address(base_url, meeting, abstract),
    )
    subject = f"Abstract {abstract.code} received · {meeting.title}"
    return Letter("abstract_receipt", submitter.email, subject, body, submitter.id, meeting.id)


def change_receipt(
    meeting: MeetingInfo,
    submitter: PersonInfo,
    abstract: AbstractDetail,
    manuscript: Manuscript,
    base_url: str,
) -> Letter:
    """Says that a change to a submitted abstract is kept, and what it changed (N03)."""
    number = abstract.version + 1
    body = render(
        "abstracts/writing/letter_changed.txt",
        meeting=meeting,
        dear=submitter.registered_name,
        abstract=abstract,
        manuscript=manuscript,
        number=number,
        changed=[each.name.lower() for each in differences(abstract.manuscript, manuscript)],
        address=_address(base_url, meeting, abstract),
    )
    subject = f"Abstract {abstract.code}: version {number} saved · {meeting.title}"
    return Letter("abstract_changed", submitter.email, subject, body, submitter.id, meeting.id)


def _address(base_url: str, meeting: MeetingInfo, abstract: AbstractDetail) -> str:
    return f"{base_url}/{meeting.slug}/abstracts/{abstract.code}"
