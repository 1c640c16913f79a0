"""Filling a session from the tray: the proposal with its reasons, and taking all, some or none."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, cast

from litestar import Request, get, post
from litestar.datastructures import FormMultiDict
from litestar.params import FromPath
from litestar.response import Redirect, Template

from abstracts.queries.calls import topics
from abstracts.vocabulary import DECISION_WORDS, Decision
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, Visitor, roles
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.forms import parse_form
from conference.web.problems import Invalid
from schedule.actions.filling import fill_session
from schedule.errors import StaleSession, WouldConflict
from schedule.queries.described import described_programme
from schedule.queries.filling import tray
from schedule.rules.filling import Candidate, FillWish, Offer, propose_filling, usual_talk
from schedule.rules.inside import filled_minutes
from schedule.rules.programme import PlannedSession
from schedule.rules.usual import kind_for
from schedule.sessions.inside_forms import FillForm
from schedule.sessions.view import find_session, refused, stale_notice

AnyRequest = Request[Any, Any, Any]
PROGRAMME = roles(Role.PROGRAMME)
FILL = "/{slug:str}/committee/programme/sessions/{code:str}/fill"
OFFERED = [(decision.value, words) for decision, words in DECISION_WORDS.items()]


@get(FILL, opt=PROGRAMME)
async def show_filling(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, code: FromPath[str]
) -> Template:
    try:
        form = parse_form(FillForm, cast(FormMultiDict, request.query_params))
    except FormErrors as wrong:
        return await fill_page(request, meeting, visitor, code, wrong=wrong)
    return await fill_page(request, meeting, visitor, code, form)


@post(FILL, opt=PROGRAMME)
async def fill(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, code: FromPath[str]
) -> Template | Redirect:
    form = None
    try:
        form = await read_form(request, FillForm)
        session = find_session(await described_programme(meeting.id), code)
        wish, by, ok = form.wish(kind_for(session.kind)), visitor.actor, form.conflicts_ok
        count = await fill_session(
            code, form.version, wish, form.take, meeting=meeting.id, by=by, now=now, conflicts_ok=ok
        )
    except (FormErrors, Invalid, StaleSession) as wrong:
        return await fill_page(request, meeting, visitor, code, form, wrong=wrong)
    flash(request, f"{count} placed from the tray." if count > 1 else "One placed from the tray.")
    return redirect(f"/{meeting.slug}/committee/programme/sessions/{code}#slots")


async def fill_page(
    request: AnyRequest,
    meeting: MeetingInfo,
    visitor: Visitor,
    code: str,
    form: FillForm | None = None,
    *,
    wrong: FormErrors | Invalid | StaleSession | None = None,
) -> Template:
    """What the tray has for a session, with places and reasons; nothing is changed by looking.

    Raises NoSuchSession.
    """
    programme = await described_programme(meeting.id)
    session = find_session(programme, code)
    candidates = await tray(meeting.id, programme, visitor.person)
    if not request.query_params and request.method == "GET":
        form = _usual(session, candidates)
    wish, errors = _wish(form, session, wrong)
    stale = wrong if isinstance(wrong, StaleSession) else None
    offers = propose_filling(programme, session, candidates, wish)
    return page(
        request,
        "schedule/session_fill.html",
        status=409 if stale else 422 if errors else 200,
        programme=programme,
        session=session,
        offers=offers,
        starts=_starts(session, offers),
        taken=_taken(offers, form if request.method == "POST" else None),
        wish=wish,
        form=FormState(_typed(wish), errors),
        filled=filled_minutes(session.slots, session.duration_minutes),
        waiting=len(candidates),
        offered=OFFERED,
        takes_minutes=wish.decision is not Decision.POSTER,
        topics=[(each.code, each.title) for each in await topics(meeting.id)],
        is_clash=isinstance(wrong, WouldConflict),
        **await stale_notice(meeting.id, code, stale),
    )


def _wish(
    form: FillForm | None,
    session: PlannedSession,
    wrong: FormErrors | Invalid | StaleSession | None,
) -> tuple[FillWish, dict[str, str]]:
    """What is wished, the usual where that cannot be, and what is wrong with it."""
    usual, errors = kind_for(session.kind), {}
    if isinstance(wrong, FormErrors | Invalid):
        errors = dict(refused(form, wrong).errors)
    try:
        return (form or FillForm()).wish(usual), errors
    except FormErrors as impossible:
        return FillForm().wish(usual), {**impossible.errors, **errors}


def _usual(session: PlannedSession, candidates: tuple[Candidate, ...]) -> FillForm:
    """What is proposed before anything is asked for: the track's topic, the usual lengths."""
    minutes, questions = usual_talk(session, kind_for(session.kind))
    topics = _topics_of(session, candidates)
    return FillForm(topics=topics, minutes=minutes or None, questions=questions)


def _topics_of(session: PlannedSession, candidates: tuple[Candidate, ...]) -> list[str]:
    """The topics that the session's track names; none means every topic."""
    track = session.track.casefold()
    named = {c.topic_code for c in candidates if track in (c.topic_title.casefold(), c.topic_code)}
    return sorted(named) if track else []


def _starts(session: PlannedSession, offers: tuple[Offer, ...]) -> dict[str, datetime]:
    """When each proposed talk would begin."""
    if session.starts_at is None:
        return {}
    return {
        each.candidate.code: session.starts_at + timedelta(minutes=each.place.start)
        for each in offers
        if each.place is not None
    }


def _taken(offers: tuple[Offer, ...], form: FillForm | None) -> list[str]:
    if form is not None:
        return form.take
    return [each.candidate.code for each in offers if each.is_proposed]


def _typed(wish: FillWish) -> dict[str, Any]:
    return {
        "what": wish.decision.value,
        "topics": sorted(wish.topics),
        "minutes": wish.minutes,
        "questions": wish.questions,
        "registered_first": wish.registered_first,
    }


handlers = [
    show_filling,
    fill,
]
