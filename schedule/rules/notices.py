"""Who is told of a release, and of what (S06): one letter a person, of parts and of stars."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from schedule.rules.differences import ChangeKind, ItemChange, ProgrammeDiff
from schedule.rules.released import ReleasedPerson, ReleasedProgramme, ReleasedSession

_TOLD = (ChangeKind.NEW, ChangeKind.MOVED, ChangeKind.CANCELLED, ChangeKind.REINSTATED)
_WORTH_TELLING = frozenset({"people", "presenting window", "stream"})


class Group(StrEnum):
    """Why somebody gets the letter; whoever has both reasons is in the first."""

    PART = "part"
    STARS = "stars"

    @property
    def label(self) -> str:
        """The words shown on screen."""
        return {
            Group.PART: "Speakers, chairs and presenters of what changes",
            Group.STARS: "Attendees who starred what changes",
        }[self]


@dataclass(frozen=True, slots=True)
class Told:
    """What concerns one person; `name` is "" where the release does not know them."""

    person: UUID
    name: str
    own: tuple[ItemChange, ...]
    starred: tuple[ItemChange, ...]

    @property
    def group(self) -> Group:
        """Why they are told."""
        return Group.PART if self.own else Group.STARS


def is_worth_telling(change: ItemChange) -> bool:
    """A typo is mended without letters; a new place, person, window or end is told."""
    return change.kind in _TOLD or not _WORTH_TELLING.isdisjoint(change.what)


def whom_to_tell(
    diff: ProgrammeDiff,
    after: ReleasedProgramme,
    stars: Mapping[UUID, Collection[str]] | None = None,
) -> list[Told]:
    """Everybody concerned once (S06): who has or had a part in what changes, chairs for the talks
    of their session, and who starred it. `stars` are codes by person."""
    changes = [change for change in diff.items if is_worth_telling(change)]
    around = {each.code: each for each in after.sessions}
    own: defaultdict[UUID, list[ItemChange]] = defaultdict(list)
    names: dict[UUID, str] = {}
    for change in changes:
        for person in _concerned(change, around.get(change.session_code)):
            own[person.id].append(change)
            names[person.id] = person.name
    starred = _starred(changes, stars or {})
    people = [*own, *(person for person in starred if person not in own)]
    return [
        Told(
            person,
            names.get(person, ""),
            _without_repeats(own.get(person, ())),
            _without_repeats(starred.get(person, ())),
        )
        for person in people
    ]


def _concerned(change: ItemChange, session: ReleasedSession | None) -> Iterator[ReleasedPerson]:
    """Those with a part in it now or before; a talk also concerns the chairs of its session, a
    stream everybody who talks in it."""
    others: tuple[ReleasedPerson, ...] = ()
    if session is not None and not change.is_session:
        others = session.chairs
    elif session is not None and "stream" in change.what:
        others = tuple(person for slot in session.live_slots for person in slot.people)
    people = (*change.people, *change.left, *others)
    yield from {person.id: person for person in reversed(people)}.values()


def _starred(
    changes: Iterable[ItemChange], stars: Mapping[UUID, Collection[str]]
) -> dict[UUID, list[ItemChange]]:
    by_code = {change.code: change for change in changes if change.kind is not ChangeKind.NEW}
    found = {
        person: [by_code[code] for code in codes if code in by_code]
        for person, codes in stars.items()
    }
    return {person: listed for person, listed in found.items() if listed}


def _without_repeats(changes: Collection[ItemChange]) -> tuple[ItemChange, ...]:
    """A talk that only went along with its session is not told beside it."""
    whole = {(change.code, change.kind) for change in changes if change.is_session}
    once = {change.code: change for change in changes}
    return tuple(
        change
        for change in once.values()
        if change.is_session or (change.session_code, change.kind) not in whole
    )
