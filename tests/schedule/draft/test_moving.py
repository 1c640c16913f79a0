"""Moves on the board: what they write, what they tell, and who was faster."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from conference.orm import Actor
from schedule.actions.editing import cancel_session, create_session, delete_session
from schedule.actions.moving import (
    Moved,
    Place,
    add_break,
    copy_break,
    move_session,
    move_slot_to,
    place_in,
    resize_session,
    shift_sessions,
    swap_rooms,
    unplace_slot,
)
from schedule.errors import NoSuchSession, NoSuchSlot, NotMovable, NotPlaceable, StaleSession
from schedule.queries.changes import changes_since, cursor_of, history
from schedule.queries.draft import draft_programme
from schedule.queries.programme import session_changes
from schedule.rules.changes import content_of
from schedule.rules.conflicts import ConflictKind
from schedule.rules.editing import SessionEdit
from schedule.rules.programme import PlannedSession
from tests.cast import NOW, Cast
from tests.schedule.conftest import BY, MONDAY_NINE, version_of

MONDAY = date(2027, 10, 18)


async def session_of(cast: Cast, code: str) -> PlannedSession:
    draft = await draft_programme(cast.meeting.id)
    return next(each for each in draft.sessions if each.code == code)


def at(minutes: int) -> Any:
    return MONDAY_NINE + timedelta(minutes=minutes)


def by_bob(cast: Cast) -> dict[str, Any]:
    return {"meeting": cast.meeting.id, "by": Actor(cast.bob.id, "Bob Brennan"), "now": NOW}


def kinds(moved: Moved) -> set[ConflictKind]:
    return {each.kind for each in moved.appeared}


async def test_move_session_writes_the_place_and_tells_which_conflicts_come_and_go(
    cast: Cast, drafted: Any
) -> None:
    into_a_clash = await move_session(
        drafted.symposium, 1, Place(at(30), cast.rooms["Hall A"]), **by_bob(cast)
    )
    out_again = await move_session(
        drafted.symposium, 2, Place(at(200), cast.rooms["Hall B"]), **by_bob(cast)
    )

    kept = await session_of(cast, drafted.symposium)
    assert (kept.starts_at, kept.room_name, kept.version) == (at(200), "Hall B", 3)
    assert [content_of(each) for each in out_again.sessions] == [content_of(kept)]
    assert out_again.sessions[0].version == 3
    assert {ConflictKind.ROOM, ConflictKind.PERSON} <= kinds(into_a_clash)
    assert {each.key for each in into_a_clash.appeared} == set(out_again.gone)
    assert out_again.number == into_a_clash.number + 1
    assert into_a_clash.words == "“Signalling in tissue” moved to Mon 18 Oct 2027 09:30, Hall A"
    trail = await session_changes(cast.meeting.id, drafted.symposium, after=1)
    assert [each.version for each in trail] == [3, 2]
    assert ("room", "Hall A", "Hall B") in trail[0].fields


async def test_move_session_into_the_tray_and_to_where_it_is(cast: Cast, drafted: Any) -> None:
    room = cast.rooms["Hall B"]
    nowhere = await move_session(drafted.symposium, 1, Place(at(90), room), **by_bob(cast))
    cursor = await cursor_of(cast.meeting.id)
    tray = await move_session(drafted.symposium, 1, Place(None, room), **by_bob(cast))

    assert (nowhere.number, nowhere.sessions, nowhere.words) == (cursor, (), "")
    assert (await session_of(cast, drafted.symposium)).starts_at is None
    assert tray.number == cursor + 1


async def test_move_session_refuses_what_is_not_there_or_cancelled(
    cast: Cast, drafted: Any
) -> None:
    await cancel_session(drafted.coffee, 1, "", meeting=cast.meeting.id, by=BY, now=NOW)
    cursor, place = await cursor_of(cast.meeting.id), Place(at(0), cast.rooms["Hall B"])

    with pytest.raises(NotMovable, match="cancelled"):
        await move_session(drafted.coffee, 2, place, **by_bob(cast))
    with pytest.raises(NoSuchSession):
        await move_session("NOPE", 1, place, **by_bob(cast))
    with pytest.raises(StaleSession):
        await resize_session(drafted.symposium, 7, 30, **by_bob(cast))
    with pytest.raises(NotMovable, match="room"):
        await move_session(drafted.symposium, 1, Place(at(0), cast.bob.id), **by_bob(cast))
    with pytest.raises(NotMovable, match="length"):
        await resize_session(drafted.symposium, 1, 0, **by_bob(cast))
    assert await cursor_of(cast.meeting.id) == cursor


async def test_resize_shift_and_swap_change_only_what_they_name(cast: Cast, drafted: Any) -> None:
    shorter = await resize_session(drafted.plenary, 3, 45, **by_bob(cast))
    shifted = await shift_sessions({drafted.plenary: 4, drafted.coffee: 1}, 10, **by_bob(cast))
    with pytest.raises(StaleSession):
        await swap_rooms(
            MONDAY, cast.rooms["Hall A"], cast.rooms["Hall B"], seen={}, **by_bob(cast)
        )
    seen = {drafted.plenary: 5, drafted.symposium: 1}
    await swap_rooms(MONDAY, cast.rooms["Hall A"], cast.rooms["Hall B"], seen=seen, **by_bob(cast))

    plenary = await session_of(cast, drafted.plenary)
    assert (plenary.starts_at, plenary.duration_minutes) == (at(10), 45)
    assert [slot.duration_minutes for slot in plenary.slots] == [30, 30]
    assert ConflictKind.OVERRUN in kinds(shorter)
    assert {each.code for each in shifted.sessions} == {drafted.plenary, drafted.coffee}
    assert plenary.room_name == "Hall B"
    assert (await session_of(cast, drafted.symposium)).room_name == "Hall A"


async def test_add_and_copy_break_make_new_sessions_once_in_a_room(
    cast: Cast, drafted: Any
) -> None:
    place = Place(at(60), cast.rooms["Hall A"])
    lunch = (await add_break(place, 45, " Lunch ", **by_bob(cast))).sessions[0]
    others = [cast.rooms["Hall A"], cast.rooms["Hall B"], cast.rooms["Poster Hall"]]
    copied = await copy_break(lunch.code, 1, others, **by_bob(cast))
    again = await copy_break(lunch.code, 1, others, **by_bob(cast))

    draft = await draft_programme(cast.meeting.id)
    lunches = [each for each in draft.sessions if each.title == "Lunch"]
    assert {(e.room_name, e.starts_at, e.duration_minutes) for e in lunches} == {
        (room, at(60), 45) for room in ("Hall A", "Hall B", "Poster Hall")
    }
    assert len({each.code for each in draft.sessions}) == len(draft.sessions)
    assert (len(copied.sessions), again.sessions) == (2, ())
    with pytest.raises(NotMovable):
        await copy_break(drafted.plenary, 3, others, **by_bob(cast))


async def test_move_slot_to_another_session_takes_its_people_along(
    cast: Cast, drafted: Any
) -> None:
    moved = await move_slot_to(
        drafted.plenary, 3, drafted.first_talk, drafted.symposium, 1, None, **by_bob(cast)
    )
    await move_slot_to(
        drafted.plenary, 4, drafted.second_talk, drafted.symposium, 2, drafted.first_talk,
        **by_bob(cast),
    )  # fmt: skip

    symposium = await session_of(cast, drafted.symposium)
    assert [(slot.code, slot.starts_after_minutes) for slot in symposium.slots] == [
        (drafted.second_talk, 0),
        (drafted.first_talk, 30),
    ]
    assert [one.person for one in symposium.slots[1].people] == [cast.alice.id]
    assert (await session_of(cast, drafted.plenary)).slots == ()
    assert {(each.code, each.version) for each in moved.sessions} == {
        (drafted.plenary, 4),
        (drafted.symposium, 2),
    }


async def test_place_in_and_unplace_slot_take_an_abstract_from_the_tray_and_back(
    cast: Cast, drafted: Any, accept_abstract: Any
) -> None:
    code = await accept_abstract("Placed by hand", cast.carol.id)
    placed = await place_in(drafted.symposium, 1, code, **by_bob(cast))
    slot = placed.sessions[0].slots[0]

    with pytest.raises(NotPlaceable):
        await place_in(drafted.plenary, 3, code, **by_bob(cast))
    with pytest.raises(NoSuchSlot):
        await unplace_slot(drafted.symposium, 2, "NOPE", **by_bob(cast))
    kept = (await session_of(cast, drafted.symposium)).slots[0]
    assert (kept.abstract_code, kept.duration_minutes) == (code, 15)
    assert [one.name for one in kept.people] == ["Carol Ćosić"]

    await unplace_slot(drafted.symposium, 2, slot.code, **by_bob(cast))

    assert (await session_of(cast, drafted.symposium)).slots == ()
    assert (await place_in(drafted.plenary, 3, code, **by_bob(cast))).sessions


async def test_change_lines_tell_a_board_who_did_what_to_which_sessions(
    cast: Cast, drafted: Any
) -> None:
    cursor = await cursor_of(cast.meeting.id)
    await resize_session(drafted.symposium, 1, 70, **by_bob(cast))
    await delete_session(drafted.coffee, 1, meeting=cast.meeting.id, by=BY, now=NOW)

    lines = await changes_since(cast.meeting.id, cursor)
    panel = await history(cast.meeting.id, 5, cast.bob.id)

    assert [(each.number, each.by_name, each.codes) for each in lines] == [
        (cursor + 1, "Bob Brennan", (drafted.symposium,)),
        (cursor + 2, "tests", (drafted.coffee,)),
    ]
    assert lines[0].words == "“Signalling in tissue” lasts 70 min, before 60"
    assert [each.is_next_undo for each in panel[:2]] == [False, True]


@pytest.mark.parametrize("editors", [2, 5])
async def test_move_session_at_the_same_instant_lets_one_win_and_loses_nothing(
    cast: Cast, drafted: Any, editors: int
) -> None:
    barrier, cursor = asyncio.Barrier(editors), await cursor_of(cast.meeting.id)

    async def edit(number: int) -> object:
        await barrier.wait()
        place = Place(at(300 + number), cast.rooms["Hall B"])
        return await move_session(drafted.symposium, 1, place, **by_bob(cast))

    found = await asyncio.gather(*(edit(n) for n in range(editors)), return_exceptions=True)

    winners = [each for each in found if isinstance(each, Moved)]
    assert len(winners) == 1
    assert sum(isinstance(each, StaleSession) for each in found) == editors - 1
    kept = await session_of(cast, drafted.symposium)
    assert [content_of(each) for each in winners[0].sessions] == [content_of(kept)]
    assert await cursor_of(cast.meeting.id) == cursor + 1


async def test_moves_of_different_sessions_at_the_same_instant_all_stand(
    cast: Cast, drafted: Any
) -> None:
    edits = [
        SessionEdit(title=f"Parallel {n}", starts_at=at(600), duration_minutes=60) for n in range(4)
    ]
    codes = [await create_session(e, meeting=cast.meeting.id, by=BY, now=NOW) for e in edits]
    barrier = asyncio.Barrier(len(codes))

    async def edit(number: int, code: str) -> None:
        await barrier.wait()
        await move_session(code, 1, Place(at(700 + number), None), **by_bob(cast))
        await resize_session(code, 2, 30 + number, **by_bob(cast))

    await asyncio.gather(*(edit(n, code) for n, code in enumerate(codes)))

    for number, code in enumerate(codes):
        kept = await session_of(cast, code)
        assert (kept.starts_at, kept.duration_minutes) == (at(700 + number), 30 + number)
        assert await version_of(cast, code) == 3
