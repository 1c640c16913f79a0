"""What an abstract says: its title, its authors in order, its text."""

from dataclasses import dataclass

from abstracts.vocabulary import Preference
from conference.people.rules import fold
from conference.web.marks import unmarked


@dataclass(frozen=True, slots=True)
class Affiliation:
    """An institution as the abstract names it; `country` is an ISO 3166-1 alpha-2 code."""

    institution: str
    city: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class AuthorEntry:
    """One author as the abstract names them: a snapshot, not a person."""

    given_name: str
    family_name: str
    email: str = ""
    is_presenting: bool = False
    is_corresponding: bool = False
    affiliations: tuple[Affiliation, ...] = ()
    orcid: str = ""
    is_submitting: bool = False
    is_senior: bool = False
    discloses: bool | None = None
    disclosure: str = ""

    @property
    def name(self) -> str:
        """The name as printed under the title."""
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True, slots=True)
class Part:
    """The text under one structured heading."""

    heading: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """The figure as a version keeps it: which file, and what stands under it.

    Only a draft may speak of a figure whose file is not there yet: its digest is "".
    """

    digest: str
    caption: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """The whole of one version; what a snapshot keeps. Topics are codes.

    Where the call has headings, `parts` are what was written and `body` is `compose` of them.
    """

    title: str = ""
    topic: str = ""
    preference: Preference = Preference.ORAL_OR_POSTER
    authors: tuple[AuthorEntry, ...] = ()
    body: str = ""
    second_topic: str = ""
    is_for_lightning: bool = True
    parts: tuple[Part, ...] = ()
    keywords: str = ""
    funding: str = ""
    ethics: str = ""
    trial: str = ""
    justification: str = ""
    agreed: tuple[str, ...] = ()
    figure: Figure | None = None


def compose(parts: tuple[Part, ...]) -> str:
    """The text as it is printed and counted: each heading in bold before its part."""
    return "\n".join(f"<b>{part.heading}:</b> {part.text}" for part in parts if part.text)


def blind_key(code: str, manuscript: Manuscript) -> str:
    """What a reviewer may type to find it in a blind round: reference and title, folded (V02)."""
    return fold(f"{code} {unmarked(manuscript.title)}")


def search_key(code: str, manuscript: Manuscript) -> str:
    """What the committee may type to find it: reference, title, authors' names, folded."""
    names = (author.name for author in manuscript.authors)
    return fold(" ".join((code, unmarked(manuscript.title), *names)))


def senior_of(authors: tuple[AuthorEntry, ...]) -> AuthorEntry | None:
    """The author said to be senior; unsaid, the last of several."""
    said = next((author for author in authors if author.is_senior), None)
    return said or (authors[-1] if len(authors) > 1 else None)


def institutions_of(authors: tuple[AuthorEntry, ...]) -> tuple[Affiliation, ...]:
    """Every institution once, in the order in which the authors name them."""
    return tuple(dict.fromkeys(place for author in authors for place in author.affiliations))
