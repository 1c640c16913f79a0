"""What a kiosk's browser carries: its key, and for three minutes who stands before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request
from litestar.response import Template

from badges.kiosk import actions
from badges.kiosk.errors import NoKiosk
from badges.kiosk.queries import KioskInfo, kiosk_of_key
from badges.kiosk.rules import STAYS
from conference.meetings.rules import MeetingInfo
from conference.registration.queries import RegistrationInfo, registration_info
from conference.web import page

AnyRequest = Request[Any, Any, Any]
KIOSK = "/{slug:str}/kiosk"
KEY, GUEST, SINCE, JOB, DONE, STAFF = (
    "kiosk", "kiosk_guest", "kiosk_since", "kiosk_job", "kiosk_done", "kiosk_staff",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AtScreen:
    """Who stands before the screen since when, and the print job of their badge, if any.

    `is_done`: they were welcomed; whoever presses Back now is somebody else.
    """

    info: RegistrationInfo
    since: datetime
    job: UUID | None
    is_done: bool = False


def kiosk_page(request: AnyRequest, template: str, **context: Any) -> Template:
    """A page that no browser keeps: whoever presses Back later is somebody else."""
    shown = page(request, template, **context)
    shown.headers["cache-control"] = "no-store"
    return shown


def keep_screen(request: AnyRequest, key: str) -> None:
    """Signs whoever is signed in out of this browser and leaves it the kiosk's key alone."""
    request.clear_session()
    request.set_session({KEY: key})


async def kiosk_here(request: AnyRequest, meeting: MeetingInfo, now: datetime) -> KioskInfo:
    """The kiosk that this browser is. Raises NoKiosk."""
    key = str(_session(request).get(KEY, ""))
    kiosk = await kiosk_of_key(meeting.id, key) if key else None
    if kiosk is None:
        raise NoKiosk
    await actions.note_seen(kiosk, now)
    return kiosk


def greet(request: AnyRequest, info: RegistrationInfo, now: datetime) -> None:
    """From now on this person stands before the screen, until they leave or are gone."""
    part_from(request)
    request.session.update({GUEST: str(info.id), SINCE: now.isoformat()})


def part_from(request: AnyRequest) -> None:
    """Nothing of the person who stood here stays."""
    for name in (GUEST, SINCE, JOB, DONE, STAFF):
        request.session.pop(name, None)


def welcome(request: AnyRequest, job: UUID | None) -> None:
    """They are in; `job` is the print that the page which says goodbye asks after."""
    request.session[DONE] = True
    if job:
        request.session[JOB] = str(job)


def let_staff_in(request: AnyRequest, now: datetime) -> None:
    """The PIN was right: staff may do what they came for, for three minutes."""
    part_from(request)
    request.session[STAFF] = now.isoformat()


def is_staff_here(request: AnyRequest, now: datetime) -> bool:
    """Whether the PIN was typed within the last three minutes."""
    return _is_fresh(_session(request).get(STAFF), now)


async def person_here(request: AnyRequest, meeting: MeetingInfo, now: datetime) -> AtScreen | None:
    """Who stands before the screen; None once three minutes are over."""
    session = _session(request)
    if GUEST not in session or not _is_fresh(session.get(SINCE), now):
        return None
    info = await registration_info(UUID(session[GUEST]))
    if info is None or info.meeting != meeting.id:
        return None
    job = UUID(session[JOB]) if JOB in session else None
    return AtScreen(info, datetime.fromisoformat(session[SINCE]), job, DONE in session)


def _is_fresh(since: str | None, now: datetime) -> bool:
    return since is not None and now - datetime.fromisoformat(since) <= STAYS


def _session(request: AnyRequest) -> dict[str, Any]:
    session = request.scope.get("session")
    return session if isinstance(session, dict) else {}
