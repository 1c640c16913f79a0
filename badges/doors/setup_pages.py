"""Setting doors up, and trying a scanner out."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from badges.doors.door import Door, HowOften, PointKind
from badges.doors.errors import NoSuchDoor
from badges.doors.forms import PointForm, ProposalsForm, shown_point
from badges.doors.queries import point_of
from badges.doors.setup_actions import apply_proposals, change_point, create_point
from badges.doors.setup_queries import choices_of, proposals_of
from badges.drawing.qr import QUIET_ZONE, bars
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, roles
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.refusals import refusals

AnyRequest = Request[Any, Any, Any]
DOORS = "/{slug:str}/desk/doors"
SETS_UP = roles(Role.SUPERVISOR)
KINDS = [(kind.value, kind.label) for kind in PointKind]
HOW_OFTEN = [(each.value, each.label) for each in HowOften]
TEST_CODE = "YZQAWM0123456789"  # every key on which keyboards differ


async def _form_page(
    request: AnyRequest, meeting: MeetingInfo, form: FormState, door: Door | None, status: int = 200
) -> Template:
    choices = await choices_of(meeting)
    return page(
        request, "badges/doors_edit.html", status=status, form=form, door=door, choices=choices,
        kinds=KINDS, how_often=HOW_OFTEN,
    )  # fmt: skip


@get(DOORS + "/new", opt=SETS_UP)
async def show_new_door(request: AnyRequest, meeting: TheMeeting) -> Template:
    return await _form_page(
        request, meeting, FormState.of({"kind": "entrance", "how_often": "always"}), None
    )


@post(DOORS + "/new", opt=SETS_UP)
async def create_door(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    try:
        form = await read_form(request, PointForm)
        with refusals(form):
            draft = form.as_draft(meeting.zone)
    except FormErrors as wrong:
        return await _form_page(request, meeting, wrong.state, None, status=422)
    key = await create_point(meeting, draft, by=visitor.actor, now=now)
    flash(request, f"The door “{draft.title}” is there. Scan at it, or hand its address on.")
    return redirect(f"/{meeting.slug}/desk/doors/{key}")


@get(DOORS + "/{key:str}/edit", opt=SETS_UP)
async def show_edit_door(request: AnyRequest, meeting: TheMeeting, key: FromPath[str]) -> Template:
    door = await point_of(meeting, key)
    if door is None:
        raise NoSuchDoor
    return await _form_page(request, meeting, FormState.of(shown_point(door)), door)


@post(DOORS + "/{key:str}/edit", opt=SETS_UP)
async def edit_door(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, key: FromPath[str], now: Now
) -> Template | Redirect:
    door = await point_of(meeting, key)
    if door is None:
        raise NoSuchDoor
    try:
        form = await read_form(request, PointForm)
        with refusals(form):
            draft = form.as_draft(meeting.zone)
    except FormErrors as wrong:
        return await _form_page(request, meeting, wrong.state, door, status=422)
    await change_point(door, draft, by=visitor.actor, now=now)
    flash(request, "Saved. It holds from the next scan on.")
    return redirect(f"/{meeting.slug}/desk/doors/{key}")


@get(DOORS + "/propose", opt=SETS_UP)
async def show_proposals(request: AnyRequest, meeting: TheMeeting) -> Template:
    proposals = await proposals_of(meeting)
    return page(request, "badges/doors_propose.html", proposals=proposals)


@post(DOORS + "/propose", opt=SETS_UP)
async def take_proposals(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Redirect:
    """Those that were ticked and are still missing; somebody else may have made some meanwhile."""
    form = await read_form(request, ProposalsForm)
    chosen = [each for each in await proposals_of(meeting) if each.mark in form.taken]
    made = await apply_proposals(meeting, chosen, by=visitor.actor, now=now)
    if made:
        flash(request, f"{made} {'door is' if made == 1 else 'doors are'} set up.")
    else:
        flash(request, "Nothing was chosen, so nothing was set up.", "warn")
    return redirect(f"/{meeting.slug}/desk/doors")


@get("/{slug:str}/desk/scanner", opt=roles(Role.DESK))
async def show_scanner(request: AnyRequest, meeting: TheMeeting) -> Template:
    """A code to scan, which tells a keyboard of another layout and what to change."""
    return page(request, "badges/doors_scanner.html", code=TEST_CODE, path=_test_path())


def _test_path() -> str:
    """The dark modules of the test code as one path of an SVG, a unit each, quiet zone around."""
    drawn = (
        f"M{bar.column + QUIET_ZONE} {bar.row + QUIET_ZONE}h{bar.length}v1h-{bar.length}z"
        for bar in bars(TEST_CODE)
    )
    return "".join(drawn)


handlers = [
    show_new_door,
    create_door,
    show_edit_door,
    edit_door,
    show_proposals,
    take_proposals,
    show_scanner,
]
