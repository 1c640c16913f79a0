"""What is inside a session, rearranged: order, lengths and gaps of its talks, never its posters.

Talks are those that take their turn; posters and cancelled talks keep their place in the list.
Every function returns all slots of the session again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from schedule.errors import DoesNotFit
from schedule.rules.editing import free_stretches
from schedule.rules.programme import PlannedSlot
from schedule.rules.vocabulary import ItemStatus, SlotKind

Slots = tuple[PlannedSlot, ...]


def takes_turn(slot: PlannedSlot) -> bool:
    """Whether it has minutes of its own: no poster, and not cancelled."""
    return slot.kind is not SlotKind.POSTER and slot.status is not ItemStatus.CANCELLED


def talks_of(slots: Iterable[PlannedSlot]) -> Slots:
    """Those that take their turn, in the order in which they are held."""
    talks = (slot for slot in slots if takes_turn(slot))
    return tuple(sorted(talks, key=lambda each: (each.starts_after_minutes, each.position)))


def in_order(slots: Iterable[PlannedSlot]) -> Slots:
    """The talks as they are held, then posters and cancelled talks as they are listed."""
    slots = tuple(slots)
    return (*talks_of(slots), *_others(slots))


def end_of(slot: PlannedSlot) -> int:
    """The minute of the session at which a talk ends."""
    return slot.starts_after_minutes + slot.duration_minutes


@dataclass(frozen=True, slots=True)
class Filled:
    """How full a session is, in minutes: talked, free of its length, and beyond its end."""

    used: int
    free: int
    over: int


def filled_minutes(slots: Iterable[PlannedSlot], minutes: int) -> Filled:
    """Of a session of so many minutes; free time between talks counts as free."""
    talks = talks_of(slots)
    free = sum(length for _, length in free_stretches(talks, minutes))
    over = max((end_of(each) - minutes for each in talks), default=0)
    return Filled(sum(each.duration_minutes for each in talks), free, max(over, 0))


def moved_to(slots: Sequence[PlannedSlot], slot: UUID, place: int) -> Slots:
    """One talk at that place (the first is 1; beyond the last is the last), the others in order.

    Each keeps its length; the gaps stay between the places where they were. A poster moves among
    the posters.
    """
    moving = next(each for each in slots if each.id == slot)
    group = takes_turn(moving)
    ordered = list(talks_of(slots)) if group else _others(slots)
    ordered.remove(moving)
    ordered.insert(max(place, 1) - 1, moving)
    if not group:
        return _put_back(slots, ordered, lambda each: not takes_turn(each))
    return _put_back(slots, _in_turn(ordered, _gaps(talks_of(slots))), takes_turn)


def closed_up(slots: Sequence[PlannedSlot]) -> Slots:
    """The talks one after the other from the start of the session, each with its own length."""
    return _put_back(slots, _in_turn(talks_of(slots)), takes_turn)


def fitted_to(slots: Sequence[PlannedSlot], minutes: int, step: int = 1) -> Slots:
    """The talks stretched or shrunk to fill `minutes` exactly, one after the other.

    Each keeps its share, so an invited talk stays longer than a selected one; lengths are multiples
    of `step` but for the longest talk, which takes what is left over. Raises DoesNotFit when there
    is less than one step for each.
    """
    talks = talks_of(slots)
    if not talks:
        return tuple(slots)
    lengths = shares([each.duration_minutes for each in talks], minutes, step)
    return _put_back(slots, _in_turn(list(map(lasting, talks, lengths))), takes_turn)


def shifted(slots: Sequence[PlannedSlot], after: UUID | None, minutes: int) -> Slots:
    """Every talk behind that one (all, without one) so many minutes later, or earlier if negative.

    Raises DoesNotFit if the first of them would begin before the one it follows ends.
    """
    talks = talks_of(slots)
    first = _place(talks, after) + 1 if after else 0
    free_from = end_of(talks[first - 1]) if first else 0
    later = talks[first:]
    if later and later[0].starts_after_minutes + minutes < min(
        free_from, later[0].starts_after_minutes
    ):
        raise DoesNotFit.earlier(max(later[0].starts_after_minutes - free_from, 0))
    moved = [
        replace(each, starts_after_minutes=each.starts_after_minutes + minutes) for each in later
    ]
    return _put_back(slots, [*talks[:first], *moved], takes_turn)


def inserted_after(slots: Sequence[PlannedSlot], after: UUID | None, new: PlannedSlot) -> Slots:
    """A new item right behind that talk (first, without one); what follows makes room for it."""
    talks = talks_of(slots)
    known = _place(talks, after) if after else -1
    start = end_of(talks[known]) if after else 0
    free = talks[known + 1].starts_after_minutes - start if talks[known + 1 :] else 0
    later = shifted(slots, after, max(new.duration_minutes - max(free, 0), 0))
    ordered = sorted(later, key=lambda each: each.position)
    here = next((n for n, each in enumerate(ordered, start=1) if each.id == after), 0)
    ordered.insert(here, replace(new, starts_after_minutes=start))
    return _numbered(ordered)


def all_lasting(
    slots: Sequence[PlannedSlot], kinds: frozenset[SlotKind], minutes: int, questions: int
) -> Slots:
    """Every talk of those kinds with that length; the gaps between all talks stay."""
    talks = talks_of(slots)
    made = [
        replace(each, duration_minutes=minutes, questions_minutes=questions)
        if each.kind in kinds
        else each
        for each in talks
    ]
    return _put_back(slots, _in_turn(made, _gaps(talks)), takes_turn)


def shares(lengths: Sequence[int], minutes: int, step: int) -> list[int]:
    """`minutes` shared out in proportion to the lengths, in whole steps, at least one each.

    The longer never gets less than the shorter; what is no whole step goes to the longest. Raises
    DoesNotFit when there is less than one step for each.
    """
    units, rest = divmod(minutes, step)
    if units < len(lengths):
        raise DoesNotFit.too_many(len(lengths), minutes, step)
    weights = [max(length, 1) for length in lengths]
    total = sum(weights)
    given = [max(units * weight // total, 1) for weight in weights]
    by_size = sorted(range(len(weights)), key=lambda n: (-weights[n], n))
    by_need = sorted(by_size, key=lambda n: given[n] * total - units * weights[n])
    left = units - sum(given)
    for n in by_need[: max(left, 0)]:
        given[n] += 1
    for _ in range(-left):
        given[max(reversed(by_size), key=lambda n: given[n])] -= 1
    found = [each * step for each in given]
    found[by_size[0]] += rest
    return found


def lasting(slot: PlannedSlot, minutes: int) -> PlannedSlot:
    """The talk with another length; its minutes for questions keep their share of it."""
    before, questions = slot.duration_minutes, slot.questions_minutes
    kept = (2 * questions * minutes + before) // (2 * before) if before else questions
    return replace(slot, duration_minutes=minutes, questions_minutes=max(min(kept, minutes - 1), 0))


def _others(slots: Iterable[PlannedSlot]) -> list[PlannedSlot]:
    return sorted((s for s in slots if not takes_turn(s)), key=lambda each: each.position)


def _place(talks: Slots, slot: UUID) -> int:
    return next(place for place, each in enumerate(talks) if each.id == slot)


def _gaps(talks: Iterable[PlannedSlot]) -> list[int]:
    clock, gaps = 0, []
    for each in talks:
        gaps.append(max(each.starts_after_minutes - clock, 0))
        clock = max(clock, end_of(each))
    return gaps


def _in_turn(talks: Sequence[PlannedSlot], gaps: Sequence[int] = ()) -> list[PlannedSlot]:
    clock, placed = 0, []
    for place, each in enumerate(talks):
        clock += gaps[place] if gaps else 0
        placed.append(replace(each, starts_after_minutes=clock))
        clock += each.duration_minutes
    return placed


def _put_back(
    slots: Iterable[PlannedSlot],
    group: Iterable[PlannedSlot],
    is_of_group: Callable[[PlannedSlot], bool],
) -> Slots:
    """The group's members in their new order, at the places in the list that the group has."""
    new = iter(group)
    ordered = sorted(slots, key=lambda each: each.position)
    return _numbered([next(new) if is_of_group(each) else each for each in ordered])


def _numbered(ordered: Iterable[PlannedSlot]) -> Slots:
    return tuple(replace(each, position=place) for place, each in enumerate(ordered, start=1))
