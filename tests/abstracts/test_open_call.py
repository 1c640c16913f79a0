"""The committee opens a call on a page, and authors can write to it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from abstracts import actions, queries
from abstracts.actions import Desk
from abstracts.calls.rules import Statement
from abstracts.length import LengthPolicy
from abstracts.queries import CallInfo
from abstracts.vocabulary import Asked, CallKind, Decision, DisclosureRule, LengthUnit
from conference.orm import clock
from tests.abstracts.conftest import GOOD
from tests.cast import NOW, Cast

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


async def test_pages_show_what_is_open(
    client: httpx.AsyncClient, cast: Cast, bob: None, post: Any
) -> None:
    assert "A new regular call" in (await client.get(REGULAR)).text
    await post(client, REGULAR, call_data())
    listed = await client.get("/glasgow/committee/calls")
    one = await client.get(REGULAR)
    assert "23:59 BST (London)" in listed.text
    assert "0 submitted, 0 drafts" in listed.text
    assert "Closes with the meeting’s deadline “Abstracts close”" in one.text
    assert (await client.get("/glasgow/committee/calls/other")).status_code == 404


async def test_open_second_call_of_a_kind_gets_its_own_key_and_order(
    client: httpx.AsyncClient, cast: Cast, bob: None, post: Any
) -> None:
    await post(client, REGULAR, call_data(closes=""))
    new = "/glasgow/committee/calls/new"
    young = call_data(kind="regular", title="Young investigators")
    assert (await post(client, new, young)).status_code == 303
    keys = [call.key for call in await queries.calls(cast.meeting.id)]
    assert keys == ["regular", "young-investigat"]
    await post(client, "/glasgow/committee/calls/young-investigat/move", {"do": "up"})
    keys = [call.key for call in await queries.calls(cast.meeting.id)]
    assert keys == ["young-investigat", "regular"]


async def test_open_call_keeps_everything_that_it_asks_for(
    client: httpx.AsyncClient, cast: Cast, bob: None, post: Any
) -> None:
    asked = call_data(
        kind="invited",
        key="guests",
        headings="Background\nMethods",
        asks=["ethics", "funding"],
        disclosures="all",
        presentations=["oral"],
        is_figure_allowed="on",
        has_awards="on",
        is_hidden="on",
        fee_member="50",
        fee_other="120.50",
        max_talks="1",
        max_abstracts="3",
        title_limit="200",
        statement_key=["publish", "", ""],
        statement_text=["We agree.", "", "Ours alone."],
        statement_required=["0"],
    )
    assert (await post(client, "/glasgow/committee/calls/new", asked)).status_code == 303
    [call] = await queries.calls(cast.meeting.id)
    assert (call.key, call.kind, call.is_hidden) == ("guests", CallKind.INVITED, True)
    assert call.headings == ("Background", "Methods")
    assert call.asks == (Asked.FUNDING, Asked.ETHICS)
    assert call.disclosures is DisclosureRule.ALL
    assert call.presentations == (Decision.ORAL,)
    assert (call.is_figure_allowed, call.has_awards) == (True, True)
    assert (call.fee_member, call.fee_other) == (50_00, 120_50)
    assert (call.max_talks, call.max_abstracts) == (1, 3)
    assert call.policy.title_limit == 200
    assert call.statements == (
        Statement("publish", "We agree.", True),
        Statement("ours-alone", "Ours alone.", False),
    )


async def test_open_late_breaking_call_is_posters_only_without_awards(
    client: httpx.AsyncClient, cast: Cast, bob: None, post: Any
) -> None:
    fresh = await client.get("/glasgow/committee/calls/new?kind=late_breaking")
    assert 'value="justification" checked' in fresh.text
    data = call_data(presentations=["oral"], has_awards="on", asks=["justification"])
    assert (await post(client, LATE, data)).status_code == 303
    [call] = await queries.calls(cast.meeting.id)
    assert call.presentations == (Decision.POSTER,)
    assert not call.has_awards
    assert call.asks == (Asked.JUSTIFICATION,)


async def test_new_call_starts_as_the_regular_one_is(
    client: httpx.AsyncClient, cast: Cast, bob: None, post: Any
) -> None:
    asked = call_data(fee_other="140", headings="Aims", asks=["ethics"], max_authors="12")
    await post(client, REGULAR, asked)
    page = (await client.get("/glasgow/committee/calls/new?kind=late_breaking")).text
    assert "It starts as “Abstracts” is" in page
    for shown in ('value="140.00"', "Aims</textarea>", 'value="ethics" checked', 'value="12"'):
        assert shown in page
    assert 'value="justification" checked' in page


async def test_buttons_fill_in_and_keep_everything_typed(
    client: httpx.AsyncClient, cast: Cast, bob: None, post: Any
) -> None:
    typed = call_data(title="Mine", statement_key="", statement_text="Typed.")
    words = await post(client, REGULAR, {**typed, "do": "length:words-300"})
    assert words.status_code == 200
    assert 'value="300"' in words.text
    assert '<option value="words" selected>' in words.text
    assert 'value="Mine"' in words.text
    ethics = await post(client, REGULAR, {**typed, "do": "statement:ethics"})
    assert "Typed." in ethics.text
    assert 'name="statement_key" value="ethics"' in ethics.text
    assert await queries.calls(cast.meeting.id) == []


async def test_remove_call_only_while_nobody_writes_in_it(
    client: httpx.AsyncClient, cast: Cast, call: CallInfo, desk: Desk, bob: None, post: Any
) -> None:
    await actions.start_draft(desk, call, GOOD, NOW)
    kept = await post(client, f"{REGULAR}/remove", {})
    assert kept.headers["location"] == REGULAR
    assert len(await queries.calls(cast.meeting.id)) == 1
    await post(client, LATE, call_data())
    await post(client, f"{LATE}/remove", {})
    assert [each.key for each in await queries.calls(cast.meeting.id)] == ["regular"]


async def test_deadline_of_a_call_that_is_written_in_moves_only_by_extension(
    client: httpx.AsyncClient, cast: Cast, desk: Desk, bob: None, post: Any
) -> None:
    await post(client, LATE, call_data())
    [call] = await queries.calls(cast.meeting.id)
    await actions.start_draft(desk, call, GOOD, NOW)
    earlier = call_data(closes="2027-06-01T10:00", zone="Europe/London", title="New title")
    assert (await post(client, LATE, earlier)).status_code == 303
    [after] = await queries.calls(cast.meeting.id)
    assert (after.title, after.closes_at, after.zone) == ("New title", call.closes_at, call.zone)


async def test_situation_14_deadline_in_august_is_told_in_its_zone_and_at_the_venue(
    client: httpx.AsyncClient, cast: Cast, bob: None, post: Any
) -> None:
    """Situation 14: "23:59 CET" in August; a place is chosen, and its summer time computed."""
    typed = {"closes": "2027-08-24T23:59", "opens": "2027-05-01T09:00", "title": "Late"}
    refused = await post(client, LATE, call_data(**typed, zone="CET"))
    assert "Choose a time zone from the list." in refused.text
    await post(client, LATE, call_data(**typed, zone="Europe/Vienna"))
    [call] = await queries.calls(cast.meeting.id)
    assert call.closes_at == datetime(2027, 8, 24, 21, 59, tzinfo=UTC)
    committee = (await client.get("/glasgow/committee/calls")).text
    with clock.at(NOW):  # the home page names what is open
        home = (await client.get("/glasgow")).text
    for page in (committee, home):
        assert "Tue 24 Aug 2027, 23:59 CEST (Vienna)" in page
        assert "at the venue Tue 24 Aug 2027, 22:59 BST (London)" in page


@pytest.mark.parametrize(
    ("local", "zone", "instant"),
    [
        ("2026-11-01T23:59", "America/Los_Angeles", datetime(2026, 11, 2, 7, 59, tzinfo=UTC)),
        ("2026-10-31T23:59", "America/Los_Angeles", datetime(2026, 11, 1, 6, 59, tzinfo=UTC)),
        ("2026-11-01T01:30", "America/Los_Angeles", None),  # comes twice that night
    ],
)
async def test_situation_14_deadline_on_the_night_the_clocks_change(
    client: httpx.AsyncClient, cast: Cast, bob: None, post: Any,
    local: str, zone: str, instant: datetime | None,
) -> None:  # fmt: skip
    data = call_data(opens="2026-05-01T09:00", closes=local, zone=zone)
    answer = await post(client, LATE, data)
    found = await queries.calls(cast.meeting.id)
    assert [call.closes_at for call in found] == ([instant] if instant else [])
    if instant is None:
        assert answer.status_code == 422
        assert "comes twice" in answer.text


async def test_calls_page_is_a_fixed_number_of_statements(
    client: httpx.AsyncClient, cast: Cast, bob: None, post: Any, count_statements: Any
) -> None:
    await post(client, LATE, call_data())
    with count_statements() as one:
        await client.get("/glasgow/committee/calls")
    for title in ("Second", "Third"):
        await post(client, "/glasgow/committee/calls/new", call_data(title=title))
    with count_statements() as three:
        await client.get("/glasgow/committee/calls")
    assert len(await queries.calls(cast.meeting.id)) == 3
    assert len(one) == len(three)
