"""What a device without a network tells, when it really happened, and what is answered. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from badges.admission.rules import AlreadyIn, Refused
from badges.desk.rules import CheckInAnswer
from badges.doors.door import Answer as DoorAnswer
from badges.doors.door import Outcome

HASH_LENGTH = 20  # of 64 signs: 80 bits, as many as a token has; more would tell a thief no less
IGNORED = timedelta(seconds=5)  # the way of a message; nobody's clock is better than that
JUMP = timedelta(minutes=2)


class EventKind(StrEnum):
    """What can happen at a desk without a network."""

    CHECK_IN = "check_in"
    UNDO = "undo"
    SCAN = "scan"
    TEMPORARY = "temporary"

    @property
    def did(self) -> str:
        """As a list begins its line."""
        return _DID[self]


_DID = {
    EventKind.CHECK_IN: "Checked in",
    EventKind.UNDO: "Check-in taken back",
    EventKind.SCAN: "Scanned at a door",
    EventKind.TEMPORARY: "Temporary badge handed out",
}


class Answer(StrEnum):
    """What became of an event. `AGAIN`: nothing yet; the device keeps it and sends it again."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    FLAGGED = "flagged"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    AGAIN = "again"


FOR_SUPERVISOR = (Answer.FLAGGED, Answer.UNKNOWN, Answer.REFUSED)


@dataclass(frozen=True, slots=True)
class Told:
    """The answer to one event; a duplicate names the one that was earlier."""

    answer: Answer
    sentence: str = ""
    first_at: datetime | None = None
    first_desk: str = ""


@dataclass(frozen=True, slots=True)
class TrueTime:
    """When it happened by our clock; doubtful if the device's clock was set in between."""

    at: datetime
    is_doubtful: bool = False


def true_time(
    said: datetime, known_offset: timedelta | None, measured: timedelta, now: datetime
) -> TrueTime:
    """The device's time put right by how far its clock was from ours; never in the future.

    `known_offset` is what the device had last learned when the event happened, `measured` what
    this message shows. A tablet whose clock is wrong puts it right as soon as it has a network,
    before it sends: so what was known at the time counts, and a difference makes it doubtful.
    """
    offset = measured if known_offset is None else known_offset
    at = said + offset if abs(offset) > IGNORED else said
    has_jumped = known_offset is not None and abs(known_offset - measured) > JUMP
    return TrueTime(min(at, now), has_jumped or at > now + JUMP)


def told_of_check_in(answer: CheckInAnswer, against: Refused | None, doubt: str = "") -> Told:
    """What a device hears of a check-in that it has decided by itself.

    The person is in, whatever we know by now: what would have stopped them goes to a supervisor,
    and so does a badge that had been replaced (`doubt`).
    """
    why = against.sentence if against else doubt
    if isinstance(answer, AlreadyIn):
        return Told(Answer.DUPLICATE, why, answer.at, answer.desk)
    return Told(Answer.FLAGGED, why) if why else Told(Answer.ACCEPTED)


def told_of_scan(given: DoorAnswer, name: str, said: Outcome | None) -> Told:
    """What a device hears of a scan at a door that it has answered by itself.

    It is the supervisor's business where somebody was let in who would not be now; that somebody
    was sent away for nothing is past, and is said to the device.
    """
    if said is None or given.outcome is said or said is Outcome.OUT:
        return Told(Answer.ACCEPTED)
    would = f"we would have said “{given.word}”: {given.sentence}"
    if said in (Outcome.IN, Outcome.ALREADY) and given.outcome not in (Outcome.IN, Outcome.ALREADY):
        return Told(Answer.FLAGGED, f"{name or 'Somebody'} was let in, {would}")
    if said is Outcome.IN:
        return Told(Answer.DUPLICATE, given.sentence)
    return Told(Answer.ACCEPTED, would.capitalize())
