"""Small programme files with every feature, and a strategy for programmes that files can hold."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from schedule.exchange import (
    ExchangeEvent,
    ExchangeFrame,
    ExchangeProgramme,
    ExchangeRoom,
    ExchangeTrack,
)
from schedule.exchange.model import ExchangeDay
from schedule.rules import Link, Origin, OriginPerson, Recording

XML = """<?xml version="1.0" encoding="utf-8"?>
<schedule>
<generator name="frab" version="1"/>
<version>1.5 To shine</version>
<conference>
<acronym>night</acronym><title>Night &amp; Signals</title>
<start>2014-12-27</start><end>2014-12-28</end><days>2</days>
<timeslot_duration>00:05</timeslot_duration>
<track name="Security" color="#ff0000" slug="security"/>
</conference>
<day date="2014-12-27" start="2014-12-27T11:00:00+01:00" end="2014-12-28T04:00:00+01:00" index="1">
<room name="Saal 1">
<event guid="29aecfd7-2e44-4f49-ab86-29b5e0877325" id="6561">
<date>2014-12-27T11:00:00+01:00</date><start>11:00</start><duration>00:30</duration>
<room>Saal 1</room><slug>night-6561-opening</slug>
<recording><license>CC BY 4.0</license><optout>true</optout></recording>
<title>Opening</title><subtitle>A new dawn</subtitle><track>Security</track>
<type>lecture</type><language>en</language><abstract>Short.</abstract>
<description>Long.

Second paragraph.</description>
<persons><person id="1544">Ann Ångström</person><person id="3874">Ben</person></persons>
<links><link href="https://example.org/a">Slides</link><link href="www.example.org">Site</link>
<link href="javascript:alert(1)">Bad</link></links>
<attachments>
<attachment href="https://example.org/a.pdf" type="slides">PDF</attachment></attachments>
<hovercraft>full of eels</hovercraft>
</event>
<event guid="HOqeNIb6G7M4hYFKFRkCmQ" id="6564">
<date>2014-12-28T00:15:00+01:00</date><start>00:15</start><duration>1:00</duration>
<room>Saal 1</room><slug></slug><title>After midnight</title><subtitle/><track/>
<type>lecture</type><language>de</language><abstract/><description/>
<persons><person id="1544">Ann Ångström</person></persons><links/>
</event>
</room>
</day>
<day date="2014-12-28" start="2014-12-28T11:30:00+01:00" end="2014-12-29T04:00:00+01:00" index="2">
<room name="Saal 2">
<event guid="d9a0c1a1-0000-4000-8000-000000000003" id="6570">
<date>2014-12-28T11:30:00+01:00</date><start>11:30</start><duration>01:00</duration>
<room>Saal 2</room><title>Keynote</title><track>CCC</track><type>keynote</type>
<abstract/><persons/><links/>
</event>
</room>
</day>
</schedule>
"""


def json_file(**conference: Any) -> bytes:
    """A c3voc JSON with one event; `conference` overrides, `event` overrides in the event."""
    event = {
        "id": 25,
        "guid": "8079583e-8321-506c-95af-fd2903a5f075",
        "code": "G9JGWY",
        "logo": "",
        "date": "2020-12-14T09:00:00+01:00",
        "start": "09:00",
        "duration": "00:30",
        "room": "Gray Room",
        "slug": "democon-25-focused",
        "url": "https://example.org/talk/G9JGWY/",
        "title": "Focused hardware",
        "subtitle": None,
        "track": None,
        "type": "Workshop",
        "language": "en",
        "abstract": "Models!",
        "description": "",
        "recording_license": "",
        "do_not_record": False,
        "do_not_stream": True,
        "persons": [{"id": 26, "code": "NQTF8Y", "public_name": "Ann", "answers": []}],
        "links": [{"url": "https://example.org", "title": "Site", "type": "web"}],
        "attachments": [],
        **conference.pop("event", {}),
    }
    whole = {
        "acronym": "democon",
        "title": "DemoCon",
        "start": "2020-12-14",
        "end": "2020-12-14",
        "daysCount": 1,
        "timeslot_duration": "00:05",
        "rooms": [{"name": "Gray Room", "guid": "b379c473-93b9-4eae-9a09-d482e86cede3"}],
        "days": [
            {
                "index": 1,
                "date": "2020-12-14",
                "day_start": "2020-12-14T04:00:00+01:00",
                "day_end": "2020-12-15T03:59:00+01:00",
                "rooms": {"Gray Room": [event]},
            }
        ],
        **conference,
    }
    return json.dumps({"schedule": {"version": "v1", "conference": whole}}).encode()


DAY = date(2026, 10, 18)
_START = datetime(2026, 10, 18, 2, 0, tzinfo=UTC)  # 04:00 in Berlin
_links = st.lists(
    st.builds(
        Link,
        url=st.sampled_from(["https://example.org/ä?a=1&b=2", "www.example.org/x"]),
        title=st.sampled_from(["", "Slides <1>", "Ω & co"]),
        type=st.sampled_from(["", "web", "paper"]),
    ),
    max_size=2,
).map(tuple)


@st.composite
def _people(draw: st.DrawFn) -> tuple[OriginPerson, ...]:
    ids = draw(st.lists(st.integers(1, 2**31), max_size=3, unique=True))
    return tuple(
        OriginPerson(
            key=f"id:{number}", name=draw(st.sampled_from(["Ann", "Łukasz Ω", "张伟"])), id=number
        )
        for number in ids
    )


@st.composite
def events(draw: st.DrawFn, number: int) -> ExchangeEvent:
    origin = Origin(
        guid=str(UUID(int=draw(st.integers(0, 2**100)) * 1000 + number)),
        id=number,
        slug=f"conf-{number:04d}-x",
        url=f"https://example.org/{number}",
        links=draw(_links),
        attachments=draw(_links),
        recording=draw(
            st.none() | st.builds(Recording, licence=st.just("CC0"), do_not_record=st.booleans())
        ),
        people=draw(_people()),
    )
    return ExchangeEvent(
        title=draw(st.sampled_from(["Opening", "A & B <c>", "Ελληνικά 漢字 🦠"])),
        starts_at=_START + timedelta(minutes=draw(st.integers(0, 48 * 60 - 1))),
        duration_minutes=draw(st.integers(0, 300)),
        room=draw(st.sampled_from(["Hall A", "Hall B"])),
        subtitle=draw(st.sampled_from(["", "Sub"])),
        type=draw(st.sampled_from(["lecture", "workshop"])),
        track=draw(st.sampled_from(["", "Signals"])),
        language=draw(st.sampled_from(["", "en"])),
        abstract=draw(st.sampled_from(["", "One.\n\nTwo  three."])),
        description=draw(st.sampled_from(["", "“Quoted” & <b>plain</b>"])),
        origin=origin,
    )


@st.composite
def exchange_programmes(draw: st.DrawFn) -> ExchangeProgramme:
    """Programmes that both formats can hold whole, in the order in which they are written."""
    count = draw(st.integers(1, 6))
    made = [draw(events(number)) for number in range(1, count + 1)]
    rooms = [
        ExchangeRoom(name, guid=str(UUID(int=n))) for n, name in enumerate(["Hall A", "Hall B"])
    ]
    frame = ExchangeFrame(
        acronym="conf",
        title="Conf & co",
        zone="Europe/Berlin",
        starts_on=DAY,
        ends_on=DAY + timedelta(days=1),
        version="v1",
        url="https://example.org",
        tracks=(ExchangeTrack("Signals", "signals", "#00ff00"),),
        rooms=tuple(rooms),
        days=tuple(
            ExchangeDay(
                n + 1,
                DAY + timedelta(days=n),
                _START + timedelta(days=n),
                _START + timedelta(days=n + 1),
            )
            for n in (0, 1)
        ),
    )
    places = {room.name: place for place, room in enumerate(rooms)}

    def order(event: ExchangeEvent) -> tuple[int, int, datetime, int]:
        day = (event.starts_at - _START).days
        return day, places[event.room], event.starts_at, event.origin.id or 0

    return ExchangeProgramme(frame, tuple(sorted(made, key=order)))
