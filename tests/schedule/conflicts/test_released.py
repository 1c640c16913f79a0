"""A release seen as a programme has the conflicts that the draft had, and the check tells them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import settings as hypothesis_settings

from conference.settings import Settings
from schedule.actions.releasing import release_schedule
from schedule.conflicts.actions import acknowledge, withdraw_acknowledgement
from schedule.conflicts.invariants import open_in_release
from schedule.conflicts.queries import acknowledged
from schedule.conflicts.released import as_programme
from schedule.queries.draft_memory import forget_draft
from schedule.rules import ItemStatus, Programme, find_conflicts
from schedule.rules.conflicts import blocking
from schedule.rules.release import make_release
from schedule.tables import Session
from tests.cast import NOW, Cast
from tests.schedule.conflicts.programmes import crowded
from tests.schedule.conftest import BY
from tests.schedule.programmes import PATIENT, facts


@hypothesis_settings(PATIENT, max_examples=40)
@given(crowded())
def test_release_has_the_blocking_conflicts_of_its_draft(draft: Programme) -> None:
    live = [each for each in draft.sessions if each.status is not ItemStatus.DRAFT]
    draft = replace(draft, sessions=tuple(live))
    released = as_programme(make_release(draft, None, facts(1)), draft)
    expected = {each.key for each in blocking(find_conflicts(draft))}
    assert {each.key for each in blocking(find_conflicts(released))} == expected


async def test_check_tells_what_was_released_and_not_what_is_being_built(
    cast: Cast, drafted: Any, release: Any
) -> None:
    await release()
    both = {Session.starts_at: (await _start(drafted.plenary)), Session.room: cast.rooms["Hall A"]}
    await Session.update(both).where(Session.code == drafted.symposium)
    forget_draft(cast.meeting.id)
    assert await open_in_release(cast.meeting.id) == []


async def test_check_tells_a_blocking_conflict_until_it_is_accepted(
    cast: Cast, drafted: Any, release: Any, settings: Settings
) -> None:
    both = {Session.starts_at: (await _start(drafted.plenary)), Session.room: cast.rooms["Hall A"]}
    await release()
    await Session.update(both).where(Session.code == drafted.symposium)
    forget_draft(cast.meeting.id)
    await release_schedule(
        meeting=cast.meeting.id,
        name="",
        comment="",
        by=BY,
        now=NOW,
        settings=settings,
        reason="Known, and mended tomorrow.",
    )
    assert await open_in_release(cast.meeting.id) == []
    keys = list(await acknowledged(cast.meeting.id))
    told = {"meeting": cast.meeting.id, "by": BY, "now": NOW}
    await withdraw_acknowledgement(keys, **told)
    found = await open_in_release(cast.meeting.id)
    assert {each.kind.value for each in found} == {"person", "room"}
    await acknowledge([each.key for each in found], "It stays.", **told)
    assert await open_in_release(cast.meeting.id) == []


async def _start(code: str) -> Any:
    row = await Session.select(Session.starts_at).where(Session.code == code).first()
    assert row is not None
    return row["starts_at"]
