"""The committee opens a call on a page, and authors can write to it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from abstracts import queries
from abstracts.length import LengthPolicy
from abstracts.vocabulary import CallKind, LengthUnit
from tests.cast import Cast

REGULAR = "/glasgow/committee/calls/regular"
LATE = "/glasgow/committee/calls/late_breaking"


def call_data(**changes: Any) -> dict[str, Any]:
    fields = {
        "title": "Abstracts",
        "opens": "2027-01-10T09:00",
        "closes": "2027-09-30T23:59",
        "zone": "America/New_York",
        "limit": "3600",
        "unit": "characters",
        "max_lines": "45",
        "max_authors": "20",
        "counts": ["title", "authors", "affiliations", "spaces", "line_breaks"],
    }
    return {**fields, **changes}


@pytest.fixture
async def bob(client: httpx.AsyncClient, cast: Cast, sign_in: Any) -> None:
    await sign_in(client, cast.bob)


async def test_open_call_closes_with_the_meetings_deadline(
    client: httpx.AsyncClient, cast: Cast, bob: None, post: Any
) -> None:
    answer = await post(client, REGULAR, call_data(closes=""))
    assert answer.status_code == 303
    [call] = await queries.calls(cast.meeting.id)
    assert call.opens_at == datetime(2027, 1, 10, 14, tzinfo=UTC)
    assert (call.closes_at, call.zone) == (
        datetime(2027, 6, 1, 22, 59, tzinfo=UTC),
        "Europe/London",
    )
    assert call.policy == LengthPolicy()


async def test_open_late_call_has_its_own_end_and_policy(
    client: httpx.AsyncClient, cast: Cast, bob: None, post: Any
) -> None:
    data = call_data(unit="words", limit="300", max_lines="", counts=["title"])
    assert (await post(client, LATE, data)).status_code == 303
    [call] = await queries.calls(cast.meeting.id)
    assert call.kind is CallKind.LATE_BREAKING
    assert call.closes_at == datetime(2027, 10, 1, 3, 59, tzinfo=UTC)
    assert call.length_sentence == "At most 300 words, counting title and text."
    assert call.policy.unit is LengthUnit.WORDS


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"zone": "Mars/Olympus"}, "zone", "Choose a time zone from the list."),
        ({"closes": "2026-01-01T10:00"}, "opens", "opens after it has closed"),
        ({"limit": "many"}, "limit", "Write a whole number."),
        ({"opens": "2027-03-14T02:30"}, "opens", "there is no 02:30"),
    ],
)
async def test_open_call_comes_back_as_typed_when_wrong(
    client: httpx.AsyncClient, cast: Cast, bob: None, post: Any,
    changes: dict[str, str], field: str, sentence: str,
) -> None:  # fmt: skip
    page = await post(client, LATE, call_data(**changes, title="My own title"))
    assert page.status_code == 422
    assert f'id="error-{field}"' in page.text
    assert sentence in page.text
    assert "My own title" in page.text
    assert await queries.calls(cast.meeting.id) == []


async def test_topics_are_read_line_by_line(
    client: httpx.AsyncClient, cast: Cast, bob: None, post: Any
) -> None:
    calls = "/glasgow/committee/calls"
    wrong = await post(client, calls, {"topics": "T01 Innate immunity\nInterferons"})
    assert wrong.status_code == 422
    assert "Line 2: write a code and a title" in wrong.text
    assert "Interferons</textarea>" in wrong.text
    twice = await post(client, calls, {"topics": "T01 One\nt01 Two"})
    assert "T01 is there already" in twice.text
    await post(client, calls, {"topics": "T02 Interferons\n\nT01 Innate immunity"})
    found = await queries.topics(cast.meeting.id)
    assert [(topic.code, topic.title) for topic in found] == [
        ("T02", "Interferons"), ("T01", "Innate immunity"),
    ]  # fmt: skip


async def test_pages_show_what_is_open(
    client: httpx.AsyncClient, cast: Cast, bob: None, post: Any
) -> None:
    await post(client, REGULAR, call_data())
    listed = await client.get("/glasgow/committee/calls")
    one = await client.get(REGULAR)
    assert "Change the regular call" in listed.text
    assert "Open a late-breaking call" in listed.text
    assert "Closes with the meeting’s deadline “Abstracts close”" in one.text
    assert (await client.get("/glasgow/committee/calls/other")).status_code == 404
