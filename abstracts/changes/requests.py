"""Changes that were asked of the committee after the deadline, open and judged (A12)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from abstracts.changes.differences import author_differences
from abstracts.manuscript import AuthorEntry
from abstracts.tables.writing import ChangeRequest
from abstracts.vocabulary import AbstractState, ChangeKind, RequestState

SHOWN_JUDGED = 50
_ABSTRACT: Any = ChangeRequest.abstract
_decoder = msgspec.json.Decoder(tuple[AuthorEntry, ...])


@dataclass(frozen=True, slots=True)
class RequestInfo:
    """One change that was asked for. `presenter` is named only when they are no author."""

    id: UUID
    abstract: UUID
    code: str
    title: str
    kind: ChangeKind
    before: tuple[AuthorEntry, ...]
    after: tuple[AuthorEntry, ...]
    presenter: UUID | None
    presenter_name: str
    reason: str
    by_name: str
    by_person: UUID | None
    created_at: datetime
    state: RequestState
    judged_at: datetime | None
    judged_by_name: str
    answer: str
    is_erratum: bool

    @property
    def sentences(self) -> tuple[str, ...]:
        """What it changes."""
        if self.kind is ChangeKind.AUTHORS:
            return author_differences(self.before, self.after)
        if self.presenter:
            return (f"{self.presenter_name}, who is not an author, presents it.",)
        return (f"{_presenting(self.after)} presents it.",)

    @property
    def title_words(self) -> str:
        """What kind of change it is."""
        is_presenter = self.kind is ChangeKind.PRESENTER
        return "Another presenter" if is_presenter else "Corrected authors"


def encode_authors(authors: tuple[AuthorEntry, ...]) -> str:
    """Authors as a request keeps them."""
    return msgspec.json.encode(authors).decode()


async def open_requests(meeting: UUID) -> list[RequestInfo]:
    """What the committee has to judge, oldest first; one statement."""
    rows = (
        await _requests()
        .where(
            _ABSTRACT.meeting == meeting,
            _ABSTRACT.state != AbstractState.WITHDRAWN.value,
            ChangeRequest.state == RequestState.ASKED.value,
        )
        .order_by(ChangeRequest.created_at)
    )
    return _infos(rows)


async def judged_requests(meeting: UUID) -> list[RequestInfo]:
    """What was judged lately, newest first; one statement."""
    rows = (
        await _requests()
        .where(_ABSTRACT.meeting == meeting, ChangeRequest.state != RequestState.ASKED.value)
        .order_by(ChangeRequest.judged_at, ascending=False)
        .limit(SHOWN_JUDGED)
    )
    return _infos(rows)


async def requests_of(abstract: UUID) -> list[RequestInfo]:
    """What was asked for one abstract, newest first; one statement."""
    rows = (
        await _requests()
        .where(ChangeRequest.abstract == abstract)
        .order_by(ChangeRequest.created_at, ascending=False)
    )
    return _infos(rows)


async def request_of_id(meeting: UUID, id: UUID) -> RequestInfo | None:
    """One request of the meeting; one statement."""
    rows = await _requests().where(ChangeRequest.id == id, _ABSTRACT.meeting == meeting)
    return _info(rows[0]) if rows else None


async def requests_where(*conditions: Any) -> list[RequestInfo]:
    """The requests of which all of that holds; one statement."""
    return _infos(await _requests().where(*conditions))


def _presenting(authors: tuple[AuthorEntry, ...]) -> str:
    return next((author.name for author in authors if author.is_presenting), "")


def _requests() -> Any:
    return ChangeRequest.select(
        *ChangeRequest.all_columns(),
        _ABSTRACT.code.as_alias("code"),
        _ABSTRACT.title.as_alias("title"),
    )


def _infos(rows: Iterable[dict[str, Any]]) -> list[RequestInfo]:
    return [_info(row) for row in rows]


def _info(row: dict[str, Any]) -> RequestInfo:
    plain = {name: row[name] for name in RequestInfo.__slots__ if name not in _DECODED}
    return RequestInfo(
        **plain,
        kind=ChangeKind(row["kind"]),
        before=_decoder.decode(row["before"]),
        after=_decoder.decode(row["after"]),
        state=RequestState(row["state"]),
    )


_DECODED = ("kind", "before", "after", "state")
