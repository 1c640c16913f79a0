"""How many talks, lightning talks and posters the committee wants, in all and by topic (V05)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from litestar import Request, get, post
from litestar.response import Redirect, Template

from abstracts.deciding.proposing import ALL
from abstracts.deciding.targets import set_targets, stored_targets, suggested_targets
from abstracts.queries.calls import TopicInfo, topics
from abstracts.vocabulary import DECISION_WORDS, Decision
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.people.access import Role, roles
from conference.web import FormErrors, FormState, flash, page, redirect

AnyRequest = Request[Any, Any, Any]
TARGETS = "/{slug:str}/committee/decisions/targets"
CHAIR = roles(Role.PROGRAMME)
MOST = 100_000


@get(TARGETS, opt=CHAIR)
async def show_targets(request: AnyRequest, meeting: TheMeeting) -> Template:
    stored = await stored_targets(meeting.id)
    shown = stored or await suggested_targets(meeting.id)
    values = {field_of(topic, each): number for (topic, each), number in shown.items()}
    return await _targets_page(request, meeting.id, FormState.of(values), is_stored=bool(stored))


@post(TARGETS, opt=CHAIR)
async def save_targets(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    typed = {str(key): str(value) for key, value in (await request.form()).items()}
    known = await topics(meeting.id)
    try:
        wanted = read_targets(typed, known)
    except FormErrors as wrong:
        return await _targets_page(request, meeting.id, wrong.state, is_stored=True)
    await set_targets(meeting, wanted, by=visitor.actor, now=now)
    flash(request, "The targets are saved." if wanted else "The usual shares are the targets.")
    return redirect(f"/{meeting.slug}/committee/decisions")


def field_of(topic: str, decision: Decision) -> str:
    """The name of the field of a target."""
    return f"{decision.value}-{topic}" if topic else decision.value


def read_targets(
    typed: Mapping[str, str], known: Iterable[TopicInfo]
) -> dict[tuple[str, Decision], int]:
    """The targets of a form; an empty field is no limit. Raises FormErrors."""
    found: dict[tuple[str, Decision], int] = {}
    errors = {}
    for topic in (ALL, *(each.code for each in known)):
        for decision in Decision:
            text = typed.get(field_of(topic, decision), "").strip()
            if text.isascii() and text.isdigit() and int(text) <= MOST:
                found[topic, decision] = int(text)
            elif text:
                errors[field_of(topic, decision)] = "Write a whole number, or nothing."
    if errors:
        raise FormErrors(typed, errors)
    return found


async def _targets_page(
    request: AnyRequest, meeting: Any, form: FormState, *, is_stored: bool
) -> Template:
    return page(
        request,
        "abstracts/deciding/targets.html",
        status=422 if form.errors else 200,
        form=form,
        topics=[("", "All topics"), *((each.code, each.title) for each in await topics(meeting))],
        decisions=[(each, DECISION_WORDS[each]) for each in Decision],
        field_of=field_of,
        is_stored=is_stored,
    )


handlers = [show_targets, save_targets]
