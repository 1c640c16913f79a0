"""The end of the embargo: the newest release comes out again with the titles of its abstracts."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from conference.meetings.actions import hold_meeting
from conference.orm import Actor, action
from conference.registration.ticket import Issuer
from schedule.actions.release_writing import write_release
from schedule.queries.release_files import TITLES, hidden_titles
from schedule.queries.release_preview import Naming, embargo_of, next_facts
from schedule.queries.releases import forget_release, newest_release
from schedule.rules.embargo import with_titles
from schedule.rules.preparing import prepared
from schedule.tables import ReleaseFile

NAME = "Titles"
BY = Actor.system("the end of the embargo")
_RELEASE: Any = ReleaseFile.release


async def release_titles_due(now: datetime, issuer: Issuer) -> None:
    """A chore: titles whose embargo has ended become public by a release of their own (A14)."""
    rows = await ReleaseFile.select(_RELEASE.meeting.as_alias("meeting")).where(
        ReleaseFile.name == TITLES
    )
    for meeting in {row["meeting"] for row in rows}:
        titles_from = await embargo_of(meeting)
        if titles_from is None or now >= titles_from:
            await release_titles(meeting=meeting, now=now, base_url=issuer.base_url)


async def release_titles(*, meeting: UUID, now: datetime, base_url: str) -> int | None:
    """Releases the newest release with its titles, and nothing of the draft; its number.

    None while the embargo lasts, and when no title is hidden: run twice, it releases once.
    """
    async with action("release_titles", by=BY, now=now, meeting=meeting) as act:
        await hold_meeting(meeting)
        newest = await newest_release(meeting)
        titles = await hidden_titles(newest.id) if newest else {}
        if newest is None or not titles:
            return None
        previous = newest.programme
        facts = await next_facts(meeting, previous, Naming(NAME, previous.comment), now)
        content = with_titles(previous, titles)
        new = prepared(content.sessions, content.rooms, previous, facts, await embargo_of(meeting))
        if new.diff.is_empty:
            return None
        await write_release(act, meeting, new, base_url, contents_of=newest.id, is_silent=True)
    forget_release(meeting)
    return new.made.number
