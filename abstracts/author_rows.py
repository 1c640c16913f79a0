"""The rows of the author form: what was typed, and how the row buttons rearrange it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from abstracts.manuscript import Affiliation, AuthorEntry, institutions_of

MAX_ROWS = 100


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


@dataclass(frozen=True, slots=True)
class AuthorRows:
    """All authors and institutions of one form."""

    authors: tuple[AuthorRow, ...]
    institutions: tuple[InstitutionRow, ...]


def rows_of(authors: tuple[AuthorEntry, ...]) -> AuthorRows:
    """The form of stored authors; at least one row of each, so that there is something to fill."""
    places = institutions_of(authors)
    rows = tuple(
        AuthorRow(
            author.given_name,
            author.family_name,
            author.email,
            author.is_presenting,
            author.is_corresponding,
            frozenset(places.index(place) for place in author.affiliations),
        )
        for author in authors
    )
    institutions = tuple(InstitutionRow(p.institution, p.city, p.country) for p in places)
    first = AuthorRow(is_presenting=True, is_corresponding=True, ticked=frozenset({0}))
    return AuthorRows(rows or (first,), institutions or (InstitutionRow(),))


def authors_of(rows: AuthorRows) -> tuple[AuthorEntry, ...]:
    """The authors that the rows name, in order; rows left wholly empty are not authors."""
    return tuple(
        AuthorEntry(
            row.given,
            row.family,
            row.email,
            row.is_presenting,
            row.is_corresponding,
            _places(rows.institutions, row.ticked),
        )
        for row in rows.authors
        if row.given or row.family or row.email
    )


def rearrange(rows: AuthorRows, command: str) -> AuthorRows | None:
    """The rows after a button: `add-author`, `remove-author-2`, `up-author-2`, `down-author-2`,
    `add-institution`, `remove-institution-1` (numbers from 0). None when it is no such command.
    """
    verb, _, rest = command.partition("-")
    noun, _, number = rest.partition("-")
    change = _COMMANDS.get((verb, noun))
    if change is None or (number and not number.isdecimal()) or (verb != "add" and not number):
        return None
    return change(rows, int(number or 0))


def _places(
    institutions: tuple[InstitutionRow, ...], ticked: frozenset[int]
) -> tuple[Affiliation, ...]:
    return tuple(
        Affiliation(row.institution, row.city, row.country)
        for place, row in enumerate(institutions)
        if place in ticked and row.institution
    )


def _add_author(rows: AuthorRows, _number: int) -> AuthorRows:
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


def _add_institution(rows: AuthorRows, _number: int) -> AuthorRows:
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


_COMMANDS: dict[tuple[str, str], Callable[[AuthorRows, int], AuthorRows]] = {
    ("add", "author"): _add_author,
    ("remove", "author"): _remove_author,
    ("up", "author"): _move_author_up,
    ("down", "author"): _move_author_down,
    ("add", "institution"): _add_institution,
    ("remove", "institution"): _remove_institution,
}
