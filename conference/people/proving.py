"""Asking whoever sits at a browser to prove that they read a mailbox."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from litestar import Request

from conference.people.sign_in import request_sign_in
from conference.settings import Settings
from conference.web import flash


async def send_code(
    request: Request[Any, Any, Any],
    address: str,
    next_path: str,
    settings: Settings,
    now: datetime,
) -> None:
    """Sends a code and a link bound to this browser; a demo shows the code, since it sends none.

    Raises TooMany.
    """
    code = await request_sign_in(
        address=address,
        next_path=next_path,
        browser=request.session.setdefault("browser", secrets.token_urlsafe(16)),
        base_url=settings.base_url,
        now=now,
    )
    if settings.is_demo:
        flash(request, f"Demonstration: no mail leaves this computer. Your code is {code}.", "warn")
