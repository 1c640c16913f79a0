"""Stock: the catalogue, own stocks, the calibration sheet."""

from __future__ import annotations

from typing import Any

from conference.meetings.roof import Link

OFFICE_LINKS: list[Link] = []
handlers: list[Any] = []
