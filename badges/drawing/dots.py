"""Pages of a PDF as pixels. The library behind it serves one thread at a time."""

from math import ceil
from threading import Lock
from typing import Any

import pypdfium2
from PIL import Image

POINTS_PER_INCH = 72
LIGHT = 128  # of 255: what is darker becomes a dot
HAIR = 1e-3  # of a dot: a page a hair beyond a whole dot would get one dot more
_one_at_a_time = Lock()


def page_image(pdf: bytes, scale: float = 0.0, edge: int = 0, page: int = 0) -> Image.Image:
    """A page in colour, `scale` pixels a point or with a longer edge of `edge` pixels."""
    with _one_at_a_time, pypdfium2.PdfDocument(pdf) as document:
        width, height = document[page].get_size()
        scale = scale or edge / max(width, height)
        return _drawn(document[page], scale, width, height)


def page_dots(pdf: bytes, dots_per_inch: int, page: int = 0) -> Image.Image:
    """A page of ours in one bit a dot by a threshold, never dithered: dithering breaks codes.

    A page of no whole number of dots is drawn with a margin up to the next one, for it would be
    stretched to it, and the modules of a code with it.
    """
    scale = dots_per_inch / POINTS_PER_INCH
    with _one_at_a_time, pypdfium2.PdfDocument(pdf) as document:
        width, height = document[page].get_size()
        right, down = ((ceil(side * scale - HAIR) - HAIR) / scale for side in (width, height))
        document[page].set_mediabox(0, height - down, right, height)
        grey = _drawn(document[page], scale, width, height).convert("L")
    dots = grey.point(lambda value: 255 if value >= LIGHT else 0)
    return dots.convert("1", dither=Image.Dither.NONE)


def _drawn(page: Any, scale: float, width: float, height: float) -> Image.Image:
    image: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
    return image.crop((0, 0, round(width * scale), round(height * scale)))
