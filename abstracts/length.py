"""How long an abstract is: one function for the form, the live counter, the server and the book."""

import re
import textwrap
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from abstracts.manuscript import Affiliation, AuthorEntry, institutions_of
from abstracts.vocabulary import LengthUnit
from conference.web.formats import country_name
from conference.web.marks import unmarked

LINE_BREAK = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
SPACE = re.compile(r"[^\S\n]")


@dataclass(frozen=True, slots=True)
class LengthPolicy:
    """What a society counts, and how much of it may be sent.

    The default is the society's own rule (A01): 3,600 characters with title, author details,
    spaces and line breaks, and at most 45 lines.
    """

    unit: LengthUnit = LengthUnit.CHARACTERS
    limit: int = 3600
    title: bool = True
    authors: bool = True
    affiliations: bool = True
    body: bool = True
    spaces: bool = True
    line_breaks: bool = True
    max_lines: int | None = 45
    line_width: int | None = None
    title_limit: int | None = None


@dataclass(frozen=True, slots=True)
class LengthPiece:
    """One thing that was counted: "title", 63."""

    word: str
    used: int


@dataclass(frozen=True, slots=True)
class LengthCount:
    """What was counted, beside the policy that counted it; `pieces` add up to `used`."""

    policy: LengthPolicy
    used: int
    lines: int
    title_used: int
    pieces: tuple[LengthPiece, ...] = ()

    @property
    def left(self) -> int:
        """How much may still be written; negative when it is too long."""
        return self.policy.limit - self.used

    @property
    def fits(self) -> bool:
        """Whether every limit of the policy is kept."""
        return not self.problems

    @property
    def problems(self) -> tuple[str, ...]:
        """One sentence for each limit that is broken."""
        return tuple(sentence for sentence in _broken_limits(self) if sentence)

    @property
    def sentence(self) -> str:
        """The counter's own words: used, allowed, lines."""
        policy = self.policy
        text = f"{self.used:,} of {policy.limit:,} {policy.unit}"
        if policy.max_lines is not None:
            text += f", {self.lines} of {policy.max_lines} lines"
        return text


def count_length(
    policy: LengthPolicy, title: str, authors: tuple[AuthorEntry, ...], body: str
) -> LengthCount:
    """Count the abstract as it would be printed (A01-A03).

    Characters are Unicode code points after NFC, CRLF is one line break, markup tags of the body
    are not counted. The printed text is title, one line of authors, one line an institution, body.
    """
    parts = _printed_parts(policy, title, authors, body)
    text = "\n".join(part for _, part in parts)
    return LengthCount(
        policy=policy,
        used=_count_units(policy, text),
        lines=_count_lines(text, policy.line_width),
        title_used=len(without_markup(normalise(title))),
        pieces=tuple(_pieces(policy, parts, text)),
    )


def normalise(text: str) -> str:
    """NFC, and one LF for every kind of line break: what is counted is what is stored (A03)."""
    return LINE_BREAK.sub("\n", unicodedata.normalize("NFC", text))


def without_markup(text: str) -> str:
    """The text as it is printed: without the tags it may carry (sub, sup, i, b, em, strong)."""
    return unmarked(text)


def describe_policy(policy: LengthPolicy) -> str:
    """One sentence for the form: the limit, and everything that counts towards it."""
    counted = [
        word
        for word, counts in (
            ("title", policy.title),
            ("authors", policy.authors),
            ("institutions", policy.affiliations),
            ("text", policy.body),
            ("spaces", policy.spaces and policy.unit is LengthUnit.CHARACTERS),
            ("line breaks", policy.line_breaks and policy.unit is LengthUnit.CHARACTERS),
        )
        if counts
    ]
    lines = f" and {policy.max_lines} lines" if policy.max_lines is not None else ""
    return f"At most {policy.limit:,} {policy.unit}{lines}, counting {_listed(counted)}."


def authors_line(authors: tuple[AuthorEntry, ...]) -> str:
    """The authors as one line under the title."""
    return normalise(", ".join(author.name for author in authors if author.name))


def place_line(place: Affiliation) -> str:
    """An institution as one line under the authors."""
    country = country_name(place.country) if place.country else ""
    shown = (place.institution, place.city, country)
    return normalise(", ".join(part for part in shown if part))


def _printed_parts(
    policy: LengthPolicy, title: str, authors: tuple[AuthorEntry, ...], body: str
) -> list[tuple[str, str]]:
    """(word, text) of everything that counts, as printed, in order."""
    parts: list[tuple[str, str]] = []
    if policy.title:
        parts.append(("title", without_markup(normalise(title))))
    if policy.authors:
        parts.append(("authors", authors_line(authors)))
    if policy.affiliations:
        parts += [("institutions", place_line(place)) for place in institutions_of(authors)]
    if policy.body:
        parts.append(("text", without_markup(normalise(body))))
    return [part for part in parts if part[1]]


def _pieces(policy: LengthPolicy, parts: list[tuple[str, str]], text: str) -> Iterator[LengthPiece]:
    unbroken = replace(policy, line_breaks=False)
    for word in dict.fromkeys(word for word, _ in parts):
        mine = "\n".join(part for name, part in parts if name == word)
        yield LengthPiece(word, _count_units(unbroken, mine))
    if policy.line_breaks and policy.unit is LengthUnit.CHARACTERS and "\n" in text:
        yield LengthPiece("line breaks", text.count("\n"))


def _count_units(policy: LengthPolicy, text: str) -> int:
    if policy.unit is LengthUnit.WORDS:
        return len(text.split())
    if not policy.spaces:
        text = SPACE.sub("", text)
    if not policy.line_breaks:
        text = text.replace("\n", "")
    return len(text)


def _count_lines(text: str, width: int | None) -> int:
    lines = text.split("\n") if text else []
    if width is None:
        return len(lines)
    return sum(max(1, len(textwrap.wrap(line, width))) for line in lines)


def _broken_limits(count: LengthCount) -> tuple[str, ...]:
    policy = count.policy
    over = -count.left
    return (
        f"This is {_number(over, policy.unit)} too long: {count.sentence}." if over > 0 else "",
        f"This is {_number(count.lines - policy.max_lines, 'lines')} too long: {count.sentence}."
        if policy.max_lines is not None and count.lines > policy.max_lines
        else "",
        f"The title has {count.title_used} characters; at most {policy.title_limit} are allowed."
        if policy.title_limit is not None and count.title_used > policy.title_limit
        else "",
    )


def _number(amount: int, plural: str) -> str:
    return f"{amount:,} {plural if amount != 1 else plural.removesuffix('s')}"


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
