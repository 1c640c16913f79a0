"""The people of a released programme, A to Z, each with their parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from conference.people.rules import fold
from schedule.rules.released import ReleasedPerson, ReleasedProgramme, ReleasedSession, ReleasedSlot


@dataclass(frozen=True, slots=True)
class ProgrammePart:
    """One thing a person does: the word for it, and where."""

    word: str
    session: ReleasedSession
    slot: ReleasedSlot | None

    @property
    def item(self) -> ReleasedSession | ReleasedSlot:
        """The talk or poster, else the whole session."""
        return self.slot or self.session


@dataclass(frozen=True, slots=True)
class ProgrammePerson:
    """Someone who is in the release, with everything they do in it."""

    id: UUID
    name: str
    affiliation: str
    sort_key: str
    parts: tuple[ProgrammePart, ...]

    @property
    def letter(self) -> str:
        """The heading under which they are listed."""
        return next((char.upper() for char in self.sort_key if char.isalpha()), "#")

    @property
    def words(self) -> str:
        """ "Chair, speaker": each kind of part once."""
        return ", ".join(dict.fromkeys(part.word for part in self.parts)).capitalize()


@dataclass(frozen=True, slots=True)
class LetterGroup:
    """The people under one letter."""

    letter: str
    people: tuple[ProgrammePerson, ...]


def programme_people(programme: ReleasedProgramme) -> dict[UUID, ProgrammePerson]:
    """Everyone with a part in the release, in the order of the A to Z."""
    parts: dict[UUID, list[ProgrammePart]] = {}
    named: dict[UUID, ReleasedPerson] = {}
    for person, part in _all_parts(programme):
        named.setdefault(person.id, person)
        parts.setdefault(person.id, []).append(part)
    people = [_person(named[key], tuple(found)) for key, found in parts.items()]
    return {each.id: each for each in sorted(people, key=_alphabetical)}


def find_people(people: Iterable[ProgrammePerson], text: str) -> tuple[LetterGroup, ...]:
    """Those whose name or affiliation holds every word, accents aside, by letter."""
    words = fold(text).split()
    found = [
        each
        for each in people
        if all(word in fold(f"{each.name} {each.affiliation}") for word in words)
    ]
    grouped = groupby(found, key=lambda each: each.letter)
    return tuple(LetterGroup(letter, tuple(group)) for letter, group in grouped)


def _all_parts(programme: ReleasedProgramme) -> Iterator[tuple[ReleasedPerson, ProgrammePart]]:
    for session, slot in programme.items():
        involved = slot.people if slot else session.chairs + session.speakers
        for person in involved:
            yield person, ProgrammePart(person.part.value, session, slot)


def _person(person: ReleasedPerson, parts: tuple[ProgrammePart, ...]) -> ProgrammePerson:
    key = person.sort_key or _by_last_word(person.name)
    return ProgrammePerson(person.id, person.name, person.affiliation, key, parts)


def _by_last_word(name: str) -> str:
    *given, family = fold(name).split() or [""]
    return " ".join([family, *given])


def _alphabetical(person: ProgrammePerson) -> tuple[bool, str, str]:
    bare = person.sort_key.lstrip("'’-. ")  # 't Hoen stands under T
    return person.letter == "#", bare, str(person.id)
