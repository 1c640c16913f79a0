"""What was not shown is not published (A15): out of the book and its files, and back into them."""

from __future__ import annotations

from uuid import UUID

from abstracts.tables import Abstract
from conference.orm import Action


async def take_out_of_book(act: Action, meeting: UUID, code: str) -> UUID | None:
    """Inside an action: no list, page or file of the book holds the abstract from now on; its
    number is given to nobody else. None when it is out already."""
    rows = (
        await Abstract.update({Abstract.not_published_at: act.now})
        .where(
            Abstract.meeting == meeting,
            Abstract.code == code,
            Abstract.not_published_at.is_null(),
        )
        .returning(Abstract.id)
    )
    if rows:
        act.note("abstract", code, not_published=[None, act.now])
    return rows[0]["id"] if rows else None


async def put_back_into_book(act: Action, meeting: UUID, code: str) -> UUID | None:
    """Inside an action: it was shown after all. None when it was not out."""
    rows = (
        await Abstract.update({Abstract.not_published_at: None})
        .where(
            Abstract.meeting == meeting,
            Abstract.code == code,
            Abstract.not_published_at.is_not_null(),
        )
        .returning(Abstract.id)
    )
    if rows:
        act.note("abstract", code, not_published=[True, None])
    return rows[0]["id"] if rows else None
