"""The draft: sessions, their slots, and who has a part in them."""

from piccolo.columns import JSON, Boolean, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Unique
from piccolo.table import Table

from abstracts.tables import Abstract
from conference.meetings.tables import Meeting, Room
from conference.orm.record import Record
from conference.people.tables import Person


class Session(Record, Table, tablename="schedule_session"):
    """A block in a room. Its slots lie inside it and move with it."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    code = Varchar(length=12, help_text="public, unique among sessions and slots of a meeting")
    kind = Varchar(length=20, help_text="schedule.rules.SessionKind")
    type_label = Varchar(length=60, default="", help_text="the imported word for the kind, if any")
    title = Text()
    subtitle = Text(default="")
    track = Varchar(length=120, default="")
    room = ForeignKey(Room, index=True, null=True, default=None, on_delete=OnDelete.restrict)
    starts_at = Timestamptz(null=True, default=None)
    duration_minutes = Integer(default=0)
    summary = Text(default="", help_text="one paragraph, plain text")
    description = Text(default="")
    language = Varchar(length=10, default="")
    status = Varchar(length=12, default="confirmed", help_text="schedule.rules.ItemStatus")
    sponsor = Varchar(length=120, default="", help_text="whose session it is, if a sponsor's (S10)")
    is_streamed = Boolean(default=False, help_text="also for those who take part from afar (S09)")
    stream_url = Varchar(length=300, default="", help_text="shown to registered people only")
    set_up_from = Timestamptz(null=True, default=None, help_text="posters go up (B04)")
    set_up_until = Timestamptz(null=True, default=None)
    tear_down_from = Timestamptz(null=True, default=None, help_text="posters come down (B04)")
    tear_down_until = Timestamptz(null=True, default=None)
    board_size = Varchar(length=60, default="", help_text="of a poster board: 1 m x 1 m")
    version = Integer(default=1, help_text="grows with each edit; an edit names the one it saw")
    imported = JSON(default="{}", help_text="guid, id, slug, links ... kept for export")
    schedule_session_code_once = Unique([meeting, code])


class Slot(Record, Table, tablename="schedule_slot"):
    """One item inside a session: a talk, or a poster with its board."""

    session = ForeignKey(Session, index=True, null=False)
    code = Varchar(length=12, index=True)
    position = Integer()
    title = Text()
    kind = Varchar(length=20, default="talk", help_text="schedule.rules.SlotKind")
    abstract = ForeignKey(
        Abstract, index=True, null=True, default=None, on_delete=OnDelete.restrict
    )
    starts_after_minutes = Integer(default=0, help_text="from the start of the session")
    duration_minutes = Integer(default=0)
    questions_minutes = Integer(default=0, help_text="of its duration, those for questions")
    board = Varchar(length=20, default="")
    status = Varchar(length=12, default="confirmed")
    version = Integer(default=1)


class Participation(Record, Table, tablename="schedule_participation"):
    """A person's part in a session (chair, speaker) or in one of its slots (speaker, presenter)."""

    session = ForeignKey(Session, index=True, null=False)
    slot = ForeignKey(Slot, index=True, null=True, default=None)
    person = ForeignKey(Person, index=True, null=False)
    part = Varchar(length=20, help_text="schedule.rules.Part")
    position = Integer(default=0)
