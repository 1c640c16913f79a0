"""One person's own calendar: duties beside stars, posters to hang, chairs who come early."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from conference.meetings.rules import MeetingInfo
from schedule.calendars.feeds import Only, PrivateFeed, private_ics, private_tag
from schedule.calendars.writing import CalendarSite
from schedule.queries.releases import CurrentRelease
from schedule.rules import Part, Programme, SlotKind
from schedule.rules.programme import Span
from schedule.rules.release import make_release
from tests.schedule.calendars.reading import assert_strict, events_of
from tests.schedule.programmes import NINE, draft, facts, session, talk, who

SITE = CalendarSite("https://meet.example.org")
ANN, BEN = who("Ann", Part.PRESENTER), who("Ben", Part.CHAIR)
MONDAY_NOON = NINE + timedelta(hours=3)
POSTER = talk("P1", 0, 120, ANN, kind=SlotKind.POSTER, title="Łódź cohort", board="012")
SHOWN = replace(POSTER, number="P1.02.03", presents=Span(MONDAY_NOON, NINE + timedelta(hours=4)))
POSTERS = session(
    "S1",
    180,
    120,
    "Hall A",
    title="Posters I",
    slots=(SHOWN,),
    set_up_from=NINE - timedelta(hours=1),
    set_up_until=NINE,
    tear_down_from=NINE + timedelta(hours=6),
    tear_down_until=NINE + timedelta(hours=7),
    board_size="1 m × 1 m",
)
TALKS = session("S2", 0, 60, "Hall B", BEN, slots=(talk("T1", 0, 15, who("Ann")),))


def current(*drafts: Programme) -> CurrentRelease:
    made = None
    for number, programme in enumerate(drafts, start=1):
        made = make_release(programme, made, facts(number))
    assert made is not None
    return CurrentRelease(UUID(int=7), made, [])


def feed(person: UUID, *stars: str, only: Only = Only.BOTH, alarm: int = 0) -> PrivateFeed:
    meeting: Any = MeetingInfo.__new__(MeetingInfo)
    for name, value in {
        "slug": "glasgow",
        "title": "Signals 2027",
        "zone": "Europe/London",
        "starts_on": date(2027, 10, 17),
        "ends_on": date(2027, 10, 20),
    }.items():
        object.__setattr__(meeting, name, value)
    address = "https://meet.example.org/calendar/T.ics"
    opened = datetime(2027, 4, 1, tzinfo=UTC)
    return PrivateFeed(UUID(int=9), person, meeting, opened, address, frozenset(stars), only, alarm)


def read(release: CurrentRelease, asked: PrivateFeed) -> dict[str, Any]:
    body = private_ics(release, asked, SITE)
    assert_strict(body)
    return events_of(body)


def test_presenter_puts_up_shows_and_takes_down_a_poster() -> None:
    found = read(current(draft(POSTERS, TALKS)), feed(ANN.person))
    assert set(found) == {"P1", "P1-setup", "P1-teardown", "T1"}
    up, shown, down = found["P1-setup"], found["P1"], found["P1-teardown"]
    assert (up.start, up.end) == (NINE - timedelta(hours=1), NINE)
    assert (shown.start, shown.end) == (MONDAY_NOON, NINE + timedelta(hours=4))
    assert (down.start, down.end) == (NINE + timedelta(hours=6), NINE + timedelta(hours=7))
    assert str(up["summary"]) == "Set up poster: Łódź cohort"
    assert "at board 012" in str(up["description"])
    assert "Boards are 1 m × 1 m." in str(up["description"])
    assert "thrown away" in str(down["description"])
    assert "Poster P1.02.03, Board 012" in str(shown["description"])


def test_chair_is_told_to_come_a_quarter_of_an_hour_before() -> None:
    [event] = read(current(draft(POSTERS, TALKS)), feed(BEN.person)).values()
    assert event.start == NINE
    said = "You: chair. Please be in the room at 08:45, 15 minutes before it starts."
    assert said in str(event["description"]).splitlines()


def test_own_items_that_are_starred_too_come_once() -> None:
    release = current(draft(POSTERS, TALKS))
    found = read(release, feed(ANN.person, "T1", "S1", "P1", "NEVER1"))
    assert set(found) == {"P1", "P1-setup", "P1-teardown", "T1", "S1"}
    assert "You: speaker." in str(found["T1"]["description"])


def test_only_one_half_on_request() -> None:
    release = current(draft(POSTERS, TALKS))
    stars = read(release, feed(ANN.person, "T1", "S2", only=Only.STARS))
    duties = read(release, feed(ANN.person, "T1", "S2", only=Only.DUTIES))
    assert set(stars) == {"T1", "S2"}
    assert "You:" not in str(stars["T1"]["description"])
    assert set(duties) == {"P1", "P1-setup", "P1-teardown", "T1"}


def test_starred_poster_is_its_presenting_window() -> None:
    found = read(current(draft(POSTERS)), feed(UUID(int=1), "P1"))
    assert set(found) == {"P1"}
    assert found["P1"].start == MONDAY_NOON


def test_moved_set_up_counts_up_for_the_presenter() -> None:
    earlier = replace(POSTERS, set_up_from=NINE - timedelta(hours=2))
    retitled = replace(POSTERS, title="Posters, first day")
    before = read(current(draft(POSTERS)), feed(ANN.person))["P1-setup"]
    after = read(current(draft(POSTERS), draft(earlier)), feed(ANN.person))["P1-setup"]
    same = read(current(draft(POSTERS), draft(retitled)), feed(ANN.person))["P1-setup"]
    assert str(before["uid"]) == str(after["uid"]) == "P1-setup.glasgow@meet.example.org"
    assert (int(before["sequence"]), int(after["sequence"]), int(same["sequence"])) == (0, 1, 0)
    assert after["last-modified"].dt > before["last-modified"].dt


def test_withdrawn_poster_stays_cancelled_in_all_its_times() -> None:
    without = replace(POSTERS, slots=())
    found = read(current(draft(POSTERS), draft(without)), feed(ANN.person, alarm=10))
    assert set(found) == {"P1", "P1-setup", "P1-teardown"}
    for event in found.values():
        assert str(event["status"]) == "CANCELLED"
        assert str(event["summary"]).startswith("CANCELLED: ")
        assert event.walk("VALARM") == []


def test_nothing_to_do_is_a_valid_calendar_of_the_meeting() -> None:
    release, nobody = current(draft(TALKS)), UUID(int=1)
    for only, said in ((Only.BOTH, "starred nothing"), (Only.DUTIES, "nothing to do")):
        [event] = read(release, feed(nobody, only=only)).values()
        assert event["dtstart"].dt == date(2027, 10, 17)
        assert said in str(event["description"])
    assert_strict(private_ics(None, feed(nobody), SITE))


def test_tag_names_everything_that_goes_in() -> None:
    release, other = current(draft(TALKS)), current(draft(POSTERS))
    other.id = UUID(int=8)
    asked = [
        (release, feed(ANN.person, "T1")),
        (release, feed(ANN.person, "T1", "S2")),
        (release, feed(ANN.person, "T1", only=Only.STARS)),
        (release, feed(ANN.person, "T1", alarm=10)),
        (other, feed(ANN.person, "T1")),
        (None, feed(ANN.person, "T1")),
    ]
    assert len({private_tag(*each, SITE) for each in asked}) == len(asked)
    assert private_tag(*asked[0], SITE) == private_tag(*asked[0], SITE)
