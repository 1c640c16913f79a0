"""Texts of a blind round that name their own authors: nothing hides those (V02)."""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from abstracts.reviewers.rounds import RoundInfo, read_in
from abstracts.tables import Abstract, AbstractFigure, Author, AuthorAffiliation
from conference.people.rules import fold
from conference.web.marks import unmarked

SHORTEST_NAME = 3
SHORTEST_INSTITUTION = 8


@dataclass(frozen=True, slots=True)
class Naming:
    """An abstract and the words of its text that are its authors' own."""

    abstract: UUID
    code: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bylines:
    """What tells who wrote an abstract."""

    family_names: frozenset[str] = frozenset()
    institutions: frozenset[str] = frozenset()
    signs: frozenset[str] = frozenset()


def names_said(text: str, by: Bylines) -> tuple[str, ...]:
    """Which of the authors' names, institutions, addresses and ORCID iDs a text says.

    A name counts as a whole word written as its bearer writes it, so that "young" is no Young.
    """
    folded = f" {_words(text)} "
    names = {each for each in by.family_names if _is_word(each, text)}
    places = {each for each in by.institutions if _is_phrase(each, folded)}
    signs = {each for each in by.signs if each.lower() in text.lower()}
    return tuple(sorted(names | places | signs))


async def namings_in(round_: RoundInfo) -> list[Naming]:
    """The abstracts of a blind round that name their authors; none in an open one."""
    if not round_.is_blind:
        return []
    texts, codes = await _texts(round_)
    bylines = await _bylines(texts)
    said = {id: names_said(text, bylines.get(id, Bylines())) for id, text in texts.items()}
    return [Naming(id, codes[id], words) for id, words in said.items() if words]


def _is_word(name: str, text: str) -> bool:
    return len(name) >= SHORTEST_NAME and bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text))


def _is_phrase(institution: str, folded: str) -> bool:
    words = _words(institution)
    return len(words) >= SHORTEST_INSTITUTION and f" {words} " in folded


def _words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", fold(text)))


async def _texts(round_: RoundInfo) -> tuple[dict[UUID, str], dict[UUID, str]]:
    """All that reviewers read of each abstract, and the references."""
    rows = (
        await Abstract.select(
            Abstract.id, Abstract.code, Abstract.title, Abstract.body, Abstract.parts,
            Abstract.keywords,
        )
        .where(read_in(round_))
        .order_by(Abstract.code)
    )  # fmt: skip
    captions: dict[UUID, str] = {}
    for row in await AbstractFigure.select(
        AbstractFigure.abstract, AbstractFigure.caption, AbstractFigure.alt
    ).where(AbstractFigure.abstract.is_in(Abstract.select(Abstract.id).where(read_in(round_)))):
        captions[row["abstract"]] = f"{row['caption']}\n{row['alt']}"
    return {row["id"]: _text(row, captions) for row in rows}, {
        row["id"]: row["code"] for row in rows
    }


def _text(row: dict[str, Any], captions: dict[UUID, str]) -> str:
    parts = (row["title"], row["body"], row["parts"], row["keywords"], captions.get(row["id"], ""))
    return unmarked("\n".join(str(part) for part in parts))


async def _bylines(abstracts: Collection[UUID]) -> dict[UUID, Bylines]:
    if not abstracts:
        return {}
    authors = await Author.select(
        Author.id, Author.abstract, Author.family_name, Author.email, Author.orcid
    ).where(Author.abstract.is_in(list(abstracts)))
    listed: Any = Author.select(Author.id).where(Author.abstract.is_in(list(abstracts)))
    places: dict[UUID, set[str]] = defaultdict(set)
    for row in await AuthorAffiliation.select(
        AuthorAffiliation.author, AuthorAffiliation.institution
    ).where(AuthorAffiliation.author.is_in(listed)):
        places[row["author"]].add(row["institution"])
    of_abstract: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for row in authors:
        of_abstract[row["abstract"]].append(row)
    return {id: _byline(rows, places) for id, rows in of_abstract.items()}


def _byline(rows: Sequence[dict[str, Any]], places: dict[UUID, set[str]]) -> Bylines:
    return Bylines(
        frozenset(row["family_name"] for row in rows),
        frozenset(place for row in rows for place in places[row["id"]]),
        frozenset(sign for row in rows for sign in (row["email"], row["orcid"]) if sign),
    )
