"""What the programme must know of an abstract to number it: three statements for any number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from piccolo.columns.combination import And, Or

from abstracts.tables import Abstract, Author, Topic
from abstracts.vocabulary import AbstractState, CallKind, Decision

GONE = (AbstractState.WITHDRAWN, AbstractState.DECLINED, AbstractState.FORFEITED)
_ABSTRACT: Any = Author.abstract


@dataclass(frozen=True, slots=True)
class Numberable:
    """An abstract that was accepted; `is_gone` once its authors, or the committee, took it back.

    `topic` counts the meeting's topics from 1; 0 is none.
    """

    id: UUID
    code: str
    title: str
    decision: Decision
    is_late: bool
    is_gone: bool
    topic: int
    topic_code: str
    topic_title: str
    first_given_name: str
    first_family_name: str
    presenter: UUID | None
    presenter_name: str


async def numberable_abstracts(meeting: UUID) -> list[Numberable]:
    """Every abstract that is accepted, or was and has gone since; three statements."""
    accepted = Abstract.state == AbstractState.ACCEPTED.value
    gone = And(Abstract.state.is_in([each.value for each in GONE]), Abstract.left_as != "")
    rows = await Abstract.select(
        Abstract.id,
        Abstract.code,
        Abstract.title,
        Abstract.state,
        Abstract.decision,
        Abstract.left_as,
        Abstract.presented_by,
        Abstract.presented_by_name,
        Abstract.topic,
        Abstract.call.kind.as_alias("call_kind"),
    ).where(Abstract.meeting == meeting, Or(accepted, gone))
    authors = await _authors(meeting)
    topics = await topic_numbers(meeting)
    return [_numberable(row, authors.get(row["id"], ()), topics) for row in rows]


async def topic_numbers(meeting: UUID) -> dict[UUID, tuple[int, str, str]]:
    """Number from 1, code and title of each topic, in the order of the call; one statement."""
    rows = (
        await Topic.select(Topic.id, Topic.code, Topic.title)
        .where(Topic.meeting == meeting)
        .order_by(Topic.position)
        .order_by(Topic.code)
    )
    return {
        row["id"]: (number, row["code"], row["title"]) for number, row in enumerate(rows, start=1)
    }


async def _authors(meeting: UUID) -> dict[UUID, list[dict[str, Any]]]:
    """First and presenting authors of each abstract, by position."""
    rows = (
        await Author.select(
            Author.abstract,
            Author.person,
            Author.given_name,
            Author.family_name,
            Author.is_presenting,
            Author.position,
        )
        .where(
            _ABSTRACT.meeting == meeting, Or(Author.position <= 1, Author.is_presenting.eq(True))
        )
        .order_by(Author.position)
    )
    found: dict[UUID, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["abstract"], []).append(row)
    return found


def _numberable(
    row: dict[str, Any], authors: Any, topics: dict[UUID, tuple[int, str, str]]
) -> Numberable:
    first: dict[str, Any] = authors[0] if authors else {"given_name": "", "family_name": ""}
    presenting = next((each for each in authors if each["is_presenting"]), None)
    number, code, title = topics.get(row["topic"], (0, "", ""))
    return Numberable(
        id=row["id"],
        code=row["code"],
        title=row["title"],
        decision=Decision(row["decision"] or row["left_as"]),
        is_late=row["call_kind"] == CallKind.LATE_BREAKING.value,
        is_gone=row["state"] != AbstractState.ACCEPTED.value,
        topic=number,
        topic_code=code,
        topic_title=title,
        first_given_name=first["given_name"],
        first_family_name=first["family_name"],
        presenter=row["presented_by"] or (presenting["person"] if presenting else None),
        presenter_name=row["presented_by_name"] or (_name(presenting) if presenting else ""),
    )


def _name(row: dict[str, Any]) -> str:
    return f"{row['given_name']} {row['family_name']}".strip()
