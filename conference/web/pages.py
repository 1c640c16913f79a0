"""Showing a page, saying something on the next one, going elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from litestar import Request, Response
from litestar.response import Redirect, Template
from litestar.utils.empty import value_or_default
from litestar.utils.scope.state import ScopeState

THEMES = ("light", "dark")
THEME_COOKIE = "plenary_theme"
LONGEST_PATH = 300  # as a sign-in keeps it
LAST_PAGE = 10_000
_PAGE = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)


def page(
    request: Request[Any, Any, Any], template: str, *, status: int = 200, **context: Any
) -> Template:
    """A template of a module ("registration/what.html") inside the shell."""
    return Template(template, context={**shell_context(request), **context}, status_code=status)


def shell_context(request: Request[Any, Any, Any]) -> dict[str, Any]:
    """What every page shows besides its own: visitor, meeting, navigation, theme, flashes."""
    state = request.state
    return {
        "visitor": state.get("visitor"),
        "meeting": state.get("meeting"),
        "shell": state.get("shell"),
        "theme": theme_of(request),
        "flashes": take_flashes(request),
        "here": request.url.path,
        "csrf_token": csrf_token_of(request),
    }


def csrf_token_of(request: Request[Any, Any, Any]) -> str:
    """The token that htmx sends along; "" where nothing is posted."""
    return value_or_default(ScopeState.from_scope(request.scope).csrf_token, "")


def theme_of(request: Request[Any, Any, Any]) -> str:
    """light, dark, or "" for what the device prefers."""
    chosen = request.cookies.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else ""


def flash(request: Request[Any, Any, Any], text: str, kind: str = "good") -> None:
    """Says something once, on the next page. `kind`: good, warn or bad."""
    request.session.setdefault("flashes", []).append({"text": text, "kind": kind})


def take_flashes(request: Request[Any, Any, Any]) -> list[dict[str, str]]:
    session = request.scope.get("session")
    if not isinstance(session, dict):
        return []
    flashes: list[dict[str, str]] = session.pop("flashes", [])
    return flashes


def redirect(path: str) -> Redirect:
    """See other (303): the answer to every form that was accepted."""
    return Redirect(path, status_code=303)


def page_number(request: Request[Any, Any, Any]) -> int:
    """The page of a list that is asked for; whatever is no page number is the first page."""
    text = request.query_params.get("page", "1")
    return min(int(text), LAST_PAGE) if _PAGE.fullmatch(text) else 1


def page_link(asked: Mapping[str, str], number: int) -> str:
    """The query of another page of the same list; what was not asked for is left out."""
    return "?" + urlencode({**{key: text for key, text in asked.items() if text}, "page": number})


def safe_path(path: str, default: str = "/my") -> str:
    """A path on this host only; anything else becomes the default (no open redirect)."""
    parts = urlsplit(path)
    is_local = not parts.scheme and not parts.netloc and path.startswith("/")
    is_local = is_local and len(path) <= LONGEST_PATH
    return path if is_local and not path.startswith("//") and "\\" not in path else default


def download(body: bytes, media_type: str, file_name: str) -> Response[bytes]:
    """Bytes that the browser saves under a name of ASCII characters."""
    headers = {"content-disposition": f'attachment; filename="{file_name}"'}
    return Response(body, media_type=media_type, headers=headers)
