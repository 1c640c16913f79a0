"""An abstract as it is printed: one arrangement for the preview, the pages and the book."""

from dataclasses import dataclass

from abstracts.length import normalise, place_line
from abstracts.manuscript import AuthorEntry, Figure, Manuscript, institutions_of, senior_of
from conference.web.marks import Runs, lines_of, runs


@dataclass(frozen=True, slots=True)
class PrintedAuthor:
    """A name with the numbers of its institutions, raised behind it; none where there is one."""

    name: str
    numbers: tuple[int, ...] = ()
    is_presenting: bool = False
    is_corresponding: bool = False
    is_senior: bool = False
    email: str = ""
    orcid: str = ""

    @property
    def raised(self) -> str:
        """What stands raised behind the name: "1,2"."""
        return ",".join(str(number) for number in self.numbers)


@dataclass(frozen=True, slots=True)
class Disclosed:
    """What one author says about their interests."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Printed:
    """Title, authors, institutions and text as runs; institution number n stands at n - 1."""

    title: Runs
    authors: tuple[PrintedAuthor, ...]
    institutions: tuple[str, ...]
    lines: tuple[Runs, ...]
    is_numbered: bool
    figure: Figure | None
    keywords: str
    funding: str
    ethics: str
    trial: str
    disclosures: tuple[Disclosed, ...]

    @property
    def text(self) -> str:
        """Everything that a length policy may count, as plain text (A03)."""
        names = ", ".join(author.name for author in self.authors)
        body = "\n".join("".join(run.text for run in line) for line in self.lines)
        title = "".join(run.text for run in self.title)
        return "\n".join(part for part in (title, names, *self.institutions, body) if part)


def printed(manuscript: Manuscript) -> Printed:
    """Arranges a manuscript as it is printed: institutions numbered in the order of the authors.

    With a single institution there is nothing to number. Nothing is cut or corrected.
    """
    places = tuple(place for place in institutions_of(manuscript.authors) if place_line(place))
    senior = senior_of(manuscript.authors)
    return Printed(
        title=runs(normalise(manuscript.title)),
        authors=tuple(
            _printed_author(author, places, author is senior)
            for author in manuscript.authors
            if author.name
        ),
        institutions=tuple(place_line(place) for place in places),
        lines=lines_of(normalise(manuscript.body)) if manuscript.body else (),
        is_numbered=len(places) > 1,
        figure=manuscript.figure if manuscript.figure and manuscript.figure.digest else None,
        keywords=manuscript.keywords,
        funding=manuscript.funding,
        ethics=manuscript.ethics,
        trial=manuscript.trial,
        disclosures=tuple(_disclosures(manuscript.authors)),
    )


def _printed_author(
    author: AuthorEntry, places: tuple[object, ...], is_senior: bool
) -> PrintedAuthor:
    numbers = sorted(places.index(place) + 1 for place in author.affiliations if place in places)
    return PrintedAuthor(
        name=normalise(author.name),
        numbers=tuple(dict.fromkeys(numbers)) if len(places) > 1 else (),
        is_presenting=author.is_presenting,
        is_corresponding=author.is_corresponding,
        is_senior=is_senior,
        email=author.email if author.is_corresponding else "",
        orcid=author.orcid,
    )


def _disclosures(authors: tuple[AuthorEntry, ...]) -> list[Disclosed]:
    return [
        Disclosed(author.name, author.disclosure if author.discloses else "nothing to disclose")
        for author in authors
        if author.discloses is not None and author.name
    ]
