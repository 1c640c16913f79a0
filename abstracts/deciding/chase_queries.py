"""Presenters of accepted abstracts: who has answered, who is registered, who was reminded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.custom_types import Combinable
from piccolo.query.functions import Count, Max

from abstracts.deciding.chasing_rules import Waited
from abstracts.deciding.registered import registered_and_paid
from abstracts.tables import Abstract, Author
from abstracts.tables.deciding import PresenterReminder
from abstracts.vocabulary import AbstractState, Decision
from conference.people.queries import primary_addresses

ANSWER, REGISTER = "answer", "register"
_ABSTRACT: Any = Author.abstract
_REMINDED: Any = PresenterReminder.abstract


@dataclass(frozen=True, slots=True)
class Presenting:
    """An accepted abstract with who presents it and what is known of them."""

    id: UUID
    code: str
    title: str
    decision: Decision
    topic: str
    person: UUID | None
    name: str
    email: str
    answer: str
    is_registered: bool
    answering: Waited
    registering: Waited


async def presenting_of(meeting: UUID, code: str = "") -> list[Presenting]:
    """Every accepted abstract of a meeting, or one of them, the nearest day first.

    At most six statements.
    """
    rows = await _accepted(meeting, code)
    authors = await _presenters(meeting)
    reminded = await _reminded(meeting)
    persons = {
        row["id"]: row["presented_by"] or authors.get(row["id"], {}).get("person") for row in rows
    }
    registered = await registered_and_paid(meeting, [each for each in persons.values() if each])
    stand_ins = {row["presented_by"] for row in rows} - {None}
    addresses = await primary_addresses(stand_ins) if stand_ins else {}
    found = [
        _presenting(
            row, authors.get(row["id"], {}), persons[row["id"]], persons[row["id"]] in registered,
            reminded, addresses,
        )
        for row in rows
    ]  # fmt: skip
    return sorted(
        found,
        key=lambda each: (each.registering.until is None, each.registering.until or 0, each.code),
    )


def missing(found: Iterable[Presenting]) -> list[Presenting]:
    """Those whose presenter is not registered and paid: the chase list (A09)."""
    return [each for each in found if not each.is_registered]


async def _accepted(meeting: UUID, code: str) -> list[dict[str, Any]]:
    where: Combinable = (Abstract.meeting == meeting) & (
        Abstract.state == AbstractState.ACCEPTED.value
    )
    if code:
        where = where & (Abstract.code == code.upper())
    rows: list[dict[str, Any]] = await Abstract.select(
        Abstract.id,
        Abstract.code,
        Abstract.title,
        Abstract.decision,
        Abstract.answer,
        Abstract.answer_by,
        Abstract.register_by,
        Abstract.presented_by,
        Abstract.presented_by_name,
        Abstract.topic.code.as_alias("topic"),
    ).where(where)
    return rows


async def _presenters(meeting: UUID) -> dict[UUID, dict[str, Any]]:
    rows = await Author.select(
        Author.abstract, Author.person, Author.given_name, Author.family_name, Author.email
    ).where(
        _ABSTRACT.meeting == meeting,
        _ABSTRACT.state == AbstractState.ACCEPTED.value,
        Author.is_presenting.eq(True),
    )
    return {row["abstract"]: row for row in rows}


async def _reminded(meeting: UUID) -> dict[tuple[UUID, str], tuple[int, datetime]]:
    """(abstract, kind) -> how many reminders, and when the last one went."""
    rows = (
        await PresenterReminder.select(
            PresenterReminder.abstract,
            PresenterReminder.kind,
            Count(alias="count"),
            Max(PresenterReminder.created_at, alias="last"),
        )
        .where(_REMINDED.meeting == meeting)
        .group_by(PresenterReminder.abstract, PresenterReminder.kind)
    )
    return {(row["abstract"], row["kind"]): (row["count"], _instant(row["last"])) for row in rows}


def _instant(value: Any) -> datetime:
    """SQLite gives an aggregate of instants as it stored them."""
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)


def _presenting(
    row: dict[str, Any],
    author: dict[str, Any],
    person: UUID | None,
    is_registered: bool,
    reminded: dict[tuple[UUID, str], tuple[int, datetime]],
    addresses: dict[UUID, str],
) -> Presenting:
    name = f"{author.get('given_name', '')} {author.get('family_name', '')}".strip()
    return Presenting(
        id=row["id"],
        code=row["code"],
        title=row["title"],
        decision=Decision(row["decision"]),
        topic=row["topic"] or "",
        person=person,
        name=row["presented_by_name"] or name,
        email=addresses.get(row["presented_by"], "")
        if row["presented_by"]
        else author.get("email", ""),
        answer=row["answer"],
        is_registered=is_registered,
        answering=Waited(row["answer_by"], *reminded.get((row["id"], ANSWER), ())),
        registering=Waited(row["register_by"], *reminded.get((row["id"], REGISTER), ())),
    )
