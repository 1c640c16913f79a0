"""Batches of badges: what one would hold, and what became of those that were made."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from badges.admission.queries import active_check_ins, refusals_of
from badges.admission.rules import Refusal, Refused
from badges.drawing.items import Finding
from badges.drawing.report import pre_print_report
from badges.faces.queries import BadgeKey, badge_faces, count_prints
from badges.printing.batches.choice import Choice, in_order, seen_mark, with_doubtful
from badges.printing.leases import Leases
from badges.printing.papers import Sheets, paper_of
from badges.printing.rules import HELD_STATES, OPEN_STATES, JobState
from badges.stock.grid import page_count
from badges.stock.stock import Stock
from badges.tables import PrintBatch
from conference.meetings.rules import AttendanceMode, MeetingInfo
from conference.registration import queries as registration
from conference.registration.queries import RegistrationInfo
from conference.registration.rules import RegistrationState

TO_COME = (RegistrationState.CONFIRMED, RegistrationState.PENDING_PAYMENT)
MENDABLE = (Refusal.UNPAID, Refusal.PROOF)
RECENT = 20
COLUMNS = (
    PrintBatch.id,
    PrintBatch.meeting,
    PrintBatch.title,
    PrintBatch.choice,
    PrintBatch.stock,
    PrintBatch.state,
    PrintBatch.total,
    PrintBatch.done,
    PrintBatch.attempts,
    PrintBatch.lease,
    PrintBatch.lease_until,
    PrintBatch.reason,
    PrintBatch.trouble,
    PrintBatch.by_name,
    PrintBatch.created_at,
    PrintBatch.finished_at,
    PrintBatch.report,
    PrintBatch.is_file_kept,
)


GAVE_UP = "The file could not be made in three tries. The server's log says more."
BATCHES = Leases(
    PrintBatch, "print_batch", COLUMNS, JobState.PRINTING, GAVE_UP, starts={PrintBatch.done: 0}
)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody who would be in the batch, but for what is still to be settled."""

    info: RegistrationInfo
    refused: Refused


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a batch would hold: the badges in their order, and what to look at before."""

    choice: Choice
    sheets: Sheets
    infos: tuple[RegistrationInfo, ...]
    reprints: int
    report: tuple[Finding, ...]
    left_out: tuple[LeftOut, ...]
    categories: tuple[tuple[str, str], ...]

    @property
    def pages(self) -> int:
        return page_count(self.choice.on(self.sheets.paper), len(self.infos))

    @property
    def stock(self) -> Stock:
        return self.sheets.paper.stock

    @property
    def mark(self) -> str:
        """By which a page says what it showed."""
        return seen_mark(self.choice, [info.id for info in self.infos])


async def proposal_of(meeting: MeetingInfo, choice: Choice) -> Proposal:
    """Who is in the batch of a choice and who is left out; a fixed number of statements."""
    sheets = await paper_of(meeting.id, choice.stock, choice.layout)
    everyone = await registration.registrations_of_meeting(meeting.id, states=TO_COME)
    ids = [info.id for info in everyone]
    refusals = await refusals_of(everyone)
    prints = await count_prints(ids)
    came = await active_check_ins(ids)
    chosen, left_out = [], []
    for info in everyone:
        if not choice.takes(info, prints.get(info.id, 0), has_come=info.id in came):
            continue
        refused = refusals.get(info.id)
        if refused is None:
            chosen.append(info)
        elif refused.why in MENDABLE and info.mode != AttendanceMode.VIRTUAL:
            left_out.append(LeftOut(info, refused))
    infos, report = await _looked_at(meeting, chosen, choice, sheets)
    categories = {info.category_key: info.category_title for info in everyone}
    return Proposal(
        choice,
        sheets,
        tuple(infos),
        sum(info.id in prints for info in infos),
        tuple(report),
        tuple(left_out),
        tuple(sorted(categories.items(), key=lambda pair: pair[1])),
    )


async def _looked_at(
    meeting: MeetingInfo, chosen: Sequence[RegistrationInfo], choice: Choice, sheets: Sheets
) -> tuple[list[RegistrationInfo], list[Finding]]:
    """Those whose ribbons are wanted, in their order, with the report about them."""
    keys = {info.id: BadgeKey(info.id, info.id, info.id) for info in chosen}  # no code is made yet
    has_agenda = sheets.layout.has_agenda
    faces = await badge_faces(meeting, chosen, keys, secret="", with_agenda=has_agenda)
    taken = [face for face in faces if choice.takes_ribbons(face.ribbons)]
    report = await asyncio.to_thread(pre_print_report, taken, sheets.layout)
    codes = {face.code for face in taken}
    infos = in_order([info for info in chosen if info.code in codes], choice.order)
    return with_doubtful(infos, {each.code for each in report}, choice.doubtful), report


@dataclass(frozen=True, slots=True)
class BatchInfo:
    """A batch without its file."""

    id: UUID
    meeting: UUID
    title: str
    choice: Choice
    stock: str
    state: JobState
    total: int
    done: int
    attempts: int
    lease: UUID | None
    lease_until: datetime | None
    reason: str
    trouble: str
    by_name: str
    created_at: datetime
    finished_at: datetime | None
    report: tuple[Finding, ...]
    is_file_kept: bool

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_held(self) -> bool:
        return self.state in HELD_STATES


async def batches_of(meeting: UUID) -> tuple[BatchInfo, ...]:
    """The newest batches of a meeting; one statement."""
    rows = (
        await PrintBatch.select(*COLUMNS)
        .where(PrintBatch.meeting == meeting)
        .order_by(PrintBatch.created_at, ascending=False)
        .order_by(PrintBatch.id)
        .limit(RECENT)
    )
    return tuple(batch_of_row(row) for row in rows)


async def batch_of(meeting: UUID, id: UUID) -> BatchInfo | None:
    """One batch; one statement."""
    row = (
        await PrintBatch.select(*COLUMNS)
        .where(PrintBatch.meeting == meeting, PrintBatch.id == id)
        .first()
    )
    return batch_of_row(row) if row else None


async def members_of(batch: UUID) -> list[UUID]:
    """The registrations of a batch, in the order of its file."""
    row = await PrintBatch.select(PrintBatch.members).where(PrintBatch.id == batch).first()
    return msgspec.json.decode(row["members"], type=list[UUID]) if row else []


async def file_of(batch: UUID) -> bytes | None:
    """The PDF of a batch, as it was made; None before it is made and after it was deleted."""
    row = await PrintBatch.select(PrintBatch.file).where(PrintBatch.id == batch).first()
    return bytes(row["file"]) if row and row["file"] else None


def batch_of_row(row: Mapping[str, Any]) -> BatchInfo:
    values = {
        **row,
        "state": JobState(row["state"]),
        "choice": msgspec.json.decode(row["choice"], type=Choice),
        "report": msgspec.json.decode(row["report"], type=tuple[Finding, ...]),
    }
    return BatchInfo(**values)
