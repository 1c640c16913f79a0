"""How a letter leaves: by SMTP, or not at all where no mail server is set."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib

from conference.letters.rules import SEND_TIMEOUT_SECONDS
from conference.settings import UnsafeSettings


class SendFailed(Exception):
    """One attempt failed. `is_permanent`: the server will refuse it again (5xx)."""

    def __init__(self, text: str, *, is_permanent: bool) -> None:
        super().__init__(text)
        self.is_permanent = is_permanent


class Transport(Protocol):
    @property
    def leaves_the_house(self) -> bool:
        """False: letters are only kept in the outbox, to be read there."""

    async def send(self, message: EmailMessage) -> None:
        """Raises SendFailed."""


@dataclass(frozen=True, slots=True)
class OutboxOnly:
    """No mail server is set: a letter is kept where the office can read it."""

    leaves_the_house: bool = False

    async def send(self, message: EmailMessage) -> None:
        return None


@dataclass(frozen=True, slots=True)
class SmtpTransport:
    """`smtp://user:password@host:587`, `smtps://host:465`; STARTTLS is used where offered.

    `?starttls=require` refuses a server without it, `?starttls=no` never asks.
    """

    host: str
    port: int
    username: str | None = None
    password: str | None = None
    use_tls: bool = False
    start_tls: bool | None = None
    leaves_the_house: bool = True

    async def send(self, message: EmailMessage) -> None:
        try:
            async with asyncio.timeout(SEND_TIMEOUT_SECONDS):
                await self._send(message)
        except aiosmtplib.SMTPRecipientsRefused as error:
            codes = [each.code for each in error.recipients]
            text = "; ".join(f"{each.code} {each.message}" for each in error.recipients)
            raise SendFailed(text, is_permanent=all(code >= 500 for code in codes)) from error
        except aiosmtplib.SMTPAuthenticationError as error:
            raise SendFailed(f"{error.code} {error.message}", is_permanent=False) from error
        except aiosmtplib.SMTPResponseException as error:
            text = f"{error.code} {error.message}"
            raise SendFailed(text, is_permanent=error.code >= 500) from error
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            text = str(error) or type(error).__name__
            raise SendFailed(text, is_permanent=False) from error

    async def _send(self, message: EmailMessage) -> None:
        await aiosmtplib.send(
            message,
            hostname=self.host,
            port=self.port,
            username=self.username,
            password=self.password,
            use_tls=self.use_tls,
            start_tls=self.start_tls,
            timeout=SEND_TIMEOUT_SECONDS / 2,
        )


def transport_of(smtp_url: str) -> Transport:
    """The transport that PLENARY_SMTP_URL names; none set: the outbox only.

    Raises UnsafeSettings with a sentence for an address of another kind.
    """
    if not smtp_url:
        return OutboxOnly()
    parts = urlsplit(smtp_url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise UnsafeSettings("PLENARY_SMTP_URL must look like smtp://user:password@host:587.")
    is_tls = parts.scheme == "smtps"
    asked = parse_qs(parts.query).get("starttls", ["auto"])[0]
    return SmtpTransport(
        host=parts.hostname,
        port=parts.port or (465 if is_tls else 587),
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        use_tls=is_tls,
        start_tls={"require": True, "no": False}.get(asked),
    )
