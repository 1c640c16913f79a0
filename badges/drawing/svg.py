"""A badge as SVG for the screen: the same composition as on paper, every letter as its outline."""

from collections.abc import Iterable
from functools import cache
from xml.sax.saxutils import escape, quoteattr

from badges.drawing import bands, qr
from badges.drawing.compose import Block, background, compose
from badges.faces.rules import BadgeFace
from badges.layout import POINTS_PER_MM, BadgeLayout, Box
from conference.typesetting import fonts
from conference.typesetting.fonts import UNITS
from conference.typesetting.setting import Line


def badge_svg(face: BadgeFace, layout: BadgeLayout) -> str:
    """The badge in millimetres on white paper, with the name as its title."""
    shown = compose(face, layout)
    look = bands.BANDS[face.band]
    size = f"{layout.width:g} {layout.height:g}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" role="img" '
        f"aria-label={quoteattr(f'Badge of {face.name.whole}')}>",
        f"<title>{escape(f'Badge of {face.name.whole}')}</title>",
        _rectangle(Box(0, 0, layout.width, layout.height), "#fff"),
        *_band(face, layout),
    ]
    for block in background(face, layout):
        parts += _block(block, look.text if block.role == "band" else bands.BLACK)
    for block in (*shown.blocks, *shown.pills):
        parts += _block(block, bands.BLACK)
    parts += [_pill(pill.box) for pill in shown.pills]
    return "".join([*parts, _code(face.token, shown.qr), "</svg>"])


def _band(face: BadgeFace, layout: BadgeLayout) -> Iterable[str]:
    look = bands.BANDS[face.band]
    yield _rectangle(layout.rule, bands.rule_colour(face.band))
    yield _rectangle(layout.band, look.fill)
    for end in bands.ends(face.band, layout):
        box = end.box
        view = f"{box.x:g} {box.y:g} {box.width:g} {box.height:g}"
        yield f'<svg x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" '
        yield f'viewBox="{view}"><path fill="{look.text}" d="'
        for polygon in end.polygons:
            yield "M" + "L".join(f"{x:g} {y:g}" for x, y in polygon) + "Z"
        yield '"/></svg>'
    if look.pattern == "frame":
        yield _rectangle(bands.frame(layout), bands.BLACK)


def _rectangle(box: Box, fill: str) -> str:
    return (
        f'<rect x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" '
        f'fill="{fill}"/>'
    )


def _pill(box: Box) -> str:
    return (
        f'<rect x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" rx="1.2" '
        'fill="none" stroke="#000" stroke-width=".32"/>'
    )


def _block(block: Block, colour: str) -> Iterable[str]:
    for line, baseline in zip(block.fitted.lines, block.baselines(), strict=True):
        yield from _line(line, block.fitted.size, block.left_of(line), baseline, colour)


def _line(line: Line, size: float, x: float, y: float, colour: str) -> Iterable[str]:
    scale = size / POINTS_PER_MM / UNITS
    placed = f"translate({x:.3f} {y:.3f}) scale({scale:.6f} -{scale:.6f})"
    yield f'<g fill="{colour}" transform="{placed}">'
    pen = 0
    for run in line.runs:
        for glyph in run.glyphs:
            path = _path(run.key, glyph.number)
            if path:
                moved = f"translate({pen + glyph.right} {glyph.up})"
                yield f'<path transform="{moved}" d="{path}"/>'
            pen += glyph.advance
    yield "</g>"


@cache
def _path(key: str, number: int) -> str:
    strokes = fonts.outline(key, number)
    return "".join(
        letter + " ".join(f"{part:.4g}" for part in points) for letter, points in strokes
    )


def _code(token: str, box: Box) -> str:
    """One module is one unit, as in print; the quiet zone is the white paper."""
    scale = qr.MODULE_MM
    x, y = box.x + qr.QUIET_ZONE * scale, box.y + qr.QUIET_ZONE * scale
    bars = "".join(
        f"M{bar.column} {bar.row}h{bar.length}v1h-{bar.length}z" for bar in qr.bars(token)
    )
    return f'<path transform="translate({x:.3f} {y:.3f}) scale({scale:.5f})" d="{bars}"/>'
