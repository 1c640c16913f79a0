"""Pages of a PDF as pixels. The library behind it serves one thread at a time."""

from threading import Lock

import pypdfium2
from PIL import Image

POINTS_PER_INCH = 72
LIGHT = 128  # of 255: what is darker becomes a dot
_one_at_a_time = Lock()


def page_image(pdf: bytes, scale: float = 0.0, edge: int = 0, page: int = 0) -> Image.Image:
    """A page in colour, `scale` pixels a point or with a longer edge of `edge` pixels."""
    with _one_at_a_time, pypdfium2.PdfDocument(pdf) as document:
        drawn = document[page]
        width, height = drawn.get_size()
        scale = scale or edge / max(width, height)
        image: Image.Image = drawn.render(scale=scale).to_pil().convert("RGB")
    return image.crop((0, 0, round(width * scale), round(height * scale)))


def page_dots(pdf: bytes, dots_per_inch: int, page: int = 0) -> Image.Image:
    """A page in one bit a dot by a threshold, never dithered: dithering breaks codes."""
    grey = page_image(pdf, scale=dots_per_inch / POINTS_PER_INCH, page=page).convert("L")
    dots = grey.point(lambda value: 255 if value >= LIGHT else 0)
    return dots.convert("1", dither=Image.Dither.NONE)
