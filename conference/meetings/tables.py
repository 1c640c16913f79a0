"""The society, its meetings, their deadlines and their rooms."""

from piccolo.columns import Boolean, Date, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from conference.orm.record import Record


class Society(Record, Table, tablename="conference_society"):
    name = Varchar(length=200)
    short_name = Varchar(length=40)
    contact_email = Varchar(length=254, default="")


class Meeting(Record, Table, tablename="conference_meeting"):
    """One edition. Local days are dates in `zone`; instants elsewhere are UTC."""

    society = ForeignKey(Society, index=True, null=False)
    slug = Varchar(length=60, unique=True)
    title = Varchar(length=200)
    mode = Varchar(length=20, default="in_person", help_text="meetings.rules.Mode")
    currency = Varchar(length=3, default="EUR")
    zone = Varchar(length=60, default="UTC", help_text="IANA name of the venue's zone")
    starts_on = Date()
    ends_on = Date()
    city = Varchar(length=120, default="")
    venue = Varchar(length=200, default="")
    address = Varchar(length=300, default="")
    welcome = Text(default="")
    is_synthetic = Boolean(default=False, help_text="a demo: said so on every page")


class Milestone(Record, Table, tablename="conference_milestone"):
    """A named deadline: an instant, and the zone in which it was promised (N02)."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    key = Varchar(length=40, help_text="meetings.rules.MilestoneKey")
    title = Varchar(length=120)
    at = Timestamptz()
    zone = Varchar(length=60)
    conference_milestone_once = Unique([meeting, key])


class MilestoneExtension(Record, Table, tablename="conference_milestone_extension"):
    """One extension: what the deadline was, what it became, why and by whom (A16, N06)."""

    milestone = ForeignKey(Milestone, index=True, null=False)
    previous_at = Timestamptz()
    extended_to = Timestamptz()
    reason = Text()
    by_name = Varchar(length=200)


class Room(Record, Table, tablename="conference_room"):
    meeting = ForeignKey(Meeting, index=True, null=False)
    name = Varchar(length=120)
    capacity = Integer(null=True, default=None)
    floor = Varchar(length=60, default="")
    position = Integer(default=0)
    conference_room_once = Unique([meeting, name])
