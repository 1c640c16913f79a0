"""The only writer of how the book is made."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from abstracts.book.setup import Setup, setup_of
from abstracts.tables.book import BookSetup
from conference.orm import Actor, action


async def save_setup(*, meeting: UUID, setup: Setup, by: Actor, now: datetime) -> None:
    """Keeps how the book is made; files made before are not served any more where it matters."""
    async with action("set_up_book", by=by, now=now, meeting=meeting) as act:
        before, after = asdict(await setup_of(meeting)), asdict(setup)
        changes = {
            name: [before[name], after[name]] for name in after if before[name] != after[name]
        }
        if not changes:
            return
        act.note("book", "setup", **changes)
        if not await BookSetup.exists().where(BookSetup.meeting == meeting):
            await BookSetup.insert(BookSetup(meeting=meeting, created_at=now))
        await BookSetup.update(
            {getattr(BookSetup, name): value for name, value in after.items()}
        ).where(BookSetup.meeting == meeting)
