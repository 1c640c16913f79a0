"""Letters wait here until a worker has sent them."""

from piccolo.columns import JSON, UUID, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from conference.orm.record import Record


class OutboxLetter(Record, Table, tablename="conference_outbox_letter"):
    """One e-mail, written in the transaction of the action that caused it."""

    kind = Varchar(length=40, index=True)
    meeting = UUID(null=True, default=None, index=True)
    person = UUID(null=True, default=None, index=True)
    to_address = Varchar(length=254)
    subject = Varchar(length=250)
    body = Text()
    attachments = JSON(default="[]", help_text="[{name, media_type, base64}]")
    state = Varchar(length=12, default="queued", index=True, help_text="letters.rules.LetterState")
    attempts = Integer(default=0)
    not_before = Timestamptz()
    lease_until = Timestamptz(null=True, default=None)
    sent_at = Timestamptz(null=True, default=None)
    last_error = Text(default="")
