"""The three kinds of calendar: the whole programme, one session, one person's stars."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from conference.meetings.rules import MeetingInfo
from schedule.ical import (
    CalendarHead,
    CalendarSite,
    calendar_bytes,
    meeting_event,
    session_event,
    slot_event,
)
from schedule.queries.releases import CurrentRelease
from schedule.rules.released import ReleasedProgramme, ReleasedSession, ReleasedSlot
from schedule.rules.vocabulary import SlotKind

ALARMS = (0, 5, 10, 15, 30)


def alarm_asked(text: str) -> int:
    """The minutes of an alarm that was asked for; 0 for none and for anything not offered."""
    return int(text) if text.isdecimal() and len(text) < 3 and int(text) in ALARMS else 0


def programme_calendar(
    programme: ReleasedProgramme, site: CalendarSite, events: Iterable[bytes]
) -> bytes:
    """The public calendar of a meeting around its events."""
    meeting = programme.meeting
    head = CalendarHead(
        key=f"programme.{meeting.slug}",
        name=meeting.title,
        zone=meeting.zone,
        source=site.address(meeting.slug, "programme.ics"),
    )
    return calendar_bytes(head, site, events)


def programme_ics(
    release: CurrentRelease, site: CalendarSite, *, talks: bool = False, alarm: int = 0
) -> bytes:
    """Every session as one event, or with `talks` every talk as one; tombstones are among them."""

    def render() -> bytes:
        pairs = release.programme.items()
        chosen = [pair for pair in pairs if _is_listed(*pair, talks=talks)]
        events = (item_event(release, *pair, site, alarm) for pair in chosen)
        return programme_calendar(release.programme, site, events)

    return _kept(release, ("programme", site, talks, alarm), render)


def session_ics(
    release: CurrentRelease, code: str, site: CalendarSite, *, alarm: int = 0
) -> bytes | None:
    """One session or talk as a calendar of one event; None if the release has no such code."""
    found = release.find(code)
    if found is None:
        return None
    session, slot = found
    meeting = release.programme.meeting
    head = CalendarHead(
        key=f"item-{code}.{meeting.slug}",
        name=(slot or session).title,
        zone=meeting.zone,
        source=site.address(meeting.slug, "programme", "sessions", f"{code}.ics"),
    )
    return calendar_bytes(head, site, [item_event(release, session, slot, site, alarm)])


@dataclass(frozen=True, slots=True)
class AgendaFeed:
    """A person's private feed as it was asked for."""

    id: UUID
    meeting: MeetingInfo
    opened_at: datetime
    address: str
    stars: frozenset[str]
    alarm: int = 0


def agenda_ics(release: CurrentRelease | None, feed: AgendaFeed, site: CalendarSite) -> bytes:
    """The starred sessions and talks. A star on something never released is passed over; with
    nothing to show the calendar holds the meeting itself, so that it is a valid one."""
    pairs = [found for code in sorted(feed.stars) if release and (found := release.find(code))]
    events = [item_event(release, *pair, site, feed.alarm) for pair in pairs if release]
    meeting = feed.meeting
    head = CalendarHead(
        key=f"agenda-{feed.id}.{meeting.slug}",
        name=f"My agenda: {meeting.title}",
        zone=meeting.zone,
        source=feed.address,
    )
    return calendar_bytes(head, site, events or [_nothing_yet(release, feed, site)])


def item_event(
    release: CurrentRelease,
    session: ReleasedSession,
    slot: ReleasedSlot | None,
    site: CalendarSite,
    alarm: int = 0,
) -> bytes:
    """The bytes of one event, rendered once per release and process."""
    code = (slot or session).code

    def render() -> bytes:
        if slot is None:
            return session_event(release.programme, session, site, alarm)
        return slot_event(release.programme, session, slot, site, alarm)

    return _kept(release, (code, site, alarm), render)


def _kept(release: CurrentRelease, key: object, render: Callable[[], bytes]) -> bytes:
    """Options are few and codes finite, so what is kept stays small; a new release starts anew."""
    known = release.rendered.get(key)
    if known is None:
        known = release.rendered[key] = render()
    return known


def _is_listed(session: ReleasedSession, slot: ReleasedSlot | None, *, talks: bool) -> bool:
    """With talks, a session that has talks is left to them."""
    if slot is None:
        return not talks or not any(_is_talk(each) for each in session.slots)
    return talks and _is_talk(slot)


def _is_talk(slot: ReleasedSlot) -> bool:
    return slot.kind is not SlotKind.POSTER


def _nothing_yet(release: CurrentRelease | None, feed: AgendaFeed, site: CalendarSite) -> bytes:
    meeting = feed.meeting
    return meeting_event(
        uid=f"meeting.{meeting.slug}",
        title=meeting.title,
        days=(meeting.starts_on, meeting.ends_on),
        site=site,
        slug=meeting.slug,
        stamp=release.programme.released_at if release else feed.opened_at,
    )
