"""What an edit makes of the draft: the session after it, the clashes it would bring, its words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from schedule.rules.changes import DraftStep
from schedule.rules.conflicts import Conflict, ConflictKind, blocking
from schedule.rules.nearby import conflict_changes
from schedule.rules.programme import Involved, PlannedSession, PlannedSlot, Programme
from schedule.rules.vocabulary import ItemStatus, Part, SessionKind, SlotKind

TOLD = 2  # conflicts that are told in full beside a field

Parts = tuple[tuple[UUID, Part], ...]


@dataclass(frozen=True, slots=True)
class SessionEdit:
    """Everything about a session that its edit page sets; None for a text leaves it as it is."""

    title: str
    kind: SessionKind = SessionKind.OTHER
    subtitle: str = ""
    track: str = ""
    room: UUID | None = None
    starts_at: datetime | None = None
    duration_minutes: int = 0
    summary: str = ""
    is_draft: bool = False
    people: Parts = ()
    sponsor: str = ""
    is_streamed: bool = False
    stream_url: str = ""
    set_up_from: datetime | None = None
    set_up_until: datetime | None = None
    tear_down_from: datetime | None = None
    tear_down_until: datetime | None = None
    board_size: str = ""
    description: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class SlotEdit:
    """Everything about a talk or poster that its edit page sets.

    Without `starts_after_minutes` it follows what is before it.
    """

    title: str
    kind: SlotKind = SlotKind.TALK
    duration_minutes: int = 0
    starts_after_minutes: int | None = None
    board: str = ""
    people: Parts = ()
    questions_minutes: int = 0


def edited(
    before: PlannedSession, edit: SessionEdit, room_name: str, people: tuple[Involved, ...]
) -> PlannedSession:
    """The session as its edit page leaves it."""
    return replace(
        before,
        title=edit.title,
        subtitle=edit.subtitle,
        kind=edit.kind,
        type_label=before.type_label if edit.kind is before.kind else "",
        track=edit.track,
        room=edit.room,
        room_name=room_name,
        starts_at=edit.starts_at,
        duration_minutes=edit.duration_minutes,
        summary=edit.summary,
        description=before.description if edit.description is None else edit.description,
        language=before.language if edit.language is None else edit.language,
        status=ItemStatus.DRAFT if edit.is_draft else ItemStatus.CONFIRMED,
        people=people,
        sponsor=edit.sponsor,
        is_streamed=edit.is_streamed,
        stream_url=edit.stream_url,
        set_up_from=edit.set_up_from,
        set_up_until=edit.set_up_until,
        tear_down_from=edit.tear_down_from,
        tear_down_until=edit.tear_down_until,
        board_size=edit.board_size,
    )


def clashes_of(programme: Programme, session: PlannedSession) -> list[Conflict]:
    """The clashes that putting `session` into the draft would bring: only those that hold a
    release back (S01), and none that was there before."""
    before = next((each for each in programme.sessions if each.id == session.id), None)
    return blocking(conflict_changes(programme, [DraftStep(before, session)]).appeared)


def sentences_by_field(clashes: Iterable[Conflict], session: PlannedSession) -> dict[str, str]:
    """The clashes as sentences beside the field that mends them: room, people, start."""
    said: dict[str, list[Conflict]] = {}
    for clash in clashes:
        said.setdefault(_field_of(clash, session), []).append(clash)
    return {field: in_short(those) for field, those in said.items()}


def in_short(clashes: Sequence[Conflict]) -> str:
    """The first clashes in full and how many more there are: a field has no room for a list."""
    sentences = list(dict.fromkeys(clash.sentence for clash in clashes))
    more = len(sentences) - TOLD
    rest = [f"And {more} more {'conflicts' if more > 1 else 'conflict'}."] if more > 0 else []
    return " ".join([*sentences[:TOLD], *rest])


def end_of_talks(slots: Iterable[PlannedSlot]) -> int:
    """Minutes from the start of the session to the end of its last talk; posters take none."""
    return max((_end(slot) for slot in slots if slot.status is not ItemStatus.CANCELLED), default=0)


def free_stretches(slots: Iterable[PlannedSlot], session_minutes: int) -> list[tuple[int, int]]:
    """(start, minutes) of each stretch of the session in which nobody talks yet."""
    talks = sorted((s for s in slots if not takes_no_turn(s)), key=lambda s: s.starts_after_minutes)
    clock, free = 0, []
    for start, end in [*((s.starts_after_minutes, _end(s)) for s in talks), (session_minutes, 0)]:
        until = min(start, session_minutes)
        if until > clock:
            free.append((clock, until - clock))
        clock = max(clock, end)
    return free


def fitted(
    slots: Sequence[PlannedSlot], session_minutes: int, usual_minutes: int, least_minutes: int
) -> tuple[int, int]:
    """(start, minutes) for one more talk: the first stretch that holds the usual length, else the
    first of at least the least length, else the usual length after the last talk."""
    free = free_stretches(slots, session_minutes)
    for wanted in (usual_minutes, least_minutes):
        for start, minutes in free:
            if minutes >= wanted:
                return start, min(minutes, usual_minutes)
    return end_of_talks(slots), usual_minutes


def inserted(slots: Iterable[PlannedSlot], new: PlannedSlot) -> tuple[PlannedSlot, ...]:
    """The slots with a new one before the first talk that starts after it; posters come last."""
    ordered = sorted(slots, key=lambda slot: slot.position)
    later = (
        place
        for place, each in enumerate(ordered)
        if not takes_no_turn(each) and each.starts_after_minutes > new.starts_after_minutes
    )
    here = len(ordered) if takes_no_turn(new) else next(later, len(ordered))
    ordered.insert(here, new)
    return tuple(replace(each, position=place) for place, each in enumerate(ordered, start=1))


def in_sequence(slots: Sequence[PlannedSlot]) -> tuple[PlannedSlot, ...]:
    """Talks one after the other in the given order; the gaps between them stay where they were.

    A poster takes no time of its own and keeps its board.
    """
    gaps = _gaps(sorted(slots, key=lambda slot: slot.position))
    clock, placed = 0, []
    for position, (slot, gap) in enumerate(zip(slots, gaps, strict=True), start=1):
        if takes_no_turn(slot):
            placed.append(replace(slot, position=position))
            continue
        placed.append(replace(slot, position=position, starts_after_minutes=clock + gap))
        clock += gap + slot.duration_minutes
    return tuple(placed)


def moved_one(slots: Sequence[PlannedSlot], slot: UUID, *, earlier: bool) -> list[PlannedSlot]:
    """The slots with one of them swapped with its neighbour; the first goes no earlier."""
    ordered = sorted(slots, key=lambda each: each.position)
    here = next(place for place, each in enumerate(ordered) if each.id == slot)
    there = here - 1 if earlier else here + 1
    if 0 <= there < len(ordered):
        ordered[here], ordered[there] = ordered[there], ordered[here]
    return ordered


def same_people(one: Iterable[Involved], other: Iterable[Involved]) -> bool:
    """Whether the same people do the same things in the same order."""
    return [(each.person, each.part) for each in one] == [(o.person, o.part) for o in other]


def _field_of(clash: Conflict, session: PlannedSession) -> str:
    if clash.kind is ConflictKind.ROOM:
        return "room"
    if clash.kind is ConflictKind.OVERRUN:
        return "duration_minutes"
    in_session = {each.person for each in session.people}
    return "people" if clash.who in in_session else "start"


def takes_no_turn(slot: PlannedSlot) -> bool:
    """Posters, and what is cancelled, use no minutes of their session."""
    return slot.kind is SlotKind.POSTER or slot.status is ItemStatus.CANCELLED


def _end(slot: PlannedSlot) -> int:
    return 0 if takes_no_turn(slot) else slot.starts_after_minutes + slot.duration_minutes


def _gaps(ordered: Sequence[PlannedSlot]) -> list[int]:
    clock, gaps = 0, []
    for slot in ordered:
        gap = 0 if takes_no_turn(slot) else max(slot.starts_after_minutes - clock, 0)
        gaps.append(gap)
        clock = max(clock, _end(slot))
    return gaps
