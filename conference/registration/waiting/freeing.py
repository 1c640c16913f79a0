"""Giving places back: whoever waits first is offered them in the same transaction (R04).

So there is never a free place while somebody waits without an offer, and nobody new can come
before them. Offers and the order of the list only ever move while the pool is locked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from conference.letters.actions import queue_letter
from conference.orm import Action
from conference.people import queries as people
from conference.registration.catalogue_queries import policy_of
from conference.registration.places import hold_place, lock_pools_held, release_places
from conference.registration.rules import WaitingState
from conference.registration.tables import PlacePool, WaitingEntry
from conference.registration.till import Till
from conference.registration.waiting import letters
from conference.registration.waiting.queries import pools_of_ids, pools_waited_for
from conference.registration.waiting.rules import Pool, offer_end


async def free_places(act: Action, holder: str, till: Till, *keys: str) -> None:
    """Gives back what a holder holds, or only its places of some pools, to whoever waits first.

    Part of an action; the pools are locked before anything else of it (no deadlock).
    """
    await free_places_of(act, [holder], till, *keys)


async def free_places_of(act: Action, holders: Sequence[str], till: Till, *keys: str) -> None:
    """`free_places` of several holders at once."""
    if len(holders) > 1:
        await lock_pools_held(holders)
    pools = [pool for holder in holders for pool in await release_places(act, holder, *keys)]
    await offer_places(act, till, pools)


async def offer_free_places(act: Action, meeting: UUID, till: Till) -> None:
    """Offers every free place of a meeting for which somebody waits: a capacity was raised."""
    await offer_places(act, till, [pool for _, pool in await pools_waited_for(meeting)])


async def offer_places(act: Action, till: Till, pools: Iterable[UUID]) -> None:
    """Offers the free places of these pools, each to whoever waits first."""
    if till.meeting.is_over(act.now):
        return
    for pool in dict.fromkeys(pools):
        await _offer_all(act, till, pool)


async def _offer_all(act: Action, till: Till, pool: UUID) -> None:
    left = await lock_places_left(pool)
    while left > 0:
        entry = await _first_in_line(pool)
        if entry is None:
            return
        if await make_offer(act, till, pool, entry):
            left -= 1


async def lock_places_left(pool: UUID) -> int:
    """Locks a pool and says how many of its places are free."""
    rows = (
        await PlacePool.update({PlacePool.taken: PlacePool.taken})
        .where(PlacePool.id == pool)
        .returning(PlacePool.capacity, PlacePool.taken)
    )
    return int(rows[0]["capacity"] - rows[0]["taken"])


async def _first_in_line(pool: UUID) -> UUID | None:
    row = (
        await WaitingEntry.select(WaitingEntry.id)
        .where(WaitingEntry.pool == pool, WaitingEntry.state == WaitingState.WAITING.value)
        .order_by(WaitingEntry.joined_at)
        .first()
    )
    return row["id"] if row else None


async def make_offer(act: Action, till: Till, pool: UUID, entry: UUID) -> bool:
    """Takes a place for an entry and writes to the person; False if it no longer waits.

    The pool is locked and has a free place: its caller has looked.
    """
    ends_at = offer_end(await policy_of(till.meeting.id), till.meeting, act.now)
    won = (
        await WaitingEntry.update(
            {
                WaitingEntry.state: WaitingState.OFFERED.value,
                WaitingEntry.offered_at: act.now,
                WaitingEntry.offer_ends_at: ends_at,
            }
        )
        .where(WaitingEntry.id == entry, WaitingEntry.state == WaitingState.WAITING.value)
        .returning(WaitingEntry.person)
    )
    if not won:
        return False
    await PlacePool.update({PlacePool.taken: PlacePool.taken + 1}).where(PlacePool.id == pool)
    await hold_place(act, pool, str(entry))
    act.note("waiting_entry", entry, state=[WaitingState.WAITING, WaitingState.OFFERED])
    await _announce(act, till, (await pools_of_ids([pool]))[pool], won[0]["person"], ends_at)
    return True


async def _announce(act: Action, till: Till, pool: Pool, person: UUID, ends_at: datetime) -> None:
    info = await people.person_by_id(person)
    if info and info.email:
        await queue_letter(act, letters.offer(till, info, pool, ends_at))
