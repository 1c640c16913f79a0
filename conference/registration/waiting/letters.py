"""The letters of the waiting list: joined, offered, missed, removed."""

from __future__ import annotations

from datetime import datetime

from conference.letters.rules import Letter
from conference.people.rules import PersonInfo
from conference.registration.till import Till
from conference.registration.waiting.rules import Pool
from conference.web.templating import render


def joined(till: Till, person: PersonInfo, pool: Pool, position: int) -> Letter:
    """On the list: at which place, and what happens next."""
    subject = f"You are on the waiting list for {pool.title}: {till.meeting.title}"
    return _letter(till, person, pool, "waiting_joined", subject, position=position)


def offer(till: Till, person: PersonInfo, pool: Pool, ends_at: datetime) -> Letter:
    """A place is held: until when, and where to take it."""
    subject = f"A place for you, please answer: {pool.title}, {till.meeting.title}"
    return _letter(till, person, pool, "waiting_offer", subject, ends_at=ends_at)


def missed(till: Till, person: PersonInfo, pool: Pool) -> Letter:
    """The offer has run out and went to the next one."""
    subject = f"Your offer has run out: {pool.title}, {till.meeting.title}"
    return _letter(till, person, pool, "waiting_missed", subject)


def removed(till: Till, person: PersonInfo, pool: Pool, reason: str) -> Letter:
    """The office took somebody off the list, and why."""
    subject = f"No longer on the waiting list for {pool.title}: {till.meeting.title}"
    return _letter(till, person, pool, "waiting_removed", subject, reason=reason)


def _letter(
    till: Till, person: PersonInfo, pool: Pool, kind: str, subject: str, **facts: object
) -> Letter:
    body = render(
        f"registration/waiting/letters/{kind}.txt",
        meeting=till.meeting,
        base_url=till.issuer.base_url,
        person=person,
        pool=pool,
        **facts,
    )
    return Letter(kind, person.email, subject, body, person=person.id, meeting=till.meeting.id)
