"""xCal (RFC 6321): the same calendar as the .ics, event by event, written as XML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

MEDIA_TYPE = "application/calendar+xml"
NAMESPACE = "urn:ietf:params:xml:ns:icalendar-2.0"
_TYPES = {
    "dtstart": "date-time",
    "dtend": "date-time",
    "dtstamp": "date-time",
    "created": "date-time",
    "last-modified": "date-time",
    "recurrence-id": "date-time",
    "exdate": "date-time",
    "rdate": "date-time",
    "duration": "duration",
    "trigger": "duration",
    "refresh-interval": "duration",
    "sequence": "integer",
    "priority": "integer",
    "repeat": "integer",
    "url": "uri",
    "source": "uri",
    "conference": "uri",
    "image": "uri",
    "attach": "uri",
    "tzurl": "uri",
    "organizer": "cal-address",
    "attendee": "cal-address",
    "tzoffsetfrom": "utc-offset",
    "tzoffsetto": "utc-offset",
}
_LISTS = frozenset({"categories", "resources"})
_URIS = frozenset({"altrep", "dir"})
_ADDRESSES = frozenset({"delegated-from", "delegated-to", "member", "sent-by"})
_LINE = re.compile(
    r'((?:[^":;]+))((?:;[^=]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):(.*)'
)
_PARAMETER = re.compile(r';([^=]+)=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)')
_ESCAPED = re.compile(r"\\(.)")
_COMMAS = re.compile(r"(?<!\\),")


@dataclass(frozen=True, slots=True)
class _Property:
    name: str
    parameters: tuple[tuple[str, tuple[str, ...]], ...]
    value: str

    @property
    def value_type(self) -> str:
        """The type that VALUE says, else the property's usual one."""
        told = dict(self.parameters).get("value")
        if told:
            return told[0].lower()
        return _TYPES.get(self.name, "unknown" if self.name.startswith("x-") else "text")


def xcal_of(calendar: bytes) -> bytes:
    """The XML of an iCalendar file: the same components, properties and parameters in the same
    order, instants in UTC as they are there."""
    root = etree.Element(f"{{{NAMESPACE}}}icalendar", nsmap={None: NAMESPACE})
    _fill(root, _unfolded(calendar.decode("utf-8")))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8"))


def _fill(root: etree._Element, lines: Iterable[str]) -> None:
    """Components are properties, then components, each in a list of its own."""
    open_ones = [root]
    for line in lines:
        found = _LINE.fullmatch(line)
        if found is None:
            continue
        name, value = found[1].lower(), found[3]
        if name == "begin":
            parent = open_ones[-1]
            holder = parent if parent is root else _group(parent, "components")
            open_ones.append(_add(holder, value.lower()))
        elif name == "end":
            open_ones.pop()
        else:
            parameters = tuple(_parameters(found[2]))
            _add_property(_group(open_ones[-1], "properties"), _Property(name, parameters, value))


def _unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").replace("\r\n\t", "").split("\r\n")


def _parameters(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for found in _PARAMETER.finditer(text):
        values = re.findall(r'"[^"]*"|[^",]+', found[2])
        yield found[1].lower(), tuple(value.strip('"') for value in values)


def _group(parent: etree._Element, name: str) -> etree._Element:
    tag = f"{{{NAMESPACE}}}{name}"
    last = parent[-1] if len(parent) else None
    return last if last is not None and last.tag == tag else etree.SubElement(parent, tag)


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    element.text = text
    return element


def _add_property(parent: etree._Element, told: _Property) -> None:
    element, kind = _add(parent, told.name), told.value_type
    others = [pair for pair in told.parameters if pair[0] != "value"]
    if others:
        _add_parameters(element, others)
    values = _COMMAS.split(told.value) if told.name in _LISTS else [told.value]
    for value in values:
        _add(element, kind, _written(kind, value))


def _add_parameters(
    element: etree._Element, parameters: Iterable[tuple[str, tuple[str, ...]]]
) -> None:
    group = _add(element, "parameters")
    for name, values in parameters:
        kind = "uri" if name in _URIS else "cal-address" if name in _ADDRESSES else "text"
        one = _add(group, name)
        for value in values:
            _add(one, kind, value)


def _written(kind: str, value: str) -> str:
    """20271018T080000Z as 2027-10-18T08:00:00Z; text without its backslashes."""
    if kind in ("date-time", "date"):
        return _dashed(value)
    if kind == "utc-offset":
        return f"{value[:3]}:{value[3:5]}"
    if kind in ("text", "unknown"):
        return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
    return value


def _dashed(value: str) -> str:
    day = f"{value[:4]}-{value[4:6]}-{value[6:8]}"
    if len(value) < 15:
        return day
    return f"{day}T{value[9:11]}:{value[11:13]}:{value[13:15]}{value[15:]}"
