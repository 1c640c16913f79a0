"""A programme from CSV or a workbook: our own columns, or anything with recognised headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from abstracts.importing.table import FileRow, read_table
from conference.membership.roll_sheet import is_spreadsheet
from schedule.exchange.cells import UnreadableCell, minutes_between, read_flag_cell, read_moment
from schedule.exchange.columns import HEADINGS
from schedule.exchange.errors import UnreadableProgramme
from schedule.exchange.fields import made_up_guid, one_line, plain_text, read_guid
from schedule.exchange.incoming import (
    NOWHERE,
    Incoming,
    IncomingItem,
    Named,
    ProgrammeFile,
    slot_kind_of,
)
from schedule.exchange.model import Notes
from schedule.exchange.named_people import NamesOfTable
from schedule.rules.origin import Origin
from schedule.rules.programme import PlannedSession, PlannedSlot
from schedule.rules.vocabulary import ItemStatus, Part, SessionKind, SlotKind, session_kind_of

_LONG_MINUTES = 14 * 60  # an end before the start is of the next day, or a slip of the finger
_MINUTES = re.compile(r"[0-9]{1,3}")
_KIND = re.compile(r"(.+) \[(.+)\]")
_TELLS = {
    "title": ("title",),
    "subtitle": ("subtitle",),
    "start": ("starts_at",),
    "end": ("duration_minutes",),
    "minutes": ("duration_minutes",),
    "room": ("room_name",),
    "track": ("track",),
    "kind": ("kind", "type_label"),
    "language": ("language",),
    "summary": ("summary",),
    "description": ("description",),
    "speakers": ("speakers",),
    "chairs": ("chairs",),
    "sponsor": ("sponsor",),
    "streamed": ("is_streamed",),
    "board_size": ("board_size",),
    "status": ("status",),
    "set_up_from": ("set_up_from",),
    "set_up_until": ("set_up_until",),
    "tear_down_from": ("tear_down_from",),
    "tear_down_until": ("tear_down_until",),
}
_ITEM_TELLS = {
    "title": "title",
    "start": "starts_at",
    "end": "duration_minutes",
    "minutes": "duration_minutes",
    "kind": "kind",
    "speakers": "people",
    "questions": "questions_minutes",
    "board": "board",
    "status": "status",
}
NOT_OTHERWISE = (
    "The file is neither schedule XML nor schedule JSON nor a calendar, and not a table either:"
)
_MOMENTS = ("set_up_from", "set_up_until", "tear_down_from", "tear_down_until")


def read_table_file(data: bytes, zone: str, notes: Notes) -> ProgrammeFile:
    """The sessions and talks of a table; a row that cannot be used is left out with a sentence.
    Raises UnreadableProgramme without a column for titles and one for starts."""
    table = read_table(data, HEADINGS, ("title", "start"))
    if table.problem:
        raise UnreadableProgramme(f"{NOT_OTHERWISE} {table.problem}")
    if not table.rows:
        raise UnreadableProgramme("There is no row under the headings of this file.")
    for heading in table.ignored:
        if not _is_ours(heading):
            notes.add("headings", f"the column “{heading}” is not known and was left out")
    reader = _TableReader(table.rows, ZoneInfo(zone), notes)
    if is_spreadsheet(data):  # a workbook's reader squeezes blanks: what is there stays
        reader.told -= {"summary", "description"}
    sessions = tuple(reader.sessions())
    if not sessions:
        raise UnreadableProgramme(f"No row of this file can be used: {notes.all()[-1]}")
    notes.add("times", f"Times are read as {zone}.")
    return ProgrammeFile(None, sessions, reader.used, zone)


def _is_ours(heading: str) -> bool:
    written = ("number", "presents from", "presents until", "abstract")
    return heading.lower() in written or heading.startswith("DRAFT")


@dataclass(slots=True)
class _Row:
    """A row whose times are read."""

    where: str
    row: FileRow
    title: str
    starts_at: datetime | None
    minutes: int
    items: list[_Row] = field(default_factory=list)

    def text(self, name: str) -> str:
        return one_line(self.row.get(name))


@dataclass(slots=True)
class _TableReader:
    rows: tuple[FileRow, ...]
    zone: ZoneInfo
    notes: Notes
    used: int = 0
    names: NamesOfTable = field(init=False)
    told: frozenset[str] = field(init=False)
    told_of_items: frozenset[str] = field(init=False)
    guids: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        columns = set(self.rows[0].cells)
        self.names = NamesOfTable.of(row.get("person_ids") for row in self.rows)
        self.told = frozenset(name for column in columns for name in _TELLS.get(column, ()))
        known = (_ITEM_TELLS[column] for column in columns if column in _ITEM_TELLS)
        self.told_of_items = frozenset(known)

    def sessions(self) -> Iterator[Incoming]:
        rows = [row for one in self.rows if (row := self._row(one)) is not None]
        self.used = len(rows)
        for row in self._in_sessions(rows):
            yield self._session(row)

    def _row(self, row: FileRow) -> _Row | None:
        where, title = f"line {row.number}", one_line(row.get("title"))
        if not title:
            self.notes.add(where, "a row without a title was left out")
            return None
        try:
            start = read_moment(row.get("day"), row.get("start"), self.zone)
            minutes = minutes_between(start, row, self.zone)
        except UnreadableCell as wrong:
            self.notes.add(where, f"{wrong} “{title}” was left out.")
            return None
        if minutes > _LONG_MINUTES:
            self.notes.add(where, f"“{title}” lasts {minutes // 60} hours; is its end right?")
        return _Row(where, row, title, start, minutes)

    def _in_sessions(self, rows: list[_Row]) -> list[_Row]:
        """The rows of sessions, each with its talks; talks of a session that has no row make it."""
        by_code = {r.text("code"): r for r in rows if not _parent(r) and r.text("code")}
        by_title = {r.title.casefold(): r for r in rows if not _parent(r)}
        found: list[_Row] = []
        made: dict[str, _Row] = {}
        for row in rows:
            parent = _parent(row)
            if not parent:
                found.append(row)
                continue
            home = by_code.get(parent) or by_title.get(row.text("session").casefold())
            home = home or made.get(parent)
            if home is None:
                made[parent] = home = _Row(row.where, row.row, "", None, 0)
                found.append(home)
            home.items.append(row)
        return found

    def _session(self, row: _Row) -> Incoming:
        if not row.title:
            return self._around(row.items)
        session = replace(self._plain(row), **self._extras(row))
        guid = self._guid(row, "session")
        people = self.names.people(row.row)
        return Incoming(
            guid,
            replace(session, origin=Origin(guid=guid)),
            self.told,
            people,
            tuple(self._item(each) for each in row.items),
            known_as="" if read_guid(row.text("guid")) else row.text("code").upper(),
        )

    def _around(self, items: list[_Row]) -> Incoming:
        """The session that only its talks name, from the first start to the last end."""
        first = items[0]
        starts = [each.starts_at for each in items if each.starts_at]
        ends = [
            each.starts_at + timedelta(minutes=each.minutes) for each in items if each.starts_at
        ]
        minutes = round((max(ends) - min(starts)).total_seconds() / 60) if starts else 0
        title, code = first.text("session") or first.text("session_code"), _parent(first)
        guid = made_up_guid("table", "session", code)
        session = PlannedSession(
            NOWHERE,
            first.text("session_code").upper(),
            title,
            kind=SessionKind.SYMPOSIUM,
            room_name=first.text("room"),
            starts_at=min(starts, default=None),
            duration_minutes=minutes,
            track=first.text("track"),
            origin=Origin(guid=guid),
        )
        made = tuple(self._item(each) for each in items)
        return Incoming(guid, session, frozenset(), (), made, first.text("session_code").upper())

    def _plain(self, row: _Row) -> PlannedSession:
        kind, label = _session_kind(row.text("kind"))
        return PlannedSession(
            NOWHERE,
            row.text("code").upper(),
            row.title,
            kind=kind,
            type_label=label,
            room_name=row.text("room"),
            starts_at=row.starts_at,
            duration_minutes=row.minutes,
            status=self._status(row),
        )

    def _extras(self, row: _Row) -> dict[str, Any]:
        plain = {name: row.text(name) for name in ("subtitle", "track", "language", "sponsor")}
        return {
            **plain,
            "board_size": row.text("board_size"),
            "summary": plain_text(row.row.get("summary")),
            "description": plain_text(row.row.get("description")),
            "is_streamed": read_flag_cell(row.text("streamed")),
            **{name: self._moment(row, name) for name in _MOMENTS},
        }

    def _item(self, row: _Row) -> IncomingItem:
        questions = row.text("questions")
        slot = PlannedSlot(
            NOWHERE,
            row.text("code").upper(),
            row.title,
            slot_kind_of(row.text("kind")),
            duration_minutes=row.minutes,
            questions_minutes=int(questions) if _MINUTES.fullmatch(questions) else 0,
            board=row.text("board"),
            status=self._status(row),
        )
        people = self.names.people(row.row)
        if slot.kind is SlotKind.POSTER:
            people = tuple(_as_presenter(each) for each in people)
        return IncomingItem(
            self._guid(row, "item"), slot, row.starts_at, people, self.told_of_items
        )

    def _moment(self, row: _Row, name: str) -> datetime | None:
        try:
            return read_moment("", row.text(name), self.zone)
        except UnreadableCell as wrong:
            self.notes.add(row.where, f"{wrong} It was left empty.")
            return None

    def _status(self, row: _Row) -> ItemStatus:
        word = row.text("status").casefold()
        return next((each for each in ItemStatus if each.value == word), ItemStatus.CONFIRMED)

    def _guid(self, row: _Row, kind: str) -> str:
        """Of the file; else made from the code; else from the title, and the title's count."""
        guid = read_guid(row.text("guid"))
        parts = (kind, _parent(row), row.text("code") or row.title.casefold())
        guid, count = guid or made_up_guid("table", *parts), 1
        if guid in self.guids and not row.text("code"):
            text = "a title is there twice and no column has codes; the two are told apart by order"
            self.notes.add(row.where, text)
        while guid in self.guids:
            count += 1
            guid = made_up_guid("table", *parts, count)
        self.guids.add(guid)
        return guid


def _parent(row: _Row) -> str:
    return row.text("session_code") or row.text("session")


def _session_kind(word: str) -> tuple[SessionKind, str]:
    told = _KIND.fullmatch(word)
    if told:
        return session_kind_of(told[1]), told[2]
    kind = session_kind_of(word)
    return kind, "" if word.lower() == kind.label.lower() else word


def _as_presenter(named: Named) -> Named:
    """Of a poster the people present, if the file does not say otherwise."""
    return named if named.part else replace(named, part=Part.PRESENTER)
