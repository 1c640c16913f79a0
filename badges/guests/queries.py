"""Accompanying persons and their badges."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from badges.faces.queries import occasion_of
from badges.faces.rules import BadgeFace, BandStyle, printed_name
from badges.tables import GuestBadge
from conference.meetings.rules import MeetingInfo
from conference.orm import tokens
from conference.registration.rules import RegistrationState
from conference.registration.tables import Guest

CATEGORY = "Accompanying person"
OF: Any = Guest.registration  # Piccolo's types reach one foreign key deep


@dataclass(frozen=True, slots=True)
class GuestInfo:
    """Somebody who is brought along, by whom, and when their badge was printed."""

    id: UUID
    name: str
    registration: UUID
    code: str
    brought_by: str
    country: str
    printed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class GuestKey:
    """The identity of a guest's badge, from which its token is derived."""

    id: UUID
    guest: UUID
    serial: UUID
    printed_at: datetime | None = None

    def token(self, secret: str) -> str:
        return tokens.derive(secret, "guest-badge", self.id, self.serial, length=16)


async def guests_of(meeting: UUID) -> list[GuestInfo]:
    """Those whom somebody with a paid place brings, by the name of who brings them.

    Two statements.
    """
    rows = (
        await Guest.select(
            Guest.id,
            Guest.name,
            Guest.registration,
            OF.code.as_alias("code"),
            OF.person.badge_name.as_alias("badge_name"),
            OF.person.registered_name.as_alias("registered_name"),
            OF.person.country.as_alias("country"),
        )
        .where(
            OF.meeting == meeting,
            OF.state == RegistrationState.CONFIRMED.value,
            Guest.left_at.is_null(),
        )
        .order_by(OF.person.sort_key)
        .order_by(Guest.name)
    )
    keys = await guest_keys([row["id"] for row in rows])
    return [_guest(row, keys.get(row["id"])) for row in rows]


def _guest(row: Mapping[str, Any], key: GuestKey | None) -> GuestInfo:
    return GuestInfo(
        id=row["id"],
        name=row["name"],
        registration=row["registration"],
        code=row["code"],
        brought_by=row["badge_name"] or row["registered_name"],
        country=row["country"],
        printed_at=key.printed_at if key else None,
    )


async def guest_keys(guests: Collection[UUID]) -> dict[UUID, GuestKey]:
    """The badges that exist, by guest; one statement."""
    if not guests:
        return {}
    rows = await GuestBadge.select(
        GuestBadge.id, GuestBadge.guest, GuestBadge.serial, GuestBadge.printed_at
    ).where(GuestBadge.guest.is_in(list(guests)))
    return {row["guest"]: GuestKey(**row) for row in rows}


def guest_faces(
    meeting: MeetingInfo, guests: Sequence[GuestInfo], keys: Mapping[UUID, GuestKey], secret: str
) -> list[BadgeFace]:
    """What is printed: the guest's name, and below it who brings them."""
    at = occasion_of(meeting)
    return [
        BadgeFace(
            name=printed_name(guest.name, "", guest.name.rpartition(" ")[2]),
            registered=printed_name(guest.name, "", ""),
            affiliation=f"with {guest.brought_by}",
            country="",
            country_code=guest.country,
            category=CATEGORY,
            band=BandStyle.PLAIN,
            ribbons=(),
            token=keys[guest.id].token(secret),
            code=guest.code,
            meeting=at.meeting,
            occasion=", ".join(filter(None, (at.dates, at.city))),
            at=at,
        )
        for guest in guests
    ]
