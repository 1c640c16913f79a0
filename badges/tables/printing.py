"""Printing as work: stations, jobs and batches."""

from piccolo.columns import (
    JSON,
    UUID,
    BigInt,
    Boolean,
    Bytea,
    ForeignKey,
    Integer,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.constraints import Unique
from piccolo.table import Table

from conference.meetings.tables import Meeting
from conference.orm.record import Record
from conference.registration.tables import Registration


class PrintStation(Record, Table, tablename="badges_print_station"):
    """A printer with its stock, and how it is reached."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    name = Varchar(length=60)
    path = Varchar(length=20, default="browser", help_text="badges.printing.rules.PrintPath")
    destination = Varchar(length=300, default="", help_text="queue, printer address, host:port")
    stock = Varchar(length=40)
    layout = Varchar(length=40, default="", help_text="empty: the default of the stock's size")
    offset_x = Integer(default=0, help_text="tenths of a millimetre to the right")
    offset_y = Integer(default=0, help_text="tenths of a millimetre down")
    dots_per_inch = Integer(default=0, help_text="0: not a printer of dots we snap to")
    flip = Varchar(length=12, default="none", help_text="badges.stock.stock.Flip")
    key_hash = Varchar(length=64, null=True, default=None, unique=True, help_text="of the agent")
    seen_at = Timestamptz(null=True, default=None)
    trouble = Varchar(length=300, default="", help_text="what the printer said last, if bad")
    is_served = Boolean(default=False, help_text="by this server's own worker, not by an agent")
    is_paused = Boolean(default=False)
    is_retired = Boolean(default=False)
    badges_print_station_once = Unique([meeting, name])


class PrintBatch(Record, Table, tablename="badges_print_batch"):
    """Many badges as one file, made in the background; a killed process leaves it to the next."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    title = Varchar(length=200, default="")
    choice = JSON(help_text="badges.printing.batches.choice.Choice")
    stock = Varchar(length=40)
    state = Varchar(length=20, default="queued", index=True, help_text="printing.rules.JobState")
    total = Integer(default=0)
    done = Integer(default=0)
    attempts = Integer(default=0)
    lease = UUID(null=True, default=None, help_text="of the claim that holds it")
    lease_until = Timestamptz(null=True, default=None)
    members = JSON(default="[]", help_text="ids of the registrations, in the order of the file")
    reason = Varchar(length=20, default="first", help_text="of those printed before")
    trouble = Text(default="")
    file = Bytea(null=True, default=None)
    is_file_kept = Boolean(default=False, help_text="so that a list need not read the file")
    report = JSON(default="[]", help_text="the pre-print report as it was accepted")
    by_name = Varchar(length=200)
    finished_at = Timestamptz(null=True, default=None)


class PrintJob(Record, Table, tablename="badges_print_job"):
    """One badge for one station: claimed by one conditional update, leased, at most three tries.

    Without a registration it is the station's test page.
    """

    meeting = ForeignKey(Meeting, index=True, null=False)
    registration = ForeignKey(Registration, index=True, null=True, default=None)
    station = ForeignKey(PrintStation, index=True, null=False)
    request = UUID(unique=True, help_text="of the press of the button; a double press is one job")
    state = Varchar(length=20, default="queued", index=True, help_text="printing.rules.JobState")
    attempts = Integer(default=0)
    lease = UUID(null=True, default=None, help_text="of the claim that holds it")
    lease_until = Timestamptz(
        null=True, default=None, help_text="nobody else takes it before; empty: at once"
    )
    reason = Varchar(length=20, default="first")
    note = Text(default="")
    trouble = Varchar(length=300, default="")
    by_name = Varchar(length=200)
    finished_at = Timestamptz(null=True, default=None)


class ReprintPolicy(Record, Table, tablename="badges_reprint_policy"):
    """What a lost badge costs (G03); no row: the first replacement is free, the second is not."""

    meeting = ForeignKey(Meeting, unique=True, null=False)
    lost_fee = BigInt(default=0, help_text="of the first replacement, in minor units")
    full_price = BigInt(
        null=True, default=None, help_text="of the second; empty: the category's last price"
    )
