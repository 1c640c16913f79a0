"""The letter that tells an attendee that the letter of invitation is there."""

from __future__ import annotations

from conference.letters.rules import Letter
from conference.meetings.rules import MeetingInfo
from conference.registration.queries import RegistrationInfo
from conference.registration.ticket import Issuer
from conference.web.templating import render


def visa_letter_issued(meeting: MeetingInfo, issuer: Issuer, info: RegistrationInfo) -> Letter:
    """Where to download it; the letter itself does not travel by mail, for it names a passport."""
    body = render(
        "registration/letters/visa_letter_issued.txt",
        meeting=meeting,
        info=info,
        base_url=issuer.base_url,
    )
    return Letter(
        kind="visa_letter_issued",
        to_address=info.person.email,
        subject=f"Your letter of invitation: {meeting.title}",
        body=body,
        person=info.person.id,
        meeting=info.meeting,
    )
