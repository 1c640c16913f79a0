"""The draft in memory: always the draft in the database, for one statement while nothing moves."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conference.orm import Actor, transaction
from conference.orm.statements import count_statements
from schedule.actions.editing import create_session
from schedule.actions.moving import (
    Place,
    add_break,
    move_session,
    move_slot_to,
    place_in,
)
from schedule.actions.undoing import undo_change
from schedule.queries import draft_memory
from schedule.queries.described import described_programme
from schedule.queries.draft_memory import DraftNow, current_draft, forget_draft
from schedule.rules.conflicts import find_conflicts
from schedule.rules.editing import SessionEdit
from tests.cast import NOW, Cast
from tests.schedule.conftest import BY, MONDAY_NINE


def by_bob(cast: Cast) -> dict[str, Any]:
    return {"meeting": cast.meeting.id, "by": Actor(cast.bob.id, "Bob Brennan"), "now": NOW}


@pytest.fixture(autouse=True)
def unhurried_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine, what is kept stays fresh for a test."""
    monkeypatch.setattr(draft_memory, "FRESH_SECONDS", 3600.0)
    monkeypatch.setattr(draft_memory, "FRESH_FOR_A_MOVE", 3600.0)


async def assert_true(cast: Cast, draft: DraftNow) -> None:
    """What is kept is what is stored, with its conflicts."""
    stored = await described_programme(cast.meeting.id)
    assert {e.code: e for e in draft.programme.sessions} == {e.code: e for e in stored.sessions}
    assert draft.programme.constraints.people.items() >= stored.constraints.people.items()
    assert {e.key: e for e in draft.conflicts} == {e.key: e for e in find_conflicts(stored)}
    for session in stored.sessions:
        sides = [e for e in draft.conflicts if session.id in (e.first.session, e.second.session)]
        assert {e.key for e in draft.conflicts_of(session.id)} == {e.key for e in sides}


async def test_current_draft_follows_moves_of_this_process_and_of_others(
    cast: Cast, drafted: Any, accept_abstract: Any
) -> None:
    code = await accept_abstract("From the tray", cast.carol.id)
    await current_draft(cast.meeting.id)
    place = Place(MONDAY_NINE, cast.rooms["Hall A"])
    await move_session(drafted.symposium, 1, place, **by_bob(cast))
    await place_in(drafted.symposium, 2, code, **by_bob(cast))
    await assert_true(cast, await current_draft(cast.meeting.id))
    old = draft_memory._kept[cast.meeting.id]
    await add_break(place, 30, "Coffee", **by_bob(cast))
    await undo_change(**by_bob(cast))
    await undo_change(**by_bob(cast))
    draft_memory._kept[cast.meeting.id] = old  # as another process has it

    with count_statements() as seen:
        draft = await current_draft(cast.meeting.id)

    assert len(seen) == 1
    await assert_true(cast, draft)


async def test_move_session_costs_the_same_few_statements_whatever_the_size(
    cast: Cast, grow_programme: Any
) -> None:
    counts = []
    for size in (2, 12):
        codes = await grow_programme(size)
        forget_draft(cast.meeting.id)
        await current_draft(cast.meeting.id)
        with count_statements() as seen:
            await move_session(codes[size - 2], 1, Place(MONDAY_NINE, None), **by_bob(cast))
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 5


async def test_reordering_costs_the_same_few_statements_however_many_talks(
    cast: Cast, grow_programme: Any
) -> None:
    (code,) = await grow_programme(1)
    counts = []
    for size in (2, 40):
        await _fill(code, size)
        forget_draft(cast.meeting.id)
        now = next(iter((await current_draft(cast.meeting.id)).programme.sessions))
        first, last = now.slots[0].code, now.slots[-1].code
        with count_statements() as seen:
            await move_slot_to(code, now.version, last, code, now.version, first, **by_bob(cast))
        counts.append(len(seen))
        (stored,) = (await described_programme(cast.meeting.id)).sessions
        assert [slot.code for slot in stored.slots][:2] == [last, first]
        assert [slot.starts_after_minutes for slot in stored.slots] == [
            sum(slot.duration_minutes for slot in stored.slots[:n]) for n in range(size)
        ]
    assert counts[0] == counts[1] <= 7


async def _fill(session: str, slots: int) -> None:
    from schedule.tables import Session, Slot

    home = await Session.select(Session.id).where(Session.code == session).first()
    assert home is not None
    known = await Slot.count().where(Slot.session == home["id"])
    rows = [
        Slot(session=home["id"], code=f"X{slots}-{n}", position=n, title="", duration_minutes=1,
             starts_after_minutes=13 + n)
        for n in range(known + 1, slots + 1)
    ]  # fmt: skip
    await Slot.insert(*rows)


async def test_current_draft_remembers_nothing_that_is_not_committed(
    cast: Cast, drafted: Any
) -> None:
    await current_draft(cast.meeting.id)
    with pytest.raises(RuntimeError):
        async with transaction():
            await move_session(drafted.symposium, 1, Place(None, None), **by_bob(cast))
            assert len((await current_draft(cast.meeting.id)).programme.sessions) == 3
            raise RuntimeError
    await assert_true(cast, await current_draft(cast.meeting.id))


async def test_current_draft_reads_anew_after_a_change_without_steps(
    cast: Cast, drafted: Any
) -> None:
    from schedule.numbering.actions import freeze_numbers
    from schedule.tables import DraftChange

    await current_draft(cast.meeting.id)
    await freeze_numbers(meeting=cast.meeting.id, by=BY, now=NOW)
    await create_session(SessionEdit(title="Later"), meeting=cast.meeting.id, by=BY, now=NOW)

    await assert_true(cast, await current_draft(cast.meeting.id))
    steps = await DraftChange.select(DraftChange.steps).order_by(DraftChange.number)
    assert [bool(json.loads(row["steps"])) for row in steps[-2:]] == [False, True]
