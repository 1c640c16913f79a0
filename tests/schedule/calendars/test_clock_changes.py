"""Meetings whose clocks change: typed as wall time in the committee's form, read from the feed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import httpx

from conference.meetings.tables import Meeting
from tests.cast import NOW, Cast
from tests.schedule.calendars.reading import assert_strict, events_of

# Days on which somebody speaks at 09:00 on the venue's wall, and the instants that these are.
OPENINGS = (
    # Seattle opened twice on the Sunday on which clocks go back.
    ("America/Los_Angeles", "2020-10-31", "2020-10-31T16:00Z", "09:00–10:30 PDT (Los Angeles)"),
    ("America/Los_Angeles", "2020-11-01", "2020-11-01T17:00Z", "09:00–10:30 PST (Los Angeles)"),
    ("America/Los_Angeles", "2020-11-02", "2020-11-02T17:00Z", "09:00–10:30 PST (Los Angeles)"),
    ("America/Los_Angeles", "2025-11-01", "2025-11-01T16:00Z", "09:00–10:30 PDT (Los Angeles)"),
    ("America/Los_Angeles", "2025-11-02", "2025-11-02T17:00Z", "09:00–10:30 PST (Los Angeles)"),
    # Sydney opened on the Sunday on which clocks go forward.
    ("Australia/Sydney", "2026-10-03", "2026-10-02T23:00Z", "09:00–10:30 AEST (Sydney)"),
    ("Australia/Sydney", "2026-10-04", "2026-10-03T22:00Z", "09:00–10:30 AEDT (Sydney)"),
    ("Pacific/Honolulu", "2026-11-02", "2026-11-02T19:00Z", "09:00–10:30 HST (Honolulu)"),
    ("Asia/Kathmandu", "2026-11-02", "2026-11-02T03:15Z", "09:00–10:30 UTC+0545 (Kathmandu)"),
)


async def test_wall_clock_agenda_keeps_and_instants_are_right(
    client: httpx.AsyncClient, cast: Cast, sign_in: Any, post: Any, release: Any
) -> None:
    await sign_in(client, cast.bob)
    for number, (zone, day, instant, words) in enumerate(OPENINGS):
        await _move_meeting(cast, zone, date.fromisoformat(day))
        title = f"Opening {number}"
        data = {
            "title": title,
            "kind": "opening",
            "day": day,
            "start": "09:00",
            "duration_minutes": "90",
        }
        answer = await post(client, "/glasgow/committee/programme/sessions/new", data)
        assert answer.status_code == 303
        await release(at=NOW + timedelta(minutes=number))
        feed = await client.get("/glasgow/programme.ics")
        assert_strict(feed.content)
        found = {str(event["summary"]): event for event in events_of(feed.content).values()}
        start = datetime.fromisoformat(instant)
        assert found[title].start == start
        assert found[title].end == start + timedelta(minutes=90)
        assert words in str(found[title]["description"]).splitlines()[0]
        assert f"X-WR-TIMEZONE:{zone}".encode() in feed.content


async def _move_meeting(cast: Cast, zone: str, day: date) -> None:
    await Meeting.update(
        {
            Meeting.zone: zone,
            Meeting.starts_on: day - timedelta(days=1),
            Meeting.ends_on: day + timedelta(days=1),
        }
    ).where(Meeting.id == cast.meeting.id)
