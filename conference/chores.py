"""Work that comes round by itself: offers that end, orders that expire, reminders.

Modules list theirs as CHORES in their `pages.py`. Each runs about every minute, in one process at
a time: whoever wins a lease in the database. A chore may run twice all the same (a process that
hangs loses its lease), so each of them does a thing only if it is still to be done.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

import structlog

from conference.orm import clock
from conference.orm.tables import ChoreRun
from conference.registration.ticket import Issuer
from conference.registration.till import issuer_of
from conference.settings import Settings

EVERY = timedelta(minutes=1)
LEASE = timedelta(minutes=10)
PAUSE_SECONDS = 15.0  # between two looks at what is due

Chore = Callable[[datetime, Issuer], Awaitable[None]]
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a chore; `error` is empty when it went well."""

    name: str
    error: str = ""


def name_of(chore: Chore) -> str:
    """The name under which a chore's runs are kept: its module and function."""
    return f"{chore.__module__}.{getattr(chore, '__qualname__', chore)}"


async def run_chores(
    chores: Sequence[Chore],
    issuer: Issuer,
    read_clock: Callable[[], datetime] = clock.now,
    *,
    only_due: bool = True,
) -> list[Done]:
    """Runs those of the chores that are due and that no other process has in hand.

    One that fails is logged and tried again in its next turn; the others go on.
    """
    holder = f"{socket.gethostname()[:30]}:{os.getpid()}:{uuid4().hex[:8]}"
    done = []
    for chore in chores:
        started = read_clock()
        if await _claim(name_of(chore), holder, started, only_due=only_due):
            error = await _run(chore, started, issuer)
            await _finish(name_of(chore), holder, started, read_clock(), error)
            done.append(Done(name_of(chore), error))
    return done


async def run(chores: Sequence[Chore], settings: Settings, stop_event: asyncio.Event) -> None:
    """Runs chores as they come due until `stop_event` is set; never gives up."""
    issuer = issuer_of(settings)
    while not stop_event.is_set():
        try:
            await run_chores(chores, issuer)
        except Exception:
            log.exception("chores_not_run")
        try:
            async with asyncio.timeout(PAUSE_SECONDS):
                await stop_event.wait()
        except TimeoutError:
            continue


async def _run(chore: Chore, now: datetime, issuer: Issuer) -> str:
    try:
        await chore(now, issuer)
    except Exception as error:
        log.exception("chore_failed", chore=name_of(chore))
        return f"{type(error).__name__}: {error}"[:500]
    return ""


async def _claim(name: str, holder: str, now: datetime, *, only_due: bool) -> bool:
    """One conditional UPDATE: of several processes one gets the chore."""
    if not await ChoreRun.exists().where(ChoreRun.name == name):
        row = ChoreRun(id=uuid4(), created_at=now, name=name, due_at=now)
        await ChoreRun.insert(row).on_conflict(target=ChoreRun.name, action="DO NOTHING")
    is_free = ChoreRun.lease_until.is_null() | (ChoreRun.lease_until < now)
    mine = (ChoreRun.name == name) & is_free
    won = (
        await ChoreRun.update({ChoreRun.holder: holder, ChoreRun.lease_until: now + LEASE})
        .where(mine & (ChoreRun.due_at <= now) if only_due else mine)
        .returning(ChoreRun.id)
    )
    return bool(won)


async def _finish(
    name: str, holder: str, started: datetime, finished: datetime, error: str
) -> None:
    """Written only by who still has it in hand; due again a minute after it was begun."""
    await ChoreRun.update(
        {
            ChoreRun.due_at: started + EVERY,
            ChoreRun.lease_until: None,
            ChoreRun.finished_at: finished,
            ChoreRun.error: error,
        }
    ).where(ChoreRun.name == name, ChoreRun.holder == holder)
