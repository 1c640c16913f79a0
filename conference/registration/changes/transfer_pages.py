"""Passing a registration on in the browser: to whom, what it costs, confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from litestar.handlers import HTTPRouteHandler
from litestar.response import Template

from conference.people.rules import full_name
from conference.registration.changes.actions.transferring import (
    PassingOn,
    office_rule,
    own_rule,
    preview_transfer,
    transfer_registration,
    word_for,
)
from conference.registration.changes.doors import Answer, Door, at_both_doors
from conference.registration.changes.errors import ChangedMeanwhile, ChangeRefused
from conference.registration.changes.forms import WHY, TransferForm, typed
from conference.registration.changes.promise_fields import promise_answers, promise_questions
from conference.registration.changes.rules.change import money_of
from conference.registration.changes.rules.transfers import Transfer, refuse_transfer
from conference.registration.draft import AnyRequest
from conference.registration.quoted import Line
from conference.web import FormErrors, FormState, flash, page, read_form, redirect

Values = Mapping[str, str]


async def show_transfer(request: AnyRequest, door: Door) -> Answer:
    return _form(request, door, FormState.empty())


async def send_transfer(request: AnyRequest, door: Door) -> Answer:
    values = await typed(request)
    try:
        form = await read_form(request, TransferForm)
        if not form.agreed:
            return await _look(request, door, form, values)
        return await _pass_on(request, door, form, values)
    except FormErrors as wrong:
        return _form(request, door, FormState(values, wrong.errors), 422)
    except ChangeRefused as refused:
        return _form(request, door, FormState(values, refused.errors), 422)


async def _look(
    request: AnyRequest,
    door: Door,
    form: TransferForm,
    values: Values,
    status: int = 200,
    errors: Mapping[str, str] | None = None,
) -> Template:
    proposal = await preview_transfer(door.found, _passing(door, form), door.now)
    return page(
        request,
        "registration/changes/transfer_preview.html",
        status=status,
        form=FormState(values, errors or {}),
        proposal=proposal,
        added=_added(proposal),
        money=money_of(door.found.held, proposal.difference),
        successor=full_name(form.given_name, form.family_name),
        typed={name: text for name, text in values.items() if _is_kept(name)},
        agreed=word_for(door.found.held, proposal, form.email),
        **await promise_questions(door),
        **door.shown,
    )


def _is_kept(name: str) -> bool:
    """What is asked on the page itself does not travel along hidden."""
    return name != "reason" and not name.startswith("promise-")


async def _pass_on(request: AnyRequest, door: Door, form: TransferForm, values: Values) -> Answer:
    answers, errors = await promise_answers(door, values)
    if door.is_office and not form.reason:
        errors["reason"] = WHY
    if errors:
        return await _look(request, door, form, values, 422, errors)
    passing = replace(_passing(door, form), answers=answers)
    try:
        info = await transfer_registration(
            door.found, passing, till=door.till, by=door.by, now=door.now
        )
    except ChangedMeanwhile as told:
        return await _look(request, door, form, values, 409, {"": told.detail})
    name = full_name(form.given_name, form.family_name)
    flash(request, f"The registration is passed on to {name} as {info.code}. Both get a letter.")
    return redirect(door.back)


def _passing(door: Door, form: TransferForm) -> PassingOn:
    rule = office_rule(door.now, is_free=form.is_free) if door.is_office else own_rule(door.now)
    return PassingOn(form.as_person(), rule, form.agreed, form.reason)


def _added(proposal: Transfer) -> list[Line]:
    """What is charged anew; what only moves from one person to the other is left out."""
    return list(proposal.coming[len(proposal.leaving) :])


def _form(request: AnyRequest, door: Door, form: FormState, status: int = 200) -> Template:
    refusal = refuse_transfer(door.found.held, by_office=door.is_office)
    policy = door.found.held.catalogue.policy
    return page(
        request,
        "registration/changes/transfer.html",
        status=status,
        form=form,
        refusal=refusal.sentence if refusal else "",
        fee=0 if door.found.held.group else policy.transfer_fee,
        **door.shown,
    )


handlers: list[HTTPRouteHandler] = at_both_doors("transfer", show_transfer, send_transfer)
