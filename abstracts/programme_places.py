"""Where every abstract stands in the programme, and its code: told from above, as `placement`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class BookSession:
    """A session of the programme that holds abstracts."""

    code: str
    title: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    room: str = ""


@dataclass(frozen=True, slots=True)
class BookPlace:
    """Where one abstract is presented; a poster has a board, and its times are its window."""

    session: str
    position: int
    starts_at: datetime
    ends_at: datetime
    is_poster: bool = False
    board: str = ""
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class ProgrammeState:
    """One state of the programme: a release by its number, or the draft, which has none.

    `places` are by reference; `codes` too, and only once they are frozen.
    """

    release: int = 0
    release_name: str = ""
    released_at: datetime | None = None
    sessions: tuple[BookSession, ...] = ()
    places: dict[str, BookPlace] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)


NO_PROGRAMME = ProgrammeState()
StateOf = Callable[[UUID, bool], Awaitable[ProgrammeState]]
CodesOf = Callable[[Collection[UUID]], Awaitable[dict[UUID, str]]]
NumbersOf = Callable[[UUID], Awaitable[dict[str, str]]]


@dataclass(slots=True)
class _Teller:
    state_of: StateOf | None = None
    codes_of: CodesOf | None = None
    numbers_of: NumbersOf | None = None


_teller = _Teller()


def tell_programme(state_of: StateOf, codes_of: CodesOf, numbers_of: NumbersOf) -> None:
    """Registers who knows the programme."""
    _teller.state_of, _teller.codes_of, _teller.numbers_of = state_of, codes_of, numbers_of


async def programme_state(meeting: UUID, *, may_be_draft: bool = False) -> ProgrammeState:
    """The newest release; before the first, the draft if it may be one, else nothing."""
    if _teller.state_of is None:
        return NO_PROGRAMME
    return await _teller.state_of(meeting, may_be_draft)


async def programme_code_of(abstracts: Collection[UUID]) -> dict[UUID, str]:
    """The frozen programme code of each of the abstracts that has one (S05)."""
    if _teller.codes_of is None:
        return {}
    return await _teller.codes_of(abstracts)


async def programme_numbers(meeting: UUID) -> dict[str, str]:
    """The frozen programme codes of a meeting by reference (S05); empty before they are frozen."""
    return await _teller.numbers_of(meeting) if _teller.numbers_of else {}
