"""Badges are made."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from badges.faces.queries import BadgeKey, badge_keys
from badges.tables import Badge
from conference.meetings.rules import MeetingInfo
from conference.orm import Action, Actor, action, tokens

INSERT_ROWS = 500


async def ensure_badges(
    registrations: Collection[UUID], *, meeting: MeetingInfo, secret: str, by: Actor, now: datetime
) -> dict[UUID, BadgeKey]:
    """The badges of these registrations, made where there is none yet; asking twice is once (G02).

    The token is derived from the badge's id and serial; only its hash is stored.
    """
    known = await badge_keys(registrations)
    missing = [each for each in dict.fromkeys(registrations) if each not in known]
    if not missing:
        return known
    async with action("ensure_badges", by=by, now=now, meeting=meeting.id) as act:
        await _make_badges(act, missing, secret)
    return await badge_keys(registrations)


async def _make_badges(act: Action, registrations: Sequence[UUID], secret: str) -> None:
    keys = [BadgeKey(uuid4(), each, uuid4()) for each in registrations]
    rows = [
        Badge(
            id=key.id,
            registration=key.registration,
            serial=key.serial,
            token_hash=tokens.digest(key.token(secret)),
            created_at=act.now,
        )
        for key in keys
    ]
    for start in range(0, len(rows), INSERT_ROWS):
        # Two desks may make the same badge at once: the first one's stands.
        await Badge.insert(*rows[start : start + INSERT_ROWS]).on_conflict(
            target=Badge.registration, action="DO NOTHING"
        )
    act.note("badges", len(rows), made=len(rows))
