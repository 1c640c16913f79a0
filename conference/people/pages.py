"""Signing in by code or link, signing out, and the colours of the page."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from litestar import Request, get, post
from litestar.datastructures import Cookie
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.people import newcomers, profile_pages, sign_in, token_pages
from conference.people.access import public
from conference.people.errors import SignInRefused
from conference.people.forms import CodeForm, LinkForm, NewcomerForm, SignInForm
from conference.people.given import Now, TheSettings
from conference.people.proving import send_code
from conference.people.sign_in import SignedIn
from conference.web import FormErrors, FormState, page, read_form, redirect
from conference.web.pages import THEME_COOKIE, THEMES, safe_path
from conference.web.problems import NotFound, TooMany
from conference.web.sessions import start_session

AnyRequest = Request[Any, Any, Any]
A_YEAR_SECONDS = 365 * 24 * 3600


@get("/sign-in", opt=public)
async def show_sign_in(request: AnyRequest) -> Template:
    next_path = safe_path(request.query_params.get("next", "/my"))
    return page(request, "people/sign_in.html", form=FormState.of({"next": next_path}))


@post("/sign-in", opt=public)
async def request_sign_in(
    request: AnyRequest, settings: TheSettings, now: Now
) -> Template | Redirect:
    try:
        form = await read_form(request, SignInForm)
        await send_code(request, form.email, safe_path(form.next), settings, now)
    except FormErrors as wrong:
        return page(request, "people/sign_in.html", status=422, form=wrong.state)
    except TooMany as refused:
        again = FormState(
            {"email": form.email, "next": form.next}, {"email": f"Too many letters. {refused}"}
        )
        return page(request, "people/sign_in.html", status=429, form=again)
    request.session["signing_in"] = {"email": form.email, "next": safe_path(form.next)}
    return redirect("/sign-in/code")


@get("/sign-in/code", opt=public)
async def show_code(request: AnyRequest) -> Template | Redirect:
    asked = request.session.get("signing_in")
    if not asked:
        return redirect("/sign-in")
    return page(request, "people/sign_in_code.html", form=FormState.of(asked))


@post("/sign-in/code", opt=public)
async def use_code(request: AnyRequest, now: Now) -> Template | Redirect:
    try:
        form = await read_form(request, CodeForm)
        signed_in = await sign_in.use_code(address=form.email, code=form.code, now=now)
    except FormErrors as wrong:
        return page(request, "people/sign_in_code.html", status=422, form=wrong.state)
    except SignInRefused as refused:
        typed = {"email": form.email, "code": form.code, "shared_device": form.shared_device}
        again = FormState(typed, {"code": refused.detail})
        return page(request, "people/sign_in_code.html", status=422, form=again)
    return enter(request, signed_in, shared_device=form.shared_device)


@get("/sign-in/link/{token:str}", opt=public)
async def open_link(request: AnyRequest, token: FromPath[str], now: Now) -> Template:
    """Shows one button and consumes nothing: mail scanners open every link."""
    try:
        opened = await sign_in.open_link(token=token, browser=_browser(request), now=now)
    except SignInRefused as refused:
        return _link_page(request, token, FormState({}, {"": refused.detail}), status=422)
    return _link_page(request, token, FormState.empty(), needs_code=opened.needs_code)


@post("/sign-in/link/{token:str}", opt=public)
async def use_link(request: AnyRequest, token: FromPath[str], now: Now) -> Template | Redirect:
    form = await read_form(request, LinkForm)
    browser = _browser(request)
    try:
        signed_in = await sign_in.use_link(token=token, browser=browser, code=form.code, now=now)
    except SignInRefused as refused:
        needs_code = await _needs_code(token, browser, now)
        again = FormState(FormState.of(form).values, {"code" if needs_code else "": refused.detail})
        return _link_page(request, token, again, status=422, needs_code=needs_code)
    return enter(request, signed_in, shared_device=form.shared_device)


async def _needs_code(token: str, browser: str, now: datetime) -> bool:
    try:
        return (await sign_in.open_link(token=token, browser=browser, now=now)).needs_code
    except SignInRefused:
        return False


def _link_page(
    request: AnyRequest, token: str, form: FormState, *, status: int = 200, needs_code: bool = False
) -> Template:
    return page(
        request,
        "people/sign_in_link.html",
        status=status,
        form=form,
        token=token,
        needs_code=needs_code,
    )


def _browser(request: AnyRequest) -> str:
    browser: str = request.session.get("browser", "")
    return browser


def enter(request: AnyRequest, signed_in: SignedIn, *, shared_device: bool) -> Redirect:
    """Starts the session of a known person; somebody new is first asked for their name."""
    request.session.pop("signing_in", None)
    if signed_in.person is None:
        proved = {"address": signed_in.address, "next": signed_in.next_path}
        request.session["newcomer"] = {**proved, "shared_device": shared_device}
        return redirect("/sign-in/name")
    request.session.pop("newcomer", None)
    start_session(request, person=str(signed_in.person), shared_device=shared_device)
    return redirect(safe_path(signed_in.next_path))


@get("/sign-in/name", opt=public)
async def show_newcomer(request: AnyRequest) -> Template | Redirect:
    newcomer = request.session.get("newcomer")
    if not newcomer:
        return redirect("/sign-in")
    form = FormState.empty()
    return page(request, "people/newcomer.html", form=form, address=newcomer["address"])


@post("/sign-in/name", opt=public)
async def welcome_newcomer(request: AnyRequest, now: Now) -> Template | Redirect:
    newcomer = request.session.get("newcomer")
    if not newcomer:
        return redirect("/sign-in")
    address = newcomer["address"]
    try:
        form = await read_form(request, NewcomerForm)
    except FormErrors as wrong:
        return page(request, "people/newcomer.html", status=422, form=wrong.state, address=address)
    person = await newcomers.welcome_newcomer(new=form.as_person(), address=address, now=now)
    known = SignedIn(address, person, newcomer["next"])
    return enter(request, known, shared_device=newcomer["shared_device"])


@post("/sign-out", opt=public)
async def sign_out(request: AnyRequest) -> Redirect:
    """Ends this session only; the calendar feed and printed codes are other secrets."""
    request.clear_session()
    return redirect("/")


@get("/theme/{choice:str}", opt=public)
async def choose_theme(
    request: AnyRequest, choice: FromPath[str], settings: TheSettings
) -> Redirect:
    """Keeps light or dark in a cookie, so that the first byte of the next page has it."""
    if choice not in (*THEMES, "auto"):
        raise NotFound("The colours are light, dark or auto.")
    answer = redirect(_page_before(request))
    answer.set_cookie(
        Cookie(
            key=THEME_COOKIE,
            value=choice if choice in THEMES else "",
            max_age=A_YEAR_SECONDS if choice in THEMES else 0,
            secure=settings.is_https,
            httponly=True,
            samesite="lax",
        )
    )
    return answer


def _page_before(request: AnyRequest) -> str:
    """Where the reader came from, if that was here."""
    before = urlsplit(request.headers.get("referer", ""))
    if before.netloc != request.url.netloc:
        return "/"
    return safe_path(before.path + (f"?{before.query}" if before.query else ""), "/")


handlers = [
    show_sign_in,
    request_sign_in,
    show_code,
    use_code,
    open_link,
    use_link,
    show_newcomer,
    welcome_newcomer,
    sign_out,
    choose_theme,
    *profile_pages.handlers,
    *token_pages.handlers,
]
