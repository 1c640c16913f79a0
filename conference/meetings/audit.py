"""Reading the audit trail: who did what, when and why."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.columns.combination import WhereRaw

from conference.meetings.rules import MeetingInfo
from conference.orm.money import format_money
from conference.orm.tables import AuditEntry
from conference.people.tables import Person
from conference.web.formats import instant

PAGE_SIZE = 50
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d")
MONEY = frozenset({"amount", "paid", "total"})  # what actions note in minor units
_CONTAINS = "(lower(actor_name) LIKE {} OR lower(subject) LIKE {} OR lower(reason) LIKE {})"

_withheld: set[str] = set()


def withhold(kind: str) -> None:
    """The office's log says of this kind of subject that it changed, and never what."""
    _withheld.add(kind)


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One entry in words. `changes`: (field, before, after), `before` empty for a new value."""

    at: datetime
    what: str
    who: str
    subject: str
    changes: tuple[tuple[str, str, str], ...]
    reason: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    lines: tuple[AuditLine, ...]
    page: int
    has_older: bool
    verbs: tuple[tuple[str, str], ...]


async def audit_page(
    meeting: MeetingInfo, *, page: int = 1, verb: str = "", text: str = ""
) -> AuditPage:
    """A page of a meeting's entries, newest first, and the verbs to filter by; <= 3 statements."""
    query = (
        AuditEntry.select()
        .where(AuditEntry.meeting == meeting.id)
        .order_by(AuditEntry.at, ascending=False)
        .order_by(AuditEntry.id)
        .limit(PAGE_SIZE + 1)
        .offset((page - 1) * PAGE_SIZE)
    )
    if verb:
        query = query.where(AuditEntry.verb == verb)
    if text:
        like = f"%{text.lower()}%"
        query = query.where(WhereRaw(_CONTAINS, like, like, like))
    rows = await query
    verbs = await AuditEntry.select(AuditEntry.verb).where(
        AuditEntry.meeting == meeting.id
    ).group_by(AuditEntry.verb).order_by(AuditEntry.verb)  # fmt: skip
    shown = rows[:PAGE_SIZE]
    names = await _names(row["subject"] for row in shown if row["subject_kind"] == "person")
    return AuditPage(
        tuple(_line(row, names, meeting) for row in shown),
        page,
        len(rows) > PAGE_SIZE,
        tuple((row["verb"], in_words(row["verb"])) for row in verbs),
    )


async def _names(people: Iterable[str]) -> dict[str, str]:
    """What the people among the subjects are called today."""
    ids = {UUID(person) for person in people}
    if not ids:
        return {}
    rows = await Person.select(Person.id, Person.registered_name).where(Person.id.is_in([*ids]))
    return {str(row["id"]): row["registered_name"] for row in rows}


def _subject(kind: str, subject: str, names: dict[str, str]) -> str:
    """A person by name, a thing by its code; an id of the database says nothing to a reader."""
    shown = names.get(subject) or ("" if _ID.fullmatch(subject) else subject)
    return f"{kind.replace('_', ' ')} {shown}".strip()


def in_words(verb: str) -> str:
    """extend_milestone -> "Extend milestone"."""
    return verb.replace("_", " ").capitalize()


def _line(row: dict[str, Any], names: dict[str, str], meeting: MeetingInfo) -> AuditLine:
    changes = {} if row["subject_kind"] in _withheld else json.loads(row["changes"])
    return AuditLine(
        at=row["at"],
        what=in_words(row["verb"]),
        who=row["actor_name"],
        subject=_subject(row["subject_kind"], row["subject"], names),
        changes=tuple(_change(name, value, meeting) for name, value in changes.items()),
        reason=row["reason"],
    )


def _change(name: str, value: Any, meeting: MeetingInfo) -> tuple[str, str, str]:
    before, after = value if isinstance(value, list) and len(value) == 2 else (None, value)
    return name.replace("_", " "), _shown(name, before, meeting), _shown(name, after, meeting)


def _shown(name: str, value: Any, meeting: MeetingInfo) -> str:
    """Money with its currency, an instant on the meeting's clock, anything else as it was noted."""
    if value is None:
        return ""
    if name in MONEY and isinstance(value, int):
        return format_money(value, meeting.currency)
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    is_instant = _INSTANT.fullmatch(value)
    return instant(datetime.fromisoformat(value), meeting.zone) if is_instant else value
