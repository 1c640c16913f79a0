"""Badges and their prints."""

from piccolo.columns import UUID, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from badges.tables.printing import PrintBatch, PrintJob
from conference.orm.record import Record
from conference.registration.tables import Guest, Registration


class Badge(Record, Table, tablename="badges_badge"):
    """The badge token of a registration. The token itself is derived, only its hash is kept."""

    registration = ForeignKey(Registration, unique=True, null=False)
    serial = UUID(help_text="a new one makes a new token and voids the old")
    token_hash = Varchar(length=64, unique=True)


class BadgePrint(Record, Table, tablename="badges_badge_print"):
    """One physical print (G02, G03)."""

    badge = ForeignKey(Badge, index=True, null=False)
    token_hash = Varchar(length=64, index=True)
    layout = Varchar(length=40, help_text="key of the layout")
    stock = Varchar(length=40, default="", help_text="key of the stock")
    revision = Integer(
        default=1, help_text="printed small on the badge; a changed name is a new one"
    )
    batch = ForeignKey(PrintBatch, null=True, default=None, index=True)
    job = ForeignKey(PrintJob, null=True, default=None, unique=True, help_text="once a job")
    request = UUID(null=True, default=None, unique=True, help_text="once a press of the button")
    station = Varchar(length=60, default="")
    by_name = Varchar(length=200)
    printed_at = Timestamptz()
    reason = Varchar(length=20, default="first", help_text="badges.printing.rules.PrintReason")
    note = Text(default="")
    badges_badge_print_once = Unique([badge, batch])


class GuestBadge(Record, Table, tablename="badges_guest_badge"):
    """The badge of an accompanying person (P10); it opens what the guest's registrant may open."""

    guest = ForeignKey(Guest, unique=True, null=False)
    serial = UUID()
    token_hash = Varchar(length=64, unique=True)
    printed_at = Timestamptz(null=True, default=None)
