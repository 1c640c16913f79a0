"""What a release says of a session that neither XML nor JSON has a word for."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from schedule.exchange.identity import event_guid, person_number, written_person
from schedule.exchange.model import ExchangeItem, ExchangePart, ExchangeSession
from schedule.rules.origin import Origin
from schedule.rules.released import ReleasedPerson, ReleasedSession, ReleasedSlot
from schedule.rules.vocabulary import Part, SlotKind, session_kind_of

_EXTRAS = (
    "sponsor",
    "is_streamed",
    "set_up_from",
    "set_up_until",
    "tear_down_from",
    "tear_down_until",
    "board_size",
)


def talks_of(session: ReleasedSession) -> list[ReleasedSlot]:
    """The slots that are events of their own in a file: all that take place but posters."""
    return [slot for slot in session.live_slots if slot.kind is not SlotKind.POSTER]


def guid_of(session: ReleasedSession) -> str:
    """The guid of a session: its file's, or our own."""
    return session.origin.guid or event_guid(session.id)


def beyond_events(session: ReleasedSession) -> ExchangeSession | None:
    """What its events do not say; None of a session that is an event and says it all."""
    plain = ExchangeSession(guid_of(session), **{name: getattr(session, name) for name in _EXTRAS})
    if talks_of(session):
        return _with_talks(session, plain)
    told = msgspec.structs.replace(
        plain,
        code="" if session.code in _codes_of(session) else session.code,
        items=tuple(_poster(session, slot) for slot in session.live_slots),
    )
    if not _is_word_enough(session):
        told = msgspec.structs.replace(told, kind=session.kind, type_label=session.type_label)
    if session.chairs or any(one.part is not Part.SPEAKER for one in session.speakers):
        told = msgspec.structs.replace(told, people=_people(session))
    return None if told == ExchangeSession(plain.guid) else told


def _with_talks(session: ReleasedSession, plain: ExchangeSession) -> ExchangeSession:
    slots = (
        _poster(session, slot) if slot.kind is SlotKind.POSTER else _talk(slot)
        for slot in session.live_slots
    )
    return msgspec.structs.replace(
        plain,
        code=session.code,
        kind=session.kind,
        type_label=session.type_label,
        title=session.title,
        subtitle=session.subtitle,
        starts_at=session.starts_at,
        minutes=_minutes(session),
        room=session.room,
        track=session.track,
        language=session.language,
        summary=session.summary,
        description=session.description,
        people=_people(session),
        items=tuple(slots),
        origin=msgspec.structs.replace(session.origin, people=(), guid=""),
    )


def _is_word_enough(session: ReleasedSession) -> bool:
    """Whether the event's type alone gives back the kind and the file's own word for it."""
    word = session.kind_label
    kind = session_kind_of(word)
    label = "" if word.lower() == kind.label.lower() else word
    return (kind, label) == (session.kind, session.type_label)


def _codes_of(session: ReleasedSession) -> tuple[str, ...]:
    """The codes that a reader gives the session from its event alone."""
    origin: Origin = session.origin
    return (origin.code or str(origin.id or ""),) if origin.is_imported else ()


def _talk(slot: ReleasedSlot) -> ExchangeItem:
    parts = tuple(person.part for person in slot.people)
    return ExchangeItem(
        guid=event_guid(slot.id),
        code=slot.code,
        questions_minutes=slot.questions_minutes,
        parts=parts if any(part is not Part.SPEAKER for part in parts) else (),
        number=slot.number,
        abstract_code=slot.abstract_code,
    )


def _poster(session: ReleasedSession, slot: ReleasedSlot) -> ExchangeItem:
    return ExchangeItem(
        guid=event_guid(slot.id),
        code=slot.code,
        kind=slot.kind,
        title=slot.title,
        starts_at=slot.starts_at,
        minutes=_minutes(slot),
        questions_minutes=slot.questions_minutes,
        people=_named(slot.people, session.origin),
        board=slot.board,
        number=slot.number,
        presents_from=slot.presents_from,
        presents_until=slot.presents_until,
        abstract_code=slot.abstract_code,
    )


def _people(session: ReleasedSession) -> tuple[ExchangePart, ...]:
    return _named((*session.chairs, *session.speakers), session.origin)


def _named(people: Iterable[ReleasedPerson], origin: Origin) -> tuple[ExchangePart, ...]:
    known = ((written_person(person, origin), person.part) for person in people)
    return tuple(
        ExchangePart(person.name, part, person_number(person), person.guid)
        for person, part in known
    )


def _minutes(item: ReleasedSession | ReleasedSlot) -> int:
    return round((item.ends_at - item.starts_at).total_seconds() / 60)
