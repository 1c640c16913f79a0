"""Which moment a page shows: the clock's, or in a demonstration the one that was asked for."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from litestar import Request

from conference.orm import clock
from conference.settings import Settings
from schedule.rules.released import ReleasedMeeting


def asked_moment(request: Request[Any, Any, Any]) -> str:
    """The `at` of a demonstration's address ("2027-10-18T09:30", at the venue), else ""."""
    asked = request.query_params.get("at", "")[:16]
    settings: Settings = request.app.state.settings
    return asked if asked and settings.is_demo and _parsed(asked) else ""


def moment(asked: str, meeting: ReleasedMeeting) -> datetime:
    """The instant of what was asked for, else the clock's. Kept pages ask for it here: given
    from outside it would cost them more than all else they do."""
    local = _parsed(asked) if asked else None
    return local.replace(tzinfo=meeting.tz).astimezone(UTC) if local else clock.now()


def _parsed(asked: str) -> datetime | None:
    try:
        return datetime.fromisoformat(asked).replace(tzinfo=None)
    except ValueError:
        return None
