"""What was not shown (A15, B06): told by those who walked along the boards."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from litestar import Request, get, post
from litestar.params import FromQuery
from litestar.response import Redirect, Template

from badges.papers import actions
from badges.papers.claims import Scope, claims_of
from badges.papers.errors import StillFollows
from badges.papers.forms import NotShownForm
from badges.papers.kinds import CertificateKind
from badges.papers.policy import Policy
from badges.papers.recorded import records_of
from badges.papers.rules import Claim
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, Visitor, roles
from conference.people.rules import fold
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.marks import unmarked
from conference.web.problems import NotFound

AnyRequest = Request[Any, Any, Any]
STAFF = roles(Role.OFFICE, Role.PROGRAMME)
NOT_SHOWN = "/{slug:str}/office/certificates/not-shown"
KINDS = (CertificateKind.PRESENTATION, CertificateKind.SERVICE)
MOST = 50


async def _claims(meeting: MeetingInfo, now: datetime) -> dict[str, Claim]:
    """Everything in the released programme that is over, by person and item."""
    scope = Scope(meeting, Policy(kinds=KINDS), now, kinds=KINDS)
    return {
        f"{claim.person.id}:{claim.subject}": claim
        for claim in await claims_of(scope)
        if claim.grounds.item and claim.grounds.item.ends_at <= now
    }


@get(NOT_SHOWN, opt=STAFF)
async def show_not_shown(
    request: AnyRequest, meeting: TheMeeting, now: Now, q: FromQuery[str] = ""
) -> Template:
    return await _page(request, meeting, now, FormState({"q": q}), q)


async def _page(
    request: AnyRequest, meeting: MeetingInfo, now: datetime, form: FormState, q: str
) -> Template:
    claims = await _claims(meeting, now)
    recorded = await records_of(meeting.id)
    marked = {(each.person.id, each.code) for each in recorded}
    found = [(key, each) for key, each in claims.items() if _fits(each, q)] if q.strip() else []
    return page(
        request,
        "badges/not_shown.html",
        status=422 if form.errors else 200,
        form=form,
        recorded=recorded,
        found=[pair for pair in found if _key(pair[1]) not in marked][:MOST],
        most=MOST,
        is_over=bool(claims),
    )


def _key(claim: Claim) -> tuple[object, str]:
    return claim.person.id, claim.subject


def _fits(claim: Claim, text: str) -> bool:
    item = claim.grounds.item
    assert item is not None
    said = fold(f"{claim.person.registered_name} {item.title} {item.number} {item.reference}")
    return all(word in said for word in fold(text).split())


@post(NOT_SHOWN, opt=STAFF)
async def mark_not_shown(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    form, by = await read_form(request, NotShownForm), visitor.actor
    here = f"/{meeting.slug}/office/certificates/not-shown"
    if form.act == "undo":
        return await _undo(request, meeting, form.about, visitor, now)
    claim = (await _claims(meeting, now)).get(form.about)
    if claim is None:
        raise NotFound("Nobody does that in the released programme, or it is not over yet.")
    if not form.note.strip():
        wrong = FormErrors({"about": form.about}, {"note": "Write how you know."})
        return await _page(request, meeting, now, wrong.state, claim.what)
    await actions.mark_not_shown(meeting, claim.person, claim.subject, form.note, by=by, now=now)
    what = unmarked(claim.what)
    flash(request, f"Recorded: “{what}” was not shown. The committee decides what follows.")
    return redirect(here)


async def _undo(
    request: AnyRequest, meeting: MeetingInfo, about: str, visitor: Visitor, now: datetime
) -> Redirect:
    """A record is taken back also where the programme has nobody for it any more."""
    known = {each.key: each for each in await records_of(meeting.id)}
    record = known.get(about)
    if record is None:
        flash(request, "That is not recorded, or it was taken back already.")
    else:
        try:
            await actions.take_back_not_shown(
                meeting, record.person, record.code, by=visitor.actor, now=now
            )
            flash(request, "Taken back: it was shown.")
        except StillFollows as refused:
            flash(request, refused.detail, "bad")
    return redirect(f"/{meeting.slug}/office/certificates/not-shown")


handlers = [show_not_shown, mark_not_shown]
