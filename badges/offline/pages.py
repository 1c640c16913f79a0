"""Without a network: the roll on the device, and what it sends when it is back."""

from __future__ import annotations

from typing import Any

from conference.meetings.roof import Link

OFFICE_LINKS: list[Link] = []
handlers: list[Any] = []
