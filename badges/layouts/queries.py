"""The layouts that a meeting drew, and their pictures, in a fixed number of statements."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from badges.layouts.errors import UnknownLayout
from badges.layouts.layout import Layout
from badges.layouts.standard import standard_layout
from badges.layouts.stored import read_layout
from badges.stock.stock import Stock
from badges.tables import OwnLayout, Picture
from conference.registration.tables import RegistrationCategory

TOLERANCE_MM = 0.05
_COLUMNS = (
    OwnLayout.key,
    OwnLayout.title,
    OwnLayout.stock,
    OwnLayout.version,
    OwnLayout.content,
    OwnLayout.default_key,
    OwnLayout.saved_by,
    OwnLayout.saved_at,
    OwnLayout.is_retired,
)


@dataclass(frozen=True, slots=True)
class OwnLayoutInfo:
    """A layout that somebody drew. `layout` is None where its content cannot be read.

    `lost` counts the elements that could not be read and are left out.
    """

    key: str
    title: str
    stock: str
    version: int
    layout: Layout | None
    lost: int
    is_default: bool
    is_retired: bool
    saved_by: str
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class PictureInfo:
    """A picture without its bytes: pixels of an image, points of a PDF's page."""

    id: UUID
    title: str
    media_type: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class StoredPicture(PictureInfo):
    """A picture with its bytes, for drawing."""

    content: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Legend:
    """A category, and the word and style of its band."""

    key: str
    title: str
    word: str
    style: str


def size_key(meeting: UUID, width: float, height: float) -> str:
    """What only one layout of a meeting and size may hold: being the default."""
    return f"{meeting}:{width:.1f}x{height:.1f}"


async def layouts_of(meeting: UUID) -> list[OwnLayoutInfo]:
    """A meeting's own layouts by title, retired ones last; one statement."""
    rows = await OwnLayout.select(*_COLUMNS).where(OwnLayout.meeting == meeting)
    infos = [_info(row) for row in rows]
    return sorted(infos, key=lambda each: (each.is_retired, each.title.casefold(), each.key))


async def own_layout(meeting: UUID, key: str) -> OwnLayoutInfo:
    """One own layout. Raises UnknownLayout."""
    mine = (OwnLayout.meeting == meeting) & (OwnLayout.key == key)
    row = await OwnLayout.select(*_COLUMNS).where(mine).first()
    if row is None:
        raise UnknownLayout
    return _info(row)


async def layout_for(meeting: UUID, stock: Stock, key: str = "") -> Layout:
    """What a badge on this stock is drawn by; one statement.

    The layout of that key if it fits the stock, else the meeting's own default of the size, else
    the standard one; a stored layout that cannot be read is as if it were not there.
    """
    default = OwnLayout.default_key == size_key(meeting, *stock.size)
    mine = (OwnLayout.meeting == meeting) & ((OwnLayout.key == key) | default)
    found = [_info(row) for row in await OwnLayout.select(*_COLUMNS).where(mine)]
    fitting = [each for each in found if each.layout and fits(each.layout, stock)]
    chosen = sorted(fitting, key=lambda each: each.key != key)
    return (chosen[0].layout if chosen else None) or standard_layout(stock)


def fits(layout: Layout, stock: Stock) -> bool:
    """Whether a layout has the size of a badge on this stock."""
    return (
        abs(layout.width - stock.width) <= TOLERANCE_MM
        and abs(layout.height - stock.height) <= TOLERANCE_MM
    )


async def pictures_of(layout: Layout) -> dict[UUID, StoredPicture]:
    """The pictures that a layout places, with their bytes; at most one statement."""
    if not layout.pictures:
        return {}
    rows = await Picture.select(
        Picture.id, Picture.title, Picture.media_type, Picture.width, Picture.height,
        Picture.content,
    ).where(Picture.id.is_in(list(layout.pictures)))  # fmt: skip
    return {row["id"]: StoredPicture(**{**row, "content": bytes(row["content"])}) for row in rows}


async def pictures_to_place(meeting: UUID) -> list[PictureInfo]:
    """The pictures that somebody uploaded, by title; one statement without the bytes."""
    rows = (
        await Picture.select(
            Picture.id, Picture.title, Picture.media_type, Picture.width, Picture.height
        )
        .where(Picture.meeting == meeting)
        .order_by(Picture.title)
    )
    return [PictureInfo(**row) for row in rows]


async def legends_of(meeting: UUID) -> tuple[Legend, ...]:
    """The bands of a meeting's categories, in their order; one statement."""
    rows = (
        await RegistrationCategory.select(
            RegistrationCategory.key, RegistrationCategory.title, RegistrationCategory.band_word,
            RegistrationCategory.band_style,
        )
        .where(RegistrationCategory.meeting == meeting)
        .order_by(RegistrationCategory.position)
    )  # fmt: skip
    return tuple(
        Legend(row["key"], row["title"], row["band_word"] or row["title"], row["band_style"])
        for row in rows
    )


def _info(row: dict[str, Any]) -> OwnLayoutInfo:
    read = read_layout(row["key"], row["title"], row["content"])
    own = {name: row[name] for name in row if name not in ("content", "default_key")}
    return OwnLayoutInfo(
        **own, layout=read.layout, lost=read.lost, is_default=bool(row["default_key"])
    )
