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


class ChoreRun(Record, Table, tablename="conference_chore_run"):
    """Periodic work: when it is due, and which process has it in hand until when."""

    name = Varchar(length=120, unique=True)
    due_at = Timestamptz()
    holder = Varchar(length=60, default="")
    lease_until = Timestamptz(null=True, default=None)
    finished_at = Timestamptz(null=True, default=None)
    error = Text(default="", help_text="of the last run; empty: it went well")
