"""What a door is sent."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from badges.doors.door import Direction, Door, HowOften, PointKind
from badges.doors.errors import SessionWithLimit
from badges.doors.proposing import PointDraft
from conference.meetings.forms import read_local, shown_local

COUNTS_TIME = frozenset({PointKind.SESSION, PointKind.CME})
Key = Annotated[str, msgspec.Meta(max_length=60)]
Instant = Annotated[str, msgspec.Meta(max_length=20)]


class ScanForm(msgspec.Struct):
    """`client_id` is made by the page; without JavaScript by the server, once for each form."""

    q: Annotated[str, msgspec.Meta(max_length=200)]
    client_id: UUID | None = None
    direction: Direction = Direction.IN


class LetInForm(msgspec.Struct):
    scan: UUID
    reason: Annotated[str, msgspec.Meta(min_length=3, max_length=300)]


class WayOutForm(msgspec.Struct):
    left_at: Annotated[str, msgspec.Meta(min_length=1, max_length=20)]
    reason: Annotated[str, msgspec.Meta(min_length=3, max_length=300)]

    def instant(self, zone: str) -> datetime:
        """Raises FormErrors for a time that is none, or that does not exist in the zone."""
        return read_local(self.left_at, zone, "left_at")


class ProposalsForm(msgspec.Struct):
    taken: list[Annotated[str, msgspec.Meta(max_length=120)]] = []


class PointForm(msgspec.Struct):
    title: Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
    kind: PointKind
    session: Key = ""
    extra: Key = ""
    categories: list[Key] = []
    room: UUID | None = None
    capacity: Annotated[int, msgspec.Meta(ge=1, le=100_000)] | None = None
    how_often: HowOften = HowOften.ALWAYS
    counts_out: bool = False
    opens_at: Instant = ""
    closes_at: Instant = ""
    is_closed: bool = False

    def as_draft(self, zone: str) -> PointDraft:
        """Raises Invalid for a time that is none in the zone, and for a session with a limit."""
        if self.how_often is not HowOften.ALWAYS and self.kind in COUNTS_TIME:
            raise SessionWithLimit
        values = {
            **msgspec.structs.asdict(self),
            "categories": tuple(self.categories),
            "opens_at": read_local(self.opens_at, zone, "opens_at") if self.opens_at else None,
            "closes_at": read_local(self.closes_at, zone, "closes_at") if self.closes_at else None,
        }
        return PointDraft(**values)


def shown_point(door: Door) -> dict[str, object]:
    """A door as its form shows it."""
    return {
        "title": door.title,
        "kind": door.kind.value,
        "session": door.session,
        "extra": door.extra,
        "categories": sorted(door.categories),
        "room": door.room,
        "capacity": door.own_capacity,
        "how_often": door.how_often.value,
        "counts_out": door.counts_out,
        "opens_at": shown_local(door.opens_at, door.zone) if door.opens_at else "",
        "closes_at": shown_local(door.closes_at, door.zone) if door.closes_at else "",
        "is_closed": door.is_closed,
    }
