"""The roll as a table: who is registered, in what state, and the code of each badge. Pure.

No diet, no health, no e-mail address, no telephone number (N05).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from badges.desk.queries import DeskRow
from badges.faces.queries import BadgeKey
from badges.faces.rules import grouped
from conference.people.rules import fold, sort_key
from conference.web.sheets import csv_of

HEADINGS = ("Code", "Name", "Name on the badge", "Affiliation", "Category", "State", "Badge code")


def roll_csv(rows: Sequence[DeskRow], keys: Mapping[UUID, BadgeKey], secret: str) -> bytes:
    """By family name; a badge's code stands where there is a badge. Nothing in it is a formula."""
    lines = sorted(rows, key=_order)
    return csv_of(HEADINGS, (_line(row, keys.get(row.info.id), secret) for row in lines))


def _order(row: DeskRow) -> tuple[str, str]:
    person = row.info.person
    key = sort_key(person.given_name, person.family_name) or fold(person.registered_name)
    return key, row.info.code


def _line(row: DeskRow, key: BadgeKey | None, secret: str) -> tuple[str, ...]:
    info = row.info
    return (
        info.code,
        info.person.registered_name,
        info.person.badge_name,
        info.person.affiliation,
        info.band_word or info.category_title,
        row.state.word,
        grouped(key.token(secret)) if key else "",
    )
