"""The member roll: dated, typed memberships, and the imports that filled it."""

from piccolo.columns import JSON, BigInt, Boolean, Date, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from conference.meetings.tables import Society
from conference.orm.record import Record
from conference.people.tables import Person


class MembershipType(Record, Table, tablename="conference_membership_kind"):
    society = ForeignKey(Society, index=True, null=False)
    key = Varchar(length=40, help_text="regular, trainee, emeritus, honorary ...")
    title = Varchar(length=120)
    is_lifetime = Boolean(default=False)
    conference_membership_kind_once = Unique([society, key])


class Membership(Record, Table, tablename="conference_membership"):
    """A dated entitlement of a person; the question is always "active on which day?"."""

    society = ForeignKey(Society, index=True, null=False)
    person = ForeignKey(Person, index=True, null=False)
    type = ForeignKey(MembershipType, index=True, null=False)
    number = Varchar(length=40, index=True)
    valid_from = Date()
    valid_to = Date(null=True, default=None, help_text="last day; null for a life membership")
    status = Varchar(length=20, help_text="membership.rules.MembershipStatus")
    source = Varchar(length=40, default="import")
    conference_membership_once = Unique([society, number, valid_from])


class RollImport(Record, Table, tablename="conference_roll_import"):
    """A file that was read: the proposal shown to the office, and whether it was applied."""

    society = ForeignKey(Society, index=True, null=False)
    file_name = Varchar(length=200)
    digest = Varchar(length=64, index=True, help_text="SHA-256 of the file")
    by_name = Varchar(length=200)
    proposal = JSON(default="[]", help_text="membership.rules.RollChange, one an understood line")
    applied_at = Timestamptz(null=True, default=None)
    undone_at = Timestamptz(null=True, default=None)
    undo = JSON(default="[]", help_text="membership.roll_undo.Undo: what applying it changed")


class Dues(Record, Table, tablename="conference_dues"):
    """What a year of membership costs, for joining with the registration (M02).

    Who joins from `late_from` on pays `late_amount` and is a member through the next year (M06).
    """

    society = ForeignKey(Society, index=True, null=False)
    type = ForeignKey(MembershipType, index=True, null=False)
    year = Integer()
    currency = Varchar(length=3)
    amount = BigInt(help_text="minor units")
    late_from = Date(null=True, default=None)
    late_amount = BigInt(null=True, default=None)
    conference_dues_once = Unique([society, type, year, currency])


class CouncilSeat(Record, Table, tablename="conference_council_seat"):
    """An office of the society that a person holds for a time; it earns a ribbon at meetings."""

    society = ForeignKey(Society, index=True, null=False)
    person = ForeignKey(Person, index=True, null=False)
    title = Varchar(length=80, help_text="as the ribbon says it: President, Council")
    starts_on = Date()
    ends_on = Date(null=True, default=None, help_text="last day; null while it is open")
