"""The member roll: one person's memberships, one membership; and all handlers of the module."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.roof import Link
from conference.meetings.rules import MeetingInfo
from conference.membership import (
    dues_pages,
    import_pages,
    lookup_pages,
    member_actions,
    queries,
    roll_pages,
    undo_pages,
)
from conference.membership.cards import my_card
from conference.membership.council import pages as council_pages
from conference.membership.errors import MembershipRefused
from conference.membership.forms import ChangeForm, MembershipForm
from conference.membership.member_rule import judge_by_rule
from conference.membership.roll_changes import NewMembership
from conference.membership.roll_words import TYPE_TITLES
from conference.membership.rules import STATUS_WORDS, MembershipInfo
from conference.people import queries as people
from conference.people.access import Role, roles
from conference.people.errors import UnknownPerson
from conference.web import FormErrors, FormState, flash, page, read_form, redirect

AnyRequest = Request[Any, Any, Any]
OFFICE = roles(Role.OFFICE)
ROLL = "/{slug:str}/office/roll"
STATUS_OPTIONS = tuple((status.value, words) for status, (words, _) in STATUS_WORDS.items())

GROUP = "Members"
OFFICE_LINKS = [
    Link("Member roll", "/office/roll", "Who is a member, and until when.", Role.OFFICE, GROUP),
    Link(
        "Import members",
        "/office/roll/import",
        "A list as Excel or CSV, with a preview.",
        Role.OFFICE,
        GROUP,
    ),
    Link(
        "Membership dues",
        "/office/members/dues",
        "What joining costs together with registering.",
        Role.OFFICE,
        GROUP,
    ),
    *council_pages.OFFICE_LINKS,
]

__all__ = ["OFFICE_LINKS", "handlers", "my_card"]


@get(f"{ROLL}/people/{{person:uuid}}", opt=OFFICE)
async def show_member(
    request: AnyRequest, meeting: TheMeeting, person: FromPath[UUID], now: Now
) -> Template:
    return await _member_page(request, meeting, person, now, FormState.empty())


async def _member_page(
    request: AnyRequest,
    meeting: MeetingInfo,
    person: UUID,
    now: datetime,
    form: FormState,
    status: int = 200,
) -> Template:
    found = await people.person_by_id(person)
    if found is None:
        raise UnknownPerson
    held = await queries.memberships_of(person, meeting.society)
    types = TYPE_TITLES | await queries.membership_types(meeting.society)
    if not form.values and held:
        form = FormState.of({"number": held[-1].number, "type": held[-1].type_key})
    return page(
        request,
        "membership/member.html",
        status=status,
        person=found,
        memberships=held,
        verdict=await judge_by_rule(person, meeting, now),
        form=form,
        words=STATUS_WORDS,
        types=list(types.items()),
        statuses=STATUS_OPTIONS,
    )


@post(f"{ROLL}/people/{{person:uuid}}", opt=OFFICE)
async def add_membership(
    request: AnyRequest,
    meeting: TheMeeting,
    person: FromPath[UUID],
    visitor: TheVisitor,
    now: Now,
) -> Template | Redirect:
    form: MembershipForm | None = None
    try:
        form = await read_form(request, MembershipForm)
        await member_actions.add_membership(
            society=meeting.society, person=person, membership=_written(form),
            reason=form.reason, by=visitor.actor, now=now,
        )  # fmt: skip
    except (FormErrors, MembershipRefused) as wrong:
        return await _member_page(request, meeting, person, now, _again(wrong, form), 422)
    flash(request, "The membership is added.")
    return redirect(f"/{meeting.slug}/office/roll/people/{person}")


def _written(form: MembershipForm) -> NewMembership:
    return NewMembership(form.number, form.type, form.valid_from, form.valid_to, form.status)


def _again(
    wrong: FormErrors | MembershipRefused, form: MembershipForm | ChangeForm | None
) -> FormState:
    """The form as it was sent, with the sentences beside its fields."""
    if isinstance(wrong, FormErrors) or form is None:
        return FormState(getattr(wrong, "values", {}), wrong.errors)
    return FormState(FormState.of(form).values, wrong.errors)


@get(f"{ROLL}/memberships/{{membership:uuid}}", opt=OFFICE)
async def show_membership(
    request: AnyRequest, meeting: TheMeeting, membership: FromPath[UUID]
) -> Template:
    held = await queries.membership_by_id(membership, meeting.society)
    return await _membership_page(request, held, FormState.of(ChangeForm.of(held)))


async def _membership_page(
    request: AnyRequest, held: MembershipInfo, form: FormState, status: int = 200
) -> Template:
    return page(
        request,
        "membership/membership.html",
        status=status,
        held=held,
        person=await people.person_by_id(held.person),
        form=form,
        statuses=STATUS_OPTIONS,
    )


@post(f"{ROLL}/memberships/{{membership:uuid}}", opt=OFFICE)
async def change_membership(
    request: AnyRequest,
    meeting: TheMeeting,
    membership: FromPath[UUID],
    visitor: TheVisitor,
    now: Now,
) -> Template | Redirect:
    held = await queries.membership_by_id(membership, meeting.society)
    form: ChangeForm | None = None
    try:
        form = await read_form(request, ChangeForm)
        await member_actions.change_membership(
            membership=held, society=meeting.society, valid_to=form.valid_to,
            status=form.status, reason=form.reason, by=visitor.actor, now=now,
        )  # fmt: skip
    except (FormErrors, MembershipRefused) as wrong:
        return await _membership_page(request, held, _again(wrong, form), 422)
    flash(request, "The membership is changed.")
    return redirect(f"/{meeting.slug}/office/roll/people/{held.person}")


handlers = [
    *roll_pages.handlers,
    *import_pages.handlers,
    *undo_pages.handlers,
    show_member,
    add_membership,
    show_membership,
    change_membership,
    *dues_pages.handlers,
    *council_pages.handlers,
    *lookup_pages.handlers,
]
