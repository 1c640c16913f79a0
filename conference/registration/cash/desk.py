"""What this station is called: the same name that check-ins are noted with."""

from __future__ import annotations

from typing import Any

from conference.registration.draft import AnyRequest

DESK = "desk"  # the session's key, shared with the badges' desk


def desk_of(request: AnyRequest) -> str:
    """The name of this desk, "" until somebody gives it one."""
    session: Any = request.scope.get("session")
    return str(session.get(DESK, "")) if isinstance(session, dict) else ""
