"""What happened: the audit trail and the letters that went out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.letters import actions as outbox_actions
from conference.letters import queries as outbox
from conference.letters.rules import LETTER_WORDS, LetterState
from conference.meetings.audit import audit_page
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.orm import action
from conference.people.access import Role, roles
from conference.web import FormState, flash, page, redirect
from conference.web.pages import page_link, page_number
from conference.web.problems import NotFound

AnyRequest = Request[Any, Any, Any]
OFFICE = roles(Role.OFFICE)


def _asked(request: AnyRequest, *names: str) -> dict[str, str]:
    return {name: request.query_params.get(name, "").strip()[:100] for name in names}


@get("/{slug:str}/office/audit", opt=OFFICE)
async def show_audit(request: AnyRequest, meeting: TheMeeting) -> Template:
    asked = _asked(request, "verb", "q")
    number = page_number(request)
    found = await audit_page(meeting, page=number, verb=asked["verb"], text=asked["q"])
    return page(
        request,
        "meetings/audit.html",
        found=found,
        form=FormState.of(asked),
        newer=page_link(asked, number - 1) if number > 1 else "",
        older=page_link(asked, number + 1) if found.has_older else "",
    )


@get("/{slug:str}/office/letters", opt=OFFICE)
async def show_letters(request: AnyRequest, meeting: TheMeeting, settings: TheSettings) -> Template:
    asked = _asked(request, "state")
    state = asked["state"] if asked["state"] in set(LetterState) else ""
    number = page_number(request)
    found = await outbox.letters(meeting.id, number, state=state, with_sign_in=settings.is_demo)
    return page(
        request,
        "meetings/letters.html",
        found=found,
        chosen=state,
        words=LETTER_WORDS,
        newer=page_link({"state": state}, number - 1) if number > 1 else "",
        older=page_link({"state": state}, number + 1) if number < found.pages else "",
    )


@get("/{slug:str}/office/letters/{letter:uuid}", opt=OFFICE)
async def show_letter(
    request: AnyRequest, meeting: TheMeeting, letter: FromPath[UUID], settings: TheSettings
) -> Template:
    found = await outbox.letter(letter, meeting=meeting.id, with_sign_in=settings.is_demo)
    if found is None:
        raise NotFound("This meeting sent no such letter.")
    return page(request, "meetings/letter.html", letter=found, words=LETTER_WORDS)


@post("/{slug:str}/office/letters/{letter:uuid}/retry", opt=OFFICE)
async def retry_letter(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, letter: FromPath[UUID], now: Now
) -> Redirect:
    if await outbox.letter(letter, meeting=meeting.id) is None:
        raise NotFound("This meeting sent no such letter.")
    async with action("retry_letter", by=visitor.actor, now=now, meeting=meeting.id) as act:
        is_queued = await outbox_actions.retry_letter(act, letter)
    flash(request, "The letter is tried again." if is_queued else "The letter has not failed.")
    return redirect(f"/{meeting.slug}/office/letters/{letter}")


handlers = [show_audit, show_letters, show_letter, retry_letter]
