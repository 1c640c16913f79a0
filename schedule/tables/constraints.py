"""What limits a programme: hours of rooms, when people can be there, the meeting's own numbers."""

from piccolo.columns import Boolean, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from conference.meetings.tables import Meeting, Room
from conference.orm.record import Record
from conference.people.tables import Person


class RoomHours(Record, Table, tablename="schedule_room_hours"):
    """One stretch in which a room can be used; a room without any can be used at all times."""

    room = ForeignKey(Room, index=True, null=False)
    starts_at = Timestamptz()
    ends_at = Timestamptz()


class Availability(Record, Table, tablename="schedule_availability"):
    """One stretch in which a person can be there; somebody without any can be there always."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    person = ForeignKey(Person, index=True, null=False)
    starts_at = Timestamptz()
    ends_at = Timestamptz()


class PresenterPlace(Record, Table, tablename="schedule_presenter_place"):
    """Where somebody takes part from: remote presenters have hours of their own (S09)."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    person = ForeignKey(Person, index=True, null=False)
    is_remote = Boolean(default=False)
    zone = Varchar(length=60, default="", help_text="IANA name of their zone")
    note = Text(default="", help_text="their own words to the committee")
    schedule_presenter_place_once = Unique([meeting, person])


class ProgrammePolicy(Record, Table, tablename="schedule_programme_policy"):
    """The meeting's own numbers; without a row the defaults hold."""

    meeting = ForeignKey(Meeting, unique=True, null=False)
    changeover_minutes = Integer(default=5, help_text="between two sessions of a room (S01)")
    popular_from = Integer(default=5, help_text="people who starred both, to call two popular")
    hosts = Text(default="", help_text="sites that may embed the programme, one a line")


class Acknowledgement(Record, Table, tablename="schedule_acknowledgement"):
    """A conflict that the committee knows of and accepts, and why (N06)."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    key = Varchar(length=200, help_text="schedule.rules.Conflict.key")
    sentence = Text(help_text="the conflict as it was then")
    reason = Text()
    by_name = Varchar(length=200)
    schedule_acknowledgement_once = Unique([meeting, key])
