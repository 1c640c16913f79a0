"""The addresses of the JSON API, and the OpenAPI document that describes them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import msgspec
from litestar import Litestar, Request, get
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Components, SecurityScheme

from conference.meetings.roof import Link
from conference.people.access import open_api
from conference.web import conditional
from schedule.api import agenda_pages, draft_pages, released_pages
from schedule.api.describing import complete
from schedule.api.released_pages import JSON, ROOT, Answer

AnyRequest = Request[Any, Any, Any]
ABOUT = (
    "Meetings and their released programmes for everybody; with an access token of a person "
    "(Authorization: Bearer …, made at /my/access-tokens) their agenda and, for the programme "
    "committee, the draft. Instants are UTC. Errors are problem+json (RFC 9457)."
)


@get(f"{ROOT}/openapi.json", opt=open_api, include_in_schema=False)
async def openapi(request: AnyRequest) -> Answer:
    return conditional(request, openapi_document(), JSON, private=False)


@lru_cache(maxsize=1)
def openapi_document() -> bytes:
    """The OpenAPI document, made from the handlers themselves."""
    described = Litestar(
        list(DESCRIBED),
        dependencies={name: _stand_in() for name in ("meeting", "visitor", "now", "settings")},
        openapi_config=OpenAPIConfig(
            title="Plenary",
            version="1",
            description=ABOUT,
            components=Components(
                security_schemes={"token": SecurityScheme(type="http", scheme="bearer")}
            ),
            security=[{}, {"token": []}],
        ),
    )
    return msgspec.json.encode(complete(described.openapi_schema.to_schema()))


def _stand_in() -> Provide:
    """For what the app gives; the document is made without serving anything."""

    async def nothing() -> None: ...

    return Provide(nothing)


COMMITTEE_LINKS: list[Link] = []
DESCRIBED = (*released_pages.handlers, *agenda_pages.handlers, *draft_pages.handlers)
handlers: list[Any] = [*DESCRIBED, openapi]
