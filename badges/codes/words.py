"""What is said of a code that opens nobody: one fact everywhere, and what to do where one stands.

A device that carries the roll is sent these sentences and has none of its own. It does not know
whether a badge was lost or was for a day, and neither do staff: so nor does the sentence.
"""

from __future__ import annotations

from badges.admission.rules import Refusal

_OUT_OF_FORCE = "This badge was lost and replaced, or was for one day."
FACTS = {
    Refusal.UNKNOWN: "No badge and no ticket has this code.",
    Refusal.OTHER_MEETING: "This code belongs to another meeting.",
    Refusal.VOID: _OUT_OF_FORCE,
    Refusal.ENDED: _OUT_OF_FORCE,
    Refusal.UNLINKED: "This temporary badge belongs to nobody yet.",
    Refusal.GUEST: "This is the badge of somebody's guest; guests are not checked in.",
}
_DESK = {
    Refusal.UNKNOWN: "Search by name.",
    Refusal.VOID: "Take it back, and search by name.",
    Refusal.ENDED: "Take it back, and search by name.",
    Refusal.UNLINKED: "Search by name, then link it.",
}
_DOOR = {
    Refusal.UNKNOWN: "Scan again, or send the person to the desk.",
    Refusal.VOID: "Keep it, and send the person to the desk.",
    Refusal.ENDED: "Keep it, and send the person to the desk.",
}
_TO_DESK = "Send the person to the desk."
AT_DESK = {why: f"{fact} {_DESK.get(why, '')}".strip() for why, fact in FACTS.items()}
AT_DOOR = {why: f"{fact} {_DOOR.get(why, _TO_DESK)}" for why, fact in FACTS.items()}
