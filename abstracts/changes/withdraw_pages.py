"""Withdrawing: why, and what follows from it (A13)."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from abstracts.changes.forms import WithdrawForm
from abstracts.changes.reading import Hand, changeable, hand_of, standing_of
from abstracts.changes.rules import is_named_in_book
from abstracts.changes.withdrawing import withdraw_abstract
from abstracts.deciding.policy import policy_of
from abstracts.errors import NotPossible
from abstracts.states import next_state
from abstracts.vocabulary import AbstractEvent
from abstracts.words import state_words
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.people.access import signed_in
from conference.web import FormErrors, FormState, flash, page, read_form, redirect

AnyRequest = Request[Any, Any, Any]
PATH = "/{slug:str}/abstracts/{code:str}/withdraw"


@get(PATH, opt=signed_in)
async def confirm_withdrawal(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    now: Now,
    code: FromPath[str],
) -> Template:
    hand = hand_of(meeting, visitor, settings)
    return await _page(request, hand, code, now)


@post(PATH, opt=signed_in)
async def withdraw(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    settings: TheSettings,
    code: FromPath[str],
) -> Template | Redirect:
    hand = hand_of(meeting, visitor, settings)
    try:
        form = await read_form(request, WithdrawForm)
        abstract = await changeable(hand, code)
        if abstract.submitted_at and not form.reason:
            raise FormErrors(
                FormState.of(form).values, {"reason": "Say why: the co-authors read it."}
            )
        await withdraw_abstract(hand, code, now, reason=form.reason)
    except FormErrors as wrong:
        return await _page(request, hand, code, now, wrong.state, 422)
    flash(request, f"Abstract {abstract.code} is withdrawn.")
    is_committee = standing_of(abstract, hand).is_committee
    return redirect(f"/{meeting.slug}/{'committee/' if is_committee else ''}abstracts/{code}")


async def _page(
    request: AnyRequest,
    hand: Hand,
    code: str,
    now: Any,
    form: FormState | None = None,
    status: int = 200,
) -> Template:
    abstract = await changeable(hand, code)
    if next_state(abstract.state, AbstractEvent.WITHDRAW) is None:
        word = state_words(abstract.state, abstract.decision)[0].lower()
        raise NotPossible(f"An abstract that is {word} cannot be withdrawn.")
    policy = await policy_of(hand.meeting.id)
    return page(
        request,
        "abstracts/changes/withdraw.html",
        status=status,
        abstract=abstract,
        form=form or FormState.empty(),
        is_named=is_named_in_book(now, policy.frozen_at),
        is_committee=standing_of(abstract, hand).is_committee,
    )


handlers = [confirm_withdrawal, withdraw]
