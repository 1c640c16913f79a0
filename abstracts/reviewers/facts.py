"""What is known of reviewers and authors, and an index by which one is found among the other."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from abstracts.reviewers.institutions import institution_keys
from abstracts.reviewers.names import NameKey, may_be_same, name_key
from abstracts.vocabulary import ConflictKind

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Declared:
    """What a reviewer, or the committee for them, declared."""

    kind: ConflictKind
    text: str = ""
    abstract: UUID | None = None
    reason: str = ""
    is_by_committee: bool = False


@dataclass(frozen=True, slots=True)
class AuthorFacts:
    """One author of one abstract, as the abstract names them."""

    abstract: UUID
    given_name: str
    family_name: str
    person: UUID | None = None
    email: str = ""
    orcid: str = ""
    institutions: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """As it is read."""
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True, slots=True)
class ReviewerFacts:
    """What is known of a reviewer; `waived` says why an abstract may be read all the same."""

    reviewer: UUID
    given_name: str
    family_name: str
    person: UUID | None = None
    emails: frozenset[str] = frozenset()
    orcid: str = ""
    institutions: tuple[str, ...] = ()
    declared: tuple[Declared, ...] = ()
    waived: Mapping[UUID, str] = field(default_factory=dict)


def identity(person: UUID | None, emails: Iterable[str], orcid: str) -> set[Key]:
    """By what somebody is the same person: an id, an address, an ORCID; never a name."""
    keys = {("email", each.lower()) for each in emails if each}
    if person:
        keys.add(("person", str(person)))
    if orcid:
        keys.add(("orcid", orcid))
    return keys


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody in an index, and what to say when an author turns out to be them."""

    reviewer: UUID
    name: NameKey
    person: UUID | None
    orcid: str
    institutions: frozenset[str]
    says: str = ""

    def may_be(self, author: AuthorFacts) -> bool:
        """The same full name, and no id that says otherwise."""
        theirs = name_key(author.given_name, author.family_name)
        return (
            self.name.is_full
            and theirs.is_full
            and not (self.person and author.person and self.person != author.person)
            and not (self.orcid and author.orcid and self.orcid != author.orcid)
            and may_be_same(self.name, theirs)
        )


class PeopleIndex:
    """People by what identifies them, and by family name."""

    def __init__(self) -> None:
        self._by_key: dict[Key, list[Known]] = defaultdict(list)
        self._by_family: dict[str, list[Known]] = defaultdict(list)

    def add(self, known: Known, keys: Iterable[Key]) -> None:
        for key in keys:
            self._by_key[key].append(known)
        self._by_family[known.name.family].append(known)

    def surely(self, author: AuthorFacts) -> dict[UUID, Known]:
        """Reviewer -> who is this author beyond doubt."""
        keys = keys_of_author(author)
        return {known.reviewer: known for key in keys for known in self._by_key.get(key, ())}

    def perhaps(self, author: AuthorFacts) -> dict[UUID, Known]:
        """Reviewer -> who has this author's name."""
        family = name_key(author.given_name, author.family_name).family
        near = self._by_family.get(family, ())
        return {known.reviewer: known for known in near if known.may_be(author)}


def index_of(reviewers: Iterable[ReviewerFacts]) -> PeopleIndex:
    """The reviewers, to be found among authors."""
    index = PeopleIndex()
    for each in reviewers:
        name = name_key(each.given_name, each.family_name)
        places = keys_of_places(each.institutions)
        known = Known(each.reviewer, name, each.person, each.orcid, places)
        index.add(known, identity(each.person, each.emails, each.orcid))
    return index


def keys_of_author(author: AuthorFacts) -> set[Key]:
    """By what an author is found again."""
    return identity(author.person, (author.email,), author.orcid)


def keys_of_places(places: Iterable[str]) -> frozenset[str]:
    """The institutions that several affiliations name."""
    return frozenset(key for place in places for key in institution_keys(place))
