"""Stars: idempotent, private, merged at sign-in, and what overlaps."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import lxml.html
import pytest

from conference.orm import clock
from schedule.actions.starring import star_items, unstar_items
from schedule.queries.stars import star_counts, stars_of
from schedule.rules.vocabulary import Part
from tests.cast import NOW, Cast
from tests.schedule.conftest import MONDAY_NINE

STARS = "/glasgow/programme/stars"
AGENDA = "/glasgow/my-agenda"


def words(answer: Any) -> str:
    return " ".join(lxml.html.fromstring(answer.text).text_content().split())


async def test_star_items_twice_is_as_once(cast: Cast) -> None:
    for _ in range(2):
        await star_items(cast.alice.id, cast.meeting.id, ["A", "B", "A"], now=NOW)

    assert await stars_of(cast.alice.id, cast.meeting.id) == {"A", "B"}
    assert await star_counts(cast.meeting.id) == {"A": 1, "B": 1}


async def test_unstar_items_leaves_the_stars_of_others(cast: Cast) -> None:
    await star_items(cast.alice.id, cast.meeting.id, ["A"], now=NOW)
    await star_items(cast.bob.id, cast.meeting.id, ["A"], now=NOW)

    for _ in range(2):
        await unstar_items(cast.alice.id, cast.meeting.id, ["A"])

    assert await stars_of(cast.alice.id, cast.meeting.id) == frozenset()
    assert await stars_of(cast.bob.id, cast.meeting.id) == {"A"}


async def test_star_without_javascript_goes_back_to_the_same_line(
    client: Any, cast: Cast, sign_in: Any, post: Any, drafted: Any, release: Any
) -> None:
    await release()
    await sign_in(client, cast.alice)
    page = await client.get("/glasgow/programme?room=Hall+A")
    back = lxml.html.fromstring(page.text).xpath("//form[@id='star-form']/input[@name='back']")

    answer = await post(client, STARS, {"star": drafted.first_talk, "back": back[0].get("value")})

    assert answer.status_code == 303
    assert answer.headers["location"] == f"/glasgow/programme?room=Hall+A#{drafted.first_talk}"
    button = lxml.html.fromstring((await client.get("/glasgow/programme")).text).xpath(
        f"//button[@value='{drafted.first_talk}']"
    )[0]
    assert (button.get("aria-pressed"), button.get("name")) == ("true", "unstar")
    assert button.get("aria-label") == "Star: Interferon λ in the gut"


async def test_star_never_sends_anybody_to_another_host(
    client: Any, cast: Cast, sign_in: Any, post: Any, drafted: Any, release: Any
) -> None:
    await release()
    await sign_in(client, cast.alice)

    for back in ("https://evil.test/", "//evil.test", "javascript:alert(1)"):
        answer = await post(client, STARS, {"star": drafted.coffee, "back": back})
        assert answer.headers["location"] == f"/glasgow/programme#{drafted.coffee}"


async def test_star_merges_what_a_browser_kept_and_ignores_unknown_codes(
    client: Any, cast: Cast, sign_in: Any, post: Any, drafted: Any, release: Any
) -> None:
    await release()
    await star_items(cast.alice.id, cast.meeting.id, [drafted.coffee], now=NOW)
    await sign_in(client, cast.alice)

    answer = await post(
        client,
        STARS,
        {"star": [drafted.symposium, drafted.coffee, "GONE00"], "merged": "on"},
        headers={"accept": "application/json"},
    )

    assert answer.json()["said"].startswith("2 stars of this browser are in your agenda now.")
    assert await stars_of(cast.alice.id, cast.meeting.id) == {drafted.symposium, drafted.coffee}


@pytest.mark.parametrize("more", [{}, {"merged": "on"}])
async def test_star_of_what_is_gone_says_so(
    client: Any, cast: Cast, sign_in: Any, post: Any, drafted: Any, release: Any, more: Any
) -> None:
    await release()
    await sign_in(client, cast.alice)

    json = {"accept": "application/json"}
    answer = await post(client, STARS, {"star": "GONE00", **more}, headers=json)

    assert answer.json()["said"] == "What you starred is not in the programme any more."
    assert await stars_of(cast.alice.id, cast.meeting.id) == frozenset()


async def test_star_of_a_clash_says_what_it_overlaps_with(
    client: Any,
    cast: Cast,
    sign_in: Any,
    post: Any,
    drafted: Any,
    release: Any,
    add_session: Any,
) -> None:
    parallel = await add_session("At the same time", at=30, room="Hall B", minutes=30)
    await release()
    await sign_in(client, cast.carol)
    await post(client, STARS, {"star": parallel})

    answer = await post(
        client, STARS, {"star": drafted.second_talk}, headers={"accept": "application/json"}
    )

    assert answer.json()["said"] == ("Starred. It overlaps with “At the same time” (09:30–10:00).")


async def test_star_asks_a_stranger_to_sign_in(client: Any, post: Any, drafted: Any) -> None:
    answer = await post(client, STARS, {"star": drafted.coffee})

    assert answer.status_code == 401


async def test_my_agenda_shows_stars_and_own_duties_by_day_with_overlaps(
    client: Any, cast: Cast, sign_in: Any, drafted: Any, release: Any, add_session: Any
) -> None:
    clashing = await add_session("Rival", at=0, room="Hall B", minutes=20)
    tuesday = await add_session("Tomorrow", at=24 * 60, room="Hall B")
    await release()
    await star_items(cast.alice.id, cast.meeting.id, [clashing, tuesday], now=NOW)
    await sign_in(client, cast.alice)

    answer = await client.get(AGENDA)

    tree = lxml.html.fromstring(answer.text)
    assert tree.xpath("//section[@class='agenda-day']/h2/text()") == [
        "Mon 18 Oct 2027",
        "Tue 19 Oct 2027",
    ]
    assert tree.xpath("//ol[@class='slots']/li/@id") == [clashing, drafted.first_talk, tuesday]
    talk = " ".join(tree.get_element_by_id(drafted.first_talk).text_content().split())
    assert "You: speaker" in talk
    assert "Overlaps with “Rival” (09:00–09:20)." in talk


async def test_my_agenda_shows_nothing_of_another_person(
    client: Any, cast: Cast, sign_in: Any, drafted: Any, release: Any
) -> None:
    await release()
    await star_items(cast.bob.id, cast.meeting.id, [drafted.coffee], now=NOW)
    await sign_in(client, cast.carol)

    assert "Coffee" not in (await client.get(AGENDA)).text


async def test_my_agenda_takes_the_same_statements_for_any_number_of_stars(
    client: Any,
    cast: Cast,
    sign_in: Any,
    grow_programme: Any,
    release: Any,
    count_statements: Any,
    unhurried: None,
) -> None:
    await sign_in(client, cast.dan)
    for sessions in (1, 3, 30):
        codes = await grow_programme(sessions)
        await release()
        await star_items(cast.dan.id, cast.meeting.id, codes, now=NOW)
        await client.get(AGENDA)

        with count_statements() as seen:
            answer = await client.get(AGENDA)

        assert answer.text.count('class="slot"') == sessions
        assert len(seen) == 5


async def test_my_agenda_opens_renews_and_closes_the_calendar_address(
    client: Any, cast: Cast, sign_in: Any, post: Any, drafted: Any, release: Any
) -> None:
    def address(answer: Any) -> str:
        found = lxml.html.fromstring(answer.text).xpath("//input[@id='address']/@value")
        return str(found[0]) if found else ""

    await release()
    await sign_in(client, cast.alice)
    assert address(await client.get(AGENDA)) == ""

    await post(client, f"{AGENDA}/subscribe")
    shown = await client.get(AGENDA)
    first = address(shown)
    await post(client, f"{AGENDA}/renew")
    second = address(await client.get(AGENDA))
    await post(client, f"{AGENDA}/revoke")

    assert first.startswith("http://testserver/calendar/")
    assert f"webcal://{first.split('://')[1]}" in shown.text
    assert "Download once" in shown.text
    assert second.startswith("http://testserver/calendar/")
    assert second != first
    assert address(await client.get(AGENDA)) == ""
    assert (await client.get(second)).status_code == 404


async def test_my_card_counts_stars_and_names_what_comes_next(
    client: Any, cast: Cast, sign_in: Any, drafted: Any, release: Any
) -> None:
    await release()
    await star_items(cast.bob.id, cast.meeting.id, [drafted.coffee], now=NOW)
    await sign_in(client, cast.bob)

    with clock.at(MONDAY_NINE - timedelta(hours=1)):
        await sign_in(client, cast.bob)
        told = words(await client.get("/my"))

    assert "Signals 2027: 1 starred, 1 of your own." in told
    assert "Next: Cytokines at the crossroads, Mon 18 Oct 2027, 09:00, Hall A (you: chair)" in told


async def test_home_card_says_when_the_programme_was_released(
    client: Any, drafted: Any, release: Any
) -> None:
    assert "See the programme" not in (await client.get("/glasgow")).text
    await release()

    told = words(await client.get("/glasgow"))

    assert "3 sessions, 3 people. Released Mon 10 May 2027, 10:00 BST (London)." in told


async def test_parts_of_people_leaves_out_what_is_cancelled(
    cast: Cast, drafted: Any, cancel: Any
) -> None:
    from schedule.queries.programme import parts_of_people

    assert (await parts_of_people(cast.meeting.id))[cast.dan.id] == {Part.SPEAKER, Part.CHAIR}
    await cancel(drafted.symposium)

    assert await parts_of_people(cast.meeting.id) == {
        cast.alice.id: {Part.SPEAKER},
        cast.bob.id: {Part.CHAIR},
        cast.dan.id: {Part.SPEAKER},
    }
