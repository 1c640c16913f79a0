"""What is on at an instant, what stands beside a session, and posters in order."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import msgspec

from schedule.rules.agenda import build_agenda
from schedule.rules.neighbours import neighbours_of
from schedule.rules.now import Stage, now_board
from schedule.rules.poster_list import find_posters
from schedule.rules.released import (
    ReleasedMeeting,
    ReleasedPerson,
    ReleasedProgramme,
    ReleasedRoom,
    ReleasedSession,
    ReleasedSlot,
)
from schedule.rules.vocabulary import ItemStatus, Part, SessionKind, SlotKind

NINE = datetime(2027, 10, 18, 8, tzinfo=UTC)  # 09:00 in Glasgow
ALICE = ReleasedPerson(UUID(int=1), "Alice Ångström", part=Part.PRESENTER, sort_key="angstrom")
BOB = ReleasedPerson(UUID(int=2), "Bob Brennan", part=Part.PRESENTER, sort_key="brennan")


def at(minutes: int) -> datetime:
    return NINE + timedelta(minutes=minutes)


def session(code: str, start: int, minutes: int, room: str = "", **more: object) -> ReleasedSession:
    kind = more.pop("kind", SessionKind.SYMPOSIUM)
    made = ReleasedSession(
        code=code,
        id=UUID(int=0),
        kind=kind,  # type: ignore[arg-type]
        title=code,
        starts_at=at(start),
        ends_at=at(start + minutes),
        room=room,
    )
    return msgspec.structs.replace(made, **more)


def programme(*sessions: ReleasedSession) -> ReleasedProgramme:
    return ReleasedProgramme(
        meeting=ReleasedMeeting(
            "glasgow", "Signals", "Europe/London", date(2027, 10, 18), date(2027, 10, 20)
        ),
        number=1,
        name="1",
        released_at=NINE,
        sessions=tuple(sorted(sessions, key=lambda each: each.starts_at)),
        rooms=(ReleasedRoom("B"), ReleasedRoom("A")),
    )


def poster(code: str, board: str, person: ReleasedPerson, **more: object) -> ReleasedSlot:
    made = ReleasedSlot(
        code=code,
        id=UUID(int=0),
        kind=SlotKind.POSTER,
        title=f"On {code}",
        starts_at=at(0),
        ends_at=at(120),
        people=(person,),
        board=board,
    )
    return msgspec.structs.replace(made, **more)


DAY = programme(
    session("one", 0, 60, "A"),
    session("two", 60, 60, "A"),
    session("else", 30, 60, "B"),
    session("gone", 0, 60, "B", status=ItemStatus.CANCELLED),
    session("tomorrow", 24 * 60, 60, "B"),
)


def test_now_board_names_what_runs_and_comes_next_in_each_room() -> None:
    board = now_board(DAY, at(15))

    told = [
        (r.room, [s.code for s in r.running], r.coming and r.coming.code, r.coming_day)
        for r in board.rooms
    ]
    assert told == [("B", [], "else", ""), ("A", ["one"], "two", "")]
    assert (board.stage, board.target) == (Stage.ON, "one")


def test_now_board_says_the_weekday_of_what_comes_on_another_day() -> None:
    room = now_board(DAY, at(100)).rooms[0]

    assert (room.room, room.coming and room.coming.code, room.coming_day) == (
        "B",
        "tomorrow",
        "Tue",
    )


def test_now_board_knows_before_and_after_to_the_minute() -> None:
    first, last = at(0), at(25 * 60)

    stages = [
        now_board(DAY, first - timedelta(days=1, seconds=1)).stage,
        now_board(DAY, first - timedelta(days=1)).stage,
        now_board(DAY, last - timedelta(seconds=1)).stage,
        now_board(DAY, last).stage,
        now_board(programme(), NINE).stage,
    ]

    assert stages == [Stage.BEFORE, Stage.ON, Stage.ON, Stage.OVER, Stage.BEFORE]


def test_neighbours_are_what_one_could_choose_instead_and_the_rooms_day_around_it() -> None:
    one, two = DAY.sessions[0], next(each for each in DAY.sessions if each.code == "two")

    around_one, around_two = neighbours_of(DAY, one), neighbours_of(DAY, two)

    assert [each.code for each in around_one.meanwhile] == ["else"]
    assert (around_one.before, around_one.after and around_one.after.code) == (None, "two")
    assert (around_two.before and around_two.before.code, around_two.after) == ("one", None)


def test_posters_are_ordered_by_board_topic_presenter_or_title() -> None:
    slots = (
        poster("c", "P10", ALICE, abstract_code="X1"),
        poster("a", "P2", BOB, abstract_code="X2"),
        poster("b", "", BOB),
    )
    groups = [(session("posters", 0, 120), slots)]
    topics = {"X1": "Aging", "X2": "Bone"}

    def order(sort: str) -> list[str]:
        return [s.code for _, found in find_posters(groups, [], sort, topics).groups for s in found]

    assert order("") == ["a", "c", "b"]
    assert order("topic") == ["c", "a", "b"]
    assert order("presenter") == ["c", "a", "b"]
    assert order("title") == ["a", "b", "c"]
    assert find_posters(groups, ["brennan"]).total == 2


def test_agenda_of_a_poster_presenter_clashes_only_while_they_present() -> None:
    mine = poster("mine", "P1", ALICE, presents_from=at(60), presents_until=at(120))
    hall = session("posters", 0, 120, "B", slots=(mine,))
    day = programme(hall, session("early", 0, 60, "A"), session("late", 60, 60, "A"))

    items = build_agenda(day, frozenset({"early", "late"}), ALICE.id, now=NINE)[0].items

    overlaps = {each.item.code: each.overlaps for each in items}
    assert overlaps == {
        "early": (),
        "mine": ("“late” (10:00–11:00)",),
        "late": ("“On mine” (10:00–11:00)",),
    }


def test_agenda_tells_free_time_from_half_an_hour() -> None:
    day = programme(
        session("a", 0, 60), session("b", 70, 30), session("c", 130, 30), session("x", 105, 5)
    )

    items = build_agenda(day, frozenset("abc"), ALICE.id, now=NINE)[0].items

    assert [each.free_before for each in items] == [None, None, (at(100), at(130))]
