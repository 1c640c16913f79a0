"""From the day and time a person types at the venue to an instant, where clocks may change."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from conference.web.formats import day as day_name


@dataclass(frozen=True, slots=True)
class NoSuchTime:
    """The clocks jump over this time; `jump_to` is the first minute that exists after it."""

    day: date
    jump_from: time
    jump_to: time

    def __str__(self) -> str:
        return (
            f"This time does not exist on {day_name(self.day)}: at {self.jump_from:%H:%M} "
            f"the clocks go forward to {self.jump_to:%H:%M}. Choose a time before or after."
        )


@dataclass(frozen=True, slots=True)
class TwiceThatDay:
    """The clocks go back and the time comes twice; `earlier` and `later` name the two offsets."""

    day: date
    clock: time
    earlier: datetime
    later: datetime

    def __str__(self) -> str:
        return (
            f"{self.clock:%H:%M} comes twice on {day_name(self.day)}, because the clocks go back. "
            f"Say which one you mean."
        )


def instant_at(
    day: date, clock: time, zone: ZoneInfo, which: str = ""
) -> datetime | NoSuchTime | TwiceThatDay:
    """The UTC instant of a wall-clock time; `which` is "first" or "second" when it comes twice."""
    earlier, later = (
        datetime.combine(day, clock, zone).replace(fold=fold).astimezone(UTC) for fold in (0, 1)
    )
    if earlier == later:
        return earlier
    if earlier > later:
        return _gap(day, later, zone)
    if which not in ("first", "second"):
        return TwiceThatDay(day, clock, earlier.astimezone(zone), later.astimezone(zone))
    return earlier if which == "first" else later


def _gap(day: date, probe: datetime, zone: ZoneInfo) -> NoSuchTime:
    """`probe` is an instant before the jump; walk to the minute at which the offset changes."""
    before = probe.astimezone(zone).utcoffset()
    while (probe + timedelta(minutes=1)).astimezone(zone).utcoffset() == before:
        probe += timedelta(minutes=1)
    last = probe.astimezone(zone)
    naive_next = (last.replace(tzinfo=None) + timedelta(minutes=1)).time()
    return NoSuchTime(day, naive_next, (probe + timedelta(minutes=1)).astimezone(zone).time())


def is_doubled(instant: datetime, zone: ZoneInfo) -> str:
    """ "first" or "second" for an instant whose wall-clock time comes twice that day, else ""."""
    local = instant.astimezone(zone)
    twin = local.replace(fold=1 - local.fold)
    if twin.utcoffset() == local.utcoffset():
        return ""
    return "second" if local.fold else "first"
