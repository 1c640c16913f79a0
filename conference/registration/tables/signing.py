"""Who signs."""

from piccolo.columns import Bytea, ForeignKey, Integer, Varchar
from piccolo.table import Table

from conference.meetings.tables import Meeting
from conference.orm.record import Record


class Signature(Record, Table, tablename="conference_signature"):
    """Who signs what a meeting writes, and the picture of the signature.

    A picture that was taken away stays for the documents that carry it; `active_key` names meeting
    and purpose of the one that new documents get.
    """

    meeting = ForeignKey(Meeting, index=True, null=False)
    purpose = Varchar(length=20, help_text="registration.signing.rules.Purpose")
    active_key = Varchar(length=80, null=True, default=None, unique=True)
    signed_by = Varchar(length=200, default="", help_text="nobody named: the society signs")
    signed_as = Varchar(length=200, default="")
    media_type = Varchar(length=40, default="")
    width = Integer(default=0)
    height = Integer(default=0)
    content = Bytea(null=True, default=None)
    digest = Varchar(length=64, default="", index=True, help_text="SHA-256 of the content")
    by_name = Varchar(length=200)
