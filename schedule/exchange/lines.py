"""A programme as lines, one for each session, talk and poster: what spreadsheets hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from schedule.exchange.identity import event_guid, written_person
from schedule.rules.origin import Origin
from schedule.rules.programme import Involved, PlannedSession, PlannedSlot, Programme
from schedule.rules.released import (
    ReleasedPerson,
    ReleasedProgramme,
    ReleasedSession,
    ReleasedSlot,
)
from schedule.rules.vocabulary import ItemStatus, Part, SessionKind, session_kind_of


@dataclass(frozen=True, slots=True)
class LinePerson:
    """Somebody in a line, and the key by which a file knows them."""

    name: str
    part: Part
    key: str


@dataclass(frozen=True, slots=True)
class ItemLine:
    """A session, or a talk or poster with the code and title of its session."""

    guid: str
    code: str
    title: str
    kind: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    room: str = ""
    session: str = ""
    session_code: str = ""
    subtitle: str = ""
    track: str = ""
    people: tuple[LinePerson, ...] = ()
    number: str = ""
    board: str = ""
    presents_from: datetime | None = None
    presents_until: datetime | None = None
    questions_minutes: int = 0
    sponsor: str = ""
    is_streamed: bool = False
    set_up_from: datetime | None = None
    set_up_until: datetime | None = None
    tear_down_from: datetime | None = None
    tear_down_until: datetime | None = None
    board_size: str = ""
    language: str = ""
    status: ItemStatus = ItemStatus.CONFIRMED
    summary: str = ""
    description: str = ""
    abstract: str = ""
    planned_minutes: int = 0

    @property
    def minutes(self) -> int:
        """How long it takes, also where it has no time yet."""
        if self.starts_at is None or self.ends_at is None:
            return self.planned_minutes
        return round((self.ends_at - self.starts_at).total_seconds() / 60)

    @property
    def chairs(self) -> tuple[LinePerson, ...]:
        """Those who chair."""
        return tuple(each for each in self.people if each.part is Part.CHAIR)

    @property
    def speakers(self) -> tuple[LinePerson, ...]:
        """Everybody else."""
        return tuple(each for each in self.people if each.part is not Part.CHAIR)


@dataclass(frozen=True, slots=True)
class ProgrammeLines:
    """All lines, in the order of the programme; `mark` stands over a draft."""

    title: str
    zone: str
    rooms: tuple[str, ...]
    lines: tuple[ItemLine, ...]
    day_change_hour: int = 4
    mark: str = ""

    @property
    def tz(self) -> ZoneInfo:
        """The venue's zone."""
        return ZoneInfo(self.zone)


def lines_of_release(programme: ReleasedProgramme) -> ProgrammeLines:
    """The lines of a release; what is cancelled is among them and says so."""
    lines = tuple(line for each in programme.sessions for line in _released(each))
    meeting = programme.meeting
    rooms = tuple(room.name for room in programme.rooms)
    hour = meeting.day_change_hour
    title = f"{meeting.title}, {programme.name}"
    return ProgrammeLines(title, meeting.zone, rooms, lines, hour)


def lines_of_draft(draft: Programme, title: str, mark: str) -> ProgrammeLines:
    """The lines of a draft, drafts and what has no place yet among them."""
    lines = tuple(line for each in draft.sessions for line in _planned(each))
    rooms = tuple(room.name for room in draft.rooms)
    return ProgrammeLines(title, draft.zone, rooms, lines, mark=mark)


def kind_words(kind: SessionKind, type_label: str) -> str:
    """The word for the kind that reads back as it; the imported one in brackets where it means
    another."""
    if not type_label:
        return kind.label
    is_plain = session_kind_of(type_label) is kind and type_label.lower() != kind.label.lower()
    return type_label if is_plain else f"{kind.label} [{type_label}]"


def _released(session: ReleasedSession) -> Iterator[ItemLine]:
    people = (*session.chairs, *session.speakers)
    yield _session_line(
        session, session.starts_at, session.ends_at, session.room, _written(people, session.origin)
    )
    for slot in session.slots:
        people_of_slot = _written(slot.people, session.origin)
        window = (slot.presents_from, slot.presents_until)
        place = (slot.starts_at, slot.ends_at, slot.room or session.room)
        yield _slot_line(session, slot, place, window, people_of_slot)


def _planned(session: PlannedSession) -> Iterator[ItemLine]:
    start, end = session.starts_at, session.ends_at
    people = _involved(session.people, session.origin)
    line = _session_line(session, start, end, session.room_name, people)
    yield replace(line, planned_minutes=session.duration_minutes)
    for slot in session.slots:
        begins = start + timedelta(minutes=slot.starts_after_minutes) if start else None
        ends = begins + timedelta(minutes=slot.duration_minutes) if begins else None
        window = (slot.presents.starts_at, slot.presents.ends_at) if slot.presents else (None, None)
        place = (begins, ends, session.room_name)
        named = _involved(slot.people, session.origin)
        item = _slot_line(session, slot, place, window, named)
        yield replace(item, planned_minutes=slot.duration_minutes)


def _session_line(
    session: ReleasedSession | PlannedSession,
    starts_at: datetime | None,
    ends_at: datetime | None,
    room: str,
    people: tuple[LinePerson, ...],
) -> ItemLine:
    return ItemLine(
        guid=session.origin.guid or event_guid(session.id),
        code=session.code,
        title=session.title,
        kind=kind_words(session.kind, session.type_label),
        starts_at=starts_at,
        ends_at=ends_at,
        room=room,
        subtitle=session.subtitle,
        track=session.track,
        people=people,
        sponsor=session.sponsor,
        is_streamed=session.is_streamed,
        set_up_from=session.set_up_from,
        set_up_until=session.set_up_until,
        tear_down_from=session.tear_down_from,
        tear_down_until=session.tear_down_until,
        board_size=session.board_size,
        language=session.language,
        status=session.status,
        summary=session.summary,
        description=session.description,
    )


def _slot_line(
    session: ReleasedSession | PlannedSession,
    slot: ReleasedSlot | PlannedSlot,
    place: tuple[datetime | None, datetime | None, str],
    window: tuple[datetime | None, datetime | None],
    people: tuple[LinePerson, ...],
) -> ItemLine:
    return ItemLine(
        guid=event_guid(slot.id),
        code=slot.code,
        title=slot.title,
        kind=slot.kind.label,
        starts_at=place[0],
        ends_at=place[1],
        room=place[2],
        session=session.title,
        session_code=session.code,
        track=session.track,
        people=people,
        number=slot.number,
        board=slot.board,
        presents_from=window[0],
        presents_until=window[1],
        questions_minutes=slot.questions_minutes,
        language=session.language,
        status=slot.status,
        abstract=slot.abstract_code,
    )


def _written(people: Iterable[ReleasedPerson], origin: Origin) -> tuple[LinePerson, ...]:
    return tuple(
        LinePerson(each.name, each.part, written_person(each, origin).key) for each in people
    )


def _involved(people: Iterable[Involved], origin: Origin) -> tuple[LinePerson, ...]:
    return _written(
        (ReleasedPerson(each.person, each.name, part=each.part) for each in people), origin
    )
