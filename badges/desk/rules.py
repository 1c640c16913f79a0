"""What the desk answers. Pure: no database, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from badges.admission.rules import AlreadyIn, Refusal, Refused, Standing, refuse


@dataclass(frozen=True, slots=True)
class ComeIn:
    """Yes: the person is in, from this moment on."""

    at: datetime


REFUSED_SCANS = {
    why: Refused(why, sentence)
    for why, sentence in (
        (Refusal.UNKNOWN, "No badge and no ticket has this code. Search by name."),
        (Refusal.OTHER_MEETING, "This code belongs to another meeting."),
        (Refusal.VOID, "This badge was lost and replaced. Take it back, and search by name."),
        (Refusal.GUEST, "This is the badge of somebody's guest; guests are not checked in."),
        (
            Refusal.UNLINKED,
            "This temporary badge belongs to nobody yet. Search by name, then link it.",
        ),
        (Refusal.ENDED, "This temporary badge was replaced. Take it back, and search by name."),
    )
}


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
    return _WORDS.get(refused.why, f"Unpaid {standing.due}".strip())


_WORDS = {
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
