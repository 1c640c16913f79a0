"""What the programme, which lies above, is asked and told when an abstract changes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from conference.orm import Action


@dataclass(frozen=True, slots=True)
class PlannedPlace:
    """Where the draft has an abstract: the session, and who chairs it."""

    session: str
    title: str
    chairs: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class PublicPlace:
    """Where the newest release shows an abstract."""

    session: str
    title: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    room: str = ""
    board: str = ""
    is_cancelled: bool = False


class ProgrammeSide(Protocol):
    """What the programme offers for the places of abstracts."""

    async def place(self, abstract: UUID) -> PlannedPlace | None:
        """The live place in the draft; None without one."""

    async def released(self, meeting: UUID, codes: Collection[str]) -> dict[str, PublicPlace]:
        """The places of the newest release, by the abstract's code."""

    async def vacate(self, act: Action, abstract: UUID, why: str) -> PlannedPlace | None:
        """The place stays in the draft, marked as not taking place; None without one (A13)."""

    async def restore(self, act: Action, abstract: UUID) -> PlannedPlace | None:
        """The place takes place again; None without one."""

    async def clashes(self, meeting: UUID, abstract: UUID, person: UUID) -> tuple[str, ...]:
        """Why that person cannot present it where it is placed: one sentence a clash (S01)."""

    async def present(
        self, act: Action, abstract: UUID, before: UUID | None, after: UUID | None
    ) -> PlannedPlace | None:
        """Puts another presenter into the place; None without one (A12)."""


_sides: list[ProgrammeSide] = []


def tell_abstract_side(side: ProgrammeSide) -> None:
    """Says who keeps the programme; replaces what was said before."""
    _sides[:] = [side]


async def planned_place(abstract: UUID) -> PlannedPlace | None:
    """The live place of an abstract in the draft."""
    return await _sides[0].place(abstract) if _sides else None


async def public_places(meeting: UUID, codes: Collection[str]) -> dict[str, PublicPlace]:
    """The released places of abstracts, by code; one statement."""
    return await _sides[0].released(meeting, codes) if _sides and codes else {}


async def vacate(act: Action, abstract: UUID, why: str) -> PlannedPlace | None:
    """Inside an action: marks an abstract's place in the draft; `why` is withdrawn or declined …

    The place stays, so that the committee fills it; the next release shows it as cancelled (A13).
    """
    return await _sides[0].vacate(act, abstract, why) if _sides else None


async def restore(act: Action, abstract: UUID) -> PlannedPlace | None:
    """Inside an action: a marked place of an abstract takes place again."""
    return await _sides[0].restore(act, abstract) if _sides else None


async def clashes_of_presenter(meeting: UUID, abstract: UUID, person: UUID) -> tuple[str, ...]:
    """Why a person cannot present an abstract where the draft has it (S01)."""
    return await _sides[0].clashes(meeting, abstract, person) if _sides else ()


async def put_presenter(
    act: Action, abstract: UUID, before: UUID | None, after: UUID | None
) -> PlannedPlace | None:
    """Inside an action: the draft names another presenter (A12); None if it has no place."""
    return await _sides[0].present(act, abstract, before, after) if _sides else None
