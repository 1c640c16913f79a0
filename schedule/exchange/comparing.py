"""An incoming file against the draft: what is new, changed, unchanged, or missing from the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from uuid import UUID

from schedule.exchange.differing import differences
from schedule.exchange.identity import event_guid
from schedule.exchange.incoming import Incoming, IncomingItem, ProgrammeFile, as_item
from schedule.exchange.known_people import KnownPeople, recognised
from schedule.exchange.merging import merged_session
from schedule.exchange.model import Notes
from schedule.rules.programme import PlannedSession, PlannedSlot, Programme
from schedule.rules.vocabulary import ItemStatus


class StepKind(StrEnum):
    """What applying the file does to one session."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class ImportStep:
    """One session of the preview: before and after; `what` names what changes, in words."""

    kind: StepKind
    title: str
    code: str
    existing: PlannedSession | None = None
    incoming: Incoming | None = None
    after: PlannedSession | None = None
    what: tuple[str, ...] = ()

    @property
    def is_wanted(self) -> bool:
        """Whether applying it writes anything."""
        return self.kind in (StepKind.NEW, StepKind.CHANGED)


def compare_programmes(
    file: ProgrammeFile,
    draft: Programme,
    notes: Notes,
    *,
    known: KnownPeople | None = None,
    rooms: Mapping[str, UUID] | None = None,
) -> tuple[ImportStep, ...]:
    """What applying the file would do: a session is found again by its guid, a talk by its guid
    or its code; what the file does not speak of stays. People and rooms that are not written
    down yet get ids made from their keys and names."""
    comparison = _Comparison(
        draft,
        known or KnownPeople.of(draft),
        rooms or {room.name: room.id for room in draft.rooms},
        notes,
    )
    wanted = comparison.gathered(file.sessions)
    steps = [step for incoming in wanted if (step := comparison.step(incoming)) is not None]
    steps = [*map(comparison.settled, steps), *comparison.emptied(steps)]
    return (*steps, *_missing(draft, steps))


def draft_after(draft: Programme, steps: Iterable[ImportStep], zone: str) -> Programme:
    """The draft as it would be, for the conflicts that the file brings."""
    after = {session.id: session for session in draft.sessions}
    for step in steps:
        if step.is_wanted and step.after is not None:
            after[step.after.id] = step.after
    return replace(
        draft, zone=draft.zone if draft.sessions else zone, sessions=tuple(after.values())
    )


def _missing(draft: Programme, steps: Iterable[ImportStep]) -> Iterator[ImportStep]:
    """Sessions that came from a file and are not in this one; if it speaks of our own sessions,
    also those of ours that are not in it."""
    found = {step.existing.id: step.existing for step in steps if step.existing}
    is_ours = any(not each.origin.is_imported for each in found.values())
    for session in draft.sessions:
        if session.id in found or session.status is not ItemStatus.CONFIRMED:
            continue
        if session.origin.is_imported or (is_ours and session.starts_at is not None):
            yield ImportStep(StepKind.MISSING, session.title, session.code, existing=session)


@dataclass(slots=True)
class _Comparison:
    draft: Programme
    people: KnownPeople
    rooms: Mapping[str, UUID]
    notes: Notes
    sessions: dict[str, PlannedSession] = field(init=False)
    codes: dict[str, PlannedSession] = field(init=False)
    slots: dict[str, tuple[PlannedSession, PlannedSlot]] = field(init=False)
    slot_codes: dict[str, tuple[PlannedSession, PlannedSlot]] = field(init=False)
    seen: set[UUID] = field(default_factory=set)
    claims: dict[UUID, UUID] = field(default_factory=dict)

    def __post_init__(self) -> None:
        sessions = self.draft.sessions
        self.sessions = {event_guid(each.id): each for each in sessions}
        self.sessions |= {each.origin.guid: each for each in sessions if each.origin.guid}
        self.codes = {each.code: each for each in sessions}
        pairs = [(session, slot) for session in sessions for slot in session.slots]
        self.slots = {event_guid(slot.id): (session, slot) for session, slot in pairs}
        self.slot_codes = {slot.code: (session, slot) for session, slot in pairs}

    def gathered(self, incoming: Iterable[Incoming]) -> Iterator[Incoming]:
        """The same, where talks of ours that come without their session are put into it."""
        lone: dict[UUID, list[IncomingItem]] = {}
        homes: dict[UUID, PlannedSession] = {}
        for one in incoming:
            found = self.slots.get(one.guid) or self.slot_codes.get(one.known_as)
            if found is None or one.items or self._existing(one) is not None:
                yield one
                continue
            home, slot = found
            homes[home.id] = home
            lone.setdefault(home.id, []).append(as_item(one, event_guid(slot.id)))
        for id, items in lone.items():
            nothing = PlannedSession(id, homes[id].code, "")
            yield Incoming(event_guid(id), nothing, frozenset(), items=tuple(items))

    def step(self, incoming: Incoming) -> ImportStep | None:
        """What one session of the file does; None, with a note, where the file brings it twice."""
        existing = self._existing(incoming)
        if existing is not None and existing.id in self.seen:
            text = "the file brings a session twice; the first was taken"
            self.notes.add(f"“{incoming.session.title or existing.title}”", text)
            return None
        if existing is None and incoming.session.status is ItemStatus.CANCELLED:
            text = "what is cancelled and not in the draft was left out"
            self.notes.add(f"“{incoming.session.title}”", text)
            return None
        incoming = recognised(incoming, existing, self.slots)
        guests = self._guests(incoming, existing)
        after = merged_session(existing, incoming, self.people, self.rooms, guests)
        self.claims |= {slot.id: after.id for slot in guests.values()}
        if existing is None:
            return ImportStep(StepKind.NEW, after.title, after.code, None, incoming, after)
        self.seen.add(existing.id)
        return _step(existing, incoming, after)

    def settled(self, step: ImportStep) -> ImportStep:
        """The same without the talks that the file has in another session."""
        after = step.after
        if after is None or not (after.slots and self.claims):
            return step
        kept = tuple(s for s in after.slots if self.claims.get(s.id, after.id) == after.id)
        after = replace(after, slots=kept)
        if step.existing is None:
            return replace(step, after=after)
        return _step(step.existing, step.incoming, after)

    def emptied(self, steps: Iterable[ImportStep]) -> Iterator[ImportStep]:
        """The sessions that are not in the file but from which it takes a talk."""
        found = {step.existing.id for step in steps if step.existing}
        for session in self.draft.sessions:
            kept = tuple(slot for slot in session.slots if slot.id not in self.claims)
            if session.id not in found and len(kept) < len(session.slots):
                yield _step(session, None, replace(session, slots=kept))

    def _existing(self, incoming: Incoming) -> PlannedSession | None:
        return self.sessions.get(incoming.guid) or self.codes.get(incoming.known_as)

    def _guests(
        self, incoming: Incoming, existing: PlannedSession | None
    ) -> dict[str, PlannedSlot]:
        """The talks of other sessions of the draft that the file has in this one, by guid."""
        found = {}
        for item in incoming.items:
            home, slot = self.slots.get(item.guid, (None, None))
            if slot is not None and home is not existing:
                found[item.guid] = slot
        return found


def _step(existing: PlannedSession, incoming: Incoming | None, after: PlannedSession) -> ImportStep:
    what = tuple(differences(existing, after))
    kind = StepKind.CHANGED if what else StepKind.UNCHANGED
    return ImportStep(kind, after.title, existing.code, existing, incoming, after, what)
