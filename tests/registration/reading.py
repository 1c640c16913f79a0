"""What a reader sees of a page."""

from __future__ import annotations

import re

import httpx
from lxml import html


def words(answer: httpx.Response) -> str:
    """The text of the main part, spaces squeezed, nothing glued together."""
    (main,) = html.fromstring(answer.text).xpath("//main")
    text = " ".join(" ".join(main.itertext()).split())
    return re.sub(r" ([,.:])", r"\1", text)


def errors_beside(answer: httpx.Response) -> dict[str, str]:
    """Field id -> the sentence beside it."""
    tree = html.fromstring(answer.text)
    found = tree.xpath("//*[starts-with(@id, 'error-') and not(contains(@id, 'summary'))]")
    return {each.get("id").removeprefix("error-"): each.text_content() for each in found}
