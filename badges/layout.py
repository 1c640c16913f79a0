"""Stock and layout as data: what lies where, in millimetres from the top left corner."""

from dataclasses import dataclass

from badges.drawing.fit import TypeRange
from badges.drawing.qr import SIDE_MM
from conference.typesetting.fonts import Weight

POINTS_PER_MM = 72 / 25.4


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
class BadgeLayout:
    """One badge. `person` holds name, affiliation and country, one under the other."""

    width: float
    height: float
    meeting: Box
    rule: Box
    person: Box
    ribbons: Box
    qr: Box
    token: Box
    code: Box
    band: Box
    given: TypeRange
    single: TypeRange
    family: TypeRange
    affiliation: TypeRange
    country: TypeRange
    title: TypeRange
    occasion: TypeRange
    ribbon: TypeRange
    token_type: TypeRange
    code_type: TypeRange
    word: TypeRange


@dataclass(frozen=True, slots=True)
class Sheet:
    """The paper: `columns` x `rows` places from (left, top) at a pitch."""

    width: float
    height: float
    columns: int = 1
    rows: int = 1
    left: float = 0.0
    top: float = 0.0
    pitch_x: float = 0.0
    pitch_y: float = 0.0
    crop_marks: float = 0.0

    @property
    def places(self) -> int:
        return self.columns * self.rows


@dataclass(frozen=True, slots=True)
class Layout:
    """A badge on its stock; `key` is what is stored with a print."""

    key: str
    title: str
    badge: BadgeLayout
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class Place:
    """Where a badge goes: the page, and the top left corner in millimetres."""

    page: int
    x: float
    y: float


MARGIN = 7.0
A6_BADGE = BadgeLayout(
    width=105.0,
    height=148.0,
    meeting=Box(MARGIN, 9.0, 91.0, 12.0),
    rule=Box(MARGIN, 23.0, 91.0, 1.2),
    person=Box(MARGIN, 28.5, 91.0, 60.5),
    ribbons=Box(MARGIN, 92.5, 64.0, 24.0),
    qr=Box(72.8, 89.0, SIDE_MM, SIDE_MM),
    token=Box(72.3, 114.6, 26.4, 10.4),
    code=Box(MARGIN, 118.4, 62.0, 6.0),
    band=Box(0.0, 128.0, 105.0, 20.0),
    given=TypeRange(Weight.BOLD, largest=54, good=36, floor=16, lines=2),
    single=TypeRange(Weight.BOLD, largest=54, good=44, floor=16, lines=2),
    family=TypeRange(Weight.BOLD, largest=30, good=20, floor=14, lines=2),
    affiliation=TypeRange(Weight.REGULAR, largest=18, good=15, floor=12, lines=2),
    country=TypeRange(Weight.REGULAR, largest=16, good=13, floor=12, lines=2),
    title=TypeRange(Weight.BOLD, largest=15, good=12, floor=12),
    occasion=TypeRange(Weight.REGULAR, largest=12, good=12, floor=12),
    ribbon=TypeRange(Weight.BOLD, largest=13, good=12, floor=12),
    token_type=TypeRange(Weight.REGULAR, largest=12, good=9, floor=9),
    code_type=TypeRange(Weight.REGULAR, largest=12, good=12, floor=12),
    word=TypeRange(Weight.BOLD, largest=30, good=20, floor=18, lines=2),
)

LAYOUTS = {
    layout.key: layout
    for layout in (
        Layout("a6", "A6, one badge a page", A6_BADGE, Sheet(105.0, 148.0)),
        Layout(
            "a4-4up",
            "A4, four badges to cut",
            A6_BADGE,
            Sheet(
                210.0, 297.0, columns=2, rows=2, top=0.5, pitch_x=105.0, pitch_y=148.0,
                crop_marks=3.0,
            ),
        ),
    )
}  # fmt: skip
DEFAULT_LAYOUT = "a6"


def place(sheet: Sheet, index: int) -> Place:
    """Where the badge of this index goes: rows from left to right, then down, then a new page."""
    page, rest = divmod(index, sheet.places)
    row, column = divmod(rest, sheet.columns)
    return Place(page, sheet.left + column * sheet.pitch_x, sheet.top + row * sheet.pitch_y)


def page_count(sheet: Sheet, badges: int) -> int:
    """How many pages so many badges take."""
    return -(-badges // sheet.places)


def cut_lines(sheet: Sheet, badge: BadgeLayout) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The x of the vertical cuts and the y of the horizontal ones."""
    across = {sheet.left + column * sheet.pitch_x for column in range(sheet.columns)}
    down = {sheet.top + row * sheet.pitch_y for row in range(sheet.rows)}
    vertical = across | {x + badge.width for x in across}
    horizontal = down | {y + badge.height for y in down}
    return tuple(sorted(vertical)), tuple(sorted(horizontal))
