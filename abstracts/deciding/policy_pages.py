"""The rules about abstracts that differ between societies, each with its default."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.response import Redirect, Template

from abstracts.deciding.policy import policy_of
from abstracts.deciding.policy_actions import save_policy
from abstracts.deciding.policy_form import SILENCE_WORDS, policy_values, read_policy
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.people.access import Role, roles
from conference.web import FormErrors, FormState, flash, page, redirect

AnyRequest = Request[Any, Any, Any]
RULES = "/{slug:str}/committee/rules"
CHAIR = roles(Role.PROGRAMME)


@get(RULES, opt=CHAIR)
async def show_rules(request: AnyRequest, meeting: TheMeeting) -> Template:
    values = policy_values(await policy_of(meeting.id), meeting)
    return _rules_page(request, FormState.of(values))


@post(RULES, opt=CHAIR)
async def save_rules(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    typed = {str(key): str(value) for key, value in (await request.form()).items()}
    try:
        policy = read_policy(typed, meeting)
    except FormErrors as wrong:
        return _rules_page(request, wrong.state)
    changed = await save_policy(meeting, policy, by=visitor.actor, now=now)
    flash(request, "The rules are saved." if changed else "No rule was changed.")
    return redirect(f"/{meeting.slug}/committee/rules")


def _rules_page(request: AnyRequest, form: FormState) -> Template:
    return page(
        request,
        "abstracts/deciding/rules.html",
        status=422 if form.errors else 200,
        form=form,
        silences=[(each.value, *words) for each, words in SILENCE_WORDS.items()],
    )


handlers = [show_rules, save_rules]
