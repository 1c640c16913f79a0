"""Where a session is streamed: never part of a release, because only registered people may ask."""

from __future__ import annotations

from uuid import UUID

from schedule.tables import Session


async def stream_of(meeting: UUID, code: str) -> str:
    """The address of a session's stream; "" as long as there is none; one statement."""
    row = (
        await Session.select(Session.stream_url)
        .where(Session.meeting == meeting, Session.code == code)
        .first()
    )
    return str(row["stream_url"]) if row else ""
