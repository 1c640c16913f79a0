"""A batch's file is made beside the requests, and its prints are recorded with it.

Whoever claims a batch holds a lease of a minute and renews it every few seconds while a thread
draws; the progress is written with each renewal. File, prints and the word "done" are written in
one transaction at the end: half a batch of recorded prints without their file would be of no use
to anybody, drawing 1,250 badges takes a second or two, and so a process that is killed has
recorded nothing. The next one to look, after the lease, makes the whole batch anew. That no badge
is recorded twice for one batch is also a constraint of the table.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from itertools import groupby

import structlog

from badges.admission.queries import refusals_of
from badges.drawing.render import Press
from badges.faces.queries import count_prints
from badges.faces.rules import BadgeFace
from badges.layouts.layout import Layout
from badges.printing.actions import Printer, Why, record_all
from badges.printing.batches.choice import Printed
from badges.printing.batches.claiming import Making, Progress, claim_next, let_go, renew
from badges.printing.batches.queries import BATCHES, GAVE_UP, members_of
from badges.printing.errors import LeaseLost
from badges.printing.files import faces_for
from badges.printing.papers import Sheets, paper_of
from badges.printing.rules import JobState, PrintReason
from badges.stock.grid import place
from badges.tables import PrintBatch
from conference.meetings.actions import hold_meeting
from conference.orm import Actor, action, clock
from conference.registration.queries import RegistrationInfo, registrations_info
from conference.settings import Settings

NOBODY = "Nobody of this batch may have a badge any more."
PAUSE_SECONDS = 1.0
PAUSE_AFTER_ERROR_SECONDS = 15.0

log = structlog.get_logger(__name__)


async def make_next_batch(
    settings: Settings, read_clock: Callable[[], datetime] = clock.now
) -> bool:
    """Makes the batch that waits longest, wherever its last maker died; False when none waits."""
    making = await claim_next(settings, read_clock)
    if making is None:
        return False
    try:
        await _make(making)
    except LeaseLost:
        log.info("batch_lost", batch=str(making.batch.id))
    except Exception:
        log.exception("batch_not_made", batch=str(making.batch.id))
        await let_go(making, GAVE_UP)
    return True


async def _make(making: Making) -> None:
    infos = await _still_wanted(making)
    if not infos:
        await let_go(making, NOBODY, is_hopeless=True)
        return
    sheets = await paper_of(making.meeting.id, making.batch.stock, making.batch.choice.layout)
    faces = await _faces(making, infos, sheets.layout)
    progress = Progress()
    renewing = asyncio.create_task(renew(making, progress))
    try:
        body = await asyncio.to_thread(draw, faces, sheets, making, progress)
    finally:
        progress.is_lost = True
        renewing.cancel()
        with suppress(asyncio.CancelledError):
            await renewing
    await _finish(making, infos, sheets, body)


async def _still_wanted(making: Making) -> list[RegistrationInfo]:
    """The members in their order, without those who may not come in any more or, of a batch of
    new badges, were printed at a desk meanwhile."""
    ids = await members_of(making.batch.id)
    found = await registrations_info(ids)
    refused = await refusals_of(list(found.values()))
    prints = await count_prints(ids)
    is_new_only = making.batch.choice.printed is Printed.NEW
    return [
        found[each]
        for each in ids
        if each in found and each not in refused and not (is_new_only and each in prints)
    ]


async def _faces(
    making: Making, infos: Sequence[RegistrationInfo], layout: Layout
) -> list[BadgeFace]:
    """As the prints that they will be, which is one more than there are now."""
    secret, by = making.settings.secret, Actor.system(making.batch.by_name)
    faces = await faces_for(
        layout, making.meeting, infos, secret=secret, by=by, now=making.read_clock()
    )
    prints = await count_prints([info.id for info in infos])
    return [
        replace(face, revision=prints.get(info.id, 0) + 1)
        for face, info in zip(faces, infos, strict=True)
    ]


def draw(faces: Sequence[BadgeFace], sheets: Sheets, making: Making, progress: Progress) -> bytes:
    """The file, sheet by sheet. Raises LeaseLost as soon as nobody wants it any more."""
    paper = making.batch.choice.on(sheets.paper)
    press = Press(sheets.layout, paper, f"Badges of {making.meeting.title}", sheets.pictures)
    places = [(face, place(paper, index), index) for index, face in enumerate(faces)]
    for _, sheet in groupby(places, key=lambda each: each[1].page):
        if progress.is_lost:
            raise LeaseLost
        on_sheet = list(sheet)
        press.print_sheet(on_sheet)
        progress.done += len(on_sheet)
    return press.finished(f"{len(faces)} badges on {paper.stock.title}")


async def _finish(
    making: Making, infos: Sequence[RegistrationInfo], sheets: Sheets, body: bytes
) -> None:
    """File and prints, both or neither. Raises LeaseLost when somebody else has the batch."""
    batch, now = making.batch, making.read_clock()
    by = Actor.system(batch.by_name)
    async with action("print_batch", by=by, now=now, meeting=batch.meeting) as act:
        await hold_meeting(batch.meeting)
        made = {
            PrintBatch.file: body,
            PrintBatch.is_file_kept: True,
            PrintBatch.total: len(infos),
            PrintBatch.done: len(infos),
        }
        told = _told(batch.total - len(infos))
        await BATCHES.leave(batch.id, making.lease, JobState.DONE, now, trouble=told, values=made)
        printer = Printer(making.meeting, sheets.layout.key, making.settings.secret, sheets.stock)
        ids = [info.id for info in infos]
        before = await count_prints(ids)
        why = Why(PrintReason(batch.reason))
        await record_all(act, ids, why, printer, before=before, batch=batch.id)


def _told(fewer: int) -> str:
    if not fewer:
        return ""
    return f"{fewer} fewer than chosen: printed at a desk, cancelled or unpaid meanwhile."


async def run(settings: Settings, stop_event: asyncio.Event) -> None:
    """Makes batches as they come until `stop_event` is set; a failing database is logged."""
    while not stop_event.is_set():
        pause = PAUSE_SECONDS
        try:
            while not stop_event.is_set() and await make_next_batch(settings):
                pass
        except Exception:
            log.exception("batches_not_made")
            pause = PAUSE_AFTER_ERROR_SECONDS
        with suppress(TimeoutError):
            async with asyncio.timeout(pause):
                await stop_event.wait()
