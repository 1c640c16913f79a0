"""Joining and leaving the waiting list, and what the office and the clock do to it (R04)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from conference.letters.actions import queue_letter
from conference.meetings import queries as meetings
from conference.orm import Action, Actor, IntegrityConflict, action, integrity
from conference.people import queries as people
from conference.registration import queries as registrations
from conference.registration.rules import WaitingState, pool_key
from conference.registration.tables import PlaceHold, PlacePool, WaitingEntry
from conference.registration.ticket import Issuer
from conference.registration.till import Till
from conference.registration.waiting import letters, queries
from conference.registration.waiting.errors import (
    AlreadyWaiting,
    EntryEnded,
    HasAPlace,
    PlacesLeft,
    ReasonMissing,
    UnknownEntry,
    UnknownWaitingList,
)
from conference.registration.waiting.freeing import (
    free_places,
    lock_places_left,
    make_offer,
    offer_places,
)
from conference.registration.waiting.queries import Entry
from conference.registration.waiting.rules import Pool, next_in_line

CLOCK = Actor.system("the waiting list")


async def join_waiting_list(
    key: str, person: UUID, *, till: Till, by: Actor, now: datetime
) -> Entry:
    """Puts somebody at the end of the list for places of a key, with a letter.

    Raises UnknownWaitingList, HasAPlace, AlreadyWaiting, and PlacesLeft when there is no need.
    """
    pool = await queries.pool_named(till.meeting.id, key)
    if pool is None:
        raise UnknownWaitingList
    if await _has_place(pool, till.meeting.id, person):
        raise HasAPlace
    async with action("join_waiting_list", by=by, now=now, meeting=till.meeting.id) as act:
        left = await lock_places_left(pool.id)
        if left > 0 and not await queries.count_waiting(pool.id):
            raise PlacesLeft
        await _insert(act, pool, till.meeting.id, person)
        await offer_places(act, till, [pool.id])
        entry = await queries.entry_of(pool.id, person)
        assert entry is not None
        await _confirm_joining(act, till, pool, entry)
    return entry


async def leave_waiting_list(entry: Entry, *, till: Till, by: Actor, now: datetime) -> None:
    """Takes somebody off a list; a place that was held for them goes to the next (R04).

    Raises EntryEnded.
    """
    async with action("leave_waiting_list", by=by, now=now, meeting=entry.meeting) as act:
        await _end(act, entry, WaitingState.LEFT, till)


async def remove_from_waiting_list(
    entry: UUID, *, till: Till, by: Actor, now: datetime, reason: str
) -> Entry:
    """The office takes somebody off a list and writes to them why.

    Raises UnknownEntry, EntryEnded, ReasonMissing.
    """
    found = await _reasoned(entry, till, reason)
    async with action(
        "remove_from_waiting_list", by=by, now=now, meeting=till.meeting.id, reason=reason
    ) as act:
        await _end(act, found, WaitingState.LEFT, till)
        pool = (await queries.pools_of_ids([found.pool]))[found.pool]
        info = await people.person_by_id(found.person)
        if info and info.email:
            await queue_letter(act, letters.removed(till, info, pool, reason))
    return found


async def offer_out_of_order(
    entry: UUID, *, till: Till, by: Actor, now: datetime, reason: str
) -> Entry:
    """The office offers somebody a place before their turn, with a reason.

    Whoever waits longer loses nothing: where no place is free, one is added to the pool. Raises
    UnknownEntry, EntryEnded, ReasonMissing.
    """
    found = await _reasoned(entry, till, reason)
    async with action(
        "offer_out_of_order", by=by, now=now, meeting=till.meeting.id, reason=reason
    ) as act:
        if await lock_places_left(found.pool) <= 0:
            await _add_place(act, found)
        if not await make_offer(act, till, found.pool, found.id):
            raise EntryEnded
    return found


async def miss_ended_offers(now: datetime, issuer: Issuer) -> None:
    """A chore: offers that nobody took up in time go to the next in line."""
    entries = await queries.ended_offers(now)
    known = await meetings.meetings_by_ids(list({each.meeting for each in entries}))
    for entry in entries:
        await _miss(entry, Till(known[entry.meeting], issuer), now)


async def offer_waiting_places(now: datetime, issuer: Issuer) -> None:
    """A chore: free places for which somebody waits are offered, however they came free."""
    found = await queries.pools_waited_for()
    known = await meetings.meetings_by_ids(list({meeting for meeting, _ in found}))
    for meeting, pool in found:
        till = Till(known[meeting], issuer)
        async with action("offer_waiting_places", by=CLOCK, now=now, meeting=meeting) as act:
            await offer_places(act, till, [pool])


async def _has_place(pool: Pool, meeting: UUID, person: UUID) -> bool:
    """A seat in the same mode, or any place of the pool itself."""
    info = await registrations.active_registration(meeting, person)
    if info is None:
        return False
    if pool.is_seat:
        return pool_key(info.mode) == pool.key
    return await PlaceHold.exists().where(
        PlaceHold.pool == pool.id,
        PlaceHold.holder == info.code,
        PlaceHold.released_at.is_null(),
    )


async def _insert(act: Action, pool: Pool, meeting: UUID, person: UUID) -> None:
    newest = (
        await WaitingEntry.select(WaitingEntry.joined_at)
        .where(WaitingEntry.pool == pool.id)
        .order_by(WaitingEntry.joined_at, ascending=False)
        .first()
    )
    row = WaitingEntry(
        id=uuid4(),
        created_at=act.now,
        meeting=meeting,
        pool=pool.id,
        person=person,
        state=WaitingState.WAITING.value,
        joined_at=next_in_line(newest["joined_at"] if newest else None, act.now),
        active_key=f"{pool.id}:{person}",
    )
    try:
        async with integrity():
            await WaitingEntry.insert(row)
    except IntegrityConflict:
        raise AlreadyWaiting from None
    act.note("waiting_entry", row.id, state=[None, WaitingState.WAITING], pool=pool.key)


async def _confirm_joining(act: Action, till: Till, pool: Pool, entry: Entry) -> None:
    """An offer that came at once is letter enough."""
    info = await people.person_by_id(entry.person)
    if entry.is_offered or info is None or not info.email:
        return
    position = await queries.position_of(entry)
    await queue_letter(act, letters.joined(till, info, pool, position))


async def _reasoned(entry: UUID, till: Till, reason: str) -> Entry:
    if not reason:
        raise ReasonMissing
    found = await queries.entry_by_id(till.meeting.id, entry)
    if found is None:
        raise UnknownEntry
    return found


async def _add_place(act: Action, entry: Entry) -> None:
    rows = (
        await PlacePool.update({PlacePool.capacity: PlacePool.taken + 1})
        .where(PlacePool.id == entry.pool)
        .returning(PlacePool.capacity)
    )
    act.note("places", entry.key, capacity=rows[0]["capacity"])


async def _end(act: Action, entry: Entry, state: WaitingState, till: Till) -> None:
    """The pool is locked first, as whoever offers and takes up does it: one of them wins."""
    await lock_places_left(entry.pool)
    won = (
        await WaitingEntry.update({WaitingEntry.state: state.value, WaitingEntry.active_key: None})
        .where(WaitingEntry.id == entry.id, WaitingEntry.state == entry.state.value)
        .returning(WaitingEntry.id)
    )
    if not won:
        raise EntryEnded
    act.note("waiting_entry", entry.id, state=[entry.state, state])
    if entry.is_offered:
        await free_places(act, str(entry.id), till)


async def _miss(entry: Entry, till: Till, now: datetime) -> None:
    try:
        async with action("miss_offer", by=CLOCK, now=now, meeting=entry.meeting) as act:
            await _end(act, entry, WaitingState.MISSED, till)
            pool = (await queries.pools_of_ids([entry.pool]))[entry.pool]
            info = await people.person_by_id(entry.person)
            if info and info.email:
                await queue_letter(act, letters.missed(till, info, pool))
    except EntryEnded:
        return  # it was taken up or given back at the last moment
