"""What the edit pages of sessions and talks show before anything is typed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from schedule.rules.programme import Involved, PlannedSession, PlannedSlot
from schedule.rules.vocabulary import ItemStatus
from schedule.rules.wall_clock import is_doubled
from schedule.sessions.forms import POSTER_TIMES
from schedule.sessions.venue_times import typed_instant


def session_values(session: PlannedSession, zone: ZoneInfo) -> dict[str, Any]:
    """A session as its form has it."""
    local = session.starts_at.astimezone(zone) if session.starts_at else None
    return {
        "title": session.title,
        "subtitle": session.subtitle,
        "kind": session.kind.value,
        "track": session.track,
        "room": session.room,
        "day": local.date() if local else None,
        "start": f"{local:%H:%M}" if local else "",
        "which": is_doubled(session.starts_at, zone) if session.starts_at else "",
        "duration_minutes": session.duration_minutes,
        "summary": session.summary,
        "description": session.description,
        "language": session.language,
        "sponsor": session.sponsor,
        "is_streamed": session.is_streamed,
        "stream_url": session.stream_url,
        "board_size": session.board_size,
        **{name: typed_instant(getattr(session, name), zone) for name in POSTER_TIMES},
        "is_draft": session.status is ItemStatus.DRAFT,
        "people": written_parts(session.people),
        "version": session.version,
    }


def slot_values(slot: PlannedSlot, session_version: int) -> dict[str, Any]:
    """A talk or poster as its form has it."""
    return {
        "title": slot.title,
        "kind": slot.kind.value,
        "duration_minutes": slot.duration_minutes,
        "questions_minutes": slot.questions_minutes or "",
        "starts_after_minutes": slot.starts_after_minutes,
        "board": slot.board,
        "people": written_parts(slot.people),
        "version": session_version,
    }


def written_parts(people: Iterable[Involved]) -> list[str]:
    """The people of a session or slot as the form names them."""
    held: dict[UUID, list[str]] = {}
    for each in people:
        held.setdefault(each.person, []).append(each.part.value)
    return [f"{person}:{'+'.join(parts)}" for person, parts in held.items()]
