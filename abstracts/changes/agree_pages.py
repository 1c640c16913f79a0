"""What a co-author sees behind the secret link: the abstract, and two answers (situation 16)."""

from datetime import datetime
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from abstracts.changes.agreeing import Coauthor, agree, invitation_of, object_to
from abstracts.changes.forms import AgreeForm
from abstracts.changes.rules import GROUND_WORDS
from abstracts.writing.printing import printed
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import public
from conference.web import FormErrors, FormState, flash, page, read_form, redirect

AnyRequest = Request[Any, Any, Any]
PATH = "/{slug:str}/agree/{secret:str}"


@get(PATH, opt=public)
async def show_invitation(
    request: AnyRequest, meeting: TheMeeting, secret: FromPath[str]
) -> Template:
    return await _page(request, meeting, secret)


@post(PATH, opt=public)
async def answer_invitation_to_be_named(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    now: Now,
    secret: FromPath[str],
) -> Template | Redirect:
    try:
        form = await read_form(request, AgreeForm)
    except FormErrors as wrong:
        return await _page(request, meeting, secret, wrong.state, 422)
    who = Coauthor(meeting, secret, visitor.person, settings.base_url)
    flash(request, await _answer(who, form, now))
    return redirect(f"/{meeting.slug}/agree/{secret}")


async def _answer(who: Coauthor, form: AgreeForm, now: datetime) -> str:
    if form.answer == "agree":
        await agree(who, now)
        return "Thank you. The abstract names you with your agreement."
    assert form.ground is not None, "the form refuses an objection without one"
    await object_to(who, form.ground, form.said, now)
    return "Thank you for telling. The submitter and the programme committee have a letter."


async def _page(
    request: AnyRequest,
    meeting: MeetingInfo,
    secret: str,
    form: FormState | None = None,
    status: int = 200,
) -> Template:
    found = await invitation_of(meeting, secret)
    asked = found.asked
    typed = {"ground": asked.ground, "said": asked.said}
    return page(
        request,
        "abstracts/changes/agree.html",
        status=status,
        asked=asked,
        place=found.place,
        abstract=found.abstract,
        printed=printed(found.abstract.manuscript),
        figure_address="",
        form=form or FormState.of(typed),
        grounds=[(each.value, words) for each, words in GROUND_WORDS.items()],
    )


handlers = [show_invitation, answer_invitation_to_be_named]
