"""The programme's PDFs."""

from typing import Any

from conference.meetings.roof import Link

COMMITTEE_LINKS: list[Link] = []
handlers: list[Any] = []
