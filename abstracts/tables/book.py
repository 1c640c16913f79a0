"""The abstract book: what the committee writes around the abstracts, and files made of it."""

from piccolo.columns import Boolean, Bytea, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from conference.meetings.tables import Meeting
from conference.orm.record import Record


class BookSetup(Record, Table, tablename="abstracts_book_setup"):
    """How the book is made; no row: the defaults."""

    meeting = ForeignKey(Meeting, unique=True, null=False)
    title = Varchar(length=200, default="")
    order = Varchar(length=12, default="session", help_text="session or topic")
    opening = Text(default="", help_text="before the abstracts")
    closing = Text(default="", help_text="after them")
    has_emails = Boolean(default=False, help_text="of corresponding authors")
    journal = Varchar(length=200, default="", help_text="of the supplement")
    issn = Varchar(length=9, default="")
    volume = Varchar(length=40, default="")
    issue = Varchar(length=40, default="")
    doi_prefix = Varchar(length=80, default="")


class BookFile(Record, Table, tablename="abstracts_book_file"):
    """Bytes made once from one state of the abstracts, by audience."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    name = Varchar(length=40)
    audience = Varchar(length=12, help_text="public, registered or committee")
    digest = Varchar(length=64, help_text="of what it was made from")
    made_at = Timestamptz()
    pages = Integer(default=0)
    body = Bytea()
    abstracts_book_file_once = Unique([meeting, name, audience])


class AbstractImport(Record, Table, tablename="abstracts_import"):
    """A file of abstracts or reviews that was read: shown, then applied, perhaps undone."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    kind = Varchar(length=12, help_text="abstracts or reviews")
    file_name = Varchar(length=200)
    digest = Varchar(length=64)
    by_name = Varchar(length=200)
    content = Bytea(help_text="the file as it came")
    choices = Text(default="{}", help_text="what was told with it, as JSON")
    applied_at = Timestamptz(null=True, default=None)
    undone_at = Timestamptz(null=True, default=None)
    made = Text(default="[]", help_text="codes that it made or changed, as JSON")
