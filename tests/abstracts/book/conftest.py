"""Accepted abstracts in the database, in any number, and a policy."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from abstracts.queries import CallInfo
from abstracts.tables import Abstract, AbstractFigure, Author, AuthorAffiliation, Topic
from abstracts.tables.deciding import AbstractPolicy
from conference.people.rules import fold
from tests.cast import NOW, Cast

SECRET_TEXT = "The embargoed finding of this abstract is forty-two."
SECRET_TITLE = "Interferon lambda embargoed title"
SECRET_NAME = "Quillfeather"

Accept = Callable[..., Awaitable[list[str]]]


@pytest.fixture
def accept(cast: Cast, call: CallInfo) -> Accept:
    """`await accept(3, state="accepted")` -> references of that many abstracts."""

    async def run(count: int, **more: Any) -> list[str]:
        topic = await Topic.select(Topic.id).where(Topic.meeting == cast.meeting.id).first()
        assert topic is not None
        codes = []
        for _ in range(count):
            number = await Abstract.count()
            codes.append(await _insert(cast, call.id, topic["id"], number, more))
        return codes

    return run


async def _insert(cast: Cast, call: UUID, topic: UUID, number: int, more: dict[str, Any]) -> str:
    values = {"state": "accepted", "decision": "poster", **more}
    key = fold(f"BK{number:04} {SECRET_TITLE} {number}")
    abstract = Abstract(
        id=uuid4(), code=f"BK{number:04}", meeting=cast.meeting.id, call=call, topic=topic,
        submitter=cast.alice.id, title=f"{SECRET_TITLE} <i>{number}</i>", body=SECRET_TEXT,
        keywords="secretkeyword", funding="Secret Fund", submitted_at=NOW, decided_at=NOW,
        justification="whispered", blind_key=key, search_key=f"{key} {fold(SECRET_NAME)}", **values,
    )  # fmt: skip
    await Abstract.insert(abstract)
    author = Author(
        id=uuid4(), abstract=abstract.id, position=0, person=cast.alice.id, given_name="Alice",
        family_name=SECRET_NAME, email="alice@example.org", is_presenting=True,
        is_corresponding=True,
    )  # fmt: skip
    await Author.insert(author)
    await AuthorAffiliation.insert(
        AuthorAffiliation(author=author.id, position=0, institution="Clyde Institute", country="GB")
    )
    await AbstractFigure.insert(
        AbstractFigure(
            abstract=abstract.id, digest="d", media_type="image/png", width=1, height=1,
            caption="secretcaption", body=b"no image",
        )
    )  # fmt: skip
    return str(abstract.code)


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A release that was looked up stays known for the whole test, however slow the machine."""
    monkeypatch.setattr("schedule.queries.releases.FRESH_SECONDS", 3600.0)


@pytest.fixture
def set_policy(cast: Cast) -> Callable[..., Awaitable[None]]:
    """`await set_policy(titles_from=...)`: the meeting's rules."""

    async def run(**values: Any) -> None:
        await AbstractPolicy.delete().where(AbstractPolicy.meeting == cast.meeting.id)
        await AbstractPolicy.insert(AbstractPolicy(meeting=cast.meeting.id, **values))

    return run
