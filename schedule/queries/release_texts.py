"""The texts of the abstracts that a release places, read to be frozen with it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

from abstracts.tables import Abstract, Author
from schedule.queries.release_files import FrozenText
from schedule.rules.abstract_places import GONE_WORDS
from schedule.rules.released import ReleasedProgramme
from schedule.rules.restoring import KnownAbstract

_ABSTRACT: Any = Author.abstract


async def texts_of(meeting: UUID, programme: ReleasedProgramme) -> dict[str, FrozenText]:
    """The text of each abstract of the programme that is published (A15), by slot code; two
    statements."""
    wanted = [slot for _, slot in programme.items() if slot is not None and slot.abstract_code]
    if not wanted:
        return {}
    rows = await Abstract.select(
        Abstract.id, Abstract.code, Abstract.title, Abstract.body, Abstract.keywords
    ).where(Abstract.meeting == meeting, Abstract.not_published_at.is_null())
    by_code, authors = {row["code"]: row for row in rows}, await _authors(meeting)
    return {
        slot.code: _text(row, authors.get(row["id"], []))
        for slot in wanted
        if (row := by_code.get(slot.abstract_code)) is not None
    }


async def known_abstracts(meeting: UUID) -> dict[str, KnownAbstract]:
    """Every abstract of a meeting by its code, as it is now; one statement."""
    rows = await Abstract.select(Abstract.id, Abstract.code, Abstract.state).where(
        Abstract.meeting == meeting
    )
    return {
        row["code"]: KnownAbstract(row["id"], row["state"], row["state"] in GONE_WORDS)
        for row in rows
    }


async def _authors(meeting: UUID) -> dict[UUID, list[tuple[str, bool]]]:
    rows = (
        await Author.select(
            Author.abstract, Author.given_name, Author.family_name, Author.is_presenting
        )
        .where(_ABSTRACT.meeting == meeting)
        .order_by(Author.position)
    )
    found: defaultdict[UUID, list[tuple[str, bool]]] = defaultdict(list)
    for row in rows:
        name = f"{row['given_name']} {row['family_name']}".strip()
        found[row["abstract"]].append((name, row["is_presenting"]))
    return found


def _text(row: dict[str, Any], authors: list[tuple[str, bool]]) -> FrozenText:
    presenting = [place for place, (_, presents) in enumerate(authors) if presents]
    return FrozenText(
        title=row["title"],
        paragraphs=tuple(part.strip() for part in row["body"].split("\n") if part.strip()),
        authors=tuple(name for name, _ in authors),
        presenting=presenting[0] if presenting else -1,
        keywords=row["keywords"],
    )
