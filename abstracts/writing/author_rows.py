"""The rows of the author form: what was typed, and how the row buttons rearrange it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from abstracts.manuscript import Affiliation, AuthorEntry, institutions_of
from abstracts.writing.orcid import normal_orcid
from conference.people.rules import fold

MAX_ROWS = 300


@dataclass(frozen=True, slots=True)
class InstitutionRow:
    """One numbered institution; the authors tick its number."""

    institution: str = ""
    city: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class AuthorRow:
    """One author as typed; `ticked` are places in the list of institutions, from 0."""

    given: str = ""
    family: str = ""
    email: str = ""
    is_presenting: bool = False
    is_corresponding: bool = False
    ticked: frozenset[int] = frozenset()
    orcid: str = ""
    is_submitting: bool = False
    is_senior: bool = False
    discloses: str = ""  # "", "no" or "yes"
    disclosure: str = ""

    @property
    def name(self) -> str:
        """The name as typed so far."""
        return f"{self.given} {self.family}".strip()

    @property
    def is_blank(self) -> bool:
        """Whether nothing names anybody here; such a row is no author."""
        return not (self.given or self.family or self.email or self.orcid)


@dataclass(frozen=True, slots=True)
class AuthorRows:
    """All authors and institutions of one form."""

    authors: tuple[AuthorRow, ...]
    institutions: tuple[InstitutionRow, ...]


SAID = {None: "", False: "no", True: "yes"}
MEANT = {"no": False, "yes": True}


def rows_of(authors: tuple[AuthorEntry, ...]) -> AuthorRows:
    """The form of stored authors; at least one row of each, so that there is something to fill."""
    places = institutions_of(authors)
    rows = tuple(_row_of(author, places) for author in authors)
    institutions = tuple(InstitutionRow(p.institution, p.city, p.country) for p in places)
    first = AuthorRow(
        is_presenting=True, is_corresponding=True, is_submitting=True, ticked=frozenset({0})
    )
    return AuthorRows(rows or (first,), institutions or (InstitutionRow(),))


def authors_of(rows: AuthorRows) -> tuple[AuthorEntry, ...]:
    """The authors that the rows name, in order; rows left wholly empty are not authors."""
    return tuple(
        AuthorEntry(
            given_name=row.given,
            family_name=row.family,
            email=row.email,
            is_presenting=row.is_presenting,
            is_corresponding=row.is_corresponding,
            affiliations=_places(rows.institutions, row.ticked),
            orcid=normal_orcid(row.orcid),
            is_submitting=row.is_submitting,
            is_senior=row.is_senior,
            discloses=MEANT.get(row.discloses),
            disclosure=row.disclosure,
        )
        for row in rows.authors
        if not row.is_blank
    )


def rearrange(rows: AuthorRows, command: str) -> AuthorRows | None:
    """The rows after a button: `add-author`, `remove-author-2`, `up-author-2`, `down-author-2`,
    `move-author-4-0`, `add-institution`, `remove-institution-1` (numbers from 0), and
    `no-interests` for everybody of whom nothing is said yet. None when it is no such command.
    """
    verb, _, rest = command.partition("-")
    noun, _, numbers = rest.partition("-")
    change = _COMMANDS.get((verb, noun))
    given = numbers.split("-") if numbers else []
    if change is None or len(given) != _NUMBERS.get(verb, 1):
        return None
    if not all(number.isdecimal() and number.isascii() for number in given):
        return None
    return change(rows, *(int(number[:6]) for number in given))


def add_list(rows: AuthorRows, authors: tuple[AuthorEntry, ...]) -> AuthorRows:
    """The rows in the order of a list that was pasted; nobody who was there before is lost.

    A listed author who is there already keeps everything else that was said of them.
    """
    before, places = _without_blanks(rows)
    places += _new_places(places, authors)
    made: list[AuthorRow] = []
    for author in authors:
        known = next((row for row in before if fold(row.name) == fold(author.name)), None)
        if known:
            before.remove(known)
        made.append(_listed(author, known, places))
    if starred := [author.name for author in authors if author.is_corresponding]:
        made = [replace(row, is_corresponding=row.name == starred[0]) for row in made]
        before = [replace(row, is_corresponding=False) for row in before]
    everybody = _one_of_each((*made, *before))
    return AuthorRows(everybody or rows.authors, tuple(places) or rows.institutions)


def _row_of(author: AuthorEntry, places: tuple[Affiliation, ...]) -> AuthorRow:
    return AuthorRow(
        given=author.given_name,
        family=author.family_name,
        email=author.email,
        is_presenting=author.is_presenting,
        is_corresponding=author.is_corresponding,
        ticked=frozenset(places.index(place) for place in author.affiliations),
        orcid=author.orcid,
        is_submitting=author.is_submitting,
        is_senior=author.is_senior,
        discloses=SAID[author.discloses],
        disclosure=author.disclosure,
    )


def _without_blanks(rows: AuthorRows) -> tuple[list[AuthorRow], list[InstitutionRow]]:
    kept = [place for place, row in enumerate(rows.institutions) if row.institution]
    moved = {old: new for new, old in enumerate(kept)}
    authors = [
        replace(row, ticked=frozenset(moved[place] for place in row.ticked if place in moved))
        for row in rows.authors
        if not row.is_blank
    ]
    return authors, [rows.institutions[place] for place in kept]


def _new_places(
    known: list[InstitutionRow], authors: tuple[AuthorEntry, ...]
) -> list[InstitutionRow]:
    names = {fold(row.institution) for row in known}
    return [
        InstitutionRow(place.institution, place.city, place.country)
        for place in institutions_of(authors)
        if fold(place.institution) not in names
    ]


def _listed(
    author: AuthorEntry, known: AuthorRow | None, places: list[InstitutionRow]
) -> AuthorRow:
    names = [fold(row.institution) for row in places]
    ticked = frozenset(names.index(fold(place.institution)) for place in author.affiliations)
    row = known or AuthorRow(author.given_name, author.family_name)
    return replace(
        row,
        email=row.email or author.email,
        ticked=row.ticked | ticked,
        is_corresponding=row.is_corresponding or author.is_corresponding,
    )


def _one_of_each(rows: tuple[AuthorRow, ...]) -> tuple[AuthorRow, ...]:
    """Somebody presents, corresponds and submits: the first who is said to, else the first."""
    presents = next((n for n, row in enumerate(rows) if row.is_presenting), 0)
    corresponds = next((n for n, row in enumerate(rows) if row.is_corresponding), 0)
    submits = next((n for n, row in enumerate(rows) if row.is_submitting), 0)
    return tuple(
        replace(
            row,
            is_presenting=n == presents,
            is_corresponding=n == corresponds,
            is_submitting=n == submits,
        )
        for n, row in enumerate(rows)
    )


def _places(
    institutions: tuple[InstitutionRow, ...], ticked: frozenset[int]
) -> tuple[Affiliation, ...]:
    return tuple(
        Affiliation(row.institution, row.city, row.country)
        for place, row in enumerate(institutions)
        if place in ticked and row.institution
    )


def _add_author(rows: AuthorRows) -> AuthorRows:
    if len(rows.authors) >= MAX_ROWS:
        return rows
    ticked = frozenset({0}) if len(rows.institutions) == 1 else frozenset[int]()
    return replace(rows, authors=(*rows.authors, AuthorRow(ticked=ticked)))


def _remove_author(rows: AuthorRows, number: int) -> AuthorRows:
    left = tuple(row for place, row in enumerate(rows.authors) if place != number)
    return replace(rows, authors=left or (AuthorRow(),))


def _move_author_up(rows: AuthorRows, number: int) -> AuthorRows:
    if not 0 < number < len(rows.authors):
        return rows
    order = list(rows.authors)
    order[number - 1], order[number] = order[number], order[number - 1]
    return replace(rows, authors=tuple(order))


def _move_author_down(rows: AuthorRows, number: int) -> AuthorRows:
    return _move_author_up(rows, number + 1)


def _move_author(rows: AuthorRows, number: int, to: int) -> AuthorRows:
    if number >= len(rows.authors):
        return rows
    order = list(rows.authors)
    order.insert(min(to, len(order) - 1), order.pop(number))
    return replace(rows, authors=tuple(order))


def _add_institution(rows: AuthorRows) -> AuthorRows:
    if len(rows.institutions) >= MAX_ROWS:
        return rows
    return replace(rows, institutions=(*rows.institutions, InstitutionRow()))


def _remove_institution(rows: AuthorRows, number: int) -> AuthorRows:
    left = tuple(row for place, row in enumerate(rows.institutions) if place != number)
    authors = tuple(
        replace(row, ticked=frozenset(_without(row.ticked, number))) for row in rows.authors
    )
    return AuthorRows(authors, left or (InstitutionRow(),))


def _without(ticked: frozenset[int], number: int) -> list[int]:
    return [place - (place > number) for place in ticked if place != number]


def _no_interests(rows: AuthorRows) -> AuthorRows:
    authors = (row if row.discloses else replace(row, discloses="no") for row in rows.authors)
    return replace(rows, authors=tuple(authors))


_NUMBERS = {"add": 0, "no": 0, "move": 2}
_COMMANDS: dict[tuple[str, str], Callable[..., AuthorRows]] = {
    ("add", "author"): _add_author,
    ("remove", "author"): _remove_author,
    ("up", "author"): _move_author_up,
    ("down", "author"): _move_author_down,
    ("move", "author"): _move_author,
    ("add", "institution"): _add_institution,
    ("remove", "institution"): _remove_institution,
    ("no", "interests"): _no_interests,
}
