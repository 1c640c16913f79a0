"""A drawn layout as its form sends it: for each element ID the fields "ID.x", "ID.text", …"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar.datastructures import FormMultiDict, UploadFile

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
from badges.layouts.stored import MOST_ELEMENTS, Millimetres, Points, Size
from badges.layouts.words import BADGE_PLACEHOLDERS
from badges.stock.stock import Stock
from badges.stock.titles import MOST_TITLE
from conference.typesetting.fonts import Weight
from conference.web import FormErrors
from conference.web.forms import parse_form

OTHER_CONDITION = "*"
SMALL = "small_"
MOST_DO = MOST_ELEMENTS * 41 + 20  # a verb with the ids of all elements
_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")
_NAME = re.compile(r"([A-Za-z0-9_-]{1,40})\.([a-z_]{1,20})")
Lines = Annotated[int, msgspec.Meta(ge=1, le=60)]


class ElementForm(msgspec.Struct):
    """One element. Sizes left empty are the usual ones of its kind."""

    kind: ElementKind
    x: Millimetres
    y: Millimetres
    width: Size
    height: Size
    side: Side = Side.FRONT
    turn: Turn = Turn.UPRIGHT
    text: Annotated[str, msgspec.Meta(max_length=500)] = ""
    align: Align = Align.LEFT
    shown_when: Annotated[str, msgspec.Meta(max_length=200)] = ""
    shown_text: Annotated[str, msgspec.Meta(max_length=200)] = ""
    picture: UUID | None = None
    weight: Weight = Weight.REGULAR
    largest: Points | None = None
    good: Points | None = None
    floor: Points | None = None
    lines: Lines = 1
    small_weight: Weight = Weight.BOLD
    small_largest: Points | None = None
    small_good: Points | None = None
    small_floor: Points | None = None
    small_lines: Lines = 1

    def as_element(self, id: str) -> Element:
        is_other = self.shown_when == OTHER_CONDITION
        return Element(
            id=id,
            kind=self.kind,
            box=Box(self.x, self.y, self.width, self.height),
            text=self.text,
            type=_range(self.weight, self.largest, self.good, self.floor, self.lines),
            small=_range(
                self.small_weight, self.small_largest, self.small_good, self.small_floor,
                self.small_lines,
            ),
            align=self.align,
            shown_when=self.shown_text if is_other else self.shown_when,
            picture=self.picture,
            side=self.side,
            turn=self.turn,
        )  # fmt: skip


def _range(
    weight: Weight, largest: float | None, good: float | None, floor: float | None, lines: int
) -> TypeRange | None:
    if largest is None:
        return None
    good = largest if good is None else good
    return TypeRange(weight, largest, good, good if floor is None else floor, lines)


@dataclass(frozen=True, slots=True)
class Draft:
    """A layout as it was sent: whole, or with the sentences that say why it is not.

    `do` is the button: "save", "add:text", "copy:ID,ID", …; `side` and `face` what was looked at.
    """

    layout: Layout | None
    ids: tuple[str, ...]
    values: Mapping[str, Any]
    errors: Mapping[str, str]
    version: int
    do: str
    side: Side
    face: str
    samples: tuple[UUID, ...]
    file: UploadFile | None = field(default=None, repr=False)


def read_draft(form: FormMultiDict, key: str, stock: Stock) -> Draft:
    """Everything that was sent; nothing is refused here, faults stand in `errors`."""
    ids = _ids(form)
    values: dict[str, Any] = {"title": _word(form, "title", MOST_TITLE)}
    errors: dict[str, str] = {} if values["title"] else {"title": "Give the layout a title."}
    elements = [_element(form, id, values, errors) for id in ids]
    backgrounds = _backgrounds(form, values)
    file = form.get("file")
    layout = None
    if not errors:
        made = tuple(each for each in elements if each is not None)
        layout = Layout(key, values["title"], stock.width, stock.height, made, tuple(backgrounds))
    return Draft(
        layout, ids, values, errors,
        version=_whole(form, "version"),
        do=_word(form, "do", MOST_DO) or "save",
        side=_side(_word(form, "side", 20)),
        face=_word(form, "face", 40),
        samples=tuple(filter(None, (_uuid(each) for each in form.getall("sample", []))))[:20],
        file=file if isinstance(file, UploadFile) and file.filename else None,
    )  # fmt: skip


def _ids(form: FormMultiDict) -> tuple[str, ...]:
    sent = [str(each) for each in form.getall("element", []) if _ID.fullmatch(str(each))]
    return tuple(dict.fromkeys(sent))[:MOST_ELEMENTS]


def _element(
    form: FormMultiDict, id: str, values: dict[str, Any], errors: dict[str, str]
) -> Element | None:
    own = FormMultiDict(
        [
            (found[2], value)
            for name, value in form.multi_items()
            if (found := _NAME.fullmatch(name)) and found[1] == id
        ]
    )
    values.update({f"{id}.{name}": value for name, value in own.items()})
    try:
        return parse_form(ElementForm, own).as_element(id)
    except FormErrors as wrong:
        errors.update({f"{id}.{name}": sentence for name, sentence in wrong.errors.items()})
        return None


def _backgrounds(form: FormMultiDict, values: dict[str, Any]) -> list[Background]:
    found = []
    for side in Side:
        chosen = _uuid(form.get(f"background.{side.value}", ""))
        values[f"background.{side.value}"] = str(chosen or "")
        if chosen:
            found.append(Background(chosen, side))
    return found


def _word(form: FormMultiDict, name: str, most: int) -> str:
    value = form.get(name, "")
    return value.replace("\x00", "").strip()[:most] if isinstance(value, str) else ""


def _whole(form: FormMultiDict, name: str) -> int:
    text = _word(form, name, 9)
    return int(text) if text.isascii() and text.isdigit() else 0


def _side(text: str) -> Side:
    return next((side for side in Side if side.value == text), Side.FRONT)


def _uuid(value: Any) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None


def values_of(layout: Layout, conditions: Mapping[str, str]) -> dict[str, Any]:
    """A layout as its form shows it; `conditions` are those that the list offers."""
    values: dict[str, Any] = {"title": layout.title}
    for element in layout.elements:
        values.update({f"{element.id}.{k}": v for k, v in _values(element, conditions).items()})
    for each in layout.backgrounds:
        values[f"background.{each.side.value}"] = str(each.picture)
    return values


def _values(element: Element, conditions: Mapping[str, str]) -> dict[str, Any]:
    box, shown = element.box, element.shown_when
    is_listed = not shown or shown in conditions
    own = {
        "kind": element.kind.value,
        "side": element.side.value,
        "turn": str(element.turn.value),
        "x": plain(box.x),
        "y": plain(box.y),
        "width": plain(box.width),
        "height": plain(box.height),
        "text": element.text,
        "align": element.align.value,
        "shown_when": shown if is_listed else OTHER_CONDITION,
        "shown_text": "" if is_listed else shown,
        "picture": str(element.picture or ""),
    }
    return {**own, **_type_values("", element.type), **_type_values(SMALL, element.small)}


def _type_values(prefix: str, sizes: TypeRange | None) -> dict[str, Any]:
    if sizes is None:
        return {}
    return {
        f"{prefix}weight": sizes.weight.value,
        f"{prefix}largest": plain(sizes.largest),
        f"{prefix}good": plain(sizes.good),
        f"{prefix}floor": plain(sizes.floor),
        f"{prefix}lines": sizes.lines,
    }


def plain(number: float) -> str:
    """A number with at most two places and no more than needed."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def offered_conditions(
    categories: Mapping[str, str], ribbons: Mapping[str, str] | None = None
) -> dict[str, dict[str, str]]:
    """What the list of conditions offers, by heading: the condition and how it reads."""
    words = {name: BADGE_PLACEHOLDERS[name] for name in ("affiliation", "country", "ribbons")}
    words["revision"] = "a second print"
    return {
        "Only for": {f"category:{key}": title for key, title in categories.items()},
        "Not for": {f"not category:{key}": title for key, title in categories.items()},
        "Only with the ribbon": {f"ribbon:{each}": each for each in ribbons or ()},
        "Not with the ribbon": {f"not ribbon:{each}": each for each in ribbons or ()},
        "Only with": {f"has:{name}": meaning for name, meaning in words.items()},
        "Only without": {f"not has:{name}": meaning for name, meaning in words.items()},
    }


class NewLayoutForm(msgspec.Struct):
    """A new layout: on which stock, called what."""

    stock: Annotated[str, msgspec.Meta(max_length=40)]
    title: Annotated[str, msgspec.Meta(max_length=MOST_TITLE)]
