"""Conflicts (S01): what should not be so in a programme, how bad it is, and who has to mend it."""

from schedule.rules.conflicts.conflict import (
    Conflict,
    Occupied,
    blocking,
    new_conflicts,
    open_blocking,
)
from schedule.rules.conflicts.finding import find_conflicts, problems_of
from schedule.rules.conflicts.kinds import ConflictKind, Severity

__all__ = [
    "Conflict",
    "ConflictKind",
    "Occupied",
    "Severity",
    "blocking",
    "find_conflicts",
    "new_conflicts",
    "open_blocking",
    "problems_of",
]
