"""Who came in, who let them in against a rule, and who collects for whom."""

from typing import Any

from piccolo.columns import UUID, Boolean, ForeignKey, Text, Timestamptz, Varchar
from piccolo.table import Table

from badges.tables.printing import PrintStation
from conference.meetings.tables import Meeting
from conference.orm.record import Record
from conference.people.tables import Person
from conference.registration.tables import Registration


class Override(Record, Table, tablename="badges_override"):
    """A supervisor let somebody in whom a rule stops, and said why (T06, G07)."""

    registration = ForeignKey(Registration, index=True, null=False)
    refusal = Varchar(length=20, help_text="badges.admission.rules.Refusal that no longer counts")
    reason = Text()
    by_person = ForeignKey(Person, null=False, help_text="the supervisor")
    by_name = Varchar(length=200)
    at_desk = Varchar(length=40, default="")
    asked_by = Varchar(length=200, default="", help_text="who was signed in at that desk")
    withdrawn_at = Timestamptz(null=True, default=None)
    withdrawn_by = Varchar(length=200, default="")


class SupervisorPin(Record, Table, tablename="badges_supervisor_pin"):
    """What a supervisor types at somebody else's screen to say that it is them."""

    person = ForeignKey(Person, unique=True, null=False)
    pin_hash = Varchar(length=200, help_text="argon2")


class CheckIn(Record, Table, tablename="badges_check_in"):
    """A person came in. `active_key` is the registration's id until it is undone: once only.

    One that lost against an earlier one names it in `duplicate_of` and has no active key.
    """

    registration = ForeignKey(Registration, index=True, null=False)
    active_key = Varchar(length=40, null=True, default=None, unique=True)
    client_id = UUID(null=True, default=None, unique=True, help_text="of the device's event")
    at = Timestamptz(help_text="when the person stood there: the device's time if it was offline")
    received_at = Timestamptz(null=True, default=None, help_text="when it reached us, if later")
    by_name = Varchar(length=200)
    desk = Varchar(length=40, default="")
    undone_at = Timestamptz(null=True, default=None)
    duplicate_of: ForeignKey[Any] = ForeignKey("self", null=True, default=None)


class PickUp(Record, Table, tablename="badges_pick_up"):
    """Somebody else may collect a badge: who, authorised by whom, and whose ID was seen (G06)."""

    registration = ForeignKey(Registration, index=True, null=False)
    collector = Varchar(length=200, help_text="the name on the collector's ID")
    note = Text(default="")
    authorised_by = Varchar(length=200)
    is_by_attendee = Boolean(default=False, help_text="else somebody at the desk was told")
    withdrawn_at = Timestamptz(null=True, default=None)
    collected_at = Timestamptz(null=True, default=None)
    handed_out_by = Varchar(length=200, default="")
    id_was_seen = Boolean(default=False)


class DeskNote(Record, Table, tablename="badges_desk_note"):
    """What the next desk should know about somebody; taken down when it no longer matters."""

    registration = ForeignKey(Registration, index=True, null=False)
    text = Varchar(length=500)
    by_name = Varchar(length=200)
    ended_at = Timestamptz(null=True, default=None)


class Kiosk(Record, Table, tablename="badges_kiosk"):
    """A screen at which attendees check themselves in; it is opened and unlocked by a PIN."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    name = Varchar(length=60)
    key_hash = Varchar(length=64, unique=True, help_text="of the screen's own cookie")
    pin_hash = Varchar(length=200)
    station = ForeignKey(PrintStation, null=True, default=None)
    printing = Varchar(length=20, default="once", help_text="badges.kiosk.rules.AutoPrint")
    seen_at = Timestamptz(null=True, default=None)
    trouble = Varchar(length=300, default="", help_text="why it is out of order")
    is_closed = Boolean(default=False)
