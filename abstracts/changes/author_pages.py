"""Correcting the authors after the deadline, and asking a co-author again (situation 16)."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from abstracts.changes.asking import ask_again
from abstracts.changes.changing import Correction, correct_authors, refuse_while_open
from abstracts.changes.reading import Hand, changeable, hand_of, standing_of
from abstracts.changes.requests import requests_of
from abstracts.changes.rules import is_before, is_erratum
from abstracts.deciding.policy import policy_of
from abstracts.errors import SavedElsewhere
from abstracts.queries import AbstractDetail, CallInfo
from abstracts.vocabulary import ChangeKind, RequestState
from abstracts.writing.author_list import AuthorList, read_author_list
from abstracts.writing.author_rows import add_list, rearrange
from abstracts.writing.forms import ManuscriptForm, find_row_problems, form_of, refuse_unstorable
from abstracts.writing.institution_queries import known_institutions
from abstracts.writing.reading import read_manuscript
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.people.access import signed_in
from conference.web import FormErrors, flash, page, redirect
from conference.web.problems import Invalid

AnyRequest = Request[Any, Any, Any]
PATH = "/{slug:str}/abstracts/{code:str}/authors"
READ_LIST, ASK = "read-authors", "ask"


@dataclass(frozen=True, slots=True)
class AuthorsPaper:
    """What the rows of authors ask of the page that they stand on."""

    address: str
    call: CallInfo


@dataclass(frozen=True, slots=True)
class Again:
    """The form again: what was typed, the reason, and what was wrong."""

    form: ManuscriptForm
    reason: str = ""
    errors: dict[str, str] | None = None
    read: AuthorList | None = None
    trouble: str = ""
    status: int = 200


@get(PATH, opt=signed_in)
async def show_authors(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    now: Now,
    code: FromPath[str],
) -> Template | Redirect:
    hand = hand_of(meeting, visitor, settings)
    abstract = await changeable(hand, code)
    if abstract.may_edit(now) and abstract.submitter == hand.person:
        flash(request, "The call is still open: change the authors here.", "warn")
        return redirect(f"/{meeting.slug}/abstracts/{abstract.code}/edit#field-authors")
    refuse_while_open(abstract, hand, now)
    again = Again(form_of(abstract.manuscript, abstract.digest))
    return await _page(request, hand, abstract, again, now)


@post(PATH, opt=signed_in)
async def save_authors(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    now: Now,
    code: FromPath[str],
) -> Template | Redirect:
    hand = hand_of(meeting, visitor, settings)
    abstract = await changeable(hand, code)
    typed = await request.form()
    reason = str(typed.get("reason") or "").strip()[:2000]
    again = _rearranged(Again(read_manuscript(typed), reason))
    if again.form.command == ASK:
        state, again = await _save(hand, abstract, again, now)
        if state:
            flash(request, _said(state, abstract.code))
            return redirect(f"/{meeting.slug}/abstracts/{abstract.code}")
    return await _page(request, hand, abstract, again, now)


@post("/{slug:str}/abstracts/{code:str}/authors/{asked:uuid}/ask", opt=signed_in)
async def ask_author_again(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    now: Now,
    code: FromPath[str],
    asked: FromPath[UUID],
) -> Redirect:
    name = await ask_again(hand_of(meeting, visitor, settings), code, asked, now)
    flash(request, f"Another letter is on its way to {name}; the link of the first one is dead.")
    return redirect(f"/{meeting.slug}/abstracts/{code}#coauthors")


def _rearranged(again: Again) -> Again:
    """The rows after a button; pasted authors are read into them."""
    if again.form.command == READ_LIST:
        read = read_author_list(again.form.pasted)
        rows = add_list(again.form.rows, read.authors) if read.authors else again.form.rows
        return replace(again, form=replace(again.form, rows=rows), read=read)
    rows = rearrange(again.form.rows, again.form.command) or again.form.rows
    return replace(again, form=replace(again.form, rows=rows))


async def _save(
    hand: Hand, abstract: AbstractDetail, again: Again, now: datetime
) -> tuple[RequestState | None, Again]:
    """The state that the request has now; None with the form again if it was refused."""
    form = again.form
    try:
        refuse_unstorable(form)
        if problems := find_row_problems(form):
            raise Invalid(errors=problems)
        correction = Correction(form.manuscript.authors, again.reason, form.seen)
        return await correct_authors(hand, abstract.code, correction, now), again
    except (FormErrors, Invalid) as wrong:
        return None, replace(again, errors=dict(wrong.errors), status=422)
    except SavedElsewhere as stale:
        fresh = replace(form, seen=abstract.digest)
        return None, replace(again, form=fresh, trouble=stale.detail, status=409)


def _said(state: RequestState, code: str) -> str:
    if state is RequestState.GRANTED:
        return f"The authors of {code} are corrected."
    return "The programme committee has your correction and writes to you once it is judged."


async def _page(
    request: AnyRequest, hand: Hand, abstract: AbstractDetail, again: Again, now: datetime
) -> Template:
    policy = await policy_of(hand.meeting.id)
    asked = [each for each in await requests_of(abstract.id) if each.kind is ChangeKind.AUTHORS]
    is_committee = standing_of(abstract, hand).is_committee
    state = again.form.state(again.errors)
    return page(
        request,
        "abstracts/changes/authors.html",
        status=again.status,
        abstract=abstract,
        paper=AuthorsPaper(
            f"/{hand.meeting.slug}/abstracts/{abstract.code}/authors", abstract.call
        ),
        rows=again.form.rows,
        form=replace(state, values={**state.values, "reason": again.reason}),
        read=again.read,
        trouble=again.trouble,
        institutions=await known_institutions(hand.meeting.society),
        requests=asked,
        until=policy.correct_authors_until,
        is_open=is_committee or is_before(policy.correct_authors_until, now),
        is_committee=is_committee,
        is_erratum=is_erratum(policy.frozen_at, now),
    )


handlers = [show_authors, save_authors, ask_author_again]
