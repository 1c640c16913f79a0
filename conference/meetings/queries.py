"""Reading meetings, their milestones and rooms."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from conference.meetings.rules import Extension, MeetingInfo, MilestoneInfo, RoomInfo
from conference.meetings.tables import Meeting, Milestone, MilestoneExtension, Room
from conference.orm import Prepared

_COLUMNS = (
    Meeting.id,
    Meeting.slug,
    Meeting.title,
    Meeting.society,
    Meeting.society.name.as_alias("society_name"),
    Meeting.society.contact_email.as_alias("contact_email"),
    Meeting.mode,
    Meeting.currency,
    Meeting.zone,
    Meeting.starts_on,
    Meeting.ends_on,
    Meeting.city,
    Meeting.venue,
    Meeting.address,
    Meeting.welcome,
    Meeting.is_synthetic,
)
_by_slug = Prepared(lambda slug: Meeting.select(*_COLUMNS).where(Meeting.slug == slug).limit(1))


async def meeting_by_slug(slug: str) -> MeetingInfo | None:
    rows = await _by_slug(slug)
    return MeetingInfo(**rows[0]) if rows else None


async def meeting_by_id(meeting: UUID) -> MeetingInfo | None:
    row = await Meeting.select(*_COLUMNS).where(Meeting.id == meeting).first()
    return MeetingInfo(**row) if row else None


async def meetings_by_ids(ids: list[UUID]) -> dict[UUID, MeetingInfo]:
    if not ids:
        return {}
    rows = await Meeting.select(*_COLUMNS).where(Meeting.id.is_in(ids))
    return {row["id"]: MeetingInfo(**row) for row in rows}


async def current_meetings(today: date) -> list[MeetingInfo]:
    """Meetings that are not over, the next one first; if all are over, the latest ones."""
    rows = await Meeting.select(*_COLUMNS).order_by(Meeting.starts_on)
    meetings = [MeetingInfo(**row) for row in rows]
    current = [each for each in meetings if each.ends_on >= today]
    return current or meetings[::-1][:5]


async def all_slugs() -> list[str]:
    rows: list[str] = await Meeting.select(Meeting.slug).order_by(Meeting.slug).output(as_list=True)
    return rows


async def milestones(meeting: UUID) -> list[MilestoneInfo]:
    """The deadlines of a meeting in order of time, each with its extensions; two statements."""
    rows = (
        await Milestone.select(
            Milestone.id, Milestone.key, Milestone.title, Milestone.at, Milestone.zone
        )
        .where(Milestone.meeting == meeting)
        .order_by(Milestone.at)
    )
    extensions = (
        await MilestoneExtension.select(
            MilestoneExtension.milestone,
            MilestoneExtension.previous_at,
            MilestoneExtension.extended_to,
            MilestoneExtension.reason,
            MilestoneExtension.by_name,
        )
        .where(MilestoneExtension.milestone.meeting == meeting)
        .order_by(MilestoneExtension.created_at)
    )
    return [MilestoneInfo(**row, extensions=_of(row["id"], extensions)) for row in rows]


def _of(milestone: UUID, rows: list[dict[str, Any]]) -> tuple[Extension, ...]:
    return tuple(
        Extension(row["previous_at"], row["extended_to"], row["reason"], row["by_name"])
        for row in rows
        if row["milestone"] == milestone
    )


async def rooms(meeting: UUID) -> list[RoomInfo]:
    """The rooms of a meeting in the order the society gave them."""
    rows = (
        await Room.select(Room.id, Room.name, Room.capacity, Room.floor, Room.position)
        .where(Room.meeting == meeting)
        .order_by(Room.position)
        .order_by(Room.name)
    )
    return [RoomInfo(**row) for row in rows]
