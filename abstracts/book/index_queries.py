"""What the author index is made of, and a stamp that differs as soon as any of it does."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec
from piccolo.columns.combination import And

from abstracts.book.content import Entry, natural
from abstracts.manuscript import Affiliation, AuthorEntry, Manuscript
from abstracts.tables import Abstract, Author, AuthorAffiliation
from abstracts.vocabulary import AbstractState, Decision
from conference.orm import current_engine

_AUTHOR: Any = AuthorAffiliation.author
_COLUMNS = (
    "a.code", "au.position", "au.person", "au.orcid", "au.email", "au.given_name",
    "au.family_name", "au.is_presenting", "af.position", "af.institution",
)  # fmt: skip
_LINE = " || '\x1f' || ".join(f"COALESCE(CAST({each} AS text), '')" for each in _COLUMNS)
_FROM = (
    " FROM abstracts_abstract a JOIN abstracts_author au ON au.abstract = a.id"
    " LEFT JOIN abstracts_author_affiliation af ON af.author = au.id"
    f" WHERE a.meeting = {{}} AND a.state = '{AbstractState.ACCEPTED.value}'"
    " AND a.not_published_at IS NULL"
)
_ORDER = "ORDER BY a.code, au.position, af.position"
_ALL = {
    "sqlite": f"SELECT group_concat({_LINE}, '\x1e') AS said{_FROM}",
    "postgres": f"SELECT md5(string_agg({_LINE}, '\x1e' {_ORDER})) AS said{_FROM}",
}


async def index_stamp(meeting: UUID, codes: Mapping[str, str]) -> str:
    """Names exactly what the index shows: who is named where, under which code. The database puts
    it together, so that nothing is read row by row; one statement."""
    rows: list[dict[str, Any]] = await Abstract.raw(_ALL[current_engine().engine_type], meeting)
    told = (rows[0]["said"] or "").encode() + msgspec.json.encode(codes, order="sorted")
    return hashlib.blake2b(told, digest_size=16).hexdigest()


async def named_entries(meeting: UUID, codes: Mapping[str, str]) -> list[Entry]:
    """The abstracts with their authors and nothing else, by code; three statements.

    Of a withdrawn one nobody is named (A13), nor of one that was not shown (A15).
    """
    where = And(Abstract.meeting == meeting, Abstract.not_published_at.is_null())
    where = And(where, Abstract.state == AbstractState.ACCEPTED.value)
    ids = Abstract.select(Abstract.id).where(where)
    papers = await Abstract.select(Abstract.id, Abstract.code, Abstract.decision).where(where)
    authors = await (
        Author.select(
            Author.id, Author.abstract, Author.person, Author.given_name, Author.family_name,
            Author.email, Author.orcid, Author.is_presenting,
        )
        .where(Author.abstract.is_in(ids))
        .order_by(Author.position)
    )  # fmt: skip
    places = (
        await AuthorAffiliation.select(AuthorAffiliation.author, AuthorAffiliation.institution)
        .where(_AUTHOR.abstract.is_in(ids))
        .order_by(AuthorAffiliation.position, ascending=False)
    )
    first = {row["author"]: row["institution"] for row in places}
    named: defaultdict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for row in authors:
        named[row["abstract"]].append(row)
    entries = [_entry(row, named[row["id"]], first, codes) for row in papers]
    return sorted(entries, key=lambda each: natural(each.code))


def _entry(
    row: dict[str, Any],
    authors: list[dict[str, Any]],
    first: Mapping[UUID, str],
    codes: Mapping[str, str],
) -> Entry:
    return Entry(
        id=row["id"],
        reference=row["code"],
        manuscript=Manuscript(title="", authors=tuple(_author(each, first) for each in authors)),
        decision=Decision(row["decision"]),
        number=codes.get(row["code"], ""),
        people=tuple(each["person"] for each in authors),
    )


def _author(row: dict[str, Any], first: Mapping[UUID, str]) -> AuthorEntry:
    place = first.get(row["id"])
    return AuthorEntry(
        given_name=row["given_name"],
        family_name=row["family_name"],
        email=row["email"],
        is_presenting=row["is_presenting"],
        affiliations=(Affiliation(place),) if place is not None else (),
        orcid=row["orcid"],
    )
