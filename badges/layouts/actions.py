"""Layouts are drawn, copied, made the default and retired; pictures are kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from piccolo.columns import Column

from badges.layouts.errors import LayoutChanged, LayoutRefused
from badges.layouts.layout import Layout
from badges.layouts.picture_files import read_picture
from badges.layouts.queries import OwnLayoutInfo, own_layout, size_key
from badges.layouts.standard import standard_layout
from badges.layouts.stored import write_layout
from badges.stock.stock import Stock
from badges.tables import OwnLayout, Picture
from conference.meetings.rules import MeetingInfo
from conference.orm import Action, Actor, action, integrity, tokens
from conference.people.rules import clean

KEY_LENGTH = 8


async def create_layout(
    stock: Stock, title: str, *, meeting: MeetingInfo, by: Actor, now: datetime
) -> str:
    """A new layout on this stock, begun from the standard one; its key."""
    async with action("create_badge_layout", by=by, now=now, meeting=meeting.id) as act:
        return await _insert(act, standard_layout(stock), stock.key, title)


async def copy_layout(
    layout: Layout, stock: str, title: str, *, meeting: MeetingInfo, by: Actor, now: datetime
) -> str:
    """A layout as a new one beside it, also of what nobody saved yet; its key."""
    async with action("copy_badge_layout", by=by, now=now, meeting=meeting.id) as act:
        return await _insert(act, layout, stock, title)


async def _insert(act: Action, layout: Layout, stock: str, title: str) -> str:
    key = tokens.random_code(KEY_LENGTH).lower()
    title = clean(title)[:120] or "Badge"
    row = OwnLayout(
        meeting=act.meeting, key=key, title=title, stock=stock, content=write_layout(layout),
        saved_by=act.by.name, saved_at=act.now, created_at=act.now,
    )  # fmt: skip
    await OwnLayout.insert(row)
    act.note("badge layout", key, title=title, stock=stock)
    return key


async def save_layout(
    layout: Layout, seen: int, *, meeting: MeetingInfo, by: Actor, now: datetime
) -> int:
    """The next version of a layout. Raises LayoutChanged when `seen` is not the newest one."""
    async with action("save_badge_layout", by=by, now=now, meeting=meeting.id) as act:
        values: dict[Column | str, Any] = {
            OwnLayout.title: clean(layout.title)[:120],
            OwnLayout.content: write_layout(layout),
            OwnLayout.version: seen + 1,
            OwnLayout.saved_by: by.name,
            OwnLayout.saved_at: now,
        }
        saved = (
            await OwnLayout.update(values)
            .where(
                OwnLayout.meeting == meeting.id,
                OwnLayout.key == layout.key,
                OwnLayout.version == seen,
            )
            .returning(OwnLayout.id)
        )
        if not saved:
            theirs = await own_layout(meeting.id, layout.key)
            raise LayoutChanged(theirs.version, theirs.saved_by, theirs.saved_at)
        act.note(
            "badge layout", layout.key, version=[seen, seen + 1], elements=len(layout.elements)
        )
    return seen + 1


async def make_default(
    info: OwnLayoutInfo, is_default: bool, *, meeting: MeetingInfo, by: Actor, now: datetime
) -> None:
    """What badges of its size are drawn by from now on; the one before it is so no longer."""
    if is_default and (info.layout is None or info.is_retired):
        raise LayoutRefused("A layout that is retired or cannot be read is not for printing.")
    async with action("make_default_badge_layout", by=by, now=now, meeting=meeting.id) as act:
        mine = OwnLayout.meeting == meeting.id
        if is_default and info.layout:
            taken = size_key(meeting.id, info.layout.width, info.layout.height)
            await OwnLayout.update({OwnLayout.default_key: None}).where(
                OwnLayout.default_key == taken
            )
            async with integrity():
                await OwnLayout.update({OwnLayout.default_key: taken}).where(
                    mine, OwnLayout.key == info.key
                )
        else:
            await OwnLayout.update({OwnLayout.default_key: None}).where(
                mine, OwnLayout.key == info.key
            )
        act.note("badge layout", info.key, is_default=[info.is_default, is_default])


async def retire_layout(
    info: OwnLayoutInfo, is_retired: bool, *, meeting: MeetingInfo, by: Actor, now: datetime
) -> None:
    """A retired layout is not offered and not the default; what was printed by it stays known."""
    async with action("retire_badge_layout", by=by, now=now, meeting=meeting.id) as act:
        await OwnLayout.update(
            {OwnLayout.is_retired: is_retired, OwnLayout.default_key: None}
        ).where(OwnLayout.meeting == meeting.id, OwnLayout.key == info.key)
        act.note("badge layout", info.key, is_retired=[info.is_retired, is_retired])


async def upload_picture(
    content: bytes, title: str, *, meeting: MeetingInfo, by: Actor, now: datetime
) -> UUID:
    """Keeps a picture to place. Raises PictureRefused for what is none or too large."""
    read = read_picture(content)
    async with action("upload_badge_picture", by=by, now=now, meeting=meeting.id) as act:
        row = Picture(
            id=uuid4(), meeting=meeting.id, title=clean(title)[:120] or "Picture",
            media_type=read.media_type, width=read.width, height=read.height,
            content=read.content, created_at=now,
        )  # fmt: skip
        await Picture.insert(row)
        act.note("badge picture", row.id, title=row.title, bytes=len(read.content))
    made: UUID = row.id
    return made
