"""Calendars by meaning: parsed back, row by row of what calendar apps need."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from icalendar import Calendar

from schedule.calendars.choices import Choice, Scope
from schedule.calendars.events import span_words
from schedule.calendars.feeds import programme_ics, public_calendar
from schedule.calendars.writing import CalendarSite, event_bytes
from schedule.queries.releases import CurrentRelease
from schedule.rules import ItemStatus, PlannedRoom, PlannedSession, Programme, SlotKind
from schedule.rules.programme import Span
from schedule.rules.release import make_release
from tests.schedule.calendars.reading import events_of
from tests.schedule.programmes import NINE, ROOMS, draft, facts, session, talk, who

SITE = CalendarSite("https://meet.example.org")
RELEASE = UUID(int=7)
PLENARY = session(
    "S1",
    0,
    60,
    "Hall A",
    track="Signals",
    summary="Where the field stands.",
    slots=(talk("T1", 0, 15, who("Ann Ångström"), title="Interferon"),),
)


def current(*drafts: Programme, zone: str = "Europe/London") -> CurrentRelease:
    """The last of several releases."""
    made = None
    for number, programme in enumerate(drafts, start=1):
        made = make_release(programme, made, facts(number, zone))
    assert made is not None
    return CurrentRelease(RELEASE, made, [])


def only(*drafts: Programme, zone: str = "Europe/London") -> Any:
    return events_of(programme_ics(current(*drafts, zone=zone), SITE))["S1"]


def test_calendar_says_what_it_is() -> None:
    ics = programme_ics(current(draft(PLENARY)), SITE)
    calendar: Any = Calendar.from_ical(ics)
    assert str(calendar["prodid"]).startswith("-//Plenary")
    assert str(calendar["version"]) == "2.0"
    assert str(calendar["calscale"]) == "GREGORIAN"
    assert str(calendar["method"]) == "PUBLISH"
    assert str(calendar["name"]) == str(calendar["x-wr-calname"]) == "Signals 2027"
    assert str(calendar["x-wr-timezone"]) == "Europe/London"
    assert str(calendar["uid"]) == "programme.glasgow@meet.example.org"
    assert b"SOURCE;VALUE=URI:https://meet.example.org/glasgow/programme.ics" in ics
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in ics
    assert b"X-PUBLISHED-TTL:PT1H" in ics
    assert b"COLOR:" in ics


def test_event_says_what_where_and_when() -> None:
    floors = tuple(replace(room, floor="Level 1") for room in ROOMS)
    event = only(Programme("Europe/London", (PLENARY,), floors))
    assert str(event["uid"]) == "S1.glasgow@meet.example.org"
    assert str(event["summary"]) == "Session S1"
    assert str(event["location"]) == "Hall A, Level 1, Clyde Hall"
    assert event.start == datetime(2027, 10, 18, 8, 0, tzinfo=UTC)
    assert event.end == datetime(2027, 10, 18, 9, 0, tzinfo=UTC)
    assert str(event["status"]) == "CONFIRMED"
    assert event["categories"].cats == ["Session", "Signals"]
    page = "https://meet.example.org/glasgow/programme/sessions/S1"
    assert str(event["url"]) == page
    lines = str(event["description"]).splitlines()
    assert lines[0] == "Mon 18 Oct 2027, 09:00–10:00 BST (London)"
    assert "Where the field stands." in lines
    assert "09:00 Interferon — Ann Ångström" in lines
    assert lines[-1] == page


def test_stamps_are_those_of_the_release_that_changed_the_event() -> None:
    other = session("S2", 120)
    first = datetime(2027, 5, 2, tzinfo=UTC)
    renamed = replace(PLENARY, title="Renamed")
    untouched = events_of(
        programme_ics(current(draft(PLENARY, other), draft(renamed, other)), SITE)
    )
    for name in ("dtstamp", "last-modified"):
        assert untouched["S2"][name].dt == first
        assert untouched["S1"][name].dt == first + timedelta(days=1)


def test_move_keeps_the_uid_and_counts_up() -> None:
    assert PLENARY.starts_at is not None
    moved = replace(PLENARY, starts_at=PLENARY.starts_at + timedelta(hours=1), title="Renamed")
    event = only(draft(PLENARY), draft(moved))
    assert str(event["uid"]) == "S1.glasgow@meet.example.org"
    assert int(event["sequence"]) == 1


def test_typo_does_not_count_up() -> None:
    event = only(draft(PLENARY), draft(replace(PLENARY, title="Renamed")))
    assert int(event["sequence"]) == 0


def test_cancelled_event_stays_and_says_so() -> None:
    event = only(draft(PLENARY), draft())
    assert str(event["status"]) == "CANCELLED"
    assert str(event["summary"]) == "CANCELLED: Session S1"
    assert int(event["sequence"]) == 1
    assert event.start == datetime(2027, 10, 18, 8, 0, tzinfo=UTC)


def test_unchanged_release_gives_the_same_bytes() -> None:
    """Rendered twice from scratch, with nothing kept in between."""
    assert programme_ics(current(draft(PLENARY)), SITE) == programme_ics(
        current(draft(PLENARY)), SITE
    )


def test_every_line_is_short_and_ends_in_crlf() -> None:
    long = replace(PLENARY, title="α" * 300, summary="漢字 " * 200)
    ics = programme_ics(current(draft(long)), SITE)
    assert ics.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in ics.replace(b"\r\n", b"")
    assert max(len(line) for line in ics.split(b"\r\n")) <= 75


def test_instants_are_utc_without_a_zone_component() -> None:
    ics = programme_ics(current(draft(PLENARY)), SITE)
    assert b"DTSTART:20271018T080000Z" in ics
    assert b"TZID" not in ics
    assert b"VTIMEZONE" not in ics


@pytest.mark.parametrize(
    "title",
    ["a;b,c\\d", "two\nlines", "🦠 cytokine", "Ιντερφερόνη", "干扰素", "bell\x07 and\x0b tab"],
)
def test_title_survives(title: str) -> None:
    event = only(draft(replace(PLENARY, title=title)))
    plain = " ".join(title.replace("\x07", "").replace("\x0b", "").split())
    assert str(event["summary"]) == plain


def test_summary_and_description_are_short() -> None:
    event = only(draft(replace(PLENARY, title="t" * 300, summary="s" * 3000)))
    assert len(str(event["summary"])) == 120
    assert "s" * 499 + "…" in str(event["description"])


def test_alarm_only_when_asked_and_never_for_a_cancelled_event() -> None:
    release = current(draft(PLENARY, session("S2", 200)), draft(PLENARY))
    assert b"VALARM" not in programme_ics(release, SITE)
    alarms = {
        code: event.walk("VALARM")
        for code, event in events_of(programme_ics(release, SITE, alarm=10)).items()
    }
    [alarm] = alarms["S1"]
    assert alarm["trigger"].dt == timedelta(minutes=-10)
    assert alarms["S2"] == []


def test_talks_as_events_of_their_own() -> None:
    coffee = session("S2", 60, 30)
    found = events_of(programme_ics(current(draft(PLENARY, coffee)), SITE, talks=True))
    assert set(found) == {"T1", "S2"}
    assert found["T1"].end == datetime(2027, 10, 18, 8, 15, tzinfo=UTC)
    assert str(found["T1"]["url"]).endswith("/programme/sessions/S1#T1")
    assert "With: Ann Ångström" in str(found["T1"]["description"])


def test_posters_are_counted_in_their_session() -> None:
    posters = tuple(talk(f"P{n}", 0, 0, kind=SlotKind.POSTER) for n in range(3))
    release = current(draft(session("S1", 0, 90, slots=posters)))
    found = events_of(programme_ics(release, SITE, talks=True))
    assert set(found) == {"S1"}
    assert "3 posters" in str(found["S1"]["description"])


def test_one_session_or_talk_is_a_calendar_of_one_event() -> None:
    release = current(draft(PLENARY))
    for code in ("S1", "T1"):
        file = public_calendar(release, SITE, Choice(Scope.ITEM, code))
        assert file is not None
        assert set(events_of(file.body)) == {code}
    assert public_calendar(release, SITE, Choice(Scope.ITEM, "NONE")) is None


@pytest.mark.parametrize(
    ("zone", "utc", "local"),
    [
        # Clocks go back in Seattle on the opening Sundays 1 Nov 2020 and 2 Nov 2025.
        ("America/Los_Angeles", "2020-11-01T08:30Z", "Sun 1 Nov 2020, 01:30 PDT–01:30 PST"),
        ("America/Los_Angeles", "2020-11-01T17:00Z", "Sun 1 Nov 2020, 09:00–10:00 PST"),
        ("America/Los_Angeles", "2025-11-02T17:00Z", "Sun 2 Nov 2025, 09:00–10:00 PST"),
        ("America/Los_Angeles", "2025-11-01T16:00Z", "Sat 1 Nov 2025, 09:00–10:00 PDT"),
        ("Australia/Sydney", "2026-10-03T22:00Z", "Sun 4 Oct 2026, 09:00–10:00 AEDT"),
        ("Pacific/Honolulu", "2026-11-02T19:00Z", "Mon 2 Nov 2026, 09:00–10:00 HST"),
        ("Asia/Kathmandu", "2026-11-02T03:15Z", "Mon 2 Nov 2026, 09:00–10:00 UTC+0545"),
    ],
)
def test_instant_is_right_and_local_time_is_told(zone: str, utc: str, local: str) -> None:
    start = datetime.fromisoformat(utc)
    here: PlannedSession = replace(PLENARY, starts_at=start, slots=())
    event = only(draft(here, zone=zone), zone=zone)
    assert event.start == start
    assert str(event["description"]).startswith(local)


def test_floorless_room_and_no_room_have_no_loose_commas() -> None:
    assert str(only(draft(PLENARY))["location"]) == "Hall A, Clyde Hall"
    assert "location" not in only(draft(session("S1", 0)))


def test_rooms_of_the_release_are_used() -> None:
    rooms = (PlannedRoom(ROOMS[0].id, "Hall A", "Ground floor"),)
    event = only(Programme("Europe/London", (PLENARY,), rooms))
    assert str(event["location"]) == "Hall A, Ground floor, Clyde Hall"


@pytest.mark.parametrize(
    ("change", "step"),
    [
        ({"room": ROOMS[1].id, "room_name": "Hall B"}, 1),
        ({"duration_minutes": 75}, 1),
        ({"starts_at": NINE + timedelta(days=1)}, 1),
        ({"status": ItemStatus.CANCELLED}, 1),
        ({"title": "Sessoin S1, spelt right"}, 0),
        ({"summary": "Other words."}, 0),
        ({"track": "Other"}, 0),
    ],
)
def test_uid_stays_and_sequence_counts_what_matters(change: dict[str, Any], step: int) -> None:
    before, after = only(draft(PLENARY)), only(draft(PLENARY), draft(replace(PLENARY, **change)))
    assert str(before["uid"]) == str(after["uid"])
    assert int(after["sequence"]) - int(before["sequence"]) == step
    assert after["last-modified"].dt == after["dtstamp"].dt > before["dtstamp"].dt


def test_unchanged_event_is_not_written_again(monkeypatch: pytest.MonkeyPatch) -> None:
    site, written = CalendarSite("https://once.example.org"), []
    monkeypatch.setattr(
        "schedule.calendars.shelf.event_bytes",
        lambda facts: written.append(facts.uid.split(".")[0]) or event_bytes(facts),
    )
    others = tuple(session(f"S{number}", number * 100) for number in range(2, 9))
    programme_ics(current(draft(PLENARY, *others)), site)
    assert len(written) == 8
    written.clear()
    renamed = replace(PLENARY, title="Renamed")
    body = programme_ics(current(draft(PLENARY, *others), draft(renamed, *others)), site)
    assert written == ["S1"]
    assert set(events_of(body)) == {"S1", *(each.code for each in others)}


def test_stream_leads_to_the_public_page_and_never_tells_its_address() -> None:
    streamed = replace(PLENARY, is_streamed=True, stream_url="https://zoom.example/secret")
    release = current(draft(streamed))
    page = "https://meet.example.org/glasgow/programme/sessions/S1/stream"
    for talks in (False, True):
        body = programme_ics(release, SITE, talks=talks)
        [event] = events_of(body).values()
        assert str(event["conference"]) == page
        assert event["conference"].params["VALUE"] == "URI"
        assert f"Streamed for registered people: {page}" in str(event["description"])
        assert str(event["description"]).endswith(str(event["url"]))
        assert b"secret" not in body
    assert b"CONFERENCE" not in programme_ics(current(draft(streamed), draft()), SITE)


def test_talks_of_a_night_name_their_zones_when_the_clocks_change() -> None:
    late = replace(
        PLENARY,
        starts_at=datetime(2025, 11, 2, 8, 30, tzinfo=UTC),
        slots=(talk("T1", 0, 15), talk("T2", 45, 15)),
    )
    event = only(draft(late, zone="America/Los_Angeles"), zone="America/Los_Angeles")
    lines = str(event["description"]).splitlines()
    assert lines[0] == "Sun 2 Nov 2025, 01:30 PDT–01:30 PST (Los Angeles)"
    assert "01:30 PDT Talk T1" in lines
    assert "01:15 PST Talk T2" in lines


def test_long_stretch_names_both_days() -> None:
    start = datetime(2027, 10, 18, 8, 0, tzinfo=UTC)
    words = span_words(start, start + timedelta(days=1, hours=2), "Europe/London")
    assert words == "Mon 18 Oct 2027, 09:00–Tue 19 Oct 2027, 11:00 BST (London)"
    party = span_words(start + timedelta(hours=12), start + timedelta(hours=17), "Europe/London")
    assert party == "Mon 18 Oct 2027, 21:00–02:00 BST (London)"


def test_sponsored_session_says_so() -> None:
    event = only(draft(replace(PLENARY, sponsor="Cytometrix AG")))
    assert "Sponsored by Cytometrix AG" in str(event["description"]).splitlines()


def test_poster_is_its_presenting_window() -> None:
    window = Span(NINE + timedelta(minutes=30), NINE + timedelta(minutes=45))
    poster = replace(talk("P1", kind=SlotKind.POSTER, board="007"), presents=window)
    file = public_calendar(
        current(draft(session("S1", 0, 90, slots=(poster,)))), SITE, Choice(Scope.ITEM, "P1")
    )
    assert file is not None
    event: Any = events_of(file.body)["P1"]
    assert (event.start, event.end) == (window.starts_at, window.ends_at)
    assert "Board 007" in str(event["description"])
