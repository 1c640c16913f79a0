"""The released programme as a list: days, hours, filters, what is on now, what was moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import msgspec

from conference.people.rules import fold
from conference.web.formats import day as day_name
from schedule.rules.released import (
    ReleasedPerson,
    ReleasedProgramme,
    ReleasedSession,
    ReleasedSlot,
)
from schedule.rules.vocabulary import SlotKind

MOVED_MARK = timedelta(hours=48)
BEFOREHAND = timedelta(days=1)
GRID = "grid"


class ProgrammeFilter(msgspec.Struct, frozen=True):
    """What a reader asked for; it lives in the query string, so a link repeats it.

    `view` is "grid" or nothing; `at` is the moment that a demonstration is shown at.
    """

    q: str = ""
    day: str = ""
    room: str = ""
    track: str = ""
    kind: str = ""
    starred: bool = False
    streamed: bool = False
    view: str = ""
    at: str = ""

    @property
    def words(self) -> list[str]:
        """The words looked for, without accents or capitals."""
        return fold(self.q).split()

    @property
    def is_grid(self) -> bool:
        """Whether one day is wanted with the rooms side by side."""
        return self.view == GRID

    @property
    def is_set(self) -> bool:
        """Whether anything is left out of the list; a grid shows one day in any case."""
        day = "" if self.is_grid else self.day
        return msgspec.structs.replace(self, view="", at="", day=day) != ProgrammeFilter()

    def query(self, **changes: str) -> str:
        """The query string of this filter with some of it changed, "" if it asks for nothing."""
        asked = {
            **msgspec.structs.asdict(self),
            "starred": "on" if self.starred else "",
            "streamed": "on" if self.streamed else "",
            **changes,
        }
        given = {name: value for name, value in asked.items() if value}
        return f"?{urlencode(given)}" if given else ""


@dataclass(frozen=True, slots=True)
class Listed:
    """One session of the list; a hidden one does not fit the filter but may after the next."""

    session: ReleasedSession
    day: date
    is_hidden: bool
    is_now: bool
    moved: str
    posters: int


@dataclass(frozen=True, slots=True)
class ListedHour:
    """The sessions that start at one instant."""

    starts_at: datetime
    after_midnight: str
    items: tuple[Listed, ...]

    @property
    def is_hidden(self) -> bool:
        """Whether none of its sessions fits."""
        return all(item.is_hidden for item in self.items)


@dataclass(frozen=True, slots=True)
class ListedDay:
    """One day of the programme, which ends when the meeting's night does."""

    day: date
    hours: tuple[ListedHour, ...]

    @property
    def is_hidden(self) -> bool:
        """Whether none of its sessions fits."""
        return all(hour.is_hidden for hour in self.hours)


@dataclass(frozen=True, slots=True)
class NowNext:
    """What is running, and what starts next, on the venue's clock."""

    running: tuple[ReleasedSession, ...] = ()
    coming: tuple[ReleasedSession, ...] = ()


def programme_day(starts_at: datetime, programme: ReleasedProgramme) -> date:
    """The day under which an instant is listed: a party at 01:30 belongs to the evening before."""
    local = starts_at.astimezone(programme.meeting.tz)
    return (local.replace(tzinfo=None) - timedelta(hours=programme.meeting.day_change_hour)).date()


def programme_days(programme: ReleasedProgramme) -> tuple[date, ...]:
    """Every day that has a session, in order."""
    return tuple(sorted({programme_day(each.starts_at, programme) for each in programme.sessions}))


def list_programme(
    programme: ReleasedProgramme,
    wanted: ProgrammeFilter,
    *,
    now: datetime,
    texts: Mapping[str, str],
    stars: frozenset[str] | None = frozenset(),
) -> tuple[ListedDay, ...]:
    """Every session by day and start, those that do not fit the filter marked hidden.

    `texts` holds the folded text of each session by code, made once per release; `stars` is None
    for a stranger, whose stars only their browser knows.
    """
    items = list_sessions(programme, wanted, now=now, texts=texts, stars=stars)
    return tuple(
        ListedDay(day, _hours(of_day, programme.meeting.tz))
        for day, of_day in groupby(sorted(items, key=_by_day), key=lambda item: item.day)
    )


def list_sessions(
    programme: ReleasedProgramme,
    wanted: ProgrammeFilter,
    *,
    now: datetime,
    texts: Mapping[str, str],
    stars: frozenset[str] | None = frozenset(),
) -> list[Listed]:
    """The same sessions one by one, in the order of the release."""
    return [_listed(each, programme, wanted, now, texts, stars) for each in programme.sessions]


def count_shown(days: Iterable[ListedDay]) -> int:
    """How many sessions fit."""
    return sum(not item.is_hidden for day in days for hour in day.hours for item in hour.items)


def session_text(session: ReleasedSession) -> str:
    """All that the list shows of a session, its posters aside, folded for searching."""
    shown = [session.title, session.subtitle, session.kind_label, session.track, session.room]
    shown += [session.code, _names(session.chairs), _names(session.speakers)]
    for slot in session.slots:
        if slot.kind is not SlotKind.POSTER:
            shown += [slot.title, _names(slot.people)]
    return fold(" ".join(shown))


def poster_text(slot: ReleasedSlot) -> str:
    """All that the poster list shows of a poster, folded; posters have a page of their own."""
    return fold(" ".join([slot.title, slot.board, slot.code, _names(slot.people)]))


def moved_from(
    item: ReleasedSession | ReleasedSlot, now: datetime, zone: ZoneInfo, here: str = ""
) -> str:
    """ "Hall B 10:30" for 48 hours after the release that moved the item, else ""."""
    if item.was is None or item.moved_at is None or now - item.moved_at >= MOVED_MARK:
        return ""
    was, starts = item.was.starts_at.astimezone(zone), item.starts_at.astimezone(zone)
    day = "" if was.date() == starts.date() else f"{day_name(was.date())} "
    room = "" if item.was.room == here else f"{item.was.room} "
    return f"{room}{day}{was:%H:%M}"


def now_and_next(programme: ReleasedProgramme, now: datetime) -> NowNext:
    """What runs at `now`, and what starts next; from a day before the first to the last."""
    live = [each for each in programme.sessions if not each.is_cancelled]
    running = tuple(each for each in live if each.starts_at <= now < each.ends_at)
    later = [each.starts_at for each in live if each.starts_at > now]
    begun = any(each.starts_at - now <= BEFOREHAND for each in live)
    if not begun or not (running or later):
        return NowNext()
    coming = tuple(each for each in live if later and each.starts_at == min(later))
    return NowNext(running, coming)


def turning_points(programme: ReleasedProgramme) -> list[datetime]:
    """The instants at which the public list changes without a release, in order."""
    points: set[datetime] = set()
    for session in programme.sessions:
        points |= {session.starts_at - BEFOREHAND, session.starts_at, session.ends_at}
        moves = [session.moved_at, *(slot.moved_at for slot in session.slots)]
        points |= {moved_at + MOVED_MARK for moved_at in moves if moved_at}
    points |= {_begins(day, programme) for day in programme_days(programme)}
    return sorted(points)


def _begins(day: date, programme: ReleasedProgramme) -> datetime:
    """When a day of the programme begins, some hours after midnight at the venue."""
    hour = time(programme.meeting.day_change_hour, tzinfo=programme.meeting.tz)
    return datetime.combine(day, hour).astimezone(UTC)


def _listed(
    session: ReleasedSession,
    programme: ReleasedProgramme,
    wanted: ProgrammeFilter,
    now: datetime,
    texts: Mapping[str, str],
    stars: frozenset[str] | None,
) -> Listed:
    day = programme_day(session.starts_at, programme)
    return Listed(
        session=session,
        day=day,
        is_hidden=not _fits(session, day, wanted, texts[session.code], stars),
        is_now=session.starts_at <= now < session.ends_at and not session.is_cancelled,
        moved=moved_from(session, now, programme.meeting.tz, session.room),
        posters=sum(slot.kind is SlotKind.POSTER for slot in session.live_slots),
    )


def _fits(
    session: ReleasedSession,
    day: date,
    wanted: ProgrammeFilter,
    text: str,
    stars: frozenset[str] | None,
) -> bool:
    asked = (
        (wanted.day, day.isoformat()),
        (wanted.room, session.room),
        (wanted.track, session.track),
        (wanted.kind, session.kind.value),
    )
    if any(want and want != have for want, have in asked):
        return False
    if wanted.streamed and not session.is_streamed:
        return False
    if wanted.starred and stars is not None and not _is_starred(session, stars):
        return False
    return all(word in text for word in wanted.words)


def _is_starred(session: ReleasedSession, stars: frozenset[str]) -> bool:
    return session.code in stars or any(slot.code in stars for slot in session.slots)


def _by_day(item: Listed) -> tuple[date, datetime]:
    return item.day, item.session.starts_at


def _hours(items: Iterable[Listed], zone: ZoneInfo) -> tuple[ListedHour, ...]:
    hours = []
    for starts_at, together in groupby(items, key=lambda item: item.session.starts_at):
        group = tuple(together)
        local = starts_at.astimezone(zone).date()
        hours.append(ListedHour(starts_at, "" if local == group[0].day else day_name(local), group))
    return tuple(hours)


def _names(people: Iterable[ReleasedPerson]) -> str:
    """As the list writes them: brackets and all, for whoever searches what they read."""
    return ", ".join(f"{p.name} ({p.affiliation})" if p.affiliation else p.name for p in people)
