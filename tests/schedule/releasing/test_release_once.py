"""`release_schedule`: once, as previewed, never with open conflicts unless a reason is given."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from conference.meetings.tables import Meeting, Room
from conference.orm import Actor
from conference.people.tables import Person
from conference.settings import Settings
from schedule.actions.release_files import release_file
from schedule.actions.releasing import ReleaseOutcome, release_schedule
from schedule.conflicts.queries import acknowledged
from schedule.queries.release_preview import release_preview
from schedule.queries.releases import forget_release, old_release
from schedule.releasing import files as releasing_files
from schedule.releasing.errors import DraftMovedOn, OpenConflicts
from schedule.tables import Release, Session, Star
from tests.cast import NOW, Cast
from tests.schedule.releasing.conftest import LATER, letters, newest

BY = Actor.system("tests")


async def run(cast: Cast, settings: Settings, **more: Any) -> ReleaseOutcome:
    known = {"name": "", "comment": "", "by": BY, "now": LATER, "settings": settings}
    return await release_schedule(meeting=cast.meeting.id, **{**known, **more})


async def test_two_browsers_release_once(
    cast: Cast, released: Any, move_session: Any, settings: Settings
) -> None:
    drafted = await released()
    await move_session(drafted.coffee, at=300, room="Hall A")
    preview = await release_preview(cast.meeting.id, LATER)
    barrier = asyncio.Barrier(3)

    async def press() -> ReleaseOutcome:
        await barrier.wait()
        return await run(cast, settings, seen=preview.prepared.digest)

    outcomes = await asyncio.gather(press(), press(), press())
    assert sorted(str(each.number) for each in outcomes) == ["2", "None", "None"]
    assert await Release.count() == 2


async def test_draft_that_moved_on_after_the_preview_is_not_released(
    cast: Cast, released: Any, move_session: Any, settings: Settings
) -> None:
    drafted = await released()
    await move_session(drafted.coffee, at=300, room="Hall A")
    preview = await release_preview(cast.meeting.id, LATER)
    await move_session(drafted.coffee, at=360, room="Hall A")
    with pytest.raises(DraftMovedOn):
        await run(cast, settings, seen=preview.prepared.digest)
    assert await Release.count() == 1


async def test_open_conflict_holds_the_release_back_until_a_reason_is_given(
    cast: Cast, released: Any, settings: Settings
) -> None:
    drafted = await released()
    plenary = await Session.select(Session.starts_at).where(Session.code == drafted.plenary).first()
    assert plenary is not None
    await Session.update({Session.starts_at: plenary["starts_at"]}).where(
        Session.code == drafted.symposium
    )
    preview = await release_preview(cast.meeting.id, LATER)
    assert {each.kind.value for each in preview.open} == {"person"}
    with pytest.raises(OpenConflicts) as refused:
        await run(cast, settings)
    assert "Dan" in refused.value.detail
    assert await Release.count() == 1
    outcome = await run(cast, settings, reason="Dan hands over at half time.")
    assert outcome.number == 2
    [kept] = (await acknowledged(cast.meeting.id)).values()
    assert (kept.reason, kept.by_name) == ("Dan hands over at half time.", "tests")
    await Session.update({Session.title: "Other"}).where(Session.code == drafted.coffee)
    assert (await run(cast, settings)).number == 3


async def test_star_gets_one_digest_and_a_speaker_one_letter(
    cast: Cast, released: Any, move_session: Any, settings: Settings
) -> None:
    drafted = await released()
    for person in (cast.carol, cast.alice):
        for code in (drafted.plenary, drafted.coffee):
            await Star.insert(
                Star(person=person.id, meeting=cast.meeting.id, item_code=code, created_at=NOW)
            )
    await move_session(drafted.plenary, at=240, room="Hall B")
    preview = await release_preview(cast.meeting.id, LATER)
    outcome = await run(cast, settings)
    told = await letters()
    assert len(told) == outcome.letters == sum(bool(r.address) for r in preview.readers.all)
    assert "You starred:" in told[cast.carol.email]
    assert "This concerns you:" not in told[cast.carol.email]
    assert "This concerns you:" in told[cast.alice.email]
    assert "You starred:" in told[cast.alice.email]
    assert "Coffee" not in told[cast.carol.email]


async def test_old_release_keeps_its_bytes_whatever_happens_later(
    cast: Cast, released: Any, move_session: Any, settings: Settings
) -> None:
    drafted = await released()
    names = ("programme.ics", "programme.xml", "programme.json")

    async def bytes_of_first() -> list[bytes]:
        first = await old_release(cast.meeting.id, 1)
        assert first is not None
        found = [
            await release_file(cast.meeting.id, first, name, settings.base_url, LATER)
            for name in names
        ]
        return [file.body for file in found if file]

    before = await bytes_of_first()
    await Session.update({Session.title: "Renamed"}).where(Session.code == drafted.plenary)
    await Person.update({Person.registered_name: "Renamed"}).where(Person.id == cast.alice.id)
    await Room.update({Room.name: "Renamed"}).where(Room.id == cast.rooms["Hall A"])
    await Meeting.update({Meeting.title: "Renamed"}).where(Meeting.id == cast.meeting.id)
    forget_release(cast.meeting.id)
    assert b"Renamed" not in b"".join(file.body for file in (await newest(cast)).files.values())
    await move_session(drafted.coffee, at=300, room="Hall B")
    await run(cast, settings)
    assert await bytes_of_first() == before
    assert len(before) == 3
    assert (await newest(cast)).number == 2


async def test_dear_file_is_rendered_once_and_kept(
    cast: Cast, released: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    await released()
    rendered: list[int] = []

    def render(release: Any, frame: object, base_url: str) -> bytes:
        rendered.append(release.number)
        return f"%PDF of {release.number}, {len(rendered)}".encode()

    dear = releasing_files.ReleaseRenderer("programme.x.pdf", "application/pdf", render, True)
    monkeypatch.setattr(releasing_files, "RELEASE_FILES", [*releasing_files.RELEASE_FILES, dear])
    release = await newest(cast)

    async def ask() -> bytes:
        args = (cast.meeting.id, release, dear.name, settings.base_url, LATER)
        file = await release_file(*args)
        assert file is not None
        return file.body

    first = set(await asyncio.gather(ask(), ask()))
    assert len(first) == 1
    assert {await ask()} == first
    assert set(rendered) == {1}
    assert len(rendered) <= 2
