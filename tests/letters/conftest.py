"""A real mail server in the test's own event loop, and letters to send."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest
from aiosmtpd.smtp import SMTP

from conference.letters.actions import queue_letter
from conference.letters.rules import Letter
from conference.letters.tables import OutboxLetter
from conference.orm import Actor, action
from tests.cast import NOW

ADDRESS = "dan@example.org"


@dataclass
class Mailbox:
    """What arrived; `answers` are given to the next messages instead of accepting them."""

    port: int = 0
    messages: list[EmailMessage] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}?starttls=no"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.answers:
            return self.answers.pop(0)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        self.arrived.set()
        return "250 OK"


@pytest.fixture
async def mailbox() -> AsyncIterator[Mailbox]:
    box = Mailbox()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(box, hostname="mail.test", loop=loop), "127.0.0.1", 0
    )
    box.port = server.sockets[0].getsockname()[1]
    yield box
    server.close()
    await server.wait_closed()
    await asyncio.sleep(0)


async def queue(subject: str = "Hello", **changes: Any) -> UUID:
    """One letter, queued as an action does it."""
    letter = Letter(
        **{"kind": "test", "to_address": ADDRESS, "subject": subject, "body": "Body.\n", **changes}
    )
    async with action("test", by=Actor.system("tests"), now=NOW) as act:
        return await queue_letter(act, letter)


async def stored(id: UUID) -> dict[str, Any]:
    row = await OutboxLetter.select().where(OutboxLetter.id == id).first()
    assert row is not None
    return row
