"""The author index: one entry a person, namesakes apart, sorted as readers look."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from abstracts.book.citation import keywords_of
from abstracts.book.content import Entry
from abstracts.manuscript import AuthorEntry
from conference.people.rules import fold


@dataclass(frozen=True, slots=True)
class Mention:
    """An abstract in which somebody is named; bold in print where they present it."""

    reference: str
    code: str
    is_presenting: bool = False


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A name with all its abstracts; `apart` tells namesakes from each other."""

    name: str
    mentions: tuple[Mention, ...]
    apart: str = ""
    letter: str = ""


def index_of(entries: Iterable[Entry]) -> list[IndexEntry]:
    """Everybody who is named, A to Z, accents aside; then other scripts in their order.

    One person is one entry: the same account, else the same ORCID, address or name with the same
    first institution. People of one name stay apart, each with their institution.
    """
    named: dict[str, list[tuple[AuthorEntry, Mention]]] = defaultdict(list)
    for entry in entries:
        for place, author in enumerate(entry.manuscript.authors):
            if not author.name:
                continue
            person = entry.people[place] if place < len(entry.people) else None
            mention = Mention(entry.reference, entry.code, author.is_presenting)
            named[_identity(author, person)].append((author, mention))
    faces = [(_face(mentions), mentions) for mentions in named.values()]
    alike = Counter(_listed(author) for author, _ in faces)
    made = [_entry(author, mentions, alike) for author, mentions in faces]
    return sorted(made, key=lambda each: (_sorted_as(each.name), each.apart))


def keyword_index(entries: Iterable[Entry]) -> list[IndexEntry]:
    """Every keyword with its abstracts; spellings that fold alike are one."""
    found: dict[str, tuple[str, list[Mention]]] = {}
    for entry in entries:
        for word in keywords_of(entry):
            _, mentions = found.setdefault(fold(word), (word, []))
            mentions.append(Mention(entry.reference, entry.code))
    return [
        IndexEntry(word, tuple(dict.fromkeys(mentions)), letter=_letter(word))
        for _, (word, mentions) in sorted(found.items(), key=lambda pair: _sorted_as(pair[0]))
    ]


def _identity(author: AuthorEntry, person: UUID | None) -> str:
    if person is not None:
        return f"person:{person}"
    if author.orcid:
        return f"orcid:{author.orcid}"
    if author.email:
        return f"mail:{author.email.casefold()}"
    place = author.affiliations[0].institution if author.affiliations else ""
    return f"name:{fold(author.family_name)}|{fold(author.given_name)}|{fold(place)}"


def _face(mentions: list[tuple[AuthorEntry, Mention]]) -> AuthorEntry:
    """The fullest form of the name."""
    return max((author for author, _ in mentions), key=lambda each: len(each.name.replace(".", "")))


def _listed(author: AuthorEntry) -> str:
    return ", ".join(filter(None, (author.family_name, author.given_name)))


def _entry(
    author: AuthorEntry, mentions: list[tuple[AuthorEntry, Mention]], alike: Counter[str]
) -> IndexEntry:
    name = _listed(author)
    place = author.affiliations[0].institution if author.affiliations else ""
    best: dict[str, Mention] = {}
    for _, mention in mentions:
        known = best.get(mention.reference)
        best[mention.reference] = known if known and known.is_presenting else mention
    return IndexEntry(name, tuple(best.values()), place if alike[name] > 1 else "", _letter(name))


def _sorted_as(name: str) -> str:
    """Folded, and without a mark in front: ’t Hartog stands under T."""
    return fold(name).lstrip("'’‘ʻ\"(- ")


def _letter(name: str) -> str:
    """Under which letter it stands; a name that begins with none stands under "#"."""
    first = _sorted_as(name)[:1].upper()
    return first if first.isalpha() else "#"
