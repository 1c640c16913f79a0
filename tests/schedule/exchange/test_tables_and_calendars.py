"""Tables and calendars of others: headings, times on the venue's clock, and hostile files."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from schedule.exchange import UnreadableProgramme
from schedule.exchange.incoming import Incoming
from schedule.exchange.recognising import LARGEST, read_file
from schedule.rules.vocabulary import ItemStatus, Part, SessionKind, SlotKind

SEATTLE = "America/Los_Angeles"


def read(text: str | bytes, zone: str = SEATTLE) -> tuple[tuple[Incoming, ...], str]:
    """The sessions of a file, and all its notes."""
    data = text.encode() if isinstance(text, str) else text
    file, notes = read_file(data, home=zone)
    return file.sessions, "\n".join(map(str, notes))


def only(text: str | bytes, zone: str = SEATTLE) -> Incoming:
    [session] = read(text, zone)[0]
    return session


def test_table_of_others_is_understood_by_its_headings() -> None:
    """German Excel: semicolons, Windows-1252, no codes, a length instead of an end."""
    text = (
        "Datum;Beginn;Dauer;Saal;Titel;Referent;Vorsitz;Track;Art;Bemerkung\n"
        "18.10.2027;09:00;90;Hörsaal 1;Begrüßung;Ann Ö und Ben;Cy Z;Signale;Keynote;x\n"
    )
    [session], notes = read(text.encode("cp1252"), "Europe/Berlin")
    assert session.session.starts_at == datetime(2027, 10, 18, 7, 0, tzinfo=UTC)
    assert (session.session.title, session.session.duration_minutes) == ("Begrüßung", 90)
    assert (session.session.room_name, session.session.kind) == ("Hörsaal 1", SessionKind.KEYNOTE)
    named = [(each.person.name, each.part) for each in session.people]
    assert named == [("Cy Z", Part.CHAIR), ("Ann Ö", None), ("Ben", None)]
    assert "summary" not in session.told
    assert "the column “Bemerkung” is not known" in notes


def test_people_are_parted_by_semicolons_else_by_commas_and_and() -> None:
    head = "title,day,start,speakers\n"
    both = only(head + 'A,2027-10-18,09:00,"Ann Lee, Bo Ek and Cy Z"\n')
    assert [p.person.name for p in both.people] == ["Ann Lee", "Bo Ek", "Cy Z"]
    titled = only(head + 'A,2027-10-18,09:00,"Ann Lee, MD; Bo Ek"\n')
    assert [p.person.name for p in titled.people] == ["Ann Lee, MD", "Bo Ek"]


def test_rows_that_name_a_session_become_its_talks() -> None:
    sessions, _ = read(
        "title,date,start,end,session,kind,presenter\n"
        "Signals,2027-10-18,09:00,10:00,,Symposium,\n"
        "A talk,2027-10-18,09:00,09:20,Signals,,Ann\n"
        "A poster,2027-10-18,09:00,,Signals,Poster,Bo\n"
        "Alone,2027-10-19,11:00,11:30,Elsewhere,Invited talk,Cy\n"
    )
    signals, elsewhere = sessions
    assert [item.slot.title for item in signals.items] == ["A talk", "A poster"]
    assert [p.part for p in signals.items[1].people] == [Part.PRESENTER]
    assert (elsewhere.session.title, elsewhere.session.duration_minutes) == ("Elsewhere", 30)
    assert elsewhere.items[0].slot.kind is SlotKind.INVITED


@pytest.mark.parametrize(
    ("day", "start", "zone", "sentence"),
    [
        ("2027-03-14", "02:30", SEATTLE, "This time does not exist on Sun 14 Mar 2027"),
        ("2025-11-02", "01:30", SEATTLE, "01:30 comes twice on Sun 2 Nov 2025"),
        ("3/4/2027", "09:00", SEATTLE, "“3/4/2027” can mean two days"),
        ("2027-10-18", "noon", SEATTLE, "“noon” is not a time"),
        ("2027-02-30", "09:00", SEATTLE, "“2027-02-30” is not a day"),
        ("", "09:00", SEATTLE, "“09:00” has no day"),
    ],
)
def test_row_with_an_unusable_time_is_left_out_with_its_line(
    day: str, start: str, zone: str, sentence: str
) -> None:
    """The rest of the table is read."""
    text = f"title,day,start\nGood,2027-10-18,10:00\nBad,{day},{start}\n"
    sessions, notes = read(text, zone)
    assert [each.session.title for each in sessions] == ["Good"]
    assert sentence in notes
    assert "line 3" in notes


@pytest.mark.parametrize(
    ("day", "start", "end", "zone", "starts", "minutes"),
    [
        ("2025-11-02", "01:30 (second)", "03:00", SEATTLE, "2025-11-02T09:30", 90),
        ("2025-11-01", "23:30", "02:30", SEATTLE, "2025-11-02T06:30", 240),
        ("Sun 2 Nov 2025", "9 am", "9:45 AM", SEATTLE, "2025-11-02T17:00", 45),
        ("", "2027-10-18 09:00", "10:00", "Asia/Kathmandu", "2027-10-18T03:15", 60),
        ("", "2027-10-18T09:00:00-10:00", "", "Pacific/Honolulu", "2027-10-18T19:00", 0),
        ("18/10/2027", "14.15", "", "Australia/Sydney", "2027-10-18T03:15", 0),
    ],
)
def test_times_are_those_of_the_venue(
    day: str, start: str, end: str, zone: str, starts: str, minutes: int
) -> None:
    session = only(f"title,day,start,end\nA,{day},{start},{end}\n", zone).session
    assert session.starts_at == datetime.fromisoformat(starts).replace(tzinfo=UTC)
    assert session.duration_minutes == minutes


def test_formula_in_a_cell_stays_text() -> None:
    text = 'title,day,start\n"\'=HYPERLINK(""http://evil"")",2027-10-18,09:00\n'
    assert only(text).session.title == '=HYPERLINK("http://evil")'


def ics(*lines: str, uid: str = "1@elsewhere") -> str:
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VEVENT", f"UID:{uid}")
    return "\r\n".join((*head, "SUMMARY:Opening", *lines, "END:VEVENT", "END:VCALENDAR", ""))


@pytest.mark.parametrize(
    ("start", "zone", "instant"),
    [
        ("DTSTART:20271018T080000Z", SEATTLE, "2027-10-18T08:00"),
        ("DTSTART;TZID=Europe/Berlin:20271018T080000", SEATTLE, "2027-10-18T06:00"),
        ("DTSTART:20201101T090000", SEATTLE, "2020-11-01T17:00"),
        ("DTSTART:20251102T090000", SEATTLE, "2025-11-02T17:00"),
        ("DTSTART:20271018T090000", "Asia/Kathmandu", "2027-10-18T03:15"),
        ("DTSTART;TZID=Mars/Base:20271018T090000", "Australia/Sydney", "2027-10-17T22:00"),
    ],
)
def test_calendar_times_are_instants(start: str, zone: str, instant: str) -> None:
    session = only(ics(start, "DURATION:PT45M"), zone).session
    assert session.starts_at == datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert session.duration_minutes == 45


def test_all_day_event_is_read_without_a_time() -> None:
    [event], notes = read(ics("DTSTART;VALUE=DATE:20271018"))
    assert event.session.starts_at is None
    assert "starts_at" not in event.told
    assert "an event that lasts all day was read without a time" in notes


def test_calendar_event_is_understood_whole() -> None:
    event = only(
        ics(
            "DTSTART:20271018T080000Z",
            "DTEND:20271018T090000Z",
            "LOCATION:Hall A\\, Level 1",
            "STATUS:CANCELLED",
            "CATEGORIES:Signals,Workshop",
            "DESCRIPTION:One\\nTwo",
        )
    )
    session = event.session
    assert (session.room_name, session.track) == ("Hall A", "Signals")
    assert (session.kind, session.status) == (SessionKind.WORKSHOP, ItemStatus.CANCELLED)
    assert session.description == "One\nTwo"


def test_our_own_event_is_known_by_its_code_and_keeps_its_words() -> None:
    event = only(ics("DTSTART:20271018T080000Z", uid="ABC123.demo@plenary.test"))
    assert event.known_as == "ABC123"
    assert event.told == {"starts_at", "duration_minutes", "room_name", "status"}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"x" * (LARGEST + 1), "12 MB at most"),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\n" * 10_001, "10,000 events at most"),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "no event in this calendar"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "not a well-formed calendar|no event"),
        (b"title,day\nA,2027-10-18\n", "No column is called “start”"),
        (b"title,start\n", "no row under the headings"),
        (b"title,start\nA,never\n", "No row of this file can be used: .*“never” has no day"),
        (b"\xff\xfet\x00i\x00", "not a table either"),
        (b'<?xml version="1.0" encoding="latin-7"?><schedule/>', "not well-formed XML"),
        (b"<schedule>\xff</schedule>", "not well-formed XML"),
        (b"PK\x03\x04 not a workbook", "not a table either"),
        (b"", "The file is empty"),
        (b"title,start\n" + b"x" * 200_000 + b",9:00\n", "A cell of it never ends"),
    ],
)
def test_unusable_file_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableProgramme, match=sentence):
        read_file(data, home=SEATTLE)


def test_table_without_a_meeting_is_refused() -> None:
    with pytest.raises(UnreadableProgramme, match="--meeting"):
        read_file(b"title,day,start\nA,2027-10-18,09:00\n")


def test_title_that_comes_twice_is_told_apart_and_said() -> None:
    text = "title,day,start\nBreak,2027-10-18,10:00\nBreak,2027-10-19,10:00\n"
    sessions, notes = read(text)
    assert len({each.guid for each in sessions}) == 2
    assert "a title is there twice" in notes
    again: Any = read(text)[0]
    assert [each.guid for each in again] == [each.guid for each in sessions]


def test_end_before_the_start_is_asked_about() -> None:
    head = "title,day,start,end\n"
    [party], notes = read(head + "Party,18/10/2027,21:00,2:00\n")
    assert (party.session.duration_minutes, "lasts" in notes) == (300, False)
    _, notes = read(head + "Slip,18/10/2027,11:00,10:00\n")
    assert "line 2: “Slip” lasts 23 hours; is its end right?" in notes
