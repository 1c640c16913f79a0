"""A badge as black and white dots, for label printers that are sent dots (ZPL)."""

from PIL import Image

from badges.drawing.dots import page_dots
from badges.drawing.pictures import NO_PICTURES, Pictures
from badges.drawing.qr import MM_PER_INCH
from badges.drawing.render import badge_pdf
from badges.faces.rules import BadgeFace
from badges.layouts.layout import Layout
from badges.stock.stock import Paper, Sheet, Stock, StockKind


def badge_raster(
    face: BadgeFace, layout: Layout, dots_per_inch: int, pictures: Pictures = NO_PICTURES
) -> Image.Image:
    """The front in one bit a dot, white where nothing is printed.

    Width and height are the badge's in whole dots, and so are the modules of its code.
    """
    width, height = (
        round(side / MM_PER_INCH * dots_per_inch) * MM_PER_INCH / dots_per_inch
        for side in (layout.width, layout.height)
    )
    stock = Stock(
        "raster", layout.title, StockKind.ROLL, layout.width, layout.height, Sheet(width, height),
        dots_per_inch=dots_per_inch,
    )  # fmt: skip
    pdf = badge_pdf([face], layout, Paper(stock, marks=False), pictures=pictures)
    return page_dots(pdf, dots_per_inch)
