"""An edit of the draft as what was before and what is after, so that it can be taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import msgspec

from schedule.rules.programme import PlannedSession, PlannedSlot


@dataclass(frozen=True, slots=True)
class DraftStep:
    """One session before and after an edit; `None` where it is not there."""

    before: PlannedSession | None
    after: PlannedSession | None

    @property
    def session(self) -> PlannedSession:
        """The session itself, as it is after the edit if it still is."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def reversed(self) -> DraftStep:
        """The step that takes this one back."""
        return DraftStep(self.after, self.before)


_decoder = msgspec.json.Decoder(list[DraftStep])
_encoder = msgspec.json.Encoder(enc_hook=str)  # PostgreSQL's driver has its own UUID class


def steps_as_json(steps: Sequence[DraftStep]) -> str:
    """As `DraftChange.steps` holds them."""
    return _encoder.encode(list(steps)).decode()


def steps_of(text: str) -> list[DraftStep]:
    """The steps that `steps_as_json` wrote."""
    return _decoder.decode(text)


def content_of(session: PlannedSession) -> PlannedSession:
    """The session without its versions: what undo gives back exactly."""
    slots = tuple(replace(slot, version=1) for slot in session.slots)
    return replace(session, version=1, slots=slots)


def slots_by_id(sessions: Iterable[PlannedSession | None]) -> dict[UUID, tuple[UUID, PlannedSlot]]:
    """(session, slot) of every slot of these sessions."""
    return {slot.id: (each.id, slot) for each in sessions if each for slot in each.slots}
