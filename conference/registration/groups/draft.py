"""A group booking under way: who pays, and who is to attend, as typed so far."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from conference.orm import Actor, action
from conference.registration.tables import GroupDraft

FIELDS = ("given_name", "family_name", "email", "country", "category", "mode")


class Row(msgspec.Struct, frozen=True):
    """One attendee as typed or read from a file; nothing of it is checked yet."""

    given_name: str = ""
    family_name: str = ""
    email: str = ""
    country: str = ""
    category: str = ""
    mode: str = ""
    extras: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Nobody was written here; what merely stands in a list of choices does not count."""
        return not (self.given_name or self.family_name or self.email)


class GroupKept(msgspec.Struct, frozen=True):
    """Everything typed so far. `bill` holds the fields of billing.BillForm."""

    institution: str = ""
    bill: dict[str, str] = {}
    rows: tuple[Row, ...] = ()

    @property
    def people(self) -> tuple[Row, ...]:
        """The rows in which somebody was written."""
        return tuple(row for row in self.rows if not row.is_blank)


async def load_draft(meeting: UUID, person: UUID) -> tuple[UUID | None, GroupKept]:
    """The contact's booking under way, and its id; an empty one if there is none."""
    row = (
        await GroupDraft.select(GroupDraft.id, GroupDraft.content)
        .where(GroupDraft.meeting == meeting, GroupDraft.person == person)
        .first()
    )
    if row is None:
        return None, GroupKept()
    return row["id"], msgspec.json.decode(row["content"], type=GroupKept)


async def save_draft(
    meeting: UUID, person: UUID, kept: GroupKept, *, by: Actor, now: datetime
) -> UUID:
    """Keeps what was typed, right or wrong, for whichever device comes next; returns its id."""
    content = msgspec.json.encode(kept).decode()
    row = GroupDraft(
        id=uuid4(), created_at=now, meeting=meeting, person=person, content=content, saved_at=now
    )
    async with action("save_group_draft", by=by, now=now, meeting=meeting):
        await GroupDraft.insert(row).on_conflict(
            target=(GroupDraft.meeting, GroupDraft.person),
            action="DO UPDATE",
            values=[GroupDraft.content, GroupDraft.saved_at],
        )
        found = (
            await GroupDraft.select(GroupDraft.id)
            .where(GroupDraft.meeting == meeting, GroupDraft.person == person)
            .first()
        )
    assert found is not None
    kept_id: UUID = found["id"]
    return kept_id
