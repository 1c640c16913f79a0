"""Badges as PDF: one canvas for the whole batch, text and codes written as operators.

What badges of a category share (title, rule, band) is drawn once as a form XObject. The letters
are real text wherever the script allows; the QR code is one path of bars on whole printer dots.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from badges.drawing import bands, operators
from badges.drawing.compose import background, compose
from badges.faces.rules import BadgeFace
from badges.layout import POINTS_PER_MM, BadgeLayout, Layout, Place, place

Template = tuple[object, ...]


def badge_pdf(faces: Sequence[BadgeFace], layout: Layout, title: str = "Badges") -> bytes:
    """The badges in the order given, on the layout's paper, with a bookmark for each name."""
    target = BytesIO()
    sheet = layout.sheet
    size = (sheet.width * POINTS_PER_MM, sheet.height * POINTS_PER_MM)
    canvas = Canvas(target, pagesize=size, pageCompression=1, invariant=1)
    canvas.setTitle(title)
    canvas.setSubject(f"{len(faces)} badges on {layout.title}")
    canvas.setCreator("Plenary")
    templates: dict[Template, str] = {}
    page = 0
    for index, face in enumerate(faces):
        at = place(sheet, index)
        if at.page != page:
            _end_page(canvas, layout)
            page = at.page
        _draw(canvas, face, layout, at, _template(canvas, face, layout.badge, templates))
        _bookmark(canvas, face, index)
    _end_page(canvas, layout)
    canvas.save()
    return target.getvalue()


def _draw(canvas: Any, face: BadgeFace, layout: Layout, at: Place, template: str) -> None:
    badge, height = layout.badge, layout.sheet.height
    shown = compose(face, badge)
    left = at.x * POINTS_PER_MM
    bottom = (height - at.y - badge.height) * POINTS_PER_MM
    canvas._code.append(f"q 1 0 0 1 {left:.3f} {bottom:.3f} cm")
    canvas.doForm(template)
    drawn = [*operators.badge(canvas._doc, shown, badge), "Q"]
    drawn += operators.code(shown.qr, face.token, at.x, at.y, height)
    canvas._code.append("\n".join(drawn))


def _template(
    canvas: Any, face: BadgeFace, layout: BadgeLayout, templates: dict[Template, str]
) -> str:
    """The name of the form that holds what this category's badges share."""
    key = (face.meeting, face.occasion, face.category, face.band)
    if key in templates:
        return templates[key]
    templates[key] = f"category{len(templates)}"
    canvas.saveState()
    size = (layout.width * POINTS_PER_MM, layout.height * POINTS_PER_MM)
    canvas.beginForm(templates[key], 0, 0, *size)
    drawn = [*operators.band(face.band, layout)]
    for block in background(face, layout):
        colour = bands.BANDS[face.band].text if block.role == "band" else bands.BLACK
        drawn += operators.text_block(canvas._doc, block, layout.height, colour)
    canvas._code.append("\n".join(drawn))
    canvas.endForm()
    canvas.restoreState()
    return templates[key]


def _bookmark(canvas: Any, face: BadgeFace, index: int) -> None:
    key = f"badge{index}"
    canvas.bookmarkPage(key)
    canvas.addOutlineEntry(face.name.whole, key, 0)


def _end_page(canvas: Any, layout: Layout) -> None:
    """Crop marks last, so that they show on a dark band, then the next page."""
    if layout.sheet.crop_marks:
        canvas._code.append(operators.crop_marks(layout))
    canvas.showPage()
