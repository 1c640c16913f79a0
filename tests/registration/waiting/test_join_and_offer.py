"""First come, first asked: joining, offers, taking up, missing, and no way past the queue (R04)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from conference import invariants as _invariants  # noqa: F401 -- registers every check
from conference.letters.tables import OutboxLetter
from conference.orm import Actor, action, clock
from conference.orm.invariants import check_all
from conference.people.rules import PersonInfo
from conference.registration import actions as registration_actions
from conference.registration.catalogue import Wish
from conference.registration.changes.actions.cancelling import cancel_registration
from conference.registration.errors import MeetingFull, SoldOut
from conference.registration.order_queries import PlacedOrder
from conference.registration.places import release_places
from conference.registration.rules import WaitingState
from conference.registration.tables import (
    PlaceHold,
    PlacePool,
    RegistrationPolicy,
    WaitingEntry,
)
from conference.registration.waiting import actions, queries
from conference.registration.waiting.errors import (
    AlreadyWaiting,
    EntryEnded,
    HasAPlace,
    PlacesLeft,
    ReasonMissing,
    UnknownWaitingList,
)
from conference.registration.waiting.freeing import offer_free_places
from tests.cast import NOW
from tests.registration.conftest import ISSUER, OFFICE, Buy, Sale
from tests.registration.waiting.conftest import Join

OFFER_ENDS = NOW + timedelta(hours=48)


@pytest.fixture(autouse=True)
def stopped_clock():
    with clock.at(NOW):
        yield


async def broken() -> list[str]:
    return [text for each in await check_all() for text in each.sentences]


async def cancel(sale: Sale, placed: PlacedOrder) -> None:
    await cancel_registration(
        placed.registration_code,
        meeting=sale.meeting, issuer=ISSUER, by=OFFICE, now=NOW, reason="Cannot come.",
    )  # fmt: skip


async def state_of(person: PersonInfo) -> WaitingState:
    row = await WaitingEntry.select(WaitingEntry.state).where(WaitingEntry.person == person.id)
    (only,) = row
    return WaitingState(only["state"])


async def letters(person: PersonInfo, kind: str) -> list[str]:
    rows = await OutboxLetter.select(OutboxLetter.body).where(
        OutboxLetter.to_address == person.email, OutboxLetter.kind == kind
    )
    return [row["body"] for row in rows]


async def test_freed_place_is_offered_to_whoever_joined_first(
    full: Sale, buy: Buy, join: Join
) -> None:
    placed = await buy(full.cast.dan)
    first, second = await join(full.cast.bob), await join(full.cast.carol)
    assert [await queries.position_of(first), await queries.position_of(second)] == [1, 2]

    await cancel(full, placed)

    assert await state_of(full.cast.bob) is WaitingState.OFFERED
    assert await state_of(full.cast.carol) is WaitingState.WAITING
    (letter,) = await letters(full.cast.bob, "waiting_offer")
    assert "Wed 12 May 2027, 10:00 BST (London)" in letter
    assert "http://testserver/glasgow/register/waiting/meeting" in letter
    (joined,) = await letters(full.cast.carol, "waiting_joined")
    assert "number 2" in joined
    assert await broken() == []


async def test_offer_is_taken_up_by_registering(full: Sale, buy: Buy, join: Join) -> None:
    placed = await buy(full.cast.dan)
    await join(full.cast.bob)
    await cancel(full, placed)

    mine = await buy(full.cast.bob)

    assert await state_of(full.cast.bob) is WaitingState.TAKEN
    held = await PlaceHold.select(PlaceHold.holder).where(PlaceHold.released_at.is_null())
    assert [row["holder"] for row in held] == [mine.registration_code]
    assert await broken() == []


async def test_newcomer_cannot_take_a_place_that_is_offered(
    full: Sale, buy: Buy, join: Join
) -> None:
    placed = await buy(full.cast.dan)
    await join(full.cast.bob)
    await cancel(full, placed)

    with pytest.raises(MeetingFull):
        await buy(full.cast.carol)


async def test_newcomer_cannot_take_a_free_place_while_somebody_waits(
    full: Sale, buy: Buy, join: Join
) -> None:
    """Even where a place was given back by a way that offers nothing."""
    placed = await buy(full.cast.dan)
    await join(full.cast.bob)
    async with action("give_back", by=OFFICE, now=NOW) as act:
        await release_places(act, placed.registration_code)
    assert "1 free for a place in the house, yet somebody waits." in " ".join(await broken())

    with pytest.raises(MeetingFull):
        await buy(full.cast.carol)

    await actions.offer_waiting_places(NOW, ISSUER)
    assert await state_of(full.cast.bob) is WaitingState.OFFERED


async def test_missed_offer_goes_to_the_next(full: Sale, buy: Buy, join: Join) -> None:
    placed = await buy(full.cast.dan)
    await join(full.cast.bob)
    await join(full.cast.carol)
    await cancel(full, placed)

    await actions.miss_ended_offers(OFFER_ENDS - timedelta(seconds=1), ISSUER)
    assert await state_of(full.cast.bob) is WaitingState.OFFERED
    await actions.miss_ended_offers(OFFER_ENDS, ISSUER)
    await actions.miss_ended_offers(OFFER_ENDS, ISSUER)

    assert await state_of(full.cast.bob) is WaitingState.MISSED
    assert await state_of(full.cast.carol) is WaitingState.OFFERED
    assert len(await letters(full.cast.bob, "waiting_missed")) == 1
    assert len(await letters(full.cast.carol, "waiting_offer")) == 1
    assert await broken() == []


async def test_ended_offer_takes_no_place_even_before_the_clock_came_by(
    full: Sale, buy: Buy, join: Join
) -> None:
    placed = await buy(full.cast.dan)
    await join(full.cast.bob)
    await cancel(full, placed)
    by = Actor(full.cast.bob.id, "Bob")
    wish = Wish("non_member", "in_person")

    quote = await registration_actions.make_quote(
        full.meeting, full.cast.bob.id, wish, by=by, now=OFFER_ENDS
    )
    with pytest.raises(MeetingFull):
        await registration_actions.place_order(
            quote.id, full.cast.bob.id, issuer=ISSUER, by=by, now=OFFER_ENDS
        )


async def test_leaving_with_an_offer_hands_the_place_on(full: Sale, buy: Buy, join: Join) -> None:
    placed = await buy(full.cast.dan)
    await join(full.cast.bob)
    await join(full.cast.carol)
    await cancel(full, placed)
    offered = await queries.entries_of_person(full.cast.bob.id)

    await actions.leave_waiting_list(offered[0], till=full.till, by=OFFICE, now=NOW)

    assert await state_of(full.cast.bob) is WaitingState.LEFT
    assert await state_of(full.cast.carol) is WaitingState.OFFERED
    with pytest.raises(EntryEnded):
        await actions.leave_waiting_list(offered[0], till=full.till, by=OFFICE, now=NOW)


async def test_raised_capacity_is_offered_in_order_as_far_as_it_goes(
    full: Sale, buy: Buy, join: Join
) -> None:
    await buy(full.cast.dan)
    for person in (full.cast.bob, full.cast.carol, full.cast.olive):
        await join(person)

    async with action("set_places", by=OFFICE, now=NOW) as act:
        await PlacePool.update({PlacePool.capacity: 3}).where(PlacePool.key == "meeting")
        await offer_free_places(act, full.meeting.id, full.till)

    states = [await state_of(each) for each in (full.cast.bob, full.cast.carol, full.cast.olive)]
    assert states == [WaitingState.OFFERED, WaitingState.OFFERED, WaitingState.WAITING]
    assert await broken() == []


async def test_join_is_refused_where_it_makes_no_sense(full: Sale, buy: Buy, join: Join) -> None:
    with pytest.raises(PlacesLeft):
        await join(full.cast.bob)
    await buy(full.cast.dan)
    await join(full.cast.bob)

    with pytest.raises(AlreadyWaiting):
        await join(full.cast.bob)
    with pytest.raises(HasAPlace):
        await join(full.cast.dan)
    for unknown in ("extra:nothing", "code:SAVE10", "nonsense"):
        with pytest.raises(UnknownWaitingList):
            await join(full.cast.bob, unknown)
    assert await WaitingEntry.count() == 1


async def test_rejoining_after_a_missed_offer_is_at_the_end(
    full: Sale, buy: Buy, join: Join
) -> None:
    placed = await buy(full.cast.dan)
    await join(full.cast.bob)
    await cancel(full, placed)
    await join(full.cast.carol)
    await join(full.cast.olive)
    await actions.miss_ended_offers(OFFER_ENDS, ISSUER)

    again = await join(full.cast.bob)

    assert await queries.position_of(again) == 2  # carol has the offer, olive is before


async def test_extra_that_is_sold_out_is_waited_for_and_taken_up_only_if_chosen(
    sale: Sale, dinner: UUID, join: Join
) -> None:
    async def order(person: PersonInfo, *extras: tuple[str, int]) -> PlacedOrder:
        by = Actor(person.id, person.registered_name)
        wish = Wish("non_member", "in_person", extras=extras)
        quote = await registration_actions.make_quote(sale.meeting, person.id, wish, by=by, now=NOW)
        return await registration_actions.place_order(
            quote.id, person.id, issuer=ISSUER, by=by, now=NOW
        )

    guest = await order(sale.cast.dan, ("dinner", 1))
    with pytest.raises(SoldOut):
        await order(sale.cast.bob, ("dinner", 1))
    await join(sale.cast.bob, "extra:dinner")
    await join(sale.cast.carol, "extra:dinner")
    await cancel(sale, guest)

    await order(sale.cast.bob)
    assert await state_of(sale.cast.bob) is WaitingState.OFFERED  # came without the dinner
    await actions.miss_ended_offers(OFFER_ENDS, ISSUER)
    with clock.at(NOW):
        mine = await order(sale.cast.carol, ("dinner", 1))

    assert await state_of(sale.cast.carol) is WaitingState.TAKEN
    held = await PlaceHold.select(PlaceHold.holder).where(
        PlaceHold.pool == dinner, PlaceHold.released_at.is_null()
    )
    assert [row["holder"] for row in held] == [mine.registration_code]
    assert await broken() == []


async def test_office_offers_out_of_order_without_taking_from_who_waits_longer(
    full: Sale, buy: Buy, join: Join
) -> None:
    await buy(full.cast.dan)
    await join(full.cast.bob)
    late = await join(full.cast.carol)

    with pytest.raises(ReasonMissing):
        await actions.offer_out_of_order(late.id, till=full.till, by=OFFICE, now=NOW, reason="")
    await actions.offer_out_of_order(
        late.id, till=full.till, by=OFFICE, now=NOW, reason="Award winner."
    )

    assert await state_of(full.cast.carol) is WaitingState.OFFERED
    assert await state_of(full.cast.bob) is WaitingState.WAITING
    pool = await queries.pool_named(full.meeting.id, "meeting")
    assert pool is not None
    assert (pool.capacity, pool.taken) == (2, 2)
    assert await broken() == []


async def test_office_takes_somebody_off_the_list_and_says_why(
    full: Sale, buy: Buy, join: Join
) -> None:
    await buy(full.cast.dan)
    entry = await join(full.cast.bob)

    await actions.remove_from_waiting_list(
        entry.id, till=full.till, by=OFFICE, now=NOW, reason="Registered by the institute."
    )

    assert await state_of(full.cast.bob) is WaitingState.LEFT
    (letter,) = await letters(full.cast.bob, "waiting_removed")
    assert "Registered by the institute." in letter


async def test_nothing_is_offered_after_the_meeting(full: Sale, buy: Buy, join: Join) -> None:
    placed = await buy(full.cast.dan)
    await join(full.cast.bob)
    afterwards = NOW + timedelta(days=300)
    async with action("give_back", by=OFFICE, now=afterwards) as act:
        await release_places(act, placed.registration_code)

    await actions.offer_waiting_places(afterwards, ISSUER)

    assert await state_of(full.cast.bob) is WaitingState.WAITING


async def test_policy_says_how_long_an_offer_holds(full: Sale, buy: Buy, join: Join) -> None:
    await RegistrationPolicy.insert(RegistrationPolicy(meeting=full.meeting.id, offer_hours=6))
    placed = await buy(full.cast.dan)
    await join(full.cast.bob)

    await cancel(full, placed)

    (entry,) = await queries.entries_of_person(full.cast.bob.id)
    assert entry.offer_ends_at == NOW + timedelta(hours=6)
