"""Finding registrations by parts of words, among ten thousands, as somebody types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from conference.orm.containing import pattern_within
from conference.registration.tables import Registration

LAST_CODE = "Z" * 12  # codes are made of digits and capitals, and no code is longer

# CROSS JOIN keeps SQLite to this order: a look at every person is cheap, at every registration not.
_FOUND = (
    "SELECT r.id FROM conference_person p CROSS JOIN conference_registration r"
    " WHERE r.person = p.id AND r.meeting = {}"
)
_NAMED = "p.search_key LIKE {} ESCAPE '!'"
_WRITTEN_TO = (
    "p.id IN (SELECT e.person FROM conference_email_address e WHERE e.address LIKE {} ESCAPE '!')"
)
_CODED = "p.id IN (SELECT c.person FROM conference_registration c WHERE c.code BETWEEN {} AND {})"
_ORDERED = (
    "p.id IN (SELECT g.person FROM conference_order o JOIN conference_registration g"
    ' ON g."order" = o.id WHERE o.code BETWEEN {} AND {})'
)
_SORTED = " ORDER BY CASE WHEN r.active_key IS NULL THEN 1 ELSE 0 END, p.sort_key, r.code LIMIT {}"


@dataclass(frozen=True, slots=True)
class Word:
    """A typed word, folded; and what it is as the beginning of a code, "" if it cannot be one."""

    text: str
    code: str = ""


async def ids_mentioning(meeting: UUID, words: Sequence[Word], limit: int) -> list[UUID]:
    """Registrations of people whom every word mentions, in the order of lists; one statement.

    A word is part of a name, an affiliation or an e-mail address, or begins a code; % and _ are
    themselves.
    """
    conditions = [_condition(word) for word in words]
    sql = " AND ".join([_FOUND, *(condition for condition, _ in conditions)]) + _SORTED
    values = [value for _, each in conditions for value in each]
    rows = await Registration.raw(sql, meeting, *values, limit)
    return [row["id"] for row in rows]


def _condition(word: Word) -> tuple[str, list[str]]:
    like = pattern_within(word.text)
    parts, values = [_NAMED, _WRITTEN_TO], [like, like]
    if word.code:
        parts += [_CODED, _ORDERED]
        values += 2 * [word.code, word.code + LAST_CODE]
    return f"({' OR '.join(parts)})", values
