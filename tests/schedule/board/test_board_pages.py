"""The board's page, its moves and its answers, as a browser and as the board's script see them."""

from __future__ import annotations

from typing import Any

import pytest

from conference.orm import action
from schedule.actions.keeping import note_change
from schedule.queries.draft import draft_programme
from schedule.queries.draft_memory import forget_draft
from tests.cast import NOW, Cast
from tests.schedule.board.conftest import AS_SCRIPT, BOARD, MONDAY, tree, words
from tests.schedule.conftest import BY, version_of


async def place_of(cast: Cast, code: str) -> tuple[str, str]:
    """(start at the venue, room) of a session of the draft."""
    draft = await draft_programme(cast.meeting.id)
    session = next(each for each in draft.sessions if each.code == code)
    start = session.starts_at
    local = f"{cast.meeting.local(start):%a %H:%M}" if start else ""
    return local, session.room_name


async def test_board_has_a_column_for_each_room_and_a_list_without_a_time(
    bob: Any, cast: Cast, drafted: Any, add_session: Any
) -> None:
    homeless = await add_session("Still homeless", at=None)

    page = tree(await bob.get(f"{BOARD}?day={MONDAY}"))

    names = [words(each) for each in page.xpath("//*[contains(@class,'pb-room')]/h3")]
    assert names == [
        "Hall A 600 seats",
        "Hall B 200 seats",
        "Poster Hall 900 seats",
        "Without a room",
    ]
    plenary = page.get_element_by_id(drafted.plenary)
    assert plenary.getparent().get("data-room") == str(cast.rooms["Hall A"])
    assert (plenary.get("data-start"), plenary.get("data-minutes")) == ("540", "90")
    assert "2 talks, 60 of 90 min" in words(plenary)
    assert "Bob Brennan" in words(plenary)
    assert page.get_element_by_id(homeless).getparent().get("data-day") == ""
    assert page.xpath("//a[@data-tab]/@data-tab") == [
        "2027-10-17", "2027-10-18", "2027-10-19", "2027-10-20",
    ]  # fmt: skip


async def test_board_shows_a_conflict_on_both_sides_and_counts_it_once(
    bob: Any, drafted: Any, move: Any
) -> None:
    await move(drafted.symposium, "09:30", "Hall A")

    page = tree(await bob.get(f"{BOARD}?day={MONDAY}"))

    for code in (drafted.plenary, drafted.symposium):
        card = words(page.get_element_by_id(code))
        assert "Blocking Hall A is used twice" in card
        assert "Dan Díaz is in two places" in card
    assert "2 blocking" in words(page.get_element_by_id("board-counts"))


async def test_board_takes_the_same_statements_for_any_number_of_sessions(
    bob: Any, cast: Cast, grow_programme: Any, count_statements: Any
) -> None:
    counts = []
    for sessions in (1, 3, 30):
        await grow_programme(sessions)
        forget_draft(cast.meeting.id)
        with count_statements() as seen:
            answer = await bob.get(f"{BOARD}?day=all")
        assert len(tree(answer).xpath("//*[@data-code]")) == sessions
        counts.append(len(seen))

    assert counts[0] == counts[1] == counts[2]


async def test_move_and_poll_take_the_same_statements_for_any_number(
    bob: Any, cast: Cast, grow_programme: Any, move: Any, send: Any, count_statements: Any
) -> None:
    moves, polls = [], []
    for sessions in (3, 30):
        codes = await grow_programme(sessions)
        forget_draft(cast.meeting.id)
        await bob.get(BOARD)
        version = await version_of(cast, codes[0])
        with count_statements() as seen:
            answer = await move(
                codes[0], "07:00", "Hall B" if sessions == 3 else "Hall A", version=version
            )
        moves.append(len(seen))
        with count_statements() as seen:
            await bob.get(f"{BOARD}/changes?since={answer.json()['cursor'] - 1}", headers=AS_SCRIPT)
        polls.append(len(seen))

    assert moves[0] == moves[1] <= 16
    assert polls[0] == polls[1] <= 10


async def test_move_answers_with_the_card_both_sides_and_the_counts_only(
    drafted: Any, move: Any, cast: Cast
) -> None:
    into = (await move(drafted.symposium, "09:30", "Hall A")).json()
    out = (await move(drafted.symposium, "15:00", "Hall B")).json()

    assert len(into["cards"]) == 1
    assert f'id="{drafted.symposium}"' in into["cards"][0]
    assert list(into["chips"]) == [drafted.plenary]
    assert "used twice" in into["chips"][drafted.plenary]
    assert "2 blocking" in into["counts"]
    assert "moved to Mon 18 Oct 2027 15:00, Hall B" in out["said"]
    assert "used twice" not in out["chips"][drafted.plenary]
    assert "blocking" not in out["counts"]
    assert await place_of(cast, drafted.symposium) == ("Mon 15:00", "Hall B")


async def test_move_without_a_script_is_a_page_that_shows_conflicts_first(
    bob: Any, post: Any, cast: Cast, drafted: Any
) -> None:
    page = tree(await bob.get(f"{BOARD}/sessions/{drafted.symposium}/move"))
    fields = dict(page.xpath("//form[.//button[@name='look']]")[0].form_values())
    asked = {**fields, "start": "09:30", "room": str(cast.rooms["Hall A"])}

    looked = await post(bob, f"{BOARD}/move", {**asked, "look": "on"})
    before = await place_of(cast, drafted.symposium)
    moved = await post(bob, f"{BOARD}/move", asked)

    assert "Hall A is used twice" in looked.text
    assert before == ("Mon 10:30", "Hall B")
    assert moved.status_code == 303
    assert moved.headers["location"] == f"{BOARD}?day={MONDAY}#{drafted.symposium}"
    assert await place_of(cast, drafted.symposium) == ("Mon 09:30", "Hall A")


async def test_stale_move_says_who_was_faster_and_loses_nothing(
    bob: Any, carol: Any, post: Any, cast: Cast, drafted: Any, move: Any
) -> None:
    seen = await version_of(cast, drafted.symposium)
    await move(drafted.symposium, "14:00", "Hall B", client=carol)

    late = await move(drafted.symposium, "11:00", "Hall A", version=seen)
    fields = {"what": "session", "session": drafted.symposium, "version": seen}
    typed = {"day": MONDAY, "start": "11:15", "room": str(cast.rooms["Hall A"])}
    page = await post(bob, f"{BOARD}/move", {**fields, **typed})

    assert (late.status_code, page.status_code) == (409, 409)
    body = late.json()
    assert body["code"] == drafted.symposium
    assert body["said"].startswith("Carol Ćosić moved this to Mon 18 Oct 2027 14:00, Hall B, ")
    assert 'data-start="840"' in body["cards"][0]
    assert "Carol Ćosić moved this" in page.text
    form = tree(page).get_element_by_id("main")
    assert form.xpath(".//input[@name='start']/@value") == ["11:15"]
    assert await place_of(cast, drafted.symposium) == ("Mon 14:00", "Hall B")
    mine = await move(drafted.symposium, "11:00", "Hall A", version=body["version"])
    assert mine.status_code == 200
    assert await place_of(cast, drafted.symposium) == ("Mon 11:00", "Hall A")


@pytest.mark.parametrize(
    ("day", "start", "sentence"),
    [
        ("2027-03-28", "01:30", "This time does not exist"),
        ("2027-10-31", "01:30", "comes twice"),
        (MONDAY, "half past", "Write the time as 09:30"),
        (MONDAY, "", "Give the time as well"),
        ("", "10:00", "Choose the day as well"),
        ("9999-01-01", "10:00", "is no year of a meeting"),
    ],
)
async def test_move_to_a_time_that_is_none_is_refused_beside_the_field(
    bob: Any, post: Any, cast: Cast, drafted: Any, send: Any, day: str, start: str, sentence: str
) -> None:
    version = await version_of(cast, drafted.symposium)
    fields = {"what": "session", "session": drafted.symposium, "version": version}

    page = await post(bob, f"{BOARD}/move", {**fields, "day": day, "start": start})
    answer = await send("move", **fields, day=day, start=start)

    assert (page.status_code, answer.status_code) == (422, 422)
    assert sentence in words(tree(page).get_element_by_id("main"))
    assert sentence in " ".join(answer.json()["errors"].values())
    assert tree(page).xpath("//input[@name='start']/@value") == [start]
    assert await place_of(cast, drafted.symposium) == ("Mon 10:30", "Hall B")


async def test_place_is_checked_and_absences_told_before_a_move(
    bob: Any, cast: Cast, drafted: Any
) -> None:
    from datetime import UTC, datetime

    from schedule.tables import Availability

    there = datetime(2027, 10, 18, 8, tzinfo=UTC), datetime(2027, 10, 18, 14, tzinfo=UTC)
    row = Availability(
        meeting=cast.meeting.id, person=cast.dan.id, starts_at=there[0], ends_at=there[1]
    )
    await Availability.insert(row)
    forget_draft(cast.meeting.id)
    address = f"{BOARD}/sessions/{drafted.symposium}/move"
    query = {"day": MONDAY, "start": "09:30", "room": str(cast.rooms["Hall A"])}

    found = (await bob.get(address, params=query, headers=AS_SCRIPT)).json()
    limits = (await bob.get(address, headers=AS_SCRIPT)).json()["limits"][MONDAY]

    assert found["blocking"]
    assert found["spoken"].startswith("Mon 18 Oct 2027 09:30, Hall A. Blocking: ")
    assert [0, 540, "Dan Díaz cannot be there"] in limits
    assert [900, 540, "Dan Díaz cannot be there"] in limits
    assert [570, 30, "Dan Díaz: Cytokines at the crossroads"] in limits


async def test_poll_brings_what_others_changed_with_their_initials(
    bob: Any, carol: Any, drafted: Any, move: Any, cast: Cast
) -> None:
    cursor = tree(await bob.get(BOARD)).get_element_by_id("board").get("data-cursor")

    async def poll(since: Any, client: Any = bob) -> dict[str, Any]:
        answer = await client.get(f"{BOARD}/changes?since={since}", headers=AS_SCRIPT)
        found: dict[str, Any] = answer.json()
        return found

    assert await poll(cursor) == {"cursor": int(cursor)}
    await move(drafted.symposium, "09:30", "Hall A", client=carol)
    theirs, own = await poll(cursor), await poll(cursor, carol)

    assert theirs["cursor"] == int(cursor) + 1
    assert "CĆ" in "".join(theirs["cards"])
    assert "CĆ" not in "".join(own["cards"])
    sides = "".join([*theirs["cards"], *theirs.get("chips", {}).values()])
    assert sides.count("Hall A is used twice") == 2
    assert "2 blocking" in theirs["counts"]
    await move(drafted.symposium, "15:00", "Hall B", client=carol)
    mended = await poll(theirs["cursor"])
    assert "used twice" not in "".join([*mended["cards"], *mended.get("chips", {}).values()])
    assert drafted.plenary in str(mended)
    assert (await poll(theirs["cursor"], bob))["cursor"] == mended["cursor"]
    async with action("import_programme", by=BY, now=NOW, meeting=cast.meeting.id) as act:
        await note_change(act, cast.meeting.id, "programme.xml read")
    assert (await poll(mended["cursor"]))["reload"]
    assert await poll(-5)
    assert await poll(2**40)


async def test_tray_filters_places_and_takes_back(
    bob: Any, cast: Cast, drafted: Any, accept_abstract: Any, send: Any
) -> None:
    first = await accept_abstract("Interferon in the gut", cast.carol.id)
    await accept_abstract("Łódź cohort", cast.carol.id, "poster")
    page = tree(await bob.get(f"{BOARD}/tray?q=lodz&kind=poster&registered=no"))
    assert "1 of 2 abstracts without a place" in words(page)
    place = tree(await bob.get(f"{BOARD}/abstracts/{first}/place"))
    target = place.xpath(f"//option[starts-with(@value,'{drafted.symposium}:')]/@value")[0]

    placed = await send("move", what="abstract", abstract=first, to=target)
    again = await send("move", what="abstract", abstract=first, to=target)

    assert placed.json()["tray"]
    assert "1 talk, 15 of 60 min" in placed.json()["cards"][0]
    assert again.status_code == 409
    inside = tree(await bob.get(f"{BOARD}/sessions/{drafted.symposium}/talks"))
    slot = inside.xpath("//li/@data-slot")[0]
    version = await version_of(cast, drafted.symposium)
    back = await send("move", what="tray", slot=slot, session=drafted.symposium, version=version)
    assert back.status_code == 200
    assert "2 abstracts without a place" in words(tree(await bob.get(f"{BOARD}/tray")))


async def test_talk_goes_into_another_session_before_a_talk(
    cast: Cast, drafted: Any, send: Any, add_talk: Any
) -> None:
    alone = await add_talk(drafted.symposium, "Alone so far")
    seen = {code: await version_of(cast, code) for code in (drafted.plenary, drafted.symposium)}

    answer = await send(
        "move",
        what="slot",
        slot=drafted.second_talk,
        session=drafted.plenary,
        version=seen[drafted.plenary],
        to=f"{drafted.symposium}:{seen[drafted.symposium]}",
        before=alone,
    )

    assert len(answer.json()["cards"]) == 2
    draft = await draft_programme(cast.meeting.id)
    codes = {each.code: [slot.code for slot in each.slots] for each in draft.sessions}
    assert codes[drafted.plenary] == [drafted.first_talk]
    assert codes[drafted.symposium] == [drafted.second_talk, alone]


async def test_undo_and_redo_answer_like_moves(
    bob: Any, cast: Cast, drafted: Any, move: Any, send: Any
) -> None:
    await move(drafted.symposium, "15:00", "Hall A")

    undone = (await send("undo")).json()
    before = await place_of(cast, drafted.symposium)
    redone = (await send("redo")).json()
    nothing = await send("redo")

    assert undone["offer"] == "redo"
    assert before == ("Mon 10:30", "Hall B")
    assert redone["offer"] == "undo"
    assert await place_of(cast, drafted.symposium) == ("Mon 15:00", "Hall A")
    assert nothing.status_code == 422
    history = words(tree(await bob.get(f"{BOARD}/history")))
    assert "“Signalling in tissue” moved to Mon 18 Oct 2027 15:00, Hall A" in history


async def test_several_are_shifted_swapped_and_copied_at_once(
    cast: Cast, drafted: Any, move: Any, send: Any, bob: Any
) -> None:
    both = [f"{c}:{await version_of(cast, c)}" for c in (drafted.symposium, drafted.coffee)]
    shifted = await send("several", what="shift", chosen=both, minutes=15)
    assert len(shifted.json()["cards"]) == 2
    assert await place_of(cast, drafted.symposium) == ("Mon 10:45", "Hall B")

    seen = tree(await bob.get(f"{BOARD}?day={MONDAY}")).xpath("//input[@name='seen']/@value")[0]
    rooms = {"one": cast.rooms["Hall A"], "other": cast.rooms["Hall B"]}
    await send("several", what="swap", day=MONDAY, seen=seen, **rooms)
    assert await place_of(cast, drafted.symposium) == ("Mon 10:45", "Hall A")

    coffee = f"{drafted.coffee}:{await version_of(cast, drafted.coffee)}"
    copied = (await send("several", what="copy", chosen=coffee)).json()
    assert len(copied["cards"]) == 3
    assert (await send("several", what="shift", minutes=15)).status_code == 422
    assert (await send("several", what="swap", day="no", **rooms)).status_code == 422


async def test_break_and_session_are_added_at_an_empty_place(
    bob: Any, cast: Cast, drafted: Any, send: Any, post: Any
) -> None:
    at = {"day": MONDAY, "start": "16:00", "room": str(cast.rooms["Hall B"])}
    page = tree(await bob.get(f"{BOARD}/add", params=at))
    assert page.xpath("//input[@name='start']/@value") == ["16:00"]

    pause = await send("add", **at, title="Tea", kind="break", minutes=20)
    clash = await send("add", **at, title="Workshop", kind="workshop", minutes=60)
    refused = await post(bob, f"{BOARD}/add", {**at, "title": "", "kind": "break"})

    assert "Tea" in pause.json()["cards"][0]
    assert "1 blocking" in clash.json()["counts"]
    assert refused.status_code == 422


async def test_conflict_is_accepted_with_a_reason_only(
    bob: Any, drafted: Any, move: Any, send: Any
) -> None:
    await move(drafted.coffee, "09:30", "Hall A")
    page = tree(await bob.get(f"{BOARD}?day={MONDAY}"))
    key = page.get_element_by_id(drafted.coffee).xpath(".//li/@data-key")[0]

    without = await send("accept", key=key, reason=" ")
    done = (await send("accept", key=key, reason="The wall opens.")).json()
    again = (await send("accept", key=key, withdraw="on")).json()

    assert without.status_code == 422
    assert set(done["chips"]) == {drafted.plenary, drafted.coffee}
    assert "Bob Brennan: The wall opens." in done["chips"][drafted.plenary]
    assert "1 accepted" in done["counts"]
    assert "blocking" not in done["counts"]
    assert "1 blocking" in again["counts"]
    assert (await bob.get(f"{BOARD}/accept?key=nothing")).status_code == 404


async def test_board_remembers_how_one_likes_it(bob: Any, drafted: Any) -> None:
    await bob.get(f"{BOARD}?day=all&step=30&compact=on")

    board = tree(await bob.get(f"{BOARD}?day={MONDAY}")).get_element_by_id("board")

    assert board.get("data-step") == "30"
    assert "pb-page--compact" in board.get("class")
