"""Which of the known formats a file is in."""

from schedule.exchange.errors import UnreadableProgramme
from schedule.exchange.json import read_json
from schedule.exchange.model import ExchangeProgramme, Note, Notes
from schedule.exchange.understanding import understand
from schedule.exchange.xml import read_xml

_BOM = b"\xef\xbb\xbf"


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
