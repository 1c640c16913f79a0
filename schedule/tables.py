"""The programme: sessions, slots, who has a part in them, releases and stars."""

from piccolo.columns import (
    JSON,
    UUID,
    Boolean,
    Bytea,
    ForeignKey,
    Integer,
    Text,
    Timestamptz,
    Varchar,
)
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


class Release(Record, Table, tablename="schedule_release"):
    """An immutable snapshot of the programme; the public sees the newest only."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    number = Integer()
    name = Varchar(length=80)
    comment = Text(default="")
    by_name = Varchar(length=200)
    released_at = Timestamptz()
    snapshot = JSON(help_text="schedule.rules.ReleasedProgramme")
    schedule_release_once = Unique([meeting, number])


class ReleaseFile(Record, Table, tablename="schedule_release_file"):
    """Bytes rendered once from a release: programme.ics, .xml, .json."""

    release = ForeignKey(Release, index=True, null=False)
    name = Varchar(length=40)
    media_type = Varchar(length=80)
    etag = Varchar(length=64)
    body = Bytea()
    schedule_release_file_once = Unique([release, name])


class ProgrammeImport(Record, Table, tablename="schedule_programme_import"):
    """A programme file that was read: shown first, then applied."""

    meeting = ForeignKey(
        Meeting, index=True, null=True, default=None, help_text="null until the file makes one"
    )
    file_name = Varchar(length=200)
    digest = Varchar(length=64)
    by_name = Varchar(length=200)
    zone = Varchar(length=60, default="", help_text="told with the file; empty: as the file says")
    content = Bytea(help_text="the file as it came")
    frame = JSON(default="{}", help_text="schedule.exchange.ExchangeFrame, once applied")
    applied_at = Timestamptz(null=True, default=None)


class Star(Record, Table, tablename="schedule_star"):
    person = ForeignKey(Person, index=True, null=False)
    meeting = ForeignKey(Meeting, index=True, null=False)
    item_code = Varchar(length=12, help_text="of a session or a slot")
    schedule_star_once = Unique([person, meeting, item_code])


class CalendarFeed(Record, Table, tablename="schedule_calendar_feed"):
    """The private feed of one person's stars; renewing it kills the old address."""

    person = ForeignKey(Person, index=True, null=False)
    meeting = ForeignKey(Meeting, index=True, null=False)
    serial = UUID()
    token_hash = Varchar(length=64, unique=True)
    revoked_at = Timestamptz(null=True, default=None)
    schedule_calendar_feed_once = Unique([person, meeting])


class NumberingPlan(Record, Table, tablename="schedule_numbering_plan"):
    """How programme codes and boards are made; frozen codes are never given to another (S05)."""

    meeting = ForeignKey(Meeting, unique=True, null=False)
    talk_pattern = Varchar(length=60, default="{kind}{session}.{order}")
    poster_pattern = Varchar(length=60, default="P{session}.{topic}.{order:02}")
    late_pattern = Varchar(length=60, default="LB-{order:02}", help_text="late-breaking (B05)")
    board_pattern = Varchar(length=60, default="{order:03}")
    window = Varchar(
        length=12, default="hour", help_text="schedule.numbering.rules.WindowRule (B02)"
    )
    frozen_at = Timestamptz(null=True, default=None)


class ProgrammeNumber(Record, Table, tablename="schedule_programme_number"):
    """A programme code that was given to an abstract; it stays taken when the abstract goes."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    code = Varchar(length=30)
    abstract = ForeignKey(Abstract, index=True, null=False, on_delete=OnDelete.restrict)
    is_current = Boolean(default=True)
    schedule_programme_number_once = Unique([meeting, code])
