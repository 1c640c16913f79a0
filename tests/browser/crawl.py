"""Walking a site along its links, so that no page kind is forgotten and no link leads nowhere."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from conference.app import MODULES
from conference.people.access import FOR_PROGRAMS
from tests.browser.conftest import BrowserPage

EXAMPLES_PER_KIND = 2
_LINK = re.compile(r"<(?:a|img)\b[^>]*?\s(?:href|src)=\"([^\"]*)\"")
_PARAMETER = re.compile(r"\{(\w+):(\w+)\}")
_LEFT_ALONE = ("/theme/", "/static/", "/sign-in/link/")


def route_patterns() -> list[str]:
    """Every page's address that the modules answer to, the most literal ones first."""
    handlers = [handler for module in MODULES for handler in module.handlers]
    paths = {
        path
        for handler in handlers
        if "GET" in getattr(handler, "http_methods", ()) and not handler.opt.get(FOR_PROGRAMS)
        for path in handler.paths
    }
    return sorted(paths, key=lambda path: (path.count("{"), -len(path)))


def kind_of(path: str, patterns: list[str]) -> str:
    """The route that a path belongs to, or the path itself if it is none of ours."""
    for pattern in patterns:
        inner = _PARAMETER.sub(lambda m: ".+" if m[2] == "path" else "[^/]+", pattern)
        if re.fullmatch(inner, path):
            return pattern
    return path


@dataclass(slots=True)
class Walk:
    """What one persona met: pages by kind, and links that were broken."""

    pages: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, list[str]] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)


def walk_site(
    made: BrowserPage, starts: list[str], patterns: list[str], earlier: list[Walk]
) -> Walk:
    """Follows every link from the starting pages: two examples of a kind, one if met earlier."""
    met = {kind for walk in earlier for kind in (*walk.pages, *walk.files)}
    walk, waiting, known = Walk(), [(start, "start") for start in starts], set(starts)
    seen: dict[str, int] = {}
    while waiting:
        path, source = waiting.pop(0)
        kind = kind_of(path, patterns)
        seen[kind] = seen.get(kind, 0) + 1
        if seen[kind] > (1 if kind in met else EXAMPLES_PER_KIND):
            continue
        answer = made.page.context.request.get(made.site.base_url + path)
        if answer.status >= 400:
            walk.broken.append(f"{source} -> {path}: {answer.status}")
            continue
        is_page = "text/html" in answer.headers.get("content-type", "")
        (walk.pages if is_page else walk.files).setdefault(kind, []).append(path)
        if is_page:
            new = [link for link in links_of(answer, made.site.base_url) if link not in known]
            known.update(new)
            waiting.extend((link, path) for link in new)
    return walk


def links_of(answer: Any, base_url: str) -> Iterator[str]:
    """The paths on this site that a page links to, without query and fragment."""
    host = urlsplit(base_url).netloc
    for href in _LINK.findall(answer.text()):
        target = urlsplit(urldefrag(urljoin(answer.url, html.unescape(href)))[0])
        is_ours = target.scheme in ("http", "https") and target.netloc == host
        if is_ours and not target.path.startswith(_LEFT_ALONE):
            yield target.path
