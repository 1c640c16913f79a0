"""What stands in when the network is down."""

from piccolo.columns import UUID, Boolean, ForeignKey, Integer, Timestamptz, Varchar
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
    clock_off = Integer(default=0, help_text="seconds by which its clock is behind ours")
    badges_device_once = Unique([meeting, device])


class DeviceEvent(Record, Table, tablename="badges_device_event"):
    """What a device told, once, and what it was answered; told again, it is answered the same."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    device = ForeignKey(Device, index=True, null=False)
    client_id = UUID(unique=True)
    kind = Varchar(length=20, help_text="badges.offline.rules.EventKind")
    registration = ForeignKey(Registration, null=True, default=None, index=True)
    said_at = Timestamptz(help_text="by the device's own clock")
    at = Timestamptz(help_text="by ours, as far as we know")
    is_doubtful = Boolean(default=False, help_text="its clock was set in between")
    answer = Varchar(length=20, help_text="badges.offline.rules.Answer")
    sentence = Varchar(length=500, default="")
    first_at = Timestamptz(null=True, default=None, help_text="of the one that was earlier")
    first_desk = Varchar(length=60, default="")
    desk = Varchar(length=60, default="")
    by_name = Varchar(length=200)
    seen_at = Timestamptz(null=True, default=None, help_text="when a supervisor dealt with it")
    seen_by = Varchar(length=200, default="")


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
