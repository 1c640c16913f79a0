"""Situation 5: the presenting author withdraws, or cannot come, after the book was frozen."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar

from abstracts.changes.errata import errata_of
from abstracts.changes.programme import restore
from abstracts.changes.reading import Hand
from abstracts.changes.rules import is_named_in_book
from abstracts.changes.withdrawing import withdraw_abstract
from abstracts.errors import NotPossible, UnknownAbstract
from abstracts.tables import Abstract
from abstracts.tables.deciding import HeldDecision
from abstracts.vocabulary import AbstractState
from conference.orm import action
from conference.people.rules import PersonInfo
from schedule.calendars.feeds import programme_ics
from schedule.calendars.writing import CalendarSite
from schedule.commitments import roles_of
from schedule.invariants import gone_abstracts_do_not_take_place
from schedule.queries.draft import draft_programme
from schedule.queries.release_preview import release_preview
from schedule.queries.releases import current_release
from schedule.rules.abstract_places import gone_slots
from schedule.tables import ProgrammeNumber
from tests.abstracts.changes.conftest import (
    FROZEN,
    LATER,
    accept,
    hand_for,
    letters,
    place,
    stored,
)
from tests.abstracts.conftest import GOOD
from tests.cast import NOW, Cast


async def _events(cast: Cast) -> dict[str, Any]:
    release = await current_release(cast.meeting.id)
    assert release is not None
    body = programme_ics(release, CalendarSite("http://testserver"), talks=True)
    walked = Calendar.from_ical(body).walk("VEVENT")
    return {str(event["SUMMARY"]): event for event in walked}


async def test_situation_05_presenter_withdraws_after_the_book_froze(
    cast: Cast,
    mira: PersonInfo,
    accepted: str,
    placed: str,
    policy: Any,
    release: Any,
    write_another: Any,
) -> None:
    """Slot marked, chair, co-authors and committee told, calendars cancel, number kept, filled."""
    await policy(frozen_at=FROZEN)
    abstract = await stored(cast, accepted)
    await ProgrammeNumber.insert(
        ProgrammeNumber(meeting=cast.meeting.id, code="O1.1", abstract=abstract.id, created_at=NOW)
    )
    await release("First")

    place_left = await withdraw_abstract(
        hand_for(cast, mira), accepted, LATER, reason="I change jobs."
    )

    assert place_left is not None
    assert place_left.session == placed
    told = {each.to: each.body for each in await letters("abstract_withdrawn")}
    everybody = {"alice", "mira", "carol", "bob"}
    assert set(told) == {f"{name}@example.org" for name in everybody}
    assert all("I change jobs." in body for body in told.values())
    assert "your session “Innate signals”" in told["carol@example.org"]
    assert "WITHDRAWN" in told["alice@example.org"]

    draft = await draft_programme(cast.meeting.id)
    assert [each.word for each in gone_slots(draft)] == ["withdrawn"]
    assert "speaker" not in await roles_of(cast.meeting.id, mira.id)
    preview = await release_preview(cast.meeting.id, LATER)
    assert [each.slot.abstract_code for each in preview.gone] == [accepted]

    await _fill(cast, placed, write_another)
    await release("Second", LATER)

    events = await _events(cast)
    gone = events[f"CANCELLED: {GOOD.title}"]
    assert (gone["STATUS"], gone["SEQUENCE"]) == ("CANCELLED", 1)
    assert events["The next in line"]["STATUS"] == "CONFIRMED"
    assert events["The next in line"]["DTSTART"].dt == gone["DTSTART"].dt
    kept = await Abstract.select().where(Abstract.code == accepted).first()
    assert kept is not None
    assert (kept["state"], kept["left_as"]) == ("withdrawn", "oral")
    assert is_named_in_book(kept["withdrawn_at"], FROZEN)
    assert await ProgrammeNumber.count().where(ProgrammeNumber.code == "O1.1") == 1
    assert await gone_abstracts_do_not_take_place() == []


async def _fill(cast: Cast, session: str, write_another: Any) -> None:
    other = await write_another(replace(GOOD, title="The next in line"))
    await accept(other)
    await place(cast, session, other)


async def test_withdrawing_before_the_freeze_leaves_no_trace_in_the_book(
    cast: Cast, alice: Hand, accepted: str, placed: str, policy: Any, release: Any
) -> None:
    await policy(frozen_at=FROZEN)

    await withdraw_abstract(alice, accepted, NOW, reason="The data were wrong.")

    row = await Abstract.select().where(Abstract.code == accepted).first()
    assert row is not None
    assert not is_named_in_book(row["withdrawn_at"], FROZEN)
    await release("First")
    made = await current_release(cast.meeting.id)
    assert made is not None
    assert [slot for _, slot in made.programme.items() if slot] == []
    told = {each.to: each.body for each in await letters("abstract_withdrawn")}
    assert "not be presented or published" in told["mira@example.org"]
    assert "as you asked" in told["alice@example.org"]


async def test_withdrawing_twice_or_by_a_stranger_is_refused(
    cast: Cast, alice: Hand, chair: Hand, submitted: str
) -> None:
    await HeldDecision.insert(
        HeldDecision(
            abstract=(await stored(cast, submitted)).id, outcome="oral", by_name="B", created_at=NOW
        )
    )
    with pytest.raises(UnknownAbstract):
        await withdraw_abstract(hand_for(cast, cast.dan), submitted, NOW)

    await withdraw_abstract(chair, submitted, NOW, reason="On the phone: she asked us to.")

    with pytest.raises(NotPossible):
        await withdraw_abstract(alice, submitted, NOW)
    assert (await stored(cast, submitted)).state is AbstractState.WITHDRAWN
    assert await HeldDecision.count() == 0
    (letter,) = [each for each in await letters("abstract_withdrawn") if "alice" in each.to]
    assert "withdrawn by Bob Brennan" in letter.body


async def test_restoring_a_place_takes_the_mark_away(
    cast: Cast, chair: Hand, accepted: str, placed: str
) -> None:
    abstract = await stored(cast, accepted)
    await withdraw_abstract(chair, accepted, NOW, reason="By mistake.")
    await accept(accepted)

    async with action("accept_again", by=chair.by, now=LATER, meeting=cast.meeting.id) as act:
        again = await restore(act, abstract.id)

    assert again is not None
    assert again.chairs == (cast.carol.id,)
    draft = await draft_programme(cast.meeting.id)
    assert gone_slots(draft) == ()
    assert await errata_of(cast.meeting.id) == []


def test_book_names_what_was_withdrawn_from_the_freeze_on() -> None:
    assert is_named_in_book(FROZEN, FROZEN)
    assert not is_named_in_book(FROZEN - timedelta(seconds=1), FROZEN)
    assert not is_named_in_book(LATER, None)
