"""Rows of an abstract's text, authors, figure and versions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec
from piccolo.columns import Column

from abstracts.manuscript import AuthorEntry, Figure, Manuscript, blind_key, search_key
from abstracts.queries.one import encode_manuscript
from abstracts.tables import Abstract, AbstractFigure, AbstractVersion, Author, AuthorAffiliation
from abstracts.writing.figures import CleanImage
from conference.people.rules import fold


async def lock_abstract(meeting: UUID, code: str) -> None:
    """Holds other writers of this abstract until the transaction ends.

    An UPDATE that changes nothing locks the row on PostgreSQL; on SQLite the transaction does.
    """
    await Abstract.update({Abstract.version: Abstract.version + 0}).where(
        Abstract.meeting == meeting, Abstract.code == code.upper()
    )


NO_FILE = CleanImage(b"", "", 0, 0)
Linked = Sequence[tuple[AuthorEntry, UUID | None]]


async def insert_authors(
    abstract: UUID, authors: tuple[AuthorEntry, ...], now: datetime, *, linked: Linked = ()
) -> None:
    """Writes the authors in order, each with their institutions; two statements for any number.

    `linked` says who the authors were known to be: whoever keeps their address, or without one
    their name, stays linked.
    """
    known = _persons(linked)
    rows = [_author_row(abstract, place, author, now) for place, author in enumerate(authors)]
    for row, author in zip(rows, authors, strict=True):
        row.person = known.get(_key(author))
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


def _persons(linked: Linked) -> dict[str, UUID]:
    return {_key(author): person for author, person in linked if person}


def _key(author: AuthorEntry) -> str:
    return author.email.lower() or fold(author.name)


async def store_figure(
    abstract: UUID,
    before: Figure | None,
    after: Figure | None,
    image: CleanImage | None,
    now: datetime,
) -> None:
    """Keeps, replaces or removes the one figure; no statement where nothing changes.

    A figure without a digest is only what a draft says of it: its file is still to come.
    """
    if before == after:
        return
    if before and after and before.digest == after.digest:
        await AbstractFigure.update(
            {AbstractFigure.caption: after.caption, AbstractFigure.alt: after.alt}
        ).where(AbstractFigure.abstract == abstract)
        return
    if before:
        await AbstractFigure.delete().where(AbstractFigure.abstract == abstract)
    if after and not after.digest:
        image = NO_FILE
    if after and image:
        await AbstractFigure.insert(
            AbstractFigure(
                created_at=now,
                abstract=abstract,
                digest=after.digest,
                media_type=image.media_type,
                width=image.width,
                height=image.height,
                caption=after.caption,
                alt=after.alt,
                body=image.body,
            )
        )


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


def text_columns(code: str, manuscript: Manuscript) -> dict[Column | str, Any]:
    """What an abstract's row keeps of its manuscript; topics, authors and figure are elsewhere."""
    return {
        Abstract.title: manuscript.title,
        Abstract.body: manuscript.body,
        Abstract.parts: msgspec.json.encode(manuscript.parts).decode(),
        Abstract.keywords: manuscript.keywords,
        Abstract.funding: manuscript.funding,
        Abstract.ethics: manuscript.ethics,
        Abstract.trial: manuscript.trial,
        Abstract.justification: manuscript.justification,
        Abstract.agreed: msgspec.json.encode(manuscript.agreed).decode(),
        Abstract.preference: manuscript.preference.value,
        Abstract.is_for_lightning: manuscript.is_for_lightning,
        Abstract.search_key: search_key(code, manuscript),
        Abstract.blind_key: blind_key(code, manuscript),
    }


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
        orcid=author.orcid,
        is_submitting=author.is_submitting,
        is_senior=author.is_senior,
        discloses=author.discloses,
        disclosure=author.disclosure,
    )


def name_of(column: Column | str) -> str:
    """The attribute of a row that a column is."""
    return column if isinstance(column, str) else column._meta.name
