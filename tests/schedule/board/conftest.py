"""The chair's browser on the board, with a page and as the board's own script asks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import lxml.html
import pytest

from conference.people.access import Role
from tests.cast import NOW, Cast
from tests.schedule.conftest import BY, version_of

BOARD = "/glasgow/committee/programme"
MONDAY = "2027-10-18"
AS_SCRIPT = {"accept": "application/json"}
Send = Callable[..., Awaitable[Any]]


def tree(answer: Any) -> Any:
    return lxml.html.fromstring(answer.text)


def words(node: Any) -> str:
    return " ".join(node.text_content().split())


@pytest.fixture
async def bob(client: Any, cast: Cast, sign_in: Any) -> Any:
    await sign_in(client, cast.bob)
    return client


@pytest.fixture
async def carol(new_client: Any, cast: Cast, sign_in: Any) -> Any:
    """A second chair, in her own browser."""
    from conference.people import actions

    await actions.grant_role(
        person=cast.carol.id, role=Role.PROGRAMME, meeting=cast.meeting.id, by=BY, now=NOW
    )
    async with new_client() as made:
        await sign_in(made, cast.carol)
        yield made


@pytest.fixture
def send(bob: Any, post: Any) -> Send:
    """`await send("move", session=..., ...)` as the board's script does."""

    async def run(path: str, client: Any = None, **fields: Any) -> Any:
        return await post(client or bob, f"{BOARD}/{path}", fields, headers=AS_SCRIPT)

    return run


@pytest.fixture
def move(cast: Cast, send: Send) -> Send:
    """`await move(code, "10:30", "Hall B")` at the version that is now, or the one given."""

    async def run(code: str, start: str, room: str = "", **more: Any) -> Any:
        place = {"day": more.pop("day", MONDAY if start else ""), "start": start}
        version = more.pop("version", None) or await version_of(cast, code)
        where: UUID | str = cast.rooms[room] if room else ""
        fields = {"what": "session", "session": code, "version": version, "room": where}
        return await send("move", more.pop("client", None), **fields, **place)

    return run
