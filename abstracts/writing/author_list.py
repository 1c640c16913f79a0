"""An author list pasted from a paper, read into authors and institutions: a proposal."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from abstracts.manuscript import Affiliation, AuthorEntry
from abstracts.writing.pasted_names import read_name
from abstracts.writing.pasted_places import looks_like_place, read_place

RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖ", "0123456789abcdefghijklmnop")
RAISED_SIGNS = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖ]+")
SUP_TAG = re.compile(r"<sup>(.*?)</sup>|\^\{(.*?)\}|\^(\d+)", re.IGNORECASE | re.DOTALL)
TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
EMAIL = re.compile(r"[^\s,;<>()]+@[^\s,;<>()]+\.[a-z]{2,}", re.IGNORECASE)
SIGNS = "*†‡§¶#"
LABELLED = re.compile(
    r"^(?:⟦([^⟧]*)⟧|[(\[]?(\d{1,2})[)\].:]?|[(\[]?([a-z])[)\].:])\s*(?=[^\W\d_])|^([a-z])\s+(?=[A-Z])"
)
BEHIND = re.compile(
    rf"^(.*?[^\d\s,{re.escape(SIGNS)}⟦])\s*((?:[\d,\s{re.escape(SIGNS)}]|⟦[^⟧]*⟧)*)$", re.DOTALL
)
BETWEEN = re.compile(r",(?!\s*[\d⟦*†‡§¶#])|\s+and\s+|\s*&\s*|\t", re.IGNORECASE)
DEGREES = re.compile(
    r"m\.?d|ph\.?d|[mb]\.?sc|[bm]\.?a|mph|dvm|d\.?phil|do|rn|pharmd|mbbs|mbchb|frcp|dr|prof|[js]r|iii?",
    re.IGNORECASE,
)
COMMA_INSIDE = "\u201a"


@dataclass(frozen=True, slots=True)
class AuthorList:
    """What was read; `leftover` is what was not understood, so that nothing is lost silently."""

    authors: tuple[AuthorEntry, ...]
    leftover: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Named:
    author: AuthorEntry
    labels: tuple[str, ...] = ()
    is_starred: bool = False


def read_author_list(pasted: str) -> AuthorList:
    """Authors in order with their institutions, from the forms that papers use.

    "A. Smith1,2*, B. Jones2; 1 Univ X, City, Country", raised numbers of any kind, one author a
    line, with the institution behind the name or not, "Smith A, Jones B", "Smith, Alice; Jones, B".
    """
    segments = list(_segments(_labels_marked(pasted)))
    places, rest, leftover = _take_places(segments)
    named = [each for segment in _rows(rest) for each in _names(segment)]
    known = [each for each in named if each.author.name]
    authors = tuple(_with_places(each, places) for each in _one_star(known))
    authors, unused = _with_address(authors, leftover)
    return AuthorList(authors, tuple(unused))


def _labels_marked(pasted: str) -> str:
    """Raised numbers and letters of every kind as ⟦1⟧; other tags are dropped."""
    text = SUP_TAG.sub(lambda found: f"⟦{found[1] or found[2] or found[3] or ''}⟧", pasted)
    text = RAISED_SIGNS.sub(lambda found: f"⟦{found[0].translate(RAISED)}⟧", text)
    text = TAG.sub("", text).replace("\u00a0", " ").replace("\r", "\n")
    text = re.sub(r"⟧[^\S\n]*,?[^\S\n]*⟦", "·", text.replace("˒", ","))
    inside = re.sub(r"⟦[^⟧]*⟧", lambda found: re.sub(r"[,\s]+", "·", found[0]), text)
    return re.sub(r"\([^()]*\)", lambda found: found[0].replace(",", COMMA_INSIDE), inside)


def _segments(text: str) -> Iterator[str]:
    for line in re.split(r"[\n;]", text):
        line = line.strip().strip(",").strip()
        while line:
            label = LABELLED.match(line)
            following = _next_label(line, label)
            yield line[:following].strip(" ,.")
            line = line[following:].strip() if following < len(line) else ""


def _next_label(line: str, label: re.Match[str] | None) -> int:
    """Where the next institution begins in "B. Jones2, 1 Univ X, UK, 2 Univ Y, UK"."""
    if label and not _label(label).isdecimal():
        return len(line)
    following = int(_label(label)) + 1 if label else 1
    found = re.search(rf"(?<=[,.])\s+(?=(?:{following}|⟦{following}⟧)[).\s]*[^\W\d_])", line)
    return found.end() if found else len(line)


def _take_places(segments: list[str]) -> tuple[dict[str, Affiliation], list[str], list[str]]:
    places: dict[str, Affiliation] = {}
    rest, leftover = [], []
    for segment in segments:
        label = LABELLED.match(segment)
        if label and segment[label.end() :].strip():
            places[_label(label)] = read_place(segment[label.end() :])
        elif segment[0] in SIGNS or EMAIL.search(segment):
            leftover.append(segment)
        else:
            rest.append(segment)
    return places, rest, leftover


def _label(found: re.Match[str]) -> str:
    return next((group for group in found.groups() if group), "").strip()


def _rows(rest: list[str]) -> list[list[str]]:
    """The pieces of each segment; "Smith, Alice" stays one where every segment is like that."""
    split = [[piece.strip() for piece in BETWEEN.split(each) if piece.strip()] for each in rest]
    if len(split) > 1 and all(_is_turned(pieces) for pieces in split):
        return [[f"{given} {family}"] for family, given in split]
    return split


def _is_turned(pieces: list[str]) -> bool:
    return len(pieces) == 2 and not any(
        looks_like_place(piece) or any(sign.isdecimal() for sign in piece) for piece in pieces
    ) and len(pieces[0].split()) <= 2 and not _is_degree(pieces[1])  # fmt: skip


def _names(pieces: list[str]) -> Iterator[_Named]:
    """Either names beside each other, or one name and its institution behind it."""
    at = next((n for n, each in enumerate(pieces) if n and _is_place(each)), 0)
    if at == 1:
        named = _named(pieces[0])
        place = read_place(", ".join(pieces[1:]))
        yield replace(named, author=replace(named.author, affiliations=(place,)))
        return
    for piece in pieces:
        if not _is_degree(piece):
            yield _named(piece)


def _is_place(piece: str) -> bool:
    return looks_like_place(piece) and "(" not in piece


def _is_degree(piece: str) -> bool:
    return bool(DEGREES.fullmatch(piece.strip(". ")))


def _named(piece: str) -> _Named:
    inside = re.fullmatch(r"([^()]+)\(([^()]{4,})\)\s*", piece)
    if inside:
        named = _named(inside[1].strip())
        return replace(
            named,
            author=replace(
                named.author, affiliations=(read_place(inside[2].replace(COMMA_INSIDE, ",")),)
            ),
        )
    found = BEHIND.match(piece)
    name, behind = (found[1], found[2]) if found else (piece, "")
    labels = re.findall(r"[0-9]+|[a-z]", re.sub(r"[⟦⟧·]", ",", behind))
    given, family = read_name(re.sub(r"⟦[^⟧]*⟧|[⟦⟧·]", "", name).replace(COMMA_INSIDE, ","))
    return _Named(AuthorEntry(given, family), tuple(labels), "*" in behind)


def _one_star(named: Iterable[_Named]) -> Iterator[_Named]:
    """The first author with a star corresponds."""
    is_said = False
    for each in named:
        if each.is_starred and not is_said:
            is_said = True
            each = replace(each, author=replace(each.author, is_corresponding=True))
        yield each


def _with_places(named: _Named, places: dict[str, Affiliation]) -> AuthorEntry:
    own = [places[label] for label in named.labels if label in places]
    if not named.labels and not named.author.affiliations and len(places) == 1:
        own = list(places.values())
    return replace(named.author, affiliations=(*named.author.affiliations, *dict.fromkeys(own)))


def _with_address(
    authors: tuple[AuthorEntry, ...], leftover: list[str]
) -> tuple[tuple[AuthorEntry, ...], list[str]]:
    """The one address of a "Correspondence" line belongs to the author with the star."""
    found = [address for line in leftover for address in EMAIL.findall(line)]
    starred = [author for author in authors if author.is_corresponding]
    if len(found) != 1 or not starred:
        return authors, leftover
    address = found[0].strip(".").lower()
    known = tuple(replace(a, email=address) if a is starred[0] else a for a in authors)
    return known, [line for line in leftover if not EMAIL.search(line)]
