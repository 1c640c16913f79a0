"""The shipped fonts: which file sets which character, and its shapes and widths.

All files are under the SIL Open Font License, see `fonts/README.md`. A file is opened when a
character needs it, once per process.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import uharfbuzz as hb
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

DIRECTORY = Path(__file__).parent / "fonts"
UNITS = 1000  # per em, in every shipped file


class Weight(StrEnum):
    REGULAR = "regular"
    BOLD = "bold"
    ITALIC = "italic"
    BOLD_ITALIC = "bold italic"


@dataclass(frozen=True, slots=True)
class FontFile:
    """One file; `key` is also its name inside a PDF."""

    key: str

    @property
    def path(self) -> str:
        return str(DIRECTORY / f"{self.key}.ttf")


SANS = {
    Weight.REGULAR: FontFile("NotoSans-Regular"),
    Weight.BOLD: FontFile("NotoSans-Bold"),
    Weight.ITALIC: FontFile("NotoSans-Italic"),
    Weight.BOLD_ITALIC: FontFile("NotoSans-BoldItalic"),
}
SIGNS = FontFile("NotoSansMath-Regular")  # of formulas, arrows, raised and lowered figures
CHINESE = tuple(FontFile(f"NotoSansSC-Bold-{part}") for part in (1, 2, 3))
JAPANESE = (FontFile("NotoSansJP-Bold"),)
KOREAN = (FontFile("NotoSansKR-Bold"),)
OTHER = tuple(
    FontFile(f"NotoSans{script}-Bold")
    for script in ("Arabic", "Hebrew", "Devanagari", "Thai", "Georgian", "Armenian")
)


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph's advance and ink, in thousandths of an em, baseline at 0."""

    advance: int
    top: int
    bottom: int


def is_japanese(text: str, country_code: str) -> bool:
    """Whether Han characters take their Japanese shapes: from Japan, or beside kana."""
    return country_code == "JP" or any("\u3040" <= character <= "\u30ff" for character in text)


@cache
def chain(weight: Weight, japanese: bool) -> tuple[FontFile, ...]:
    """The files in the order in which they are asked for a character."""
    east = JAPANESE + CHINESE if japanese else CHINESE + JAPANESE
    return (SANS[weight], SIGNS, *east, *KOREAN, *OTHER)


@cache
def shaper(key: str) -> hb.Font:
    """The opened font, for shaping and outlines."""
    return hb.Font(hb.Face(hb.Blob.from_file_path(FontFile(key).path)))


@cache
def has(key: str, character: str) -> bool:
    """Whether the file holds the character."""
    return shaper(key).get_nominal_glyph(ord(character)) is not None


@cache
def nominal_glyph(key: str, character: str) -> int:
    """The glyph that the file's character map gives, which is the one reportlab embeds."""
    glyph: int | None = shaper(key).get_nominal_glyph(ord(character))
    return glyph or 0


@cache
def glyph(key: str, number: int) -> Glyph:
    """Width and height of a glyph."""
    font = shaper(key)
    box = font.get_glyph_extents(number)
    top, height = (box.y_bearing, box.height) if box else (0, 0)
    return Glyph(advance=font.get_glyph_h_advance(number), top=top, bottom=top + height)


class _Advances(dict[int, int]):
    """By glyph, how far it moves the pen when nothing is kerned."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key

    def __missing__(self, number: int) -> int:
        self[number] = glyph(self.key, number).advance
        return self[number]


advances = cache(_Advances)


@cache
def embedded(key: str) -> TTFont:
    """The font as reportlab embeds it: registered once per process, subset per document."""
    font = TTFont(key, FontFile(key).path)
    pdfmetrics.registerFont(font)
    return font


Stroke = tuple[str, tuple[float, ...]]  # M, L, C or Z, and its coordinates


class _Pen:
    """Collects an outline; quadratic curves become cubic ones."""

    def __init__(self) -> None:
        self.strokes: list[Stroke] = []
        self.at = (0.0, 0.0)

    def moveTo(self, point: tuple[float, float]) -> None:
        self.strokes.append(("M", point))
        self.at = point

    def lineTo(self, point: tuple[float, float]) -> None:
        self.strokes.append(("L", point))
        self.at = point

    def curveTo(self, *points: tuple[float, float]) -> None:
        self.strokes.append(("C", tuple(part for point in points for part in point)))
        self.at = points[-1]

    def qCurveTo(self, control: tuple[float, float], end: tuple[float, float]) -> None:
        (x0, y0), (cx, cy), (x1, y1) = self.at, control, end
        first = (x0 + 2 * (cx - x0) / 3, y0 + 2 * (cy - y0) / 3)
        second = (x1 + 2 * (cx - x1) / 3, y1 + 2 * (cy - y1) / 3)
        self.curveTo(first, second, end)

    def closePath(self) -> None:
        self.strokes.append(("Z", ()))


@cache
def outline(key: str, number: int) -> tuple[Stroke, ...]:
    """A glyph's outline in font units, to be filled by the non-zero rule."""
    pen = _Pen()
    shaper(key).draw_glyph_with_pen(number, pen)
    return tuple(pen.strokes)
