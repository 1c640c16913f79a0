"""Places that follow a change: what is no longer booked is freed, what is new is claimed (R04)."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from conference.orm import Action
from conference.registration.basket import places_needed
from conference.registration.catalogue import Wish
from conference.registration.changes.held_queries import HeldRegistration
from conference.registration.places import SEATS, claim_places, hold_place, lock_pools
from conference.registration.tables import PlaceHold, PlacePool
from conference.registration.till import Till
from conference.registration.waiting.freeing import free_places, offer_places


def places_moved(before: Wish, after: Wish) -> dict[str, tuple[int, int]]:
    """Pool key -> how many places are held before and after, where that differs."""
    had, needs = places_needed(before), places_needed(after)
    keys = had.keys() | needs.keys()
    moved = {key: (had.get(key, 0), needs.get(key, 0)) for key in sorted(keys)}
    return {key: counts for key, counts in moved.items() if counts[0] != counts[1]}


async def lock_moved_pools(meeting: UUID, moved: Mapping[str, tuple[int, int]]) -> dict[str, UUID]:
    """Locks the pools that a change touches, before anything else of it; key -> id."""
    return await lock_pools(meeting, moved.keys()) if moved else {}


async def move_places(
    act: Action,
    found: HeldRegistration,
    moved: Mapping[str, tuple[int, int]],
    pools: Mapping[str, UUID],
    till: Till,
) -> int | None:
    """Frees and claims the places of one registration; the pools are locked.

    What is freed goes to whoever waits. Returns the new seat if the seat moved. Raises
    MeetingFull, SoldOut.
    """
    code, person = found.info.code, found.info.person.id
    gone = [key for key, (_, after) in moved.items() if not after and key in pools]
    if gone:
        await free_places(act, code, till, *gone)
    for key, (before, after) in moved.items():
        if 0 < after < before and key in pools:
            await _hold_fewer(act, pools[key], code, after, till)
    more = {key: after - before for key, (before, after) in moved.items() if after > before}
    if not more:
        return None
    seat = await claim_places(act, found.meeting.id, person, more, code)
    return seat if any(key in SEATS for key in more) else None


async def _hold_fewer(act: Action, pool: UUID, holder: str, quantity: int, till: Till) -> None:
    """Gives back some of several places; the rest stays held and is not offered to anybody."""
    rows = (
        await PlaceHold.update({PlaceHold.released_at: act.now})
        .where(PlaceHold.pool == pool, PlaceHold.holder == holder, PlaceHold.released_at.is_null())
        .returning(PlaceHold.quantity)
    )
    held = sum(row["quantity"] for row in rows)
    left = min(quantity, held)
    if left:
        await hold_place(act, pool, holder, left)
    await PlacePool.update({PlacePool.taken: PlacePool.taken - (held - left)}).where(
        PlacePool.id == pool
    )
    await offer_places(act, till, [pool])
