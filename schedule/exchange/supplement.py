"""What our own files say beyond their format, where it has room for more.

XML holds one processing instruction `<?plenary {...}?>` per session, which the schema allows
anywhere and every other reader passes over; JSON holds them in `conference.meta.plenary`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import msgspec

from schedule.exchange.fields import YEARS, one_line, plain_text
from schedule.exchange.model import ExchangeItem, ExchangePart, ExchangeSession, Notes

TARGET = "plenary"
LEFT_OUT = "what this file says of a session beyond its format cannot be read and was left out"
_LINES = ("title", "subtitle", "type_label", "room", "track", "language", "sponsor", "board_size")
_INSTANTS = ("starts_at", "set_up_from", "set_up_until", "tear_down_from", "tear_down_until")
_LONGEST = 99 * 60


def session_as_text(session: ExchangeSession) -> str:
    """One session for a processing instruction, in which "?>" must not stand."""
    return msgspec.json.encode(session).decode().replace("?>", "?\\u003e")


def session_of_text(where: str, text: str, notes: Notes) -> list[ExchangeSession]:
    """The session that `session_as_text` wrote; none, with a note, of anything else."""
    try:
        return [_cleaned(msgspec.json.decode(text, type=ExchangeSession))]
    except (msgspec.DecodeError, RecursionError):
        notes.add(where, LEFT_OUT)
        return []


def sessions_of_values(where: str, values: Iterable[Any], notes: Notes) -> list[ExchangeSession]:
    """The sessions of a list of JSON objects; those that are none are left out with a note."""
    found = []
    for value in values:
        try:
            found.append(_cleaned(msgspec.convert(value, ExchangeSession)))
        except msgspec.ValidationError:
            notes.add(where, LEFT_OUT)
    return found


def _cleaned(session: ExchangeSession) -> ExchangeSession:
    """As everything else of a file: no control characters, instants with an offset, lengths that
    a day can hold."""
    return msgspec.structs.replace(
        session,
        summary=plain_text(session.summary),
        description=plain_text(session.description),
        people=tuple(_person(each) for each in session.people),
        items=tuple(_item(each) for each in session.items),
        minutes=_length(session.minutes),
        **{name: one_line(getattr(session, name)) for name in _LINES},
        **{name: _instant(getattr(session, name)) for name in _INSTANTS},
    )


def _item(item: ExchangeItem) -> ExchangeItem:
    people = tuple(_person(each) for each in item.people)
    return msgspec.structs.replace(
        item,
        title=one_line(item.title),
        board=one_line(item.board),
        people=people,
        starts_at=_instant(item.starts_at),
        minutes=_length(item.minutes),
        questions_minutes=_length(item.questions_minutes),
    )


def _person(part: ExchangePart) -> ExchangePart:
    return msgspec.structs.replace(part, name=one_line(part.name))


def _instant(given: datetime | None) -> datetime | None:
    is_usable = given is not None and given.tzinfo is not None and given.year in YEARS
    return given.astimezone(UTC) if given is not None and is_usable else None


def _length(minutes: int) -> int:
    return min(max(minutes, 0), _LONGEST)
