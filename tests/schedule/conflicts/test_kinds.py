"""Each kind of conflict: what it says, how bad it is, and what is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid5

import pytest

from schedule.rules import (
    Constraints,
    Involved,
    ItemStatus,
    Part,
    PersonFacts,
    PlannedSession,
    Programme,
    SessionKind,
    SlotKind,
    find_conflicts,
)
from schedule.rules.conflicts import Conflict, ConflictKind, Severity, open_blocking, problems_of
from tests.schedule.conflicts.programmes import span
from tests.schedule.programmes import ROOMS, SPACE, draft, session, talk, who

ANN, ANN_CHAIRS = who("Ann"), who("Ann", Part.CHAIR)
DAY = 24 * 60


def limited(*sessions: PlannedSession, **limits: Any) -> Programme:
    return replace(draft(*sessions), constraints=Constraints(**limits))


def only(programme: Programme) -> Conflict:
    [found] = find_conflicts(programme)
    return found


def poster(code: str, board: str = "", start: int = 0, end: int = 60, name: str = "Ann") -> Any:
    presenter = who(name, Part.PRESENTER)
    kind, window = SlotKind.POSTER, span(start, end)
    return talk(code, 0, 0, presenter, kind=kind, board=board, presents=window)


def posters(code: str, *slots: Any, at: int = 0, minutes: int = 120, room: str = "Annex") -> Any:
    return session(code, at, minutes, room, slots=slots, kind=SessionKind.POSTER)


def ann(**facts: Any) -> dict[Any, PersonFacts]:
    return {ANN.person: PersonFacts(**facts)}


def test_session_outside_its_rooms_hours_blocks() -> None:
    hours = {ROOMS[0].id: (span(0, 120), span(120, 180), span(DAY, DAY + 60))}
    found = only(
        limited(
            session("S1", 90, 60, "Hall A"),
            session("S2", 150, 60, "Hall A"),
            session("S3", 150, 60, "Hall B"),
            rooms=hours,
        )
    )
    assert (found.kind, found.severity) == (ConflictKind.HOURS, Severity.BLOCKING)
    assert found.sentence == (
        "Hall A is not open for S2 “Session S2” (11:30–12:30, Hall A) on Mon 18 Oct 2027: "
        "only 09:00–12:00 that day. Move S2 or change the hours of Hall A."
    )


def test_person_who_is_not_there_is_a_warning() -> None:
    found = only(
        limited(
            session("S1", DAY, 60, "Hall A", ANN_CHAIRS),
            session("S2", 0, 60, "Hall A", ANN_CHAIRS),
            people=ann(available=(span(0, 60),)),
        )
    )
    assert (found.kind, found.severity, found.is_alone) == (
        ConflictKind.AWAY,
        Severity.WARNING,
        True,
    )
    assert found.sentence == (
        "Ann cannot be there as chair in S1 “Session S1” (09:00–10:00, Hall A) on Tue 19 Oct 2027: "
        "not at all that day. Move S1 or ask somebody else."
    )


@pytest.mark.parametrize(
    ("zone", "at", "is_told"),
    [
        ("Australia/Sydney", 0, False),  # 09:00 in Glasgow is 19:00
        ("Australia/Sydney", 180, False),  # 22:00 to 23:00
        ("Australia/Sydney", 210, True),  # 22:30 to 23:30
        ("America/Los_Angeles", 0, True),  # 01:00
        ("America/Los_Angeles", 6 * 60, False),  # 07:00
        ("Asia/Kathmandu", 8 * 60 + 15, False),  # 22:00 to 23:00, a zone of quarter hours
        ("Asia/Kathmandu", 8 * 60 + 16, True),
        ("Nowhere/Land", 0, False),
    ],
)
def test_remote_presenter_at_night_is_a_warning(zone: str, at: int, is_told: bool) -> None:
    people = ann(is_remote=True, zone=zone)
    found = find_conflicts(limited(session("S1", at, 60, "", ANN), people=people))
    assert [each.kind for each in found] == [ConflictKind.NIGHT] * is_told


def test_sentence_of_the_night_names_their_hour() -> None:
    people = ann(is_remote=True, zone="America/Los_Angeles")
    slots = (talk("T1", 15, 15, ANN),)
    found = only(limited(session("S1", 0, 60, "Hall A", slots=slots), people=people))
    assert found.sentence == (
        "Ann is speaker in T1 “Talk T1” (09:15–09:30, Hall A) on Mon 18 Oct 2027 from afar, "
        "where it is 01:15–01:30 then (America/Los_Angeles). "
        "Move T1 to their day, or play a recording."
    )


def test_presenter_who_is_not_registered_is_told_once_an_item() -> None:
    slots = (talk("T1", 0, 15, ANN), talk("T2", 15, 15, ANN, abstract_state="withdrawn"))
    whole = session("S1", 0, 60, "Hall A", ANN_CHAIRS)
    programme = limited(
        whole,
        session("S2", DAY, 60, "Hall A", slots=slots),
        people=ann(is_registered=False),
    )
    found = [e for e in find_conflicts(programme) if e.kind is ConflictKind.UNREGISTERED]
    assert [each.first.code for each in found] == ["T1"]
    assert found[0].sentence == (
        "Ann is not registered, and is speaker in T1 “Talk T1” (09:00–09:15, Hall A) on "
        "Tue 19 Oct 2027. Ask them to register, or give T1 to somebody else."
    )


def test_two_posters_of_one_person_at_once_are_fine_side_by_side_only() -> None:
    pair = poster("P1", "A-001"), poster("P2", "A-002")
    assert find_conflicts(draft(posters("S1", *pair))) == []
    found = only(draft(posters("S1", poster("P1", "A-001"), poster("P2", "A-007"))))
    assert (found.kind, found.severity) == (ConflictKind.APART, Severity.WARNING)
    assert found.sentence == (
        "Ann stands at two boards at once on Mon 18 Oct 2027: board A-001 with presenter in "
        "P1 “Talk P1” (09:00–10:00, Annex) and board A-007 with presenter in P2 “Talk P2” "
        "(09:00–10:00, Annex). Put P1 and P2 side by side."
    )


def test_two_posters_of_one_person_are_fine_one_after_the_other_or_without_boards() -> None:
    after = poster("P2", "A-007", 60, 120)
    assert find_conflicts(draft(posters("S1", poster("P1", "A-001"), after))) == []
    assert find_conflicts(draft(posters("S1", poster("P1", "A-001"), poster("P2")))) == []


def test_boards_that_alternate_by_day_are_neighbours_two_apart() -> None:
    pair = poster("P1", "001"), poster("P2", "003")
    assert len(find_conflicts(draft(posters("S1", *pair)))) == 1
    assert find_conflicts(limited(posters("S1", *pair), board_step=2)) == []


def test_talk_in_the_own_poster_hour_blocks_and_in_the_other_hour_does_not() -> None:
    chaired = session("S2", 60, 60, "Hall A", ANN_CHAIRS, kind=SessionKind.SOCIAL)
    assert find_conflicts(draft(posters("S1", poster("P1")), chaired)) == []
    found = only(draft(posters("S1", poster("P1", "", 30, 90)), chaired))
    assert (found.kind, found.severity) == (ConflictKind.PERSON, Severity.BLOCKING)


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        (SessionKind.WORKSHOP, ConflictKind.PLENARY),
        (SessionKind.INDUSTRY, ConflictKind.INDUSTRY),
        (SessionKind.BREAK, None),
    ],
)
def test_plenary_is_alone_but_for_breaks(kind: SessionKind, found: ConflictKind | None) -> None:
    plenary = session("S1", 0, 60, "Hall A", ANN_CHAIRS, kind=SessionKind.PLENARY)
    beside = session("S2", 30, 60, "Hall B", kind=kind)
    kinds = [each.kind for each in find_conflicts(draft(plenary, beside))]
    assert kinds == ([found] if found else [])


def test_posters_that_only_hang_do_not_disturb_a_plenary() -> None:
    plenary = session("S1", 120, 60, "Hall A", ANN_CHAIRS, kind=SessionKind.PLENARY)
    hang = posters("S2", poster("P1", name="Bo"), minutes=8 * 60)
    assert find_conflicts(draft(plenary, hang)) == []
    presented = posters("S2", poster("P1", "", 120, 180, name="Bo"), minutes=8 * 60)
    found = only(draft(plenary, presented))
    assert found.kind is ConflictKind.PLENARY
    assert found.sentence == (
        "Another session runs beside a plenary on Mon 18 Oct 2027: S2 “Session S2” "
        "(09:00–17:00, Annex) and S1 “Session S1” (11:00–12:00, Hall A). Move S2."
    )


@pytest.mark.parametrize(
    ("kind", "is_told"),
    [(SessionKind.WORKSHOP, True), (SessionKind.SOCIAL, False), (SessionKind.POSTER, False)],
)
def test_posters_are_presented_alone_by_default(kind: SessionKind, is_told: bool) -> None:
    both = posters("S1", poster("P1")), session("S2", 0, 60, "Hall B", kind=kind)
    assert [e.kind for e in find_conflicts(draft(*both))] == [ConflictKind.POSTERS] * is_told


def test_sessions_of_one_track_in_parallel_are_a_warning() -> None:
    found = only(
        draft(
            session("S1", 0, 60, "Hall A", track="Signals"),
            session("S2", 30, 60, "Hall B", track="Signals"),
            session("S3", 30, 60, "Annex", track="Cells"),
            session("S4", 30, 60, "", track="Signals", kind=SessionKind.BREAK),
        )
    )
    assert (found.kind, found.severity) == (ConflictKind.TOPIC, Severity.WARNING)


def test_room_for_fewer_than_are_expected_is_a_warning() -> None:
    hall, *others = ROOMS
    slots = (talk("T1"), talk("T2", 15, 15))
    programme = replace(
        limited(session("S1", 0, 60, "Hall A", slots=slots), audience={"S1": 20, "T2": 240}),
        rooms=(replace(hall, capacity=120), *others),
    )
    found = only(programme)
    assert found.kind is ConflictKind.SMALL
    assert found.sentence == (
        "S1 “Session S1” (09:00–10:00, Hall A) on Mon 18 Oct 2027 expects some 240 people, and "
        "Hall A holds 120. Give S1 a bigger room, or stream it to a second one."
    )
    big = replace(programme, rooms=(replace(hall, capacity=240), *others))
    assert find_conflicts(big) == []


def test_popular_talks_against_each_other_are_a_warning() -> None:
    one = session("S1", 0, 60, "Hall A", slots=(talk("T1"), talk("T3", 15, 15)))
    other = session("S2", 0, 60, "Hall B", slots=(talk("T2"),))
    together = {("T1", "T2"): 6, ("T2", "T3"): 9, ("T1", "T3"): 9, ("S1", "T2"): 4}
    found = only(limited(one, other, together=together))
    assert found.kind is ConflictKind.POPULAR
    assert found.sentence == (
        "6 people starred two items that run in parallel on Mon 18 Oct 2027: T1 “Talk T1” "
        "(09:00–09:15, Hall A) and T2 “Talk T2” (09:00–09:15, Hall B). Move T1 or T2."
    )


def test_gone_abstract_that_is_still_placed_is_told_also_struck_through() -> None:
    slots = (
        talk("T1", abstract_state="withdrawn"),
        talk("T2", 15, 15, abstract_state="declined", status=ItemStatus.CANCELLED),
        talk("T3", 30, 15, abstract_state="accepted"),
    )
    found = find_conflicts(draft(session("S1", 0, 60, "Hall A", slots=slots)))
    assert [each.kind for each in found] == [ConflictKind.GONE] * 2
    assert found[1].sentence == (
        "T2 “Talk T2” (09:15–09:30, Hall A) on Mon 18 Oct 2027 in S1 “Session S1” is declined "
        "and still placed. Take T2 out or give its time to another."
    )


def test_sessions_of_some_kinds_need_a_chair_and_two_are_enough() -> None:
    def kinds(*people: Involved, kind: SessionKind = SessionKind.SYMPOSIUM) -> list[str]:
        found = find_conflicts(draft(session("S1", 0, 60, "Hall A", *people, kind=kind)))
        return [f"{each.kind}:{each.severity}" for each in found]

    chairs = [who(name, Part.CHAIR) for name in ("Ann", "Bo", "Cy")]
    assert kinds() == ["chairless:warning"]
    assert kinds(who("Ann", Part.ORGANISER)) == []
    assert kinds(kind=SessionKind.BREAK) == []
    assert kinds(*chairs[:2]) == []
    assert kinds(*chairs) == ["chairs:note"]


def test_only_chair_from_the_speakers_own_institution_is_noted() -> None:
    chair = replace(ANN_CHAIRS, affiliation="Dept of Physics, University of Leeds")
    second = replace(who("Cy", Part.CHAIR), affiliation="University of Oslo")
    slots = (talk("T1", 0, 15, replace(who("Bo"), affiliation="Leeds University, UK")),)
    whole = session("S1", 0, 60, "Hall A", chair, slots=slots)
    found = only(draft(whole))
    assert (found.kind, found.severity) == (ConflictKind.LAB, Severity.NOTE)
    assert "as Bo, who speaks in it. Change the chair of S1 or add a second one." in found.sentence
    assert find_conflicts(draft(replace(whole, people=(chair, second)))) == []


def test_sessions_of_a_room_need_a_changeover_but_for_breaks_and_plenaries() -> None:
    def kinds(one: SessionKind, other: SessionKind, gap: int) -> list[str]:
        sessions = (
            session("S1", 0, 60, "Hall A", ANN_CHAIRS, kind=one),
            session("S2", 60 + gap, 60, "Hall A", who("Bo", Part.CHAIR), kind=other),
        )
        return [e.kind.value for e in find_conflicts(limited(*sessions, changeover_minutes=5))]

    symposium, plenary = SessionKind.SYMPOSIUM, SessionKind.PLENARY
    assert kinds(symposium, symposium, 4) == ["changeover"]
    assert kinds(symposium, symposium, 5) == []
    assert kinds(symposium, SessionKind.BREAK, 0) == []
    assert kinds(SessionKind.OPENING, plenary, 0) == []
    assert kinds(plenary, symposium, 0) == ["changeover"]


def test_short_way_between_two_rooms_is_noted_and_none_from_afar() -> None:
    one = session("S1", 0, 60, "Hall A", slots=(talk("T1", 45, 15, ANN),))
    other = session("S2", 60, 60, "Hall B", slots=(talk("T2", 0, 15, ANN),))
    found = only(limited(one, other, changeover_minutes=5))
    assert (found.kind, found.severity) == (ConflictKind.WAY, Severity.NOTE)
    assert "Ann has 0 minutes on Mon 18 Oct 2027 to get from" in found.sentence
    afar = ann(is_remote=True, zone="Europe/London")
    assert find_conflicts(limited(one, other, changeover_minutes=5, people=afar)) == []


def test_day_of_more_than_ten_hours_is_noted_by_the_venues_clock() -> None:
    early = session("S1", 0, 60, "", ANN)
    found = only(draft(early, session("S2", 9 * 60 + 30, 60, "", ANN)))
    assert (found.kind, found.severity) == (ConflictKind.LONG_DAY, Severity.NOTE)
    assert "Ann has a day of 10.5 hours on Mon 18 Oct 2027" in found.sentence
    assert find_conflicts(draft(early, session("S2", 9 * 60, 60, "", ANN))) == []
    assert find_conflicts(draft(early, session("S2", DAY, 60, "", ANN))) == []


def test_drafts_conflict_and_cancelled_sessions_never_do() -> None:
    def kinds(status: ItemStatus) -> list[str]:
        other = session("S2", 0, 60, "Hall A", ANN, status=status)
        return [each.kind.value for each in find_conflicts(draft(clash, other))]

    clash = session("S1", 0, 60, "Hall A", ANN)
    assert kinds(ItemStatus.DRAFT) == ["person", "room"]
    assert kinds(ItemStatus.CANCELLED) == []


def test_key_is_of_codes_and_stays_when_the_clash_moves() -> None:
    def keys(at: int) -> set[str]:
        clash = session("S2", at, 60, "Hall A", ANN, title="Anew")
        return {each.key for each in find_conflicts(draft(one, clash))}

    one = session("S1", 0, 60, "Hall A", ANN)
    person, room = ANN.person, ROOMS[0].id
    assert keys(0) == keys(-30) == {f"person:{person}:S1:S2", f"room:{room}:S1:S2"}


def test_open_blocking_leaves_out_warnings_and_what_was_acknowledged() -> None:
    programme = draft(
        session("S1", 0, 60, "Hall A", ANN, track="Signals"),
        session("S2", 0, 60, "Hall A", ANN, track="Signals"),
    )
    found = find_conflicts(programme)
    person, room = (next(e for e in found if e.kind.value == kind) for kind in ("person", "room"))
    assert [each.kind for each in problems_of(programme)][-1] is ConflictKind.TOPIC
    assert set(open_blocking(found, ())) == {person, room}
    assert open_blocking(found, {room.key: "accepted"}) == [person]


def test_people_who_are_only_named_alike_are_two() -> None:
    namesake = replace(ANN, person=uuid5(SPACE, "the other Ann"))
    both = session("S1", 0, 60, "Hall A", ANN), session("S2", 0, 60, "Hall B", namesake)
    assert find_conflicts(draft(*both)) == []


def test_situation_12_chair_and_talk_in_parallel_and_talk_in_the_own_poster_hour() -> None:
    chaired = session("S1", 0, 60, "Hall A", ANN_CHAIRS)
    talks = session("S2", 30, 60, "Hall B", slots=(talk("T1", 0, 30, ANN),))
    hung = posters("S3", poster("P1", start=60, end=90), at=60, minutes=30)
    late = session("S4", 60, 60, "Hall A", slots=(talk("T2", 15, 15, ANN),))
    found = [e for e in find_conflicts(draft(chaired, talks, hung, late)) if e.who == ANN.person]
    told = {(each.first.code, each.second.code): each.sentence for each in found}
    assert set(told) == {("S1", "T1"), ("P1", "T2")}
    assert "chair in S1 “Session S1” (09:00–10:00, Hall A)" in told["S1", "T1"]
    assert "speaker in T1 “Talk T1” (09:30–10:00, Hall B)" in told["S1", "T1"]
    assert "presenter in P1 “Talk P1” (10:00–10:30, Annex)" in told["P1", "T2"]
    assert all(each.severity is Severity.BLOCKING for each in found)


def test_session_outside_the_days_of_the_meeting_is_told() -> None:
    """A slip of the year is seen; a party after midnight belongs to the evening before."""
    first = date(2027, 10, 17)
    party, slip = session("PARTY", 17 * 60), session("SLIP", -400 * DAY)
    found = only(replace(draft(party, slip), days=(first, date(2027, 10, 18))))
    assert (found.kind, found.severity) == (ConflictKind.DAYS, Severity.WARNING)
    assert found.sentence.endswith("(17–18 Oct 2027). Is the date right?")
    assert found.first.item == slip.id
