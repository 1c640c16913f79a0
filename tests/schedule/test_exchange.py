"""Programme files of other systems: what goes in comes out, and what does not fit is told."""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schedule.exchange import (
    ExchangeProgramme,
    UnreadableProgramme,
    read_programme,
    write_json,
    write_xml,
)
from schedule.rules import Link, Recording
from tests.schedule.files import XML, exchange_programmes, json_file
from tests.schedule.programmes import PATIENT


def notes_of(data: bytes, zone: str = "") -> str:
    _, notes = read_programme(data, zone)
    return "\n".join(map(str, notes))


def test_xml_is_understood_whole() -> None:
    programme, _ = read_programme(XML.encode())
    frame = programme.frame
    assert (frame.acronym, frame.title, frame.zone) == ("night", "Night & Signals", "Europe/Berlin")
    assert [room.name for room in frame.rooms] == ["Saal 1", "Saal 2"]
    assert [day.date.isoformat() for day in frame.days] == ["2014-12-27", "2014-12-28"]
    assert programme.people_count == 2
    opening, midnight, _ = programme.events
    assert opening.starts_at == datetime(2014, 12, 27, 10, 0, tzinfo=UTC)
    assert opening.duration_minutes == 30
    assert opening.origin.recording == Recording(licence="CC BY 4.0", do_not_record=True)
    assert [person.key for person in opening.origin.people] == ["id:1544", "id:3874"]
    assert opening.description == "Long.\n\nSecond paragraph."
    assert opening.origin.attachments == (Link("https://example.org/a.pdf", "PDF", type="slides"),)
    assert midnight.starts_at == datetime(2014, 12, 27, 23, 15, tzinfo=UTC)


def test_what_was_not_understood_is_noted_with_its_line() -> None:
    notes = notes_of(XML.encode())
    assert "line 27, <hovercraft>: <event> has an element “hovercraft”, which was left out" in notes
    assert "line 24, <link>: a link without a web address was left out" in notes
    assert "a guid was written in base64 and is now written as a UUID" in notes
    assert "The file names no zone; Europe/Berlin has the offsets of all its times" in notes


def test_dangerous_link_is_dropped_and_bare_one_kept() -> None:
    programme, _ = read_programme(XML.encode())
    assert [link.url for link in programme.events[0].origin.links] == [
        "https://example.org/a",
        "www.example.org",
    ]


def test_json_is_understood_whole() -> None:
    programme, _ = read_programme(json_file())
    [event] = programme.events
    assert event.starts_at == datetime(2020, 12, 14, 8, 0, tzinfo=UTC)
    assert event.origin.code == "G9JGWY"
    assert event.origin.recording == Recording("", do_not_record=False, do_not_stream=True)
    assert event.origin.people[0].code == "NQTF8Y"
    assert (event.subtitle, event.track) == ("", "")


def test_unknown_json_field_is_noted_with_its_path() -> None:
    notes = notes_of(json_file(event={"mascot": "cat"}))
    assert "days[0].rooms[“Gray Room”].events[0].mascot: events: the field “mascot”" in notes
    assert "persons[0].answers" in notes


def test_zone_that_the_offsets_contradict_is_not_believed() -> None:
    data = json_file(time_zone_name="UTC")
    programme, _ = read_programme(data)
    assert programme.frame.zone == "Europe/Berlin"
    assert programme.events[0].starts_at == datetime(2020, 12, 14, 8, 0, tzinfo=UTC)
    assert "names the zone UTC, but its times carry other offsets" in notes_of(data)


def test_zone_that_is_told_wins() -> None:
    programme, _ = read_programme(json_file(), "Europe/Prague")
    assert programme.frame.zone == "Europe/Prague"


def test_local_start_without_offset_uses_the_zone() -> None:
    event = {"date": "2020-12-14", "start": "23:30"}
    data = json_file(time_zone_name="Asia/Kathmandu", event=event)
    programme, _ = read_programme(data)
    assert programme.events[0].starts_at == datetime(2020, 12, 14, 17, 45, tzinfo=UTC)
    late = json_file(time_zone_name="Asia/Kathmandu", event={**event, "start": "00:30"})
    assert read_programme(late)[0].events[0].starts_at == datetime(2020, 12, 14, 18, 45, tzinfo=UTC)


def test_event_without_a_date_is_left_out_and_noted() -> None:
    data = json.loads(json_file())
    rooms = data["schedule"]["conference"]["days"][0]["rooms"]
    rooms["Gray Room"].append({"title": "Lost", "guid": "x", "id": "-1"})
    data["schedule"]["conference"]["days"][0]["date"] = ""
    data["schedule"]["conference"]["days"][0]["day_start"] = ""
    text = json.dumps(data).encode()
    assert len(read_programme(text)[0].events) == 1
    assert "an event without a date and time was left out" in notes_of(text)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "neither schedule XML nor schedule JSON"),
        (b"hello", "neither schedule XML nor schedule JSON"),
        (b"<schedule><day>", "not well-formed XML"),
        (b"<html/>", "holds “html”, not a schedule"),
        (b"<schedule><version>1</version></schedule>", "no event with a date"),
        (b"{", "not well-formed JSON"),
        (b"[" * 100_000, "neither schedule XML nor schedule JSON"),
        (b'{"a":' * 100_000, "not well-formed JSON"),
        (b'{"schedule": {}}', "no schedule with a conference"),
    ],
)
def test_anything_else_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableProgramme, match=sentence):
        read_programme(data)


def test_entity_bomb_and_foreign_file_are_refused() -> None:
    bomb = '<!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><schedule>&b;</schedule>'
    thief = '<!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/passwd">]><schedule>&a;</schedule>'
    for text in (bomb, thief):
        with pytest.raises(UnreadableProgramme, match="DOCTYPE"):
            read_programme(text.encode())


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(
        [
            "9999-12-31T23:59:59-14:00",
            "0001-01-01T00:00:00+14:00",
            "99:99:99",
            "²:½",
            "../../etc/passwd",
            "\x00",
            "javascript:x",
        ]
    ),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=3), st.none(), max_size=2),
)
PLACES = st.sampled_from(
    [
        ("event", name)
        for name in json.loads(json_file())["schedule"]["conference"]["days"][0]["rooms"][
            "Gray Room"
        ][0]
    ]
    + [("conference", name) for name in ("start", "end", "days", "rooms", "time_zone_name")]
)


@settings(PATIENT, max_examples=150)
@given(st.lists(st.tuples(PLACES, ODD), min_size=1, max_size=3))
def test_odd_values_are_understood_or_refused(
    changes: list[tuple[tuple[str, str], object]],
) -> None:
    """Nothing in a file makes anything but a programme with notes, or a sentence."""
    event = {name: value for (place, name), value in changes if place == "event"}
    conference = {name: value for (place, name), value in changes if place == "conference"}
    try:
        programme, _ = read_programme(json_file(event=event, **conference))
    except UnreadableProgramme:
        return
    again, _ = read_programme(write_xml(programme))
    assert [(e.title, e.starts_at) for e in again.events] == [
        (e.title, e.starts_at) for e in programme.events
    ]
    read_programme(write_json(programme))


@settings(PATIENT, max_examples=100)
@given(st.sampled_from(re.findall(r"<[^>]+>|[^<>]+", XML)), st.text(max_size=8))
def test_damaged_xml_is_understood_or_refused(part: str, instead: str) -> None:
    try:
        programme, _ = read_programme(XML.replace(part, instead, 1).encode(errors="replace"))
    except UnreadableProgramme:
        return
    assert programme.events


def test_zone_that_does_not_exist_is_said() -> None:
    assert "There is no zone “Mars/Base”." in notes_of(json_file(), "Mars/Base")


@settings(PATIENT, max_examples=60)
@given(exchange_programmes())
def test_xml_reads_back_as_written(programme: ExchangeProgramme) -> None:
    assert read_programme(write_xml(programme))[0] == programme


@settings(PATIENT, max_examples=60)
@given(exchange_programmes())
def test_json_reads_back_as_written(programme: ExchangeProgramme) -> None:
    assert read_programme(write_json(programme))[0] == programme


def test_sample_survives_xml_to_json_to_xml() -> None:
    first, _ = read_programme(XML.encode())
    second, _ = read_programme(write_xml(first))
    assert second == first
    third, _ = read_programme(write_json(first))
    assert [(e.title, e.starts_at, e.room) for e in third.events] == [
        (e.title, e.starts_at, e.room) for e in first.events
    ]


def test_written_bytes_do_not_depend_on_the_moment() -> None:
    programme, _ = read_programme(XML.encode())
    assert write_xml(programme) == write_xml(programme)
    assert write_json(programme) == write_json(programme)


REAL = Path(os.environ.get("PLENARY_REAL_SCHEDULES", ""))


@pytest.mark.skipif(not os.environ.get("PLENARY_REAL_SCHEDULES"), reason="no real files named")
def test_real_congress_file_loses_nothing() -> None:
    programme, notes = read_programme((REAL / "31c3-schedule.xml").read_bytes())
    frame = programme.frame
    counts = (len(programme.events), len(frame.days), len(frame.rooms), programme.people_count)
    assert counts == (138, 4, 4, 198)
    assert frame.day_change_hour == 4
    assert len(notes) == 2
    assert read_programme(write_xml(programme))[0] == programme
    assert read_programme(write_json(programme))[0].events == programme.events
