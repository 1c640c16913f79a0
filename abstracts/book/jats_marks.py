"""Marked text as JATS elements: italic, bold, sub, sup."""

from __future__ import annotations

from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from conference.web.marks import Runs

_TAGS = {"i": "italic", "b": "bold", "sub": "sub", "sup": "sup"}
_ILLEGAL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535))


def paragraph(line: Runs) -> Element:
    """A paragraph of marked text."""
    made = Element("p")
    mixed(made, line)
    return made


def mixed(parent: Element, line: Runs) -> None:
    """Puts runs into an element, as text and nested elements."""
    last: Element | None = None
    for run in line:
        text = run.text.translate(_ILLEGAL)
        if not run.marks:
            if last is None:
                parent.text = (parent.text or "") + text
            else:
                last.tail = (last.tail or "") + text
            continue
        last = inner = ET.SubElement(parent, _TAGS[run.marks[0]])
        for mark in run.marks[1:]:
            inner = ET.SubElement(inner, _TAGS[mark])
        inner.text = text


def add(parent: Element, tag: str, text: str, attributes: dict[str, str] | None = None) -> None:
    """Puts an element with plain text below another."""
    ET.SubElement(parent, tag, attributes or {}).text = text.translate(_ILLEGAL)
