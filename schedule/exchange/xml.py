"""Pentabarf/frab schedule XML (c3voc's schema): read with line numbers, written valid."""

from collections.abc import Iterator

from lxml import etree

from schedule.exchange.errors import UnreadableProgramme
from schedule.exchange.fields import one_line, plain_text, read_flag, read_guid, read_number
from schedule.exchange.model import (
    ExchangeProgramme,
    ExchangeRoom,
    ExchangeSession,
    ExchangeTrack,
    Notes,
)
from schedule.exchange.raw import (
    CONFERENCE_TEXTS,
    EVENT_TEXTS,
    RawDay,
    RawEvent,
    RawProgramme,
    person_key,
    read_link,
)
from schedule.exchange.supplement import TARGET, session_of_text
from schedule.exchange.xml_writing import xml_tree
from schedule.rules.origin import Link, OriginPerson, Recording


def read_xml(data: bytes, notes: Notes) -> RawProgramme:
    """The texts of a schedule XML; a file with a document type (and so with entities), one that
    is not well-formed and one that is not a schedule raise `UnreadableProgramme`."""
    root = _root(data)
    conference = root.find("conference")
    texts: dict[str, str] = {}
    if conference is not None:
        texts = _texts(conference, CONFERENCE_TEXTS, {"days", "track", "color"}, notes)
    for element in _children(root):
        if element.tag not in {"generator", "url", "version", "conference", "day"}:
            notes.add(_where(element), f"the element “{element.tag}” is not known")
    days = [(element, _day(element)) for element in root.iterfind("day")]
    return RawProgramme(
        version=root.findtext("version") or "",
        conference=texts,
        days=tuple(day for _, day in days),
        events=tuple(event for element, day in days for event in _events(element, day, notes)),
        rooms=_rooms(root),
        tracks=_tracks(conference),
        colors=_colors(conference),
        sessions=tuple(_sessions(root, notes)),
    )


def write_xml(programme: ExchangeProgramme, generator: str = "") -> bytes:
    """The programme as schedule XML that is valid against c3voc's schema."""
    tree = xml_tree(programme, generator)
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _root(data: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableProgramme(f"This is not well-formed XML: {error.msg}.") from error
    if root.getroottree().docinfo.doctype:
        raise UnreadableProgramme("A programme must not bring a document type (DOCTYPE) with it.")
    if root.tag != "schedule":
        raise UnreadableProgramme(f"The file holds “{root.tag}”, not a schedule.")
    return root


def _sessions(root: etree._Element, notes: Notes) -> Iterator[ExchangeSession]:
    for found in root.iterchildren(etree.ProcessingInstruction):
        if found.target == TARGET:
            yield from session_of_text(f"line {found.sourceline}", found.text or "", notes)


def _children(element: etree._Element) -> Iterator[etree._Element]:
    return (child for child in element if isinstance(child.tag, str))


def _where(element: etree._Element) -> str:
    return f"line {element.sourceline}, <{element.tag}>"


def _texts(
    element: etree._Element, known: frozenset[str], handled: set[str], notes: Notes
) -> dict[str, str]:
    texts: dict[str, str] = {}
    for child in _children(element):
        if child.tag in known:
            texts[child.tag] = plain_text("".join(child.itertext()))
        elif child.tag not in handled:
            text = f"<{element.tag}> has an element “{child.tag}”, which was left out"
            notes.add(_where(child), text)
    return texts


def _day(element: etree._Element) -> RawDay:
    given = element.get
    return RawDay(
        where=_where(element),
        index=given("index", ""),
        date=given("date", ""),
        start=given("start", ""),
        end=given("end", ""),
    )


def _events(day: etree._Element, raw_day: RawDay, notes: Notes) -> Iterator[RawEvent]:
    for room in day.iterfind("room"):
        for event in room.iterfind("event"):
            yield _event(event, raw_day, room.get("name", ""), notes)


def _event(element: etree._Element, day: RawDay, room: str, notes: Notes) -> RawEvent:
    handled = {"persons", "links", "attachments", "recording"}
    texts = _texts(element, EVENT_TEXTS, handled, notes)
    texts |= {name: plain_text(element.get(name)) for name in ("id", "guid", "code")}
    texts["room"] = texts.get("room") or room
    if one_line(texts["room"]) != one_line(room) and room:
        text = "the room of an event is not the room it is listed in; its own was taken"
        notes.add(_where(element), text)
    return RawEvent(
        where=_where(element),
        day=day,
        texts=texts,
        people=tuple(_people(element, notes)),
        links=tuple(_links(element, "links/link", notes)),
        attachments=tuple(_links(element, "attachments/attachment", notes)),
        recording=_recording(element.find("recording")),
    )


def _people(event: etree._Element, notes: Notes) -> Iterator[OriginPerson]:
    for element in event.iterfind("persons/person"):
        name = one_line("".join(element.itertext()))
        if not name:
            notes.add(_where(element), "a person without a name was left out")
            continue
        number, code = read_number(element.get("id", "")), one_line(element.get("code"))
        guid = read_guid(element.get("guid", "")) or ""
        key = person_key(number, guid, code, name)
        yield OriginPerson(key=key, name=name, id=number, guid=guid, code=code)


def _links(event: etree._Element, path: str, notes: Notes) -> Iterator[Link]:
    for element in event.iterfind(path):
        parts: dict[str, object] = dict(element.attrib)
        link = read_link(_where(element), parts | {"title": "".join(element.itertext())}, notes)
        if link is not None:
            yield link


def _recording(element: etree._Element | None) -> Recording | None:
    if element is None:
        return None
    return Recording(
        licence=one_line(element.findtext("license")),
        do_not_record=read_flag(element.findtext("optout")),
        url=plain_text(element.findtext("url")),
        link=plain_text(element.findtext("link")),
    )


def _rooms(root: etree._Element) -> tuple[ExchangeRoom, ...]:
    rooms = (
        ExchangeRoom(one_line(room.get("name")), guid=read_guid(room.get("guid", "")) or "")
        for room in root.iterfind("day/room")
    )
    return tuple(room for room in rooms if room.name)


def _tracks(conference: etree._Element | None) -> tuple[ExchangeTrack, ...]:
    if conference is None:
        return ()
    return tuple(
        ExchangeTrack(
            one_line(track.get("name")), slug=track.get("slug", ""), color=track.get("color", "")
        )
        for track in conference.iterfind("track")
    )


def _colors(conference: etree._Element | None) -> tuple[str, str]:
    color = conference.find("color") if conference is not None else None
    if color is None:
        return "", ""
    return color.get("primary", ""), color.get("background", "")
