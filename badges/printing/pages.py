"""Printing: batches, stations and their jobs, what a lost badge costs."""

from __future__ import annotations

from typing import Any

from badges.printing import serving
from badges.printing.agent import pages as agent_pages
from badges.printing.batches import making
from badges.printing.batches import pages as batch_pages
from badges.printing.fees import pages as fee_pages
from badges.printing.jobs import pages as job_pages
from badges.printing.stations import pages as station_pages
from conference.meetings.roof import Link
from conference.people.access import Role

OFFICE_LINKS = [
    Link("Badges", "/desk/badges", "Print a batch, with a report before.", Role.DESK),
    *station_pages.OFFICE_LINKS,
    *fee_pages.OFFICE_LINKS,
]
WORKERS = [making.run, serving.run]
handlers: list[Any] = [
    *batch_pages.handlers,
    *station_pages.handlers,
    *job_pages.handlers,
    *fee_pages.handlers,
    *agent_pages.handlers,
]
