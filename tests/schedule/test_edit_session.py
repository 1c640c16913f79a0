"""Editing the draft: what is written, what is refused, and who was faster."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest

from conference.orm.tables import AuditEntry
from schedule.actions.editing import cancel_session, create_session, edit_session
from schedule.errors import NoSuchSession, StaleSession, WouldConflict
from schedule.queries.draft import draft_programme
from schedule.queries.programme import session_changes
from schedule.rules.conflicts import find_conflicts
from schedule.rules.editing import SessionEdit
from schedule.rules.vocabulary import ItemStatus, Part, SessionKind
from tests.cast import NOW, Cast
from tests.schedule.conftest import BY, MONDAY_NINE


async def find(cast: Cast, code: str) -> Any:
    draft = await draft_programme(cast.meeting.id)
    return next(each for each in draft.sessions if each.code == code)


def edit_of(cast: Cast, **changes: Any) -> SessionEdit:
    values: dict[str, Any] = {
        "title": "Signalling in tissue",
        "room": cast.rooms["Hall B"],
        "starts_at": MONDAY_NINE + timedelta(minutes=90),
        "duration_minutes": 60,
        "people": ((cast.dan.id, Part.CHAIR),),
    }
    return SessionEdit(**{**values, **changes})


async def test_edit_session_writes_everything_and_the_next_version(
    cast: Cast, drafted: Any
) -> None:
    edit = edit_of(
        cast,
        title="Signalling, revisited",
        kind=SessionKind.KEYNOTE,
        subtitle="Second part",
        track="Cells",
        summary="More of it.",
        people=((cast.alice.id, Part.CHAIR), (cast.bob.id, Part.SPEAKER)),
    )

    await edit_session(drafted.symposium, 1, edit, meeting=cast.meeting.id, by=BY, now=NOW)

    kept = await find(cast, drafted.symposium)
    assert (kept.title, kept.kind, kept.subtitle) == (edit.title, edit.kind, edit.subtitle)
    assert (kept.track, kept.summary, kept.version) == ("Cells", "More of it.", 2)
    assert [(each.person, each.part) for each in kept.people] == list(edit.people)


async def test_edit_session_refuses_a_version_that_has_moved_on(cast: Cast, drafted: Any) -> None:
    await edit_session(drafted.symposium, 1, edit_of(cast), meeting=cast.meeting.id, by=BY, now=NOW)

    with pytest.raises(StaleSession) as refused:
        await edit_session(
            drafted.symposium,
            1,
            edit_of(cast, title="Mine"),
            meeting=cast.meeting.id,
            by=BY,
            now=NOW,
        )

    assert (refused.value.seen, refused.value.current) == (1, 2)
    assert (await find(cast, drafted.symposium)).title == "Signalling in tissue"


async def test_edit_session_refuses_a_room_used_twice_and_says_by_what(
    cast: Cast, drafted: Any
) -> None:
    edit = edit_of(cast, room=cast.rooms["Hall A"], starts_at=MONDAY_NINE + timedelta(minutes=60))

    with pytest.raises(WouldConflict) as refused:
        await edit_session(drafted.symposium, 1, edit, meeting=cast.meeting.id, by=BY, now=NOW)

    assert "Hall A is used twice on Mon 18 Oct 2027" in refused.value.errors["room"]
    assert "Cytokines at the crossroads" in refused.value.errors["room"]
    assert (await find(cast, drafted.symposium)).room_name == "Hall B"


async def test_edit_session_refuses_a_person_in_two_places_with_who_and_where(
    cast: Cast, drafted: Any
) -> None:
    during_his_talk = edit_of(cast, starts_at=MONDAY_NINE + timedelta(minutes=30))

    with pytest.raises(WouldConflict) as refused:
        await edit_session(
            drafted.symposium, 1, during_his_talk, meeting=cast.meeting.id, by=BY, now=NOW
        )

    assert "Dan Díaz" in refused.value.errors["people"]
    assert "Łódź cohort" in refused.value.errors["people"]


async def test_edit_session_moves_the_talks_along_and_blames_the_time_for_their_people(
    cast: Cast, drafted: Any
) -> None:
    plenary = await find(cast, drafted.plenary)
    edit = SessionEdit(
        title=plenary.title,
        room=cast.rooms["Hall A"],
        starts_at=MONDAY_NINE + timedelta(minutes=60),
        duration_minutes=90,
        people=((cast.bob.id, Part.CHAIR),),
    )

    with pytest.raises(WouldConflict) as refused:
        await edit_session(
            drafted.plenary, plenary.version, edit, meeting=cast.meeting.id, by=BY, now=NOW
        )

    assert list(refused.value.errors) == ["start"]
    assert "Dan Díaz" in refused.value.errors["start"]


async def test_edit_session_lets_a_clash_that_was_there_before_be(cast: Cast, drafted: Any) -> None:
    from schedule.tables import Session

    await Session.update(
        {Session.room: cast.rooms["Hall A"], Session.starts_at: MONDAY_NINE}
    ).where(Session.code == drafted.symposium)
    edit = edit_of(cast, title="Renamed only", room=cast.rooms["Hall A"], starts_at=MONDAY_NINE)

    await edit_session(drafted.symposium, 1, edit, meeting=cast.meeting.id, by=BY, now=NOW)

    assert (await find(cast, drafted.symposium)).title == "Renamed only"


async def test_edit_session_is_unknown_in_another_meeting(cast: Cast, drafted: Any) -> None:
    with pytest.raises(NoSuchSession):
        await edit_session("NOPE00", 1, edit_of(cast), meeting=cast.meeting.id, by=BY, now=NOW)


async def test_edit_session_tells_who_changed_what_and_when(cast: Cast, drafted: Any) -> None:
    edit = edit_of(cast, room=cast.rooms["Poster Hall"])
    await edit_session(drafted.symposium, 1, edit, meeting=cast.meeting.id, by=BY, now=NOW)

    changes = await session_changes(cast.meeting.id, drafted.symposium, after=1)

    assert [(c.verb, c.by_name, c.at, c.version) for c in changes] == [
        ("session edited", "tests", NOW, 2)
    ]
    assert ("room", "Hall B", "Poster Hall") in changes[0].fields


async def test_cancel_session_keeps_the_session_and_frees_its_room(
    cast: Cast, drafted: Any, add_session: Any
) -> None:
    await cancel_session(drafted.symposium, 1, "No chair", meeting=cast.meeting.id, by=BY, now=NOW)

    await add_session("In its place", at=90, room="Hall B")

    assert (await find(cast, drafted.symposium)).status is ItemStatus.CANCELLED
    entry = await AuditEntry.select().where(AuditEntry.verb == "cancel_session").first()
    assert entry is not None
    assert entry["reason"] == "No chair"
    assert json.loads(entry["changes"])["status"] == ["Confirmed", "Cancelled"]


async def test_create_session_twice_at_once_lets_only_one_have_the_room(cast: Cast) -> None:
    edit = edit_of(cast, people=())

    made = await asyncio.gather(
        *(create_session(edit, meeting=cast.meeting.id, by=BY, now=NOW) for _ in range(8)),
        return_exceptions=True,
    )

    assert sum(isinstance(each, str) for each in made) == 1
    assert sum(isinstance(each, WouldConflict) for each in made) == 7
    assert find_conflicts(await draft_programme(cast.meeting.id)) == []
