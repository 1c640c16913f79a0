"""Grid, now page, streams, posters, and what a device may keep of them."""

from __future__ import annotations

import gzip
from datetime import timedelta
from typing import Any

import lxml.html
import pytest

from conference.orm import clock
from schedule.actions.starring import star_items
from schedule.rules.vocabulary import Part, SessionKind, SlotKind
from schedule.tables import Session
from tests.cast import NOW, Cast
from tests.schedule.conftest import MONDAY_NINE

BASE = "/glasgow/programme"
GRID = f"{BASE}?view=grid&day=2027-10-18"
ADDRESS = "https://streams.test/room-1"


def tree(answer: Any) -> Any:
    return lxml.html.fromstring(answer.text)


def words(node: Any) -> str:
    return " ".join(node.text_content().split())


async def test_grid_shows_a_day_with_the_rooms_across_and_keeps_the_filter(
    client: Any, drafted: Any, release: Any, add_session: Any
) -> None:
    await add_session("Tomorrow", at=24 * 60, room="Hall B")
    await release()

    page = tree(await client.get(GRID))
    found = tree(await client.get(f"{GRID}&q=lodz"))

    rooms = [words(each) for each in page.xpath("//table//thead//th")]
    assert rooms == ["Time", "Hall A", "Hall B"]
    assert page.xpath("//*[@data-item]/@id") == [
        drafted.plenary,
        drafted.symposium,
        drafted.coffee,
    ]
    assert page.get_element_by_id(drafted.coffee).getparent().get("colspan") == "2"
    assert found.xpath("//*[@data-item and not(@hidden)]/@id") == [drafted.plenary]
    assert [a.get("href") for a in found.xpath("//a[@data-view='']")] == [
        f"{BASE}?q=lodz&day=2027-10-18"
    ]


async def test_grid_opens_today_during_the_meeting_and_the_first_day_before(
    client: Any, drafted: Any, release: Any, add_session: Any
) -> None:
    tuesday = await add_session("Tomorrow", at=24 * 60, room="Hall B")
    await release()

    before = tree(await client.get(f"{BASE}?view=grid"))
    with clock.at(MONDAY_NINE + timedelta(days=1)):
        during = tree(await client.get(f"{BASE}?view=grid"))

    assert before.xpath("//*[@data-item]/@id")[0] == drafted.plenary
    assert during.xpath("//*[@data-item]/@id") == [tuesday]


async def test_strangers_get_the_same_bytes_compressed_or_plain(
    client: Any, drafted: Any, release: Any
) -> None:
    await release()

    plain = await client.get(BASE, headers={"accept-encoding": "identity"})
    packed = await client.get(BASE, headers={"accept-encoding": "gzip"})

    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content  # the client has unpacked it
    assert packed.headers["etag"] != plain.headers["etag"]
    assert int(packed.headers["content-length"]) == len(gzip.compress(plain.content, 6, mtime=0))
    known = {"accept-encoding": "gzip", "if-none-match": packed.headers["etag"]}
    assert (await client.get(BASE, headers=known)).status_code == 304


async def test_page_of_the_signed_in_is_never_compressed(
    client: Any, cast: Cast, sign_in: Any, drafted: Any, release: Any
) -> None:
    await release()
    await sign_in(client, cast.alice)

    answer = await client.get(BASE, headers={"accept-encoding": "gzip"})

    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize("path", [BASE, GRID, f"{BASE}/now", "/glasgow/posters"])
async def test_pages_of_strangers_cost_no_statement_once_they_are_known(
    client: Any, drafted: Any, release: Any, count_statements: Any, unhurried: None, path: str
) -> None:
    await release()
    await client.get(path)

    with count_statements() as seen:
        assert (await client.get(path)).status_code == 200

    assert seen == []


async def test_moment_is_asked_for_in_a_demonstration(
    client: Any, drafted: Any, release: Any
) -> None:
    await release()

    answer = tree(await client.get(f"{BASE}?at=2027-10-18T09:10"))

    assert answer.xpath("string(//a[@data-jump]/@href)") == f"#{drafted.plenary}"
    frame = answer.get_element_by_id("programme-frame")
    assert frame.get("data-now") == "2027-10-18T08:10:00+00:00"


async def test_now_page_says_what_runs_and_what_comes_room_by_room(
    client: Any, drafted: Any, release: Any
) -> None:
    await release()
    told = {}

    for name, at in (
        ("before", NOW),
        ("on", MONDAY_NINE + timedelta(minutes=5)),
        ("over", MONDAY_NINE + timedelta(days=2)),
    ):
        with clock.at(at):
            page = tree(await client.get(f"{BASE}/now"))
        told[name] = " ".join(words(e) for e in page.xpath("//*[@data-stage and not(@hidden)]"))

    assert "It begins on Mon 18 Oct 2027 at 09:00 with Cytokines" in told["before"]
    assert told["on"].startswith("Rooms Hall A Cytokines at the crossroads until 10:30")
    assert "the last session ended on Mon 18 Oct 2027, 12:00" in told["over"]


async def test_session_shows_what_else_takes_place_and_what_follows_in_its_room(
    client: Any, drafted: Any, release: Any, add_session: Any
) -> None:
    await add_session("Rival", at=30, room="Hall B", minutes=30)
    await add_session("Afterwards", at=200, room="Hall A")
    await release()

    page = tree(await client.get(f"{BASE}/sessions/{drafted.plenary}"))

    around = words(page.xpath("//aside[@class='neighbours no-print']")[0])
    assert "Also at this time Rival 09:30–10:00 · Hall B" in around
    assert "In Hall A Next, 12:20–13:20Afterwards" in around


async def stream(code: str, cast: Cast) -> None:
    """Streams a session of the draft."""
    await Session.update({Session.is_streamed: True, Session.stream_url: ADDRESS}).where(
        Session.meeting == cast.meeting.id, Session.code == code
    )


async def test_stream_is_for_whoever_holds_a_place_and_stands_in_no_release(
    client: Any,
    new_client: Any,
    cast: Cast,
    sign_in: Any,
    drafted: Any,
    release: Any,
    registered: Any,
) -> None:
    await stream(drafted.plenary, cast)
    await release()
    page = f"{BASE}/sessions/{drafted.plenary}"
    await registered(cast.alice.id)
    await sign_in(client, cast.alice)

    async with new_client() as other:
        public = [await other.get(at) for at in (page, BASE, f"{BASE}.json", f"{BASE}.xml")]
        asked = await other.get(f"{page}/stream")
        await sign_in(other, cast.carol)
        refused = await other.get(f"{page}/stream")
    allowed = tree(await client.get(f"{page}/stream"))

    assert not [answer for answer in public if "streams.test" in answer.text]
    assert f"{page}/stream" in public[0].text
    assert asked.status_code == 303
    assert "for people who are registered" in refused.text
    assert "streams.test" not in refused.text
    assert allowed.xpath(f"//a[@href='{ADDRESS}']/@rel") == ["noopener noreferrer"]
    assert (await client.get(f"{BASE}/sessions/{drafted.coffee}/stream")).status_code == 404


async def test_programme_finds_what_is_streamed(
    client: Any, cast: Cast, drafted: Any, release: Any
) -> None:
    await stream(drafted.symposium, cast)
    await release()

    page = tree(await client.get(f"{BASE}?streamed=on"))

    assert page.xpath("//li[@data-item and not(@hidden)]/@id") == [drafted.symposium]


@pytest.fixture
async def hung(cast: Cast, add_session: Any, add_talk: Any) -> str:
    """A poster session in which Alice presents at board P1; the code of her poster."""
    hall = await add_session(
        "Poster session 1", room="Poster Hall", minutes=120, kind=SessionKind.POSTER
    )
    more = {"kind": SlotKind.POSTER, "part": Part.PRESENTER, "board": "P1"}
    poster: str = await add_talk(hall, "Macrophages at dawn", 0, cast.alice.id, **more)
    await Session.update(
        {
            Session.set_up_from: MONDAY_NINE - timedelta(hours=2),
            Session.set_up_until: MONDAY_NINE - timedelta(hours=1),
            Session.board_size: "90 × 120 cm, portrait",
        }
    ).where(Session.meeting == cast.meeting.id, Session.code == hall)
    return poster


async def test_posters_say_when_to_put_up_and_how_large_a_board_is(
    client: Any, release: Any, hung: str
) -> None:
    await release()

    facts = words(tree(await client.get("/glasgow/posters?sort=presenter")).xpath("//dl")[0])

    assert "Mon 18 Oct 2027, 09:00–11:00 · Poster Hall" in facts
    assert "Boards90 × 120 cm, portrait" in facts
    assert "Putting upMon 18 Oct 2027, 07:00–08:00" in facts


async def test_my_agenda_tells_a_presenter_of_the_board_and_of_putting_up(
    client: Any, cast: Cast, sign_in: Any, release: Any, hung: str
) -> None:
    await release()
    await star_items(cast.bob.id, cast.meeting.id, [hung], now=NOW)
    await sign_in(client, cast.alice)

    mine = words(tree(await client.get("/glasgow/my-agenda")).get_element_by_id(hung))
    await sign_in(client, cast.bob)
    starred = words(tree(await client.get("/glasgow/my-agenda")).get_element_by_id(hung))

    assert "board P1" in mine
    assert "Putting upMon 18 Oct 2027, 07:00–08:00" in mine
    assert "Putting up" not in starred


async def test_posters_take_the_same_statements_for_any_number(
    client: Any,
    cast: Cast,
    sign_in: Any,
    release: Any,
    hung: str,
    add_talk: Any,
    count_statements: Any,
    unhurried: None,
) -> None:
    counts = []
    await sign_in(client, cast.alice)
    for more in (0, 2):
        for number in range(more):
            await add_talk(
                (await _poster_session(cast)),
                f"More {number}",
                0,
                cast.bob.id,
                kind=SlotKind.POSTER,
            )
        await release()
        await client.get("/glasgow/posters?sort=topic")
        with count_statements() as seen:
            await client.get("/glasgow/posters?sort=topic")
        counts.append(len(seen))

    assert counts[0] == counts[1]


async def _poster_session(cast: Cast) -> str:
    row = await Session.select(Session.code).where(Session.title == "Poster session 1").first()
    assert row is not None
    return str(row["code"])
