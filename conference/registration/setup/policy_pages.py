"""The office: the rules that differ between societies, each explained with its default."""

from __future__ import annotations

from litestar import get, post
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, roles
from conference.registration.catalogue_queries import policy_of
from conference.registration.draft import AnyRequest
from conference.registration.setup import policy_actions
from conference.registration.setup.policy_form import (
    LATE_WORDS,
    TEST_WORDS,
    policy_values,
    read_policy,
)
from conference.registration.setup.reading import typed
from conference.web import FormErrors, FormState, flash, page, redirect

OFFICE = roles(Role.OFFICE)
RULES = "/{slug:str}/office/prices/rules"


@get(RULES, opt=OFFICE)
async def show_policy(request: AnyRequest, meeting: TheMeeting) -> Template:
    values = policy_values(await policy_of(meeting.id), meeting.currency)
    return _policy_page(request, meeting, FormState.of(values))


def _policy_page(request: AnyRequest, meeting: MeetingInfo, form: FormState) -> Template:
    return page(
        request,
        "registration/setup/policy.html",
        status=422 if form.errors else 200,
        form=form,
        tests=[(test.value, *words) for test, words in TEST_WORDS.items()],
        late=[(each.value, *words) for each, words in LATE_WORDS.items()],
    )


@post(RULES, opt=OFFICE)
async def save_policy(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    before = await policy_of(meeting.id)
    try:
        policy = read_policy(await typed(request), before, meeting.currency)
    except FormErrors as wrong:
        return _policy_page(request, meeting, wrong.state)
    changed = await policy_actions.save_policy(meeting, policy, by=visitor.actor, now=now)
    if changed:
        flash(request, "The rules are saved. They hold for what is ordered from now on.")
    else:
        flash(request, "No rule was changed.")
    return redirect(f"/{meeting.slug}/office/prices")


handlers = [show_policy, save_policy]
