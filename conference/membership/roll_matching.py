"""Whom a line of a member list means: by number, then by e-mail, never by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from conference.membership.roll_changes import CurrentRoll, Decision, RollPerson
from conference.membership.roll_file import RollRow
from conference.membership.roll_words import words_of
from conference.membership.rules import number_key

SHOWN_LINES = 5


@dataclass(frozen=True, slots=True)
class Match:
    """The person a line means, or nobody known; or why that cannot be said."""

    person: RollPerson | None = None
    doubt: str = ""
    candidate: RollPerson | None = None


class Directory:
    """Everybody known, found by member number, e-mail and (for doubts only) by name."""

    def __init__(self, current: CurrentRoll) -> None:
        self._by_number: dict[str, list[RollPerson]] = defaultdict(list)
        self._by_email: dict[str, RollPerson] = {}
        self._by_name: dict[str, list[RollPerson]] = defaultdict(list)
        for person in current.people:
            for number in {number_key(each.number) for each in person.memberships}:
                self._by_number[number].append(person)
            self._by_email.update(dict.fromkeys(person.emails, person))
            self._by_name[_name_key(person.given_name, person.family_name)].append(person)

    def find(self, row: RollRow, decision: Decision = Decision.SKIP) -> Match:
        """Number and e-mail must mean one person; either alone will do; a name never does."""
        numbered = self._by_number.get(number_key(row.number), []) if row.number else []
        addressed = self._by_email.get(row.email) if row.email else None
        if len(numbered) > 1:
            return Match(doubt=f"Number {row.number} belongs to two people on the roll.")
        if numbered:
            return _match_by_number(row, numbered[0], addressed)
        if addressed:
            return _match_by_email(row, addressed)
        return self._match_stranger(row, decision)

    def _match_stranger(self, row: RollRow, decision: Decision) -> Match:
        namesakes = self._by_name.get(_name_key(row.given_name, row.family_name), [])
        if namesakes and decision is Decision.SAME:
            return Match(namesakes[0])
        if namesakes and decision is not Decision.OTHER:
            return Match(doubt=_why_namesake(namesakes[0]), candidate=namesakes[0])
        if not row.number:
            return Match(doubt="The line has no member number and nobody here has this e-mail.")
        return Match()


def find_clashes(rows: Sequence[RollRow]) -> dict[int, str]:
    """The lines of a file that contradict each other, with the reason."""
    clashes: dict[int, str] = {}
    for again in _repeated(rows):
        clashes[again[1]] = f"The same as line {again[0]}."
    rest = [row for row in rows if row.line not in clashes]
    for same_email in _grouped(rest, lambda row: row.email):
        if len({number_key(row.number) for row in same_email}) > 1:
            _mark(clashes, same_email, "have the same e-mail address but different member numbers")
    for same_number in _grouped(rest, lambda row: number_key(row.number) if row.number else ""):
        if why := _contradiction(same_number):
            _mark(clashes, same_number, f"have the same member number but {why}")
    return clashes


def group_people(rows: Iterable[RollRow]) -> list[list[RollRow]]:
    """Lines without clashes, gathered by person, each person's in order of time."""
    groups: dict[str, list[RollRow]] = defaultdict(list)
    for row in rows:
        groups[f"no {number_key(row.number)}" if row.number else f"at {row.email}"].append(row)
    return [sorted(group, key=_start_of) for group in groups.values()]


def _match_by_number(row: RollRow, numbered: RollPerson, addressed: RollPerson | None) -> Match:
    if addressed and addressed.id != numbered.id:
        return Match(
            doubt=f"Number {row.number} is that of {numbered.registered_name}, but {row.email} is "
            f"the address of {addressed.registered_name}."
        )
    if addressed is None and not _shares_a_name(row, numbered):
        return Match(doubt=f"Number {row.number} is that of {numbered.registered_name}.")
    return Match(numbered)


def _match_by_email(row: RollRow, addressed: RollPerson) -> Match:
    held = addressed.memberships[-1].number if addressed.memberships else ""
    if held and row.number:
        return Match(
            doubt=f"{row.email} is the address of {addressed.registered_name}, who is "
            f"number {held}, not {row.number}."
        )
    if not _shares_a_name(row, addressed):
        return Match(doubt=f"{row.email} is the address of {addressed.registered_name}.")
    if not (held or row.number):
        return Match(doubt="The line has no member number and the person is not on the roll yet.")
    return Match(addressed)


def _why_namesake(person: RollPerson) -> str:
    known = [*person.emails[:1], *filter(None, [person.affiliation, person.city])]
    numbers = [f"number {each.number}" for each in person.memberships[-1:]]
    about = ", ".join([*numbers, *known]) or "no e-mail"
    return (
        f"Somebody of this name is known ({about}); neither number nor e-mail is theirs. "
        "Is it the same person?"
    )


def _shares_a_name(row: RollRow, person: RollPerson) -> bool:
    mine = set(words_of(f"{row.given_name} {row.family_name}").split())
    theirs = words_of(f"{person.given_name} {person.family_name} {person.registered_name}").split()
    return bool(mine & set(theirs))


def _name_key(given_name: str, family_name: str) -> str:
    return " ".join(sorted(words_of(f"{given_name} {family_name}").split()))


def _repeated(rows: Sequence[RollRow]) -> list[tuple[int, int]]:
    first: dict[RollRow, int] = {}
    found = []
    for row in rows:
        bare = replace(row, line=0, notes=())
        if bare in first:
            found.append((first[bare], row.line))
        first.setdefault(bare, row.line)
    return found


def _grouped(rows: Sequence[RollRow], key: Callable[[RollRow], str]) -> list[list[RollRow]]:
    groups: dict[str, list[RollRow]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    groups.pop("", None)
    return [group for group in groups.values() if len(group) > 1]


def _contradiction(rows: Sequence[RollRow]) -> str:
    if len({row.email for row in rows if row.email}) > 1:
        return "different e-mail addresses"
    if len({_name_key(row.given_name, row.family_name) for row in rows}) > 1:
        return "different names"
    ordered = sorted(rows, key=_start_of)
    if any(_overlap(earlier, later) for earlier, later in pairwise(ordered)):
        return "overlapping times"
    return ""


def _overlap(earlier: RollRow, later: RollRow) -> bool:
    if earlier.valid_from is None or later.valid_from is None or earlier.valid_to is None:
        return True
    return later.valid_from <= earlier.valid_to


def _start_of(row: RollRow) -> date:
    return row.valid_from or date.min


def _mark(clashes: dict[int, str], rows: Sequence[RollRow], why: str) -> None:
    shown = [str(row.line) for row in rows[:SHOWN_LINES]]
    more = len(rows) - len(shown)
    last = f"{more} more" if more else shown.pop()
    lines = f"{', '.join(shown)} and {last}"
    for row in rows:
        clashes.setdefault(row.line, f"Lines {lines} {why}.")
