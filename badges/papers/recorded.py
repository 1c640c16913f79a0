"""What is recorded as not shown, as the office lists it: also what the programme lost since."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from badges.papers import facts
from badges.papers.following_ground import absences_of
from badges.papers.programme import every_item
from badges.papers.rules import Item
from conference.people import queries as people
from conference.people.rules import PersonInfo


@dataclass(frozen=True, slots=True)
class Record:
    """One person's part that was not shown; `item` is None where no release has it."""

    person: PersonInfo
    code: str
    note: str
    by_name: str
    item: Item | None

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.person.id}:{self.code}"

    @property
    def title(self) -> str:
        """What it was."""
        return self.item.title if self.item else self.code


async def records_of(meeting: UUID) -> list[Record]:
    """Every record that stands, by time; three statements."""
    absences = await absences_of(meeting)
    programme = await facts.programme_of(meeting) if absences else None
    every = every_item(programme) if programme else {}
    known = await people.people_by_ids({one.person for each in absences.values() for one in each})
    found = [
        Record(known[one.person], code, one.note, one.by_name, every.get(code))
        for code, each in absences.items()
        for one in each
    ]
    return sorted(found, key=_order)


def _order(record: Record) -> tuple[bool, str, str, str]:
    item = record.item
    return item is None, item.starts_at.isoformat() if item else "", record.code, record.key
