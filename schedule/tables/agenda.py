"""What one person carries home: stars, and the private address of their calendar."""

from piccolo.columns import UUID, ForeignKey, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from conference.meetings.tables import Meeting
from conference.orm.record import Record
from conference.people.tables import Person


class Star(Record, Table, tablename="schedule_star"):
    person = ForeignKey(Person, index=True, null=False)
    meeting = ForeignKey(Meeting, index=True, null=False)
    item_code = Varchar(length=12, help_text="of a session or a slot")
    schedule_star_once = Unique([person, meeting, item_code])


class CalendarFeed(Record, Table, tablename="schedule_calendar_feed"):
    """The private feed of one person's stars; renewing it kills the old address."""

    person = ForeignKey(Person, index=True, null=False)
    meeting = ForeignKey(Meeting, index=True, null=False)
    serial = UUID()
    token_hash = Varchar(length=64, unique=True)
    revoked_at = Timestamptz(null=True, default=None)
    schedule_calendar_feed_once = Unique([person, meeting])
