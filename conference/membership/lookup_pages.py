"""Finding one's membership while registering, by number and e-mail together (M08)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.membership import queries
from conference.membership.forms import LookupCodeForm, LookupForm
from conference.membership.linking import Claim, Linked, link_member
from conference.membership.member_rule import judge_by_rule
from conference.membership.rules import number_key
from conference.people import sign_in
from conference.people.access import Visitor, signed_in
from conference.people.errors import SignInRefused
from conference.people.proving import send_code
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.limits import count_try
from conference.web.problems import TooMany

AnyRequest = Request[Any, Any, Any]
MEMBER = "/{slug:str}/register/member"
TRIES, WINDOW = 10, timedelta(hours=1)
KEPT = "finding_member"


def _no_match(meeting: MeetingInfo) -> str:
    """The one answer to whatever is wrong."""
    help_at = meeting.contact_email or "the office"
    return f"We could not match these two. Check your membership card or write to {help_at}."


@get(MEMBER, opt=signed_in)
async def show_lookup(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template:
    return await _lookup_page(request, meeting, visitor, now, FormState.empty())


async def _lookup_page(
    request: AnyRequest,
    meeting: MeetingInfo,
    visitor: Visitor,
    now: datetime,
    form: FormState,
    status: int = 200,
) -> Template:
    verdict = await judge_by_rule(visitor.person, meeting, now)
    return page(request, "membership/lookup.html", status=status, form=form, verdict=verdict)


@post(MEMBER, opt=signed_in)
async def find_member(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, settings: TheSettings, now: Now
) -> Template | Redirect:
    """A match sends a code to the address on the roll; nothing is given away before it is back."""
    form: LookupForm | None = None
    try:
        form = await read_form(request, LookupForm)
        await _count_tries(visitor, form, now)
        found = await queries.find_member_anywhere(form.number, form.email)
        if found is None:
            wrong = FormState(FormState.of(form).values, {"number": _no_match(meeting)})
            return await _lookup_page(request, meeting, visitor, now, wrong, 422)
        if found == visitor.person:
            return await _found(request, meeting, found, now)
        await send_code(request, form.email, f"/{meeting.slug}/register/what", settings, now)
    except FormErrors as wrong_form:
        return await _lookup_page(request, meeting, visitor, now, wrong_form.state, 422)
    except TooMany as refused:
        typed = FormState.of(form).values if form else {}
        again = FormState(typed, {"number": f"Too many tries. {refused.detail}"})
        return await _lookup_page(request, meeting, visitor, now, again, 429)
    request.session[KEPT] = {"slug": meeting.slug, "email": form.email}
    return redirect(f"/{meeting.slug}/register/member/code")


async def _count_tries(visitor: Visitor, form: LookupForm, now: datetime) -> None:
    """By who asks and by the number that is asked for. Raises TooMany."""
    for what, whom in (("who", str(visitor.person)), ("number", number_key(form.number))):
        await count_try(f"find-member-{what}", whom, limit=TRIES, window=WINDOW, now=now)


async def _found(
    request: AnyRequest, meeting: MeetingInfo, person: UUID, now: datetime
) -> Redirect:
    verdict = await judge_by_rule(person, meeting, now)
    flash(request, f"We found your membership. {verdict.reason}")
    return redirect(f"/{meeting.slug}/register/what")


def _kept(request: AnyRequest, meeting: MeetingInfo) -> str:
    """The address that a code went to, or "" if none did for this meeting."""
    kept = request.session.get(KEPT) or {}
    return str(kept.get("email", "")) if kept.get("slug") == meeting.slug else ""


@get(f"{MEMBER}/code", opt=signed_in)
async def show_lookup_code(request: AnyRequest, meeting: TheMeeting) -> Template | Redirect:
    email = _kept(request, meeting)
    if not email:
        return redirect(f"/{meeting.slug}/register/member")
    return page(request, "membership/lookup_code.html", form=FormState.empty(), email=email)


@post(f"{MEMBER}/code", opt=signed_in)
async def prove_member(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, settings: TheSettings, now: Now
) -> Template | Redirect:
    email = _kept(request, meeting)
    if not email:
        return redirect(f"/{meeting.slug}/register/member")
    try:
        form = await read_form(request, LookupCodeForm)
        proved = await sign_in.use_code(address=email, code=form.code, now=now)
    except FormErrors as wrong:
        return _code_again(request, email, wrong.state)
    except SignInRefused as refused:
        return _code_again(request, email, FormState({"code": form.code}, {"code": refused.detail}))
    request.session.pop(KEPT, None)
    assert visitor.person is not None
    claim = Claim(visitor.person, visitor.name, visitor.email, proved)
    linked = await link_member(
        claim, meeting=meeting, base_url=settings.base_url, by=visitor.actor, now=now
    )
    if linked is not Linked.TWO_ACCOUNTS:
        return await _found(request, meeting, visitor.person, now)
    flash(request, _two_accounts(claim), "warn")
    return redirect(f"/{meeting.slug}/register/member")


def _code_again(request: AnyRequest, email: str, form: FormState) -> Template:
    return page(request, "membership/lookup_code.html", status=422, form=form, email=email)


def _two_accounts(claim: Claim) -> str:
    proved = claim.proved.address
    return (
        f"{proved} is yours, and so is {claim.email}; both have been used here, so we did not put "
        f"them together. The office knows. Sign in with {proved} to register as a member now."
    )


handlers = [show_lookup, find_member, show_lookup_code, prove_member]
