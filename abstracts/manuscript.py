"""What an abstract says: its title, its authors in order, its text."""

from dataclasses import dataclass

from abstracts.vocabulary import Preference
from conference.people.rules import fold


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

    @property
    def name(self) -> str:
        """The name as printed under the title."""
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True, slots=True)
class Manuscript:
    """The whole of one version; what a snapshot keeps. `topic` is the topic's code."""

    title: str = ""
    topic: str = ""
    preference: Preference = Preference.ORAL_OR_POSTER
    authors: tuple[AuthorEntry, ...] = ()
    body: str = ""


def search_key(code: str, manuscript: Manuscript) -> str:
    """What the committee may type to find it: reference, title, authors' names, folded."""
    names = (author.name for author in manuscript.authors)
    return fold(" ".join((code, manuscript.title, *names)))


def institutions_of(authors: tuple[AuthorEntry, ...]) -> tuple[Affiliation, ...]:
    """Every institution once, in the order in which the authors name them."""
    return tuple(dict.fromkeys(place for author in authors for place in author.affiliations))
