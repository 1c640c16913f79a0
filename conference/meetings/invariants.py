"""What must hold of meetings, whatever happened."""

from __future__ import annotations

from conference.meetings.rules import zone_names
from conference.meetings.tables import Meeting, Milestone
from conference.orm import invariant


@invariant("meetings-dates", "A meeting ends on or after the day it starts.")
async def dates_in_order() -> list[str]:
    rows = await Meeting.select(Meeting.slug).where(Meeting.ends_on < Meeting.starts_on)
    return [f"{row['slug']} ends before it starts." for row in rows]


@invariant("meetings-zones", "Every meeting and every deadline has a known IANA zone (N02).")
async def known_zones() -> list[str]:
    known = set(zone_names())
    meetings = await Meeting.select(Meeting.slug, Meeting.zone)
    deadlines = await Milestone.select(Milestone.title, Milestone.zone)
    broken = [f"{m['slug']}: {m['zone']}" for m in meetings if m["zone"] not in known]
    return broken + [f"{d['title']}: {d['zone']}" for d in deadlines if d["zone"] not in known]


@invariant("meetings-extensions", "A deadline stands where its last extension put it (A16).")
async def last_extension_holds() -> list[str]:
    rows = await Milestone.raw(
        "SELECT m.title AS title FROM conference_milestone m "
        "JOIN conference_milestone_extension e ON e.milestone = m.id "
        "WHERE e.created_at = (SELECT max(l.created_at) FROM conference_milestone_extension l "
        "WHERE l.milestone = m.id) AND e.extended_to <> m.at"
    )
    return [f"{row['title']} is not where its last extension put it." for row in rows]
