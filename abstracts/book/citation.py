"""How an abstract is cited: as a sentence, as BibTeX, as RIS (one abstract or the whole book)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from abstracts.book.content import Book, Entry
from abstracts.manuscript import AuthorEntry
from conference.people.rules import fold
from conference.web.formats import days_span
from conference.web.marks import runs

_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "%": r"\%", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_TEX_MARKS = {
    "i": r"\textit",
    "b": r"\textbf",
    "sub": r"\textsubscript",
    "sup": r"\textsuperscript",
}
MOST_NAMES = 10  # in the sentence; BibTeX and RIS name everybody
_BREAKS = re.compile(r"\s+")


def doi_of(book: Book, entry: Entry) -> str:
    """The DOI that the journal gives, made of its prefix and the reference; "" without one."""
    prefix = book.setup.doi_prefix
    if not prefix:
        return ""
    return f"{prefix}{'.' if '/' in prefix else '/'}{entry.reference.lower()}"


def citation(book: Book, entry: Entry) -> str:
    """The sentence that stands under an abstract: authors, title, where it appeared."""
    authors = entry.manuscript.authors
    names = ", ".join(short_name(each) for each in authors[:MOST_NAMES])
    if len(authors) > MOST_NAMES:
        names = f"{names}, et al"
    title = entry.title.rstrip(".")
    parts = [f"{names}." if names else "", f"{title}.", f"{where(book)}, abstract {entry.code}."]
    if doi := doi_of(book, entry):
        parts.append(f"https://doi.org/{doi}")
    return " ".join(part for part in parts if part)


def where(book: Book) -> str:
    """The journal of the supplement, or the meeting's book."""
    setup, meeting = book.setup, book.meeting
    if setup.journal:
        issue = f"({setup.issue})" if setup.issue else ""
        volume = f" {setup.volume}{issue}" if setup.volume or issue else ""
        return f"{setup.journal} {meeting.starts_on.year};{volume}".rstrip("; ")
    place = f", {meeting.city}" if meeting.city else ""
    return f"In: {book.title}{place}, {days_span(meeting.starts_on, meeting.ends_on)}"


def short_name(author: AuthorEntry) -> str:
    """ "Ångström A": family name and initials; 王 小明, whose script has none, in full."""
    if author.given_name.upper() == author.given_name.lower():
        return f"{author.family_name} {author.given_name}".strip()
    initials = "".join(part[0] for part in re.split(r"[\s-]+", author.given_name) if part)
    return f"{author.family_name} {initials}".strip()


def key_of(book: Book, entry: Entry) -> str:
    """A key of ASCII letters and digits that no other abstract has."""
    first = entry.manuscript.authors[:1]
    name = fold(first[0].family_name) if first else ""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    word = re.sub(r"[^a-z]", "", plain) or "abstract"
    return f"{word}{book.meeting.starts_on.year}{entry.reference.lower()}"


def bibtex(book: Book, entries: Iterable[Entry]) -> str:
    """BibTeX, UTF-8 (biber and recent BibTeX read it): one entry an abstract."""
    return "\n".join(_bibtex(book, entry) for entry in entries if not entry.is_withdrawn)


def _bibtex(book: Book, entry: Entry) -> str:
    setup = book.setup
    fields = {
        "author": " and ".join(
            f"{_tex(e.family_name)}, {_tex(e.given_name)}" if e.given_name else _tex(e.family_name)
            for e in entry.manuscript.authors
        ),
        "title": "{" + _tex_title(entry.manuscript.title) + "}",
        "journal" if setup.journal else "booktitle": _tex(setup.journal or book.title),
        "volume": _tex(setup.volume),
        "number": _tex(setup.issue),
        "year": str(book.meeting.starts_on.year),
        "organization" if not setup.journal else "": _tex(book.meeting.society),
        "address" if not setup.journal else "": _tex(book.meeting.city),
        "doi": _tex(doi_of(book, entry)),
        "note": f"Abstract {_tex(entry.code)}",
    }
    kind = "article" if setup.journal else "inproceedings"
    lines = [f"  {name} = {{{text}}}," for name, text in fields.items() if name and text]
    return "\n".join([f"@{kind}{{{key_of(book, entry)},", *lines, "}", ""])


def _tex(text: str) -> str:
    return "".join(_TEX.get(character, character) for character in _BREAKS.sub(" ", text))


def _tex_title(title: str) -> str:
    made = ""
    for run in runs(title):
        text = _tex(run.text)
        for mark in reversed(run.marks):
            text = f"{_TEX_MARKS[mark]}{{{text}}}"
        made += text
    return made


def ris(book: Book, entries: Iterable[Entry]) -> str:
    """RIS: one record an abstract, lines ended as the format asks."""
    return "".join(_ris(book, entry) for entry in entries if not entry.is_withdrawn)


def _ris(book: Book, entry: Entry) -> str:
    setup, meeting = book.setup, book.meeting
    rows = [
        ("TY", "JOUR" if setup.journal else "CPAPER"),
        *(("AU", _inverted(each)) for each in entry.manuscript.authors),
        ("TI", entry.title),
        ("JO" if setup.journal else "T2", setup.journal or book.title),
        ("VL", setup.volume),
        ("IS", setup.issue),
        ("PY", str(meeting.starts_on.year)),
        ("DA", meeting.starts_on.strftime("%Y/%m/%d")),
        ("CY", meeting.city),
        ("PB", meeting.society),
        ("M1", f"Abstract {entry.code}"),
        ("DO", doi_of(book, entry)),
        *(("KW", word) for word in keywords_of(entry)),
        ("AB", plain_text(entry)),
    ]  # fmt: skip
    lines = [f"{tag}  - {_BREAKS.sub(' ', text).strip()}" for tag, text in rows if text]
    return "\r\n".join([*lines, "ER  - ", "", ""])


def _inverted(author: AuthorEntry) -> str:
    return ", ".join(filter(None, (author.family_name, author.given_name)))


def keywords_of(entry: Entry) -> tuple[str, ...]:
    """The keywords one by one."""
    words = re.split(r"[;,]", entry.manuscript.keywords)
    return tuple(dict.fromkeys(word.strip() for word in words if word.strip()))


def plain_text(entry: Entry) -> str:
    """The text without marks."""
    return "".join(run.text for run in runs(entry.manuscript.body))
