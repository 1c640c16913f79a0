"""What a referee sees behind the secret link: who asks, until when, and a field for the letter."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from abstracts.awards.errors import ApplicationRefused
from abstracts.awards.letters import Sender
from abstracts.awards.supporting import LARGEST, LONGEST, Written, asked_by, receive_letter
from abstracts.writing.reading import read_upload
from conference.meetings.given import Now, TheMeeting, TheSettings
from conference.meetings.rules import MeetingInfo
from conference.people.access import public
from conference.web import FormState, flash, page, redirect

AnyRequest = Request[Any, Any, Any]
LETTER = "/{slug:str}/awards/letters/{secret:str}"


@get(LETTER, opt=public)
async def show_letter_request(
    request: AnyRequest, meeting: TheMeeting, now: Now, secret: FromPath[str]
) -> Template:
    return await _page(request, meeting, now, secret, FormState.empty())


@post(LETTER, opt=public)
async def send_letter(
    request: AnyRequest,
    meeting: TheMeeting,
    settings: TheSettings,
    now: Now,
    secret: FromPath[str],
) -> Template | Redirect:
    typed = await request.form()
    text = str(typed.get("text") or "").replace("\x00", "")
    written = Written(text, await read_upload(typed, "file"))
    try:
        await receive_letter(Sender(meeting, settings.base_url), secret, written, now)
    except ApplicationRefused as refused:
        form = FormState({"text": text}, refused.errors)
        return await _page(request, meeting, now, secret, form, 422)
    flash(request, "Thank you. The letter has come; the applicant is told that it did.")
    return redirect(f"/{meeting.slug}/awards/letters/{secret}")


async def _page(
    request: AnyRequest,
    meeting: MeetingInfo,
    now: Now,
    secret: str,
    form: FormState,
    status: int = 200,
) -> Template:
    asked = await asked_by(meeting.id, secret)
    return page(
        request,
        "abstracts/awards/letter.html",
        status=status,
        asked=asked,
        form=form,
        is_open=asked.received_at is None and now < asked.closes_at,
        longest=LONGEST,
        largest=LARGEST // 1_000_000,
    )


handlers = [show_letter_request, send_letter]
