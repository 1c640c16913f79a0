"""What a reader sees of a page."""

from __future__ import annotations

import httpx
from lxml import html


def words(answer: httpx.Response) -> str:
    """The text of the main part, spaces squeezed, nothing glued together."""
    (main,) = html.fromstring(answer.text).xpath("//main")
    return " ".join(" ".join(main.itertext()).split())


def errors_beside(answer: httpx.Response) -> dict[str, str]:
    """Field id -> the sentence beside it."""
    tree = html.fromstring(answer.text)
    found = tree.xpath("//*[starts-with(@id, 'error-') and not(contains(@id, 'summary'))]")
    return {each.get("id").removeprefix("error-"): each.text_content() for each in found}
