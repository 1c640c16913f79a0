"""The trail of the draft: every change with what was before, so that it can be taken back."""

from piccolo.columns import JSON, UUID, Boolean, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from conference.meetings.tables import Meeting
from conference.orm.record import Record
from conference.people.tables import Person


class DraftChange(Record, Table, tablename="schedule_draft_change"):
    """One edit of the draft; `number` counts a meeting's edits, so that boards can catch up."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    number = Integer()
    person = ForeignKey(Person, index=True, null=True, default=None, help_text="who may undo it")
    by_name = Varchar(length=200)
    at = Timestamptz()
    words = Text(help_text="what was done, for people")
    codes = Text(default="", help_text="of the sessions it touched, one blank apart")
    steps = JSON(help_text="list of schedule.rules.DraftStep; empty: cannot be taken back")
    undoes = UUID(null=True, default=None, help_text="the change that this one takes back")
    is_undone = Boolean(default=False)
    schedule_draft_change_once = Unique([meeting, number])
