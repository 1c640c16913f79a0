"""The pictures of a meeting: kept, replaced in their place, deleted when no layout has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from badges.layouts.errors import PictureInUse, UnknownPicture
from badges.layouts.layout import Layout
from badges.layouts.picture_files import PictureFile, read_picture
from badges.layouts.queries import PictureInfo, StoredPicture, pictures_to_place
from badges.layouts.stored import read_layout
from badges.layouts.words import side_words
from badges.stock.titles import MOST_TITLE
from badges.tables import OwnLayout, Picture
from conference.meetings.actions import hold_meeting
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor, action
from conference.people.rules import clean
from conference.typesetting.images import read_apart


@dataclass(frozen=True, slots=True)
class Use:
    """A layout that places a picture, and where on it."""

    key: str
    title: str
    where: str
    is_retired: bool

    @property
    def words(self) -> str:
        return f"“{self.title}”{' (retired)' if self.is_retired else ''}"


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture and the layouts that it is on."""

    picture: PictureInfo
    uses: tuple[Use, ...]


async def kept_pictures(meeting: UUID) -> list[Kept]:
    """The pictures of a meeting by title, each with where it is used; two statements."""
    pictures = await pictures_to_place(meeting)
    uses = await _uses(meeting, [each.id for each in pictures])
    return [Kept(each, tuple(uses[each.id])) for each in pictures]


async def _uses(meeting: UUID, pictures: list[UUID]) -> dict[UUID, list[Use]]:
    """By title, retired layouts last. One that cannot be read is searched for the bare id."""
    rows = await OwnLayout.select(
        OwnLayout.key, OwnLayout.title, OwnLayout.content, OwnLayout.is_retired
    ).where(OwnLayout.meeting == meeting)
    found: dict[UUID, list[Use]] = {each: [] for each in pictures}
    for row in sorted(rows, key=lambda each: (each["is_retired"], each["title"].casefold())):
        layout = read_layout(row["key"], row["title"], row["content"]).layout
        for id in pictures:
            if str(id) in row["content"]:
                where = ", ".join(_places(layout, id)) if layout else ""
                found[id].append(Use(row["key"], row["title"], where, row["is_retired"]))
    return found


def _places(layout: Layout, picture: UUID) -> Iterator[str]:
    for each in layout.backgrounds:
        if each.picture == picture:
            yield f"background of the {side_words(each.side).lower()}"
    sides = [each.side for each in layout.elements if each.picture == picture]
    for side in dict.fromkeys(sides):
        often = f" {sides.count(side)} times" if sides.count(side) > 1 else ""
        yield f"on the {side_words(side).lower()}{often}"


async def stored_picture(meeting: UUID, picture: UUID) -> StoredPicture:
    """A picture with its bytes. Raises UnknownPicture."""
    row = (
        await Picture.select(
            Picture.id, Picture.title, Picture.media_type, Picture.width, Picture.height,
            Picture.content,
        )
        .where(Picture.id == picture, Picture.meeting == meeting)
        .first()
    )  # fmt: skip
    if row is None:
        raise UnknownPicture
    return StoredPicture(**{**row, "content": bytes(row["content"])})


async def keep_picture(
    content: bytes, title: str, *, meeting: MeetingInfo, by: Actor, now: datetime
) -> UUID:
    """Keeps a picture to place. Raises PictureRefused for what is none or too large."""
    read = await read_apart(read_picture, content)
    async with action("upload_badge_picture", by=by, now=now, meeting=meeting.id) as act:
        row = Picture(
            id=uuid4(), meeting=meeting.id, title=clean(title)[:MOST_TITLE] or "Picture",
            media_type=read.media_type, width=read.width, height=read.height,
            content=read.content, created_at=now,
        )  # fmt: skip
        await Picture.insert(row)
        act.note("badge picture", row.id, title=row.title, bytes=len(read.content))
    made: UUID = row.id
    return made


async def replace_picture(
    picture: UUID, content: bytes, *, meeting: MeetingInfo, by: Actor, now: datetime
) -> PictureFile:
    """Another file in the place of this one: every layout that places it is drawn with it.

    Raises PictureRefused and UnknownPicture.
    """
    read = await read_apart(read_picture, content)
    async with action("replace_badge_picture", by=by, now=now, meeting=meeting.id) as act:
        changed = (
            await Picture.update(
                {
                    Picture.media_type: read.media_type,
                    Picture.width: read.width,
                    Picture.height: read.height,
                    Picture.content: read.content,
                }
            )
            .where(Picture.id == picture, Picture.meeting == meeting.id)
            .returning(Picture.id)
        )
        if not changed:
            raise UnknownPicture
        act.note("badge picture", picture, bytes=len(read.content), size=[read.width, read.height])
    return read


async def delete_picture(picture: UUID, *, meeting: MeetingInfo, by: Actor, now: datetime) -> None:
    """Deletes a picture that no layout places. Raises PictureInUse, naming those that do."""
    async with action("delete_badge_picture", by=by, now=now, meeting=meeting.id) as act:
        await hold_meeting(meeting.id)
        uses = (await _uses(meeting.id, [picture]))[picture]
        if uses:
            layouts = ", ".join(each.words for each in uses)
            raise PictureInUse(
                f"This picture is on {layouts}. Take it off there first, or replace it."
            )
        gone = (
            await Picture.delete()
            .where(Picture.id == picture, Picture.meeting == meeting.id)
            .returning(Picture.title)
        )
        if not gone:
            raise UnknownPicture
        act.note("badge picture", picture, title=[gone[0]["title"], None])
