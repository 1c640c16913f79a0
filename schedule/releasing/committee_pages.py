"""The committee's pages of releases: what the next one changes, releasing, going back."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, roles
from conference.settings import Settings
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.problems import Stale
from conference.web.refusals import refusals
from schedule.actions.releasing import release_schedule
from schedule.actions.rolling_back import republish_release, restore_release
from schedule.queries.old_releases import rollback_preview
from schedule.queries.programme import release_step
from schedule.queries.release_preview import release_preview
from schedule.queries.releases import list_releases
from schedule.releasing import view
from schedule.releasing.errors import NoSuchRelease
from schedule.releasing.forms import ReleaseForm, RestoreForm
from schedule.rules.addendum import change_lines, lines_by_kind
from schedule.rules.differences import diff_releases

AnyRequest = Request[Any, Any, Any]
PROGRAMME = roles(Role.PROGRAMME)
RELEASES = "/{slug:str}/committee/releases"


@get(RELEASES, opt=PROGRAMME)
async def releases(
    request: AnyRequest, meeting: TheMeeting, now: Now, settings: TheSettings
) -> Template:
    return await releases_page(request, meeting, now, settings)


@post(RELEASES, opt=PROGRAMME)
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
        with refusals(form):
            outcome = await release_schedule(
                meeting=meeting.id,
                name=form.name,
                comment=form.comment,
                by=visitor.actor,
                now=now,
                settings=settings,
                reason=form.reason,
                seen=form.seen,
            )
    except FormErrors as wrong:
        return await releases_page(request, meeting, now, settings, wrong.state, status=422)
    except Stale as stale:
        again = FormState({"name": form.name, "comment": form.comment}, {"": stale.detail})
        return await releases_page(request, meeting, now, settings, again, status=409)
    flash(request, str(outcome), "good" if outcome.number else "warn")
    return redirect(f"/{meeting.slug}/committee/releases")


async def releases_page(
    request: AnyRequest,
    meeting: MeetingInfo,
    now: Now,
    settings: Settings,
    form: FormState | None = None,
    status: int = 200,
) -> Template:
    """What the next release would change, whom it would tell, and the releases so far."""
    preview = await release_preview(meeting.id, now)
    lines = change_lines(preview.diff, meeting.zone)
    base = f"/{meeting.slug}/committee"
    letters = view.letter_groups(preview.readers, preview.prepared, meeting.id, settings.base_url)
    return page(
        request,
        "schedule/releasing/next.html",
        status=status,
        preview=preview,
        groups=lines_by_kind(lines),
        conflicts=[(each, view.links_of(each, base)) for each in preview.open],
        letters=letters,
        releases=await list_releases(meeting.id),
        form=form or FormState.of({"name": preview.suggested_name}),
    )


@get(RELEASES + "/{number:int}", opt=PROGRAMME)
async def show_release(request: AnyRequest, meeting: TheMeeting, number: FromPath[int]) -> Template:
    step = await release_step(meeting.id, number)
    if step is None:
        raise NoSuchRelease(number)
    diff = diff_releases(step.before, step.after)
    return page(
        request,
        "schedule/releasing/release.html",
        step=step,
        programme=step.after,
        groups=lines_by_kind(change_lines(diff, meeting.zone)),
    )


@get(RELEASES + "/{number:int}/restore", opt=PROGRAMME)
async def show_restore(
    request: AnyRequest,
    meeting: TheMeeting,
    now: Now,
    settings: TheSettings,
    number: FromPath[int],
) -> Template:
    return await restore_page(request, meeting, now, settings, number)


@post(RELEASES + "/{number:int}/restore", opt=PROGRAMME)
async def restore(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    settings: TheSettings,
    number: FromPath[int],
) -> Template | Redirect:
    """Into the draft, where it can be taken back; or public at once, as a new release."""
    try:
        form = await read_form(request, RestoreForm)
        with refusals(form):
            words = await _go_back(form, number, meeting, visitor, now, settings)
    except FormErrors as wrong:
        return await restore_page(request, meeting, now, settings, number, wrong.state, 422)
    except Stale as stale:
        again = FormState({"name": form.name, "comment": form.comment}, {"": stale.detail})
        return await restore_page(request, meeting, now, settings, number, again, 409)
    flash(request, words)
    return redirect(f"/{meeting.slug}/committee/releases")


async def _go_back(
    form: RestoreForm,
    number: int,
    meeting: MeetingInfo,
    visitor: TheVisitor,
    now: Now,
    settings: Settings,
) -> str:
    if form.to == "public":
        outcome = await republish_release(
            number,
            meeting=meeting.id,
            name=form.name,
            comment=form.comment,
            by=visitor.actor,
            now=now,
            settings=settings,
            seen=form.seen,
        )
        return str(outcome) if outcome.number else f"Release {number} is what is public already."
    changed = await restore_release(number, meeting=meeting.id, by=visitor.actor, now=now)
    if not changed:
        return f"The draft holds what release {number} held. Nothing was changed."
    count = "1 session was" if changed == 1 else f"{changed} sessions were"
    return f"The draft is release {number} again: {count} changed. Undo on the board takes it back."


async def restore_page(
    request: AnyRequest,
    meeting: MeetingInfo,
    now: Now,
    settings: Settings,
    number: int,
    form: FormState | None = None,
    status: int = 200,
) -> Template:
    """What either way back to a release would change. Raises NoSuchRelease."""
    preview = await rollback_preview(meeting.id, number, now)
    draft = change_lines(preview.draft.diff, meeting.zone)
    public = change_lines(preview.public.diff, meeting.zone)
    letters = view.letter_groups(preview.readers, preview.public, meeting.id, settings.base_url)
    return page(
        request,
        "schedule/releasing/restore.html",
        status=status,
        preview=preview,
        old=preview.old.programme,
        draft_groups=lines_by_kind(draft),
        public_groups=lines_by_kind(public),
        letters=letters,
        form=form or FormState.of({"name": preview.public.made.name}),
    )


handlers = [releases, release, show_release, show_restore, restore]
