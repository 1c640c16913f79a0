"""Reviewing offline: take the forms away, bring them back, look, apply."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from abstracts.reviewers.rounds import RoundInfo
from abstracts.reviews.errors import UnknownReview
from abstracts.reviews.forms import ApplyForm, UploadForm
from abstracts.reviews.offline_actions import (
    Proposal,
    apply_offline,
    pack_lines,
    propose,
    unpack_lines,
)
from abstracts.reviews.offline_rules import (
    OfflineForm,
    csv_rows,
    fields_of,
    read_rows,
    read_text,
    sheet_of,
    text_of,
)
from abstracts.reviews.reading import Given, given_to
from abstracts.reviews.review_pages import chair_of
from abstracts.reviews.words import RECOMMENDATIONS
from abstracts.vocabulary import AssignmentState
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.membership.roll_encoding import decode_file
from conference.membership.roll_sheet import UnreadableSheet, is_spreadsheet, read_sheets
from conference.people.access import Role, Visitor, roles
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.formats import instant
from conference.web.pages import download
from conference.web.sheets import XLSX, csv_of, unmarked, xlsx_of

AnyRequest = Request[Any, Any, Any]
OFFLINE = "/{slug:str}/reviewing/{round_key:str}/offline"
LARGEST = 4_000_000  # bytes
MOST_LINES = 20_000


@dataclass(frozen=True, slots=True)
class Desk:
    """A round with all that the reviewer was given in it."""

    round: RoundInfo
    given: list[Given]

    @property
    def waiting(self) -> list[Given]:
        """What is still to be reviewed."""
        return [each for each in self.given if each.state is AssignmentState.OPEN]


@get(OFFLINE, opt=roles(Role.REVIEWER))
async def offer_offline(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, round_key: FromPath[str]
) -> Template:
    return _page(request, await _desk(meeting, visitor, round_key))


@get(OFFLINE + "/form.csv", opt=roles(Role.REVIEWER))
async def download_form_csv(
    meeting: TheMeeting, visitor: TheVisitor, round_key: FromPath[str]
) -> Response[bytes]:
    desk = await _desk(meeting, visitor, round_key)
    body = csv_of(*sheet_of(desk.round, desk.waiting))
    return download(body, "text/csv; charset=utf-8", _name(meeting, desk, "csv"))


@get(OFFLINE + "/form.xlsx", opt=roles(Role.REVIEWER))
async def download_form_xlsx(
    meeting: TheMeeting, visitor: TheVisitor, round_key: FromPath[str]
) -> Response[bytes]:
    desk = await _desk(meeting, visitor, round_key)
    body = xlsx_of("Reviews", *sheet_of(desk.round, desk.waiting))
    return download(body, XLSX, _name(meeting, desk, "xlsx"))


@get(OFFLINE + "/form.txt", opt=roles(Role.REVIEWER))
async def download_form_text(
    meeting: TheMeeting, visitor: TheVisitor, round_key: FromPath[str]
) -> Response[bytes]:
    desk = await _desk(meeting, visitor, round_key)
    closes = instant(desk.round.closes_at, desk.round.zone)
    body = text_of(desk.round, desk.waiting, closes).encode()
    return download(body, "text/plain; charset=utf-8", _name(meeting, desk, "txt"))


@post(OFFLINE, opt=roles(Role.REVIEWER), status_code=200)
async def preview_offline(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    round_key: FromPath[str],
) -> Template:
    desk = await _desk(meeting, visitor, round_key)
    try:
        form = await read_form(request, UploadForm)
        read = _read(await form.file.read(LARGEST + 1), desk.round)
    except FormErrors as wrong:
        return _page(request, desk, wrong.state, 422)
    if read.problem:
        return _page(request, desk, FormState({}, {"file": read.problem}), 422)
    return _preview(request, desk, propose(read, desk.given, desk.round, now))


@post(OFFLINE + "/apply", opt=roles(Role.REVIEWER))
async def apply_offline_reviews(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    settings: TheSettings,
    round_key: FromPath[str],
) -> Redirect:
    await _desk(meeting, visitor, round_key)
    form = await read_form(request, ApplyForm)
    chair, lines = chair_of(meeting, visitor, settings), unpack_lines(form.lines)
    is_sending = form.do == "send"
    kept, sent = await apply_offline(chair, round_key, lines, is_sending=is_sending, now=now)
    said = [f"{sent} sent" if sent else "", f"{kept} saved as drafts" if kept else ""]
    flash(request, f"From your file: {', '.join(filter(None, said)) or 'nothing to do'}.")
    return redirect(f"/{meeting.slug}/reviewing")


def _read(data: bytes, round_: RoundInfo) -> OfflineForm:
    """Whatever of the three forms it is; never raises."""
    if len(data) > LARGEST:
        return OfflineForm(problem="The file is larger than 4 MB: this is none of our forms.")
    if is_spreadsheet(data):
        return _read_workbook(data, round_)
    lines = decode_file(data).lines
    if len(lines) > MOST_LINES:
        return OfflineForm(problem="The file is longer than any of our forms.")
    text = "\n".join(lines)
    if any(line.startswith("==") for line in lines):
        return read_text(text, round_)
    return read_rows(((n, [unmarked(c) for c in cells]) for n, cells in csv_rows(text)), round_)


def _read_workbook(data: bytes, round_: RoundInfo) -> OfflineForm:
    try:
        sheets = [sheet for sheet in read_sheets(data) if sheet.rows]
    except UnreadableSheet as unreadable:
        return OfflineForm(problem=str(unreadable))
    if not sheets:
        return OfflineForm(problem="The spreadsheet is empty.")
    return read_rows(((row.number, row.cells) for row in sheets[0].rows), round_)


async def _desk(meeting: MeetingInfo, visitor: Visitor, round_key: str) -> Desk:
    assert visitor.person is not None
    given = [
        each for each in await given_to(meeting.id, visitor.person) if each.round.key == round_key
    ]
    if not given:
        raise UnknownReview
    return Desk(given[0].round, given)


def _name(meeting: MeetingInfo, desk: Desk, ending: str) -> str:
    return f"{meeting.slug}-reviews-{desk.round.key}.{ending}"


def _page(
    request: AnyRequest, desk: Desk, form: FormState | None = None, status: int = 200
) -> Template:
    return page(
        request,
        "abstracts/reviews/offline.html",
        status=status,
        round=desk.round,
        waiting=desk.waiting,
        columns=fields_of(desk.round),
        form=form or FormState.empty(),
    )


def _preview(request: AnyRequest, desk: Desk, proposal: Proposal) -> Template:
    return page(
        request,
        "abstracts/reviews/offline_preview.html",
        round=desk.round,
        proposal=proposal,
        lines=pack_lines(proposal),
        complete=sum(not each.missing for each in proposal.changes),
        recommendations=RECOMMENDATIONS,
    )


handlers = [
    offer_offline,
    download_form_csv,
    download_form_xlsx,
    download_form_text,
    preview_offline,
    apply_offline_reviews,
]
