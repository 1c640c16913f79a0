"""Who acts for a meeting when money, places or letters are moved."""

from __future__ import annotations

from dataclasses import dataclass

from conference.meetings.rules import MeetingInfo
from conference.registration.ticket import Issuer
from conference.settings import Settings


@dataclass(frozen=True, slots=True)
class Till:
    """Where money is recorded: the meeting, and who issues the letters about it."""

    meeting: MeetingInfo
    issuer: Issuer

    @classmethod
    def of(cls, meeting: MeetingInfo, settings: Settings) -> Till:
        return cls(meeting, issuer_of(settings))


def issuer_of(settings: Settings) -> Issuer:
    """What this installation puts into tickets and letters."""
    return Issuer(settings.secret, settings.base_url, settings.host)
