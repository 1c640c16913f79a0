"""The calendars there are: parts of the programme for everybody, and one person's own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from conference.meetings.rules import MeetingInfo
from schedule.calendars.choices import (
    Choice,
    Scope,
    person_asked,
    sessions_of,
    title_of,
    with_options,
)
from schedule.calendars.duties import Pair, duties_of
from schedule.calendars.events import SUMMARY_LENGTH
from schedule.calendars.shelf import Shelf, is_talk, shelf_of
from schedule.calendars.texts import NO_TEXTS, ShownTexts
from schedule.calendars.writing import (
    CalendarHead,
    CalendarSite,
    all_day_event,
    calendar_bytes,
    one_line,
    shortened,
)
from schedule.queries.releases import CurrentRelease, RenderedFile
from schedule.rules.released import ReleasedMeeting, ReleasedSession

FORMAT = "1"  # grows when a private calendar of the same facts gets other bytes


class Only(StrEnum):
    """Which half of a private calendar was asked for."""

    BOTH = ""
    STARS = "stars"
    DUTIES = "duties"


def only_asked(text: str) -> Only:
    """The half that was asked for; both for anything not offered."""
    return next((each for each in Only if each.value == text), Only.BOTH)


def programme_ics(
    release: CurrentRelease, site: CalendarSite, *, talks: bool = False, alarm: int = 0
) -> bytes:
    """Every session as one event, or with `talks` every talk as one; tombstones are among them."""
    file = public_calendar(release, site, Choice(talks=talks, alarm=alarm))
    assert file is not None
    return file.body


def public_calendar(
    release: CurrentRelease, site: CalendarSite, choice: Choice, texts: ShownTexts = NO_TEXTS
) -> RenderedFile | None:
    """A part of the programme as a calendar; None if the release has no such part."""
    shelf, meeting = shelf_of(release, site, texts), release.programme.meeting
    if (known := shelf.files.get(choice)) is not None:
        return known
    if (pairs := _pairs(shelf, choice)) is None:
        return None
    head = CalendarHead(
        key=_key(choice, meeting.slug),
        name=_name(shelf, choice, pairs),
        zone=meeting.zone,
        source=site.address(meeting.slug, choice.path),
    )
    return shelf.join(choice, head, _events(shelf, pairs, choice))


@dataclass(frozen=True, slots=True)
class PrivateFeed:
    """A person's private feed as it was asked for."""

    id: UUID
    person: UUID
    meeting: MeetingInfo
    opened_at: datetime
    address: str
    stars: frozenset[str]
    only: Only = Only.BOTH
    alarm: int = 0
    texts: ShownTexts = NO_TEXTS

    @property
    def source(self) -> str:
        """The address with what was asked for."""
        return with_options(self.address, {"only": self.only.value, "alarm": self.alarm})


def private_tag(release: CurrentRelease | None, feed: PrivateFeed, site: CalendarSite) -> str:
    """The entity tag of a private calendar, known without writing it: it names all that goes in."""
    meeting = feed.meeting
    facts = (
        FORMAT,
        release.etag if release else "",
        feed.texts.shown_from,
        feed.id,
        feed.opened_at,
        feed.source,
        site.base_url,
        (meeting.slug, meeting.title, meeting.zone, meeting.starts_on, meeting.ends_on),
        sorted(feed.stars),
    )
    return f'"{hashlib.blake2b(repr(facts).encode(), digest_size=12).hexdigest()}"'


def private_ics(release: CurrentRelease | None, feed: PrivateFeed, site: CalendarSite) -> bytes:
    """A person's starred items and own duties. A star on something never released is passed over;
    with nothing to show the calendar holds the meeting itself, so that it is a valid one."""
    events = list(_private_events(release, feed, site)) if release else []
    meeting = feed.meeting
    words = {Only.BOTH: "My agenda", Only.STARS: "My stars", Only.DUTIES: "My duties"}
    head = CalendarHead(
        key="-".join(part for part in ("agenda", feed.only, str(feed.id)) if part)
        + f".{meeting.slug}",
        name=f"{words[feed.only]}: {meeting.title}",
        zone=meeting.zone,
        source=feed.source,
    )
    return calendar_bytes(head, site, events or [_nothing_of_yours(release, feed, site)])


def _pairs(shelf: Shelf, choice: Choice) -> list[Pair] | None:
    if choice.scope is Scope.ITEM:
        found = shelf.release.find(choice.key)
        return [found] if found else None
    if choice.scope is Scope.PERSON:
        person = person_asked(choice.key)
        return shelf.people.get(person) if person else None
    sessions = sessions_of(shelf.programme, choice)
    return None if sessions is None else list(_listed(sessions, talks=choice.talks))


def _listed(sessions: Iterable[ReleasedSession], *, talks: bool) -> Iterator[Pair]:
    """With talks, a session that has talks is left to them."""
    for session in sessions:
        own = [slot for slot in session.slots if is_talk(slot)] if talks else []
        if not own:
            yield session, None
        yield from ((session, slot) for slot in own)


def _events(shelf: Shelf, pairs: Iterable[Pair], choice: Choice) -> Iterable[bytes]:
    written = [shelf.event(pair, choice.alarm) for pair in pairs]
    return written or [_nothing_here(shelf)]


def _key(choice: Choice, slug: str) -> str:
    """Of the calendar's UID: options make another calendar of it."""
    if choice.scope is Scope.ITEM:
        return f"item-{choice.key}.{slug}"
    parts = (choice.scope, choice.key, "talks" if choice.talks else "")
    return f"{'-'.join(part for part in parts if part)}.{slug}"


def _name(shelf: Shelf, choice: Choice, pairs: list[Pair]) -> str:
    title = shelf.programme.meeting.title
    if choice.scope is Scope.ITEM:
        [(session, slot)] = pairs
        return (slot or session).title
    if choice.scope is Scope.PERSON:
        return f"{title}: {_person_name(pairs, choice.key)}"
    part = title_of(shelf.programme, choice)
    return f"{title}: {part}" if part else title


def _person_name(pairs: list[Pair], key: str) -> str:
    person = person_asked(key)
    for session, slot in pairs:
        for each in slot.people if slot else (*session.chairs, *session.speakers):
            if each.id == person:
                return each.name
    return ""


def _private_events(
    release: CurrentRelease, feed: PrivateFeed, site: CalendarSite
) -> Iterator[bytes]:
    """Duties first; what is starred besides follows, each item once."""
    shelf, own = shelf_of(release, site, feed.texts), frozenset[str]()
    if feed.only is not Only.STARS:
        duties = duties_of(feed.person, shelf.people.get(feed.person, ()))
        own = frozenset(duty.code for duty in duties)
        written = (shelf.duty_event(duty, feed.alarm) for duty in duties)
        yield from (event for event in written if event)
    if feed.only is not Only.DUTIES:
        found = (release.find(code) for code in sorted(feed.stars - own))
        yield from (shelf.event(pair, feed.alarm) for pair in found if pair)


def _nothing_here(shelf: Shelf) -> bytes:
    meeting = shelf.programme.meeting
    said = "Nothing is in this part of the programme yet."
    return _meeting_event(meeting, said, shelf.programme.released_at, shelf.site)


def _nothing_of_yours(
    release: CurrentRelease | None, feed: PrivateFeed, site: CalendarSite
) -> bytes:
    said = {
        Only.BOTH: "You have starred nothing yet.",
        Only.STARS: "You have starred nothing yet.",
        Only.DUTIES: "You have nothing to do in the programme as released.",
    }[feed.only]
    stamp = release.programme.released_at if release else feed.opened_at
    return _meeting_event(feed.meeting, said, stamp, site)


def _meeting_event(
    meeting: MeetingInfo | ReleasedMeeting, said: str, stamp: datetime, site: CalendarSite
) -> bytes:
    """The meeting itself, all day: for a calendar without events, since RFC 5545 wants one."""
    page = site.address(meeting.slug, "programme")
    return all_day_event(
        uid=f"meeting.{meeting.slug}@{site.host}",
        days=(meeting.starts_on, meeting.ends_on),
        summary=shortened(one_line(meeting.title), SUMMARY_LENGTH),
        description=f"{said} The programme: {page}",
        url=page,
        stamp=stamp,
    )
