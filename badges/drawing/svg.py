"""A badge as SVG for the screen: the same composition as on paper, every letter as its outline."""

from base64 import b64encode
from collections.abc import Iterable, Iterator
from functools import cache
from xml.sax.saxutils import escape, quoteattr

from badges.drawing import bands, qr
from badges.drawing.compose import compose
from badges.drawing.items import Block, Code, Image, Item, Strip, Stroke, Turned
from badges.drawing.pictures import NO_PICTURES, Pictures, placed, preview
from badges.faces.rules import BadgeFace
from badges.layouts.layout import Box, Layout, Side
from badges.stock.stock import POINTS_PER_MM
from conference.typesetting import fonts
from conference.typesetting.fonts import UNITS
from conference.typesetting.setting import Line


def badge_svg(
    face: BadgeFace, layout: Layout, side: Side = Side.FRONT, pictures: Pictures = NO_PICTURES
) -> str:
    """One side of the badge in millimetres on white paper, with the name as its title."""
    size = f"{layout.width:g} {layout.height:g}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" role="img" '
        f"aria-label={quoteattr(f'Badge of {face.name.whole}')}>",
        f"<title>{escape(f'Badge of {face.name.whole}')}</title>",
        _rectangle(Box(0, 0, layout.width, layout.height), "#fff"),
    ]
    for item in compose(face, layout, side).items:
        parts += _item(item, pictures)
    return "".join([*parts, "</svg>"])


def _item(item: Item, pictures: Pictures) -> Iterable[str]:
    if isinstance(item, Block):
        return _block(item)
    if isinstance(item, Strip):
        return _strip(item)
    if isinstance(item, Stroke):
        return (_rectangle(item.box, item.colour),)
    if isinstance(item, Code):
        return (_code(item),)
    if isinstance(item, Turned):
        return _turned(item, pictures)
    return _picture(item, pictures)


def _turned(turned: Turned, pictures: Pictures) -> Iterator[str]:
    x, y = turned.about
    yield f'<g transform="rotate({turned.turn.value} {x:g} {y:g})">'
    for item in turned.items:
        yield from _item(item, pictures)
    yield "</g>"


def _strip(strip: Strip) -> Iterator[str]:
    look = bands.BANDS[strip.style]
    yield _rectangle(strip.box, look.fill)
    for end in bands.ends(strip.style, strip.box):
        yield f'{_window(end.box)}<path fill="{look.text}" d="'
        for polygon in end.polygons:
            yield "M" + "L".join(f"{x:g} {y:g}" for x, y in polygon) + "Z"
        yield '"/></svg>'
    if look.pattern == "frame":
        yield _rectangle(bands.frame(strip.box), bands.BLACK)


def _window(box: Box) -> str:
    """Begins a part of the drawing outside which nothing shows."""
    sides = f'x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}"'
    return f'<svg {sides} viewBox="{box.x:g} {box.y:g} {box.width:g} {box.height:g}">'


def _rectangle(box: Box, fill: str) -> str:
    return (
        f'<rect x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" '
        f'fill="{fill}"/>'
    )


def _pill(box: Box) -> str:
    return (
        f'<rect x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" '
        f'rx="{box.height * 0.176:.3g}" fill="none" stroke="#000" stroke-width=".32"/>'
    )


def _block(block: Block) -> Iterator[str]:
    if block.is_framed:
        yield _pill(block.box)
    for line, baseline in zip(block.fitted.lines, block.baselines(), strict=True):
        yield from _line(line, block.fitted.size, block.left_of(line), baseline, block.colour)


def _line(line: Line, size: float, x: float, y: float, colour: str) -> Iterator[str]:
    scale = size / POINTS_PER_MM / UNITS
    placed_at = f"translate({x:.3f} {y:.3f}) scale({scale:.6f} -{scale:.6f})"
    yield f'<g fill="{colour}" transform="{placed_at}">'
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


def _code(code: Code) -> str:
    """One module is one unit, as in print, on a white ground."""
    box = code.box
    raster = qr.on_dots(box.x, box.y, box.width, box.height, qr.OFFICE_DOTS)
    bars = "".join(
        f"M{bar.column + qr.QUIET_ZONE} {bar.row + qr.QUIET_ZONE}h{bar.length}v1h-{bar.length}z"
        for bar in qr.bars(code.token)
    )
    placed_at = f"translate({raster.x:.3f} {raster.y:.3f}) scale({raster.module:.5f})"
    ground = _rectangle(Box(0, 0, qr.SIDE, qr.SIDE), "#fff")
    turned = f" rotate({code.turn.value} {qr.SIDE / 2} {qr.SIDE / 2})" if code.turn else ""
    return f'<g transform="{placed_at}{turned}">{ground}<path d="{bars}"/></g>'


def _picture(image: Image, pictures: Pictures) -> Iterator[str]:
    picture = pictures.get(image.picture)
    if picture is None:
        return
    box, is_cut = placed(image, picture)
    media_type, content = preview(picture.content, picture.media_type)
    data = b64encode(content).decode()
    yield _window(image.box) if is_cut else ""
    yield (
        f'<image x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" '
        f'preserveAspectRatio="none" href="data:{media_type};base64,{data}"/>'
    )
    yield "</svg>" if is_cut else ""
