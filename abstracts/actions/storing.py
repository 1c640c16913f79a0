"""Rows of an abstract's authors and versions."""

from datetime import datetime
from uuid import UUID, uuid4

from abstracts.manuscript import AuthorEntry, Manuscript
from abstracts.queries.one import encode_manuscript
from abstracts.tables import Abstract, AbstractVersion, Author, AuthorAffiliation


async def lock_abstract(meeting: UUID, code: str) -> None:
    """Holds other writers of this abstract until the transaction ends.

    An UPDATE that changes nothing locks the row on PostgreSQL; on SQLite the transaction does.
    """
    await Abstract.update({Abstract.version: Abstract.version + 0}).where(
        Abstract.meeting == meeting, Abstract.code == code.upper()
    )


async def insert_authors(abstract: UUID, authors: tuple[AuthorEntry, ...], now: datetime) -> None:
    """Writes the authors in order, each with their institutions."""
    rows = [_author_row(abstract, place, author, now) for place, author in enumerate(authors)]
    places = [
        AuthorAffiliation(
            created_at=now,
            author=row.id,
            position=place,
            institution=affiliation.institution,
            city=affiliation.city,
            country=affiliation.country,
        )
        for row, author in zip(rows, authors, strict=True)
        for place, affiliation in enumerate(author.affiliations)
    ]
    if rows:
        await Author.insert(*rows)
    if places:
        await AuthorAffiliation.insert(*places)


async def insert_version(
    abstract: UUID, number: int, manuscript: Manuscript, by_name: str, now: datetime
) -> None:
    """Keeps what the abstract says now, for good."""
    await AbstractVersion.insert(
        AbstractVersion(
            created_at=now,
            abstract=abstract,
            number=number,
            by_name=by_name,
            snapshot=encode_manuscript(manuscript),
        )
    )


def _author_row(abstract: UUID, place: int, author: AuthorEntry, now: datetime) -> Author:
    return Author(
        id=uuid4(),
        created_at=now,
        abstract=abstract,
        position=place,
        given_name=author.given_name,
        family_name=author.family_name,
        email=author.email,
        is_presenting=author.is_presenting,
        is_corresponding=author.is_corresponding,
    )
