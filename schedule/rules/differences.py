"""What one release changes against another: the list for the committee, the letters and marks."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from schedule.rules.release import changed_fields, in_order, place_of
from schedule.rules.released import (
    ReleasedPerson,
    ReleasedPlace,
    ReleasedProgramme,
    ReleasedSession,
    ReleasedSlot,
)
from schedule.rules.vocabulary import ItemStatus

_WORDS = {
    "starts_at": "time",
    "ends_at": "time",
    "room": "room",
    "chairs": "people",
    "speakers": "people",
    "people": "people",
    "slots": "talks",
    "status": "status",
    "type_label": "kind",
    "number": "programme code",
    "presents_from": "presenting window",
    "presents_until": "presenting window",
    "questions_minutes": "time for questions",
    "is_streamed": "stream",
    "set_up_from": "set-up",
    "set_up_until": "set-up",
    "tear_down_from": "tear-down",
    "tear_down_until": "tear-down",
    "board_size": "board size",
}


class ChangeKind(StrEnum):
    """How an item differs from the release before."""

    NEW = "new"
    MOVED = "moved"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    REINSTATED = "reinstated"


@dataclass(frozen=True, slots=True)
class ItemChange:
    """One session or slot that differs; `what` says in which words, `was` and `now` where."""

    kind: ChangeKind
    code: str
    session_code: str
    title: str
    what: tuple[str, ...]
    was: ReleasedPlace | None
    now: ReleasedPlace | None
    people: tuple[ReleasedPerson, ...]

    @property
    def is_session(self) -> bool:
        """Whether it is a session, not one of its slots."""
        return self.code == self.session_code


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
        """The items that changed in one way; slots that merely moved with their session are left
        out, since the session's line says it."""
        moved = {item.code for item in self.items if item.kind is kind and item.is_session}
        return [
            item
            for item in self.items
            if item.kind is kind and (item.is_session or item.session_code not in moved)
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
    return ProgrammeDiff(steps, tuple(_item_changes(_flat(old.values()), _flat(new.values()))))


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


def _item_changes(old: dict[str, _Item], new: dict[str, _Item]) -> list[ItemChange]:
    changes = [
        _item_change(old.get(code), new.get(code)) for code in [*new, *(set(old) - set(new))]
    ]
    return [change for change in changes if change is not None]


def _item_change(old: _Item | None, new: _Item | None) -> ItemChange | None:
    kind, what = _kind_of_change(old, new)
    shown = new or old
    if kind is None or shown is None:
        return None
    session, slot = shown
    item = slot or session
    people = slot.people if slot else (*session.chairs, *session.speakers)
    return ItemChange(
        kind=kind,
        code=item.code,
        session_code=session.code,
        title=item.title,
        what=what,
        was=_place(old) if _is_live(old) else None,
        now=_place(new) if _is_live(new) else None,
        people=people,
    )


def _kind_of_change(
    old: _Item | None, new: _Item | None
) -> tuple[ChangeKind | None, tuple[str, ...]]:
    if not _is_live(old):
        return (_kind_of_arrival(old) if _is_live(new) else None), ()
    if not _is_live(new):
        return ChangeKind.CANCELLED, ()
    assert old is not None
    assert new is not None
    what = changed_fields(old[1] or old[0], new[1] or new[0])
    words = tuple(sorted({_WORDS.get(field, field) for field in what - {"id", "origin"}}))
    if what & {"starts_at", "ends_at", "room"}:
        return ChangeKind.MOVED, words
    return (ChangeKind.CHANGED if what else None), words


def _kind_of_arrival(old: _Item | None) -> ChangeKind:
    """Whoever was told that it is cancelled must hear that it takes place after all."""
    return ChangeKind.NEW if old is None else ChangeKind.REINSTATED


def _is_live(item: _Item | None) -> bool:
    if item is None:
        return False
    return (item[1] or item[0]).status is not ItemStatus.CANCELLED


def _place(item: _Item | None) -> ReleasedPlace | None:
    return place_of(item[1] or item[0]) if item else None
