"""What the desk answers. Pure: no database, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from badges.admission.rules import AlreadyIn, Refusal, Refused, Standing, refuse
from badges.codes.words import AT_DESK


@dataclass(frozen=True, slots=True)
class ComeIn:
    """Yes: the person is in, from this moment on."""

    at: datetime


REFUSED_SCANS = {why: Refused(why, sentence) for why, sentence in AT_DESK.items()}
CheckInAnswer = ComeIn | AlreadyIn | Refused


@dataclass(frozen=True, slots=True)
class DeskState:
    """A person's state in one word, with a sign, so that no one needs to see colours."""

    word: str
    sign: str
    kind: str


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
    if refused.why is Refusal.UNPAID:
        return f"{refusal_word(refused.why)} {standing.due}".strip()
    return refusal_word(refused.why)


def refusal_word(why: Refusal) -> str:
    """What stops a person, in the words of the desk."""
    return _WORDS[why]


_WORDS = {
    Refusal.UNPAID: "Unpaid",
    Refusal.CANCELLED: "Cancelled",
    Refusal.EXPIRED: "Expired",
    Refusal.TRANSFERRED: "Passed on",
    Refusal.PROOF: "Proof to come",
    Refusal.VIRTUAL: "Online only",
}


def masked(address: str) -> str:
    """Enough of an e-mail address to tell two people apart: a…k@uni.example."""
    name, _, host = address.rpartition("@")
    if not name:
        return ""
    return f"{name[0]}…{name[-1] if len(name) > 2 else ''}@{host}"


def is_enough(text: str) -> bool:
    """Whether a search is worth it: two letters or digits, or one sign of another script."""
    letters = [sign for sign in text if sign.isalnum()]
    return len(letters) > 1 or any(not sign.isascii() for sign in letters)
