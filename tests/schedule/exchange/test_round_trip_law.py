"""Any draft: each of its exports read back over it changes nothing, and over nothing makes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schedule.exchange import UnreadableProgramme, write_json, write_xml
from schedule.exchange.comparing import StepKind, compare_programmes
from schedule.exchange.lines import lines_of_draft, lines_of_release
from schedule.exchange.model import Notes
from schedule.exchange.publishing import exchange_of
from schedule.exchange.recognising import read_file
from schedule.exchange.spreadsheets import programme_csv
from schedule.rules.programme import Involved, PlannedSession, Programme
from schedule.rules.release import make_release
from schedule.rules.released import ReleasedProgramme
from schedule.rules.vocabulary import ItemStatus
from tests.schedule.programmes import NINE, PATIENT, facts, programmes

WRITERS: dict[str, Callable[[ReleasedProgramme], bytes]] = {
    "xml": lambda made: write_xml(exchange_of(made, None, "https://p.example")),
    "json": lambda made: write_json(exchange_of(made, None, "https://p.example")),
    "csv": lambda made: programme_csv(lines_of_release(made)),
}
# Where the clocks go back and forward during the day on which everything is.
ZONES = st.sampled_from(
    [
        ("America/Los_Angeles", datetime(2025, 11, 2, 7, 30, tzinfo=UTC)),
        ("Australia/Sydney", datetime(2027, 10, 2, 14, 30, tzinfo=UTC)),
        ("Pacific/Honolulu", datetime(2027, 10, 18, 19, 0, tzinfo=UTC)),
        ("Asia/Kathmandu", datetime(2027, 10, 18, 3, 15, tzinfo=UTC)),
    ]
)


@st.composite
def drafts(draw: st.DrawFn) -> Programme:
    """Drafts in which nobody has the same part in one thing twice, near a change of clocks."""
    plain, (zone, begins) = draw(programmes()), draw(ZONES)
    shift = begins - NINE
    return replace(
        plain, zone=zone, sessions=tuple(_tidied(each, shift) for each in plain.sessions)
    )


def _tidied(session: PlannedSession, shift: timedelta) -> PlannedSession:
    slots = tuple(
        replace(slot, people=_once(slot.people), position=place, questions_minutes=place)
        for place, slot in enumerate(session.slots, start=1)
    )
    start = session.starts_at + shift if session.starts_at else None
    return replace(session, starts_at=start, people=_once(session.people), slots=slots)


def _once(people: tuple[Involved, ...]) -> tuple[Involved, ...]:
    return tuple(dict.fromkeys(people))


def steps_of(data: bytes, over: Programme) -> Any:
    file, _ = read_file(data, home=over.zone)
    return compare_programmes(file, over, Notes())


@pytest.mark.parametrize("name", WRITERS)
@settings(PATIENT, max_examples=40)
@given(draft=drafts())
def test_export_read_back_changes_nothing(name: str, draft: Programme) -> None:
    made = make_release(draft, None, facts(1, draft.zone))
    try:
        steps = steps_of(WRITERS[name](made), draft)
    except UnreadableProgramme:
        assert not [each for each in made.sessions if not each.is_cancelled]
        return
    assert {step.kind for step in steps} <= {StepKind.UNCHANGED}, [s.what for s in steps]


@settings(PATIENT, max_examples=40)
@given(draft=drafts())
def test_table_of_the_draft_read_back_changes_nothing(draft: Programme) -> None:
    """Drafts, cancelled sessions and those without a time are in it."""
    data = programme_csv(lines_of_draft(draft, "Signals", "DRAFT"))
    try:
        steps = steps_of(data, draft)
    except UnreadableProgramme:
        assert not draft.sessions
        return
    assert [step.kind for step in steps] == [StepKind.UNCHANGED] * len(draft.sessions)


@pytest.mark.parametrize("name", WRITERS)
@settings(PATIENT, max_examples=40)
@given(draft=drafts())
def test_export_makes_the_programme_anew(name: str, draft: Programme) -> None:
    """Over an empty draft: what was released and takes place, as it was."""
    made = make_release(draft, None, facts(1, draft.zone))
    try:
        steps = steps_of(WRITERS[name](made), Programme(draft.zone, (), draft.rooms))
    except UnreadableProgramme:
        return
    again = make_release(
        replace(draft, sessions=tuple(step.after for step in steps)), None, facts(1, draft.zone)
    )
    assert _told(again) == _told(made)


def _told(made: ReleasedProgramme) -> list[Any]:
    def names(people: Any) -> list[Any]:
        return sorted((person.part, person.name) for person in people)

    return sorted(
        (
            (s.code, s.title, s.kind, s.track, s.room, s.starts_at, s.ends_at),
            names((*s.chairs, *s.speakers)),
            [
                (
                    t.code,
                    t.title,
                    t.kind,
                    t.starts_at,
                    t.ends_at,
                    t.questions_minutes,
                    *names(t.people),
                )
                for t in s.slots
                if t.status is not ItemStatus.CANCELLED
            ],
        )
        for s in made.sessions
        if not s.is_cancelled
    )
