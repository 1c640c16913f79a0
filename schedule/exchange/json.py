"""The c3voc schedule JSON: read with paths, written valid against its schema."""

from collections.abc import Iterator, Mapping

import msgspec

from schedule.exchange.errors import UnreadableProgramme
from schedule.exchange.fields import one_line, plain_text, read_flag, read_guid, read_number
from schedule.exchange.json_writing import json_schedule
from schedule.exchange.model import ExchangeProgramme, ExchangeRoom, ExchangeTrack, Notes
from schedule.exchange.raw import (
    CONFERENCE_TEXTS,
    EVENT_TEXTS,
    RawDay,
    RawEvent,
    RawProgramme,
    person_key,
    read_link,
)
from schedule.exchange.supplement import TARGET, sessions_of_values
from schedule.rules.origin import Link, OriginPerson, Recording

_Object = Mapping[str, object]
_CONFERENCE_MORE = {"daysCount", "rooms", "days", "tracks", "colors", "keywords", "meta"}
_EVENT_MORE = {
    "persons",
    "links",
    "attachments",
    "recording_license",
    "do_not_record",
    "do_not_stream",
}
_PERSON_KNOWN = {"id", "guid", "code", "name", "public_name", "biography", "avatar", "url", "links"}


def read_json(data: bytes, notes: Notes) -> RawProgramme:
    """The texts of a schedule JSON; what is not JSON or not a schedule raises
    `UnreadableProgramme`."""
    try:
        whole = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableProgramme(f"This is not well-formed JSON: {error}.") from error
    schedule = _object(_object(whole).get("schedule"))
    conference = _object(schedule.get("conference"))
    if not conference:
        raise UnreadableProgramme("There is no schedule with a conference in this JSON.")
    _note_unknown(conference, CONFERENCE_TEXTS | _CONFERENCE_MORE, "conference", notes)
    texts = {name: plain_text(conference.get(name)) for name in CONFERENCE_TEXTS}
    texts["base_url"] = plain_text(schedule.get("base_url"))
    days = [(f"days[{place}]", each) for place, each in enumerate(_objects(conference, "days"))]
    colors = _object(conference.get("colors"))
    told = _list(_object(conference.get("meta")).get(TARGET))
    return RawProgramme(
        version=plain_text(schedule.get("version")),
        conference=texts,
        days=tuple(_day(where, day) for where, day in days),
        events=tuple(event for where, day in days for event in _events(where, day, notes)),
        rooms=tuple(_rooms(conference)),
        tracks=tuple(_tracks(conference)),
        keywords=tuple(one_line(word) for word in _list(conference.get("keywords"))),
        colors=(plain_text(colors.get("primary")), plain_text(colors.get("background"))),
        sessions=tuple(sessions_of_values(f"conference.meta.{TARGET}", told, notes)),
    )


def write_json(programme: ExchangeProgramme, generator: str = "") -> bytes:
    """The programme as schedule JSON that is valid against c3voc's schema."""
    return msgspec.json.format(msgspec.json.encode(json_schedule(programme, generator)), indent=1)


def _object(value: object) -> _Object:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _objects(parent: _Object, name: str) -> list[_Object]:
    return [each for each in _list(parent.get(name)) if isinstance(each, dict)]


def _note_unknown(
    given: _Object, known: set[str] | frozenset[str], where: str, notes: Notes
) -> None:
    kind = where.rsplit(".", 1)[-1].split("[")[0]
    for name in sorted(set(given) - known):
        notes.add(f"{where}.{name}", f"{kind}: the field “{name}” is not known and was left out")


def _day(where: str, day: _Object) -> RawDay:
    return RawDay(
        where=where,
        index=plain_text(day.get("index")),
        date=plain_text(day.get("date")),
        start=plain_text(day.get("day_start")),
        end=plain_text(day.get("day_end")),
    )


def _events(where: str, day: _Object, notes: Notes) -> Iterator[RawEvent]:
    raw_day = _day(where, day)
    for room, events in _object(day.get("rooms")).items():
        for place, event in enumerate(_list(events)):
            path = f"{where}.rooms[“{room}”].events[{place}]"
            if isinstance(event, dict):
                yield _event(path, event, raw_day, room, notes)


def _event(where: str, event: _Object, day: RawDay, room: str, notes: Notes) -> RawEvent:
    _note_unknown(event, EVENT_TEXTS | _EVENT_MORE, where, notes)
    texts = {name: plain_text(event.get(name)) for name in EVENT_TEXTS}
    texts["room"] = texts["room"] or room
    if one_line(texts["room"]) != one_line(room):
        text = "the room of an event is not the room it is listed in; its own was taken"
        notes.add(where, text)
    return RawEvent(
        where=where,
        day=day,
        texts=texts,
        people=tuple(_people(where, event, notes)),
        links=tuple(_links(where, event, "links", notes)),
        attachments=tuple(_links(where, event, "attachments", notes)),
        recording=_recording(event),
    )


def _people(where: str, event: _Object, notes: Notes) -> Iterator[OriginPerson]:
    for place, person in enumerate(_objects(event, "persons")):
        path = f"{where}.persons[{place}]"
        _note_unknown(person, _PERSON_KNOWN, path, notes)
        name = one_line(person.get("name") or person.get("public_name"))
        if not name:
            notes.add(path, "a person without a name was left out")
            continue
        number = read_number(plain_text(person.get("id")))
        guid, code = read_guid(plain_text(person.get("guid"))) or "", one_line(person.get("code"))
        yield OriginPerson(
            key=person_key(number, guid, code, name),
            name=name,
            id=number,
            guid=guid,
            code=code,
            biography=plain_text(person.get("biography")),
            avatar=plain_text(person.get("avatar")),
            url=plain_text(person.get("url")),
            links=tuple(_links(path, person, "links", notes)),
        )


def _links(where: str, parent: _Object, name: str, notes: Notes) -> Iterator[Link]:
    for place, each in enumerate(_objects(parent, name)):
        path = f"{where}.{name}[{place}]"
        _note_unknown(each, {"url", "href", "title", "type", "service"}, path, notes)
        link = read_link(path, each, notes)
        if link is not None:
            yield link


def _recording(event: _Object) -> Recording | None:
    if not {"recording_license", "do_not_record", "do_not_stream"} & set(event):
        return None
    return Recording(
        licence=one_line(event.get("recording_license")),
        do_not_record=read_flag(event.get("do_not_record")),
        do_not_stream=read_flag(event.get("do_not_stream")),
    )


def _rooms(conference: _Object) -> Iterator[ExchangeRoom]:
    for room in _objects(conference, "rooms"):
        name = one_line(room.get("name"))
        if name:
            yield ExchangeRoom(
                name=name,
                guid=read_guid(plain_text(room.get("guid"))) or "",
                slug=plain_text(room.get("slug")),
                type=plain_text(room.get("type")),
                stream_id=plain_text(room.get("stream_id")),
                description=_description(room.get("description")),
                url=plain_text(room.get("url")),
                capacity=_capacity(room.get("capacity")),
            )


def _capacity(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) and 0 < value < 1_000_000 else None


def _description(value: object) -> str:
    """A description may come in several languages; the first is taken."""
    if isinstance(value, dict):
        value = next(iter(value.values()), "")
    return plain_text(value)


def _tracks(conference: _Object) -> Iterator[ExchangeTrack]:
    for track in _objects(conference, "tracks"):
        yield ExchangeTrack(
            one_line(track.get("name")),
            slug=plain_text(track.get("slug")),
            color=plain_text(track.get("color")),
        )
