"""Texts that are longer than a column are cut, and the preview says so."""

from __future__ import annotations

import re

import msgspec

from schedule.exchange.model import ExchangeEvent, ExchangeProgramme, ExchangeRoom, Notes

ROOM, TRACK, TYPE, LANGUAGE, CODE = 120, 120, 60, 10, 12
PERSON = 200
_CODE = re.compile(r"[0-9A-Z]{1,12}")


def fitted(programme: ExchangeProgramme, notes: Notes) -> ExchangeProgramme:
    """The programme with every text short enough to be stored; what was cut is noted."""
    events = tuple(_event(event, notes) for event in programme.events)
    rooms = (_room(room) for room in programme.frame.rooms)
    unique = tuple({room.name: room for room in rooms}.values())
    frame = msgspec.structs.replace(programme.frame, rooms=unique)
    return ExchangeProgramme(frame, events)


def _event(event: ExchangeEvent, notes: Notes) -> ExchangeEvent:
    cut = {
        name: _cut(event, name, length, notes)
        for name, length in (
            ("room", ROOM),
            ("track", TRACK),
            ("type", TYPE),
            ("language", LANGUAGE),
        )
    }
    code = event.origin.code if _CODE.fullmatch(event.origin.code) else ""
    people = tuple(
        msgspec.structs.replace(person, name=person.name[:PERSON]) for person in event.origin.people
    )
    origin = msgspec.structs.replace(event.origin, code=code, people=people)
    return msgspec.structs.replace(event, origin=origin, **cut)


def _cut(event: ExchangeEvent, name: str, length: int, notes: Notes) -> str:
    text: str = getattr(event, name)
    if len(text) > length:
        notes.add(f"“{event.title}”", f"the {name} is cut to {length} characters")
        return text[:length].rstrip()
    return text


def _room(room: ExchangeRoom) -> ExchangeRoom:
    return msgspec.structs.replace(room, name=room.name[:ROOM].rstrip())
