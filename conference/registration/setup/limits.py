"""How many there are of an extra, a category or a code: a pool, or none where there is no limit."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID, uuid4

from conference.orm import Action
from conference.registration.errors import PriceListRefused
from conference.registration.rules import WaitingState
from conference.registration.setup import usage
from conference.registration.tables import (
    PlaceHold,
    PlacePool,
    Registration,
    WaitingEntry,
)

LIMIT = "limit"  # the field of the forms
MOST = 1_000_000
_WAITING = [WaitingState.WAITING.value, WaitingState.OFFERED.value]


async def set_limit(act: Action, meeting: UUID, key: str, capacity: int | None) -> None:
    """Sets how many places a pool has, or takes the limit away; part of an action.

    What was sold before there was a limit is counted into it. Raises PriceListRefused when more
    are taken than that, or somebody waits for a place.
    """
    pool = (
        await PlacePool.select().where(PlacePool.meeting == meeting, PlacePool.key == key).first()
    )
    before = pool["capacity"] if pool else None
    if capacity == before:
        return
    if pool is None:
        await _open_pool(act, meeting, key, capacity or 0)
    elif capacity is None:
        await _drop_pool(pool["id"])
    else:
        await _resize(pool["id"], capacity)
    act.note("places", key, capacity=[before, capacity])


async def _open_pool(act: Action, meeting: UUID, key: str, capacity: int) -> None:
    holders = await _holders(meeting, key)
    taken = sum(holders.values())
    if taken > capacity:
        raise _refused(f"{taken} are taken already; write {taken} or more.")
    pool = PlacePool(
        id=uuid4(),
        created_at=act.now,
        meeting=meeting,
        key=key,
        capacity=capacity,
        taken=taken,
    )
    await PlacePool.insert(pool)
    holds = [
        PlaceHold(
            id=uuid4(),
            created_at=act.now,
            pool=pool.id,
            holder=code,
            quantity=quantity,
            taken_at=act.now,
        )
        for code, quantity in holders.items()
    ]
    for start in range(0, len(holds), 1000):
        await PlaceHold.insert(*holds[start : start + 1000])


async def _drop_pool(pool: UUID) -> None:
    waits = await WaitingEntry.exists().where(
        WaitingEntry.pool == pool, WaitingEntry.state.is_in(_WAITING)
    )
    gone = (
        None
        if waits
        else await PlacePool.delete()
        .where(PlacePool.id == pool, PlacePool.taken == 0)
        .returning(PlacePool.id)
    )
    if not gone:
        raise _refused("Places are taken already: write a high number instead of none.")


async def _resize(pool: UUID, capacity: int) -> None:
    done = (
        await PlacePool.update({PlacePool.capacity: capacity})
        .where(PlacePool.id == pool, PlacePool.taken <= capacity)
        .returning(PlacePool.id)
    )
    if not done:
        row = await PlacePool.select(PlacePool.taken).where(PlacePool.id == pool).first()
        taken = row["taken"] if row else 0
        raise _refused(f"{taken} are taken already; write {taken} or more.")


def _refused(sentence: str) -> PriceListRefused:
    return PriceListRefused(sentence, errors={LIMIT: sentence})


async def _holders(meeting: UUID, key: str) -> Mapping[str, int]:
    """Registration code -> how many places of a pool it would hold, had there been one."""
    kind, _, name = key.partition(":")
    if kind == "extra":
        return (await usage.extras_held(meeting)).get(name, {})
    if kind == "code":
        return dict.fromkeys((await usage.codes_used(meeting)).get(name, {}), 1)
    rows = await Registration.select(Registration.code).where(
        Registration.meeting == meeting,
        Registration.category.key == name,
        Registration.state.is_in(usage.HELD),
    )
    return {row["code"]: 1 for row in rows}
