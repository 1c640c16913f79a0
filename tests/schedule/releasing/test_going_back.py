"""Restoring into the draft, public again, emergency changes, and titles after their embargo."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from abstracts.tables.deciding import AbstractPolicy
from conference.orm import Actor
from conference.people.rules import NewPerson
from conference.settings import Settings
from schedule.actions.emergency import release_emergency
from schedule.actions.placing import place_abstract
from schedule.actions.release_titles import release_titles
from schedule.actions.rolling_back import republish_release, restore_release
from schedule.actions.undoing import undo_change
from schedule.queries.draft import draft_programme
from schedule.queries.release_files import frozen_texts, hidden_titles
from schedule.queries.release_preview import release_preview
from schedule.queries.releases import old_release
from schedule.releasing.errors import OpenConflicts, ReleasedMeanwhile
from schedule.releasing.forms import involved
from schedule.rules.changes import content_of
from schedule.rules.emergency import EmergencyChange, EmergencyKind
from schedule.tables import DraftChange, Release, Session
from tests.cast import NOW, Cast
from tests.schedule.conftest import version_of
from tests.schedule.releasing.conftest import LATER, letters, move, newest

BY = Actor.system("tests")
DAY = timedelta(days=1)


async def planned(cast: Cast, code: str) -> Any:
    draft = await draft_programme(cast.meeting.id)
    return next(content_of(each) for each in draft.sessions if each.code == code)


async def test_restoring_makes_the_draft_the_old_release_in_one_change(
    cast: Cast, released: Any, move_session: Any, add_session: Any, cancel: Any
) -> None:
    drafted = await released()
    before = [await planned(cast, code) for code in (drafted.plenary, drafted.symposium)]
    await move_session(drafted.plenary, at=240, room="Hall B")
    await cancel(drafted.symposium)
    extra = await add_session("Added later", at=600)
    edited = [await planned(cast, code) for code in (drafted.plenary, drafted.symposium, extra)]
    bob = Actor(cast.bob.id, "Bob Brennan")
    trail = await DraftChange.count()
    assert await restore_release(1, meeting=cast.meeting.id, by=bob, now=LATER) == 3
    after = [await planned(cast, code) for code in (drafted.plenary, drafted.symposium)]
    assert after == before
    assert (await planned(cast, extra)).starts_at is None
    assert await DraftChange.count() == trail + 1
    assert (await release_preview(cast.meeting.id, LATER)).diff.is_empty
    assert await restore_release(1, meeting=cast.meeting.id, by=bob, now=LATER) == 0
    await undo_change(cast.meeting.id, by=bob, now=LATER)
    undone = [await planned(cast, code) for code in (drafted.plenary, drafted.symposium, extra)]
    assert undone == edited


async def test_public_again_is_a_new_release_and_the_draft_keeps_its_edits(
    cast: Cast, released: Any, move_session: Any, release: Any, settings: Settings
) -> None:
    drafted = await released()
    await move_session(drafted.plenary, at=240, room="Hall B")
    await release(at=LATER)
    args: dict[str, Any] = {"name": "", "comment": "", "by": BY, "settings": settings}
    outcome = await republish_release(1, meeting=cast.meeting.id, now=LATER + DAY, **args)
    assert (outcome.number, outcome.name) == (3, "Version 1, again")
    current = await newest(cast)
    found = current.find(drafted.plenary)
    assert found is not None
    assert (found[0].room, found[0].sequence) == ("Hall A", 2)
    assert (await planned(cast, drafted.plenary)).starts_at.hour == 12
    again = await republish_release(1, meeting=cast.meeting.id, now=LATER + DAY, **args)
    assert again.number is None
    second = await old_release(cast.meeting.id, 2)
    assert second is not None
    assert second.find(drafted.plenary)[0].room == "Hall B"  # type: ignore[index]


async def test_emergency_releases_one_change_and_leaves_the_drafts_other_edits(
    cast: Cast, released: Any, move_session: Any, settings: Settings
) -> None:
    drafted = await released()
    await Session.update({Session.title: "Not yet public"}).where(Session.code == drafted.symposium)
    await move_session(drafted.coffee, at=300, room="Hall A")
    args: dict[str, Any] = {"meeting": cast.meeting.id, "by": BY, "settings": settings}
    change = move(cast, drafted.symposium, "Hall A", 120)
    outcome = await release_emergency(change, now=LATER, seen=1, **args)
    assert outcome.diff.summary() == "1 moved"
    assert set(await letters()) == {"dan@example.org"}
    current = await newest(cast)
    symposium, coffee = current.find(drafted.symposium), current.find(drafted.coffee)
    assert symposium
    assert coffee
    assert (symposium[0].room, symposium[0].title) == ("Hall A", "Signalling in tissue")
    assert (symposium[0].sequence, coffee[0].sequence) == (1, 0)
    draft = await planned(cast, drafted.symposium)
    assert (draft.title, draft.room) == ("Not yet public", cast.rooms["Hall A"])
    left = await release_preview(cast.meeting.id, LATER)
    assert {item.code for item in left.diff.items} == {drafted.symposium, drafted.coffee}


async def test_emergency_into_a_conflict_needs_a_reason(
    cast: Cast, released: Any, settings: Settings
) -> None:
    drafted = await released()
    args: dict[str, Any] = {"meeting": cast.meeting.id, "by": BY, "settings": settings}
    change = move(cast, drafted.symposium, "Hall B", 0)
    with pytest.raises(OpenConflicts) as refused:
        await release_emergency(change, now=LATER, **args)
    assert "Dan" in refused.value.detail
    assert await Release.count() == 1
    outcome = await release_emergency(change, now=LATER, reason="Dan agreed.", **args)
    assert outcome.number == 2


async def test_emergency_pressed_in_two_browsers_is_released_once(
    cast: Cast, released: Any, settings: Settings
) -> None:
    drafted = await released()
    barrier = asyncio.Barrier(2)
    change = EmergencyChange(EmergencyKind.CANCEL, drafted.symposium)
    args: dict[str, Any] = {"meeting": cast.meeting.id, "by": BY, "settings": settings}

    async def press() -> object:
        await barrier.wait()
        return await release_emergency(change, now=LATER, seen=1, **args)

    outcomes = await asyncio.gather(press(), press(), return_exceptions=True)
    assert sum(isinstance(each, Exception) for each in outcomes) == 1
    assert await Release.count() == 2
    other = move(cast, drafted.coffee, "Hall B", 300)
    with pytest.raises(ReleasedMeanwhile):
        await release_emergency(other, now=LATER, seen=1, **args)


async def test_speaker_is_replaced_by_somebody_nobody_knew(
    cast: Cast, released: Any, settings: Settings
) -> None:
    drafted = await released()
    change = EmergencyChange(
        EmergencyKind.PEOPLE,
        drafted.plenary,
        slot=drafted.first_talk,
        leaves=cast.alice.id,
        comes=involved(cast.olive.id, "Zoë Novák"),
    )
    await release_emergency(
        change,
        meeting=cast.meeting.id,
        by=BY,
        now=LATER,
        settings=settings,
        newcomer=NewPerson("Zoë", "Novák", email="zoe@example.org"),
    )
    told = await letters()
    assert set(told) == {"alice@example.org", "zoe@example.org", "bob@example.org"}
    assert "You have no part in it any more." in told["alice@example.org"]
    session = await planned(cast, drafted.plenary)
    assert cast.alice.id not in {one.person for one in session.slots[0].people}


async def test_titles_come_out_by_themselves_and_bring_nothing_of_the_draft(
    cast: Cast, drafted: Any, release: Any, accept_abstract: Any, settings: Settings
) -> None:
    until = NOW + DAY
    await AbstractPolicy.insert(AbstractPolicy(meeting=cast.meeting.id, titles_from=until))
    code = await accept_abstract("A secret of the gut", cast.alice.id)
    seen = await version_of(cast, drafted.symposium)
    await place_abstract(drafted.symposium, seen, code, meeting=cast.meeting.id, by=BY, now=NOW)
    await release()
    first = await newest(cast)
    assert list((await hidden_titles(first.id)).values()) == ["A secret of the gut"]
    assert [text.title for text in (await frozen_texts(first.id)).values()] == [
        "A secret of the gut"
    ]
    for file in first.files.values():
        assert b"secret of the gut" not in file.body
        assert b"secret" not in b"".join(file.body.split(b"\r\n "))
    await Session.update({Session.title: "Edited in the draft"}).where(
        Session.code == drafted.coffee
    )
    args: dict[str, Any] = {"meeting": cast.meeting.id, "base_url": settings.base_url}
    assert await release_titles(now=until - timedelta(minutes=1), **args) is None
    assert await release_titles(now=until, **args) == 2
    assert await release_titles(now=until, **args) is None
    out = await newest(cast)
    assert out.programme.name == "Titles"
    assert b"secret of the gut" in out.files["programme.json"].body
    coffee = out.find(drafted.coffee)
    assert coffee is not None
    assert coffee[0].title == "Coffee"
    assert await letters() == {}
