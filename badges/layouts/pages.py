"""Layouts: their list, the designer, and the pictures that they place."""

from __future__ import annotations

from typing import Any

from badges.layouts import designer_pages, list_pages, picture_pages
from conference.meetings.roof import Link
from conference.people.access import Role

OFFICE_LINKS: list[Link] = [
    Link(
        "Badge layouts",
        "/desk/layouts",
        "Draw what stands where on a badge, tried on the longest names.",
        Role.DESK,
    ),
]
handlers: list[Any] = [
    *list_pages.handlers,
    *designer_pages.handlers,
    *picture_pages.handlers,
]
