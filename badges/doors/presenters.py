"""Who presents behind a door, and whether the door saw them (A15, B06)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from badges.doors.door import Door
from badges.tables import Scan
from conference.orm import Prepared

_presenters = Prepared(
    lambda meeting, session, point: Scan.raw(
        "SELECT DISTINCT h.registered_name AS name, h.sort_key, x.part, l.code, l.board, l.title,"
        " (SELECT MIN(s.at) FROM badges_scan s JOIN conference_registration r"
        "   ON r.id = s.registration WHERE r.person = h.id AND s.point = {} AND s.passed) AS came"
        " FROM schedule_participation x JOIN schedule_session e ON e.id = x.session"
        " JOIN conference_person h ON h.id = x.person"
        " LEFT JOIN schedule_slot l ON l.id = x.slot"
        " WHERE e.meeting = {} AND e.code = {} ORDER BY h.sort_key, l.code",
        point,
        meeting,
        session,
    )
)


@dataclass(frozen=True, slots=True)
class Presenter:
    """Somebody with a part in the session; `came` is when the door first saw them, if it did.

    That a door saw nobody proves no absence: a chair's tick or a photograph of the board does.
    """

    name: str
    part: str
    code: str
    board: str
    title: str
    came: datetime | None


async def presenters_of(door: Door) -> tuple[Presenter, ...]:
    """Everybody with a part in the door's session, by name; one statement."""
    return tuple(
        Presenter(
            row["name"], row["part"], row["code"] or "", row["board"] or "", row["title"] or "",
            _instant(row["came"]),
        )
        for row in await _presenters(door.meeting, door.session, door.id)
    )  # fmt: skip


def _instant(value: object) -> datetime | None:
    """SQLite gives the smallest of some instants as text."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value  # type: ignore[return-value]
