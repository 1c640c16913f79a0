"""The draft as the committee reads it: by day and room, with what clashes on both sides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from schedule.rules.abstract_places import GoneSlot, gone_of, gone_slots
from schedule.rules.conflicts import Conflict, find_conflicts
from schedule.rules.editing import end_of_talks
from schedule.rules.programme import PlannedSession, Programme
from schedule.rules.vocabulary import ItemStatus, SlotKind


@dataclass(frozen=True, slots=True)
class BoardSession:
    """A session of the draft with its clashes and how full it is."""

    session: PlannedSession
    conflicts: tuple[Conflict, ...]
    stars: int

    @property
    def used_minutes(self) -> int:
        """Up to the end of the last talk: "82 of 90 min"."""
        return end_of_talks(self.session.slots)

    @property
    def posters(self) -> int:
        """How many posters hang in it."""
        return sum(slot.kind is SlotKind.POSTER for slot in self.session.slots)

    @property
    def gone(self) -> tuple[GoneSlot, ...]:
        """What is still placed although its abstract is gone."""
        return gone_of(self.session)

    @property
    def talks(self) -> int:
        """How many items are not posters."""
        return len(self.session.slots) - self.posters

    @property
    def needs_place(self) -> bool:
        """Whether it has no start or no length yet."""
        return self.session.starts_at is None or self.session.duration_minutes == 0


@dataclass(frozen=True, slots=True)
class BoardDay:
    """One local day of the draft, by start and then by room in the meeting's order."""

    day: date
    sessions: tuple[BoardSession, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """The whole draft: placed sessions by day, those without a time, and every clash once.

    `gone` are the talks and posters whose abstract was withdrawn or given up (A13).
    """

    days: tuple[BoardDay, ...]
    unplaced: tuple[BoardSession, ...]
    conflicts: tuple[Conflict, ...]
    gone: tuple[GoneSlot, ...] = ()


def lay_out_board(programme: Programme, stars: Mapping[str, int]) -> Board:
    """The draft by day, start and room; each clash is shown at both of its sessions (S01)."""
    conflicts = tuple(find_conflicts(programme))
    ranks: dict[UUID | None, int] = {room.id: rank for rank, room in enumerate(programme.rooms)}
    sessions = [_on_board(each, conflicts, stars) for each in programme.sessions]
    placed = sorted(
        (each for each in sessions if each.session.starts_at is not None),
        key=lambda each: (_start(each), ranks.get(each.session.room, 999), each.session.code),
    )
    by_day = groupby(placed, key=lambda each: _start(each).astimezone(programme.tz).date())
    return Board(
        tuple(BoardDay(day, tuple(of_day)) for day, of_day in by_day),
        tuple(each for each in sessions if each.session.starts_at is None),
        conflicts,
        gone_slots(programme),
    )


def is_live(session: PlannedSession) -> bool:
    """Whether the next release would show it as taking place."""
    return session.status is ItemStatus.CONFIRMED and session.starts_at is not None


def _start(each: BoardSession) -> datetime:
    assert each.session.starts_at is not None
    return each.session.starts_at


def _on_board(
    session: PlannedSession, conflicts: Sequence[Conflict], stars: Mapping[str, int]
) -> BoardSession:
    codes = [session.code, *(slot.code for slot in session.slots)]
    return BoardSession(
        session,
        tuple(each for each in conflicts if each.touches(session.id)),
        max(stars.get(code, 0) for code in codes),
    )
