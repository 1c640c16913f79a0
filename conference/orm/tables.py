"""What every module writes beside its own rows: who did what, and why."""

from piccolo.columns import JSON, UUID, Text, Timestamptz, Varchar
from piccolo.table import Table

from conference.orm.record import Record


class AuditEntry(Record, Table, tablename="conference_audit_entry"):
    """One action by one person; never changed, never deleted."""

    at = Timestamptz(index=True)
    verb = Varchar(length=80)
    actor = UUID(null=True, default=None, index=True, help_text="person id; null for the system")
    actor_name = Varchar(length=200)
    meeting = UUID(null=True, default=None, index=True)
    subject_kind = Varchar(length=40)
    subject = Varchar(length=80, index=True, help_text="id or code of what was changed")
    changes = JSON(default="{}", help_text="{field: [before, after]}")
    reason = Text(default="")
    request_id = Varchar(length=40, default="")
