"""Which of the known formats a file is in."""

from collections.abc import Callable

from schedule.exchange.calendar_reading import read_calendar
from schedule.exchange.errors import UnreadableProgramme
from schedule.exchange.gathering import file_of
from schedule.exchange.incoming import ProgrammeFile
from schedule.exchange.json import read_json
from schedule.exchange.model import ExchangeProgramme, Note, Notes
from schedule.exchange.table_reading import read_table_file
from schedule.exchange.understanding import understand
from schedule.exchange.xml import read_xml
from schedule.exchange.zones import zone_named

_BOM = b"\xef\xbb\xbf"
LARGEST = 12 * 1024 * 1024
TOO_LARGE = "A programme file may have 12 MB at most; this one is larger."
NO_MEETING = (
    "A table or a calendar does not say which meeting it is of. "
    "Name one with --meeting, or give schedule XML or JSON."
)


def read_file(
    data: bytes, zone: str = "", *, home: str = ""
) -> tuple[ProgrammeFile, tuple[Note, ...]]:
    """The sessions of a file in any format that is read, and what was not understood. `zone` is
    what the person said its times are in, `home` the meeting's own. Raises UnreadableProgramme."""
    if len(data) > LARGEST:
        raise UnreadableProgramme(TOO_LARGE)
    start = data.removeprefix(_BOM).lstrip()
    if not start:
        raise UnreadableProgramme("The file is empty.")
    if start[:15].upper() == b"BEGIN:VCALENDAR":
        return _with_notes(read_calendar, data, zone or home)
    if start[:1] in (b"<", b"{"):
        programme, found = read_programme(data, zone)
        return file_of(programme), found
    return _with_notes(read_table_file, data, zone or home)


def _with_notes(
    read: Callable[[bytes, str, Notes], ProgrammeFile], data: bytes, zone: str
) -> tuple[ProgrammeFile, tuple[Note, ...]]:
    """A file that says nothing of its meeting, read for one that is known."""
    if not zone:
        raise UnreadableProgramme(NO_MEETING)
    if zone_named(zone) is None:
        raise UnreadableProgramme(f"There is no zone “{zone}”.")
    notes = Notes()
    file = read(data, zone, notes)
    return file, notes.all()


def read_programme(data: bytes, zone: str = "") -> tuple[ExchangeProgramme, tuple[Note, ...]]:
    """A programme file as a programme and what was not understood; `zone`, if told, is the zone
    its times are shown in. Anything but schedule XML or JSON raises `UnreadableProgramme`."""
    notes, start = Notes(), data.removeprefix(_BOM).lstrip()[:1]
    if start == b"<":
        raw = read_xml(data.removeprefix(_BOM).lstrip(), notes)
    elif start == b"{":
        raw = read_json(data.removeprefix(_BOM), notes)
    else:
        raise UnreadableProgramme("The file is neither schedule XML nor schedule JSON.")
    programme = understand(raw, zone, notes)
    return programme, notes.all()
