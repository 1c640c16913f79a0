"""The office's forms as a browser would send them: what the page shows, with some changes."""

from __future__ import annotations

from typing import Any

import httpx
from lxml import html


async def form_as_shown(client: httpx.AsyncClient, path: str, action: str = "") -> dict[str, Any]:
    """The fields of the page's one form that posts (to `action`, or back to the page)."""
    answer = await client.get(path)
    assert answer.status_code == 200, answer.status_code
    return read_form(answer, path, action)


def read_form(answer: httpx.Response, path: str, action: str = "") -> dict[str, Any]:
    """What the browser would send of a form of the answer; a field named twice is a list."""
    wanted = action or path
    forms = [
        form
        for form in html.fromstring(answer.text).xpath("//main//form[@method='post']")
        if (form.get("action") or path) == wanted
    ]
    assert len(forms) == 1, [form.get("action") for form in forms]
    values: dict[str, Any] = {}
    for name, value in forms[0].form_values():
        kept = values.get(name)
        if kept is None:
            values[name] = value or ""
        else:
            values[name] = [*(kept if isinstance(kept, list) else [kept]), value or ""]
    values.pop("_csrf_token", None)
    return values
