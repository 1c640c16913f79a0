"""From events to sessions: what our own files say beyond them, put together with them again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

import msgspec

from schedule.exchange.fields import made_up_guid
from schedule.exchange.incoming import (
    NOWHERE,
    OURS_TELLS,
    TALK_TELLS,
    Incoming,
    IncomingItem,
    Named,
    ProgrammeFile,
    slot_kind_of,
)
from schedule.exchange.model import (
    ExchangeEvent,
    ExchangeItem,
    ExchangePart,
    ExchangeProgramme,
    ExchangeSession,
)
from schedule.exchange.raw import person_key
from schedule.rules.origin import Origin, OriginPerson
from schedule.rules.programme import PlannedSession, PlannedSlot
from schedule.rules.vocabulary import Part, SessionKind, SlotKind, session_kind_of

_CODE = re.compile(r"[0-9A-Z]{1,12}")


def file_of(programme: ExchangeProgramme) -> ProgrammeFile:
    """The sessions of a programme: what our own files say beyond the events put together with
    them, else talks that name a session of ours by a link, else each event by itself."""
    sessions = tuple(_Gathering(programme).sessions())
    return ProgrammeFile(programme.frame, sessions, len(programme.events), programme.frame.zone)


@dataclass(slots=True)
class _Gathering:
    programme: ExchangeProgramme
    events: Mapping[str, ExchangeEvent] = field(init=False)
    used: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.events = {each.origin.guid: each for each in self.programme.events}

    def sessions(self) -> Iterator[Incoming]:
        told: dict[str, Incoming] = {}
        for session in self.programme.sessions:
            incoming = self._told(session)
            if incoming is not None:
                told.setdefault(session.guid, incoming)
        linked: dict[str, list[ExchangeEvent]] = {}
        for event in self.programme.events:
            if event.origin.guid in told:
                yield told.pop(event.origin.guid)
            elif event.origin.guid in self.used:
                continue
            elif event.session is not None:
                linked.setdefault(event.session.code, []).append(event)
            else:
                yield incoming_event(event)
        yield from told.values()
        yield from (_linked(code, talks) for code, talks in linked.items())

    def _told(self, told: ExchangeSession) -> Incoming | None:
        """None of a session whose events somebody has taken out of the file."""
        event = self.events.get(told.guid)
        live = [i for i in told.items if i.guid in self.events or i.kind is SlotKind.POSTER]
        if event is None and (told.starts_at is None or (told.items and not live)):
            return None
        self.used |= {item.guid for item in live if item.guid in self.events}
        session = _of_event(event) if event is not None else _of_ours(told)
        if told.kind is not None:
            session = replace(session, kind=told.kind, type_label=told.type_label)
        origin = event.origin if event is not None else told.origin
        named = [_part(each) for each in told.people]
        people = named or [Named(each, Part.SPEAKER) for each in origin.people]
        return Incoming(
            guid=told.guid,
            session=replace(
                session,
                code=told.code or session.code,
                origin=msgspec.structs.replace(origin, guid=told.guid),
                **{name: getattr(told, name) for name in _EXTRAS},
            ),
            told=OURS_TELLS,
            people=tuple(people),
            items=tuple(self._item(each) for each in live),
        )

    def _item(self, told: ExchangeItem) -> IncomingItem:
        event = self.events.get(told.guid)
        if event is None:
            slot = PlannedSlot(
                NOWHERE, told.code, told.title, told.kind, duration_minutes=told.minutes
            )
            people = [_part(each) for each in told.people]
            start = told.starts_at
        else:
            slot, start = _of_talk(event, told.code), event.starts_at
            parts = told.parts if len(told.parts) == len(event.origin.people) else None
            given = parts or [Part.SPEAKER] * len(event.origin.people)
            people = [Named(p, part) for p, part in zip(event.origin.people, given, strict=True)]
        slot = replace(
            slot,
            questions_minutes=told.questions_minutes,
            board=told.board,
            abstract_code=told.abstract_code,
        )
        return IncomingItem(told.guid, slot, start, tuple(people))


_EXTRAS = (
    "sponsor",
    "is_streamed",
    "set_up_from",
    "set_up_until",
    "tear_down_from",
    "tear_down_until",
    "board_size",
)


def incoming_event(event: ExchangeEvent) -> Incoming:
    """An event of another system: a session without talks, whose people have no parts."""
    people = tuple(Named(each) for each in event.origin.people)
    return Incoming(event.origin.guid, _of_event(event), people=people)


def _linked(code: str, talks: list[ExchangeEvent]) -> Incoming:
    """The session around talks that name it by a link, as far as they tell."""
    ordered = sorted(talks, key=lambda talk: talk.starts_at)
    first = ordered[0]
    assert first.session is not None
    end = max(talk.starts_at + timedelta(minutes=talk.duration_minutes) for talk in ordered)
    guid = made_up_guid("session", first.session.url, code)
    is_lightning = all(slot_kind_of(talk.type) is SlotKind.LIGHTNING for talk in ordered)
    session = PlannedSession(
        NOWHERE,
        code,
        first.session.title,
        kind=SessionKind.LIGHTNING if is_lightning else SessionKind.SYMPOSIUM,
        room_name=first.room,
        starts_at=first.starts_at,
        duration_minutes=round((end - first.starts_at).total_seconds() / 60),
        track=first.track,
        language=first.language,
        origin=Origin(guid=guid),
    )
    items = (
        IncomingItem(
            talk.origin.guid,
            _of_talk(talk, talk.origin.code),
            talk.starts_at,
            tuple(Named(each) for each in talk.origin.people),
            TALK_TELLS,
        )
        for talk in ordered
    )
    told = frozenset({"title", "room_name"})
    return Incoming(guid, session, told, items=tuple(items), known_as=code)


def _of_event(event: ExchangeEvent) -> PlannedSession:
    kind, origin = session_kind_of(event.type), event.origin
    code = origin.code if _CODE.fullmatch(origin.code) else ""
    return PlannedSession(
        NOWHERE,
        code or (str(origin.id) if origin.id else ""),
        event.title,
        kind=kind,
        type_label="" if event.type.lower() == kind.label.lower() else event.type,
        room_name=event.room,
        starts_at=event.starts_at,
        duration_minutes=event.duration_minutes,
        subtitle=event.subtitle,
        track=event.track,
        summary=event.abstract,
        description=event.description,
        language=event.language,
        origin=origin,
    )


def _of_ours(told: ExchangeSession) -> PlannedSession:
    return PlannedSession(
        NOWHERE,
        told.code,
        told.title or "Untitled",
        room_name=told.room,
        starts_at=told.starts_at,
        duration_minutes=told.minutes,
        subtitle=told.subtitle,
        track=told.track,
        summary=told.summary,
        description=told.description,
        language=told.language,
    )


def _of_talk(talk: ExchangeEvent, code: str) -> PlannedSlot:
    kind = slot_kind_of(talk.type)
    return PlannedSlot(NOWHERE, code, talk.title, kind, duration_minutes=talk.duration_minutes)


def _part(told: ExchangePart) -> Named:
    key = person_key(told.id, told.guid, "", told.name)
    return Named(OriginPerson(key=key, name=told.name, id=told.id, guid=told.guid), told.part)
