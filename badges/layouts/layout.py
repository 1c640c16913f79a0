"""A layout: what stands where on a badge, as data that a designer can change. Pure.

Millimetres from the top left corner of the badge; type sizes in points.
"""

from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from functools import lru_cache
from uuid import UUID

from badges.stock.stock import POINTS_PER_MM
from conference.typesetting.fonts import Weight

__all__ = [
    "POINTS_PER_MM",
    "Align",
    "Background",
    "Box",
    "Element",
    "ElementKind",
    "Layout",
    "Side",
    "Turn",
    "TypeRange",
]


class Turn(IntEnum):
    """By how many degrees a thing is turned clockwise; RIGHT reads downwards, LEFT upwards."""

    UPRIGHT = 0
    RIGHT = 90
    OVER = 180
    LEFT = 270

    @property
    def is_across(self) -> bool:
        """Whether width and height change places."""
        return self in (Turn.RIGHT, Turn.LEFT)

    def plus(self, other: "Turn") -> "Turn":
        return Turn((self + other) % 360)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in millimetres, measured from the top left."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> tuple[float, float]:
        return (self.x + self.width / 2, self.y + self.height / 2)

    def turned(self, turn: Turn) -> "Box":
        """The box about the same middle, lying for one that stands if the turn is across."""
        if not turn.is_across:
            return self
        x, y = self.middle
        return Box(x - self.height / 2, y - self.width / 2, self.height, self.width)

    def holds(self, other: "Box", tolerance: float = 0.01) -> bool:
        """Whether the other box lies inside this one."""
        return (
            other.x >= self.x - tolerance
            and other.y >= self.y - tolerance
            and other.right <= self.right + tolerance
            and other.bottom <= self.bottom + tolerance
        )

    def overlaps(self, other: "Box", tolerance: float = 0.01) -> bool:
        """Whether both boxes share an area."""
        return (
            self.x < other.right - tolerance
            and other.x < self.right - tolerance
            and self.y < other.bottom - tolerance
            and other.y < self.bottom - tolerance
        )


@dataclass(frozen=True, slots=True)
class TypeRange:
    """The sizes of a text: as large as `largest`, one line down to `good`, never under `floor`."""

    weight: Weight
    largest: float
    good: float
    floor: float
    lines: int = 1


class Align(StrEnum):
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Side(StrEnum):
    """AGENDA and PRACTICAL are the inner panels of a sheet folded twice."""

    FRONT = "front"
    BACK = "back"
    AGENDA = "agenda"
    PRACTICAL = "practical"


class ElementKind(StrEnum):
    """What an element draws.

    NAME is the name large and small, fitted together; PERSON adds affiliation and country below
    it as one column. TEXT is words with placeholders. QR is the code, CODE the token to read.
    """

    NAME = "name"
    PERSON = "person"
    TEXT = "text"
    QR = "qr"
    CODE = "code"
    RIBBONS = "ribbons"
    BAND = "band"
    RULE = "rule"
    PICTURE = "picture"
    AGENDA = "agenda"


@dataclass(frozen=True, slots=True)
class Element:
    """One thing on a badge, in its box; drawn in the order of the list.

    `text` holds placeholders in braces (conference.letters.placeholders). `shown_when` is "" for
    always, or a condition of badges.layouts.conditions such as "category:trainee" or
    "not ribbon:Speaker". `picture` is the id of a picture. `small` is for a second type size: the
    family name of NAME and PERSON. `box` is what is covered on the badge, however the element is
    turned in it.
    """

    id: str
    kind: ElementKind
    box: Box
    text: str = ""
    type: TypeRange | None = None
    small: TypeRange | None = None
    align: Align = Align.LEFT
    shown_when: str = ""
    picture: UUID | None = None
    side: Side = Side.FRONT
    turn: Turn = Turn.UPRIGHT

    @property
    def lying(self) -> "Element":
        """The element as it is laid out, before it is turned about the middle of its box."""
        return self if self.turn is Turn.UPRIGHT else _lying(self)


@lru_cache(maxsize=512)
def _lying(element: Element) -> Element:
    return replace(element, box=element.box.turned(element.turn), turn=Turn.UPRIGHT)


@dataclass(frozen=True, slots=True)
class Background:
    """A picture under everything of one side, placed once in a file."""

    picture: UUID
    side: Side = Side.FRONT


@dataclass(frozen=True, slots=True)
class Layout:
    """A badge's two sides; `key` is what is stored with a print."""

    key: str
    title: str
    width: float
    height: float
    elements: tuple[Element, ...]
    backgrounds: tuple[Background, ...] = ()

    def of_side(self, side: Side) -> tuple[Element, ...]:
        return tuple(each for each in self.elements if each.side is side)

    @property
    def has_back(self) -> bool:
        """Whether anything stands on the back."""
        sides = {each.side for each in self.elements} | {each.side for each in self.backgrounds}
        return Side.BACK in sides

    @property
    def has_agenda(self) -> bool:
        """Whether it prints the person's own agenda, which is read for nobody else."""
        return any(each.kind is ElementKind.AGENDA for each in self.elements)

    @property
    def pictures(self) -> frozenset[UUID]:
        """Every picture that it places, as a background or in a box."""
        placed = {each.picture for each in self.elements if each.picture}
        return frozenset(placed | {each.picture for each in self.backgrounds})
