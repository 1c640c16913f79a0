"""Private calendar feeds: who owns one, and at which address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from conference.orm import tokens
from conference.settings import Settings
from schedule.tables import CalendarFeed, Star

TOKEN_LENGTH = 32


@dataclass(frozen=True, slots=True)
class FeedInfo:
    """A feed that is in use."""

    id: UUID
    person: UUID
    meeting: UUID
    opened_at: datetime


def feed_token(secret: str, feed: UUID, serial: UUID) -> str:
    """The token of a feed: made from the installation's secret, so that it can be shown again."""
    return tokens.derive(secret, "calendar", feed, serial, length=TOKEN_LENGTH)


def feed_address(settings: Settings, token: str) -> str:
    """Where a calendar app subscribes."""
    return f"{settings.base_url}/calendar/{token}.ics"


async def calendar_address(person: UUID, meeting: UUID, settings: Settings) -> str | None:
    """The private address of a person's feed; None before it is opened and once it is revoked."""
    row = (
        await CalendarFeed.select(CalendarFeed.id, CalendarFeed.serial)
        .where(
            CalendarFeed.person == person,
            CalendarFeed.meeting == meeting,
            CalendarFeed.revoked_at.is_null(),
        )
        .first()
    )
    if row is None:
        return None
    return feed_address(settings, feed_token(settings.secret, row["id"], row["serial"]))


async def feed_by_token(token: str) -> FeedInfo | None:
    """The feed of a token that is in use; nothing for any other text; one statement."""
    if len(tokens.normalise(token)) != TOKEN_LENGTH:
        return None
    row = (
        await CalendarFeed.select(
            CalendarFeed.id, CalendarFeed.person, CalendarFeed.meeting, CalendarFeed.created_at
        )
        .where(CalendarFeed.token_hash == tokens.digest(token), CalendarFeed.revoked_at.is_null())
        .first()
    )
    if row is None:
        return None
    return FeedInfo(row["id"], row["person"], row["meeting"], row["created_at"])


@dataclass(frozen=True, slots=True)
class Starred:
    """What a person starred, and when they did so last."""

    codes: frozenset[str] = frozenset()
    latest: datetime | None = None


async def starred(person: UUID, meeting: UUID) -> Starred:
    """What a feed shows; one statement."""
    rows = await Star.select(Star.item_code, Star.created_at).where(
        Star.person == person, Star.meeting == meeting
    )
    latest = max((row["created_at"] for row in rows), default=None)
    return Starred(frozenset(row["item_code"] for row in rows), latest)
