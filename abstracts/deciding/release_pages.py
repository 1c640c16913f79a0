"""Looking at what a release would tell, letter by letter, and then releasing it (V07)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from litestar import Request, get, post
from litestar.response import Redirect, Template

from abstracts.changes.objections import open_objections
from abstracts.deciding.composing import Desk
from abstracts.deciding.errors import SeenOtherwise
from abstracts.deciding.held import digest_of_held
from abstracts.deciding.history import latest_held
from abstracts.deciding.places import misplaced
from abstracts.deciding.policy import policy_of
from abstracts.deciding.release_forms import ReleaseForm, days_of, moment_of, suggested_days
from abstracts.deciding.release_queries import (
    ReleaseFilter,
    ToRelease,
    counted,
    counts_of,
    doubts_of,
    releases_of,
    talks_given,
    to_release,
    undecided,
)
from abstracts.deciding.releasing import ReleasePlan, release_decisions, waiting_ranks
from abstracts.deciding.samples import letter_samples
from abstracts.deciding.scope import scope_of
from abstracts.errors import NotPossible
from abstracts.queries.calls import calls, topics
from abstracts.vocabulary import OUTCOME_WORDS
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, Visitor, roles
from conference.settings import Settings
from conference.web import FormErrors, FormState, flash, page, read_form, redirect

AnyRequest = Request[Any, Any, Any]
RELEASE = "/{slug:str}/committee/decisions/release"
CHAIR = roles(Role.PROGRAMME)
KEPT = ("answer_by", "register_by", "call", "topic")  # when others were quicker


@get(RELEASE, opt=CHAIR)
async def preview_release(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    settings: TheSettings,
) -> Template:
    asked = {name: request.query_params.get(name, "") for name in ("call", "topic", "comments")}
    days = suggested_days(await policy_of(meeting.id), meeting, now)
    form = FormState.of({**days, **asked})
    return await _release_page(request, meeting, visitor, settings, form)


@post(RELEASE, opt=CHAIR)
async def release(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    settings: TheSettings,
) -> Template | Redirect:
    try:
        form = await read_form(request, ReleaseForm)
        answer_by, register_by = days_of(form, meeting, now)
    except FormErrors as wrong:
        return await _release_page(request, meeting, visitor, settings, wrong.state)
    desk = Desk(meeting, settings.base_url, answer_by, register_by)
    plan = ReleasePlan(form.number, form.seen, form.wanted, form.comments)
    try:
        done = await release_decisions(desk, plan, by=visitor.actor, now=now)
    except (SeenOtherwise, NotPossible) as late:
        kept = {name: getattr(form, name) for name in KEPT}
        state = FormState({**kept, "comments": "on" if form.comments else ""})
        return await _release_page(request, meeting, visitor, settings, state, late)
    if done.is_repeat:
        flash(request, f"Release {done.number} was made before; nothing was sent twice.", "warn")
    else:
        flash(request, f"{done.decisions} decisions are released, {done.letters} letters queued.")
    if done.in_doubt:
        sentence = "presenting authors have no e-mail address: look at the presenters’ list."
        flash(request, f"{done.in_doubt} {sentence}", "warn")
    return redirect(f"/{meeting.slug}/committee/decisions/release")


async def _release_page(
    request: AnyRequest,
    meeting: MeetingInfo,
    visitor: Visitor,
    settings: Settings,
    form: FormState,
    late: SeenOtherwise | NotPossible | None = None,
) -> Template:
    """`late`: why the release was refused; the form is shown anew, over what is held now."""
    values = form.values
    wanted = ReleaseFilter(str(values.get("call") or ""), str(values.get("topic") or ""))
    chosen = await to_release(meeting.id, wanted)
    done = await releases_of(meeting.id)
    scope = await scope_of(meeting.id, visitor)
    shown = [each for each in chosen if each.held.abstract not in scope.conflicted]
    days = [_shown(values.get(name), meeting) for name in ("answer_by", "register_by")]
    desk = Desk(meeting, settings.base_url, *days)
    return page(
        request,
        "abstracts/deciding/release.html",
        status=late.status if late else 422 if form.errors else 200,
        form=form,
        meanwhile=await _meanwhile(meeting, shown, late),
        number=done[0].number + 1 if done else 1,
        seen=digest_of_held(each.held for each in chosen),
        counts=counts_of(shown),
        total=len(chosen),
        hidden=len(chosen) - len(shown),
        doubts=await _doubts(meeting, shown),
        undecided=await undecided(meeting.id),
        samples=await letter_samples(
            desk,
            shown,
            request.query_params.get("sample", ""),
            has_comments=bool(values.get("comments")),
            ranks=await waiting_ranks(meeting.id, chosen),
        ),
        releases=done,
        outcomes=OUTCOME_WORDS,
        counted=counted,
        calls=[(each.key, each.title) for each in await calls(meeting.id)],
        topics=[(each.code, each.title) for each in await topics(meeting.id)],
    )


def _shown(text: object, meeting: MeetingInfo) -> datetime | None:
    """The day that the form shows, for the letters beside it; None while it makes no sense."""
    try:
        return moment_of(str(text or ""), meeting)
    except ValueError:
        return None


async def _meanwhile(
    meeting: MeetingInfo, shown: Sequence[ToRelease], late: SeenOtherwise | NotPossible | None
) -> list[str]:
    if late is None:
        return []
    if isinstance(late, NotPossible):
        return [late.detail]
    return [late.detail, *await latest_held(meeting.id, [each.held.code for each in shown])]


async def _doubts(meeting: MeetingInfo, shown: Sequence[ToRelease]) -> list[str]:
    policy = await policy_of(meeting.id)
    given = await talks_given(meeting.id, policy)
    return [*doubts_of(shown, policy, given), *await misplaced(shown), *await _objected(shown)]


async def _objected(shown: Sequence[ToRelease]) -> list[str]:
    """What co-authors object to, so that nobody tells it without having looked (situation 16)."""
    found = await open_objections([each.held.abstract for each in shown])
    return [f"{each.code}: {each.sentence}" for several in found.values() for each in several]


handlers = [preview_release, release]
