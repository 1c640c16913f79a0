"""Calendars read back: by the icalendar library, and line by line as the strictest app would."""

from __future__ import annotations

from typing import Any

from icalendar import Calendar

DEMANDED = ("UID", "DTSTAMP", "DTSTART", "SUMMARY")


def events_of(body: bytes) -> dict[str, Any]:
    """The events by what their UID begins with: the code, or the code and a task."""
    calendar: Any = Calendar.from_ical(body)
    return {str(event["uid"]).split(".")[0]: event for event in calendar.walk("VEVENT")}


def assert_strict(body: bytes) -> None:
    """RFC 5545 to the letter: one wrongly folded line made Google drop a whole feed."""
    assert body.endswith(b"END:VCALENDAR\r\n")
    lines = body.split(b"\r\n")[:-1]
    for line in lines:
        assert 0 < len(line) <= 75
        line.decode()  # no character is cut in two
        assert not any((octet < 32 and octet != 9) or octet == 127 for octet in line)
    whole = body.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]
    assert whole[0] == "BEGIN:VCALENDAR"
    assert whole.count("METHOD:PUBLISH") == 1
    assert not any("TZID" in line.split(":")[0] for line in whole)
    assert "BEGIN:VTIMEZONE" not in whole
    assert whole.count("BEGIN:VEVENT") == whole.count("END:VEVENT") > 0
    for event in "\n".join(whole).split("BEGIN:VEVENT\n")[1:]:
        own = event.split("BEGIN:VALARM")[0].split("END:VEVENT")[0].split("\n")
        names = [line.split(":")[0].split(";")[0] for line in own if ":" in line]
        assert all(names.count(name) == 1 for name in DEMANDED)
        assert len(set(names)) == len(names)
