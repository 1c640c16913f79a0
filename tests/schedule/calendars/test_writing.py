"""Calendars as bytes: what the icalendar library would write, and what every app can read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Alarm, Calendar, Event, vText

from schedule.calendars.writing import (
    CalendarHead,
    CalendarSite,
    EventFacts,
    calendar_bytes,
    event_bytes,
    one_line,
    plain,
    with_alarm,
)
from tests.schedule.calendars.reading import assert_strict, events_of

SITE = CalendarSite("https://meet.example.org")
HEAD = CalendarHead("programme.glasgow", "Signals", "Europe/London", "https://meet.example.org/x")
AT = datetime(2027, 10, 18, 8, 0, tzinfo=UTC)
NASTY = [
    "a;b,c\\d",
    "two\nlines",
    "🦠👩🏽‍🔬 cytokine",
    "Ιντερφερόνη λ",
    "干扰素与细胞因子",
    "אינטרפרון ‎IFN‏ إنترفيرون",
    "bell\x07, escape\x1b[0m, vertical\x0b tab, nul\x00",
    "next\x85line and\u2028separator\u2029s",
    "BEGIN:VEVENT\r\nSUMMARY:smuggled",
    "x" * 300,
    "é" * 300,
    "漢" * 200,
    "🦠" * 150,
    "\\" * 200,
    "C:\\new",
    "^caret ^n",
    'say "hello": colon',
]


def made(text: str) -> EventFacts:
    return EventFacts(
        uid="S1.glasgow@meet.example.org",
        sequence=3,
        stamp=AT - timedelta(days=90),
        starts_at=AT,
        ends_at=AT + timedelta(minutes=90),
        summary=one_line(text),
        description=plain(text),
        url="https://meet.example.org/glasgow/programme/sessions/S1#T1",
        location=one_line(text),
        categories=("Symposium", one_line(text)),
        conference="https://meet.example.org/glasgow/programme/sessions/S1/stream",
    )


def by_library(event: EventFacts) -> bytes:
    made = Event()
    made.add("summary", event.summary)
    made.add("dtstart", event.starts_at)
    made.add("dtend", event.ends_at)
    made.add("dtstamp", event.stamp)
    made.add("uid", event.uid)
    made.add("sequence", event.sequence)
    if words := [word for word in event.categories if word]:
        made.add("categories", words)
    stream = {"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": "Stream"}
    made.add("conference", event.conference, parameters=stream)
    made.add("description", event.description)
    made.add("last-modified", event.stamp)
    if event.location:
        made.add("location", event.location)
    made.add("status", "CONFIRMED")
    made.add("url", event.url)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", event.summary)
    alarm.add("trigger", timedelta(minutes=-10))
    made.add_component(alarm)
    return bytes(made.to_ical())


# Without N: the library takes a typed backslash before it for a line break.
LETTERS = ';,\\\n\t:"^ aéλ漢🦠\u200f\x07\x85\u2028'
TEXTS = st.text(st.sampled_from(LETTERS), max_size=200)


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_event_bytes_are_those_of_the_library(text: str) -> None:
    event = made(text)
    assert with_alarm(event_bytes(event), event.summary, 10) == by_library(event)


@pytest.mark.parametrize("text", [text for text in NASTY if "\\n" not in text])
def test_event_bytes_are_those_of_the_library_for_nasty_texts(text: str) -> None:
    event = made(text)
    assert with_alarm(event_bytes(event), event.summary, 10) == by_library(event)


def test_calendar_bytes_are_those_of_the_library() -> None:
    calendar = Calendar()
    for name, value in (
        ("prodid", "-//Plenary//Programme//EN"),
        ("version", "2.0"),
        ("calscale", "GREGORIAN"),
        ("method", "PUBLISH"),
        ("color", "teal"),
        ("uid", "k@meet.example.org"),
        ("x-published-ttl", "PT1H"),
        ("x-wr-timezone", "Europe/London"),
    ):
        calendar.add(name, value)
    # Both are TEXT (RFC 7986 5.1, RFC 5545 3.8.8.2), which the library does not know.
    calendar["name"] = calendar["x-wr-calname"] = vText("A, B; C")
    hour = {"VALUE": "DURATION"}
    calendar.add("refresh-interval", timedelta(hours=1), parameters=hour)
    calendar.add("source", "https://x.org/?a=1&b=2", parameters={"VALUE": "URI"})
    head = CalendarHead("k", "A, B;\nC", "Europe/London", "https://x.org/?a=1&b=2")
    assert calendar_bytes(head, SITE, ()) == calendar.to_ical()


@pytest.mark.parametrize("text", NASTY)
def test_nasty_text_is_read_back(text: str) -> None:
    body = calendar_bytes(HEAD, SITE, [event_bytes(made(text))])
    assert_strict(body)
    [event] = events_of(body).values()
    if "\\n" not in text:
        assert str(event["description"]) == plain(text)
        assert str(event["summary"]) == one_line(text)
        assert str(event["location"]) == one_line(text)
    assert str(event["uid"]) == "S1.glasgow@meet.example.org"


def test_backslash_before_n_stays_a_backslash() -> None:
    """RFC 5545 3.3.11: it is escaped itself. The library's reader gets this one wrong."""
    assert b"SUMMARY:C:\\\\new\r\n" in event_bytes(made("C:\\new"))


def test_cancelled_event_says_so_without_a_word_of_the_stream() -> None:
    body = event_bytes(replace(made("Talk"), is_cancelled=True, conference=""))
    assert b"STATUS:CANCELLED\r\n" in body
    assert b"CONFERENCE" not in body
