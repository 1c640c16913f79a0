"""What a kiosk does with whoever stands before it. Pure."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from badges.admission.rules import Refusal


class AutoPrint(StrEnum):
    """When the kiosk prints a badge."""

    NEVER = "no"
    ONCE = "once"
    ALWAYS = "always"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    AutoPrint.ONCE: "Once: a second badge is printed at the desk",
    AutoPrint.ALWAYS: "Always: again as often as somebody asks",
    AutoPrint.NEVER: "Never: check-in only, badges lie in trays",
}


class Printed(StrEnum):
    """What has become of a badge that the kiosk sent to its printer."""

    DONE = "done"
    WAITS = "waits"
    LATE = "late"


PATIENCE = timedelta(seconds=15)
STAYS = timedelta(minutes=3)  # how long a person's page may stand on a screen that anybody passes
LATE_SENTENCE = "The printer did not answer within 15 seconds."

_AT_THE_KIOSK = {
    Refusal.UNKNOWN: "This code is not known here. Try again, or go to the desk.",
    Refusal.OTHER_MEETING: "This code belongs to another meeting. Please go to the desk.",
    Refusal.VOID: "This badge was replaced. Please go to the desk.",
    Refusal.UNPAID: "Something is still to be paid. The desk takes it, then prints your badge.",
    Refusal.PROOF: "We still need the proof of your category. Please show it at the office.",
    Refusal.VIRTUAL: "You are registered for taking part online. The desk can change that.",
}
ELSE = "Your registration is not valid any more. Please go to the desk."


def sentence_of(why: Refusal) -> str:
    """What an attendee reads: where to go, and nothing that a passer-by should not see."""
    return _AT_THE_KIOSK.get(why, ELSE)


def prints_now(mode: AutoPrint, prints: int) -> bool:
    """Whether this kiosk prints a badge that was printed so often before."""
    return mode is AutoPrint.ALWAYS or (mode is AutoPrint.ONCE and not prints)


def printed(is_done: bool, is_failed: bool, waited: timedelta) -> Printed:
    """A printer that fails, or that says nothing for 15 seconds, takes the kiosk out of order."""
    if is_done:
        return Printed.DONE
    return Printed.LATE if is_failed or waited > PATIENCE else Printed.WAITS
