"""The committee's pages of releases: what the next one changes, releasing, and the old ones."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.problems import NotFound
from schedule.actions.releasing import release_schedule
from schedule.committee_pages import PROGRAMME
from schedule.forms import ReleaseForm
from schedule.queries.draft import release_preview
from schedule.queries.programme import release_step
from schedule.queries.releases import list_releases
from schedule.rules.differences import ChangeKind, ItemChange, ProgrammeDiff, diff_releases

AnyRequest = Request[Any, Any, Any]
HEADINGS = {
    ChangeKind.NEW: "New",
    ChangeKind.MOVED: "Moved",
    ChangeKind.CHANGED: "Changed",
    ChangeKind.CANCELLED: "Cancelled",
    ChangeKind.REINSTATED: "Takes place after all",
}


@get("/{slug:str}/committee/releases", opt=PROGRAMME)
async def releases(request: AnyRequest, meeting: TheMeeting, now: Now) -> Template:
    return await releases_page(request, meeting, now)


@post("/{slug:str}/committee/releases", opt=PROGRAMME)
async def release(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    settings: TheSettings,
) -> Template | Redirect:
    """Pressed twice, the second finds nothing to release."""
    try:
        form = await read_form(request, ReleaseForm)
        preview = await release_preview(meeting.id, now)
        form.check(len(preview.conflicts))
    except FormErrors as wrong:
        return await releases_page(request, meeting, now, wrong.state, status=422)
    outcome = await release_schedule(
        meeting=meeting.id,
        name=form.name,
        comment=form.comment,
        by=visitor.actor,
        now=now,
        settings=settings,
    )
    flash(request, str(outcome), "good" if outcome.number else "warn")
    return redirect(f"/{meeting.slug}/committee/releases")


async def releases_page(
    request: AnyRequest,
    meeting: MeetingInfo,
    now: Now,
    form: FormState | None = None,
    status: int = 200,
) -> Template:
    """What the next release would change, and the releases so far."""
    preview = await release_preview(meeting.id, now)
    return page(
        request,
        "schedule/releases.html",
        status=status,
        preview=preview,
        groups=change_groups(preview.diff),
        releases=await list_releases(meeting.id),
        form=form or FormState.of({"name": preview.suggested_name}),
    )


@get("/{slug:str}/committee/releases/{number:int}", opt=PROGRAMME)
async def show_release(request: AnyRequest, meeting: TheMeeting, number: FromPath[int]) -> Template:
    step = await release_step(meeting.id, number)
    if step is None:
        raise NotFound(f"There is no release {number}.")
    return page(
        request,
        "schedule/release.html",
        step=step,
        programme=step.after,
        groups=change_groups(diff_releases(step.before, step.after)),
    )


def change_groups(diff: ProgrammeDiff) -> list[tuple[str, str, list[ItemChange]]]:
    """(kind, heading, items) of every kind of change that there is."""
    groups = [(kind.value, heading, diff.of_kind(kind)) for kind, heading in HEADINGS.items()]
    return [group for group in groups if group[2]]


handlers = [releases, release, show_release]
