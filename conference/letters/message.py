"""A stored letter as an e-mail message."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from uuid import UUID

from conference.letters.rules import Attachment, one_line


@dataclass(frozen=True, slots=True)
class Envelope:
    """Whom letters come from, and the host that makes their Message-IDs."""

    mail_from: str
    host: str


@dataclass(frozen=True, slots=True)
class StoredLetter:
    """A letter as the outbox keeps it."""

    id: UUID
    kind: str
    to_address: str
    subject: str
    body: str
    attachments: tuple[Attachment, ...]
    created_at: datetime
    attempts: int


def compose(letter: StoredLetter, envelope: Envelope) -> EmailMessage:
    """The message of a letter. Its Message-ID is the letter's id, the same at every attempt, so
    that a mail server can drop the second copy if a worker died after sending the first."""
    message = EmailMessage()
    message["From"] = envelope.mail_from
    message["To"] = letter.to_address
    message["Subject"] = one_line(letter.subject)
    message["Date"] = format_datetime(letter.created_at)
    message["Message-ID"] = f"<{letter.id}@{envelope.host}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body)
    for each in letter.attachments:
        main, _, sub = each.media_type.partition("/")
        message.add_attachment(each.content, maintype=main, subtype=sub, filename=each.name)
    return message


def pack(attachments: tuple[Attachment, ...]) -> str:
    """Attachments as the outbox stores them."""
    return json.dumps(
        [
            {
                "name": each.name,
                "media_type": each.media_type,
                "base64": base64.b64encode(each.content).decode(),
            }
            for each in attachments
        ]
    )


def unpack(stored: str) -> tuple[Attachment, ...]:
    """The attachments of a stored letter; `unpack(pack(x)) == x`."""
    return tuple(
        Attachment(each["name"], each["media_type"], base64.b64decode(each["base64"]))
        for each in json.loads(stored)
    )
