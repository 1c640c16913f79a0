"""Reading the waiting list: one's own place on it, and the office's view of all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.custom_types import Combinable

from conference.people import queries as people
from conference.people.rules import PersonInfo
from conference.registration.rules import WaitingState
from conference.registration.tables import (
    Extra,
    PlacePool,
    RegistrationCategory,
    WaitingEntry,
)
from conference.registration.waiting.rules import STILL_WAITING, Pool, can_wait_for

SEAT_TITLES = {"meeting": "a place in the house", "virtual": "a virtual place"}
_IS_ON_LIST = WaitingEntry.state.is_in([each.value for each in STILL_WAITING])
_COLUMNS = (
    WaitingEntry.id,
    WaitingEntry.meeting,
    WaitingEntry.pool,
    WaitingEntry.person,
    WaitingEntry.state,
    WaitingEntry.joined_at,
    WaitingEntry.offer_ends_at,
    WaitingEntry.pool.key.as_alias("key"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody on the list of one pool; `offer_ends_at` while a place is held for them."""

    id: UUID
    meeting: UUID
    pool: UUID
    key: str
    person: UUID
    state: WaitingState
    joined_at: datetime
    offer_ends_at: datetime | None

    @property
    def is_offered(self) -> bool:
        return self.state is WaitingState.OFFERED


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the office's list; `position` among those who have no offer yet."""

    entry: Entry
    person: PersonInfo
    position: int


@dataclass(frozen=True, slots=True)
class PoolList:
    pool: Pool
    offered: tuple[Line, ...]
    waiting: tuple[Line, ...]


async def pool_named(meeting: UUID, key: str) -> Pool | None:
    """The places of a key that can be waited for; None: no limit, or none of that kind."""
    if not can_wait_for(key):
        return None
    found = await _pools((PlacePool.meeting == meeting) & (PlacePool.key == key))
    return found[0] if found else None


async def pools_of_ids(ids: Iterable[UUID]) -> dict[UUID, Pool]:
    """Pools by id, with what their places are called."""
    wanted = list(ids)
    found = await _pools(PlacePool.id.is_in(wanted)) if wanted else []
    return {each.id: each for each in found}


async def _pools(wanted: Combinable) -> list[Pool]:
    rows = (
        await PlacePool.select(
            PlacePool.id, PlacePool.meeting, PlacePool.key, PlacePool.capacity, PlacePool.taken
        )
        .where(wanted)
        .order_by(PlacePool.key)
    )
    titles = await _titles(list({row["meeting"] for row in rows}))
    return [
        Pool(
            row["id"],
            row["key"],
            titles.get((row["meeting"], row["key"]), SEAT_TITLES.get(row["key"], row["key"])),
            row["capacity"],
            row["taken"],
        )
        for row in rows
    ]


async def _titles(meetings: list[UUID]) -> dict[tuple[UUID, str], str]:
    if not meetings:
        return {}
    extras = await Extra.select(Extra.meeting, Extra.key, Extra.title).where(
        Extra.meeting.is_in(meetings)
    )
    categories = await RegistrationCategory.select(
        RegistrationCategory.meeting, RegistrationCategory.key, RegistrationCategory.title
    ).where(RegistrationCategory.meeting.is_in(meetings))
    named = {(row["meeting"], f"extra:{row['key']}"): f"“{row['title']}”" for row in extras}
    for row in categories:
        named[row["meeting"], f"category:{row['key']}"] = f"a place as “{row['title']}”"
    return named


async def entry_of(pool: UUID, person: UUID) -> Entry | None:
    """Where somebody stands on a list, if they are on it."""
    return await _first((WaitingEntry.pool == pool) & (WaitingEntry.person == person) & _IS_ON_LIST)


async def entry_by_id(meeting: UUID, entry: UUID) -> Entry | None:
    """An entry of the meeting, in whatever state."""
    return await _first((WaitingEntry.meeting == meeting) & (WaitingEntry.id == entry))


async def entries_of_person(person: UUID) -> list[Entry]:
    """Every list of every meeting on which somebody is, the oldest first."""
    rows = (
        await WaitingEntry.select(*_COLUMNS)
        .where(WaitingEntry.person == person, _IS_ON_LIST)
        .order_by(WaitingEntry.joined_at)
    )
    return [entry_of_row(row) for row in rows]


async def ended_offers(now: datetime, limit: int = 200) -> list[Entry]:
    """Offers that nobody took up in time."""
    rows = (
        await WaitingEntry.select(*_COLUMNS)
        .where(WaitingEntry.state == WaitingState.OFFERED.value, WaitingEntry.offer_ends_at <= now)
        .order_by(WaitingEntry.offer_ends_at)
        .limit(limit)
    )
    return [entry_of_row(row) for row in rows]


async def position_of(entry: Entry) -> int:
    """1 is the next one; counted among those who have no offer yet."""
    before = await WaitingEntry.count().where(
        WaitingEntry.pool == entry.pool,
        WaitingEntry.state == WaitingState.WAITING.value,
        WaitingEntry.joined_at < entry.joined_at,
    )
    return int(before) + 1


async def count_waiting(pool: UUID) -> int:
    """How many wait for a place of a pool without an offer."""
    return int(
        await WaitingEntry.count().where(
            WaitingEntry.pool == pool, WaitingEntry.state == WaitingState.WAITING.value
        )
    )


async def pools_waited_for(meeting: UUID | None = None) -> list[tuple[UUID, UUID]]:
    """(meeting, pool) of every pool with a free place for which somebody waits, in lock order."""
    waited_for = WaitingEntry.select(WaitingEntry.pool).where(
        WaitingEntry.state == WaitingState.WAITING.value
    )
    query = PlacePool.select(PlacePool.id, PlacePool.meeting).where(
        PlacePool.taken < PlacePool.capacity, PlacePool.id.is_in(waited_for)
    )
    if meeting is not None:
        query = query.where(PlacePool.meeting == meeting)
    rows = await query.order_by(PlacePool.key)
    return [(row["meeting"], row["id"]) for row in rows]


async def waiting_lists(meeting: UUID) -> list[PoolList]:
    """Every pool of a meeting on which somebody waits, in order; six statements."""
    rows = (
        await WaitingEntry.select(*_COLUMNS)
        .where(WaitingEntry.meeting == meeting, _IS_ON_LIST)
        .order_by(WaitingEntry.joined_at)
    )
    entries = [entry_of_row(row) for row in rows]
    known = await people.people_by_ids({each.person for each in entries})
    pools = await pools_of_ids({each.pool for each in entries})
    return [
        _pool_list(pool, [each for each in entries if each.pool == pool.id], known)
        for pool in sorted(pools.values(), key=lambda each: (not each.is_seat, each.key))
    ]


def _pool_list(pool: Pool, entries: list[Entry], known: Mapping[UUID, PersonInfo]) -> PoolList:
    offered = [each for each in entries if each.is_offered]
    waiting = [each for each in entries if not each.is_offered]
    return PoolList(
        pool,
        tuple(Line(each, known[each.person], 0) for each in offered),
        tuple(Line(each, known[each.person], n) for n, each in enumerate(waiting, 1)),
    )


async def _first(wanted: Combinable) -> Entry | None:
    row = await WaitingEntry.select(*_COLUMNS).where(wanted).first()
    return entry_of_row(row) if row else None


def entry_of_row(row: Mapping[str, Any]) -> Entry:
    return Entry(**{**row, "state": WaitingState(row["state"])})
