"""Who starred what: a person sees their own, the committee sees counts."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from piccolo.query.functions.aggregate import Count

from schedule.tables import Star

FEW = 500  # persons named in a statement


async def stars_of(person: UUID, meeting: UUID) -> frozenset[str]:
    """The codes of the sessions and slots that a person starred; one statement."""
    rows = await Star.select(Star.item_code).where(Star.person == person, Star.meeting == meeting)
    return frozenset(row["item_code"] for row in rows)


async def stars_of_people(meeting: UUID, persons: Collection[UUID]) -> dict[UUID, frozenset[str]]:
    """Person -> the codes of what they starred; those who starred nothing are left out.

    One statement: for more than a few, of the whole meeting.
    """
    query = Star.select(Star.person, Star.item_code).where(Star.meeting == meeting)
    if len(persons) <= FEW:
        query = query.where(Star.person.is_in(list(persons)))
    found: dict[UUID, set[str]] = {}
    for row in await query:
        found.setdefault(row["person"], set()).add(row["item_code"])
    return {person: frozenset(codes) for person, codes in found.items()}


async def star_counts(meeting: UUID) -> dict[str, int]:
    """How many people starred each item, for the committee only; one statement."""
    rows = (
        await Star.select(Star.item_code, Count(alias="people"))
        .where(Star.meeting == meeting)
        .group_by(Star.item_code)
    )
    return {row["item_code"]: row["people"] for row in rows}


async def stars_of_items(meeting: UUID, codes: Collection[str]) -> dict[str, int]:
    """The same of these items alone; one statement, none without a code."""
    if not codes:
        return {}
    places = ", ".join("{}" for _ in codes)
    rows = await Star.raw(
        "SELECT item_code, COUNT(*) AS people FROM schedule_star"  # noqa: S608
        f" WHERE meeting = {{}} AND item_code IN ({places}) GROUP BY item_code",
        meeting,
        *codes,
    )
    return {row["item_code"]: row["people"] for row in rows}
