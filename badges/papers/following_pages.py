"""The committee's list of what was not shown, and what follows from it (A15)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from abstracts.awards.errors import NotNow
from badges.papers import following_actions as actions
from badges.papers.errors import AnsweredMeanwhile
from badges.papers.following import Consequence, Kind, Missed, Standing, find
from badges.papers.following_letters import LONGEST, LetterDraft, draft_of
from badges.papers.following_queries import missed_items, seen_by
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.roof import Link
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, Visitor, roles
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.problems import Forbidden, NotFound

AnyRequest = Request[Any, Any, Any]
PROGRAMME = roles(Role.PROGRAMME)
LIST = "/{slug:str}/committee/not-shown"
ONE = LIST + "/{kind:str}/{subject:str}"
COMMITTEE_LINKS = [
    Link(
        "Not shown",
        "/committee/not-shown",
        "What was not shown, and what follows: not published, award forfeited.",
        Role.PROGRAMME,
    )
]
SAID = {
    (Kind.PUBLICATION, "confirm"): "It is in neither the book nor the programme any more.",
    (Kind.AWARD, "confirm"): "The award is forfeited; the committee has a letter.",
    (Kind.CERTIFICATE, "confirm"): "Its holder is told.",
    (Kind.PUBLICATION, "back"): "It is in the book and in the programme again.",
    (Kind.AWARD, "back"): "The award is as it was.",
    (Kind.CERTIFICATE, "back"): "It is open again.",
}


class DecisionForm(msgspec.Struct):
    """What is decided of what follows; with a letter as it was edited, or none."""

    act: Literal["confirm", "leave", "back"] = "confirm"
    reason: Annotated[str, msgspec.Meta(max_length=500)] = ""
    is_told: bool = False
    subject: Annotated[str, msgspec.Meta(max_length=200)] = ""
    body: Annotated[str, msgspec.Meta(max_length=LONGEST)] = ""

    def __post_init__(self) -> None:
        errors = {} if self.reason else {"reason": "Write the reason; it is kept."}
        if self.is_told and self.act != "leave":
            errors |= self.draft().problems()
        if errors:
            raise FormErrors({}, errors)

    def draft(self) -> LetterDraft:
        return LetterDraft(self.subject, self.body)


@get(LIST, opt=PROGRAMME)
async def show_missed(request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor) -> Template:
    missed, _ = await seen_by(await missed_items(meeting.id), meeting.id, visitor.person)
    return page(
        request,
        "badges/not_shown_follows.html",
        missed=missed,
        waiting=sum(each.is_open for each in missed),
    )


async def _one(
    meeting: MeetingInfo, visitor: Visitor, kind: str, subject: str
) -> tuple[Missed, Consequence, str]:
    """One thing that follows, and why this visitor does not decide it. Raises NotFound."""
    everything = await missed_items(meeting.id)
    missed, shut = await seen_by(everything, meeting.id, visitor.person)
    found = find(missed, kind, subject)
    if found is None:
        raise NotFound("Nothing of that kind follows from what was not shown.")
    return (*found, shut.get(subject, ""))


@get(ONE, opt=PROGRAMME)
async def show_consequence(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, kind: FromPath[str],
    subject: FromPath[str],
) -> Template:  # fmt: skip
    found = await _one(meeting, visitor, kind, subject)
    return _page(request, meeting, found, None)


def _page(
    request: AnyRequest,
    meeting: MeetingInfo,
    found: tuple[Missed, Consequence, str],
    wrong: FormState | None,
) -> Template:
    """The letter is a draft: it is edited, or not sent."""
    missed, consequence, bar = found
    is_back = consequence.standing is not Standing.OPEN
    draft = draft_of(meeting, consequence, is_back=is_back)
    start = {
        "reason": "" if is_back else missed.reason[:500],
        "is_told": bool(consequence.readers) and consequence.standing is not Standing.LEFT,
        "subject": draft.subject,
        "body": draft.body,
    }
    return page(
        request,
        "badges/not_shown_decide.html",
        status=422 if wrong else 200,
        missed=missed,
        each=consequence,
        bar=bar or consequence.bar,
        form=wrong or FormState(start),
    )


@post(ONE, opt=PROGRAMME)
async def decide_consequence(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, settings: TheSettings, now: Now,
    kind: FromPath[str], subject: FromPath[str],
) -> Template | Redirect:  # fmt: skip
    found = await _one(meeting, visitor, kind, subject)
    if found[2]:
        raise Forbidden(found[2])
    try:
        form = await read_form(request, DecisionForm)
        is_told = form.is_told and form.act != "leave"
        press = actions.Press(
            meeting, settings.base_url, form.reason, form.draft() if is_told else None
        )
        flash(request, await _decide(found[1], form.act, press, visitor, now))
    except FormErrors as wrong:
        return _page(request, meeting, found, wrong.state)
    except (AnsweredMeanwhile, NotNow) as refused:
        flash(request, refused.detail, "bad")
    return redirect(f"/{meeting.slug}/committee/not-shown")


async def _decide(
    each: Consequence, act: str, press: actions.Press, visitor: Visitor, now: datetime
) -> str:
    """Does it; what is said of it. Raises AnsweredMeanwhile, NotNow."""
    is_untold = each.kind is Kind.CERTIFICATE and press.draft is None and act == "confirm"
    if act == "leave" or is_untold:
        await actions.leave(each, press, by=visitor.actor, now=now)
        return "Left as it is, with your reason."
    do = actions.take_back if act == "back" else actions.confirm
    letters = await do(each, press, by=visitor.actor, now=now)
    said = SAID[each.kind, "back" if act == "back" else "confirm"]
    if each.gone:
        said = f"Taken back. The abstract is {each.gone} since, and stays so."
    return f"{said} Letters queued: {letters}."


handlers = [show_missed, show_consequence, decide_consequence]
