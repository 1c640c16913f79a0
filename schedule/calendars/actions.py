"""Opening, renewing and revoking the private calendar feed of one person at one meeting."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from conference.orm import Actor, IntegrityConflict, action, integrity, tokens
from schedule.calendars.queries import feed_token
from schedule.tables import CalendarFeed


async def open_calendar_feed(
    *, person: UUID, meeting: UUID, by: Actor, now: datetime, secret: str
) -> None:
    """Opens the feed; one that is in use stays as it is, a revoked one gets a new address."""
    known = await _feed(person, meeting)
    if known is not None and known["revoked_at"] is None:
        return
    if known is not None:
        await renew_calendar_feed(person=person, meeting=meeting, by=by, now=now, secret=secret)
        return
    feed, serial = uuid4(), uuid4()
    row = CalendarFeed(
        id=feed,
        created_at=now,
        person=person,
        meeting=meeting,
        serial=serial,
        token_hash=tokens.digest(feed_token(secret, feed, serial)),
    )
    async with action("open_calendar_feed", by=by, now=now, meeting=meeting) as act:
        try:
            async with integrity():
                await CalendarFeed.insert(row)
        except IntegrityConflict:  # a double click: the first one opened it
            return
        act.note("calendar_feed", feed, opened=now)


async def renew_calendar_feed(
    *, person: UUID, meeting: UUID, by: Actor, now: datetime, secret: str
) -> None:
    """Gives the feed a new address; the old one is dead from now on. No feed yet: nothing."""
    known = await _feed(person, meeting)
    if known is None:
        return
    serial = uuid4()
    async with action("renew_calendar_feed", by=by, now=now, meeting=meeting) as act:
        await CalendarFeed.update(
            {
                CalendarFeed.serial: serial,
                CalendarFeed.token_hash: tokens.digest(feed_token(secret, known["id"], serial)),
                CalendarFeed.revoked_at: None,
            }
        ).where(CalendarFeed.id == known["id"])
        act.note("calendar_feed", known["id"], renewed=now)


async def revoke_calendar_feed(*, person: UUID, meeting: UUID, by: Actor, now: datetime) -> None:
    """Kills the feed's address; it answers 404 until the person opens the feed again."""
    known = await _feed(person, meeting)
    if known is None or known["revoked_at"] is not None:
        return
    async with action("revoke_calendar_feed", by=by, now=now, meeting=meeting) as act:
        await CalendarFeed.update({CalendarFeed.revoked_at: now}).where(
            CalendarFeed.id == known["id"]
        )
        act.note("calendar_feed", known["id"], revoked=now)


async def _feed(person: UUID, meeting: UUID) -> dict[str, Any] | None:
    row: dict[str, Any] | None = (
        await CalendarFeed.select(CalendarFeed.id, CalendarFeed.revoked_at)
        .where(CalendarFeed.person == person, CalendarFeed.meeting == meeting)
        .first()
    )
    return row
