"""Programmes as files: pentabarf/frab XML, c3voc JSON, tables, workbooks and calendars.

`write_xml` and `write_json` turn an `ExchangeProgramme` into bytes that `read_programme` gives back
as the same, with notes of what was not understood. `recognising.read_file` reads every format;
`comparing` says what a file would do to the draft.
"""

from schedule.exchange.errors import UnreadableProgramme
from schedule.exchange.json import write_json
from schedule.exchange.model import (
    ExchangeDay,
    ExchangeEvent,
    ExchangeFrame,
    ExchangeProgramme,
    ExchangeRoom,
    ExchangeSession,
    ExchangeTrack,
    Note,
    SessionReference,
)
from schedule.exchange.recognising import read_programme
from schedule.exchange.xml import write_xml

__all__ = [
    "ExchangeDay",
    "ExchangeEvent",
    "ExchangeFrame",
    "ExchangeProgramme",
    "ExchangeRoom",
    "ExchangeSession",
    "ExchangeTrack",
    "Note",
    "SessionReference",
    "UnreadableProgramme",
    "read_programme",
    "write_json",
    "write_xml",
]
