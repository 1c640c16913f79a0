"""Places of many who stay at home: freed in the house, taken virtually, in a few statements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID, uuid4

from conference.meetings.rules import Mode
from conference.meetings.tables import Meeting
from conference.orm import Action
from conference.registration.changes.actions.placing import places_moved
from conference.registration.changes.actions.writing import Changed
from conference.registration.places import lock_pools
from conference.registration.tables import PlaceHold, PlacePool
from conference.registration.till import Till

VIRTUAL_POOL, HOUSE_POOL = "virtual", "meeting"
ROWS = 500


async def lock_pools_of(meeting: UUID, changed: Sequence[Changed]) -> dict[str, UUID]:
    """Locks every pool that these changes touch, in order, before anything else; key -> id."""
    return await lock_pools(meeting, {*_keys(changed), VIRTUAL_POOL, HOUSE_POOL})


async def move_to_the_screen(
    act: Action, changed: Sequence[Changed], pools: Mapping[str, UUID], till: Till
) -> None:
    """Frees all that these registrations hold in the house and gives each a virtual place.

    Nobody who waits is offered a place in the house any more, and none is sold: the capacity of
    what was given up follows what is still taken. Virtual places are made as many as are needed.
    """
    codes = [each.code for each in changed]
    closing = {key for key in {*_keys(changed), HOUSE_POOL} if key in pools} - {VIRTUAL_POOL}
    await _free(act, codes, [pools[key] for key in closing])
    await _take_virtual(act, codes, pools, till.meeting.id)
    for key in sorted(closing):
        await PlacePool.update({PlacePool.capacity: PlacePool.taken}).where(
            PlacePool.id == pools[key]
        )
    act.note("places", till.meeting.slug, closed=sorted(closing))


async def turn_meeting_virtual(act: Action, till: Till) -> None:
    """The meeting itself is virtual from now on."""
    meeting = till.meeting
    if meeting.mode == Mode.VIRTUAL:
        return
    await Meeting.update({Meeting.mode: Mode.VIRTUAL.value}).where(Meeting.id == meeting.id)
    act.note("meeting", meeting.slug, mode=[meeting.mode, Mode.VIRTUAL.value])


def _keys(changed: Sequence[Changed]) -> set[str]:
    moved = (places_moved(each.found.held.wish, each.change.after) for each in changed)
    return {key for keys in moved for key in keys}


async def _free(act: Action, holders: Sequence[str], pools: Sequence[UUID]) -> None:
    if not pools:
        return
    rows = (
        await PlaceHold.update({PlaceHold.released_at: act.now})
        .where(
            PlaceHold.holder.is_in(list(holders)),
            PlaceHold.pool.is_in(list(pools)),
            PlaceHold.released_at.is_null(),
        )
        .returning(PlaceHold.pool, PlaceHold.quantity)
    )
    freed: Counter[UUID] = Counter()
    for row in rows:
        freed[row["pool"]] += row["quantity"]
    for pool, quantity in freed.items():
        await PlacePool.update({PlacePool.taken: PlacePool.taken - quantity}).where(
            PlacePool.id == pool
        )


async def _take_virtual(
    act: Action, holders: Sequence[str], pools: Mapping[str, UUID], meeting: UUID
) -> None:
    wanted = len(holders)
    pool = pools.get(VIRTUAL_POOL) or await _make_pool(act, meeting)
    await PlacePool.update({PlacePool.capacity: PlacePool.taken + wanted}).where(
        PlacePool.id == pool, PlacePool.capacity < PlacePool.taken + wanted
    )
    await PlacePool.update({PlacePool.taken: PlacePool.taken + wanted}).where(PlacePool.id == pool)
    rows = [
        PlaceHold(
            id=uuid4(), created_at=act.now, pool=pool, holder=holder, quantity=1, taken_at=act.now
        )
        for holder in holders
    ]
    for start in range(0, len(rows), ROWS):
        await PlaceHold.insert(*rows[start : start + ROWS])


async def _make_pool(act: Action, meeting: UUID) -> UUID:
    row = PlacePool(
        id=uuid4(), created_at=act.now, meeting=meeting, key=VIRTUAL_POOL, capacity=0, taken=0
    )
    await PlacePool.insert(row)
    id: UUID = row.id
    return id
