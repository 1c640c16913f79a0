"""Badges as PDF: one canvas for the whole batch, text and codes written as operators.

What badges of a category share (title, rule, band, background) is drawn once as a form XObject.
The letters are real text wherever the script allows; the QR code is one path of bars on whole
printer dots.
"""

from collections.abc import Sequence
from io import BytesIO
from itertools import groupby
from typing import Any

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from badges.drawing import operators, qr
from badges.drawing.compose import Plan, compose_own, compose_shared, plan_of
from badges.drawing.items import Code, Composition, Image, flat
from badges.drawing.outline import outline_of
from badges.drawing.pictures import NO_PICTURES, Album, Pictures
from badges.faces.rules import BadgeFace
from badges.layouts.layout import Layout, Side, Turn
from badges.stock.grid import back_place, panels, place
from badges.stock.stock import POINTS_PER_MM, Flip, Fold, Paper, Place, Stock

rl_config.useA85 = 0  # streams as bytes: a fifth smaller, and made faster


def badge_pdf(
    faces: Sequence[BadgeFace],
    layout: Layout,
    paper: Paper,
    title: str = "Badges",
    pictures: Pictures = NO_PICTURES,
) -> bytes:
    """The badges in the order given, on this paper, with a bookmark for each name.

    A layout with a back fills the page after each page of fronts where the paper is flipped, and
    the panels of a folded badge otherwise.
    """
    press = Press(layout, paper, title, pictures)
    places = [(face, place(paper, index), index) for index, face in enumerate(faces)]
    for _, sheet in groupby(places, key=lambda each: each[1].page):
        press.print_sheet(list(sheet))
    return press.finished(f"{len(faces)} badges on {paper.stock.title}")


class Press:
    """One document in the making."""

    def __init__(self, layout: Layout, paper: Paper, title: str, pictures: Pictures) -> None:
        self.layout, self.paper = layout, paper
        sheet = paper.stock.sheet
        self.page_height = sheet.height
        self.target = BytesIO()
        size = (sheet.width * POINTS_PER_MM, sheet.height * POINTS_PER_MM)
        self.canvas: Any = Canvas(self.target, pagesize=size, pageCompression=1, invariant=1)
        self.canvas.setTitle(title)
        self.album = Album(self.canvas, pictures)
        self.pen = operators.Pen(self.canvas._doc, layout.height, self.album.draw)
        self.templates: dict[tuple[object, ...], str] = {}
        self.outline = outline_of(self.canvas)
        self.dots = dots_of(paper.stock)
        sides = [(each, plan_of(layout, Side(each.side))) for each in panels(paper.stock)]
        self.panels = [(panel, plan) for panel, plan in sides if not plan.is_empty]
        back = plan_of(layout, Side.BACK)
        is_one_sided = back.is_empty or paper.stock.fold is not Fold.NONE
        self.backs = () if is_one_sided else (back,)
        self.marks = operators.marks(paper) if paper.marks else ""
        self.pages = 0

    def print_sheet(self, sheet: list[tuple[BadgeFace, Place, int]]) -> None:
        """The fronts, and behind them the backs where the printer turns the sheet over."""
        for face, at, _ in sheet:
            for panel, plan in self.panels:
                spot = Place(at.page, at.x + panel.x, at.y + panel.y, panel.rotated)
                self._draw(face, plan, spot)
            self.outline.add(face.name.whole)
        self._end_page()
        if self.paper.flip is Flip.NONE:
            return
        for face, _, index in sheet:
            for plan in self.backs:
                self._draw(face, plan, back_place(self.paper, index))
        self._end_page()

    def finished(self, subject: str) -> bytes:
        """The file. A batch of nobody is one empty page."""
        if not self.pages:
            self._end_page()
        self.canvas.setSubject(subject)
        self.canvas.setCreator("Plenary")
        self.canvas.save()
        return self.target.getvalue()

    def _draw(self, face: BadgeFace, plan: Plan, at: Place) -> None:
        own = compose_own(face, plan)
        template = self._template(face, plan)
        drawn = [f"q {self._matrix(at)} cm", f"/{self.canvas._doc.getXObjectName(template)} Do"]
        self.canvas._formsinuse.append(template)
        drawn += self.pen.draw(own.items)
        drawn.append("Q")
        for item in own.items:
            if isinstance(item, Code):
                drawn.append(self._code(item, at))
        self.canvas._code.append("\n".join(drawn))

    def _matrix(self, at: Place) -> str:
        width, height = self.layout.width, self.layout.height
        x, y = at.x, self.page_height - at.y - height
        if at.rotated:
            x, y = x + width, y + height
        turn = "-1 0 0 -1" if at.rotated else "1 0 0 1"
        return f"{turn} {x * POINTS_PER_MM:.3f} {y * POINTS_PER_MM:.3f}"

    def _code(self, item: Code, at: Place) -> str:
        box = item.box
        x, y = box.x, box.y
        if at.rotated:
            x, y = self.layout.width - box.right, self.layout.height - box.bottom
        raster = qr.on_dots(at.x + x, at.y + y, box.width, box.height, self.dots)
        turn = item.turn.plus(Turn.OVER) if at.rotated else item.turn
        return operators.code(raster, item.token, self.page_height, turn)

    def _template(self, face: BadgeFace, plan: Plan) -> str:
        """The name of the form that holds what this category's badges share."""
        key = plan.key(face)
        name = self.templates.get(key)
        if name is None:
            name = self.templates[key] = f"category{len(self.templates)}"
            self._write_template(name, compose_shared(face, plan))
        return name

    def _write_template(self, name: str, shared: Composition) -> None:
        for item in flat(shared.items):
            if isinstance(item, Image) and item.picture in self.album.pictures:
                self.album.form(item.picture)
        canvas = self.canvas
        canvas.saveState()
        size = (self.layout.width * POINTS_PER_MM, self.layout.height * POINTS_PER_MM)
        canvas.beginForm(name, 0, 0, *size)
        canvas._code.append("\n".join(self.pen.draw(shared.items)))
        canvas.endForm()
        canvas.restoreState()

    def _end_page(self) -> None:
        """Marks last, so that they show on a dark band, then the next page."""
        self.canvas._code.append(self.marks)
        self.canvas.showPage()
        self.pages += 1


def dots_of(stock: Stock) -> int:
    """The dots per inch to which codes snap: the printer's own, or an office printer's."""
    return stock.dots_per_inch or qr.OFFICE_DOTS
