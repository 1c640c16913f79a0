"""What the desk answers. Pure: no database, no clock."""

from __future__ import annotations

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
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    TRANSFERRED = "transferred"
    UNPAID = "unpaid"
    PROOF = "proof"
    VIRTUAL = "virtual"


REFUSED_SCANS = {
    Refusal.UNKNOWN: "No badge and no ticket has this code. Search by name.",
    Refusal.OTHER_MEETING: "This code belongs to another meeting.",
    Refusal.VOID: "This badge was lost and replaced. Take it back, and search by name.",
}


@dataclass(frozen=True, slots=True)
class ComeIn:
    """Yes: the person is in, from this moment on."""

    at: datetime


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


CheckInAnswer = ComeIn | AlreadyIn | Refused


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides whether a registration may come in; `due` in words, "" if nothing is owed.

    `waits_for_proof`: the evidence for its category is to come or to be judged (P06).
    """

    state: RegistrationState
    mode: str
    due: str = ""
    waits_for_proof: bool = False


@dataclass(frozen=True, slots=True)
class DeskState:
    """A person's state in one word, with a sign, so that no one needs to see colours."""

    word: str
    sign: str
    kind: str


def refuse(standing: Standing) -> Refused | None:
    """Why this registration may not come in or get a badge; None when it may (T06, G07)."""
    if ended := _ENDED.get(standing.state):
        return Refused(*ended)
    if standing.mode == AttendanceMode.VIRTUAL:
        sentence = "This registration is for taking part online. An upgrade is sold at the office."
        return Refused(Refusal.VIRTUAL, sentence)
    if standing.due or standing.state is RegistrationState.PENDING_PAYMENT:
        sentence = (
            f"{standing.due or 'The payment'} is still to be paid: first to the office, then here."
        )
        return Refused(Refusal.UNPAID, sentence)
    if standing.waits_for_proof:
        sentence = "The proof for this category is still to be accepted: first to the office."
        return Refused(Refusal.PROOF, sentence)
    return None


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


def desk_state(standing: Standing, already: AlreadyIn | None, clock: str) -> DeskState:
    """The state word of a row at the desk; `clock` is the local time of the check-in, if any."""
    refused = refuse(standing)
    if refused:
        return DeskState(_refusal_word(refused, standing), "✕", "bad")
    if already:
        where = f", {already.desk}" if already.desk else ""
        return DeskState(f"Already in {clock}{where}", "!", "warn")
    return DeskState("Ready", "✓", "good")


def _refusal_word(refused: Refused, standing: Standing) -> str:
    return _WORDS.get(refused.why, f"Unpaid {standing.due}".strip())


_WORDS = {
    Refusal.CANCELLED: "Cancelled",
    Refusal.EXPIRED: "Expired",
    Refusal.TRANSFERRED: "Passed on",
    Refusal.PROOF: "Proof to come",
    Refusal.VIRTUAL: "Online only",
}
