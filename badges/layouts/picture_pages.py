"""The meeting's pictures: where each is used, sent, replaced in its place, deleted when unused."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Redirect, Template

from badges.drawing.pictures import preview
from badges.layouts.errors import PictureInUse, PictureRefused
from badges.layouts.picture_files import ACCEPTED
from badges.layouts.pictures import (
    delete_picture,
    keep_picture,
    kept_pictures,
    replace_picture,
    stored_picture,
)
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, roles
from conference.web import FormState, flash, page, redirect
from conference.web.conditional import conditional

AnyRequest = Request[Any, Any, Any]
PICTURES = "/{slug:str}/desk/pictures"
ONE = f"{PICTURES}/{{picture:uuid}}"
OFFICE = roles(Role.OFFICE)
NO_FILE = "Choose a file: a PDF, PNG or JPEG of at most 5 MB."
SHAPE = 0.02  # a picture of another shape leaves some of its box empty


@get(PICTURES, opt=OFFICE)
async def list_pictures(request: AnyRequest, meeting: TheMeeting) -> Template:
    return await _list_page(request, meeting)


async def _list_page(
    request: AnyRequest, meeting: MeetingInfo, field: str = "", sentence: str = ""
) -> Template:
    """`field` is "file" of the form below, or "file-ID" or "delete-ID" of one picture."""
    return page(
        request,
        "badges/pictures.html",
        status=422 if sentence else 200,
        kept=await kept_pictures(meeting.id),
        form=FormState({}, {field: sentence} if sentence else {}),
        accepted=ACCEPTED,
    )


def _address(meeting: MeetingInfo) -> Redirect:
    return redirect(f"/{meeting.slug}/desk/pictures")


async def _sent_file(request: AnyRequest, name: str) -> UploadFile:
    """Raises PictureRefused where no file was chosen."""
    file = (await request.form()).get(name)
    if not isinstance(file, UploadFile) or not file.filename:
        raise PictureRefused(NO_FILE)
    return file


@post(PICTURES, opt=OFFICE)
async def send_picture(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    try:
        file = await _sent_file(request, "file")
        title = file.filename.rsplit(".", 1)[0]
        await keep_picture(await file.read(), title, meeting=meeting, by=visitor.actor, now=now)
    except PictureRefused as wrong:
        return await _list_page(request, meeting, "file", wrong.detail)
    flash(request, f"“{title}” is kept. Choose it in a layout.")
    return _address(meeting)


@get(f"{ONE}/preview", opt=OFFICE)
async def show_picture(
    request: AnyRequest, meeting: TheMeeting, picture: FromPath[UUID]
) -> Response[bytes | None]:
    """As a browser shows it: of a PDF the page as an image."""
    found = await stored_picture(meeting.id, picture)
    media_type, content = await asyncio.to_thread(preview, found.content, found.media_type)
    return conditional(request, content, media_type)


@post(f"{ONE}/replace", opt=OFFICE)
async def put_in_its_place(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, picture: FromPath[UUID], now: Now
) -> Template | Redirect:
    before = await stored_picture(meeting.id, picture)
    try:
        file = await _sent_file(request, f"file-{picture}")
        made = await replace_picture(
            picture, await file.read(), meeting=meeting, by=visitor.actor, now=now
        )
    except PictureRefused as wrong:
        return await _list_page(request, meeting, f"file-{picture}", wrong.detail)
    shapes = before.width / before.height, made.width / made.height
    is_alike = abs(shapes[0] / shapes[1] - 1) <= SHAPE
    look = "" if is_alike else " It has another shape: look at the layouts that it is on."
    flash(request, f"“{before.title}” is replaced everywhere it stands.{look}")
    return _address(meeting)


@post(f"{ONE}/delete", opt=OFFICE)
async def remove_picture(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, picture: FromPath[UUID], now: Now
) -> Template | Redirect:
    try:
        await delete_picture(picture, meeting=meeting, by=visitor.actor, now=now)
    except PictureInUse as used:
        return await _list_page(request, meeting, f"delete-{picture}", used.detail)
    flash(request, "The picture is deleted.")
    return _address(meeting)


handlers = [list_pictures, send_picture, show_picture, put_in_its_place, remove_picture]
