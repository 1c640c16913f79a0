"""Badges, their prints, and who has come in."""

from piccolo.columns import UUID, ForeignKey, Text, Timestamptz, Varchar
from piccolo.table import Table

from conference.orm.record import Record
from conference.registration.tables import Registration


class Badge(Record, Table, tablename="badges_badge"):
    """The badge token of a registration. The token itself is derived, only its hash is kept."""

    registration = ForeignKey(Registration, unique=True, null=False)
    serial = UUID(help_text="a new one makes a new token and voids the old")
    token_hash = Varchar(length=64, unique=True)


class BadgePrint(Record, Table, tablename="badges_badge_print"):
    """One physical print (G02, G03)."""

    badge = ForeignKey(Badge, index=True, null=False)
    token_hash = Varchar(length=64, index=True)
    layout = Varchar(length=20)
    by_name = Varchar(length=200)
    printed_at = Timestamptz()
    reason = Varchar(length=20, default="first", help_text="badges.rules.PrintReason")
    note = Text(default="")


class CheckIn(Record, Table, tablename="badges_check_in"):
    """A person came in. `active_key` is the registration's id until it is undone: once only."""

    registration = ForeignKey(Registration, index=True, null=False)
    active_key = Varchar(length=40, null=True, default=None, unique=True)
    at = Timestamptz()
    by_name = Varchar(length=200)
    desk = Varchar(length=40, default="")
    undone_at = Timestamptz(null=True, default=None)
