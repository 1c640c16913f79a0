"""Who may read what when (A14): the one rule that every page and every export obeys."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from enum import IntEnum, StrEnum
from zoneinfo import ZoneInfo

from abstracts.deciding.policy import AbstractPolicyInfo
from abstracts.manuscript import AuthorEntry, Manuscript


class Audience(StrEnum):
    """For whom the abstracts are shown."""

    PUBLIC = "public"
    REGISTERED = "registered"
    COMMITTEE = "committee"


class Shown(IntEnum):
    """How much of an abstract is shown; each level shows all that is below it."""

    NOTHING = 0
    TITLES = 1
    TEXTS = 2


def texts_begin(policy: AbstractPolicyInfo, starts_on: date, zone: str) -> datetime:
    """When texts become public: as set, else when the meeting's first day begins at its venue."""
    if policy.texts_from is not None:
        return policy.texts_from
    return datetime.combine(starts_on, time(), ZoneInfo(zone)).astimezone(UTC)


def shown_to(
    audience: Audience, policy: AbstractPolicyInfo, starts_on: date, zone: str, now: datetime
) -> Shown:
    """What an audience sees now (A14): the committee all; registered people never less than all."""
    if audience is Audience.COMMITTEE:
        return Shown.TEXTS
    registered_from = policy.registered_texts_from
    is_early = audience is Audience.REGISTERED and registered_from is not None
    if is_early and registered_from is not None and now >= registered_from:
        return Shown.TEXTS
    if policy.titles_from is not None and now < policy.titles_from:
        return Shown.NOTHING
    if now >= texts_begin(policy, starts_on, zone):
        return Shown.TEXTS
    return Shown.TITLES


def as_shown(manuscript: Manuscript, shown: Shown, *, has_emails: bool) -> Manuscript:
    """The manuscript with nothing in it that may not be shown: whatever is made of it cannot leak.

    What authors told the committee alone (justification, statements) never stays, nor does an
    address that is not to be printed.
    """
    authors = tuple(_author(each, shown, has_emails) for each in manuscript.authors)
    bare = replace(manuscript, authors=authors, justification="", agreed=())
    if shown is Shown.TEXTS:
        return bare
    return replace(
        bare, body="", parts=(), keywords="", funding="", ethics="", trial="", figure=None
    )


def as_withdrawn(manuscript: Manuscript) -> Manuscript:
    """What stays of a withdrawn abstract: its title (A13)."""
    return Manuscript(title=manuscript.title, topic=manuscript.topic)


def _author(author: AuthorEntry, shown: Shown, has_emails: bool) -> AuthorEntry:
    email = author.email if has_emails and author.is_corresponding else ""
    if shown is Shown.TEXTS:
        return replace(author, email=email)
    return replace(author, email=email, discloses=None, disclosure="")
