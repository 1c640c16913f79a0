"""Every error as a page for a browser and as problem+json for a program."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import quote

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.response import Redirect

from conference.web.forms import FormErrors
from conference.web.pages import csrf_token_of, shell_context
from conference.web.problems import Problem
from conference.web.security import without_secret
from conference.web.templating import environment

log = structlog.get_logger("plenary.web")

PAGES = {
    400: ("We could not read that", "Go back, check what you entered and send it again."),
    401: ("Please sign in", "This page is for people who are signed in."),
    403: ("This is not open to you", "Sign in with another address, or ask the society's office."),
    404: ("There is nothing here", "Check the address, or start again from the meeting's home."),
    405: ("That does not work here", "Go back and use the buttons on the page."),
    409: ("Someone changed this while you worked", "Load the page again and repeat your change."),
    413: ("That file is too large", "Send a file of at most 12 MB."),
    422: ("There is a problem", "Go back and correct what is marked."),
    429: ("Too many tries", "Wait a few minutes and try again."),
    500: ("Something went wrong on our side", "Nothing was changed. Try again, or write to us."),
}


def wants_json(request: Request[Any, Any, Any]) -> bool:
    accept = request.headers.get("accept", "")
    return request.url.path.startswith("/api/") or "json" in accept


def handle_error(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """The app's one exception handler; whatever is not a known problem is logged as a 500."""
    status, title, detail, fields = _describe(error)
    if status >= 500 and not _is_gone(error):
        log.error(
            "failed", method=request.method, path=without_secret(request.url.path), exc_info=error
        )
    if wants_json(request):
        return _problem_json(status, title, detail, fields)
    if status == 401 and request.method in ("GET", "HEAD"):
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return Redirect(f"/sign-in?next={quote(here)}", status_code=303)
    return _error_page(request, status, title, detail, fields)


def _is_gone(error: Exception) -> bool:
    """Whether the browser left while it was sending, as htmx does: nobody's fault (Litestar 2)."""
    return isinstance(error, HTTPException) and "client disconnected" in error.detail


def _describe(error: Exception) -> tuple[int, str, str, dict[str, str]]:
    if isinstance(error, Problem):
        fields = getattr(error, "errors", {})
        return error.status, error.title, error.detail or PAGES[error.status][1], fields
    if isinstance(error, FormErrors):
        return 422, PAGES[422][0], PAGES[422][1], dict(error.errors)
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status == 403 and "CSRF" in str(error):
        return 403, "This form is too old", "Load the page again and repeat what you did.", {}
    title, detail = PAGES.get(status, PAGES[500 if status >= 500 else 400])
    return status, title, detail, {}


def _problem_json(status: int, title: str, detail: str, fields: dict[str, str]) -> Response[bytes]:
    body: dict[str, Any] = {
        "type": "about:blank",
        "status": status,
        "title": title,
        "detail": detail,
    }
    if fields:
        body["errors"] = fields
    headers = {"www-authenticate": "Bearer"} if status == 401 else {}
    return Response(
        msgspec.json.encode(body),
        status_code=status,
        media_type="application/problem+json",
        headers=headers,
    )


def _error_page(
    request: Request[Any, Any, Any], status: int, title: str, detail: str, fields: dict[str, str]
) -> Response[str]:
    context = {
        **shell_context(request),
        "csrf_input": csrf_input_of(request),
        "status": status,
        "title": title,
        "detail": detail,
        "fields": fields,
        "request_id": request.state.get("request_id", ""),
    }
    html = environment().get_template("web/error.html").render(**context)
    return Response(html, status_code=status, media_type="text/html")


def csrf_input_of(request: Request[Any, Any, Any]) -> str:
    """The hidden field of a form, for pages that are rendered outside Litestar's Template."""
    return f'<input type="hidden" name="_csrf_token" value="{escape(csrf_token_of(request))}">'
