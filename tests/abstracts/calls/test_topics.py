"""Topics with keywords and chairs: rows that move without saving, and what is refused."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from lxml import html

from abstracts import actions, queries
from abstracts.actions import Desk
from abstracts.calls.queries import topic_details
from abstracts.calls.topic_forms import TypedTopic, read_topics, rearranged
from abstracts.queries import CallInfo
from conference.people import queries as people
from conference.people.access import Role
from conference.web import FormErrors
from tests.abstracts.conftest import GOOD
from tests.cast import NOW, Cast

TOPICS = "/glasgow/committee/topics"
ROWS = [TypedTopic(code="T01", title="One"), TypedTopic(code="T02", title="Two")]


async def typed(cast: Cast, **changes: Any) -> dict[str, Any]:
    """What the browser sends of the two topics that are there."""
    found = await queries.topics(cast.meeting.id)
    fields: dict[str, Any] = {
        "topic": [str(each.id) for each in found],
        "code": [each.code for each in found],
        "title": [each.title for each in found],
        "keywords": ["", ""],
        "chairs": ["", ""],
    }
    return {**fields, **changes}


@pytest.fixture
async def bob(client: httpx.AsyncClient, cast: Cast, sign_in: Any) -> None:
    await sign_in(client, cast.bob)


@pytest.mark.parametrize(
    ("command", "codes"),
    [("up:1", ["T02", "T01"]), ("down:0", ["T02", "T01"]), ("up:0", ["T01", "T02"]),
     ("remove:0", ["T02"]), ("add", ["T01", "T02", ""]), ("up:9", ["T01", "T02"]),
     ("nonsense:1", ["T01", "T02"])],
)  # fmt: skip
def test_rearranged_rows_keep_what_was_typed(command: str, codes: list[str]) -> None:
    assert [row.code for row in rearranged(ROWS, command)] == codes


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (TypedTopic(code="T 1", title="x"), "write a short code"),
        (TypedTopic(code="T01", title="x"), "is there already"),
        (TypedTopic(code="T09"), "give the topic a title"),
        (TypedTopic(code="T09", title="x", chairs="bob"), "is not an e-mail address"),
    ],
)
def test_read_topics_names_the_wrong_row(row: TypedTopic, sentence: str) -> None:
    with pytest.raises(FormErrors) as wrong:
        read_topics([*ROWS, row])
    assert sentence in wrong.value.errors["row-2"]


async def test_save_topics_keeps_order_keywords_and_chairs_who_become_reviewers(
    client: httpx.AsyncClient, cast: Cast, call: CallInfo, bob: None, post: Any
) -> None:
    data = await typed(
        cast,
        keywords=["cytokines,  chemokines", ""],
        chairs=["dan@example.org, alice@example.org", ""],
    )
    swapped = {name: values[::-1] for name, values in data.items()}
    assert (await post(client, TOPICS, swapped)).status_code == 303
    second, first = await topic_details(cast.meeting.id)
    assert (second.topic.code, first.topic.code) == ("T02", "T01")
    assert first.topic.keywords == "cytokines, chemokines"
    assert [each.id for each in first.chairs] == [cast.dan.id, cast.alice.id]
    assert Role.REVIEWER in await people.roles_at(cast.dan.id, cast.meeting.id)
    shown = await client.get(TOPICS)
    assert "Dan Díaz, Alice Ångström" in shown.text


async def test_save_topics_exchanges_codes_and_refuses_unknown_chairs(
    client: httpx.AsyncClient, cast: Cast, call: CallInfo, bob: None, post: Any
) -> None:
    unknown = await typed(cast, chairs=["nobody@example.org", ""])
    page = await post(client, TOPICS, unknown)
    assert page.status_code == 422
    [said] = html.fromstring(page.text).xpath("//*[@id='field-row-0']/*[@class='field__error']")
    assert "nobody is known by nobody@example.org" in said.text_content()
    assert "nobody@example.org&#34;" in page.text or 'value="nobody@example.org"' in page.text
    before = {each.id: each.code for each in await queries.topics(cast.meeting.id)}
    await post(client, TOPICS, await typed(cast, code=["T02", "T01"]))
    after = {each.id: each.code for each in await queries.topics(cast.meeting.id)}
    assert after == {id: {"T01": "T02", "T02": "T01"}[code] for id, code in before.items()}


async def test_topic_that_is_used_stays(
    client: httpx.AsyncClient, cast: Cast, desk: Desk, call: CallInfo, bob: None, post: Any
) -> None:
    await actions.start_draft(desk, call, GOOD, NOW)  # chooses T01
    data = await typed(cast)
    without_first = {name: values[1:] for name, values in data.items()}
    page = await post(client, TOPICS, without_first)
    assert page.status_code == 422
    assert "T01 has abstracts, drafts too, so it stays." in page.text
    without_second = {name: values[:1] for name, values in data.items()}
    assert (await post(client, TOPICS, without_second)).status_code == 303
    [left] = await topic_details(cast.meeting.id)
    assert (left.topic.code, left.drafts, left.is_used) == ("T01", 1, True)
    assert "1 draft" in (await client.get(TOPICS)).text


async def test_topics_page_is_a_fixed_number_of_statements(
    client: httpx.AsyncClient, cast: Cast, call: CallInfo, bob: None, post: Any,
    count_statements: Any,
) -> None:  # fmt: skip
    with count_statements() as two:
        await client.get(TOPICS)
    data = await typed(cast)
    more = {"topic": "", "code": "T03", "title": "Three", "keywords": "", "chairs": ""}
    await post(client, TOPICS, {name: [*data[name], more[name]] for name in data})
    await client.get(TOPICS)  # shows the flash
    with count_statements() as three:
        await client.get(TOPICS)
    assert len(await queries.topics(cast.meeting.id)) == 3
    assert len(two) == len(three)
