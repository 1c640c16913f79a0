"""The columns of a programme in a spreadsheet, and the headings of others that mean the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from conference.web.sheets import Cell
from schedule.exchange.lines import ItemLine, LinePerson
from schedule.rules.wall_clock import is_doubled

Read = Callable[[ItemLine, ZoneInfo], Cell]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the field it is read into, our heading, what others call it, how wide it is.

    A column without a `field` is written for people and not read.
    """

    field: str
    heading: str
    cell: Read
    others: tuple[str, ...] = ()
    width: int = 12


def _day(line: ItemLine, zone: ZoneInfo) -> date | None:
    return line.starts_at.astimezone(zone).date() if line.starts_at else None


def clock_words(at: datetime | None, zone: ZoneInfo) -> str:
    """ "09:30"; "01:30 (second)" where the clocks go back and the time comes twice."""
    if at is None:
        return ""
    twin = is_doubled(at, zone)
    return f"{at.astimezone(zone):%H:%M}" + (f" ({twin})" if twin else "")


def _moment(at: datetime | None, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d} {clock_words(at, zone)}" if at else ""


def _names(people: tuple[LinePerson, ...]) -> str:
    return "; ".join(each.name for each in people)


def _keys(line: ItemLine, zone: ZoneInfo) -> str:
    return "; ".join(f"{each.name}={each.key}={each.part.value}" for each in line.people)


COLUMNS = (
    Column("day", "Day", _day, ("date", "tag", "datum", "jour"), 12),
    Column(
        "start",
        "Start",
        lambda line, zone: clock_words(line.starts_at, zone),
        ("starts", "starts at", "start time", "begin", "begins", "from", "time", "beginn", "von"),
        8,
    ),
    Column(
        "end",
        "End",
        lambda line, zone: clock_words(line.ends_at, zone),
        ("ends", "ends at", "end time", "until", "to", "ende", "bis"),
        8,
    ),
    Column(
        "minutes",
        "Minutes",
        lambda line, zone: line.minutes,
        ("duration", "length", "min", "mins", "duration minutes", "dauer"),
        9,
    ),
    Column(
        "room",
        "Room",
        lambda line, zone: line.room,
        ("hall", "location", "venue", "place", "raum", "saal", "ort", "stage"),
        18,
    ),
    Column(
        "kind",
        "Kind",
        lambda line, zone: line.kind,
        ("type", "session type", "format", "category", "art"),
        16,
    ),
    Column(
        "title",
        "Title",
        lambda line, zone: line.title,
        ("session title", "talk title", "name", "topic", "titel", "thema", "summary title"),
        60,
    ),
    Column("subtitle", "Subtitle", lambda line, zone: line.subtitle, ("untertitel",), 20),
    Column(
        "session",
        "Session",
        lambda line, zone: line.session,
        ("in session", "part of", "block", "sitzung"),
        30,
    ),
    Column(
        "speakers",
        "Speakers",
        lambda line, zone: _names(line.speakers),
        ("speaker", "presenter", "presenters", "people", "persons", "by", "referent", "sprecher"),
        30,
    ),
    Column(
        "chairs",
        "Chairs",
        lambda line, zone: _names(line.chairs),
        ("chair", "chairperson", "moderator", "moderators", "chaired by", "vorsitz"),
        24,
    ),
    Column("track", "Track", lambda line, zone: line.track, ("topic area", "theme", "stream"), 16),
    Column("", "Number", lambda line, zone: line.number, (), 12),
    Column("board", "Board", lambda line, zone: line.board, ("board number", "poster board"), 8),
    Column("", "Presents from", lambda line, zone: _moment(line.presents_from, zone), (), 17),
    Column("", "Presents until", lambda line, zone: _moment(line.presents_until, zone), (), 17),
    Column(
        "questions",
        "Minutes for questions",
        lambda line, zone: line.questions_minutes or None,
        ("questions", "discussion minutes"),
        10,
    ),
    Column("sponsor", "Sponsor", lambda line, zone: line.sponsor, ("sponsored by",), 16),
    Column(
        "streamed",
        "Streamed",
        lambda line, zone: "yes" if line.is_streamed else "",
        ("stream", "hybrid", "live stream"),
        9,
    ),
    Column(
        "set_up_from", "Set-up from", lambda line, zone: _moment(line.set_up_from, zone), (), 17
    ),
    Column(
        "set_up_until", "Set-up until", lambda line, zone: _moment(line.set_up_until, zone), (), 17
    ),
    Column(
        "tear_down_from",
        "Tear-down from",
        lambda line, zone: _moment(line.tear_down_from, zone),
        (),
        17,
    ),
    Column(
        "tear_down_until",
        "Tear-down until",
        lambda line, zone: _moment(line.tear_down_until, zone),
        (),
        17,
    ),
    Column("board_size", "Board size", lambda line, zone: line.board_size, (), 12),
    Column("language", "Language", lambda line, zone: line.language, ("lang", "sprache"), 9),
    Column("status", "Status", lambda line, zone: line.status.label, ("state",), 11),
    Column("summary", "Summary", lambda line, zone: line.summary, ("abstract text", "teaser"), 30),
    Column(
        "description", "Description", lambda line, zone: line.description, ("text", "details"), 30
    ),
    Column(
        "code",
        "Code",
        lambda line, zone: line.code,
        ("id", "ref", "reference", "identifier", "item code", "nr", "no"),
        10,
    ),
    Column(
        "session_code",
        "Session code",
        lambda line, zone: line.session_code,
        ("session id", "parent", "parent code"),
        12,
    ),
    Column("", "Abstract", lambda line, zone: line.abstract, (), 10),
    Column("guid", "Guid", lambda line, zone: line.guid, ("uid", "uuid"), 36),
    Column("person_ids", "Person ids", _keys, (), 20),
)
HEADINGS = {
    each.field: (each.heading.lower().replace("-", " "), each.heading.lower(), *each.others)
    for each in COLUMNS
    if each.field
}
