"""Answers to programs that read files of a release: the headers, and a 304 to those who know."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from litestar import Request, Response

from conference.meetings.rules import MeetingInfo
from conference.people.access import public
from conference.web import conditional
from conference.web.csrf import BYTES_FOR_STRANGERS
from schedule.calendars.writing import MEDIA_TYPE
from schedule.errors import NotReleased
from schedule.queries.programme import meeting_at_door
from schedule.queries.releases import CurrentRelease, RenderedFile, current_release

AnyRequest = Request[Any, Any, Any]
Answer = Response[bytes | None]
PUBLIC_SECONDS = 60
PRIVATE_SECONDS = 900
NO_REFERRER = {"referrer-policy": "no-referrer"}
FEED = {**public, "exclude_from_csrf": True}  # no cookie: these answers may be kept by others
BYTES = {**FEED, BYTES_FOR_STRANGERS: True}


async def released(slug: str) -> CurrentRelease:
    """The newest release of the meeting with this slug. Raises NotReleased."""
    _, release = await meeting_and_release(slug)
    return release


async def meeting_and_release(slug: str) -> tuple[MeetingInfo, CurrentRelease]:
    """The meeting of an address with its newest release, without a statement when both were
    looked up within the last second. Raises NotReleased, also where there is no such meeting."""
    meeting = await meeting_at_door(slug)
    release = await current_release(meeting.id) if meeting else None
    if meeting is None or release is None:
        raise NotReleased
    return meeting, release


def stored_answer(request: AnyRequest, release: CurrentRelease, name: str) -> Answer:
    """Bytes that were rendered when the programme was released. Raises NotReleased."""
    file = release.file(name)
    if file is None:
        raise NotReleased
    return public_answer(request, file, release.programme.released_at)


def public_answer(
    request: AnyRequest,
    file: RenderedFile,
    changed: datetime,
    *,
    seconds: int = PUBLIC_SECONDS,
    is_shared: bool = True,
    saved_as: str = "",
) -> Answer:
    """A file for everybody, which may be kept for a while; by a proxy too if it is shared.

    With a name it is saved under it instead of shown.
    """
    saved = {"content-disposition": f'attachment; filename="{saved_as}"'} if saved_as else {}
    answer = conditional(
        request,
        file.body,
        file.media_type,
        etag=file.etag,
        last_modified=changed,
        max_age=seconds,
        private=not is_shared,
        headers={**NO_REFERRER, **saved},
    )
    return _without_body(request, answer)


def private_answer(
    request: AnyRequest, tag: str, changed: datetime, write: Callable[[], bytes]
) -> Answer:
    """One person's calendar, written only for whoever does not have it yet.

    Only the tag decides about a 304: taking a star away leaves no instant to compare.
    """
    headers = {
        **NO_REFERRER,
        "last-modified": format_datetime(changed.astimezone(UTC), usegmt=True),
    }
    answer = conditional(
        request, b"", MEDIA_TYPE, etag=tag, max_age=PRIVATE_SECONDS, headers=headers
    )
    if answer.content is not None:
        answer.content = write()
    return _without_body(request, answer)


def _without_body(request: AnyRequest, answer: Answer) -> Answer:
    """To HEAD the headers of a GET, its length among them."""
    if request.method != "HEAD" or answer.content is None:
        return answer
    answer.headers["content-length"] = str(len(answer.content))
    answer.content = b""
    return answer
