"""Reading what was imported: a proposal with its changes, and the list of imports."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

import msgspec

from conference.membership.errors import UnknownImport
from conference.membership.roll_changes import RollChange, RollProposal
from conference.membership.roll_file import RollFile
from conference.membership.tables import RollImport


@dataclass(frozen=True, slots=True)
class StoredProposal:
    """The part of a proposal that is kept as JSON."""

    on_day: date
    file: RollFile
    changes: tuple[RollChange, ...]
    new_types: dict[str, str]


@dataclass(frozen=True, slots=True)
class ImportInfo:
    """One line of the list of imports."""

    id: UUID
    file_name: str
    by_name: str
    created_at: datetime
    applied_at: datetime | None
    undone_at: datetime | None


def to_json(stored: StoredProposal) -> str:
    """The rows of the file are left out: each stands in its change."""
    return msgspec.json.encode(replace(stored, file=replace(stored.file, rows=()))).decode()


async def roll_proposal(import_id: UUID, society: UUID | None = None) -> RollProposal:
    """A stored proposal of the society (any, for the operator). Raises UnknownImport."""
    row = await RollImport.select().where(RollImport.id == import_id).first()
    if row is None or society not in (None, row["society"]):
        raise UnknownImport
    stored = msgspec.json.decode(row["proposal"], type=StoredProposal)
    return RollProposal(
        id=row["id"],
        society=row["society"],
        file_name=row["file_name"],
        by_name=row["by_name"],
        made_at=row["created_at"],
        applied_at=row["applied_at"],
        undone_at=row["undone_at"],
        on_day=stored.on_day,
        file=stored.file,
        changes=stored.changes,
        new_types=stored.new_types,
    )


async def recent_imports(society: UUID, *, limit: int = 10) -> list[ImportInfo]:
    """The latest imports of a society, newest first, without their contents."""
    rows = (
        await RollImport.select(
            RollImport.id,
            RollImport.file_name,
            RollImport.by_name,
            RollImport.created_at,
            RollImport.applied_at,
            RollImport.undone_at,
        )
        .where(RollImport.society == society)
        .order_by(RollImport.created_at, ascending=False)
        .limit(limit)
    )
    return [ImportInfo(**row) for row in rows]
