"""What a visitor has typed so far, kept in the session until the order is placed."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Request

from conference.registration.forms import WhoForm

AnyRequest = Request[Any, Any, Any]
_KEY = "registering"


class Draft(msgspec.Struct):
    """One meeting's registration under way."""

    who: dict[str, str] = {}
    category: str = ""
    mode: str = ""
    quote: str = ""

    @property
    def email(self) -> str:
        return self.who.get("email", "")


def read_draft(request: AnyRequest, slug: str) -> Draft:
    """The draft of this browser for the meeting; an empty one if there is none."""
    kept = request.session.get(_KEY, {}).get(slug, {})
    return msgspec.convert(kept, Draft)


def keep_draft(request: AnyRequest, slug: str, draft: Draft) -> None:
    request.session.setdefault(_KEY, {})[slug] = msgspec.to_builtins(draft)


def drop_draft(request: AnyRequest, slug: str) -> None:
    request.session.get(_KEY, {}).pop(slug, None)


def who_of(form: WhoForm) -> dict[str, str]:
    return {name: str(value) for name, value in msgspec.structs.asdict(form).items()}
