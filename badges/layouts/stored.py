"""The JSON form of a layout. Strict when written; what cannot be read never breaks a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

import msgspec

from badges.layouts.layout import (
    Align,
    Background,
    Box,
    Element,
    ElementKind,
    Layout,
    Side,
    Turn,
    TypeRange,
)
from conference.typesetting.fonts import Weight

FORM = 1  # of the JSON; a reader of a later one says so instead of guessing
MOST_ELEMENTS = 60
LARGEST_MM = 1000.0
Millimetres = Annotated[float, msgspec.Meta(ge=-LARGEST_MM, le=LARGEST_MM)]
Size = Annotated[float, msgspec.Meta(gt=0, le=LARGEST_MM)]
Points = Annotated[float, msgspec.Meta(ge=1, le=400)]
Id = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
Text = Annotated[str, msgspec.Meta(max_length=500)]


class StoredType(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    weight: Weight
    largest: Points
    good: Points
    floor: Points
    lines: Annotated[int, msgspec.Meta(ge=1, le=60)] = 1


class StoredElement(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    id: Id
    kind: ElementKind
    x: Millimetres
    y: Millimetres
    width: Size
    height: Size
    text: Text = ""
    type: StoredType | None = None
    small: StoredType | None = None
    align: Align = Align.LEFT
    shown_when: Text = ""
    picture: UUID | None = None
    side: Side = Side.FRONT
    turn: Turn = Turn.UPRIGHT


class StoredBackground(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    picture: UUID
    side: Side = Side.FRONT


class StoredLayout(msgspec.Struct, forbid_unknown_fields=True):
    form: int
    width: Size
    height: Size
    elements: list[msgspec.Raw]
    backgrounds: list[StoredBackground] = []


@dataclass(frozen=True, slots=True)
class Read:
    """A stored layout as far as it could be read: None for not at all."""

    layout: Layout | None
    lost: int = 0


def write_layout(layout: Layout) -> str:
    """The JSON of a layout."""
    content = {
        "form": FORM,
        "width": layout.width,
        "height": layout.height,
        "elements": [_stored(each) for each in layout.elements],
        "backgrounds": [StoredBackground(each.picture, each.side) for each in layout.backgrounds],
    }
    return msgspec.json.encode(content).decode()


def read_layout(key: str, title: str, content: str) -> Read:
    """The layout of stored JSON; elements that cannot be read are left out and counted."""
    try:
        stored = msgspec.json.decode(content, type=StoredLayout)
    except (msgspec.DecodeError, UnicodeError, TypeError):
        return Read(None)
    if stored.form > FORM:
        return Read(None)
    elements = [_read_element(raw) for raw in stored.elements[:MOST_ELEMENTS]]
    kept: dict[str, Element] = {}
    for each in elements:
        if each is not None:
            kept.setdefault(each.id, each)
    backgrounds = tuple(Background(each.picture, each.side) for each in stored.backgrounds)
    layout = Layout(key, title, stored.width, stored.height, tuple(kept.values()), backgrounds)
    return Read(layout, len(stored.elements) - len(kept))


def _read_element(raw: msgspec.Raw) -> Element | None:
    try:
        stored = msgspec.json.decode(raw, type=StoredElement)
    except msgspec.DecodeError:
        return None
    own: dict[str, Any] = msgspec.structs.asdict(stored)
    box = Box(own.pop("x"), own.pop("y"), own.pop("width"), own.pop("height"))
    large, small = _read_type(own.pop("type")), _read_type(own.pop("small"))
    return Element(**own, type=large, small=small, box=box)


def _read_type(stored: StoredType | None) -> TypeRange | None:
    return TypeRange(**msgspec.structs.asdict(stored)) if stored else None


def _stored(element: Element) -> StoredElement:
    box = element.box
    return StoredElement(
        id=element.id,
        kind=element.kind,
        x=round(box.x, 3),
        y=round(box.y, 3),
        width=round(box.width, 3),
        height=round(box.height, 3),
        text=element.text,
        type=_stored_type(element.type),
        small=_stored_type(element.small),
        align=element.align,
        shown_when=element.shown_when,
        picture=element.picture,
        side=element.side,
        turn=element.turn,
    )


def _stored_type(sizes: TypeRange | None) -> StoredType | None:
    if sizes is None:
        return None
    return StoredType(sizes.weight, sizes.largest, sizes.good, sizes.floor, sizes.lines)
