"""Small programmes as plain data, and Hypothesis strategies for bigger ones."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from schedule.rules import (
    Involved,
    ItemStatus,
    Part,
    PlannedRoom,
    PlannedSession,
    PlannedSlot,
    Programme,
    SlotKind,
)
from schedule.rules.release import ReleaseFacts
from schedule.rules.released import ReleasedMeeting

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
SPACE = UUID("5eed0000-0000-4000-8000-000000000000")
NINE = datetime(2027, 10, 18, 8, 0, tzinfo=UTC)  # Mon 18 Oct 2027, 09:00 in Glasgow
ROOMS = tuple(PlannedRoom(uuid5(SPACE, name), name) for name in ("Hall A", "Hall B", "Annex"))


def who(name: str, part: Part = Part.SPEAKER) -> Involved:
    return Involved(uuid5(SPACE, f"person {name}"), name, part)


def talk(
    code: str, after: int = 0, minutes: int = 15, *people: Involved, **more: Any
) -> PlannedSlot:
    return PlannedSlot(
        id=uuid5(SPACE, f"slot {code}"),
        code=code,
        title=more.pop("title", f"Talk {code}"),
        starts_after_minutes=after,
        duration_minutes=minutes,
        people=people,
        **more,
    )


def session(
    code: str, at: int | None = 0, minutes: int = 60, room: str = "", *people: Involved, **more: Any
) -> PlannedSession:
    """`at` is in minutes after Monday nine o'clock."""
    rooms = {each.name: each.id for each in ROOMS}
    return PlannedSession(
        id=uuid5(SPACE, f"session {code}"),
        code=code,
        title=more.pop("title", f"Session {code}"),
        room=rooms[room] if room else None,
        room_name=room,
        starts_at=None if at is None else NINE + timedelta(minutes=at),
        duration_minutes=minutes,
        people=people,
        **more,
    )


def draft(*sessions: PlannedSession, zone: str = "Europe/London") -> Programme:
    return Programme(zone, sessions, ROOMS)


def facts(number: int, zone: str = "Europe/London", **more: Any) -> ReleaseFacts:
    meeting = ReleasedMeeting(
        slug="glasgow",
        title="Signals 2027",
        zone=zone,
        starts_on=date(2027, 10, 17),
        ends_on=date(2027, 10, 20),
        venue="Clyde Hall",
    )
    at = datetime(2027, 5, 1, tzinfo=UTC) + timedelta(days=number)
    return ReleaseFacts(meeting, number, f"Version {number}", at, **more)


_people = st.lists(
    st.builds(who, st.sampled_from("ABCD"), st.sampled_from([Part.CHAIR, Part.SPEAKER])),
    max_size=3,
).map(tuple)


@st.composite
def slots(draw: st.DrawFn, code: str) -> PlannedSlot:
    return PlannedSlot(
        id=uuid5(SPACE, f"slot {code}"),
        code=code,
        title=draw(st.sampled_from(["Alpha", "Beta"])),
        kind=draw(st.sampled_from([SlotKind.TALK, SlotKind.POSTER])),
        starts_after_minutes=draw(st.sampled_from([0, 15, 30])),
        duration_minutes=draw(st.sampled_from([0, 15, 30])),
        people=draw(_people),
        status=draw(st.sampled_from([ItemStatus.CONFIRMED, ItemStatus.CANCELLED])),
    )


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    """Drafts over the same few codes, so that two of them share items; talks change sessions."""
    homes = {
        code: draw(st.sampled_from(["S1", "S2", "S3", "S4", ""])) for code in ("T1", "T2", "T3")
    }
    sessions = []
    for code in draw(st.sets(st.sampled_from(["S1", "S2", "S3", "S4"]))):
        talks = [draw(slots(each)) for each, home in homes.items() if home == code]
        sessions.append(
            session(
                code,
                draw(st.none() | st.sampled_from([0, 30, 60, 1440])),
                draw(st.sampled_from([0, 30, 60])),
                draw(st.sampled_from(["", "Hall A", "Hall B"])),
                *draw(_people),
                title=draw(st.sampled_from(["One", "Two"])),
                track=draw(st.sampled_from(["", "Signals"])),
                slots=tuple(talks),
                status=draw(st.sampled_from(list(ItemStatus))),
            )
        )
    return draft(*sessions)
