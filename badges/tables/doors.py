"""Doors: check points, every scan at one, and ways out that no scan told."""

from piccolo.columns import (
    JSON,
    UUID,
    Boolean,
    ForeignKey,
    Integer,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.constraints import Unique
from piccolo.table import Table

from conference.meetings.tables import Meeting, Room
from conference.orm.record import Record
from conference.registration.tables import Guest, Registration


class CheckPoint(Record, Table, tablename="badges_check_point"):
    """A door: who may pass, how often, and how many fit."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    key = Varchar(length=40, help_text="in its address")
    title = Varchar(length=120)
    kind = Varchar(length=20, help_text="badges.doors.door.PointKind")
    session = Varchar(length=40, default="", help_text="code of the session behind the door")
    extra = Varchar(length=60, default="", help_text="key of the extra one must have bought")
    categories = JSON(default="[]", help_text="keys of the categories let in; empty: all")
    room = ForeignKey(Room, null=True, default=None)
    capacity = Integer(null=True, default=None, help_text="empty: the room's; none: no limit")
    how_often = Varchar(length=10, default="always", help_text="badges.doors.door.HowOften")
    counts_out = Boolean(default=False, help_text="people are scanned out as well")
    opens_at = Timestamptz(null=True, default=None)
    closes_at = Timestamptz(null=True, default=None)
    is_closed = Boolean(default=False)
    badges_check_point_once = Unique([meeting, key])


class Scan(Record, Table, tablename="badges_scan"):
    """One scan at a door, whatever was answered; never changed. `client_id` makes it once."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    point = ForeignKey(CheckPoint, index=True, null=False)
    registration = ForeignKey(Registration, null=True, default=None, index=True)
    token_hash = Varchar(length=64, default="")
    client_id = UUID(unique=True)
    direction = Varchar(length=3, default="in")
    at = Timestamptz(index=True)
    received_at = Timestamptz()
    outcome = Varchar(length=20, index=True, help_text="badges.doors.door.Outcome")
    answered = Varchar(length=20, default="", help_text="what the device said while offline")
    once_key = Varchar(
        length=90,
        null=True,
        default=None,
        unique=True,
        help_text="point:registration:number of a ticket used, and the day of one for each day",
    )
    guest = ForeignKey(Guest, null=True, default=None, help_text="whose badge it was, if a guest's")
    passed = Boolean(default=False, help_text="the person went on, by our answer or the device's")
    look = Varchar(length=4, default="bad", help_text="badges.doors.door.Look")
    word = Varchar(length=40, default="", help_text="of the answer, as it was shown")
    said = Text(default="", help_text="its sentence")
    despite = Varchar(length=20, default="", help_text="the Outcome that staff let go")
    reason = Text(default="", help_text="why they did")
    station = Varchar(length=60, default="")
    by_name = Varchar(length=200)


class WayOut(Record, Table, tablename="badges_way_out"):
    """When somebody left whom no door saw leave, as the office found out; the last word holds."""

    scan = ForeignKey(Scan, index=True, null=False, help_text="the way in")
    at = Timestamptz()
    reason = Text()
    by_name = Varchar(length=200)
