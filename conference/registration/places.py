"""Places that can run out: taken and given back by one conditional UPDATE each (R04).

Pools are locked before anything else, and always in the order of their keys, so that two actions
never wait for each other.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID, uuid4

from conference.orm import Action
from conference.registration.errors import MeetingFull, SoldOut
from conference.registration.rules import WaitingState
from conference.registration.tables import PlaceHold, PlacePool, WaitingEntry

SEATS = ("meeting", "virtual")

# Whoever waits comes first: while somebody does, a free place is not for a newcomer (R04).
_IS_WAITED_FOR = WaitingEntry.select(WaitingEntry.pool).where(
    WaitingEntry.state == WaitingState.WAITING.value
)


async def lock_pools(meeting: UUID, keys: Collection[str]) -> dict[str, UUID]:
    """Locks those of the pools that have a limit until the action ends; key -> id."""
    pools = await _pools(meeting, keys)
    for key in sorted(pools):
        await _lock(pools[key])
    return pools


async def lock_pools_held(holders: Collection[str]) -> None:
    """Locks every pool of which one of these holders holds a place."""
    rows = await PlaceHold.select(PlaceHold.pool, PlaceHold.pool.key.as_alias("key")).where(
        PlaceHold.holder.is_in(list(holders)), PlaceHold.released_at.is_null()
    )
    pools = {row["key"]: row["pool"] for row in rows}
    for key in sorted(pools):
        await _lock(pools[key])


async def claim_places(
    act: Action, meeting: UUID, person: UUID, needs: Mapping[str, int], holder: str
) -> int:
    """Places for a registration: those that the waiting list holds for the person, then free ones.

    All or none; says which seat it is. Raises MeetingFull, SoldOut.
    """
    offered: dict[str, int] = {}
    if await _has_offer(meeting, person):
        await lock_pools(meeting, needs.keys())
        offered = await take_up_offers(act, meeting, person, holder, keys=needs.keys())
    left = {key: needs[key] - offered.get(key, 0) for key in needs}
    wanted = {key: quantity for key, quantity in left.items() if quantity > 0}
    return await take_places(act, meeting, wanted, holder) if wanted else 0


async def take_places(act: Action, meeting: UUID, needs: Mapping[str, int], holder: str) -> int:
    """Takes free places of every pool that has a limit, all or none, and says which seat it is.

    A condition and its increment are one statement, so that two buyers never get one place.
    Raises MeetingFull, SoldOut; also when a place is free but somebody waits for it.
    """
    pools = await _pools(meeting, needs.keys())
    if any(key in SEATS and key not in pools for key in needs):
        raise MeetingFull
    taken = {key: await _take(key, pools[key], needs[key]) for key in sorted(pools)}
    for key in taken:
        await hold_place(act, pools[key], holder, needs[key])
    return next((taken[key] for key in SEATS if key in taken), 0)


async def hold_place(act: Action, pool: UUID, holder: str, quantity: int = 1) -> None:
    """Writes down who holds places that were taken."""
    row = PlaceHold(
        id=uuid4(),
        created_at=act.now,
        pool=pool,
        holder=holder,
        quantity=quantity,
        taken_at=act.now,
    )
    await PlaceHold.insert(row)


async def release_places(act: Action, holder: str, *keys: str) -> list[UUID]:
    """Gives back what a holder holds, or only its places of some pools; returns those pools.

    `waiting.freeing.free_places` does this and offers the places to whoever waits.
    """
    wanted = (PlaceHold.holder == holder) & PlaceHold.released_at.is_null()
    if keys:
        wanted = wanted & PlaceHold.pool.key.is_in(list(keys))
    rows = await PlaceHold.select(
        PlaceHold.id, PlaceHold.pool, PlaceHold.pool.key.as_alias("key")
    ).where(wanted)
    released = []
    for row in sorted(rows, key=lambda each: str(each["key"])):
        if await _give_back(act, row["id"], row["pool"]):
            released.append(row["pool"])
    return released


async def move_holds(act: Action, before: str, after: str) -> None:
    """The places of one holder are another's from now on: a transfer, an offer taken up."""
    await PlaceHold.update({PlaceHold.holder: after}).where(
        PlaceHold.holder == before, PlaceHold.released_at.is_null()
    )


async def take_up_offers(
    act: Action,
    meeting: UUID,
    person: UUID,
    code: str,
    *,
    keys: Collection[str] | None = None,
) -> dict[str, int]:
    """Places that the waiting list holds for this person become those of a registration (R04).

    Only those of the pools named by `keys`, if given. Pool key -> how many; empty when nothing is
    offered, or the offer has ended.
    """
    mine = (
        (WaitingEntry.meeting == meeting)
        & (WaitingEntry.person == person)
        & (WaitingEntry.state == WaitingState.OFFERED.value)
        & (WaitingEntry.offer_ends_at > act.now)
    )
    if keys is not None:
        pools = await _pools(meeting, keys)
        if not pools:
            return {}
        mine = mine & WaitingEntry.pool.is_in(list(pools.values()))
    entries = (
        await WaitingEntry.update(
            {WaitingEntry.state: WaitingState.TAKEN.value, WaitingEntry.active_key: None}
        )
        .where(mine)
        .returning(WaitingEntry.id)
    )
    offered: dict[str, int] = {}
    for entry in entries:
        offered.update(await _hand_over(act, str(entry["id"]), code))
    return offered


async def _hand_over(act: Action, entry: str, code: str) -> dict[str, int]:
    rows = await PlaceHold.select(PlaceHold.pool.key.as_alias("key"), PlaceHold.quantity).where(
        PlaceHold.holder == entry, PlaceHold.released_at.is_null()
    )
    await move_holds(act, entry, code)
    act.note("waiting_entry", entry, state=[WaitingState.OFFERED, WaitingState.TAKEN])
    return {row["key"]: row["quantity"] for row in rows}


async def _pools(meeting: UUID, keys: Collection[str]) -> dict[str, UUID]:
    if not keys:
        return {}
    rows = await PlacePool.select(PlacePool.id, PlacePool.key).where(
        PlacePool.meeting == meeting, PlacePool.key.is_in(list(keys))
    )
    return {row["key"]: row["id"] for row in rows}


async def _has_offer(meeting: UUID, person: UUID) -> bool:
    return await WaitingEntry.exists().where(
        WaitingEntry.meeting == meeting,
        WaitingEntry.person == person,
        WaitingEntry.state == WaitingState.OFFERED.value,
    )


async def _lock(pool: UUID) -> None:
    await PlacePool.update({PlacePool.taken: PlacePool.taken}).where(PlacePool.id == pool)


async def _take(key: str, pool: UUID, quantity: int) -> int:
    got = (
        await PlacePool.update({PlacePool.taken: PlacePool.taken + quantity})
        .where(
            PlacePool.id == pool,
            PlacePool.taken + quantity <= PlacePool.capacity,
            PlacePool.id.not_in(_IS_WAITED_FOR),
        )
        .returning(PlacePool.taken)
    )
    if got:
        return int(got[0]["taken"])
    raise MeetingFull if key in SEATS else SoldOut(key)


async def _give_back(act: Action, hold: UUID, pool: UUID) -> bool:
    """The pool is locked before the hold, as taking does it: no deadlock; given back once."""
    await _lock(pool)
    won = (
        await PlaceHold.update({PlaceHold.released_at: act.now})
        .where(PlaceHold.id == hold, PlaceHold.released_at.is_null())
        .returning(PlaceHold.quantity)
    )
    if won:
        await PlacePool.update({PlacePool.taken: PlacePool.taken - won[0]["quantity"]}).where(
            PlacePool.id == pool
        )
    return bool(won)
