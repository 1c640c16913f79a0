"""The worker that empties the outbox; it runs in the app process and as `plenary worker`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog

from conference.letters.actions import send_next_letter
from conference.letters.message import Envelope
from conference.letters.transport import Transport, transport_of
from conference.orm import clock
from conference.settings import Settings

LANES = 3  # one slow mail server must not hold up a sign-in code
PAUSE_SECONDS = 2.0
PAUSE_AFTER_ERROR_SECONDS = 15.0

log = structlog.get_logger(__name__)


async def send_due_letters(
    read_clock: Callable[[], datetime], transport: Transport, envelope: Envelope
) -> None:
    """Sends every letter that is due, a few side by side, until none is left.

    The clock is read at each claim, since a lease must start when its sending starts.
    """

    async def lane() -> None:
        while await send_next_letter(read_clock(), transport, envelope):
            pass

    async with asyncio.TaskGroup() as group:
        for _ in range(LANES):
            group.create_task(lane())


async def run(settings: Settings, stop_event: asyncio.Event) -> None:
    """Sends due letters every two seconds until `stop_event` is set; a failing database is
    logged and tried again, since the letters are safe in it."""
    transport = transport_of(settings.smtp_url)
    envelope = envelope_of(settings)
    while not stop_event.is_set():
        pause = PAUSE_SECONDS
        try:
            await send_due_letters(clock.now, transport, envelope)
        except Exception:
            log.exception("letters_not_sent")
            pause = PAUSE_AFTER_ERROR_SECONDS
        await _sleep_until(stop_event, pause)


def envelope_of(settings: Settings) -> Envelope:
    """Whom this installation's letters come from."""
    return Envelope(settings.mail_from or f"plenary@{settings.host}", settings.host)


async def _sleep_until(stop_event: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop_event.wait()
    except TimeoutError:
        return
