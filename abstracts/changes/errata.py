"""What changed after the book was frozen: its list of errata (situation 16)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from abstracts.changes.requests import RequestInfo, requests_where
from abstracts.tables.writing import ChangeRequest
from abstracts.vocabulary import AbstractState, RequestState

_ABSTRACT: Any = ChangeRequest.abstract


@dataclass(frozen=True, slots=True)
class Erratum:
    """One correction of an abstract that the book has already printed."""

    code: str
    title: str
    at: datetime
    sentences: tuple[str, ...]


async def errata_of(meeting: UUID) -> list[Erratum]:
    """Granted after the freeze, in the order in which they were; one statement."""
    found = await requests_where(
        _ABSTRACT.meeting == meeting,
        _ABSTRACT.state != AbstractState.WITHDRAWN.value,
        ChangeRequest.state == RequestState.GRANTED.value,
        ChangeRequest.is_erratum.eq(True),
    )
    return [_erratum(each) for each in sorted(found, key=_moment)]


def _moment(each: RequestInfo) -> datetime:
    return each.judged_at or each.created_at


def _erratum(each: RequestInfo) -> Erratum:
    """E-mail addresses are not printed, so their corrections are not either."""
    said = tuple(sentence for sentence in each.sentences if ": e-mail " not in sentence)
    return Erratum(each.code, each.title, _moment(each), said)
