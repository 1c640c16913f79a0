"""Programme codes and boards: how they are made, and those that were given."""

from piccolo.columns import Boolean, ForeignKey, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Unique
from piccolo.table import Table

from abstracts.tables import Abstract
from conference.meetings.tables import Meeting
from conference.orm.record import Record


class NumberingPlan(Record, Table, tablename="schedule_numbering_plan"):
    """How programme codes and boards are made; frozen codes are never given to another (S05)."""

    meeting = ForeignKey(Meeting, unique=True, null=False)
    talk_pattern = Varchar(length=60, default="{kind}{session}.{order}")
    poster_pattern = Varchar(length=60, default="P{session}.{topic}.{order:02}")
    late_pattern = Varchar(length=60, default="LB-{order:02}", help_text="late-breaking (B05)")
    board_pattern = Varchar(length=60, default="{order:03}")
    window = Varchar(
        length=12, default="hour", help_text="schedule.numbering.rules.WindowRule (B02)"
    )
    frozen_at = Timestamptz(null=True, default=None)


class ProgrammeNumber(Record, Table, tablename="schedule_programme_number"):
    """A programme code that was given to an abstract; it stays taken when the abstract goes."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    code = Varchar(length=30)
    abstract = ForeignKey(Abstract, index=True, null=False, on_delete=OnDelete.restrict)
    is_current = Boolean(default=True)
    schedule_programme_number_once = Unique([meeting, code])
