"""Badges of accompanying persons are printed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from badges.guests.queries import GuestInfo, GuestKey, guest_keys
from badges.tables import GuestBadge
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor, action, tokens


async def print_guests(
    guests: Sequence[GuestInfo], *, meeting: MeetingInfo, secret: str, by: Actor, now: datetime
) -> int:
    """Records that these badges are printed; one that is printed again keeps its code."""
    async with action("print_guests", by=by, now=now, meeting=meeting.id) as act:
        known = await guest_keys([each.id for each in guests])
        missing = [GuestKey(uuid4(), each.id, uuid4()) for each in guests if each.id not in known]
        if missing:
            rows = [_row(key, secret, now) for key in missing]
            # Two desks may print the same guest at once: the first one's code stands.
            await GuestBadge.insert(*rows).on_conflict(target=GuestBadge.guest, action="DO NOTHING")
        await GuestBadge.update({GuestBadge.printed_at: now}).where(
            GuestBadge.guest.is_in([each.id for each in guests])
        )
        act.note("guest_badges", len(guests), printed=[each.name for each in guests])
    return len(guests)


def _row(key: GuestKey, secret: str, now: datetime) -> GuestBadge:
    return GuestBadge(
        id=key.id,
        guest=key.guest,
        serial=key.serial,
        token_hash=tokens.digest(key.token(secret)),
        created_at=now,
    )
