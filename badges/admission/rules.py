"""Who may come in and have a badge, and what stands in the way. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from conference.meetings.rules import AttendanceMode
from conference.registration.rules import RegistrationState


class Refusal(StrEnum):
    """Why someone may not come in (G07)."""

    UNKNOWN = "unknown"
    OTHER_MEETING = "other_meeting"
    VOID = "void"
    GUEST = "guest"
    UNLINKED = "unlinked"
    ENDED = "ended"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    TRANSFERRED = "transferred"
    UNPAID = "unpaid"
    PROOF = "proof"
    VIRTUAL = "virtual"


@dataclass(frozen=True, slots=True)
class AlreadyIn:
    """Came in before: a warning with when and where, not an error (G09)."""

    at: datetime
    desk: str
    by_name: str


@dataclass(frozen=True, slots=True)
class Refused:
    """No, and the sentence that says why and what to do."""

    why: Refusal
    sentence: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides whether a registration may come in; `due` in words, "" if nothing is owed.

    `waits_for_proof`: the evidence for its category is to come or to be judged (P06).
    `overridden`: the refusals that a supervisor let go, and nobody took back (T06, G07).
    """

    state: RegistrationState
    mode: str
    due: str = ""
    waits_for_proof: bool = False
    overridden: frozenset[Refusal] = frozenset()


def refuse(standing: Standing) -> Refused | None:
    """Why this registration may not come in or get a badge; None when it may (T06, G07).

    What a supervisor has let go no longer counts; a place that another person has taken over
    cannot be let go.
    """
    return next((no for no in _refusals(standing) if no.why not in standing.overridden), None)


def _refusals(standing: Standing) -> Iterator[Refused]:
    """Everything that stands in the way, the weightiest first."""
    if ended := _ENDED.get(standing.state):
        yield Refused(*ended)
    if standing.mode == AttendanceMode.VIRTUAL:
        sentence = "This registration is for taking part online: it can be upgraded, then come in."
        yield Refused(Refusal.VIRTUAL, sentence)
    if standing.due or standing.state is RegistrationState.PENDING_PAYMENT:
        sentence = (
            f"{standing.due or 'The payment'} is still to be paid: at the till or at the office."
        )
        yield Refused(Refusal.UNPAID, sentence)
    if standing.waits_for_proof:
        sentence = "The proof for this category is still to come: the office accepts it."
        yield Refused(Refusal.PROOF, sentence)


# What a supervisor may let go; a place that somebody else has taken over is gone.
OVERRIDABLE = frozenset(
    {Refusal.UNPAID, Refusal.PROOF, Refusal.VIRTUAL, Refusal.CANCELLED, Refusal.EXPIRED}
)

# The place is no longer this person's.
ENDED = frozenset({Refusal.CANCELLED, Refusal.EXPIRED, Refusal.TRANSFERRED})

_ENDED = {
    RegistrationState.CANCELLED: (
        Refusal.CANCELLED,
        "This registration was cancelled. Send the person to the office.",
    ),
    RegistrationState.EXPIRED: (
        Refusal.EXPIRED,
        "This registration was not paid in time and was given up. Send the person to the office.",
    ),
    RegistrationState.TRANSFERRED: (
        Refusal.TRANSFERRED,
        "Somebody else has taken this place over; this ticket is void.",
    ),
}
