"""One abstract a screen: read, score, comment, send, stand back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from abstracts.reviewers.rounds import round_of_key
from abstracts.reviews.discussing import thread_of
from abstracts.reviews.errors import NotSendable, ReviewSavedElsewhere, UnknownReview
from abstracts.reviews.forms import StandBackForm, Typed, read_review, values_of
from abstracts.reviews.queue_pages import words_of
from abstracts.reviews.queue_queries import sent_counts
from abstracts.reviews.queue_rules import neighbours, next_to_review, progress_of
from abstracts.reviews.reading import (
    Given,
    abstract_for_reviewer,
    figure_for_reviewer,
    given_to,
    pick,
)
from abstracts.reviews.review_actions import Chair, save_draft, send_review
from abstracts.reviews.saying import (
    criteria_mean,
    does_ask_overall,
    does_ask_recommendation,
)
from abstracts.reviews.seats import reviewer_seat
from abstracts.reviews.seen_reviews import reviews_of
from abstracts.reviews.standing_back import Recusal, stand_back, take_back
from abstracts.reviews.words import RECOMMENDATIONS, time_words
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, Visitor, roles
from conference.settings import Settings
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.formats import clock

AnyRequest = Request[Any, Any, Any]
ONE = "/{slug:str}/reviewing/{round_key:str}/{code:str}"
MOST_BUTTONS = 11  # a longer scale is a box to type in


class Saved(msgspec.Struct):
    """What the page hears of an autosave."""

    version: int
    said: str


@dataclass(frozen=True, slots=True)
class Screen:
    """The abstract with the list it stands in."""

    given: Given
    all: list[Given]
    person: UUID


@get(ONE, opt=roles(Role.REVIEWER))
async def read_to_review(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    round_key: FromPath[str],
    code: FromPath[str],
) -> Template:
    screen = await _screen(meeting, visitor, round_key, code)
    return await _page(request, screen, now)


@post(ONE, opt=roles(Role.REVIEWER))
async def send_or_keep(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    settings: TheSettings,
    round_key: FromPath[str],
    code: FromPath[str],
) -> Template | Redirect:
    screen = await _screen(meeting, visitor, round_key, code)
    try:
        typed = await read_review(request, screen.given.round)
        return await _take(request, chair_of(meeting, visitor, settings), screen, typed, now)
    except FormErrors as wrong:
        return await _page(request, screen, now, wrong.state, 422)


@post(ONE + "/draft", opt=roles(Role.REVIEWER), status_code=200)
async def autosave_review(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    settings: TheSettings,
    round_key: FromPath[str],
    code: FromPath[str],
) -> Response[bytes]:
    round_ = await round_of_key(meeting.id, round_key)
    if round_ is None:
        raise UnknownReview
    typed = await read_review(request, round_)
    chair = chair_of(meeting, visitor, settings)
    kept = await save_draft(chair, round_key, code, typed.said, seen=typed.seen, now=now)
    said = f"Draft saved at {clock(kept.saved_at or now, meeting.zone)}. Only you see it."
    if kept.sent_at:
        said = "Not saved: this review is sent. Send the changes instead."
    return Response(msgspec.json.encode(Saved(kept.version, said)), media_type="application/json")


@post(ONE + "/stand-back", opt=roles(Role.REVIEWER))
async def stand_back_from(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    settings: TheSettings,
    round_key: FromPath[str],
    code: FromPath[str],
) -> Template | Redirect:
    screen = await _screen(meeting, visitor, round_key, code)
    try:
        form = await read_form(request, StandBackForm)
    except FormErrors as wrong:
        return await _page(request, screen, now, _with_review(screen.given, wrong), 422)
    recusal = Recusal(form.reason, is_conflict=form.kind == "conflict")
    await stand_back(chair_of(meeting, visitor, settings), round_key, code, recusal, now)
    flash(request, f"You stood back from {screen.given.code}. The chairs are told; it is no score.")
    return await _onward(meeting, screen, now)


@post(ONE + "/take-back", opt=roles(Role.REVIEWER))
async def review_after_all(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    settings: TheSettings,
    round_key: FromPath[str],
    code: FromPath[str],
) -> Redirect:
    await take_back(chair_of(meeting, visitor, settings), round_key, code, now)
    flash(request, f"{code.upper()} is yours to review again.")
    return redirect(f"/{meeting.slug}/reviewing/{round_key}/{code.upper()}")


@get(ONE + "/figure", opt=roles(Role.REVIEWER))
async def show_figure_to_reviewer(
    meeting: TheMeeting, visitor: TheVisitor, round_key: FromPath[str], code: FromPath[str]
) -> Response[bytes]:
    """Without the name its authors gave it; never kept by anything between."""
    assert visitor.person is not None
    given = await abstract_for_reviewer(meeting.id, round_key, code, visitor.person)
    figure = await figure_for_reviewer(given) if given else None
    if figure is None:
        raise UnknownReview
    headers = {"cache-control": "private, no-store", "x-content-type-options": "nosniff"}
    return Response(figure.body, media_type=figure.media_type, headers=headers)


def chair_of(meeting: MeetingInfo, visitor: Visitor, settings: Settings) -> Chair:
    """Who reviews, at which meeting."""
    assert visitor.person is not None
    return Chair(meeting, visitor.person, visitor.actor, settings.base_url)


async def _screen(meeting: MeetingInfo, visitor: Visitor, round_key: str, code: str) -> Screen:
    assert visitor.person is not None
    given = await given_to(meeting.id, visitor.person)
    found = await pick(meeting.id, given, round_key, code)
    if found is None:
        raise UnknownReview
    return Screen(found, given, visitor.person)


async def _take(
    request: AnyRequest, chair: Chair, screen: Screen, typed: Typed, now: datetime
) -> Template | Redirect:
    key, code = screen.given.round.key, screen.given.code
    keep = save_draft if typed.do == "draft" else send_review
    try:
        await keep(chair, key, code, typed.said, seen=typed.seen, now=now)
    except NotSendable as wrong:
        raise FormErrors(typed.values, wrong.errors) from None
    except ReviewSavedElsewhere:
        # Read anew: what the other window saved stands beside what was typed here.
        visitor = Visitor(chair.person)
        fresh = await _screen(chair.meeting, visitor, key, code)
        return await _page(request, fresh, now, FormState.of(typed.values), 409)
    if typed.do == "draft":
        flash(request, f"Your draft of {code} is saved. Only you see it.")
        return redirect(f"/{chair.meeting.slug}/reviewing/{key}/{code}")
    flash(request, f"Your review of {code} is sent.")
    return await _onward(chair.meeting, screen, now)


async def _onward(meeting: MeetingInfo, screen: Screen, now: datetime) -> Redirect:
    """To the open one with the fewest reviews, or to the list when nothing is left."""
    counts = await sent_counts(screen.all)
    following = next_to_review(screen.all, counts, now, after=screen.given)
    if following is None:
        return redirect(f"/{meeting.slug}/reviewing")
    return redirect(f"/{meeting.slug}/reviewing/{following.round.key}/{following.code}")


def _with_review(given: Given, wrong: FormErrors) -> FormState:
    """A refused reason keeps what is saved of the review in its own form."""
    return FormState({**values_of(given.review.said), **wrong.values}, wrong.errors)


async def _page(
    request: AnyRequest,
    screen: Screen,
    now: datetime,
    form: FormState | None = None,
    status: int = 200,
) -> Template:
    given = screen.given
    before, after = neighbours(screen.all, given)
    mine = [each for each in screen.all if each.round.id == given.round.id]
    seat = reviewer_seat(given, screen.person)
    return page(
        request,
        "abstracts/reviews/review.html",
        status=status,
        given=given,
        form=form or FormState.of(values_of(given.review.said)),
        elsewhere=given.review if status == 409 else None,
        may_write=given.may_write(now),
        has_buttons=len(given.round.scores) <= MOST_BUTTONS,
        asks_overall=does_ask_overall(given.round),
        asks_recommendation=does_ask_recommendation(given.round),
        recommendations=RECOMMENDATIONS,
        criteria_mean=criteria_mean(given.review.said, given.round),
        word=words_of(given),
        progress=progress_of(mine),
        time_words=time_words,
        before=before,
        after=after,
        others=[each for each in await reviews_of(seat) if not each.is_own] if seat else None,
        posts=await thread_of(seat) if seat else [],
        now=now,
    )


handlers = [
    read_to_review,
    send_or_keep,
    autosave_review,
    stand_back_from,
    review_after_all,
    show_figure_to_reviewer,
]
