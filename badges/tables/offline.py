"""What stands in when the network is down."""

from piccolo.columns import UUID, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from conference.meetings.tables import Meeting
from conference.orm.record import Record
from conference.registration.tables import Registration


class Device(Record, Table, tablename="badges_device"):
    """A device that carries the roll: when it last spoke to us, and what it still has to tell."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    device = UUID(help_text="the device's own id")
    name = Varchar(length=60, default="")
    by_name = Varchar(length=200)
    roll_at = Timestamptz(null=True, default=None, help_text="of the roll it carries")
    synced_at = Timestamptz(null=True, default=None)
    waiting = Integer(default=0, help_text="events it had not sent yet, as it said")
    badges_device_once = Unique([meeting, device])


class TemporaryBadge(Record, Table, tablename="badges_temporary_badge"):
    """A numbered one-day badge printed beforehand; linked to a registration later (G08)."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    number = Integer()
    serial = UUID()
    token_hash = Varchar(length=64, unique=True)
    registration = ForeignKey(Registration, null=True, default=None, index=True)
    linked_at = Timestamptz(null=True, default=None)
    linked_by = Varchar(length=200, default="")
    ended_at = Timestamptz(null=True, default=None)
    badges_temporary_badge_once = Unique([meeting, number])
