"""Discussions: what is disputed or new, and the thread of one abstract."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from abstracts.reviews.discussing import delete_post, look_at, say, thread_of
from abstracts.reviews.errors import UnknownThread
from abstracts.reviews.forms import DeletePostForm, PostForm
from abstracts.reviews.seats import Seated, seat_at
from abstracts.reviews.seen_reviews import reviews_of
from abstracts.reviews.threads import threads_for
from abstracts.reviews.words import RECOMMENDATIONS
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, Visitor, roles
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.pages import page_number
from conference.web.refusals import refusals

AnyRequest = Request[Any, Any, Any]
LIST = "/{slug:str}/committee/discussion"
ONE = LIST + "/{code:str}"
PAGE_SIZE = 100
SHOWN = ("", "new", "disputed", "posts")


@get(LIST, opt=roles(Role.REVIEWER))
async def list_discussions(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor
) -> Template:
    asked = request.query_params.get("show", "")
    shown = asked if asked in SHOWN else ""
    threads = await threads_for(meeting.id, visitor)
    found = [
        each
        for each in threads
        if (shown != "new" or each.fresh)
        and (shown != "posts" or each.posts)
        and (shown != "disputed" or (each.standing and each.standing.is_disputed))
    ]
    number = page_number(request)
    return page(
        request,
        "abstracts/reviews/discussions.html",
        threads=found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE],
        number=number,
        pages=max(1, -(-len(found) // PAGE_SIZE)),
        total=len(threads),
        shown=shown,
        sees_scores=any(each.standing for each in threads),
    )


@get(ONE, opt=roles(Role.REVIEWER))
async def read_discussion(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, code: FromPath[str]
) -> Template:
    seat = await _seat(meeting, visitor, code)
    shown = await _page(request, seat)
    await look_at(seat, now)
    return shown


@post(ONE, opt=roles(Role.REVIEWER))
async def post_to_discussion(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, code: FromPath[str]
) -> Template | Redirect:
    seat = await _seat(meeting, visitor, code)
    try:
        form = await read_form(request, PostForm)
        with refusals(form):
            await say(
                meeting=meeting,
                visitor=visitor,
                code=code,
                text=form.text,
                round_key=form.round,
                now=now,
            )
    except FormErrors as wrong:
        return await _page(request, seat, wrong.state, 422)
    flash(request, "Said.")
    return redirect(f"/{meeting.slug}/committee/discussion/{seat.code}")


@post(ONE + "/delete", opt=roles(Role.REVIEWER))
async def delete_from_discussion(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, code: FromPath[str]
) -> Redirect:
    form = await read_form(request, DeletePostForm)
    await delete_post(meeting=meeting, visitor=visitor, code=code, post=form.post, now=now)
    flash(request, "It is deleted.")
    return redirect(f"/{meeting.slug}/committee/discussion/{code.upper()}")


async def _seat(meeting: MeetingInfo, visitor: Visitor, code: str) -> Seated:
    seat = await seat_at(meeting.id, visitor, code)
    if seat is None:
        raise UnknownThread
    return seat


async def _page(
    request: AnyRequest, seat: Seated, form: FormState | None = None, status: int = 200
) -> Template:
    audiences = [
        (each.key, f"Reviewers of {each.title} too" if seat.sees_all else each.title)
        for each in seat.rounds
    ]
    return page(
        request,
        "abstracts/reviews/thread.html",
        status=status,
        seat=seat,
        posts=await thread_of(seat),
        reviews=[each for each in await reviews_of(seat) if each.review.sent_at],
        recommendations=RECOMMENDATIONS,
        audiences=audiences,
        form=form or FormState.empty(),
    )


handlers = [list_discussions, read_discussion, post_to_discussion, delete_from_discussion]
