"""Taking changes back and doing them again, on the database."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from conference.orm import Actor
from conference.people.rules import PersonInfo
from schedule.actions.editing import cancel_session, create_session, delete_session, edit_session
from schedule.actions.moving import (
    Place,
    add_break,
    move_session,
    move_slot_to,
    place_in,
    resize_session,
    unplace_slot,
)
from schedule.actions.undoing import redo_change, undo_change
from schedule.errors import ChangedSince, NothingToTakeBack, StaleSession
from schedule.queries.changes import UNDO_STEPS, history
from schedule.queries.draft import draft_programme
from schedule.rules.changes import content_of
from schedule.rules.editing import SessionEdit
from schedule.rules.programme import PlannedSession
from schedule.rules.vocabulary import ItemStatus
from tests.cast import NOW, Cast
from tests.schedule.conftest import MONDAY_NINE

Acting = dict[str, Any]


def acting(cast: Cast, person: PersonInfo) -> Acting:
    by = Actor(person.id, person.registered_name)
    return {"meeting": cast.meeting.id, "by": by, "now": NOW}


async def contents(cast: Cast) -> dict[str, PlannedSession]:
    draft = await draft_programme(cast.meeting.id)
    return {each.code: content_of(each) for each in draft.sessions}


async def versions(cast: Cast) -> dict[str, int]:
    draft = await draft_programme(cast.meeting.id)
    return {each.code: each.version for each in draft.sessions}


async def undo(cast: Cast, person: PersonInfo, times: int = 1) -> None:
    for _ in range(times):
        await undo_change(**acting(cast, person))


async def redo(cast: Cast, person: PersonInfo, times: int = 1) -> None:
    for _ in range(times):
        await redo_change(**acting(cast, person))


async def some_move(cast: Cast, chance: Random, bob: Acting) -> bool:
    """One random change of the draft; whether it changed anything."""
    draft = await draft_programme(cast.meeting.id)
    one, other = chance.choice(draft.sessions), chance.choice(draft.sessions)
    place = Place(
        chance.choice([None, MONDAY_NINE + timedelta(minutes=15 * chance.randrange(60))]),
        chance.choice([None, *cast.rooms.values()]),
    )
    moves: list[Callable[[], Awaitable[Any]]] = [
        lambda: move_session(one.code, one.version, place, **bob),
        lambda: resize_session(one.code, one.version, 15 * chance.randint(1, 8), **bob),
        lambda: add_break(place, 20, "Coffee", **bob),
    ]
    if len(draft.sessions) > 2:
        moves.append(lambda: delete_session(one.code, one.version, **bob))
    if one.slots:
        slot = chance.choice(one.slots).code
        moves += [
            lambda: move_slot_to(
                one.code, one.version, slot, other.code, other.version, None, **bob
            ),
            lambda: unplace_slot(one.code, one.version, slot, **bob),
        ] * 2
    found = await chance.choice(moves)()
    return found is None or bool(found.number and (found.sessions or found.removed))


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_undo_of_random_moves_gives_the_exact_draft_and_redo_the_other_back(
    cast: Cast, drafted: Any, seed: int
) -> None:
    chance, bob, start, done = Random(seed), acting(cast, cast.bob), await contents(cast), 0
    while done < 10:
        done += await some_move(cast, chance, bob)
    end, seen = await contents(cast), await versions(cast)

    await undo(cast, cast.bob, done)
    assert await contents(cast) == start
    with pytest.raises(NothingToTakeBack):
        await undo(cast, cast.bob)
    await redo(cast, cast.bob, done)

    assert await contents(cast) == end
    assert all(number >= seen[code] for code, number in (await versions(cast)).items())
    with pytest.raises(NothingToTakeBack):
        await redo(cast, cast.bob)


async def test_undo_refuses_and_names_who_went_on_and_when(cast: Cast, drafted: Any) -> None:
    await resize_session(drafted.symposium, 1, 75, **acting(cast, cast.bob))
    await resize_session(drafted.symposium, 2, 80, **acting(cast, cast.alice))
    before = await contents(cast)

    with pytest.raises(ChangedSince) as refused:
        await undo(cast, cast.bob)

    assert "Alice Ångström, Mon 10 May 2027 10:00" in refused.value.detail
    assert "lasts 80 min" in refused.value.detail
    assert await contents(cast) == before
    await undo(cast, cast.alice)
    await undo(cast, cast.bob)
    assert (await contents(cast))[drafted.symposium].duration_minutes == 60


async def test_undo_is_each_editors_own_and_forgets_redo_after_a_new_change(
    cast: Cast, drafted: Any
) -> None:
    bob = acting(cast, cast.bob)
    with pytest.raises(NothingToTakeBack):
        await undo(cast, cast.bob)
    await resize_session(drafted.symposium, 1, 75, **bob)
    await undo(cast, cast.bob)
    await resize_session(drafted.coffee, 1, 40, **bob)

    with pytest.raises(NothingToTakeBack):
        await redo(cast, cast.bob)
    with pytest.raises(NothingToTakeBack):
        await undo(cast, cast.alice)
    lines = await history(cast.meeting.id, 3, cast.bob.id)
    assert [(each.is_next_undo, each.is_undone) for each in lines] == [
        (True, False),
        (False, False),
        (False, True),
    ]
    assert lines[1].change.words == "Taken back: “Signalling in tissue” lasts 75 min, before 60"


async def test_undo_goes_twenty_steps_back(cast: Cast, drafted: Any) -> None:
    for number in range(UNDO_STEPS + 1):
        await resize_session(drafted.coffee, 1 + number, 31 + number, **acting(cast, cast.bob))

    await undo(cast, cast.bob, UNDO_STEPS)

    with pytest.raises(NothingToTakeBack):
        await undo(cast, cast.bob)
    assert (await contents(cast))[drafted.coffee].duration_minutes == 31


async def test_undo_ends_where_the_trail_has_forgotten_what_was(
    cast: Cast, drafted: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("schedule.actions.keeping.KEPT_STEPS", 1)
    monkeypatch.setattr("schedule.actions.keeping.TIDIED_EVERY", 1)
    for number in range(3):
        await resize_session(drafted.coffee, 1 + number, 31 + number, **acting(cast, cast.bob))

    await undo(cast, cast.bob)

    assert (await contents(cast))[drafted.coffee].duration_minutes == 32
    with pytest.raises(NothingToTakeBack):
        await undo(cast, cast.bob)
    assert len(await history(cast.meeting.id)) == 9


async def test_undo_of_deletion_and_creation_keeps_codes_and_refuses_who_saw_the_old_one(
    cast: Cast, drafted: Any
) -> None:
    bob, before = acting(cast, cast.bob), await contents(cast)
    await delete_session(drafted.plenary, 3, **bob)
    assert drafted.plenary not in await contents(cast)
    await undo(cast, cast.bob)

    assert await contents(cast) == before
    with pytest.raises(StaleSession):
        await resize_session(drafted.plenary, 3, 30, **acting(cast, cast.alice))
    made = await create_session(SessionEdit(title="New"), **bob)
    await undo(cast, cast.bob)
    assert made not in await contents(cast)
    await redo(cast, cast.bob)
    assert (await contents(cast))[made].title == "New"


async def test_undo_takes_back_what_the_pages_do_too(cast: Cast, drafted: Any) -> None:
    bob, before = acting(cast, cast.bob), await contents(cast)
    edit = SessionEdit(title="Renamed", people=())
    await edit_session(drafted.symposium, 1, edit, **bob)
    await cancel_session(drafted.plenary, 3, "No speaker", **bob)

    await undo(cast, cast.bob, 2)

    assert await contents(cast) == before


async def test_undo_brings_no_withdrawn_abstract_back_as_confirmed(
    cast: Cast, drafted: Any, accept_abstract: Any
) -> None:
    from abstracts.tables import Abstract

    bob, code = acting(cast, cast.bob), await accept_abstract("Withdrawn later", cast.carol.id)
    placed = await place_in(drafted.symposium, 1, code, **bob)
    await unplace_slot(drafted.symposium, 2, placed.sessions[0].slots[0].code, **bob)
    await Abstract.update({Abstract.state: "withdrawn"}).where(Abstract.code == code)

    await undo(cast, cast.bob)

    slot = (await contents(cast))[drafted.symposium].slots[0]
    assert (slot.title, slot.status) == ("Withdrawn later", ItemStatus.CANCELLED)


async def test_undo_refuses_a_room_that_was_deleted(cast: Cast, drafted: Any) -> None:
    from conference.meetings.tables import Room

    bob = acting(cast, cast.bob)
    room = Room(meeting=cast.meeting.id, name="Tent", position=9)
    await Room.insert(room)
    place = Place(MONDAY_NINE, room.id)
    await move_session(drafted.coffee, 1, place, **bob)
    await move_session(drafted.coffee, 2, Place(MONDAY_NINE, None), **bob)
    await Room.delete().where(Room.id == room.id)

    with pytest.raises(ChangedSince, match="room"):
        await undo(cast, cast.bob)
