"""What must hold of conflicts; `plenary check` tells where it does not."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from conference.meetings.tables import Meeting
from conference.orm import invariant
from schedule.conflicts.queries import acknowledged
from schedule.conflicts.released import as_programme
from schedule.queries.described import described_programme
from schedule.queries.releases import newest_snapshot
from schedule.rules.conflicts import Conflict, find_conflicts, open_blocking
from schedule.rules.programme import Programme


@invariant(
    "nobody-in-two-places",
    "In the newest release no person and no room is in two places at once, every session lies in "
    "its room's hours and every talk in its session, unless the committee accepted it with a "
    "reason; a conflict between two imported sessions is the file's own.",
)
async def nobody_in_two_places() -> list[str]:
    rows = await Meeting.select(Meeting.id, Meeting.slug)
    return [
        f"{row['slug']}: {conflict.sentence}"
        for row in rows
        for conflict in await open_in_release(row["id"])
    ]


async def open_in_release(meeting: UUID) -> list[Conflict]:
    """The blocking conflicts of the newest release that nobody mended or accepted."""
    released = await newest_snapshot(meeting)
    if released is None:
        return []
    programme = as_programme(released, await described_programme(meeting))
    conflicts = open_blocking(find_conflicts(programme), await acknowledged(meeting))
    return list(_of_our_own(programme, conflicts))


def _of_our_own(programme: Programme, conflicts: list[Conflict]) -> Iterator[Conflict]:
    imported = {session.id for session in programme.sessions if session.origin.is_imported}
    for each in conflicts:
        if not {each.first.session, each.second.session} <= imported:
            yield each
