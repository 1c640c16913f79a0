"""The doors as a device carries them: what is asked for, who has it, and who went through."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from badges.doors.door import Counts, Door
from badges.doors.queries import counts_of_points, points_of
from badges.doors.rules import day_began
from badges.tables import Scan
from conference.meetings.rules import MeetingInfo
from conference.registration.tables import Guest, Registration


class RollDoor(msgspec.Struct, omit_defaults=True):
    key: str
    title: str
    kind: str
    categories: list[str]
    inside: int
    extra: str = ""
    extra_title: str = ""
    capacity: int | None = None
    how_often: str = "always"
    room: str = ""
    counts_out: bool = False
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    is_closed: bool = False


class RollPassage(msgspec.Struct, omit_defaults=True):
    """Somebody went through a door: today, or on a ticket that is used up for good."""

    door: str
    registration: UUID
    direction: str
    at: datetime
    is_use: bool
    station: str = ""
    guest: UUID | None = None


class RollGuest(msgspec.Struct):
    """An accompanying person, who may pass what the registration `of` opens."""

    id: UUID
    of: UUID
    name: str
    hash: list[str]


@dataclass(frozen=True, slots=True)
class DoorsOfRoll:
    doors: list[RollDoor]
    passed: list[RollPassage]
    guests: list[RollGuest]
    tickets: Mapping[str, dict[str, int]]
    guest_counts: Mapping[UUID, int]


async def doors_of_roll(
    meeting: MeetingInfo, now: datetime, guest_hashes: Mapping[UUID, list[str]]
) -> DoorsOfRoll:
    """Every door, and what decides there, in six statements."""
    since = day_began(now, meeting.zone)
    doors = await points_of(meeting)
    counts = await counts_of_points(meeting.id, since)
    guests = await _guests(meeting.id, guest_hashes)
    return DoorsOfRoll(
        [_door(each, counts.get(each.id, Counts()).inside) for each in doors],
        await _passed(meeting.id, {each.id: each.key for each in doors}, since),
        guests,
        await _tickets(meeting.id, doors),
        Counter(each.of for each in guests),
    )


def _door(door: Door, inside: int) -> RollDoor:
    return RollDoor(
        key=door.key, title=door.title, kind=door.kind.value, categories=sorted(door.categories),
        inside=inside, extra=door.extra, extra_title=door.extra_title, capacity=door.capacity,
        how_often=door.how_often.value, room=door.room_name, counts_out=door.counts_out,
        opens_at=door.opens_at, closes_at=door.closes_at, is_closed=door.is_closed,
    )  # fmt: skip


async def _passed(meeting: UUID, keys: Mapping[UUID, str], since: datetime) -> list[RollPassage]:
    rows = (
        await Scan.select(
            Scan.point, Scan.registration, Scan.direction, Scan.at, Scan.once_key, Scan.station,
            Scan.guest,
        )
        .where(
            Scan.meeting == meeting,
            Scan.passed.eq(True),
            Scan.registration.is_not_null(),
            (Scan.at >= since) | Scan.once_key.is_not_null(),
        )
        .order_by(Scan.at)
        .order_by(Scan.id)
    )  # fmt: skip
    return [
        RollPassage(
            keys[row["point"]], row["registration"], row["direction"], row["at"],
            row["once_key"] is not None, row["station"], row["guest"],
        )
        for row in rows
    ]  # fmt: skip


async def _guests(meeting: UUID, hashes: Mapping[UUID, list[str]]) -> list[RollGuest]:
    rows = (
        await Guest.select(Guest.id, Guest.registration, Guest.name)
        .where(Guest.registration.meeting == meeting, Guest.left_at.is_null())
        .order_by(Guest.name)
        .order_by(Guest.id)
    )
    return [
        RollGuest(row["id"], row["registration"], row["name"], hashes.get(row["id"], []))
        for row in rows
    ]


async def _tickets(meeting: UUID, doors: tuple[Door, ...]) -> dict[str, dict[str, int]]:
    """How many of each door's extra a registration (by code) has bought."""
    wanted = {door.extra for door in doors if door.extra}
    found: dict[str, dict[str, int]] = defaultdict(dict)
    if not wanted:
        return found
    rows = await Registration.raw(
        "SELECT l.registration AS code, l.item, SUM(l.quantity) AS bought"
        " FROM conference_order_line l JOIN conference_registration r ON r.code = l.registration"
        " WHERE r.meeting = {} AND l.kind IN ('extra', 'guest') GROUP BY l.registration, l.item",
        meeting,
    )
    for row in rows:
        if row["item"] in wanted:
            found[row["code"]][row["item"]] = int(row["bought"])
    return found
