"""Without a network: the roll on the device, and what it sends when it is back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from badges.desk.supervisors import supervisors_of
from badges.desk.watching import watch
from badges.offline import actions, queries
from badges.offline.app_pages import desk_manifest, desk_worker
from badges.offline.errors import MeetingIsOver, OldPage
from badges.offline.forms import Batch, BatchHeard
from badges.offline.packing import FORM, roll_bytes
from badges.offline.roll import roll_of
from badges.offline.rules import EventKind
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.roof import Link
from conference.people.access import Role, roles
from conference.registration.cash.desk import desk_of
from conference.web import flash, page, redirect
from conference.web.conditional import conditional
from conference.web.problems import Invalid

AnyRequest = Request[Any, Any, Any]
JSON = "application/json"
MOST_NAMED = 4  # supervisors, whom to call when only they can help
AFTERWARDS = timedelta(days=1)  # the last evening's dinner may end after midnight
UNREADABLE = "This is not what the desk's page sends. Load the page again."

OFFICE_LINKS = [
    Link(
        "Desk without a network", "/desk/offline", "Check in while the network is down.", Role.DESK
    ),
    Link(
        "Devices at the desk",
        "/desk/offline/devices",
        "Who carries the roll, and who was let in twice.",
        Role.SUPERVISOR,
    ),
]


@get("/{slug:str}/desk/offline", opt=roles(Role.DESK))
async def show_offline_desk(request: AnyRequest, meeting: TheMeeting) -> Template:
    """The whole desk in the browser; nothing on it is of one person but the bar above."""
    names = [each.name for each in await supervisors_of(meeting.id)]
    return page(
        request, "badges/offline_desk.html", desk=desk_of(request), supervisors=names[:MOST_NAMED]
    )


@get("/{slug:str}/desk/offline/roll.json", opt=roles(Role.DESK))
async def show_roll(request: AnyRequest, meeting: TheMeeting, now: Now) -> Response[bytes | None]:
    """The roll, or 304 while it is the same. Raises OldPage, MeetingIsOver."""
    if request.query_params.get("form") != str(FORM):
        raise OldPage
    if meeting.is_over(now - AFTERWARDS):
        raise MeetingIsOver
    body = roll_bytes(await roll_of(meeting, now))
    return conditional(request, body, JSON, headers={"x-plenary-now": str(_ms(now))})


@post("/{slug:str}/desk/offline/sync", opt=roles(Role.DESK), status_code=200)
async def sync(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Response[bytes]:
    """What a device has to tell; after the meeting too: nothing may be lost. Raises Invalid."""
    try:
        batch = msgspec.json.decode(await request.body(), type=Batch)
    except (msgspec.ValidationError, msgspec.DecodeError):
        raise Invalid(UNREADABLE) from None
    device, answers = await actions.take_batch(meeting, batch, by=visitor.actor, now=now)
    heard = BatchHeard(now, answers, await queries.beside_of(device))
    headers = {"cache-control": "no-store", "x-plenary-now": str(_ms(now))}
    return Response(msgspec.json.encode(heard), media_type=JSON, headers=headers)


@get("/{slug:str}/desk/offline/devices", opt=roles(Role.SUPERVISOR))
async def show_devices(request: AnyRequest, meeting: TheMeeting) -> Template:
    """Who carries the roll, and what they did that they would not have done with a network."""
    return page(
        request,
        "badges/offline_devices.html",
        devices=await queries.devices_of(meeting.id),
        flagged=await queries.flagged_of(meeting.id),
        duplicates=await queries.duplicates_of(meeting.id),
        kinds={kind.value: kind.did for kind in EventKind},
    )


@post("/{slug:str}/desk/offline/devices/{client_id:uuid}/seen", opt=roles(Role.SUPERVISOR))
async def deal_with(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now,
    client_id: FromPath[UUID],
) -> Redirect:  # fmt: skip
    is_done = await actions.deal_with(meeting, client_id, by=visitor.actor, now=now)
    flash(request, "Noted as dealt with." if is_done else "That was dealt with before.")
    return redirect(f"/{meeting.slug}/desk/offline/devices")


watch(queries.devices_in_trouble)


def _ms(now: Any) -> int:
    return int(now.timestamp() * 1000)


handlers = [
    show_offline_desk, show_roll, sync, show_devices, deal_with, desk_manifest, desk_worker,
]  # fmt: skip
