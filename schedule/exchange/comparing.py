"""An incoming file against the draft: what is new, changed, unchanged, or missing from the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from uuid import UUID, uuid5

import msgspec

from schedule.exchange.model import ExchangeEvent, ExchangeProgramme, Notes
from schedule.exchange.publishing import event_guid, person_guid
from schedule.rules.origin import Origin, OriginPerson
from schedule.rules.programme import PlannedSession, PlannedSlot, Programme
from schedule.rules.vocabulary import ItemStatus, Part, SessionKind, SlotKind, session_kind_of

_NOWHERE = UUID("00000000-0000-4000-8000-000000000001")


class StepKind(StrEnum):
    """What applying the file does to one session."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A session as a file brings it; talks of one of our sessions come back together."""

    event: ExchangeEvent
    code: str = ""
    talks: tuple[ExchangeEvent, ...] = ()

    @property
    def kind(self) -> SessionKind:
        """The kind that the file's word means, or that the talks make it."""
        if not self.talks:
            return session_kind_of(self.event.type)
        is_lightning = all(slot_kind_of(talk.type) is SlotKind.LIGHTNING for talk in self.talks)
        return SessionKind.LIGHTNING if is_lightning else SessionKind.SYMPOSIUM

    @property
    def type_label(self) -> str:
        """The file's word, where it is not ours."""
        word = self.event.type
        return "" if word.lower() == self.kind.label.lower() else word

    @property
    def wanted_code(self) -> str:
        """The code the session would like: of the file, else its number there."""
        origin = self.event.origin
        return self.code or origin.code or (str(origin.id) if origin.id else "")


@dataclass(frozen=True, slots=True)
class ImportStep:
    """One session of the preview; `what` names the changed fields in words."""

    kind: StepKind
    title: str
    code: str
    existing: PlannedSession | None = None
    incoming: Incoming | None = None
    what: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownPeople:
    """Who the draft's people are in files: by the key of an earlier import, or by our own guid."""

    by_key: Mapping[str, UUID]

    @classmethod
    def of(cls, draft: Programme) -> KnownPeople:
        keys: dict[str, UUID] = {}
        for session in draft.sessions:
            for involved in (*session.people, *(p for slot in session.slots for p in slot.people)):
                keys[f"guid:{person_guid(involved.person)}"] = involved.person
        for session in draft.sessions:
            for person in session.origin.people:
                if person.person is not None:
                    keys[person.key] = person.person
        return cls(keys)

    def find(self, person: OriginPerson) -> UUID | None:
        """The person whom an earlier file named by the same key; never by name alone."""
        return self.by_key.get(person.key) or self.by_key.get(f"guid:{person.guid}")

    def stand_in(self, person: OriginPerson) -> UUID:
        """The person, or for one not yet written down an id that their key always gives."""
        return self.find(person) or uuid5(_NOWHERE, person.key)


def compare_programmes(
    programme: ExchangeProgramme, draft: Programme, notes: Notes
) -> tuple[ImportStep, ...]:
    """What applying the file would do. An event is found again by its guid; a session of ours
    that was exported talk by talk is not changed by a file, and differences are noted."""
    comparison = _Comparison(draft, KnownPeople.of(draft), notes)
    steps = [
        step for incoming in comparison.incoming(programme) for step in comparison.step(incoming)
    ]
    found = {step.existing.id for step in steps if step.existing}
    missing = (
        ImportStep(StepKind.MISSING, session.title, session.code, existing=session)
        for session in draft.sessions
        if session.origin.is_imported
        and session.id not in found
        and session.status is not ItemStatus.CANCELLED
    )
    return (*steps, *missing)


def slot_kind_of(word: str) -> SlotKind:
    """The kind of talk that a word means; a talk when it means none of ours."""
    words = {kind.label.lower(): kind for kind in SlotKind}
    return words.get(word.strip().lower(), SlotKind.TALK)


@dataclass(slots=True)
class _Comparison:
    draft: Programme
    people: KnownPeople
    notes: Notes
    sessions: dict[str, PlannedSession] = field(init=False)
    slots: dict[str, tuple[PlannedSession, PlannedSlot]] = field(init=False)

    def __post_init__(self) -> None:
        self.sessions = {event_guid(each.id): each for each in self.draft.sessions}
        self.sessions |= {
            each.origin.guid: each for each in self.draft.sessions if each.origin.guid
        }
        self.slots = {
            event_guid(slot.id): (session, slot)
            for session in self.draft.sessions
            for slot in session.slots
        }

    def incoming(self, programme: ExchangeProgramme) -> Iterator[Incoming]:
        """Events one by one; those that name a session of ours, session by session."""
        groups: dict[str, list[ExchangeEvent]] = {}
        for event in programme.events:
            if event.session is None or event.origin.guid in self.slots:
                yield Incoming(event)
            else:
                groups.setdefault(event.session.code, []).append(event)
        known = {session.code for session in self.draft.sessions}
        for code, talks in groups.items():
            if code in known:
                text = "a talk names a session of this meeting that does not have it; add it there"
                self.notes.add(f"session {code}, “{talks[0].title}”", text)
            else:
                yield _grouped(code, talks)

    def step(self, incoming: Incoming) -> Iterator[ImportStep]:
        event = incoming.event
        if event.origin.guid in self.slots:
            self._compare_talk(event)
            return
        existing = self.sessions.get(event.origin.guid)
        if existing is None:
            yield ImportStep(StepKind.NEW, event.title, incoming.wanted_code, incoming=incoming)
            return
        what = tuple(self._differences(incoming, existing))
        kind = StepKind.CHANGED if what else StepKind.UNCHANGED
        yield ImportStep(kind, event.title, existing.code, existing, incoming, what)

    def _compare_talk(self, event: ExchangeEvent) -> None:
        session, slot = self.slots[event.origin.guid]
        start = session.starts_at
        if start is not None:
            start += timedelta(minutes=slot.starts_after_minutes)
        if (event.title, event.starts_at, event.room) != (slot.title, start, session.room_name):
            text = "a talk of a session that is kept here differs; change it on the board"
            self.notes.add(f"talk {slot.code}, “{slot.title}”", text)

    def _differences(self, incoming: Incoming, existing: PlannedSession) -> Iterator[str]:
        event = incoming.event
        pairs = {
            "title": (event.title, existing.title),
            "subtitle": (event.subtitle, existing.subtitle),
            "time": (event.starts_at, existing.starts_at),
            "length": (event.duration_minutes, existing.duration_minutes),
            "room": (event.room, existing.room_name),
            "track": (event.track, existing.track),
            "kind": ((incoming.kind, incoming.type_label), (existing.kind, existing.type_label)),
            "language": (event.language, existing.language),
            "summary": (event.abstract, existing.summary),
            "description": (event.description, existing.description),
        }
        yield from (word for word, (new, old) in pairs.items() if new != old)
        if not self._same_people(event.origin.people, existing):
            yield "people"
        if existing.origin.is_imported and _extras(event.origin) != _extras(existing.origin):
            yield "links and recording"

    def _same_people(self, named: Iterable[OriginPerson], existing: PlannedSession) -> bool:
        """An export names speakers, then chairs; a file of others knows no chairs."""
        wanted = [self.people.stand_in(person) for person in named]
        chairs = [each.person for each in existing.people if each.part is Part.CHAIR]
        speakers = [each.person for each in existing.people if each.part is not Part.CHAIR]
        return wanted in (speakers, speakers + chairs)


def _grouped(code: str, talks: list[ExchangeEvent]) -> Incoming:
    first = min(talks, key=lambda talk: talk.starts_at)
    end = max(talk.starts_at + timedelta(minutes=talk.duration_minutes) for talk in talks)
    assert first.session is not None
    session = ExchangeEvent(
        title=first.session.title,
        starts_at=first.starts_at,
        duration_minutes=round((end - first.starts_at).total_seconds() / 60),
        room=first.room,
        track=first.track,
        language=first.language,
    )
    return Incoming(session, code, tuple(sorted(talks, key=lambda talk: talk.starts_at)))


def _extras(origin: Origin) -> Origin:
    """What of an origin is compared: slugs and addresses are made up by some writers."""
    return msgspec.structs.replace(origin, slug="", url="", code="", people=())
