"""What is proposed from the tray: the best that fit, nobody in two places, and why not the rest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from abstracts.vocabulary import Decision
from schedule.rules.conflicts import blocking, find_conflicts, new_conflicts
from schedule.rules.filling import Candidate, FillWish, Offer, filled, propose_filling
from schedule.rules.programme import Involved, PlannedSession, PlannedSlot, Programme, Span
from schedule.rules.vocabulary import Part, SessionKind, SlotKind

NINE = datetime(2027, 10, 18, 8, 0, tzinfo=UTC)
PEOPLE = [Involved(uuid4(), f"Person {n}", Part.SPEAKER) for n in range(6)]


def session(code: str, minutes: int = 60, at: int = 0, **more: Any) -> PlannedSession:
    start = NINE + timedelta(minutes=at)
    made = PlannedSession(uuid4(), code, f"Session {code}", SessionKind.SYMPOSIUM)
    return replace(made, starts_at=start, duration_minutes=minutes, **more)


def candidate(
    code: str, who: Involved | None = None, score: float | None = None, **more: Any
) -> Candidate:
    made = Candidate(uuid4(), code, f"Title {code}", Decision.ORAL, presenter=who, score=score)
    return replace(made, **more)


def talk(code: str, start: int, minutes: int, *people: Involved) -> PlannedSlot:
    return PlannedSlot(
        uuid4(), code, code, starts_after_minutes=start, duration_minutes=minutes, people=people
    )


def places(offers: Iterable[Offer]) -> list[tuple[str, int | None]]:
    return [(each.candidate.code, each.place.start if each.place else None) for each in offers]


def applied(home: PlannedSession, offers: Iterable[Offer], wish: FillWish) -> PlannedSession:
    blanks = (PlannedSlot(uuid4(), f"NEW{n}", "") for n in range(99))
    return filled(home, offers, wish, blanks)


def test_propose_filling_takes_the_best_scores_until_the_session_is_full() -> None:
    home = session("A", 50, slots=(talk("INV", 0, 20, PEOPLE[5]),))
    tray = [candidate("LOW", PEOPLE[0], 2.0), candidate("NONE"), candidate("TOP", PEOPLE[1], 4.5)]

    offers = propose_filling(Programme("UTC", (home,)), home, tray, FillWish(minutes=15))

    assert places(offers) == [("TOP", 20), ("LOW", 35), ("NONE", None)]
    assert offers[0].reasons == ("score 4.50, no. 1 of 2", "not registered yet")
    assert offers[2].against == "The session is full."


def test_propose_filling_uses_empty_talks_first_with_their_own_length() -> None:
    empty = talk("EMPTY", 30, 20)
    home = session("A", 60, slots=(empty,))
    wish = FillWish(minutes=15, questions=3)
    offers = propose_filling(
        Programme("UTC", (home,)), home, [candidate("ONE"), candidate("TWO")], wish
    )

    after = applied(home, offers, wish)

    assert places(offers) == [("ONE", 30), ("TWO", 0)]
    shown = [(s.title, s.starts_after_minutes, s.duration_minutes) for s in after.slots]
    assert shown == [("Title TWO", 0, 15), ("Title ONE", 30, 20)]
    assert after.slots[1].id == empty.id
    assert [each.questions_minutes for each in after.slots] == [3, 0]


def test_propose_filling_puts_registered_presenters_first_if_wished() -> None:
    home = session("A", 15)
    tray = [candidate("TOP", PEOPLE[0], 5.0), candidate("REG", PEOPLE[1], 1.0, is_registered=True)]

    offers = propose_filling(Programme("UTC", (home,)), home, tray, FillWish(registered_first=True))

    assert places(offers) == [("REG", 0), ("TOP", None)]


def test_propose_filling_finds_another_time_for_who_is_elsewhere() -> None:
    home = session("A", 45)
    other = session(
        "B", 60, at=-45, slots=(talk("X", 45, 15, replace(PEOPLE[0], part=Part.DISCUSSANT)),)
    )
    chaired = session("C", 60, people=(replace(PEOPLE[1], part=Part.CHAIR),))
    tray = [candidate("MOVES", PEOPLE[0], 5.0), candidate("NEVER", PEOPLE[1], 4.0)]

    offers = propose_filling(Programme("UTC", (home, other, chaired)), home, tray, FillWish())

    assert places(offers) == [("MOVES", 15), ("NEVER", None)]
    assert offers[1].against == "Person 1 is in chair in C “Session C” (08:00–09:00) then."


def test_propose_filling_gives_no_second_talk_and_minds_hours() -> None:
    home = session("A", 60)
    other = session("B", 60, at=300, slots=(talk("X", 0, 15, PEOPLE[0]),))
    away = candidate(
        "AWAY", PEOPLE[2], 3.0, available=(Span(NINE + timedelta(1), NINE + timedelta(2)),)
    )
    tray = [
        candidate("TWICE", PEOPLE[0], 5.0),
        candidate("FIRST", PEOPLE[1], 4.0),
        candidate("SECOND", PEOPLE[1], 3.5),
        away,
    ]

    offers = propose_filling(Programme("UTC", (home, other)), home, tray, FillWish())

    assert [(each.candidate.code, each.against) for each in offers] == [
        ("TWICE", "Person 0 has a talk already: “X”."),
        ("FIRST", ""),
        ("SECOND", "Person 1 has a talk already: “Title FIRST”."),
        ("AWAY", "Person 2 cannot be there at that time."),
    ]


def test_propose_filling_takes_all_posters_of_the_topics_by_name() -> None:
    home = replace(session("P", 90), kind=SessionKind.POSTER)
    poster: dict[str, Any] = {"decision": Decision.POSTER}
    tray = [
        candidate("Z", PEOPLE[0], topic_code="1", family_name="Zeta", **poster),
        candidate("A", PEOPLE[0], topic_code="1", family_name="Alpha", **poster),
        candidate("OTHER", PEOPLE[1], topic_code="2", **poster),
        candidate("TALK", PEOPLE[2]),
    ]
    wish = FillWish(Decision.POSTER, frozenset({"1"}), minutes=0)

    offers = propose_filling(Programme("UTC", (home,)), home, tray, wish)

    assert [each.candidate.code for each in offers if each.is_proposed] == ["A", "Z"]
    after = applied(home, offers, wish)
    assert [(s.kind, s.duration_minutes, s.people[0].part) for s in after.slots] == [
        (SlotKind.POSTER, 0, Part.PRESENTER)
    ] * 2


def test_propose_filling_places_what_was_ticked_whatever_speaks_against_it() -> None:
    home = session("A", 15)
    tray = [candidate("TOP", PEOPLE[0], 5.0), candidate("NEXT", PEOPLE[0], 4.0), candidate("NO")]

    offers = propose_filling(
        Programme("UTC", (home,)), home, tray, FillWish(), {"TOP", "NEXT", "GONE"}
    )

    assert places(offers) == [("TOP", 0), ("NEXT", 15)]


SPEAKER = st.integers(0, 5)
BUSY = st.lists(st.tuples(SPEAKER, st.integers(-60, 90), st.integers(10, 60)), max_size=5)
TRAY = st.lists(st.tuples(SPEAKER, st.floats(1, 5) | st.none()), max_size=8)


@settings(max_examples=40)
@given(BUSY, TRAY, st.sampled_from((20, 45, 90)), st.sampled_from((5, 15)))
def test_propose_filling_never_makes_a_conflict(
    busy: list[tuple[int, int, int]],
    drawn: list[tuple[int, float | None]],
    minutes: int,
    each: int,
) -> None:
    home = session("HOME", minutes)
    others = [
        session(f"B{n}", long, at, people=(replace(PEOPLE[who], part=Part.CHAIR),))
        for n, (who, at, long) in enumerate(busy)
    ]
    tray = [candidate(f"C{n}", PEOPLE[who], score) for n, (who, score) in enumerate(drawn)]
    before = Programme("UTC", (home, *others))
    wish = FillWish(minutes=each)

    offers = propose_filling(before, home, tray, wish)
    after = Programme("UTC", (applied(home, [o for o in offers if o.is_proposed], wish), *others))

    assert sorted(o.candidate.code for o in offers) == sorted(c.code for c in tray)
    assert not blocking(new_conflicts(find_conflicts(before), find_conflicts(after)))
    given_talks: list[UUID] = [
        o.candidate.presenter.person for o in offers if o.is_proposed and o.candidate.presenter
    ]
    assert len(given_talks) == len(set(given_talks)) <= minutes // each
