"""The letters to reviewers: an invitation, what was given to them, a reminder."""

from collections.abc import Sequence
from dataclasses import dataclass

from abstracts.reviewers.rounds import RoundInfo
from conference.letters.rules import Letter
from conference.meetings.rules import MeetingInfo
from conference.people.rules import PersonInfo
from conference.web.templating import render


@dataclass(frozen=True, slots=True)
class ToRead:
    """What a reviewer has in a round: how many altogether, and how many are not sent."""

    round: RoundInfo
    open: int
    total: int


def invitation(
    meeting: MeetingInfo, person: PersonInfo, message: str, address: str, by_name: str
) -> Letter:
    """Asks somebody to review; the link is theirs alone."""
    body = render(
        "abstracts/reviewers/letters/invitation.txt",
        meeting=meeting,
        dear=person.registered_name,
        message=message,
        address=address,
        by_name=by_name,
    )
    subject = f"Would you review abstracts for {meeting.title}?"
    return Letter("reviewer_invitation", person.email, subject, body, person.id, meeting.id)


def assigned(
    meeting: MeetingInfo, person: PersonInfo, round_: RoundInfo, number: int, base_url: str
) -> Letter:
    """Says how many abstracts wait, and until when."""
    body = render(
        "abstracts/reviewers/letters/assigned.txt",
        meeting=meeting,
        dear=person.registered_name,
        round=round_,
        number=number,
        address=f"{base_url}/{meeting.slug}/reviewing",
    )
    subject = f"{number} abstract{'' if number == 1 else 's'} to review · {meeting.title}"
    return Letter("reviewer_assigned", person.email, subject, body, person.id, meeting.id)


def reminder(
    meeting: MeetingInfo, person: PersonInfo, rounds: Sequence[ToRead], base_url: str
) -> Letter:
    """Says what is still open, and until when (N03)."""
    body = render(
        "abstracts/reviewers/letters/reminder.txt",
        meeting=meeting,
        dear=person.registered_name,
        rounds=rounds,
        address=f"{base_url}/{meeting.slug}/reviewing",
    )
    left = sum(each.open for each in rounds)
    subject = f"{left} abstract{'' if left == 1 else 's'} still to review · {meeting.title}"
    return Letter("reviewer_reminder", person.email, subject, body, person.id, meeting.id)
