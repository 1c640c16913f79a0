"""Why a badge is printed, and what that does to its code. Pure."""

from __future__ import annotations

from enum import StrEnum


class PrintReason(StrEnum):
    """Why a badge was printed (G03). Only `lost` makes a new token and voids the old one."""

    FIRST = "first"
    LOST = "lost"
    MISPRINT = "misprint"
    DAMAGED = "damaged"
    CHANGED = "changed"


REPRINT_REASONS = {
    PrintReason.LOST: "Lost: make a new code, the old badge stops working",
    PrintReason.MISPRINT: "Misprint: same code",
    PrintReason.DAMAGED: "Damaged: same code",
    PrintReason.CHANGED: "Name or role changed: same code",
}
