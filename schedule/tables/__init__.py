"""The programme: the draft and its limits, releases, stars, codes and boards."""

from schedule.tables.agenda import CalendarFeed, Star
from schedule.tables.constraints import (
    Acknowledgement,
    Availability,
    PresenterPlace,
    ProgrammePolicy,
    RoomHours,
)
from schedule.tables.draft import DraftChange
from schedule.tables.numbering import NumberingPlan, ProgrammeNumber
from schedule.tables.programme import Participation, Session, Slot
from schedule.tables.releases import ProgrammeImport, Release, ReleaseFile

__all__ = [
    "Acknowledgement",
    "Availability",
    "CalendarFeed",
    "DraftChange",
    "NumberingPlan",
    "Participation",
    "PresenterPlace",
    "ProgrammeImport",
    "ProgrammeNumber",
    "ProgrammePolicy",
    "Release",
    "ReleaseFile",
    "RoomHours",
    "Session",
    "Slot",
    "Star",
]
