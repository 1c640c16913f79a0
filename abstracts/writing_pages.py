"""Writing an abstract: the form, its row buttons, its counter."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from litestar import Request, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from abstracts import actions, queries
from abstracts.actions import Desk
from abstracts.author_rows import rearrange
from abstracts.errors import (
    CallClosed,
    NotPossible,
    NotSubmittable,
    SavedElsewhere,
    UnknownAbstract,
)
from abstracts.forms import (
    ManuscriptForm,
    find_address_problems,
    form_of,
    read_manuscript,
    refuse_unstorable,
)
from abstracts.manuscript import Affiliation, AuthorEntry, Manuscript
from abstracts.queries import AbstractDetail, CallInfo
from abstracts.rules import AbstractState, LengthCount, count_length, find_problems
from abstracts.vocabulary import PREFERENCE_WORDS, CallKind, Preference
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people import queries as people
from conference.people.access import Visitor, signed_in
from conference.settings import Settings
from conference.web import FormErrors, flash, page, redirect
from conference.web.problems import Problem

AnyRequest = Request[Any, Any, Any]
SUBMIT = "submit"


@dataclass(frozen=True, slots=True)
class Paper:
    """What is being written: the call, and the abstract once it has been saved."""

    meeting: MeetingInfo
    call: CallInfo
    abstract: AbstractDetail | None = None

    @property
    def address(self) -> str:
        """Where the form is sent."""
        end = f"{self.abstract.code}/edit" if self.abstract else "new"
        return f"/{self.meeting.slug}/abstracts/{end}"

    @property
    def is_submitted(self) -> bool:
        """Whether a save must be complete and makes a version."""
        return self.abstract is not None and self.abstract.state is AbstractState.SUBMITTED


@get("/{slug:str}/abstracts/new", opt=signed_in)
async def new_abstract(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    call: FromQuery[str] = "",
) -> Template:
    chosen = await _open_call(meeting.id, call, now)
    form = form_of(await _blank(visitor), "")
    if chosen.kind is CallKind.LATE_BREAKING:
        form = replace(form, preference=Preference.POSTER_ONLY)
    form = replace(form, call=str(chosen.id), key=str(uuid4()))
    return await _form_page(request, Paper(meeting, chosen), form)


@post("/{slug:str}/abstracts/new", opt=signed_in)
async def start_abstract(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, settings: TheSettings
) -> Template | Redirect:
    form = read_manuscript(await request.form())
    desk = desk_of(meeting, visitor, settings)
    made = await queries.abstract_of_key(meeting.id, form.key, desk.person)
    if made is None:
        paper = Paper(meeting, await _any_call(meeting.id, form.call))
        return await _handle(request, paper, form, desk, now)
    # The form was sent before: the same text changes nothing, another one is asked about.
    is_same = queries.digest_of(form.manuscript) == made.digest
    form = replace(form, seen=made.digest if is_same else "")
    return await _handle(request, Paper(meeting, made.call, made), form, desk, now)


@get("/{slug:str}/abstracts/{code:str}/edit", opt=signed_in)
async def edit_abstract(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, code: FromPath[str]
) -> Template | Redirect:
    abstract = await own_abstract(meeting, visitor, code)
    if not abstract.may_edit(now):
        flash(request, "This abstract can no longer be changed.", "warn")
        return redirect(f"/{meeting.slug}/abstracts/{abstract.code}")
    form = form_of(abstract.manuscript, abstract.digest)
    return await _form_page(request, Paper(meeting, abstract.call, abstract), form)


@post("/{slug:str}/abstracts/{code:str}/edit", opt=signed_in)
async def save_abstract(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    settings: TheSettings,
    code: FromPath[str],
) -> Template | Redirect:
    form = read_manuscript(await request.form())
    abstract = await own_abstract(meeting, visitor, code)
    paper = Paper(meeting, abstract.call, abstract)
    return await _handle(request, paper, form, desk_of(meeting, visitor, settings), now)


@post("/{slug:str}/abstracts/count", opt=signed_in, status_code=200)
async def count_abstract(request: AnyRequest, meeting: TheMeeting) -> Template:
    """The live counter: the same function that decides when the abstract is submitted (A03)."""
    form = read_manuscript(await request.form())
    call = await _any_call(meeting.id, form.call)
    return Template("abstracts/_counter.html", context={"count": _count(call, form.manuscript)})


def desk_of(meeting: MeetingInfo, visitor: Visitor, settings: Settings) -> Desk:
    """Where this visitor writes."""
    assert visitor.person is not None
    return Desk(meeting, visitor.person, visitor.actor, settings.base_url)


async def own_abstract(meeting: MeetingInfo, visitor: Visitor, code: str) -> AbstractDetail:
    """The visitor's own submission. Raises UnknownAbstract, also for somebody else's."""
    assert visitor.person is not None
    abstract = await queries.abstract_for_author(meeting.id, code, visitor.person)
    if abstract is None or abstract.submitter != visitor.person:
        raise UnknownAbstract
    return abstract


async def _handle(
    request: AnyRequest, paper: Paper, form: ManuscriptForm, desk: Desk, now: datetime
) -> Template | Redirect:
    """Does what the pressed button says; whatever is refused comes back as it was typed."""
    form = replace(form, call=str(paper.call.id))
    rows = rearrange(form.rows, form.command)
    if rows is not None:
        return await _form_page(request, paper, replace(form, rows=rows))
    try:
        refuse_unstorable(form)
        return await _save(request, paper, form, desk, now)
    except (FormErrors, NotSubmittable) as wrong:
        return await _form_page(request, paper, form, errors=dict(wrong.errors), status=422)
    except SavedElsewhere as stale:
        form = replace(form, seen=paper.abstract.digest if paper.abstract else "")
        return await _form_page(request, paper, form, trouble=stale, status=409)
    except (CallClosed, NotPossible) as refused:
        return await _form_page(request, paper, form, trouble=refused, status=403)


async def _save(
    request: AnyRequest, paper: Paper, form: ManuscriptForm, desk: Desk, now: datetime
) -> Redirect:
    code = paper.abstract.code if paper.abstract else ""
    if form.command != SUBMIT and not paper.is_submitted:
        if code:
            await actions.save_draft(desk, code, form.manuscript, now, seen=form.seen)
        else:
            code = await actions.start_draft(desk, paper.call, form.manuscript, now, key=form.key)
        flash(request, f"Draft {code} is saved. It is not submitted yet.")
        return redirect(f"/{paper.meeting.slug}/abstracts/{code}/edit")
    if problems := {**await _problems(paper, form), **find_address_problems(form)}:
        raise NotSubmittable(errors=problems)
    seen = form.seen
    if not code:
        code = await actions.start_draft(desk, paper.call, form.manuscript, now, key=form.key)
        seen = await _digest(desk, code)
    number = await actions.submit_abstract(desk, code, form.manuscript, now, seen=seen)
    flash(request, _submitted_sentence(code, number))
    return redirect(f"/{paper.meeting.slug}/abstracts/{code}")


def _submitted_sentence(code: str, number: int) -> str:
    if number == 1:
        return f"Abstract {code} is submitted. We have sent you a receipt."
    return f"Your changes are saved as version {number} of abstract {code}."


async def _problems(paper: Paper, form: ManuscriptForm) -> dict[str, str]:
    codes = frozenset(topic.code for topic in await queries.topics(paper.meeting.id))
    return find_problems(form.manuscript, paper.call.rules(codes))


async def _digest(desk: Desk, code: str) -> str:
    made = await queries.abstract_for_author(desk.meeting.id, code, desk.person)
    return made.digest if made else ""


async def _form_page(
    request: AnyRequest,
    paper: Paper,
    form: ManuscriptForm,
    *,
    errors: dict[str, str] | None = None,
    trouble: Problem | None = None,
    status: int = 200,
) -> Template:
    topics = await queries.topics(paper.meeting.id)
    return page(
        request,
        "abstracts/edit.html",
        status=status,
        form=form.state(errors),
        paper=paper,
        rows=form.rows,
        topics=[(topic.code, topic.title) for topic in topics],
        preferences=_preferences(paper.call),
        count=_count(paper.call, form.manuscript),
        trouble=trouble,
    )


def _count(call: CallInfo, manuscript: Manuscript) -> LengthCount:
    return count_length(call.policy, manuscript.title, manuscript.authors, manuscript.body)


def _preferences(call: CallInfo) -> list[tuple[str, str]]:
    if call.kind is CallKind.LATE_BREAKING:
        return [(Preference.POSTER_ONLY.value, PREFERENCE_WORDS[Preference.POSTER_ONLY])]
    return [(each.value, word) for each, word in PREFERENCE_WORDS.items()]


async def _blank(visitor: Visitor) -> Manuscript:
    """A new abstract starts with the visitor as its first author: nobody types that twice."""
    assert visitor.person is not None
    me = await people.person_by_id(visitor.person)
    if me is None:
        return Manuscript()
    place = Affiliation(me.affiliation, me.city, me.country)
    given, family = me.given_name, me.family_name or ("" if me.given_name else me.registered_name)
    author = AuthorEntry(given, family, me.email, True, True, (place,))
    return Manuscript(authors=(author,))


async def _open_call(meeting: UUID, chosen: str, now: datetime) -> CallInfo:
    calls = await queries.calls(meeting)
    fitting = [call for call in calls if call.is_open(now) and chosen in ("", call.kind.value)]
    if not fitting:
        raise CallClosed(
            "No call for abstracts is open now. The deadlines are on the meeting’s home."
        )
    return fitting[0]


async def _any_call(meeting: UUID, call_id: str) -> CallInfo:
    for call in await queries.calls(meeting):
        if str(call.id) == call_id:
            return call
    raise CallClosed("This call for abstracts does not exist any more.")
