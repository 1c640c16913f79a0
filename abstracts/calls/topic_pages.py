"""The committee's topics: their order, keywords and chairs."""

from typing import Any

from litestar import Request, get, post
from litestar.response import Redirect, Template

from abstracts.calls import topic_actions, topic_forms
from abstracts.calls.call_pages import COMMITTEE
from abstracts.calls.errors import TopicsRefused
from abstracts.calls.queries import topic_details
from abstracts.calls.topic_forms import TypedTopic
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.web import FormErrors, FormState, flash, page, redirect

AnyRequest = Request[Any, Any, Any]
TOPICS = "/{slug:str}/committee/topics"
SAVE = "save"


@get(TOPICS, opt=COMMITTEE)
async def show_topics(request: AnyRequest, meeting: TheMeeting) -> Template:
    rows = topic_forms.rows_of(await topic_details(meeting.id))
    return _topics_page(request, rows or [TypedTopic()], FormState.empty())


@post(TOPICS, opt=COMMITTEE)
async def save_topics(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    form = await request.form()
    rows = topic_forms.typed_topics(form, await topic_details(meeting.id))
    command = str(form.get("do") or SAVE)
    if command != SAVE:
        return _topics_page(request, topic_forms.rearranged(rows, command), FormState.empty())
    rows = topic_forms.filled(rows)
    try:
        await topic_actions.save_topics(
            meeting=meeting.id, topics=topic_forms.read_topics(rows), by=visitor.actor, now=now
        )
    except (FormErrors, TopicsRefused) as wrong:
        return _topics_page(request, rows, FormState({}, dict(wrong.errors)))
    flash(request, "The topics are saved.")
    return redirect(f"/{meeting.slug}/committee/topics")


def _topics_page(request: AnyRequest, rows: list[TypedTopic], form: FormState) -> Template:
    status = 422 if form.errors else 200
    return page(request, "abstracts/calls/topics.html", status=status, rows=rows, form=form)


handlers = [show_topics, save_topics]
