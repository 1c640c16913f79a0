"""What one release changes against another: the list for the committee, the letters and marks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from schedule.rules.field_changes import WINDOW, FieldChange, field_changes, word_of
from schedule.rules.release import changed_fields, in_order, place_of
from schedule.rules.released import (
    ReleasedPerson,
    ReleasedPlace,
    ReleasedProgramme,
    ReleasedSession,
    ReleasedSlot,
)
from schedule.rules.vocabulary import ItemStatus

_ONLY_TALKS = ("talks",)


class ChangeKind(StrEnum):
    """How an item differs from the release before."""

    NEW = "new"
    MOVED = "moved"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    REINSTATED = "reinstated"


@dataclass(frozen=True, slots=True)
class ItemChange:
    """One session or slot that differs; `what` says in which words, `was` and `now` where,
    `fields` what else was and is. `left` are those who have no part in it any more."""

    kind: ChangeKind
    code: str
    session_code: str
    title: str
    what: tuple[str, ...]
    was: ReleasedPlace | None
    now: ReleasedPlace | None
    people: tuple[ReleasedPerson, ...]
    left: tuple[ReleasedPerson, ...] = ()
    fields: tuple[FieldChange, ...] = ()

    @property
    def is_session(self) -> bool:
        """Whether it is a session, not one of its slots."""
        return self.code == self.session_code

    @property
    def is_told_itself(self) -> bool:
        """Whether more changed than the talks of a session, which have lines of their own."""
        return not self.is_session or self.what != _ONLY_TALKS

    @property
    def has_own_change(self) -> bool:
        """Whether more changed than what moves with the session: who talks, the title."""
        return any(each.word != WINDOW for each in self.fields)


@dataclass(frozen=True, slots=True)
class SessionStep:
    """A session before and after; `None` where it is not there."""

    before: ReleasedSession | None
    after: ReleasedSession | None


@dataclass(frozen=True, slots=True)
class ProgrammeDiff:
    """All that changes: `steps` whole, for applying; `items` one by one, for people."""

    steps: tuple[SessionStep, ...] = ()
    items: tuple[ItemChange, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes."""
        return not self.steps

    def of_kind(self, kind: ChangeKind) -> list[ItemChange]:
        """The items that changed in one way; slots that merely came, went or moved with their
        session are left out, since the session's line says it, and a session in which only talks
        changed, since theirs do."""
        told = {each.code for each in self.items if each.kind is kind and each.is_told_itself}
        return [
            item
            for item in self.items
            if item.kind is kind
            and item.is_told_itself
            and (item.is_session or item.session_code not in told or item.has_own_change)
        ]

    def summary(self) -> str:
        """Counts in words: "2 new, 1 moved"."""
        counts = [(len(self.of_kind(kind)), kind.value) for kind in ChangeKind]
        return ", ".join(f"{count} {word}" for count, word in counts if count) or "no changes"


def diff_releases(before: ReleasedProgramme | None, after: ReleasedProgramme) -> ProgrammeDiff:
    """What `after` changes against `before`; applying it to `before` gives `after` (S06)."""
    old = {session.code: session for session in before.sessions} if before else {}
    new = {session.code: session for session in after.sessions}
    steps = tuple(
        SessionStep(old.get(code), new.get(code))
        for code in [*new, *(code for code in old if code not in new)]
        if old.get(code) != new.get(code)
    )
    flat_old, flat_new = _flat(old.values()), _flat(new.values())
    return ProgrammeDiff(steps, tuple(_item_changes(flat_old, flat_new, after.meeting.tz)))


def apply_diff(
    sessions: Iterable[ReleasedSession], diff: ProgrammeDiff, after: ReleasedProgramme
) -> tuple[ReleasedSession, ...]:
    """The sessions after a diff, in the order of `after`'s rooms."""
    kept = {session.code: session for session in sessions}
    for step in diff.steps:
        if step.before is not None:
            del kept[step.before.code]
        if step.after is not None:
            kept[step.after.code] = step.after
    return in_order(kept.values(), after.rooms)


_Item = tuple[ReleasedSession, ReleasedSlot | None]


def _flat(sessions: Iterable[ReleasedSession]) -> dict[str, _Item]:
    items: dict[str, _Item] = {}
    for session in sessions:
        items[session.code] = (session, None)
        items.update({slot.code: (session, slot) for slot in session.slots})
    return items


def _item_changes(old: dict[str, _Item], new: dict[str, _Item], zone: ZoneInfo) -> list[ItemChange]:
    gone = [code for code in old if code not in new]
    changes = (_item_change(old.get(code), new.get(code), zone) for code in (*new, *gone))
    return [change for change in changes if change is not None]


def _item_change(old: _Item | None, new: _Item | None, zone: ZoneInfo) -> ItemChange | None:
    if old and new and (old[1] or old[0]) == (new[1] or new[0]):
        return None
    kind, what = _kind_of_change(old, new)
    shown = new or old
    if kind is None or shown is None:
        return None
    session, slot = shown
    item, people = slot or session, _people(shown)
    here = {person.id for person in people}
    return ItemChange(
        kind=kind,
        code=item.code,
        session_code=session.code,
        title=item.title,
        what=tuple(sorted({word_of(name) for name in what - {"id", "origin"}})),
        was=_place(old) if _is_live(old) else None,
        now=_place(new) if _is_live(new) else None,
        people=people,
        left=tuple(person for person in _people(old) if person.id not in here) if old else (),
        fields=_fields(old, new, what, zone) if old and new and what else (),
    )


def _fields(
    old: _Item, new: _Item, what: frozenset[str], zone: ZoneInfo
) -> tuple[FieldChange, ...]:
    return field_changes(old[1] or old[0], new[1] or new[0], what, zone)


def _people(item: _Item) -> tuple[ReleasedPerson, ...]:
    session, slot = item
    return slot.people if slot else (*session.chairs, *session.speakers)


def _kind_of_change(
    old: _Item | None, new: _Item | None
) -> tuple[ChangeKind | None, frozenset[str]]:
    """How an item changed, and the fields of its content that did."""
    if not _is_live(old):
        return (_kind_of_arrival(old) if _is_live(new) else None), frozenset()
    if not _is_live(new):
        return ChangeKind.CANCELLED, frozenset()
    assert old is not None
    assert new is not None
    what = frozenset(changed_fields(old[1] or old[0], new[1] or new[0]))
    if what & {"starts_at", "ends_at", "room"}:
        return ChangeKind.MOVED, what
    return (ChangeKind.CHANGED if what else None), what


def _kind_of_arrival(old: _Item | None) -> ChangeKind:
    """Whoever was told that it is cancelled must hear that it takes place after all."""
    return ChangeKind.NEW if old is None else ChangeKind.REINSTATED


def _is_live(item: _Item | None) -> bool:
    if item is None:
        return False
    return (item[1] or item[0]).status is not ItemStatus.CANCELLED


def _place(item: _Item | None) -> ReleasedPlace | None:
    return place_of(item[1] or item[0]) if item else None
