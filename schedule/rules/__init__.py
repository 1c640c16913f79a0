"""The rules of the programme: words, conflicts and releases, as pure functions."""

from schedule.rules.conflicts import (
    Conflict,
    ConflictKind,
    Occupied,
    find_conflicts,
    new_conflicts,
)
from schedule.rules.origin import Link, Origin, OriginPerson, Recording
from schedule.rules.programme import (
    Constraints,
    Involved,
    PersonFacts,
    PlannedRoom,
    PlannedSession,
    PlannedSlot,
    Programme,
    Span,
)
from schedule.rules.released import (
    ReleasedMeeting,
    ReleasedPerson,
    ReleasedPlace,
    ReleasedProgramme,
    ReleasedRoom,
    ReleasedSession,
    ReleasedSlot,
)
from schedule.rules.vocabulary import ItemStatus, Part, SessionKind, SlotKind, session_kind_of

__all__ = [
    "Conflict",
    "ConflictKind",
    "Constraints",
    "Involved",
    "ItemStatus",
    "Link",
    "Occupied",
    "Origin",
    "OriginPerson",
    "Part",
    "PersonFacts",
    "PlannedRoom",
    "PlannedSession",
    "PlannedSlot",
    "Programme",
    "Recording",
    "ReleasedMeeting",
    "ReleasedPerson",
    "ReleasedPlace",
    "ReleasedProgramme",
    "ReleasedRoom",
    "ReleasedSession",
    "ReleasedSlot",
    "SessionKind",
    "SlotKind",
    "Span",
    "find_conflicts",
    "new_conflicts",
    "session_kind_of",
]
