"""Which sites may show the programme in a frame."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable
from time import monotonic
from uuid import UUID

from conference.orm import current_engine
from conference.web.security import CONTENT_SECURITY_POLICY
from schedule.queries.policy import policy_of
from schedule.queries.releases import FRESH_SECONDS

_SITE = re.compile(
    r"https://(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(:[0-9]{1,5})?"
    r"|https?://(localhost|127\.0\.0\.1)(:[0-9]{1,5})?"
)
_NOBODY = "frame-ancestors 'none'"
KEPT = 8
_known: OrderedDict[UUID, tuple[float, object, tuple[str, ...]]] = OrderedDict()


def usable_hosts(hosts: Iterable[str]) -> tuple[str, ...]:
    """The origins among the lines: https://www.society.org; anything else may not stand in a
    header."""
    plain = (host.strip().lower().rstrip("/") for host in hosts)
    return tuple(dict.fromkeys(host for host in plain if _SITE.fullmatch(host)))


def policy_for(hosts: Iterable[str]) -> str:
    """The content security policy of the embedded page: as everywhere, but these may frame it."""
    ancestors = " ".join(("frame-ancestors 'self'", *hosts))
    return CONTENT_SECURITY_POLICY.replace(_NOBODY, ancestors)


async def hosts_of(meeting: UUID) -> tuple[str, ...]:
    """The sites that may frame a meeting's programme, as they were at most a second ago."""
    began, engine, known = monotonic(), current_engine(), _known.get(meeting)
    if known and known[1] is engine and began - known[0] < FRESH_SECONDS:
        return known[2]
    hosts = usable_hosts((await policy_of(meeting)).hosts)
    _known[meeting] = (began, engine, hosts)
    while len(_known) > KEPT:
        _known.popitem(last=False)
    return hosts
