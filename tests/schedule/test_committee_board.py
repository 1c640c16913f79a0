"""The committee's board, releases and imports, page by page."""

from __future__ import annotations

from typing import Any

import lxml.html
import pytest

from conference.letters.tables import OutboxLetter
from schedule.queries.releases import list_releases
from tests.cast import Cast
from tests.schedule.conftest import MONDAY_NINE

BOARD = "/glasgow/committee/programme"
RELEASES = "/glasgow/committee/releases"


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


async def test_board_shows_sessions_by_day_and_those_without_a_time(
    bob: Any, drafted: Any, add_session: Any
) -> None:
    await add_session("Still homeless", at=None)

    page = tree(await bob.get(BOARD))

    assert page.xpath("//section[contains(@class,'board-day')]/h2/text()") == [
        "Without a time (1)",
        "Mon 18 Oct 2027",
    ]
    row = words(page.get_element_by_id(drafted.plenary))
    assert row.startswith("09:00–10:30 Hall A Cytokines at the crossroads Plenary")
    assert "60 of 90 min" in row


async def test_board_shows_a_clash_on_both_sides_with_who_and_where(
    bob: Any, drafted: Any, clashing: None
) -> None:
    page = tree(await bob.get(BOARD))

    for code in (drafted.plenary, drafted.symposium):
        row = words(page.get_element_by_id(code))
        assert "Hall A is used twice on Mon 18 Oct 2027" in row
        assert "Dan Díaz" in row


async def test_board_counts_accepted_abstracts_without_a_place(
    bob: Any, cast: Cast, drafted: Any, accept_abstract: Any
) -> None:
    for number in range(2):
        await accept_abstract(f"Waiting {number}", cast.carol.id)

    assert "2 accepted abstracts have no place yet" in (await bob.get(BOARD)).text


async def test_board_takes_the_same_statements_for_any_number_of_sessions(
    bob: Any, grow_programme: Any, count_statements: Any
) -> None:
    for sessions in (1, 3, 30):
        await grow_programme(sessions)

        with count_statements() as seen:
            answer = await bob.get(BOARD)

        assert len(tree(answer).xpath("//tbody/tr")) == sessions
        assert len(seen) == 12


async def test_releases_show_what_the_next_one_changes_and_release_it_once(
    bob: Any, post: Any, client: Any, cast: Cast, drafted: Any
) -> None:
    preview = await bob.get(RELEASES)

    first = await post(bob, RELEASES, {"name": "First", "comment": "Welcome."})
    again = await post(bob, RELEASES, {"name": "First"})

    assert "3 new" in preview.text
    assert (first.status_code, again.status_code) == (303, 303)
    lines = await list_releases(cast.meeting.id)
    assert [(each.number, each.name, each.by_name) for each in lines] == [
        (1, "First", "Bob Brennan")
    ]
    assert "There is nothing to release" in (await bob.get(RELEASES)).text
    assert "Welcome." in (await client.get("/glasgow/programme")).text


async def test_releases_tell_moves_from_where_to_where(
    bob: Any, post: Any, drafted: Any, release: Any, move_session: Any
) -> None:
    await release()
    await move_session(drafted.symposium, at=120, room="Poster Hall")

    shown = words(tree(await bob.get(RELEASES)).get_element_by_id("main"))
    await post(bob, RELEASES, {"name": "Second"})
    kept = words(tree(await bob.get(f"{RELEASES}/2")).get_element_by_id("main"))

    for text in (shown, kept):
        assert "Mon 18 Oct 2027, 10:30, Hall B → Mon 18 Oct 2027, 11:00, Poster Hall" in text
    letters = await OutboxLetter.select(OutboxLetter.to_address)
    assert [each["to_address"] for each in letters] == ["dan@example.org"]


async def test_releases_need_a_word_before_clashes_go_out(
    bob: Any, post: Any, cast: Cast, drafted: Any, clashing: None
) -> None:
    refused = await post(bob, RELEASES, {"name": "First"})
    assert refused.status_code == 422
    assert "Mend the clashes first" in refused.text
    assert await list_releases(cast.meeting.id) == []

    await post(bob, RELEASES, {"name": "First", "with_clashes": "on"})
    assert len(await list_releases(cast.meeting.id)) == 1


async def test_release_page_is_404_for_a_number_that_is_not_there(
    bob: Any, drafted: Any, release: Any
) -> None:
    await release()

    assert (await bob.get(f"{RELEASES}/1")).status_code == 200
    assert (await bob.get(f"{RELEASES}/2")).status_code == 404
    for number in (0, 2**31, 10**30):
        assert (await bob.get(f"{RELEASES}/{number}")).status_code == 404


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
