"""Finding elements by their plain names: each version of CAMT.053 has a namespace of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from lxml import etree

from conference.people.rules import clean

Element = Any  # lxml has no types


def parse_xml(data: bytes) -> Element:
    """The root of a document. Nothing is fetched, no entity is expanded, no DTD is read.

    Raises ValueError with a sentence for a person.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"The file is damaged at line {error.lineno}; fetch it again.") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("The file has a DOCTYPE, which no bank writes. It was not read.")
    return root


def name_of(element: Element) -> str:
    """The name without its namespace; "" for a comment."""
    return str(etree.QName(element).localname) if isinstance(element.tag, str) else ""


def children(element: Element | None, *path: str) -> Iterator[Element]:
    """All elements at the end of a path of plain names."""
    if element is None:
        return
    for each in element:
        if name_of(each) != path[0]:
            continue
        if len(path) == 1:
            yield each
        else:
            yield from children(each, *path[1:])


def child(element: Element | None, *path: str) -> Element | None:
    return next(children(element, *path), None)


def text_of(element: Element | None, *path: str) -> str:
    """The text of the first element at the end of the path, on one line; "" without it."""
    found = child(element, *path) if path else element
    return clean(found.text or "") if found is not None else ""


def texts_of(element: Element | None, *path: str) -> list[str]:
    return [text for each in children(element, *path) if (text := text_of(each))]


def decimal_of(element: Element | None, *path: str) -> Decimal | None:
    """An amount, which is always written with a point; None without one or with nonsense."""
    try:
        number = Decimal(text_of(element, *path))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def day_of(element: Element | None, *path: str) -> date | None:
    """A day, or the day of an instant as the bank wrote it."""
    found = child(element, *path)
    text = text_of(found, "Dt") or text_of(found, "DtTm")
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
