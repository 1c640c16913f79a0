"""From a file's texts to a programme: the decisions that XML and JSON share, each with a note."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from schedule.exchange.errors import UnreadableProgramme
from schedule.exchange.fields import (
    is_slug,
    is_web_address,
    made_up_guid,
    one_line,
    plain_text,
    programme_day,
    read_day,
    read_guid,
    read_instant,
    read_minutes,
    read_number,
)
from schedule.exchange.model import (
    ExchangeDay,
    ExchangeEvent,
    ExchangeFrame,
    ExchangeProgramme,
    Notes,
    rooms_in_order,
)
from schedule.exchange.raw import RawDay, RawEvent, RawProgramme
from schedule.exchange.sessions import session_reference
from schedule.exchange.zones import settle_zone
from schedule.rules.origin import Link, Origin

_DEFAULT_CHANGE_HOUR = 4
_ADDRESSES = ("url", "logo", "feedback_url", "origin_url", "video_download_url")


def understand(raw: RawProgramme, told_zone: str, notes: Notes) -> ExchangeProgramme:
    """The programme that a file means. What cannot be used is left out and noted, never guessed
    silently; a file without a single usable event raises `UnreadableProgramme`."""
    stated = (read_instant(event.text("date")) for event in raw.events)
    times = [time for time in stated if time is not None]
    named = raw.conference.get("time_zone_name", "")
    zone, why = settle_zone(named, told_zone, times)
    notes.add("times", why)
    reader = _Reader(ZoneInfo(zone), one_line(raw.conference.get("acronym")), notes)
    placed = [(event.day, reader.event(event)) for event in raw.events]
    events = tuple(event for _, event in placed if event is not None)
    if not events:
        raise UnreadableProgramme("There is no event with a date in this file.")
    hour = _change_hour([(day, event) for day, event in placed if event], reader.zone, notes)
    return ExchangeProgramme(_frame(raw, events, reader.zone, hour), events, raw.sessions)


@dataclass(slots=True)
class _Reader:
    zone: ZoneInfo
    acronym: str
    notes: Notes
    guids: set[str] = field(default_factory=set)

    def event(self, raw: RawEvent) -> ExchangeEvent | None:
        starts_at = self._start(raw)
        if starts_at is None:
            self.notes.add(raw.where, "an event without a date and time was left out")
            return None
        title = one_line(raw.text("title"))
        if not title:
            self.notes.add(raw.where, "an event has no title and is called “Untitled”")
        reference, links = session_reference(raw.links)
        return ExchangeEvent(
            title=title or "Untitled",
            starts_at=starts_at,
            duration_minutes=self._minutes(raw, starts_at),
            room=one_line(raw.text("room")),
            subtitle=one_line(raw.text("subtitle")),
            type=one_line(raw.text("type")),
            track=one_line(raw.text("track")),
            language=one_line(raw.text("language")),
            abstract=plain_text(raw.text("abstract")),
            description=plain_text(raw.text("description")),
            origin=self._origin(raw, links),
            session=reference,
        )

    def _start(self, raw: RawEvent) -> datetime | None:
        stated, clock = read_instant(raw.text("date")), raw.text("start")
        if stated is not None and len(raw.text("date")) > 10:
            self._compare(raw, stated, clock)
            return self._aware(stated)
        day = read_day(raw.text("date") or raw.day.date or raw.day.start)
        try:
            wall = time.fromisoformat(clock)
        except ValueError:
            return None
        if day is None:
            return None
        self.notes.add(raw.where, f"a start without an offset was read as {self.zone} time")
        late = wall.hour < _DEFAULT_CHANGE_HOUR
        return self._aware(datetime.combine(day + timedelta(days=late), wall))

    def _aware(self, stated: datetime) -> datetime:
        local = stated if stated.tzinfo is not None else stated.replace(tzinfo=self.zone)
        return local.astimezone(UTC)

    def _compare(self, raw: RawEvent, stated: datetime, clock: str) -> None:
        if clock and f"{stated:%H:%M}" != clock[:5]:
            text = "the start of an event is not the time of its date; the date was taken"
            self.notes.add(raw.where, text)

    def _minutes(self, raw: RawEvent, starts_at: datetime) -> int:
        text, end = raw.text("duration"), read_instant(raw.text("end"))
        minutes = read_minutes(text)
        if minutes is not None:
            if text.count(":") == 2 and not text.endswith(":00"):
                self.notes.add(raw.where, "a duration was rounded to whole minutes")
            return minutes
        if end is not None and self._aware(end) >= starts_at:
            return round((self._aware(end) - starts_at).total_seconds() / 60)
        self.notes.add(raw.where, "an event has no readable duration and takes no time")
        return 0

    def _origin(self, raw: RawEvent, links: tuple[Link, ...]) -> Origin:
        number = read_number(raw.text("id"))
        if raw.text("id") and number is None:
            self.notes.add(raw.where, "an id is not a positive number and was left out")
        return Origin(
            guid=self._guid(raw),
            id=number,
            code=one_line(raw.text("code")).upper(),
            slug=self._slug(raw),
            links=links,
            attachments=raw.attachments,
            recording=raw.recording,
            people=raw.people,
            **{name: self._address(raw, name) for name in _ADDRESSES},
        )

    def _guid(self, raw: RawEvent) -> str:
        text = raw.text("guid")
        guid = read_guid(text)
        identity = (self.acronym, text or raw.text("id") or raw.text("slug") or raw.text("title"))
        if guid is None:
            self.notes.add(raw.where, "an event has no guid and was given one made from its id")
            guid = made_up_guid(*identity)
        elif guid != text.lower():
            self.notes.add(raw.where, "a guid was written in base64 and is now written as a UUID")
        if guid in self.guids:
            self.notes.add(raw.where, "a guid is used twice; the later event was given another")
            guid = made_up_guid(guid, raw.text("id"), raw.text("date"), raw.text("room"))
        self.guids.add(guid)
        return guid

    def _slug(self, raw: RawEvent) -> str:
        slug = raw.text("slug")
        if slug and not is_slug(slug):
            self.notes.add(raw.where, "a slug that the format does not allow was left out")
            return ""
        return slug

    def _address(self, raw: RawEvent, name: str) -> str:
        text = raw.text(name)
        if text and not is_web_address(text):
            self.notes.add(raw.where, f"the field “{name}” is not a web address and was left out")
            return ""
        return text


def _change_hour(
    events: Sequence[tuple[RawDay, ExchangeEvent]], zone: ZoneInfo, notes: Notes
) -> int:
    """The hour at which a programme day begins, such that each event lies in the day it is
    listed in; 04:00 if that fits."""
    after_midnight: list[float] = []
    for day, event in events:
        midnight = read_day(day.date or day.start)
        if midnight is not None:
            local = event.starts_at.astimezone(zone).replace(tzinfo=None)
            late = local - datetime.combine(midnight, time())
            after_midnight.append(late.total_seconds() / 3600)
    if not after_midnight:
        return _DEFAULT_CHANGE_HOUR
    earliest, latest = int(min(after_midnight) // 1), int(max(after_midnight) // 1) - 23
    if latest > earliest or earliest < 0:
        notes.add("days", "some events lie outside the day they are listed in; their dates hold")
        return _DEFAULT_CHANGE_HOUR
    return max(min(_DEFAULT_CHANGE_HOUR, earliest), latest, 0)


def _frame(
    raw: RawProgramme, events: tuple[ExchangeEvent, ...], zone: ZoneInfo, hour: int
) -> ExchangeFrame:
    conference = raw.conference
    days = _days(raw.days, events, zone, hour)
    return ExchangeFrame(
        acronym=one_line(conference.get("acronym")) or "programme",
        title=one_line(conference.get("title")) or one_line(conference.get("acronym")),
        zone=str(zone),
        starts_on=read_day(conference.get("start", "")) or days[0].date,
        ends_on=read_day(conference.get("end", "")) or days[-1].date,
        version=one_line(raw.version),
        description=plain_text(conference.get("description")),
        base_url=_web_address(conference.get("base_url")),
        url=_web_address(conference.get("url")),
        logo=_web_address(conference.get("logo")),
        primary_color=raw.colors[0],
        background_color=raw.colors[1],
        timeslot_minutes=read_minutes(conference.get("timeslot_duration", "")) or 5,
        day_change_hour=hour,
        keywords=raw.keywords,
        tracks=raw.tracks,
        rooms=rooms_in_order(raw.rooms, events),
        days=days,
    )


def _web_address(value: object) -> str:
    text = plain_text(value)
    return text if is_web_address(text) else ""


def _days(
    written: Iterable[RawDay], events: Iterable[ExchangeEvent], zone: ZoneInfo, hour: int
) -> tuple[ExchangeDay, ...]:
    """The days of the file, and any other day on which there is an event."""
    days = {}
    for raw in written:
        day = read_day(raw.date or raw.start)
        if day is not None:
            days[day] = (read_instant(raw.start), read_instant(raw.end))
    for event in events:
        days.setdefault(programme_day(event.starts_at.astimezone(zone), hour), (None, None))
    return tuple(
        ExchangeDay(index, day, *_bounds(day, days[day], zone, hour))
        for index, day in enumerate(sorted(days), start=1)
    )


def _bounds(
    day: date, stated: tuple[datetime | None, datetime | None], zone: ZoneInfo, hour: int
) -> tuple[datetime, datetime]:
    begin = datetime.combine(day, time(hour), zone)
    end = datetime.combine(day + timedelta(days=1), time(hour), zone)
    first, last = (one if one is not None and one.tzinfo is not None else None for one in stated)
    return (first or begin).astimezone(UTC), (last or end).astimezone(UTC)
