"""Institutions to suggest while authors are typed: names only, never whose they are."""

from uuid import UUID

from piccolo.query.functions import Count

from abstracts.manuscript import Affiliation
from abstracts.tables import AuthorAffiliation

MOST = 400


async def known_institutions(society: UUID) -> list[Affiliation]:
    """What submitted abstracts of the society's meetings name, each once, by name; one statement.

    The most used first where there are too many to suggest.
    """
    place, author = AuthorAffiliation, AuthorAffiliation.author
    submitted = author.abstract.submitted_at.is_not_null()  # type: ignore[union-attr]
    of_society = author.abstract.meeting.society == society  # type: ignore[union-attr]
    rows = (
        await place.select(place.institution, place.city, place.country, Count())
        .where(submitted, of_society)
        .group_by(place.institution, place.city, place.country)
        .order_by(Count(), ascending=False)
        .order_by(place.institution)
        .limit(MOST)
    )
    found: dict[str, Affiliation] = {}
    for row in rows:
        known = Affiliation(row["institution"], row["city"], row["country"])
        found.setdefault(known.institution, known)
    return sorted(found.values(), key=lambda each: each.institution)
