"""Codes as they are kept; each function is one statement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from badges.codes.rules import Code, CodeKind
from badges.codes.sources import SOURCES, TYPED
from badges.tables import Badge
from conference.orm import Prepared, tokens
from conference.registration.queries import readable

LONGEST_TYPED = 12
# Everything that carries what was scanned or typed; its places are filled by `values_of`.
FOUND = " UNION ALL ".join(
    [*(each.having(f"{each.hash} = {{}}") for each in SOURCES),
     TYPED.having("code = {} AND meeting = {}")]
)  # fmt: skip
FOUND_PLACES = len(SOURCES) + 2
_KEPT = " UNION ALL ".join(each.having(f"{each.meeting} = {{}}") for each in SOURCES)
_found = Prepared(lambda *values: Badge.raw(FOUND, *values), FOUND_PLACES)
_kept = Prepared(lambda *values: Badge.raw(_KEPT, *values), len(SOURCES))


@dataclass(frozen=True, slots=True)
class KeptCode:
    """A code by its hash, as a device carries it, and the number that stands on its badge."""

    hash: str
    code: Code
    number: int | None = None


def values_of(meeting: UUID, text: str) -> tuple[object, ...]:
    """What stands in the places of `FOUND` for a text, however it was typed."""
    digest = tokens.digest(text)
    return (*(digest for _ in SOURCES), readable(text)[:LONGEST_TYPED], meeting)


async def codes_found(meeting: UUID, text: str) -> list[Code]:
    """Everything that carries this code, of whatever meeting; a typed one of this meeting only."""
    return [code_of_row(row) for row in await _found(*values_of(meeting, text))]


async def codes_of(meeting: UUID) -> list[KeptCode]:
    """Every code of a meeting by its hash, those out of force too, always in the same order."""
    rows = await _kept(*(meeting for _ in SOURCES))
    kept = [KeptCode(row["hash"], code_of_row(row), row["number"]) for row in rows]
    return sorted(kept, key=lambda each: (_ORDER.index(each.code.kind), each.hash))


_ORDER = tuple(CodeKind)


def code_of_row(row: Mapping[str, Any]) -> Code:
    """A row of `FOUND`; SQLite forgets the types of a union."""
    return Code(
        CodeKind(row["kind"]),
        UUID(str(row["meeting"])),
        _id_or_none(row["registration"]),
        _id_or_none(row["guest"]),
    )


def _id_or_none(value: object) -> UUID | None:
    return UUID(str(value)) if value else None
