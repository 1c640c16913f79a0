"""The words that a layout is spoken of with: placeholders, kinds of element, sides. Pure."""

from collections import Counter
from collections.abc import Sequence

from badges.layouts.layout import Align, ElementKind, Side, Turn
from conference.letters.placeholders import Group, placeholders_of
from conference.typesetting.fonts import Weight

BADGE_PLACEHOLDERS = placeholders_of(Group.PERSON, Group.MEETING, Group.REGISTRATION, Group.BADGE)

KIND_WORDS: dict[ElementKind, str] = {
    ElementKind.NAME: "Name",
    ElementKind.PERSON: "Name, affiliation and country",
    ElementKind.TEXT: "Text",
    ElementKind.QR: "QR code",
    ElementKind.CODE: "Code to read",
    ElementKind.RIBBONS: "Ribbons",
    ElementKind.BAND: "Band of the category",
    ElementKind.RULE: "Line",
    ElementKind.PICTURE: "Picture",
    ElementKind.AGENDA: "Own agenda",
}
SIDE_WORDS = {
    "front": "Front",
    "back": "Back",
    "agenda": "Agenda panel",
    "practical": "Practical panel",
}
ALIGN_WORDS = {Align.LEFT: "Left", Align.CENTRE: "Centre", Align.RIGHT: "Right"}
TURN_WORDS = {
    Turn.UPRIGHT: "Upright",
    Turn.RIGHT: "A quarter to the right: reads downwards",
    Turn.OVER: "On its head",
    Turn.LEFT: "A quarter to the left: reads upwards",
}
WEIGHT_WORDS = {Weight.REGULAR: "Regular", Weight.BOLD: "Bold"}
WITH_TYPE = frozenset(
    {
        ElementKind.NAME,
        ElementKind.PERSON,
        ElementKind.TEXT,
        ElementKind.CODE,
        ElementKind.RIBBONS,
        ElementKind.BAND,
        ElementKind.AGENDA,
    }
)
WITH_SMALL = frozenset({ElementKind.NAME, ElementKind.PERSON})
WITH_ALIGN = frozenset({ElementKind.TEXT, ElementKind.CODE})


def numbered(names: Sequence[str]) -> list[str]:
    """The same names, those that occur more than once with their number: "Line 1", "Line 2"."""
    counts, seen = Counter(names), Counter[str]()
    made = []
    for name in names:
        seen[name] += 1
        made.append(f"{name} {seen[name]}" if counts[name] > 1 else name)
    return made


def side_words(side: Side) -> str:
    """A side as a person calls it."""
    return SIDE_WORDS.get(side.value, side.value.capitalize())
