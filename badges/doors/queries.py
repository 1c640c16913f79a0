"""Doors and what happened at them; each function in a fixed number of statements."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from piccolo.custom_types import Combinable

from badges.doors.door import Counts, Direction, Door, HowOften, Passage, PointKind
from badges.doors.rules import beginning_of, local_day
from badges.tables import CheckPoint, Scan
from conference.meetings.rules import MeetingInfo
from conference.orm import Prepared
from conference.registration.tables import Extra

_DOOR = (
    CheckPoint.id,
    CheckPoint.meeting,
    CheckPoint.key,
    CheckPoint.title,
    CheckPoint.kind,
    CheckPoint.session,
    CheckPoint.extra,
    CheckPoint.categories,
    CheckPoint.room,
    CheckPoint.capacity,
    CheckPoint.how_often,
    CheckPoint.counts_out,
    CheckPoint.opens_at,
    CheckPoint.closes_at,
    CheckPoint.is_closed,
    CheckPoint.room.name.as_alias("room_name"),
    CheckPoint.room.capacity.as_alias("seats"),
)


async def points_of(meeting: MeetingInfo) -> tuple[Door, ...]:
    """Every door of a meeting, by kind and title; two statements."""
    found = await _doors(meeting, CheckPoint.meeting == meeting.id)
    return tuple(sorted(found, key=lambda door: door.order))


async def point_of(meeting: MeetingInfo, key: str) -> Door | None:
    """One door by the key in its address; two statements."""
    found = await _doors(meeting, (CheckPoint.meeting == meeting.id) & (CheckPoint.key == key))
    return found[0] if found else None


async def _doors(meeting: MeetingInfo, wanted: Combinable) -> list[Door]:
    rows = await CheckPoint.select(*_DOOR).where(wanted)
    keys = {row["extra"] for row in rows if row["extra"]}
    titles = await extra_titles(meeting.id) if keys else {}
    return [_door(row, meeting.zone, titles) for row in rows]


async def extra_titles(meeting: UUID) -> dict[str, str]:
    """Key -> title of what the meeting sells beside the registration."""
    rows = (
        await Extra.select(Extra.key, Extra.title)
        .where(Extra.meeting == meeting)
        .order_by(Extra.position)
    )
    return {row["key"]: row["title"] for row in rows}


def _door(row: Mapping[str, Any], zone: str, titles: Mapping[str, str]) -> Door:
    values = {key: value for key, value in row.items() if key != "seats"}
    own = {
        "zone": zone,
        "kind": PointKind(row["kind"]),
        "how_often": HowOften(row["how_often"]),
        "categories": frozenset(json.loads(row["categories"])),
        "own_capacity": row["capacity"],
        "capacity": row["seats"] if row["capacity"] is None else row["capacity"],
        "room_name": row["room_name"] or "",
        "extra_title": titles.get(row["extra"], ""),
    }
    return Door(**{**values, **own})


# `passed` parts the refused from those who went on; the last step of a day says who is inside.
_COUNTS = """
    SELECT point, SUM(came) AS came, SUM(went) AS went, SUM(refused) AS refused,
      SUM(CASE WHEN uses - outs > is_in THEN uses - outs ELSE is_in END) AS inside
    FROM (
      SELECT point,
        SUM(CASE WHEN passed AND direction = 'in' AND outcome <> 'already' THEN 1 ELSE 0 END)
          AS came,
        SUM(CASE WHEN passed AND direction = 'out' THEN 1 ELSE 0 END) AS went,
        SUM(CASE WHEN passed THEN 0 ELSE 1 END) AS refused,
        SUM(CASE WHEN passed AND once_key IS NOT NULL THEN 1 ELSE 0 END) AS uses,
        SUM(CASE WHEN passed AND direction = 'out' THEN 1 ELSE 0 END) AS outs,
        MAX(CASE WHEN passed AND place = 1 AND direction = 'in' THEN 1 ELSE 0 END) AS is_in
      FROM (
        SELECT point, registration, guest, passed, direction, outcome, once_key,
          ROW_NUMBER() OVER (
            PARTITION BY point, registration, guest, passed
            ORDER BY at DESC, received_at DESC, direction DESC
          ) AS place
        FROM badges_scan WHERE {column} = {{}} AND at >= {{}}
      ) steps GROUP BY point, registration, guest
    ) people GROUP BY point
"""
_DAY = """
    SELECT '{day}' AS day, COUNT(*) AS scans,
      COUNT(CASE WHEN passed AND direction = 'in' AND outcome <> 'already' THEN 1 END) AS came,
      COUNT(CASE WHEN passed AND direction = 'out' THEN 1 END) AS went,
      COUNT(CASE WHEN NOT passed THEN 1 END) AS refused
    FROM badges_scan WHERE point = {{}} AND at >= {{}} AND at < {{}}
"""
_counts_of_meeting = Prepared(
    lambda meeting, since: Scan.raw(_COUNTS.format(column="meeting"), meeting, since)
)
_counts_of_point = Prepared(
    lambda point, since: Scan.raw(_COUNTS.format(column="point"), point, since)
)


async def counts_of_points(meeting: UUID, since: datetime) -> dict[UUID, Counts]:
    """The counts of every door since the day began; absent: nobody came. One statement."""
    return {row["point"]: _counts(row) for row in await _counts_of_meeting(meeting, since)}


async def counts_of(door: Door, since: datetime) -> Counts:
    """The counts of one door since the day began; one statement."""
    rows = await _counts_of_point(door.id, since)
    return _counts(rows[0]) if rows else Counts()


@dataclass(frozen=True, slots=True)
class DayCounts:
    """What happened at a door on one of its days, from four in the morning to the next four."""

    day: date
    came: int
    went: int
    refused: int


async def counts_by_day(door: Door, meeting: MeetingInfo, now: datetime) -> tuple[DayCounts, ...]:
    """The days of the meeting, and today, on which somebody was scanned; one statement."""
    number = (meeting.ends_on - meeting.starts_on).days + 1
    days = {meeting.starts_on + timedelta(days=each) for each in range(number)}
    days |= {local_day(now, door.zone)}
    parts, values = [], list[Any]()
    for day in sorted(days):
        began = beginning_of(day, door.zone).astimezone(UTC)
        ended = beginning_of(day + timedelta(days=1), door.zone).astimezone(UTC)
        parts.append(_DAY.format(day=day.isoformat()))
        values += [door.id, began, ended]
    rows = await Scan.raw(" UNION ALL ".join(parts) + " ORDER BY day", *values)
    return tuple(
        DayCounts(date.fromisoformat(row["day"]), row["came"], row["went"], row["refused"])
        for row in rows
        if row["scans"]
    )


def _counts(row: Mapping[str, Any]) -> Counts:
    return Counts(*(int(row[name]) for name in ("inside", "came", "went", "refused")))


def passage(row: Mapping[str, Any]) -> Passage:
    """A scan after which somebody went on."""
    return Passage(
        Direction(row["direction"]),
        row["at"],
        row["station"],
        row["by_name"],
        row["guest"],
        row["once_key"] is not None,
    )
