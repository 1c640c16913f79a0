"""What each person does in a released programme: the same for letters, calendars and papers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from schedule.rules.released import ReleasedPerson, ReleasedProgramme, ReleasedSession, ReleasedSlot
from schedule.rules.vocabulary import ItemStatus, Part, SlotKind


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing that somebody does: to chair, to speak, or to stand at a poster (B02, B04).

    `slot` is None for a part in the session itself.
    """

    part: Part
    session: ReleasedSession
    slot: ReleasedSlot | None = None

    @property
    def code(self) -> str:
        """Of the session or slot."""
        return (self.slot or self.session).code

    @property
    def title(self) -> str:
        """Of the session or slot."""
        return (self.slot or self.session).title

    @property
    def is_poster(self) -> bool:
        """Whether it is to stand at a board."""
        return self.slot is not None and self.slot.kind is SlotKind.POSTER

    @property
    def starts_at(self) -> datetime:
        """When to be there: at the board, a poster's presenting window if it has one."""
        item = self.slot or self.session
        return (self.slot and self.slot.presents_from) or item.starts_at

    @property
    def ends_at(self) -> datetime:
        """Until when."""
        item = self.slot or self.session
        return (self.slot and self.slot.presents_until) or item.ends_at


def duties_of(programme: ReleasedProgramme) -> dict[UUID, list[Duty]]:
    """Everybody's duties in what takes place, each person's by time."""
    found: defaultdict[UUID, list[Duty]] = defaultdict(list)
    for session in programme.sessions:
        if not session.is_cancelled:
            for person, duty in _in_session(session):
                found[person.id].append(duty)
    for duties in found.values():
        duties.sort(key=lambda duty: (duty.starts_at, duty.code))
    return dict(found)


def _in_session(session: ReleasedSession) -> Iterator[tuple[ReleasedPerson, Duty]]:
    for person in (*session.chairs, *session.speakers):
        yield person, Duty(person.part, session)
    for slot in session.slots:
        if slot.status is not ItemStatus.CANCELLED:
            for person in slot.people:
                yield person, Duty(person.part, session, slot)
