"""The element tree of a schedule XML."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from lxml import etree

from schedule.exchange.fields import is_web_address, programme_day, written_duration
from schedule.exchange.identity import Numbers, acronym_of, number_of, person_number
from schedule.exchange.model import (
    ExchangeDay,
    ExchangeEvent,
    ExchangeFrame,
    ExchangeProgramme,
    ExchangeRoom,
)
from schedule.exchange.sessions import session_link
from schedule.exchange.supplement import TARGET, session_as_text
from schedule.rules.origin import Link, OriginPerson, Recording

EventsByRoom = dict[str, list[ExchangeEvent]]

_CODE = re.compile(r"[0-9A-Z]{6}")
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_TRACK_SLUG = re.compile(r"[a-z][a-z0-9-]+")


def xml_tree(programme: ExchangeProgramme, generator: str) -> etree._Element:
    """The whole document, in the order the schema wants."""
    root, frame = etree.Element("schedule"), programme.frame
    if generator:
        name, _, version = generator.partition(" ")
        etree.SubElement(root, "generator", name=name, version=version)
    _add(root, "version", frame.version)
    _add_conference(root, frame)
    for session in programme.sessions:
        root.append(etree.ProcessingInstruction(TARGET, session_as_text(session)))
    numbers, today = Numbers(), events_by_day(programme)
    for day in frame.days:
        _add_day(root, day, frame, today.get(day.date, {}), numbers)
    return root


def _add(parent: etree._Element, tag: str, text: str) -> None:
    etree.SubElement(parent, tag).text = text


def _add_conference(root: etree._Element, frame: ExchangeFrame) -> None:
    conference = etree.SubElement(root, "conference")
    _add(conference, "acronym", acronym_of(frame.acronym))
    _add(conference, "title", frame.title)
    _add(conference, "start", frame.starts_on.isoformat())
    _add(conference, "end", frame.ends_on.isoformat())
    _add(conference, "days", str(len(frame.days)))
    _add(conference, "timeslot_duration", written_duration(frame.timeslot_minutes))
    for tag, address in (("base_url", frame.base_url), ("logo", frame.logo), ("url", frame.url)):
        if is_web_address(address):
            _add(conference, tag, address)
    _add(conference, "time_zone_name", frame.zone)
    _add_colors(conference, frame)
    for track in frame.tracks:
        element = etree.SubElement(conference, "track", name=track.name)
        if _COLOR.fullmatch(track.color):
            element.set("color", track.color)
        if _TRACK_SLUG.fullmatch(track.slug):
            element.set("slug", track.slug)


def _add_colors(conference: etree._Element, frame: ExchangeFrame) -> None:
    if not _COLOR.fullmatch(frame.primary_color):
        return
    color = etree.SubElement(conference, "color", primary=frame.primary_color)
    if _COLOR.fullmatch(frame.background_color):
        color.set("background", frame.background_color)


def _add_day(
    root: etree._Element,
    day: ExchangeDay,
    frame: ExchangeFrame,
    today: EventsByRoom,
    numbers: Numbers,
) -> None:
    zone = ZoneInfo(frame.zone)
    element = etree.SubElement(root, "day", index=str(day.index), date=day.date.isoformat())
    element.set("start", _instant(day.start, zone))
    element.set("end", _instant(day.end, zone))
    nowhere = [ExchangeRoom("")] if "" in today else []
    for room in (*frame.rooms, *nowhere):  # empty ones too: XML has no list of rooms
        _add_room(element, room, today.get(room.name, []), zone, numbers)


def events_by_day(programme: ExchangeProgramme) -> dict[date, EventsByRoom]:
    """The events of each programme day by room and start, rooms in the order of the frame;
    events in a room that the frame does not know are in the room "" at the end."""
    frame = programme.frame
    zone, hour = ZoneInfo(frame.zone), frame.day_change_hour
    known = {room.name: place for place, room in enumerate(frame.rooms)}
    days: dict[date, EventsByRoom] = {}
    for event in sorted(
        programme.events, key=lambda each: (known.get(each.room, len(known)), each.starts_at)
    ):
        today = days.setdefault(programme_day(event.starts_at.astimezone(zone), hour), {})
        today.setdefault(event.room if event.room in known else "", []).append(event)
    return days


def _add_room(
    day: etree._Element,
    room: ExchangeRoom,
    events: Iterable[ExchangeEvent],
    zone: ZoneInfo,
    numbers: Numbers,
) -> None:
    element = etree.SubElement(day, "room", name=room.name)
    if room.guid:
        element.set("guid", room.guid)
    for event in events:
        _add_event(element, event, zone, numbers)


def _instant(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat()


def _add_event(
    room: etree._Element, event: ExchangeEvent, zone: ZoneInfo, numbers: Numbers
) -> None:
    origin = event.origin
    element = etree.SubElement(
        room, "event", guid=origin.guid, id=str(numbers.take(number_of(origin)))
    )
    if _CODE.fullmatch(origin.code):
        element.set("code", origin.code)
    _add(element, "date", _instant(event.starts_at, zone))
    _add(element, "start", f"{event.starts_at.astimezone(zone):%H:%M}")
    _add(element, "duration", written_duration(event.duration_minutes))
    _add(element, "room", event.room)
    if origin.slug:
        _add(element, "slug", origin.slug)
    _add_addresses(element, event)
    _add_recording(element, origin.recording)
    _add(element, "title", event.title)
    _add(element, "subtitle", event.subtitle)
    _add(element, "track", event.track)
    _add(element, "type", event.type)
    _add(element, "language", event.language)
    _add(element, "abstract", event.abstract)
    _add(element, "description", event.description)
    _add_people(element, origin.people)
    links = [session_link(event.session), *origin.links] if event.session else origin.links
    _add_links(element, "links", "link", links)
    if origin.attachments:
        _add_links(element, "attachments", "attachment", origin.attachments)


def _add_addresses(element: etree._Element, event: ExchangeEvent) -> None:
    for name in ("logo", "url", "feedback_url", "origin_url", "video_download_url"):
        address = getattr(event.origin, name)
        if is_web_address(address):
            _add(element, name, address)


def _add_recording(element: etree._Element, recording: Recording | None) -> None:
    if recording is None:
        return
    part = etree.SubElement(element, "recording")
    _add(part, "license", recording.licence)
    _add(part, "optout", "true" if recording.do_not_record else "false")
    for tag, address in (("url", recording.url), ("link", recording.link)):
        if is_web_address(address):
            _add(part, tag, address)


def _add_people(element: etree._Element, people: Iterable[OriginPerson]) -> None:
    persons = etree.SubElement(element, "persons")
    for person in people:
        one = etree.SubElement(persons, "person", id=str(person_number(person)))
        if person.guid:
            one.set("guid", person.guid)
        one.text = person.name


def _add_links(element: etree._Element, group: str, tag: str, links: Iterable[Link]) -> None:
    part = etree.SubElement(element, group)
    for link in links:
        one = etree.SubElement(part, tag, href=link.url)
        for name, value in (("type", link.type), ("service", link.service)):
            if value:
                one.set(name, value)
        one.text = link.title
