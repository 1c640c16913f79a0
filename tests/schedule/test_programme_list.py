"""The released programme as the public reads it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import lxml.html

from conference.orm import clock
from schedule.rules.vocabulary import SessionKind
from tests.cast import NOW
from tests.schedule.conftest import MONDAY_NINE

LIST = "/glasgow/programme"


def tree(answer: Any) -> Any:
    return lxml.html.fromstring(answer.text)


def shown(answer: Any) -> list[str]:
    """The titles of the sessions that the list shows, in order."""
    items = tree(answer).xpath("//li[@data-item and not(@hidden)]")
    return [item.xpath("string(.//h4/a)") for item in items]


async def test_programme_says_kindly_that_it_is_not_out_before_a_release(
    client: Any, drafted: Any
) -> None:
    answer = await client.get(LIST)

    assert answer.status_code == 200
    assert "not out yet" in answer.text
    assert "Cytokines at the crossroads" not in answer.text


async def test_programme_lists_sessions_by_day_and_time_with_their_room(
    client: Any, drafted: Any, release: Any
) -> None:
    await release()

    answer = await client.get(LIST)

    page = tree(answer)
    assert shown(answer) == ["Cytokines at the crossroads", "Signalling in tissue", "Coffee"]
    assert page.xpath("string(//section[@class='programme-day']/h2)") == "Mon 18 Oct 2027"
    first = page.get_element_by_id(drafted.plenary)
    assert "09:00–10:30" in first.text_content()
    assert first.xpath("string(.//strong[@class='room'])") == "Hall A"
    assert first.xpath(".//ol[@class='talk-lines']/li/@id") == [
        drafted.first_talk,
        drafted.second_talk,
    ]


async def test_programme_shows_nothing_of_a_later_draft(
    client: Any, drafted: Any, release: Any, add_session: Any
) -> None:
    await release()
    await add_session("Only a plan", at=300, room="Hall A")

    assert "Only a plan" not in (await client.get(LIST)).text


FILTERED = {
    "q=lodz": ["Cytokines at the crossroads"],
    "q=ÅNGSTRÖM+clyde": ["Cytokines at the crossroads"],
    "room=Hall+B": ["Signalling in tissue"],
    "track=Signalling": ["Signalling in tissue"],
    "kind=break": ["Coffee"],
    "day=2027-10-18&kind=plenary": ["Cytokines at the crossroads"],
    "day=2027-10-19": [],
    "kind=nonsense": [],
    "q=zebra": [],
}


async def test_programme_filters_by_the_query_string_without_javascript(
    client: Any, drafted: Any, release: Any
) -> None:
    await release()

    found = {query: shown(await client.get(f"{LIST}?{query}")) for query in FILTERED}

    assert found == FILTERED


async def test_programme_of_a_stranger_is_the_same_bytes_until_the_next_release(
    client: Any, new_client: Any, drafted: Any, release: Any, add_session: Any
) -> None:
    await release()
    first = await client.get(LIST)

    async with new_client() as other:
        again = await other.get(LIST)
    known = await client.get(LIST, headers={"if-none-match": first.headers["etag"]})
    await add_session("Late addition", at=300, room="Hall A")
    await release()
    after = await client.get(LIST, headers={"if-none-match": first.headers["etag"]})

    assert (again.content, again.headers["etag"]) == (first.content, first.headers["etag"])
    assert (known.status_code, known.content) == (304, b"")
    assert after.status_code == 200
    assert "Late addition" in after.text


async def test_programme_of_a_stranger_costs_no_statement_once_it_is_known(
    client: Any, drafted: Any, release: Any, count_statements: Any, unhurried: None
) -> None:
    await release()
    await client.get(LIST)

    with count_statements() as seen:
        answer = await client.get(LIST)

    assert answer.status_code == 200
    assert seen == []


async def test_programme_of_a_stranger_holds_no_token_and_nobody(
    client: Any, cast: Any, sign_in: Any, drafted: Any, release: Any
) -> None:
    await release()
    await client.get(LIST)

    answer = await client.get(LIST)

    assert "set-cookie" not in answer.headers
    assert "_csrf_token" not in answer.text
    assert not tree(answer).xpath("//form[translate(@method, 'POST', 'post') = 'post']")
    await sign_in(client, cast.alice)
    assert "My agenda" in (await client.get(LIST)).text
    assert "My agenda" not in answer.text


async def test_programme_keeps_the_chosen_theme_apart(
    client: Any, drafted: Any, release: Any
) -> None:
    await release()
    await client.get(LIST)

    client.cookies.set("plenary_theme", "dark")
    dark = await client.get(LIST)

    assert 'data-theme="dark"' in dark.text
    client.cookies.delete("plenary_theme")
    assert 'data-theme="dark"' not in (await client.get(LIST)).text


async def test_programme_takes_the_same_statements_for_any_number_of_sessions(
    client: Any,
    cast: Any,
    sign_in: Any,
    grow_programme: Any,
    release: Any,
    count_statements: Any,
    unhurried: None,
) -> None:
    await sign_in(client, cast.alice)
    for sessions in (1, 3, 30):
        await grow_programme(sessions)
        await release()
        await client.get(LIST)

        with count_statements() as seen:
            answer = await client.get(LIST)

        assert len(shown(answer)) == sessions
        assert len(seen) == 4


async def test_programme_marks_what_was_moved_for_two_days(
    client: Any, drafted: Any, release: Any, move_session: Any
) -> None:
    await release()
    await move_session(drafted.symposium, room="Poster Hall", at=120)
    await release(at=NOW)

    with clock.at(NOW + timedelta(hours=47, minutes=59)):
        marked = tree(await client.get(LIST)).get_element_by_id(drafted.symposium)
        assert "moved from Hall B 10:30" in " ".join(marked.text_content().split())
    with clock.at(NOW + timedelta(hours=48)):
        assert "moved from" not in (await client.get(LIST)).text


async def test_programme_shows_a_cancelled_session_struck_with_the_word(
    client: Any, drafted: Any, release: Any, cancel: Any
) -> None:
    await release()
    await cancel(drafted.symposium)
    await release()

    item = tree(await client.get(LIST)).get_element_by_id(drafted.symposium)

    assert "CANCELLED" in item.text_content()
    assert "slot--cancelled" in item.get("class")


async def test_programme_says_what_is_on_now_and_next_at_the_venue(
    client: Any, drafted: Any, release: Any
) -> None:
    await release()

    with clock.at(MONDAY_NINE + timedelta(minutes=30)):
        strip = tree(await client.get(LIST)).xpath("//section[@data-now-strip]")[0]
    words = re.sub(r"\s+", " ", strip.text_content())

    assert "Hall A Cytokines at the crossroads until 10:30" in words
    assert "Hall B Nothing now Next 10:30 Signalling in tissue" in words
    assert strip.xpath(".//a[@data-jump]/@href") == [f"#{drafted.plenary}"]


async def test_programme_says_nothing_of_now_long_before_the_meeting(
    client: Any, drafted: Any, release: Any
) -> None:
    await release()

    assert not tree(await client.get(LIST)).xpath("//*[@data-now-rooms]")


async def test_programme_lists_a_party_after_midnight_under_the_evening_before(
    client: Any, add_session: Any, release: Any
) -> None:
    await add_session("Dinner", at=10 * 60, room="Hall A")
    await add_session("Dance", at=16 * 60 + 30, room="Hall B", kind=SessionKind.SOCIAL)
    await release()

    page = tree(await client.get(LIST))

    assert page.xpath("//section[@class='programme-day']/h2/text()") == ["Mon 18 Oct 2027"]
    headings = [" ".join(h.text_content().split()) for h in page.xpath("//h3")]
    assert headings[-1].startswith("01:30 Tue 19 Oct 2027")


async def test_programme_is_404_for_an_unknown_meeting(client: Any, db: Any) -> None:
    assert (await client.get("/atlantis/programme")).status_code == 404
