"""Programmes of other systems: pentabarf/frab XML and c3voc JSON, read and written.

`read_programme` turns bytes into an `ExchangeProgramme` and notes of what was not understood;
`write_xml` and `write_json` turn one into bytes that read back as the same.
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
