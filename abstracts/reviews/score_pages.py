"""Scores for committee and chairs: the table, its files, how reviewers differ, one abstract."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from abstracts.reviews.errors import UnknownReview, UnknownThread
from abstracts.reviews.forms import ReopenForm
from abstracts.reviews.score_queries import (
    PAGE_SIZE,
    SORTS,
    ScoreFilter,
    ScoreRow,
    ScoreTable,
    reviewer_scores,
    score_table,
)
from abstracts.reviews.seats import Seated, seat_at
from abstracts.reviews.seen_reviews import reviews_of
from abstracts.reviews.standing_back import reopen_review
from abstracts.reviews.standings import standings_of
from abstracts.reviews.words import RECOMMENDATIONS, STATE_WORDS
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.people.access import Role, roles
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.marks import unmarked
from conference.web.pages import download, page_number
from conference.web.problems import NotFound
from conference.web.sheets import XLSX, Cell, csv_of, xlsx_of

AnyRequest = Request[Any, Any, Any]
SCORES = "/{slug:str}/committee/scores"
ONE = "/{slug:str}/committee/abstracts/{code:str}/reviews"
MAX_SEARCH = 200
HEADINGS = (
    "Reference",
    "Title",
    "Topic",
    "Reviews",
    "Normalised mean",
    "Mean",
    "Median",
    "Spread",
    "Standard deviation",
    "Disputed",
    *(f"Recommends: {word}" for word in RECOMMENDATIONS.values()),
)


@get(SCORES, opt=roles(Role.REVIEWER))
async def show_scores(request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor) -> Template:
    typed = _typed(request)
    table = await _table(meeting.id, visitor, typed)
    number = page_number(request)
    shown = table.rows[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    asked = {key: value for key, value in typed.items() if value}
    return page(
        request,
        "abstracts/reviews/scores.html",
        table=table,
        rows=shown,
        total=len(table.rows),
        number=number,
        pages=max(1, -(-len(table.rows) // PAGE_SIZE)),
        filters=typed,
        query=urlencode(asked),
        sorts=list(SORTS),
        is_committee=visitor.may(Role.PROGRAMME),
        recommendations=RECOMMENDATIONS,
    )


@get(SCORES + ".csv", opt=roles(Role.REVIEWER))
async def download_scores_csv(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor
) -> Response[bytes]:
    table = await _table(meeting.id, visitor, _typed(request))
    body = csv_of(HEADINGS, _cells(table.rows))
    return download(body, "text/csv; charset=utf-8", f"{meeting.slug}-scores.csv")


@get(SCORES + ".xlsx", opt=roles(Role.REVIEWER))
async def download_scores_xlsx(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor
) -> Response[bytes]:
    table = await _table(meeting.id, visitor, _typed(request))
    return download(
        xlsx_of("Scores", HEADINGS, _cells(table.rows)), XLSX, f"{meeting.slug}-scores.xlsx"
    )


@get("/{slug:str}/committee/scores/reviewers", opt=roles(Role.PROGRAMME))
async def show_reviewer_scores(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor
) -> Template:
    asked = request.query_params.get("round", "")
    chosen, rounds, rows = await reviewer_scores(meeting.id, visitor, asked)
    return page(
        request,
        "abstracts/reviews/reviewers.html",
        chosen=chosen,
        rounds=rounds,
        rows=rows,
        most=max((max(each.calibration.histogram.values()) for each in rows), default=1),
    )


@get(ONE, opt=roles(Role.REVIEWER))
async def read_reviews(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, code: FromPath[str]
) -> Template:
    return await _reviews_page(request, meeting.id, await _chairs_seat(meeting.id, visitor, code))


@post(ONE, opt=roles(Role.PROGRAMME))
async def reopen_one_review(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    settings: TheSettings,
    code: FromPath[str],
) -> Template | Redirect:
    seat = await _chairs_seat(meeting.id, visitor, code)
    try:
        form = await read_form(request, ReopenForm)
    except FormErrors as wrong:
        return await _reviews_page(request, meeting.id, seat, wrong.state, 422)
    await reopen_review(
        meeting=meeting,
        seat=seat,
        assignment=_id(form.assignment),
        reason=form.reason,
        by=visitor.actor,
        now=now,
        base_url=settings.base_url,
    )
    flash(request, "The review is open again; the reviewer gets a letter with your reason.")
    return redirect(f"/{meeting.slug}/committee/abstracts/{seat.code}/reviews")


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise UnknownReview from None


async def _chairs_seat(meeting: UUID, visitor: Any, code: str) -> Seated:
    seat = await seat_at(meeting, visitor, code)
    if seat is None or not seat.sees_all:
        raise UnknownThread
    return seat


async def _reviews_page(
    request: AnyRequest,
    meeting: UUID,
    seat: Seated,
    form: FormState | None = None,
    status: int = 200,
) -> Template:
    return page(
        request,
        "abstracts/reviews/reviews.html",
        status=status,
        seat=seat,
        reviews=await reviews_of(seat),
        standing=(await standings_of(meeting)).get(seat.abstract),
        recommendations=RECOMMENDATIONS,
        state_words=STATE_WORDS,
        form=form or FormState.empty(),
    )


def _typed(request: AnyRequest) -> dict[str, str]:
    names = ("round", "topic", "q", "only", "sort")
    return {name: request.query_params.get(name, "")[:MAX_SEARCH] for name in names}


async def _table(meeting: UUID, visitor: Any, typed: dict[str, str]) -> ScoreTable:
    wanted = ScoreFilter(
        typed["round"], typed["topic"], typed["q"], typed["only"], typed["sort"] or "normalised"
    )
    table = await score_table(meeting, visitor, wanted)
    if table is None:
        raise NotFound("Scores are for the programme committee and for the chairs of topics.")
    return table


def _cells(rows: Sequence[ScoreRow]) -> list[list[Cell]]:
    """What is in conflict with the reader is not in their file."""
    return [_line(row) for row in rows if not row.is_conflicted]


def _line(row: ScoreRow) -> list[Cell]:
    named: list[Cell] = [row.code, unmarked(row.title), row.topic_title]
    each = row.standing
    if each is None:
        return [*named, 0, *[None] * (len(HEADINGS) - 4)]
    numbers = (each.normalised, each.mean, each.median, each.spread, each.sd)
    return [
        *named,
        each.count,
        *(Decimal(f"{number:.2f}") for number in numbers),
        "yes" if each.is_disputed else "",
        *(each.recommendations.get(key, 0) for key in RECOMMENDATIONS),
    ]


handlers = [
    show_scores,
    download_scores_csv,
    download_scores_xlsx,
    show_reviewer_scores,
    read_reviews,
    reopen_one_review,
]
