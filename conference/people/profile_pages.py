"""A person's own names and e-mail addresses."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.response import Redirect, Template

from conference.people import actions, newcomers, queries, sign_in
from conference.people.access import signed_in
from conference.people.errors import AddressTaken, SignInRefused, UnknownPerson
from conference.people.forms import AddressForm, ChangeAddressForm, ProfileForm, ProveForm
from conference.people.given import Now, TheSettings, TheVisitor
from conference.people.proving import send_code
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.problems import TooMany

AnyRequest = Request[Any, Any, Any]
PROFILE = "/my/profile"


@get(PROFILE, opt=signed_in)
async def show_profile(request: AnyRequest, visitor: TheVisitor) -> Template:
    return await _profile_page(request, visitor)


async def _profile_page(
    request: AnyRequest,
    visitor: TheVisitor,
    *,
    form: FormState | None = None,
    address_form: FormState | None = None,
    status: int = 200,
) -> Template:
    assert visitor.person is not None
    if form is None:
        person = await queries.person_by_id(visitor.person)
        if person is None:
            raise UnknownPerson
        form = FormState.of(ProfileForm.of(person))
    return page(
        request,
        "people/profile.html",
        status=status,
        form=form,
        address_form=address_form or FormState.empty(),
        addresses=await queries.addresses_of(visitor.person),
        has_errors=bool(form.errors or (address_form and address_form.errors)),
    )


@post(PROFILE, opt=signed_in)
async def update_profile(request: AnyRequest, visitor: TheVisitor, now: Now) -> Template | Redirect:
    assert visitor.person is not None
    try:
        form = await read_form(request, ProfileForm)
    except FormErrors as wrong:
        return await _profile_page(request, visitor, form=wrong.state, status=422)
    await actions.update_profile(
        person=visitor.person, names=form.as_person(), by=visitor.actor, now=now
    )
    flash(request, "Your names are saved.")
    return redirect(PROFILE)


@post(f"{PROFILE}/addresses", opt=signed_in)
async def add_address(
    request: AnyRequest, visitor: TheVisitor, settings: TheSettings, now: Now
) -> Template | Redirect:
    """Sends a code to the address; nothing is kept until the code comes back."""
    try:
        form = await read_form(request, AddressForm)
        await send_code(request, form.address, PROFILE, settings, now)
    except FormErrors as wrong:
        return await _profile_page(request, visitor, address_form=wrong.state, status=422)
    except TooMany as refused:
        again = FormState(FormState.of(form).values, {"address": refused.detail})
        return await _profile_page(request, visitor, address_form=again, status=429)
    request.session["adding_address"] = form.address
    return redirect(f"{PROFILE}/addresses/verify")


@get(f"{PROFILE}/addresses/verify", opt=signed_in)
async def show_verify(request: AnyRequest) -> Template | Redirect:
    address = request.session.get("adding_address")
    if not address:
        return redirect(PROFILE)
    return page(request, "people/verify_address.html", form=FormState.of({"address": address}))


@post(f"{PROFILE}/addresses/verify", opt=signed_in)
async def verify_address(request: AnyRequest, visitor: TheVisitor, now: Now) -> Template | Redirect:
    assert visitor.person is not None
    try:
        form = await read_form(request, ProveForm)
        proved = await sign_in.use_code(address=form.address, code=form.code, now=now)
        await newcomers.keep_proved_address(
            person=visitor.person, proved=proved, by=visitor.actor, now=now
        )
    except FormErrors as wrong:
        return page(request, "people/verify_address.html", status=422, form=wrong.state)
    except (SignInRefused, AddressTaken) as refused:
        again = FormState(FormState.of(form).values, {"code": refused.detail})
        return page(request, "people/verify_address.html", status=422, form=again)
    request.session.pop("adding_address", None)
    flash(request, f"{proved.address} is verified. You can sign in with it.")
    return redirect(PROFILE)


@post(f"{PROFILE}/addresses/change", opt=signed_in)
async def change_address(request: AnyRequest, visitor: TheVisitor, now: Now) -> Redirect:
    assert visitor.person is not None
    form = await read_form(request, ChangeAddressForm)
    change = actions.make_primary if form.what == "primary" else actions.remove_address
    await change(person=visitor.person, address=form.address, by=visitor.actor, now=now)
    flash(request, "Your addresses are saved.")
    return redirect(PROFILE)


handlers = [
    show_profile,
    update_profile,
    add_address,
    show_verify,
    verify_address,
    change_address,
]
