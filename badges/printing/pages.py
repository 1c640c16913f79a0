"""Printing: batches, stations and their jobs."""

from __future__ import annotations

from typing import Any

from badges.printing import batch_pages
from conference.meetings.roof import Link
from conference.people.access import Role

OFFICE_LINKS = [
    Link("Badges", "/desk/badges", "Print a batch, with a report before.", Role.DESK),
]
handlers: list[Any] = [*batch_pages.handlers]
