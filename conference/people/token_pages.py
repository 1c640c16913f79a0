"""A person's own access tokens: made, shown once, revoked."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.orm.tokens import random_code
from conference.people.access import Scope, Visitor, signed_in
from conference.people.given import Now, TheVisitor
from conference.people.token_actions import issue_token, revoke_token
from conference.people.token_queries import tokens_of
from conference.web import FormErrors, FormState, flash, page, read_form, redirect

AnyRequest = Request[Any, Any, Any]
TOKENS = "/my/access-tokens"
DAYS = (30, 90, 366)


class TokenForm(msgspec.Struct, kw_only=True):
    """What a new token is called, what it may do, and for how long."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    scopes: list[str] = []
    days: int = DAYS[1]
    once: Annotated[str, msgspec.Meta(max_length=40)] = ""

    def check(self) -> list[Scope]:
        """The scopes. Raises FormErrors without one, or for a time that is not offered."""
        known = {scope.value for scope in Scope}
        errors = {}
        if not self.scopes or not known.issuperset(self.scopes):
            errors["scopes"] = "Choose at least one thing that the program may do."
        if self.days not in DAYS:
            errors["days"] = "Choose one of the times."
        if errors:
            raise FormErrors(FormState.of(self).values, errors)
        return [Scope(word) for word in self.scopes]


@get(TOKENS, opt=signed_in)
async def show_tokens(request: AnyRequest, visitor: TheVisitor, now: Now) -> Template:
    return await _tokens_page(request, visitor, now)


@post(TOKENS, opt=signed_in)
async def make_token(request: AnyRequest, visitor: TheVisitor, now: Now) -> Template | Redirect:
    """The secret is in this answer and nowhere else; the same form sent again makes no second."""
    assert visitor.person is not None
    try:
        form = await read_form(request, TokenForm)
        scopes = form.check()
    except FormErrors as wrong:
        return await _tokens_page(request, visitor, now, form=wrong.state, status=422)
    if form.once and request.session.get("token_made") == form.once:
        flash(request, "That token is made already. It is not shown again.", "warn")
        return redirect(TOKENS)
    request.session["token_made"] = form.once
    secret = await issue_token(
        person=visitor.person,
        name=form.name,
        scopes=scopes,
        days=form.days,
        by=visitor.actor,
        now=now,
    )
    return await _tokens_page(request, visitor, now, secret=secret)


@post(f"{TOKENS}/{{access_token:uuid}}/revoke", opt=signed_in)
async def revoke(
    request: AnyRequest, visitor: TheVisitor, now: Now, access_token: FromPath[UUID]
) -> Redirect:
    assert visitor.person is not None
    await revoke_token(access_token, person=visitor.person, by=visitor.actor, now=now)
    flash(request, "Revoked. The program can do nothing more with it.")
    return redirect(TOKENS)


async def _tokens_page(
    request: AnyRequest,
    visitor: Visitor,
    now: Now,
    *,
    form: FormState | None = None,
    secret: str = "",
    status: int = 200,
) -> Template:
    assert visitor.person is not None
    return page(
        request,
        "people/access_tokens.html",
        status=status,
        form=form or FormState.of(TokenForm(name="", once=random_code(12))),
        secret=secret,
        tokens=await tokens_of(visitor.person, now),
        scopes=[(scope.value, scope.label) for scope in Scope],
        days=[(str(days), f"{days} days" if days < 366 else "A year") for days in DAYS],
    )


handlers = [show_tokens, make_token, revoke]
