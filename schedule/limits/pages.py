"""The pages of hours, availability and the meeting's own numbers."""

from typing import Any

from conference.meetings.roof import Link

COMMITTEE_LINKS: list[Link] = []
handlers: list[Any] = []
