"""What happens at the demo's counter after the sale: papers, and people who wait for a place."""

from datetime import timedelta

from conference.demo.bookings import Bookings
from conference.demo.crowd import Crowd
from conference.demo.ground import OFFICE, Ground
from conference.demo.seeded import Seeded, insert_rows
from conference.registration.documents.actions import catch_up
from conference.registration.rules import OrderState, RegistrationState, WaitingState
from conference.registration.tables import PlaceHold, PlacePool, WaitingEntry

DOCUMENTED, WAITING = 60, 3
SOLD_OUT = "extra:cytometry"


async def keep_counter(ground: Ground, crowd: Crowd, bookings: Bookings, seed: int) -> None:
    """Issues the newest papers and sells one workshop out, with people on its waiting list.

    The other orders are left for the office's button that issues what is missing.
    """
    attendee = crowd.personas["attendee"].id
    settled = [each for each in bookings.orders if each.state == OrderState.PAID.value]
    newest = [each for each in settled if each.person == attendee] + settled[-DOCUMENTED:]
    for order in newest:
        await catch_up(order.id, ground.meeting, by=OFFICE, now=ground.calendar.now)
    await _sell_out(ground, bookings, Seeded(seed, "counter"))


async def _sell_out(ground: Ground, bookings: Bookings, seeded: Seeded) -> None:
    pool = (
        await PlacePool.select(PlacePool.id, PlacePool.taken)
        .where(PlacePool.meeting == ground.meeting.id, PlacePool.key == SOLD_OUT)
        .first()
    )
    assert pool is not None
    await PlacePool.update({PlacePool.capacity: pool["taken"]}).where(PlacePool.id == pool["id"])
    holds = await PlaceHold.select(PlaceHold.holder).where(PlaceHold.pool == pool["id"])
    holders = {row["holder"] for row in holds}
    waiting = [
        row
        for row in bookings.registrations
        if row.state == RegistrationState.CONFIRMED.value and row.code not in holders
    ][-WAITING:]
    rows = [
        WaitingEntry(
            id=seeded.id(), created_at=ground.calendar.now, meeting=ground.meeting.id,
            pool=pool["id"], person=row.person, state=WaitingState.WAITING.value,
            joined_at=ground.calendar.now - timedelta(hours=WAITING - place),
            active_key=f"{pool['id']}:{row.person}",
        )
        for place, row in enumerate(waiting)
    ]  # fmt: skip
    await insert_rows(rows)
