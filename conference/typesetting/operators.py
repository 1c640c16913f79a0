"""PDF operators for set lines, in points from the bottom left of the page.

They are written straight into the page, because reportlab itself neither shapes nor kerns.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from conference.typesetting import fonts
from conference.typesetting.fonts import UNITS
from conference.typesetting.setting import Line, Run

HEX = tuple(f"{code:02x}" for code in range(256))


def draw_line(document: Any, line: Line, size: float, x: float, y: float) -> Iterable[str]:
    """A set line with its baseline beginning at x, y; `document` is the canvas's `_doc`."""
    for run in line.runs:
        draw = _text if run.is_text else _outlines
        yield from draw(document, run, size, x, y)
        x += run.width * size / UNITS


def _text(document: Any, run: Run, size: float, x: float, y: float) -> Iterable[str]:
    """Real text with the kerning that the shaper found, as PDF's own adjustments."""
    font, advances = fonts.embedded(run.key), fonts.advances(run.key)
    yield f"BT 1 0 0 1 {x:.3f} {y:.3f} Tm"
    done = 0
    for subset, codes in font.splitString(run.text, document):
        shown = ["<"]
        for code, glyph in zip(codes, run.glyphs[done : done + len(codes)], strict=True):
            shown.append(HEX[code])
            kern = advances[glyph.number] - glyph.advance
            if kern:
                shown.append(f">{kern}<")
        done += len(codes)
        name = font.getSubsetInternalName(subset, document)
        yield f"{name} {size:.4g} Tf [{''.join(shown)}>] TJ"
    yield "ET"


def _outlines(document: Any, run: Run, size: float, x: float, y: float) -> Iterable[str]:
    """Filled outlines that say what they stand for, by the non-zero rule (contours overlap)."""
    actual = run.text.encode("utf-16-be").hex()
    scale = size / UNITS
    yield f"/Span <</ActualText <feff{actual}>>> BDC"
    yield f"q {scale:.6f} 0 0 {scale:.6f} {x:.3f} {y:.3f} cm"
    pen = 0
    for glyph in run.glyphs:
        path = _path(run.key, glyph.number)
        if path:
            yield f"q 1 0 0 1 {pen + glyph.right} {glyph.up} cm {path} f Q"
        pen += glyph.advance
    yield "Q EMC"


@cache
def _path(key: str, number: int) -> str:
    strokes = fonts.outline(key, number)
    return " ".join(f"{_numbers(points)} {letter.lower()}" for letter, points in strokes).replace(
        "z", "h"
    )


def _numbers(points: tuple[float, ...]) -> str:
    return " ".join(f"{part:.5g}" for part in points)


def fill(web: str) -> str:
    """The operator that fills with a colour written as #rrggbb."""
    parts = (int(web[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return " ".join(f"{part:.3g}" for part in parts) + " rg"
