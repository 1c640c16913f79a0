"""What the public sees: releases with their bytes; and programme files that were read."""

from piccolo.columns import JSON, Bytea, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from conference.meetings.tables import Meeting
from conference.orm.record import Record


class Release(Record, Table, tablename="schedule_release"):
    """An immutable snapshot of the programme; the public sees the newest only."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    number = Integer()
    name = Varchar(length=80)
    comment = Text(default="")
    by_name = Varchar(length=200)
    released_at = Timestamptz()
    summary = Varchar(length=200, default="", help_text="what it changed, in counts")
    snapshot = JSON(help_text="schedule.rules.ReleasedProgramme")
    schedule_release_once = Unique([meeting, number])


class ReleaseFile(Record, Table, tablename="schedule_release_file"):
    """Bytes rendered once from a release: programme.ics, .xml, .json, .pdf; and what it froze
    beside its snapshot: changes.json, texts.json, titles.json (titles under embargo)."""

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
