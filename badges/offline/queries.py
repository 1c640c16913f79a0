"""What devices have told, and what a supervisor should look at."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from badges.desk.watching import Watched
from badges.faces.queries import chunks
from badges.offline.forms import Beside
from badges.offline.rules import FOR_SUPERVISOR, Answer, Told
from badges.tables import CheckIn, Device, DeviceEvent

OF: Any = DeviceEvent.registration  # Piccolo's types reach one foreign key deep
CAME: Any = CheckIn.registration
FIRST: Any = CheckIn.duplicate_of


SILENT = timedelta(minutes=15)
TODAY = timedelta(hours=12)  # later it was switched off, not cut off


@dataclass(frozen=True, slots=True)
class DeviceInfo:
    """A device that carries the roll, as it last spoke; `clock_off` seconds behind ours."""

    id: UUID
    name: str
    roll_at: datetime | None
    synced_at: datetime
    waiting: int
    clock_off: int

    @property
    def clock_words(self) -> str:
        """How far its clock is from ours; what it tells is put right by that."""
        minutes = round(abs(self.clock_off) / 60)
        if not minutes:
            return "Right"
        which = "behind" if self.clock_off > 0 else "ahead"
        return f"{minutes} min {which}; its times are put right"


@dataclass(frozen=True, slots=True)
class Flagged:
    """What a device did that it would not have done with a network."""

    client_id: UUID
    kind: str
    answer: Answer
    sentence: str
    name: str
    code: str
    at: datetime
    desk: str
    by_name: str
    device: str
    is_doubtful: bool


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two desks let the same person in; the first one counts."""

    name: str
    code: str
    at: datetime
    desk: str
    first_at: datetime
    first_desk: str


async def stored_answers(client_ids: Collection[UUID]) -> dict[UUID, Told]:
    """What was answered to these events; absent: not told yet. One statement per 5,000."""
    found: dict[UUID, Told] = {}
    for chunk in chunks(list(client_ids)):
        rows = await DeviceEvent.select(
            DeviceEvent.client_id, DeviceEvent.answer, DeviceEvent.sentence,
            DeviceEvent.first_at, DeviceEvent.first_desk,
        ).where(DeviceEvent.client_id.is_in(chunk))  # fmt: skip
        for row in rows:
            answer = Answer(row["answer"])
            told = Told(answer, row["sentence"], row["first_at"], row["first_desk"])
            found[row["client_id"]] = told
    return found


async def beside_of(device: UUID) -> list[Beside]:
    """Check-ins of this device that stand beside another desk's, whichever counts; one statement.

    An earlier one may reach us hours after the device heard that its own was accepted.
    """
    rows = await CheckIn.raw(
        "SELECT e.client_id, c.registration, c.duplicate_of IS NULL AS counts,"
        " o.at AS other_at, o.desk AS other_desk"
        " FROM badges_device_event e JOIN badges_check_in c ON c.client_id = e.client_id"
        " JOIN badges_check_in o ON o.undone_at IS NULL"
        " AND (o.id = c.duplicate_of OR o.duplicate_of = c.id)"
        " WHERE e.device = {} AND c.undone_at IS NULL ORDER BY c.at, o.at",
        device,
    )
    return [
        Beside(
            row["client_id"], row["registration"], bool(row["counts"]), row["other_at"],
            row["other_desk"],
        )
        for row in rows
    ]  # fmt: skip


async def devices_of(meeting: UUID) -> tuple[DeviceInfo, ...]:
    """The devices that carry the roll, the one silent for longest first; one statement."""
    rows = (
        await Device.select(
            Device.id, Device.name, Device.roll_at, Device.synced_at, Device.waiting,
            Device.clock_off,
        )
        .where(Device.meeting == meeting)
        .order_by(Device.synced_at)
    )  # fmt: skip
    return tuple(DeviceInfo(**row) for row in rows)


async def devices_in_trouble(meeting: UUID, now: datetime) -> list[Watched]:
    """Devices that are silent or still have something to tell, for the supervisor's page."""
    found = await devices_of(meeting)
    return [
        Watched(
            device.name or "A device without a name",
            f"{device.waiting} waiting" if device.waiting else "Silent",
            "warn",
            "Desk without a network",
            device.synced_at,
        )
        for device in found
        if device.waiting or timedelta(0) < now - device.synced_at - SILENT < TODAY
    ]


async def flagged_of(meeting: UUID) -> tuple[Flagged, ...]:
    """What nobody has dealt with yet, the oldest first; one statement."""
    rows = (
        await DeviceEvent.select(
            DeviceEvent.client_id, DeviceEvent.kind, DeviceEvent.answer, DeviceEvent.sentence,
            OF.person.registered_name.as_alias("name"), OF.code.as_alias("code"),
            DeviceEvent.at, DeviceEvent.desk, DeviceEvent.by_name,
            DeviceEvent.device.name.as_alias("device"), DeviceEvent.is_doubtful,
        )
        .where(
            DeviceEvent.meeting == meeting,
            DeviceEvent.seen_at.is_null(),
            DeviceEvent.answer.is_in([each.value for each in FOR_SUPERVISOR])
            | DeviceEvent.is_doubtful.eq(True),
        )
        .order_by(DeviceEvent.at)
    )  # fmt: skip
    return tuple(
        Flagged(
            **{
                **row,
                "answer": Answer(row["answer"]),
                "name": row["name"] or "",
                "code": row["code"] or "",
            }
        )
        for row in rows
    )


async def duplicates_of(meeting: UUID) -> tuple[Duplicate, ...]:
    """Everybody whom two desks let in, the latest first; one statement."""
    rows = (
        await CheckIn.select(
            CAME.person.registered_name.as_alias("name"), CAME.code.as_alias("code"),
            CheckIn.at, CheckIn.desk,
            FIRST.at.as_alias("first_at"), FIRST.desk.as_alias("first_desk"),
        )
        .where(
            CAME.meeting == meeting,
            CheckIn.duplicate_of.is_not_null(),
            CheckIn.undone_at.is_null(),
        )
        .order_by(CheckIn.at, ascending=False)
    )  # fmt: skip
    return tuple(Duplicate(**row) for row in rows)
