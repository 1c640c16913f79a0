"""What the imported files said of a meeting as a whole."""

from __future__ import annotations

from uuid import UUID

import msgspec

from schedule.exchange.model import ExchangeFrame
from schedule.tables import ProgrammeImport

NOTHING = "{}"  # of a file that says nothing of the meeting: CSV, iCalendar


async def imported_frame(meeting: UUID) -> ExchangeFrame | None:
    """The frame of the file that was applied last to a meeting; one statement."""
    row = (
        await ProgrammeImport.select(ProgrammeImport.frame)
        .where(ProgrammeImport.meeting == meeting, ProgrammeImport.applied_at.is_not_null())
        .order_by(ProgrammeImport.applied_at, ascending=False)
        .first()
    )
    if row is None or row["frame"] == NOTHING:
        return None
    return msgspec.json.decode(row["frame"], type=ExchangeFrame)
