"""The letter that tells somebody that certificates are there."""

from __future__ import annotations

from collections.abc import Iterable

from badges.papers.content import Press
from badges.papers.rules import Claim
from conference.letters.rules import Letter
from conference.people.rules import PersonInfo
from conference.web.templating import render


def certificates_ready(press: Press, made: Iterable[Claim]) -> list[Letter]:
    """One letter a person for all that is new, to those who have an address."""
    of_person: dict[PersonInfo, list[Claim]] = {}
    for claim in made:
        of_person.setdefault(claim.person, []).append(claim)
    return [_letter(press, who, claims) for who, claims in of_person.items() if who.email]


def _letter(press: Press, person: PersonInfo, claims: list[Claim]) -> Letter:
    meeting = press.meeting
    body = render(
        "badges/letters/certificates_ready.txt",
        person=person,
        meeting=meeting,
        claims=claims,
        link=f"{press.base_url}/{meeting.slug}/my-papers",
    )
    are = "Your certificate is" if len(claims) == 1 else "Your certificates are"
    return Letter(
        kind="certificates_ready",
        to_address=person.email,
        subject=f"{are} ready: {meeting.title}",
        body=body,
        person=person.id,
        meeting=meeting.id,
    )
