"""Layouts are drawn, copied, made the default and retired."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from piccolo.columns import Column

from badges.layouts.errors import LayoutChanged, LayoutRefused
from badges.layouts.layout import Layout
from badges.layouts.queries import OwnLayoutInfo, layouts_of, own_layout, size_key
from badges.layouts.standard import standard_layout
from badges.layouts.stored import write_layout
from badges.stock.stock import Stock
from badges.stock.titles import MOST_TITLE, free_title, title_key
from badges.tables import OwnLayout, Picture
from conference.meetings.actions import hold_meeting
from conference.meetings.rules import MeetingInfo
from conference.orm import Action, Actor, action, integrity, tokens
from conference.people.rules import clean

KEY_LENGTH = 8


async def create_layout(
    stock: Stock, title: str, *, meeting: MeetingInfo, by: Actor, now: datetime
) -> str:
    """A new layout on this stock, begun from the standard one; its key.

    Raises LayoutRefused for the title of another one of this size.
    """
    layout = standard_layout(stock)
    async with action("create_badge_layout", by=by, now=now, meeting=meeting.id) as act:
        await _hold(meeting, layout)
        _refuse_same_title(title, await _of_size(meeting, layout))
        return await _insert(act, layout, stock.key, title)


async def copy_layout(
    layout: Layout, stock: str, title: str, *, meeting: MeetingInfo, by: Actor, now: datetime
) -> str:
    """A layout as a new one beside it, also of what nobody saved yet; its key.

    A number is put to the title where another one has it. Raises LayoutRefused for a lost picture.
    """
    async with action("copy_badge_layout", by=by, now=now, meeting=meeting.id) as act:
        await _hold(meeting, layout)
        taken = [each.title for each in await _of_size(meeting, layout)]
        return await _insert(act, layout, stock, free_title(title, taken))


async def _hold(meeting: MeetingInfo, layout: Layout) -> None:
    """Nobody else names a layout or deletes a picture meanwhile. Raises LayoutRefused."""
    await hold_meeting(meeting.id)
    if not layout.pictures:
        return
    kept = Picture.id.is_in(list(layout.pictures))
    if await Picture.count().where(Picture.meeting == meeting.id, kept) < len(layout.pictures):
        raise LayoutRefused("A picture of this layout was deleted meanwhile: choose another.")


async def _of_size(meeting: MeetingInfo, layout: Layout) -> list[OwnLayoutInfo]:
    """The meeting's layouts that are chosen from for badges of this size, retired ones too."""
    size = size_key(meeting.id, layout.width, layout.height)
    return [
        each
        for each in await layouts_of(meeting.id)
        if each.layout and size_key(meeting.id, each.layout.width, each.layout.height) == size
    ]


def _refuse_same_title(title: str, others: Iterable[OwnLayoutInfo], besides: str = "") -> None:
    for each in others:
        if each.key != besides and title_key(each.title) == title_key(title):
            retired = ", though it is retired" if each.is_retired else ""
            sentence = (
                f"A layout of this size is called “{each.title}” already{retired}. "
                "Choose a title that tells them apart."
            )
            raise LayoutRefused(sentence, errors={"title": sentence})


async def _insert(act: Action, layout: Layout, stock: str, title: str) -> str:
    key = tokens.random_code(KEY_LENGTH).lower()
    title = clean(title)[:MOST_TITLE] or "Badge"
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
    """The next version of a layout.

    Raises LayoutChanged when `seen` is not the newest one, LayoutRefused for the title of another
    one of its size or a picture that is gone. What is saved already is saved.
    """
    async with action("save_badge_layout", by=by, now=now, meeting=meeting.id) as act:
        await _hold(meeting, layout)
        _refuse_same_title(layout.title, await _of_size(meeting, layout), besides=layout.key)
        values: dict[Column | str, Any] = {
            OwnLayout.title: clean(layout.title)[:MOST_TITLE],
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
            if theirs.version == seen + 1 and _is_same(theirs, layout):
                return theirs.version  # pressed again, because the answer never came
            raise LayoutChanged(theirs.version, theirs.saved_by, theirs.saved_at)
        act.note(
            "badge layout", layout.key, version=[seen, seen + 1], elements=len(layout.elements)
        )
    return seen + 1


def _is_same(saved: OwnLayoutInfo, layout: Layout) -> bool:
    if saved.layout is None or saved.title != clean(layout.title)[:MOST_TITLE]:
        return False
    return write_layout(saved.layout) == write_layout(layout)


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
