"""The committee's board, releases and imports, page by page."""

from __future__ import annotations

from typing import Any

import lxml.html
import pytest

from tests.cast import Cast
from tests.schedule.conftest import MONDAY_NINE

BOARD = "/glasgow/committee/programme"


def tree(answer: Any) -> Any:
    return lxml.html.fromstring(answer.text)


def words(node: Any) -> str:
    return " ".join(node.text_content().split())


@pytest.fixture
async def bob(client: Any, cast: Cast, sign_in: Any) -> Any:
    await sign_in(client, cast.bob)
    return client


@pytest.fixture
async def clashing(cast: Cast, drafted: Any) -> None:
    """The symposium stands in the plenary's room at its time, as an import may bring it."""
    from schedule.tables import Session

    await Session.update(
        {Session.room: cast.rooms["Hall A"], Session.starts_at: MONDAY_NINE}
    ).where(Session.code == drafted.symposium)


async def test_import_shows_a_preview_and_changes_the_draft_only_when_told(
    bob: Any, post: Any, client: Any, cast: Cast, drafted: Any, release: Any
) -> None:
    await release()
    exported = (await client.get("/glasgow/programme.xml")).content
    changed = exported.replace(b"Signalling in tissue", b"Signalling in organs")

    answer = await post(bob, f"{BOARD}/import", files={"file": ("ours.xml", changed)})
    preview = await bob.get(answer.headers["location"])
    before = await bob.get(BOARD)
    applied = await post(bob, answer.headers["location"])
    after = await bob.get(BOARD)
    twice = await post(bob, answer.headers["location"])

    assert answer.status_code == 303
    assert "Changed (1)" in preview.text
    assert "Signalling in organs" not in before.text
    assert applied.headers["location"] == BOARD
    assert "Signalling in organs" in after.text
    assert twice.status_code == 303
    assert "applied to /glasgow before" in (await bob.get(BOARD)).text


async def test_import_refuses_what_is_no_programme_with_a_sentence(
    bob: Any, post: Any, drafted: Any
) -> None:
    for content in (b"", b"no programme", b"<schedule><day", b'{"schedule": 3}', b"\xff\xfe\x00"):
        answer = await post(bob, f"{BOARD}/import", files={"file": ("x.xml", content)})
        assert answer.status_code == 422, content
        assert tree(answer).xpath("//*[@id='error-file']")


async def test_import_asks_for_a_file(bob: Any, post: Any, drafted: Any) -> None:
    answer = await post(bob, f"{BOARD}/import", {})

    assert answer.status_code == 422


async def test_import_of_another_meeting_is_not_there(bob: Any, drafted: Any) -> None:
    nothing = f"{BOARD}/import/00000000-0000-4000-8000-000000000000"

    assert (await bob.get(nothing)).status_code == 404
