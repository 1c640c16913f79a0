"""The demo's newest letters, as the actions would have written them; none leaves the house."""

from conference.demo.bookings import Bookings
from conference.demo.ground import OFFICE, Ground
from conference.letters.actions import queue_letter
from conference.letters.rules import LetterState
from conference.letters.tables import OutboxLetter
from conference.orm import action
from conference.registration import letters, order_queries, price_queries, queries
from conference.registration.letters import Sender
from conference.registration.rules import RegistrationState
from conference.registration.ticket import Issuer
from conference.settings import Settings

NEWEST = 20


async def write_letters(ground: Ground, bookings: Bookings, settings: Settings) -> None:
    """Writes the letters of the newest registrations, marked as kept."""
    issuer = Issuer(settings.secret, settings.base_url, settings.host)
    advice = await price_queries.payment_advice(ground.meeting.id)
    active = [
        row for row in bookings.registrations if row.state != RegistrationState.CANCELLED.value
    ]
    for row in active[-NEWEST:]:
        info = await queries.registration_info(row.id)
        said = await order_queries.stored_quote(
            next(order.quote for order in bookings.orders if order.id == row.order)
        )
        assert info is not None
        assert said is not None
        at = info.confirmed_at or info.placed_at
        sender = Sender(ground.meeting, issuer, at)
        letter = (
            letters.confirmation(sender, info, said.lines)
            if info.is_confirmed
            else letters.order_received(sender, info, said.lines, advice)
        )
        async with action("send_letter", by=OFFICE, now=at, meeting=ground.meeting.id) as act:
            await queue_letter(act, letter)
    await OutboxLetter.update(
        {OutboxLetter.state: LetterState.KEPT.value, OutboxLetter.sent_at: ground.calendar.now}
    ).where(OutboxLetter.state == LetterState.QUEUED.value)
