"""The people of a table: names in a cell, and the keys that our own export puts beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from abstracts.importing.table import FileRow
from schedule.exchange.fields import one_line, read_guid, read_number
from schedule.exchange.incoming import Named
from schedule.exchange.raw import person_key
from schedule.rules.origin import OriginPerson
from schedule.rules.vocabulary import Part

_APART = re.compile(r"\s*(?:;|\n|\s/\s)\s*")
_COMMAS = re.compile(r"\s*(?:,| and | und | & )\s*")
_IDS = re.compile(r"(.+)=([^=]+)=([a-z]+)")


@dataclass(frozen=True, slots=True)
class NamesOfTable:
    """The key of each name that the file tells one key for, by folded name."""

    keys: dict[str, str]

    @classmethod
    def of(cls, cells: Iterable[str]) -> NamesOfTable:
        """From the cells of "Person ids"; a name with several keys is nobody by itself."""
        keys: dict[str, set[str]] = {}
        for cell in cells:
            for name, key, _part in _ids(cell):
                keys.setdefault(name.casefold(), set()).add(key)
        return cls({name: next(iter(found)) for name, found in keys.items() if len(found) == 1})

    def people(self, row: FileRow) -> tuple[Named, ...]:
        """The chairs and speakers of a row; those of its own ids with the part these tell."""
        own = [(n.casefold(), key, part) for n, key, part in _ids(row.get("person_ids"))]
        apart = _our_names if own else _names
        chairs = [self._named(name, own, Part.CHAIR) for name in apart(row.get("chairs"))]
        others = [self._named(name, own, None) for name in apart(row.get("speakers"))]
        return (*chairs, *others)

    def _named(self, name: str, own: list[tuple[str, str, str]], part: Part | None) -> Named:
        for told in own:
            is_chair = told[2] == Part.CHAIR.value
            if told[0] == name.casefold() and is_chair is (part is Part.CHAIR):
                own.remove(told)
                return Named(_person(name, told[1]), _part(told[2]) or part)
        return Named(_person(name, self.keys.get(name.casefold(), "")), part)


def _ids(cell: str) -> Iterator[tuple[str, str, str]]:
    for text in _APART.split(cell):
        if found := _IDS.fullmatch(text.strip()):
            yield one_line(found[1]), found[2], found[3]


def _our_names(cell: str) -> list[str]:
    """Our own export parts names by semicolons only: a comma may belong to a name."""
    return [name for part in cell.split(";") if (name := one_line(part))]


def _names(cell: str) -> list[str]:
    """Names a semicolon or a line apart; without either, commas and "and" are taken to part
    them."""
    parts = _APART.split(cell.strip())
    if len(parts) == 1 and "; " not in cell:
        parts = _COMMAS.split(parts[0])
    return [name for part in parts if (name := one_line(part))]


def _person(name: str, key: str) -> OriginPerson:
    kind, _, value = key.partition(":")
    number = read_number(value) if kind == "id" else None
    guid = (read_guid(value) or "") if kind == "guid" else ""
    code = value if kind == "code" else ""
    return OriginPerson(
        key=person_key(number, guid, code, name), name=name, id=number, guid=guid, code=code
    )


def _part(word: str) -> Part | None:
    return next((each for each in Part if each.value == word), None)
