"""What must always be true of layouts."""

from __future__ import annotations

from badges.layouts.queries import size_key
from badges.layouts.stored import read_layout
from badges.tables import OwnLayout, Picture
from conference.orm import invariant


@invariant("default-layout", "What badges are drawn by can be read, fits its size, is not retired.")
async def default_layout() -> list[str]:
    rows = await OwnLayout.select(
        OwnLayout.meeting, OwnLayout.key, OwnLayout.title, OwnLayout.content,
        OwnLayout.default_key, OwnLayout.is_retired,
    ).where(OwnLayout.default_key.is_not_null())  # fmt: skip
    wrong = []
    for row in rows:
        layout = read_layout(row["key"], row["title"], row["content"]).layout
        size = size_key(row["meeting"], layout.width, layout.height) if layout else ""
        if row["is_retired"] or size != row["default_key"]:
            wrong.append(f"Badge layout “{row['title']}” is a default that nothing is drawn by.")
    return wrong


@invariant("layout-pictures", "Every picture that a badge layout places is there.")
async def layout_pictures() -> list[str]:
    rows = await OwnLayout.select(
        OwnLayout.meeting, OwnLayout.key, OwnLayout.title, OwnLayout.content
    )
    pictures = await Picture.select(Picture.id, Picture.meeting)
    kept = {(row["meeting"], row["id"]) for row in pictures}
    return [
        f"Badge layout “{row['title']}” places a picture that is not there."
        for row in rows
        for layout in [read_layout(row["key"], row["title"], row["content"]).layout]
        if layout and any((row["meeting"], each) not in kept for each in layout.pictures)
    ]
