"""What the committee does inside a session in one step, each with its words for the trail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID, uuid4

from schedule.errors import DoesNotFit, NoSuchSlot
from schedule.rules.editing import fitted, inserted
from schedule.rules.inside import (
    Slots,
    all_lasting,
    closed_up,
    fitted_to,
    in_order,
    inserted_after,
    moved_to,
    shifted,
    takes_turn,
    talks_of,
)
from schedule.rules.origin import Origin
from schedule.rules.programme import PlannedSession, PlannedSlot
from schedule.rules.vocabulary import ItemStatus, Part, SlotKind


class Arrangement(Protocol):
    """One step: the slots after it, and what it is called. `blank` has the id and code of an item
    that may come in."""

    def slots(self, session: PlannedSession, blank: PlannedSlot) -> Slots:
        """Raises NoSuchSlot, DoesNotFit."""

    def words(self, session: PlannedSession) -> str:
        """For the trail and the board's history."""


@dataclass(frozen=True, slots=True)
class Reorder:
    """One talk or poster to another place in the order; 1 is the first."""

    slot: str
    place: int

    def slots(self, session: PlannedSession, blank: PlannedSlot) -> Slots:
        """The others keep their order, gaps stay where they are."""
        return moved_to(session.slots, slot_of(session, self.slot).id, self.place)

    def words(self, session: PlannedSession) -> str:
        """Which one, and where to."""
        return f"moved “{slot_of(session, self.slot).title}” to place {self.place}"


@dataclass(frozen=True, slots=True)
class Swap:
    """One talk or poster past its neighbour; the first goes no earlier, the last no later."""

    slot: str
    is_earlier: bool

    def slots(self, session: PlannedSession, blank: PlannedSlot) -> Slots:
        """Both keep their length."""
        slot = slot_of(session, self.slot)
        like = [each.id for each in in_order(session.slots) if takes_turn(each) == takes_turn(slot)]
        place = like.index(slot.id) + (0 if self.is_earlier else 2)
        return moved_to(session.slots, slot.id, place)

    def words(self, session: PlannedSession) -> str:
        """Which one, and which way."""
        way = "earlier" if self.is_earlier else "later"
        return f"moved “{slot_of(session, self.slot).title}” {way}"


@dataclass(frozen=True, slots=True)
class CloseUp:
    """No gaps: one talk after the other from the start."""

    def slots(self, session: PlannedSession, blank: PlannedSlot) -> Slots:
        """Lengths stay."""
        return closed_up(session.slots)

    def words(self, session: PlannedSession) -> str:
        """What was done."""
        return f"closed the gaps in “{session.title}”"


@dataclass(frozen=True, slots=True)
class Stretch:
    """The talks fill the session exactly, each in proportion, in steps of so many minutes."""

    step: int = 5

    def slots(self, session: PlannedSession, blank: PlannedSlot) -> Slots:
        """Longer or shorter, as needed."""
        return fitted_to(session.slots, session.duration_minutes, self.step)

    def words(self, session: PlannedSession) -> str:
        """What was done."""
        return f"fitted the talks of “{session.title}” to its {session.duration_minutes} minutes"


@dataclass(frozen=True, slots=True)
class Shift:
    """All talks behind one (all, for "") later, or earlier if negative."""

    after: str
    minutes: int

    def slots(self, session: PlannedSession, blank: PlannedSlot) -> Slots:
        """Lengths and the gaps among them stay."""
        return shifted(session.slots, _after(session, self.after), self.minutes)

    def words(self, session: PlannedSession) -> str:
        """From where, and by how much."""
        behind = f"behind “{slot_of(session, self.after).title}” " if self.after else ""
        return f"moved the talks {behind}in “{session.title}” by {self.minutes:+d} minutes"


@dataclass(frozen=True, slots=True)
class Discussion:
    """An item without an abstract behind a talk (first, for ""); what follows makes room."""

    after: str
    minutes: int
    title: str = "Discussion"

    def slots(self, session: PlannedSession, blank: PlannedSlot) -> Slots:
        """A gap that is long enough is used."""
        new = replace(
            blank, title=self.title, kind=SlotKind.DISCUSSION, duration_minutes=self.minutes
        )
        return inserted_after(session.slots, _after(session, self.after), new)

    def words(self, session: PlannedSession) -> str:
        """What came in."""
        return f"added “{self.title}”, {self.minutes} minutes, to “{session.title}”"


@dataclass(frozen=True, slots=True)
class SetLengths:
    """One length for all talks of a kind."""

    kind: SlotKind
    minutes: int
    questions: int = 0

    def slots(self, session: PlannedSession, blank: PlannedSlot) -> Slots:
        """The gaps between talks stay."""
        kinds = frozenset({self.kind})
        if not any(each.kind in kinds for each in talks_of(session.slots)):
            raise DoesNotFit.none_of_kind(self.kind.label)
        return all_lasting(session.slots, kinds, self.minutes, self.questions)

    def words(self, session: PlannedSession) -> str:
        """Which ones, and how long."""
        with_questions = f" with {self.questions} for questions" if self.questions else ""
        kind = self.kind.label.lower()
        return f"gave each {kind} of “{session.title}” {self.minutes} minutes{with_questions}"


def slot_of(session: PlannedSession, code: str) -> PlannedSlot:
    """The talk or poster of a code. Raises NoSuchSlot."""
    found = next((each for each in session.slots if each.code == code), None)
    if found is None:
        raise NoSuchSlot(code)
    return found


def taken_from(session: PlannedSession, codes: Iterable[str]) -> tuple[PlannedSession, Slots]:
    """The session without those slots, and the slots. Raises NoSuchSlot."""
    leaving = tuple(slot_of(session, code) for code in codes)
    ids = {each.id for each in leaving}
    return replace(session, slots=tuple(s for s in session.slots if s.id not in ids)), leaving


def received(session: PlannedSession, coming: Iterable[PlannedSlot]) -> PlannedSession:
    """The session with talks of another: each in the first stretch that holds it, else behind the
    last. A poster leaves its board behind, for boards are those of a session."""
    slots = session.slots
    for each in coming:
        start = each.starts_after_minutes
        if takes_turn(each):
            minutes = each.duration_minutes
            start, _ = fitted(slots, session.duration_minutes, minutes, minutes)
        board = "" if each.kind is SlotKind.POSTER else each.board
        slots = inserted(slots, replace(each, starts_after_minutes=start, board=board))
    return replace(session, slots=slots)


@dataclass(frozen=True, slots=True)
class CopyTo:
    """Where and as what the shape of a session is repeated."""

    title: str
    starts_at: datetime | None = None
    room: UUID | None = None
    room_name: str = ""
    with_chairs: bool = False


def copied_shape(session: PlannedSession, to: CopyTo, codes: Iterator[str]) -> PlannedSession:
    """A draft session of the same kind and length with empty talks of the same lengths; posters,
    abstracts and speakers stay behind."""
    by = to.starts_at - session.starts_at if to.starts_at and session.starts_at else None
    chairs = tuple(each for each in session.people if each.part is Part.CHAIR)
    return replace(
        session,
        id=uuid4(),
        code=next(codes),
        title=to.title,
        starts_at=to.starts_at,
        room=to.room,
        room_name=to.room_name,
        people=chairs if to.with_chairs else (),
        slots=tuple(_emptied(session, codes)),
        status=ItemStatus.DRAFT,
        sponsor="",
        stream_url="",
        set_up_from=_later(session.set_up_from, by),
        set_up_until=_later(session.set_up_until, by),
        tear_down_from=_later(session.tear_down_from, by),
        tear_down_until=_later(session.tear_down_until, by),
        version=1,
        origin=Origin(),
    )


def _emptied(session: PlannedSession, codes: Iterator[str]) -> Iterator[PlannedSlot]:
    for place, each in enumerate(talks_of(session.slots), start=1):
        is_free = each.kind is SlotKind.DISCUSSION and not each.people
        yield PlannedSlot(
            id=uuid4(),
            code=next(codes),
            title=each.title if is_free else f"{each.kind.label} {place}",
            kind=each.kind,
            position=place,
            starts_after_minutes=each.starts_after_minutes,
            duration_minutes=each.duration_minutes,
            questions_minutes=each.questions_minutes,
        )


def _later(at: datetime | None, by: timedelta | None) -> datetime | None:
    return at + by if at and by is not None else None


def _after(session: PlannedSession, code: str) -> UUID | None:
    return slot_of(session, code).id if code else None
