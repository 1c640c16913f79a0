"""How a meeting's book is made; without a row, the defaults."""

from __future__ import annotations

from dataclasses import dataclass, fields
from uuid import UUID

from abstracts.tables.book import BookSetup


@dataclass(frozen=True, slots=True)
class Setup:
    """What the committee writes around the abstracts."""

    title: str = ""
    order: str = "session"
    opening: str = ""
    closing: str = ""
    has_emails: bool = False
    journal: str = ""
    issn: str = ""
    volume: str = ""
    issue: str = ""
    doi_prefix: str = ""


async def setup_of(meeting: UUID) -> Setup:
    """One statement."""
    row = await BookSetup.select().where(BookSetup.meeting == meeting).first()
    return Setup(**{each.name: row[each.name] for each in fields(Setup)}) if row else Setup()
