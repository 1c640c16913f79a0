"""The structs of a schedule JSON, in the order and with the names of c3voc's schema."""

import re
from collections.abc import Iterable
from zoneinfo import ZoneInfo

import msgspec

from schedule.exchange.fields import ascii_slug, is_web_address, made_up_guid, written_duration
from schedule.exchange.identity import Numbers, acronym_of, number_of, person_number
from schedule.exchange.model import (
    ExchangeDay,
    ExchangeEvent,
    ExchangeFrame,
    ExchangeProgramme,
    ExchangeRoom,
    ExchangeSession,
    ExchangeTrack,
)
from schedule.exchange.sessions import session_link
from schedule.exchange.supplement import TARGET
from schedule.exchange.xml_writing import EventsByRoom, events_by_day
from schedule.rules.origin import Link, OriginPerson

_LINK_TYPES = {"slides", "paper", "web", "blog", "article", "media", "related", "activitypub"}
_ROOM_TYPES = {
    "lecturehall",
    "stage",
    "workshop",
    "outside",
    "online",
    "project",
    "bbb",
    "hangar",
    "other",
}
_ZONE = re.compile(r"([A-Z][a-z]+/[A-Z][a-z]+)|UTC$")
_SLUG = re.compile(r"[a-z0-9_-]+[a-z0-9]")
_CODE = re.compile(r"[A-Z0-9]+")


class Generator(msgspec.Struct, omit_defaults=True):
    name: str
    version: str = ""


class Reference(msgspec.Struct, omit_defaults=True):
    url: str
    title: str = ""
    type: str = ""


class JsonPerson(msgspec.Struct, omit_defaults=True):
    id: int
    name: str
    guid: str = ""
    code: str = ""
    biography: str = ""
    avatar: str = ""
    url: str = ""
    links: list[Reference] = []


class JsonEvent(msgspec.Struct):
    guid: str
    id: int
    date: str
    start: str
    duration: str
    room: str
    slug: str
    url: str
    title: str
    subtitle: str
    track: str
    type: str
    language: str
    abstract: str
    description: str
    persons: list[JsonPerson]
    links: list[Reference]
    attachments: list[Reference]
    code: str | msgspec.UnsetType = msgspec.UNSET
    logo: str | msgspec.UnsetType = msgspec.UNSET
    feedback_url: str | msgspec.UnsetType = msgspec.UNSET
    origin_url: str | msgspec.UnsetType = msgspec.UNSET
    recording_license: str | msgspec.UnsetType = msgspec.UNSET
    do_not_record: bool | msgspec.UnsetType = msgspec.UNSET
    do_not_stream: bool | msgspec.UnsetType = msgspec.UNSET


class JsonDay(msgspec.Struct):
    index: int
    date: str
    day_start: str
    day_end: str
    rooms: dict[str, list[JsonEvent]]


class JsonRoom(msgspec.Struct, omit_defaults=True):
    name: str
    guid: str
    slug: str = ""
    type: str = ""
    stream_id: str = ""
    description: str = ""
    url: str = ""
    capacity: int | None = None


class JsonTrack(msgspec.Struct, omit_defaults=True):
    name: str
    slug: str = ""
    color: str = ""


class JsonConference(msgspec.Struct, omit_defaults=True):
    acronym: str
    title: str
    start: str
    end: str
    daysCount: int
    timeslot_duration: str
    days: list[JsonDay]
    description: str = ""
    time_zone_name: str = ""
    logo: str = ""
    url: str = ""
    colors: dict[str, str] = {}
    keywords: tuple[str, ...] = ()
    tracks: list[JsonTrack] = []
    rooms: list[JsonRoom] = []
    meta: dict[str, tuple[ExchangeSession, ...]] = {}


class JsonSchedule(msgspec.Struct, omit_defaults=True):
    version: str
    conference: JsonConference
    base_url: str = ""


class JsonDocument(msgspec.Struct, omit_defaults=True):
    schedule: JsonSchedule
    schema: str = msgspec.field(name="$schema", default="")
    generator: Generator | None = None


def json_schedule(programme: ExchangeProgramme, generator: str) -> JsonDocument:
    """The whole document."""
    name, _, version = generator.partition(" ")
    return JsonDocument(
        schema="https://c3voc.de/schedule/schema.json",
        generator=Generator(name, version) if name else None,
        schedule=JsonSchedule(
            version=programme.frame.version,
            base_url=programme.frame.base_url,
            conference=_conference(programme),
        ),
    )


def _conference(programme: ExchangeProgramme) -> JsonConference:
    frame, numbers = programme.frame, Numbers()
    today = events_by_day(programme)
    colors = {"primary": frame.primary_color, "background": frame.background_color}
    return JsonConference(
        acronym=acronym_of(frame.acronym),
        title=frame.title,
        start=frame.starts_on.isoformat(),
        end=frame.ends_on.isoformat(),
        daysCount=len(frame.days),
        timeslot_duration=written_duration(frame.timeslot_minutes),
        days=[_day(frame, day, today.get(day.date, {}), numbers) for day in frame.days],
        description=frame.description,
        time_zone_name=frame.zone if _ZONE.match(frame.zone) else "",
        logo=frame.logo,
        url=frame.url,
        colors={name: color for name, color in colors.items() if color},
        keywords=frame.keywords,
        tracks=[_track(track) for track in frame.tracks],
        rooms=[_room(frame, room) for room in frame.rooms],
        meta={TARGET: programme.sessions} if programme.sessions else {},
    )


def _track(track: ExchangeTrack) -> JsonTrack:
    return JsonTrack(track.name, track.slug if _SLUG.fullmatch(track.slug) else "", track.color)


def _room(frame: ExchangeFrame, room: ExchangeRoom) -> JsonRoom:
    return JsonRoom(
        name=room.name,
        guid=room.guid or made_up_guid("room", frame.acronym, room.name),
        slug=room.slug if _SLUG.fullmatch(room.slug) else "",
        type=room.type if room.type in _ROOM_TYPES else "",
        stream_id=room.stream_id,
        description=room.description,
        url=room.url if is_web_address(room.url) else "",
        capacity=room.capacity,
    )


def _day(frame: ExchangeFrame, day: ExchangeDay, today: EventsByRoom, numbers: Numbers) -> JsonDay:
    zone = ZoneInfo(frame.zone)
    return JsonDay(
        index=day.index,
        date=day.date.isoformat(),
        day_start=day.start.astimezone(zone).isoformat(),
        day_end=day.end.astimezone(zone).isoformat(),
        rooms={
            room: [_event(frame, event, zone, numbers) for event in events]
            for room, events in today.items()
        },
    )


def _event(
    frame: ExchangeFrame, event: ExchangeEvent, zone: ZoneInfo, numbers: Numbers
) -> JsonEvent:
    origin, local = event.origin, event.starts_at.astimezone(zone)
    links = [session_link(event.session), *origin.links] if event.session else origin.links
    written = JsonEvent(
        guid=origin.guid,
        id=numbers.take(number_of(origin)),
        date=local.isoformat(),
        start=f"{local:%H:%M}",
        duration=written_duration(event.duration_minutes),
        room=event.room,
        slug=_slug(frame, event),
        url=origin.url or frame.url or frame.base_url,
        title=event.title,
        subtitle=event.subtitle,
        track=event.track,
        type=event.type,
        language=event.language,
        abstract=event.abstract,
        description=event.description,
        persons=[_person(person) for person in origin.people],
        links=_references(links),
        attachments=_references(origin.attachments),
    )
    return _with_extras(written, event)


def _with_extras(written: JsonEvent, event: ExchangeEvent) -> JsonEvent:
    origin, recording = event.origin, event.origin.recording
    if _CODE.fullmatch(origin.code):
        written.code = origin.code
    for name in ("logo", "feedback_url", "origin_url"):
        if getattr(origin, name):
            setattr(written, name, getattr(origin, name))
    if recording is not None:
        written.recording_license = recording.licence
        if recording.do_not_record is not None:
            written.do_not_record = recording.do_not_record
        if recording.do_not_stream is not None:
            written.do_not_stream = recording.do_not_stream
    return written


def _slug(frame: ExchangeFrame, event: ExchangeEvent) -> str:
    if _SLUG.fullmatch(event.origin.slug):
        return event.origin.slug
    words = f"{number_of(event.origin)}-{ascii_slug(event.title)}".rstrip("-")
    return f"{acronym_of(frame.acronym)}-{words}"


def _person(person: OriginPerson) -> JsonPerson:
    return JsonPerson(
        id=person_number(person),
        name=person.name,
        guid=person.guid,
        code=person.code,
        biography=person.biography,
        avatar=person.avatar,
        url=person.url,
        links=_references(person.links),
    )


def _references(links: Iterable[Link]) -> list[Reference]:
    return [
        Reference(link.url, link.title, link.type if link.type in _LINK_TYPES else "")
        for link in links
    ]
