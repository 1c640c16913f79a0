"""What a supervisor watches: how fast people come, how long the line may be, what is in trouble."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from uuid import UUID
from zoneinfo import ZoneInfo

from badges.desk.arrivals import NO_DESK
from badges.desk.calculator import Desks, Rush, with_desks
from badges.desk.overriding import OverrideInfo, overrides_since
from badges.printing.stations.queries import StationHealth, station_health
from badges.tables import CheckIn
from conference.meetings.rules import MeetingInfo

STEP = timedelta(minutes=5)
SHOWN = 24  # steps: two hours
LATELY = timedelta(minutes=15)
LONGEST_SERVICE = timedelta(minutes=3)  # a longer gap at a desk is a pause, not one person
FEWEST_GAPS = 5


@dataclass(frozen=True, slots=True)
class Came:
    """Somebody came in at a desk; `is_duplicate`: another desk had let them in before."""

    at: datetime
    desk: str
    code: str
    name: str
    is_duplicate: bool = False


@dataclass(frozen=True, slots=True)
class DeskPace:
    """How one desk does."""

    desk: str
    today: int
    lately: int
    last: datetime


@dataclass(frozen=True, slots=True)
class Guess:
    """The line, guessed from the pace: nobody counts who waits. `with_now` None: it grows."""

    seconds: int
    per_minute: float
    desks: int
    with_now: Desks | None


@dataclass(frozen=True, slots=True)
class Watched:
    """Something else that may be in trouble, such as a device without a network."""

    title: str
    word: str
    kind: str
    detail: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Watch:
    steps: tuple[tuple[datetime, int], ...]
    desks: tuple[DeskPace, ...]
    guess: Guess | None
    duplicates: tuple[Came, ...]
    stations: tuple[StationHealth, ...]
    others: tuple[Watched, ...]
    overrides: tuple[OverrideInfo, ...]


Watcher = Callable[[UUID, datetime], Awaitable[Sequence[Watched]]]
_watchers: list[Watcher] = []


def watch(watcher: Watcher) -> None:
    """Parts above the desk say here what of theirs may be in trouble: (meeting, now) -> lines."""
    if watcher not in _watchers:
        _watchers.append(watcher)


def per_step(came: Iterable[Came], now: datetime) -> tuple[tuple[datetime, int], ...]:
    """Arrivals in each five minutes of the last two hours, the oldest first."""
    end = now.replace(minute=now.minute // 5 * 5, second=0, microsecond=0) + STEP
    counted = Counter(int((end - each.at) / STEP) for each in came if each.at < end)
    return tuple((end - STEP * (back + 1), counted[back]) for back in reversed(range(SHOWN)))


def per_desk(came: Sequence[Came], now: datetime) -> tuple[DeskPace, ...]:
    """How each desk does today, the busiest of the last quarter of an hour first."""
    found = []
    for desk in dict.fromkeys(each.desk for each in came):
        times = [each.at for each in came if each.desk == desk]
        lately = sum(now - LATELY < at <= now for at in times)
        found.append(DeskPace(desk or NO_DESK, len(times), lately, max(times)))
    return tuple(sorted(found, key=lambda each: (-each.lately, -each.today, each.desk)))


def service_seconds(came: Sequence[Came]) -> int | None:
    """How long a desk takes for one person while a line waits: half of the gaps between two
    people at the same desk are shorter. None: too few came."""
    gaps = []
    for desk in {each.desk for each in came}:
        times = sorted(each.at for each in came if each.desk == desk)
        gaps += [later - at for at, later in itertools.pairwise(times)]
    close = [gap.total_seconds() for gap in gaps if timedelta() < gap <= LONGEST_SERVICE]
    return max(1, round(median(close))) if len(close) >= FEWEST_GAPS else None


def guess_line(came: Sequence[Came], now: datetime) -> Guess | None:
    """The line at this moment by Erlang's formula from the last quarter of an hour; None: nobody
    came, or too few to tell a desk's pace."""
    lately = [each for each in came if now - LATELY < each.at <= now]
    seconds = service_seconds(came)
    if not lately or seconds is None:
        return None
    rush = Rush(len(lately), LATELY.total_seconds() / 60, seconds)
    desks = len({each.desk for each in lately})
    return Guess(seconds, len(lately) / rush.minutes, desks, with_desks(desks, rush))


def start_of_day(now: datetime, zone: str) -> datetime:
    """Midnight where the meeting is."""
    return now.astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)


async def came_since(meeting: UUID, since: datetime) -> tuple[Came, ...]:
    """Check-ins since then that were not taken back, the oldest first; one statement."""
    rows = await CheckIn.raw(
        "SELECT c.at, c.desk, r.code, p.registered_name AS name, c.duplicate_of"
        " FROM badges_check_in c JOIN conference_registration r ON r.id = c.registration"
        " JOIN conference_person p ON p.id = r.person"
        " WHERE r.meeting = {} AND c.at >= {} AND c.undone_at IS NULL ORDER BY c.at",
        meeting,
        since,
    )
    return tuple(
        Came(row["at"], row["desk"], row["code"], row["name"], row["duplicate_of"] is not None)
        for row in rows
    )


async def what_happens(meeting: MeetingInfo, now: datetime) -> Watch:
    """Everything on the supervisor's page; four statements, and those of the watchers."""
    since = start_of_day(now, meeting.zone)
    told = await came_since(meeting.id, since)
    came = [each for each in told if not each.is_duplicate]
    others = [line for watcher in _watchers for line in await watcher(meeting.id, now)]
    return Watch(
        per_step(came, now),
        per_desk(came, now),
        guess_line(came, now),
        tuple(each for each in told if each.is_duplicate),
        await station_health(meeting.id, now),
        tuple(others),
        await overrides_since(meeting.id, since),
    )
