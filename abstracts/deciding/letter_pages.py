"""The letters of decisions: their texts, and how each reads on a real abstract."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from abstracts.deciding.letter_actions import save_letter
from abstracts.deciding.letter_queries import letter_texts
from abstracts.deciding.letter_texts import DEFAULT_LETTERS
from abstracts.deciding.placeholders import PLACEHOLDERS
from abstracts.vocabulary import OUTCOME_WORDS, Outcome
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.people.access import Role, roles
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.problems import NotFound
from conference.web.refusals import refusals

AnyRequest = Request[Any, Any, Any]
LETTERS = "/{slug:str}/committee/decisions/letters"
CHAIR = roles(Role.PROGRAMME)


class LetterForm(msgspec.Struct):
    """A letter as typed."""

    subject: Annotated[str, msgspec.Meta(max_length=200)] = ""
    body: Annotated[str, msgspec.Meta(max_length=20_000)] = ""


@get(LETTERS, opt=CHAIR)
async def list_letters(request: AnyRequest, meeting: TheMeeting) -> Template:
    return page(
        request,
        "abstracts/deciding/letters.html",
        texts=await letter_texts(meeting.id),
        outcomes=OUTCOME_WORDS,
    )


@get(LETTERS + "/{outcome:str}", opt=CHAIR)
async def edit_letter(request: AnyRequest, meeting: TheMeeting, outcome: FromPath[str]) -> Template:
    kind = _outcome(outcome)
    text = (await letter_texts(meeting.id))[kind]
    form = FormState.of({"subject": text.subject, "body": text.body})
    return _letter_page(request, kind, form, is_own=text.is_own)


@post(LETTERS + "/{outcome:str}", opt=CHAIR)
async def change_letter(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, outcome: FromPath[str]
) -> Template | Redirect:
    kind = _outcome(outcome)
    try:
        form = await read_form(request, LetterForm)
        with refusals(form):
            await save_letter(meeting, kind, form.subject, form.body, by=visitor.actor, now=now)
    except FormErrors as wrong:
        return _letter_page(request, kind, wrong.state, is_own=True)
    flash(request, f"The letter for “{OUTCOME_WORDS[kind]}” is saved.")
    return redirect(f"/{meeting.slug}/committee/decisions/letters")


def _outcome(text: str) -> Outcome:
    if text not in set(Outcome):
        raise NotFound("There is no letter of that kind.")
    return Outcome(text)


def _letter_page(request: AnyRequest, kind: Outcome, form: FormState, *, is_own: bool) -> Template:
    return page(
        request,
        "abstracts/deciding/letter.html",
        status=422 if form.errors else 200,
        outcome=kind.value,
        word=OUTCOME_WORDS[kind],
        form=form,
        is_own=is_own,
        default=DEFAULT_LETTERS[kind],
        placeholders=PLACEHOLDERS,
    )


handlers = [list_letters, edit_letter, change_letter]
