"""The letters about proofs: received, to come, accepted, another one please, refused."""

from __future__ import annotations

from datetime import datetime

from conference.letters.rules import Letter
from conference.people.rules import PersonInfo
from conference.registration.proofs.rules import announced_deadline
from conference.registration.queries import RegistrationInfo
from conference.registration.rules import Balance
from conference.registration.till import Till
from conference.web.templating import render


def received(till: Till, info: RegistrationInfo) -> Letter:
    """We have it; somebody looks at it."""
    return _letter(till, info, "proof_received", "We have your proof")


def reminder(till: Till, info: RegistrationInfo, deadline: datetime) -> Letter:
    """It has not come yet: until when, and where to send it."""
    until = announced_deadline(deadline, till.meeting.zone)
    return _letter(till, info, "proof_reminder", f"Please send your proof by {until}", until=until)


def accepted(till: Till, info: RegistrationInfo) -> Letter:
    """The category stands."""
    return _letter(till, info, "proof_accepted", "Your proof is accepted")


def wanted_again(till: Till, info: RegistrationInfo, reason: str, deadline: datetime) -> Letter:
    """It does not show what it should: why, and until when another one may come."""
    until = announced_deadline(deadline, till.meeting.zone)
    return _letter(
        till, info, "proof_again", "Please send another proof", reason=reason, until=until
    )


def refused(
    till: Till, info: RegistrationInfo, reason: str, before: str, difference: int, balance: Balance
) -> Letter:
    """The category changes, with the reason and the difference (situation 18)."""
    facts = {"reason": reason, "before": before, "difference": difference, "balance": balance}
    return _letter(till, info, "proof_refused", "Your proof is refused", **facts)


def refused_to_payer(
    till: Till, payer: PersonInfo, info: RegistrationInfo, difference: int, balance: Balance
) -> Letter:
    """Who pays for somebody else hears what is due, and nothing about the evidence (N05)."""
    body = render(
        "registration/proofs/letters/proof_payer.txt",
        meeting=till.meeting,
        base_url=till.issuer.base_url,
        info=info,
        person=payer,
        difference=difference,
        balance=balance,
    )
    subject = f"A category of your order has changed: {till.meeting.title}"
    meeting = till.meeting.id
    return Letter("proof_payer", payer.email, subject, body, person=payer.id, meeting=meeting)


def _letter(till: Till, info: RegistrationInfo, kind: str, subject: str, **facts: object) -> Letter:
    body = render(
        f"registration/proofs/letters/{kind}.txt",
        meeting=till.meeting,
        base_url=till.issuer.base_url,
        info=info,
        **facts,
    )
    subject = f"{subject}: {till.meeting.title}"
    person = info.person
    return Letter(kind, person.email, subject, body, person=person.id, meeting=till.meeting.id)
