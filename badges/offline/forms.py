"""What a device sends, and what it hears."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec

from badges.offline.rules import Answer, EventKind

MOST_EVENTS = 100
Aware = Annotated[datetime, msgspec.Meta(tz=True)]
Word = Annotated[str, msgspec.Meta(max_length=60)]
DAY_MS = 24 * 3600 * 1000
YEARS_MS = 100 * 366 * DAY_MS


class Event(msgspec.Struct, frozen=True):
    """One thing that happened; `offset` is by how many ms our clock was ahead, as last known."""

    client_id: UUID
    kind: EventKind
    at: Aware
    offset: Annotated[int, msgspec.Meta(ge=-YEARS_MS, le=YEARS_MS)] | None = None
    registration: UUID | None = None
    text: Annotated[str, msgspec.Meta(max_length=200)] = ""
    point: Annotated[str, msgspec.Meta(max_length=40)] = ""
    direction: Annotated[str, msgspec.Meta(pattern="^(in|out)$")] = "in"
    answered: Annotated[str, msgspec.Meta(max_length=20)] = ""
    undoes: UUID | None = None
    number: Annotated[int, msgspec.Meta(ge=1, le=99_999)] | None = None
    desk: Word = ""
    by: Annotated[str, msgspec.Meta(max_length=120)] = ""


class Batch(msgspec.Struct, frozen=True):
    """What a device has to tell. Its events are read one by one: a bad one stops no other."""

    device: UUID
    sent_at: Aware
    name: Word = ""
    waiting: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)] = 0
    roll_at: Aware | None = None
    events: Annotated[list[msgspec.Raw], msgspec.Meta(max_length=MOST_EVENTS)] = []


class Heard(msgspec.Struct, omit_defaults=True):
    """The answer to the event at the same place of the batch."""

    client_id: str
    answer: Answer
    sentence: str = ""
    first_at: datetime | None = None
    first_desk: str = ""


class Beside(msgspec.Struct):
    """A check-in of this device, and another desk's of the same person; the earlier one counts."""

    client_id: UUID
    registration: UUID
    counts: bool
    other_at: datetime
    other_desk: str


class BatchHeard(msgspec.Struct):
    now: datetime
    answers: list[Heard]
    beside: list[Beside]


def decode(raw: msgspec.Raw) -> Event:
    """One event. Raises msgspec.ValidationError."""
    return msgspec.json.decode(raw, type=Event)


def client_id_of(raw: msgspec.Raw) -> str:
    """The id under which the device keeps an event that cannot be read; "" if it gives none."""
    try:
        whole: Any = msgspec.json.decode(raw)
    except msgspec.DecodeError:
        return ""
    return str(whole.get("client_id", ""))[:60] if isinstance(whole, dict) else ""
