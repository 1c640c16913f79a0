"""The committee sets rounds of reviewing up."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from abstracts import queries
from abstracts.reviewers.errors import UnknownRound
from abstracts.reviewers.round_actions import default_round, remove_round, save_round
from abstracts.reviewers.round_forms import (
    BLIND_WORDS,
    COUNTED_WORDS,
    OTHERS_WORDS,
    RoundForm,
    key_for,
    typed_again,
    values_of,
)
from abstracts.reviewers.round_queries import award_titles
from abstracts.reviewers.rounds import RoundInfo, round_of_key, rounds_of
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo, zone_names
from conference.people.access import Role, roles
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.problems import Forbidden
from conference.web.refusals import refusals

AnyRequest = Request[Any, Any, Any]
ROUNDS = "/{slug:str}/committee/rounds"
PROGRAMME = roles(Role.PROGRAMME)


@get(ROUNDS, opt=PROGRAMME)
async def show_rounds(request: AnyRequest, meeting: TheMeeting, now: Now) -> Template:
    calls = {call.id: call.title for call in await queries.calls(meeting.id)}
    awards = await award_titles(meeting.id)
    return page(
        request,
        "abstracts/reviewers/rounds.html",
        rounds=await rounds_of(meeting.id),
        calls=calls,
        awards=awards,
        now=now,
    )


@post(ROUNDS, opt=PROGRAMME)
async def open_default_round(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Redirect:
    """One click: the usual round, if there is none yet."""
    if not await rounds_of(meeting.id):
        await save_round(await default_round(meeting, now), by=visitor.actor, now=now)
        flash(request, "The round is set up. Look at its dates before you invite reviewers.")
    return redirect(f"/{meeting.slug}/committee/rounds")


@get(ROUNDS + "/{key:str}", opt=PROGRAMME)
async def show_round(
    request: AnyRequest, meeting: TheMeeting, now: Now, key: FromPath[str]
) -> Template:
    round_ = await _round(meeting, key, now)
    values = values_of(round_)
    if key == "new" and (award := request.query_params.get("award", "")):
        values |= {"award": award, "calls": [], "title": "Award applications"}
    return await _round_page(request, meeting, round_, FormState.of(values))


@post(ROUNDS + "/{key:str}", opt=PROGRAMME)
async def set_round(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, key: FromPath[str]
) -> Template | Redirect:
    round_ = await _round(meeting, key, now)
    try:
        form = await read_form(request, RoundForm)
        with refusals(form):
            changed = form.changes(round_)
    except FormErrors as wrong:
        return await _round_page(request, meeting, round_, typed_again(wrong), 422)
    await save_round(await _keyed(changed, key), by=visitor.actor, now=now)
    flash(request, f"“{changed.title}” is saved.")
    return redirect(f"/{meeting.slug}/committee/rounds")


@post(ROUNDS + "/{key:str}/remove", opt=PROGRAMME)
async def take_round_away(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, key: FromPath[str]
) -> Redirect:
    try:
        await remove_round(meeting.id, key, by=visitor.actor, now=now)
        flash(request, "The round is removed.")
    except Forbidden as in_use:
        flash(request, in_use.detail, "bad")
    return redirect(f"/{meeting.slug}/committee/rounds")


async def _round(meeting: MeetingInfo, key: str, now: datetime) -> RoundInfo:
    """The round of this address; "new" is one with the usual settings. Raises UnknownRound."""
    if key == "new":
        return await default_round(meeting, now)
    found = await round_of_key(meeting.id, key)
    if found is None:
        raise UnknownRound
    return found


async def _keyed(round_: RoundInfo, key: str) -> RoundInfo:
    if key != "new":
        return round_
    taken = {each.key for each in await rounds_of(round_.meeting)}
    return replace(round_, id=uuid4(), key=key_for(round_.title, taken))


async def _round_page(
    request: AnyRequest,
    meeting: MeetingInfo,
    round_: RoundInfo,
    form: FormState,
    status: int = 200,
) -> Template:
    calls = [(str(call.id), call.title) for call in await queries.calls(meeting.id)]
    awards: dict[UUID, str] = await award_titles(meeting.id)
    return page(
        request,
        "abstracts/reviewers/round.html",
        status=status,
        round=round_,
        form=form,
        calls=calls,
        awards=[(str(id), title) for id, title in awards.items()],
        blind_words=BLIND_WORDS,
        others_words=OTHERS_WORDS,
        counted_words=COUNTED_WORDS,
        zones=[(name, name) for name in zone_names()],
    )


handlers = [show_rounds, open_default_round, show_round, set_round, take_round_away]
