"""Lists of abstracts: for their authors and for the programme."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.columns.combination import And, Or, Where
from piccolo.query.functions import Count

from abstracts.tables import Abstract, Author
from abstracts.vocabulary import AbstractState, Decision
from conference.web.marks import unmarked


@dataclass(frozen=True, slots=True)
class AbstractRow:
    """An abstract in a list."""

    id: UUID
    code: str
    title: str
    state: AbstractState
    decision: Decision | None
    topic_code: str
    topic_title: str
    presenter_name: str
    submitted_at: datetime | None
    call: UUID
    meeting_slug: str = ""
    meeting_title: str = ""


@dataclass(frozen=True, slots=True)
class PlaceableAbstract:
    """An accepted abstract for the programme: what it is, and who presents it."""

    id: UUID
    code: str
    title: str
    topic_code: str
    topic_title: str
    decision: Decision
    presenter: UUID | None
    presenter_name: str


_COLUMNS = (
    Abstract.id,
    Abstract.code,
    Abstract.title,
    Abstract.state,
    Abstract.decision,
    Abstract.submitted_at,
    Abstract.call,
    Abstract.topic.code.as_alias("topic_code"),
    Abstract.topic.title.as_alias("topic_title"),
)

_ABSTRACT: Any = Author.abstract  # two joins away, where Piccolo's types end


async def count_by_state(meeting: UUID) -> dict[AbstractState, int]:
    """How many abstracts the committee has in each state; one statement."""
    rows = (
        await Abstract.select(Abstract.state, Count(alias="count"))
        .where(Abstract.meeting == meeting, Abstract.submitted_at.is_not_null())
        .group_by(Abstract.state)
    )
    return {AbstractState(row["state"]): row["count"] for row in rows}


async def abstracts_of_person(person: UUID, meeting: UUID | None = None) -> list[AbstractRow]:
    """What a person submitted or is an author of, at one meeting or all, newest first."""
    as_author = Author.select(Author.abstract).where(
        Author.person == person, _ABSTRACT.submitted_at.is_not_null()
    )
    where: Where | And | Or = Or(Abstract.submitter == person, Abstract.id.is_in(as_author))
    if meeting:
        where = And(where, Abstract.meeting == meeting)
    rows = (
        await Abstract.select(
            *_COLUMNS,
            Abstract.meeting.slug.as_alias("meeting_slug"),
            Abstract.meeting.title.as_alias("meeting_title"),
        )
        .where(where)
        .order_by(Abstract.created_at, ascending=False)
    )
    return await _with_presenters(rows)


async def accepted(meeting: UUID, code: str | None = None) -> list[PlaceableAbstract]:
    """Every accepted abstract with its presenting author, by topic and reference; or only the
    one of that code."""
    chosen = [Author.abstract.code == code] if code is not None else []
    rows = (
        await Author.select(
            Author.abstract.id.as_alias("id"),
            Author.abstract.code.as_alias("code"),
            Author.abstract.title.as_alias("title"),
            Author.abstract.decision.as_alias("decision"),
            _ABSTRACT.topic.code.as_alias("topic_code"),
            _ABSTRACT.topic.title.as_alias("topic_title"),
            Author.person.as_alias("presenter"),
            _ABSTRACT.presented_by.as_alias("presented_by"),
            _ABSTRACT.presented_by_name.as_alias("presented_by_name"),
            Author.given_name,
            Author.family_name,
        )
        .where(
            Author.abstract.meeting == meeting,
            Author.abstract.state == AbstractState.ACCEPTED.value,
            Author.is_presenting.eq(True),
            *chosen,
        )
        .order_by(_ABSTRACT.topic.code)
        .order_by(Author.abstract.code)
    )
    return [
        PlaceableAbstract(
            id=row["id"],
            code=row["code"],
            title=unmarked(row["title"]),
            topic_code=row["topic_code"] or "",
            topic_title=row["topic_title"] or "",
            decision=Decision(row["decision"]),
            presenter=row["presented_by"] or row["presenter"],
            presenter_name=row["presented_by_name"] or _name(row),
        )
        for row in rows
    ]


async def states_of(abstracts: Collection[UUID]) -> dict[UUID, AbstractState]:
    """The state of each of these abstracts that there is; one statement."""
    wanted = list(abstracts)
    if not wanted:
        return {}
    rows = await Abstract.select(Abstract.id, Abstract.state).where(Abstract.id.is_in(wanted))
    return {row["id"]: AbstractState(row["state"]) for row in rows}


async def unplaced_accepted(meeting: UUID, placed: Collection[UUID]) -> list[PlaceableAbstract]:
    """Accepted abstracts that have no slot yet; the programme says which ids are `placed`."""
    known = frozenset(placed)
    return [each for each in await accepted(meeting) if each.id not in known]


async def _with_presenters(rows: list[dict[str, Any]]) -> list[AbstractRow]:
    names: dict[UUID, str] = {}
    if rows:
        presenting = await Author.select(
            Author.abstract, Author.given_name, Author.family_name
        ).where(Author.abstract.is_in([row["id"] for row in rows]), Author.is_presenting.eq(True))
        names = {row["abstract"]: _name(row) for row in presenting}
    return [_row(row, names.get(row["id"], "")) for row in rows]


def _row(row: dict[str, Any], presenter: str) -> AbstractRow:
    return AbstractRow(
        id=row["id"],
        code=row["code"],
        title=row["title"],
        state=AbstractState(row["state"]),
        decision=Decision(row["decision"]) if row["decision"] else None,
        topic_code=row["topic_code"] or "",
        topic_title=row["topic_title"] or "",
        presenter_name=presenter,
        submitted_at=row["submitted_at"],
        call=row["call"],
        meeting_slug=row.get("meeting_slug", ""),
        meeting_title=row.get("meeting_title", ""),
    )


def _name(row: dict[str, Any]) -> str:
    return f"{row['given_name']} {row['family_name']}".strip()
