"""`release_schedule`: a snapshot, its bytes, and letters; the draft stays private."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar

from conference.letters.tables import OutboxLetter
from conference.orm import Actor, transaction
from conference.settings import Settings
from schedule.actions.releasing import release_schedule
from schedule.invariants import release_has_its_bytes, releases_only_add
from schedule.queries import releases
from schedule.queries.release_preview import release_preview
from schedule.queries.releases import current_release, forget_release, list_releases
from schedule.rules import ItemStatus
from schedule.tables import Release, ReleaseFile
from tests.cast import NOW, Cast
from tests.schedule.conftest import Drafted

BY = Actor.system("tests")
LATER = NOW + timedelta(hours=2)


def event(ics: bytes, code: str) -> Any:
    calendar: Any = Calendar.from_ical(ics)
    [found] = [e for e in calendar.walk("VEVENT") if str(e["uid"]).startswith(f"{code}.")]
    return found


async def calendar_of(cast: Cast) -> bytes:
    release = await current_release(cast.meeting.id)
    assert release is not None
    file = release.file("programme.ics")
    assert file is not None
    return file.body


async def letters() -> dict[str, str]:
    rows = await OutboxLetter.select(OutboxLetter.to_address, OutboxLetter.body).where(
        OutboxLetter.kind == "programme_change"
    )
    return {row["to_address"]: row["body"] for row in rows}


async def test_first_release_is_numbered_named_and_silent(
    cast: Cast, drafted: Drafted, release: Any
) -> None:
    outcome = await release()
    assert str(outcome) == "Released “Version 1” (release 1): 3 new."
    assert await letters() == {}
    [line] = await list_releases(cast.meeting.id)
    assert (line.number, line.name, line.released_at) == (1, "Version 1", NOW)


async def test_nothing_changed_releases_nothing(
    cast: Cast, drafted: Drafted, release: Any, settings: Settings
) -> None:
    await release()
    outcome = await release(at=LATER)
    assert outcome.number is None
    assert str(outcome).startswith("Nothing to release")
    assert await Release.count() == 1
    forced = await release_schedule(
        meeting=cast.meeting.id,
        name="Again",
        comment="",
        by=BY,
        now=LATER,
        settings=settings,
        forced=True,
    )
    assert forced.number == 2


async def test_empty_draft_releases_nothing(cast: Cast, release: Any) -> None:
    assert (await release()).number is None


async def test_move_reaches_calendar_and_people(
    cast: Cast, drafted: Drafted, release: Any, move_session: Any
) -> None:
    await release()
    before = event(await calendar_of(cast), drafted.plenary)
    await move_session(drafted.plenary, at=240, room="Hall B")
    assert event(await calendar_of(cast), drafted.plenary).start == before.start
    outcome = await release(at=LATER, comment="Hall A has no light.")
    after = event(await calendar_of(cast), drafted.plenary)
    assert after["uid"] == before["uid"]
    assert (int(before["sequence"]), int(after["sequence"])) == (0, 1)
    assert after.start - before.start == timedelta(minutes=240)
    assert after["dtstamp"].dt == LATER
    assert event(await calendar_of(cast), drafted.coffee)["dtstamp"].dt == NOW
    told = await letters()
    assert set(told) == {"alice@example.org", "bob@example.org", "dan@example.org"}
    assert outcome.letters == 3
    alice = told["alice@example.org"]
    assert "Interferon λ in the gut" in alice
    assert "was: Mon 18 Oct 2027, 09:00 BST (London), until 09:30, Hall A" in alice
    assert "now: Mon 18 Oct 2027, 13:00 BST (London), until 13:30, Hall B" in alice
    assert "Hall A has no light." in alice
    assert "Łódź" not in alice


async def test_cancellation_is_not_silence(
    cast: Cast, drafted: Drafted, release: Any, cancel: Any
) -> None:
    await release()
    await cancel(drafted.symposium)
    await release(at=LATER)
    gone = event(await calendar_of(cast), drafted.symposium)
    assert str(gone["status"]) == "CANCELLED"
    assert int(gone["sequence"]) == 1
    assert set(await letters()) == {"dan@example.org"}
    assert "now: cancelled" in (await letters())["dan@example.org"]


async def test_typo_is_released_without_letters(cast: Cast, drafted: Drafted, release: Any) -> None:
    from schedule.tables import Session

    await release()
    await Session.update({Session.title: "Tea"}).where(Session.code == drafted.coffee)
    outcome = await release(at=LATER)
    assert outcome.diff.summary() == "1 changed"
    assert await letters() == {}
    tea = event(await calendar_of(cast), drafted.coffee)
    assert (str(tea["summary"]), int(tea["sequence"])) == ("Tea", 0)


async def test_preview_is_what_the_release_does(
    cast: Cast, drafted: Drafted, release: Any, move_session: Any, add_session: Any
) -> None:
    await release()
    await move_session(drafted.coffee, at=300, room="Hall A")
    await add_session("Someday", at=None)
    await add_session("Maybe", at=600, is_draft=True)
    preview = await release_preview(cast.meeting.id, LATER)
    assert (preview.number, preview.suggested_name) == (2, "Version 2")
    assert (preview.unscheduled, preview.drafts) == (1, 1)
    outcome = await release(at=LATER)
    assert outcome.diff == preview.diff


async def test_release_failing_late_leaves_nothing(
    cast: Cast, drafted: Drafted, release: Any
) -> None:
    with pytest.raises(ZeroDivisionError):
        async with transaction():
            await release()
            raise ZeroDivisionError
    forget_release(cast.meeting.id)
    assert await Release.count() == 0
    assert await ReleaseFile.count() == 0
    assert await current_release(cast.meeting.id) is None


async def test_current_release_costs_nothing_within_a_second(
    cast: Cast,
    drafted: Drafted,
    release: Any,
    count_statements: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await release()
    await current_release(cast.meeting.id)
    with count_statements() as seen:
        for _ in range(50):
            await current_release(cast.meeting.id)
    assert len(seen) == 0
    monkeypatch.setattr(releases, "FRESH_SECONDS", 0.0)
    with count_statements() as seen:
        await current_release(cast.meeting.id)
    assert len(seen) == 1


async def test_release_of_another_database_is_not_taken_for_this_ones(
    cast: Cast, drafted: Drafted, release: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two demos of one seed have meetings of the same id."""
    await release()
    kept = await current_release(cast.meeting.id)
    assert kept is not None
    await ReleaseFile.delete(force=True)
    await Release.delete(force=True)
    assert await current_release(cast.meeting.id) is kept
    monkeypatch.setattr(releases, "current_engine", object)
    assert await current_release(cast.meeting.id) is None


async def test_release_by_another_process_is_seen(
    cast: Cast, drafted: Drafted, release: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other process cannot make this one forget: it has to look for itself."""
    await release()
    assert (await current_release(cast.meeting.id)).number == 1  # type: ignore[union-attr]
    row = await Release.objects().first()
    assert row is not None
    twin = row.to_dict() | {"number": 2}
    twin.pop("id")
    twin["snapshot"] = row.snapshot.replace('"number":1', '"number":2')
    await Release.insert(Release(**twin))
    assert (await current_release(cast.meeting.id)).number == 1  # type: ignore[union-attr]
    monkeypatch.setattr(releases, "FRESH_SECONDS", 0.0)
    assert (await current_release(cast.meeting.id)).number == 2  # type: ignore[union-attr]


async def test_slots_stay_with_their_release(cast: Cast, drafted: Drafted, release: Any) -> None:
    await release()
    made = await current_release(cast.meeting.id)
    assert made is not None
    found = made.find(drafted.first_talk)
    assert found is not None
    session, slot = found
    assert slot is not None
    assert (session.code, slot.status) == (drafted.plenary, ItemStatus.CONFIRMED)
    assert slot.people[0].id == cast.alice.id
    assert slot.people[0].sort_key


async def test_invariants_see_a_lost_file_and_a_fallen_sequence(
    cast: Cast, drafted: Drafted, release: Any, move_session: Any
) -> None:
    await release()
    await move_session(drafted.coffee, at=300, room="Hall A")
    await release(at=LATER)
    assert await release_has_its_bytes() == []
    assert await releases_only_add() == []
    await ReleaseFile.delete().where(ReleaseFile.name == "programme.xml")
    assert await release_has_its_bytes() == [
        "glasgow: release 1 lacks programme.xml.",
        "glasgow: release 2 lacks programme.xml.",
    ]
    row = await Release.select(Release.snapshot).where(Release.number == 2).first()
    assert row is not None
    fallen = row["snapshot"].replace('"sequence":1', '"sequence":-1')
    await Release.update({Release.snapshot: fallen}).where(Release.number == 2)
    assert await releases_only_add() == [
        f"glasgow: the SEQUENCE of {drafted.coffee} fell from 0 to -1."
    ]
