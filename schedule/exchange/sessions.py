"""A talk of ours is exported as its own event; one of its links says which session it is in."""

import re
from collections.abc import Iterable

from schedule.exchange.model import SessionReference
from schedule.rules.origin import Link

_ADDRESS = re.compile(r"/programme/sessions/([0-9A-Z]{1,12})$")
_PREFIX = "Session: "


def session_link(reference: SessionReference) -> Link:
    """The link that an exported talk carries; both formats keep its address, title and type."""
    return Link(url=reference.url, title=_PREFIX + reference.title, type="related")


def session_reference(
    links: Iterable[Link],
) -> tuple[SessionReference | None, tuple[Link, ...]]:
    """The session that an event's links name, and the links without that one."""
    reference, others = None, []
    for link in links:
        match = _ADDRESS.search(link.url)
        if match and link.type == "related" and link.title.startswith(_PREFIX):
            reference = SessionReference(match[1], link.title.removeprefix(_PREFIX), link.url)
        else:
            others.append(link)
    return reference, tuple(others)
