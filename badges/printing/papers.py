"""What badges are printed on and how they look there: stock, printer, layout, pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from badges.drawing.pictures import PictureFile
from badges.layouts.layout import Layout
from badges.layouts.queries import layout_for, pictures_of
from badges.printing.stations.queries import StationInfo
from badges.stock.catalogue import DEFAULT_STOCK
from badges.stock.queries import stock_named
from badges.stock.stock import Flip, Fold, Paper


@dataclass(frozen=True, slots=True)
class Sheets:
    """A layout on the paper of a printer, with the pictures that it places."""

    layout: Layout
    paper: Paper
    pictures: Mapping[UUID, PictureFile] = field(default_factory=dict)

    @property
    def stock(self) -> str:
        return self.paper.stock.key


async def seat_paper(meeting: UUID, seat: StationInfo | None) -> Sheets:
    """What a station prints on; without one, the stock that every meeting begins with.

    A sheet with nothing on its back is not turned over.
    """
    if seat is None:
        return await paper_of(meeting, DEFAULT_STOCK)
    sheets = await paper_of(meeting, seat.stock, seat.layout)
    paper = seat.paper(sheets.paper.stock)
    has_back = sheets.layout.has_back and paper.stock.fold is Fold.NONE
    return replace(sheets, paper=paper if has_back else replace(paper, flip=Flip.NONE))


async def paper_of(meeting: UUID, stock: str, layout: str = "") -> Sheets:
    """A layout of the meeting on a stock; three statements. Raises UnknownStock."""
    found = await stock_named(meeting, stock)
    shown = await layout_for(meeting, found, layout)
    return Sheets(shown, Paper(found), await pictures_of(shown))
