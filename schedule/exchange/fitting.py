"""Texts that are longer than a column are cut, and the preview says so."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import msgspec

from schedule.exchange.incoming import Incoming, IncomingItem, Named, ProgrammeFile
from schedule.exchange.model import Notes

_WIDTHS = {
    "room_name": ("room", 120),
    "track": ("track", 120),
    "type_label": ("type", 60),
    "language": ("language", 10),
    "sponsor": ("sponsor", 120),
    "board_size": ("board size", 60),
}
ROOM = _WIDTHS["room_name"][1]
PERSON, BOARD = 200, 20
_CODE = re.compile(r"[0-9A-Z]{1,12}")


def fitted(file: ProgrammeFile, notes: Notes) -> ProgrammeFile:
    """The file with every text short enough to be stored; what was cut is noted."""
    frame = file.frame
    if frame is not None:
        rooms = (msgspec.structs.replace(r, name=r.name[:ROOM].rstrip()) for r in frame.rooms)
        unique = tuple({room.name: room for room in rooms}.values())
        frame = msgspec.structs.replace(frame, rooms=unique)
    sessions = tuple(_session(each, notes) for each in file.sessions)
    return replace(file, frame=frame, sessions=sessions)


def _session(incoming: Incoming, notes: Notes) -> Incoming:
    session = incoming.session
    cut: dict[str, Any] = {}
    for name, (word, width) in _WIDTHS.items():
        text: str = getattr(session, name)
        if len(text) > width:
            notes.add(f"“{session.title}”", f"the {word} is cut to {width} characters")
            cut[name] = text[:width].rstrip()
    return replace(
        incoming,
        session=replace(session, code=_code(session.code), **cut),
        people=_people(incoming.people),
        items=tuple(_item(each) for each in incoming.items),
    )


def _item(item: IncomingItem) -> IncomingItem:
    slot = replace(item.slot, code=_code(item.slot.code), board=item.slot.board[:BOARD])
    return replace(item, slot=slot, people=_people(item.people))


def _code(code: str) -> str:
    return code if _CODE.fullmatch(code) else ""


def _people(people: tuple[Named, ...]) -> tuple[Named, ...]:
    if all(len(each.person.name) <= PERSON for each in people):
        return people
    return tuple(
        replace(each, person=msgspec.structs.replace(each.person, name=each.person.name[:PERSON]))
        for each in people
    )
