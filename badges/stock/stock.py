"""Stock as data: the size of a badge, where badges lie on the paper, how it is folded. Pure.

Millimetres, from the top left corner of the paper.
"""

from dataclasses import dataclass
from enum import StrEnum

POINTS_PER_MM = 72 / 25.4


class StockKind(StrEnum):
    """What the printer is fed with."""

    SHEET = "sheet"
    ROLL = "roll"
    CARD = "card"
    FOLD = "fold"


class Fold(StrEnum):
    """How one badge is folded; the panels are in `panels(stock)`."""

    NONE = "none"
    BUTTERFLY = "butterfly"  # front above, back below, the back turned by 180 degrees
    QUARTER = "quarter"  # a sheet folded twice: front, back, agenda, practical


class Flip(StrEnum):
    """Which edge a printer turns the sheet over for the back; NONE prints fronts only."""

    NONE = "none"
    LONG_EDGE = "long_edge"
    SHORT_EDGE = "short_edge"


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

    @property
    def places(self) -> int:
        return self.columns * self.rows


@dataclass(frozen=True, slots=True)
class Stock:
    """What one can buy: `width` x `height` is one badge's face, `safe` the margin not to print in.

    `dots_per_inch` is set where a printer of dots is meant and strokes snap to them.
    `feeds_turned`: the page is read across, but runs through the printer short edge first.
    `source` says where the figures come from.
    """

    key: str
    title: str
    kind: StockKind
    width: float
    height: float
    sheet: Sheet
    fold: Fold = Fold.NONE
    corner: float = 0.0
    safe: float = 3.0
    has_cuts: bool = False
    dots_per_inch: int = 0
    source: str = ""
    feeds_turned: bool = False

    @property
    def size(self) -> tuple[float, float]:
        return (self.width, self.height)

    @property
    def media(self) -> tuple[float, float]:
        """Width and height of the paper as the printer is fed with it."""
        size = (self.sheet.width, self.sheet.height)
        return size[::-1] if self.feeds_turned else size


@dataclass(frozen=True, slots=True)
class Paper:
    """Stock as it lies in one printer: its offset, the first free place, marks, and the flip."""

    stock: Stock
    offset_x: float = 0.0
    offset_y: float = 0.0
    first_place: int = 0
    marks: bool = True
    flip: Flip = Flip.NONE


@dataclass(frozen=True, slots=True)
class Place:
    """Where a badge goes: the page of the file, and the top left corner in millimetres.

    `rotated`: what stands there is turned by 180 degrees, as a sheet that is turned over its
    horizontal edge needs.
    """

    page: int
    x: float
    y: float
    rotated: bool = False
