"""The tray: accepted abstracts that have no place yet, searched and filtered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from abstracts.deciding.registered import registered_and_paid
from abstracts.queries.lists import PlaceableAbstract, unplaced_accepted
from abstracts.vocabulary import Decision
from conference.people.rules import fold
from schedule.rules.programme import Programme

LISTED = 100
KINDS = {Decision.ORAL: "Talk", Decision.LIGHTNING: "Lightning talk", Decision.POSTER: "Poster"}


@dataclass(frozen=True, slots=True)
class TrayAbstract:
    """An accepted abstract that waits for a place."""

    code: str
    title: str
    kind: str
    decision: Decision
    topic_code: str
    topic: str
    presenter: str
    is_registered: bool

    @property
    def searched(self) -> str:
        """What a search looks through, without accents."""
        return fold(f"{self.code} {self.title} {self.presenter} {self.topic}")


@dataclass(frozen=True, slots=True)
class TrayChoice:
    """What of the tray is asked for; "" means all."""

    q: str = ""
    topic: str = ""
    kind: str = ""
    registered: str = ""


@dataclass(frozen=True, slots=True)
class Tray:
    """The first of what fits, how many fit, and how many there are."""

    items: tuple[TrayAbstract, ...]
    found: int
    total: int


async def waiting_abstracts(meeting: UUID, programme: Programme) -> list[TrayAbstract]:
    """Accepted abstracts without a place in this draft, by topic; two statements."""
    waiting = await unplaced_accepted(meeting, placed_ids(programme))
    presenters = {each.presenter for each in waiting if each.presenter}
    registered = await registered_and_paid(meeting, presenters)
    return [_in_tray(each, each.presenter in registered) for each in waiting]


def placed_ids(programme: Programme) -> frozenset[UUID]:
    """The abstracts that have a talk or poster in the draft."""
    slots = (slot for session in programme.sessions for slot in session.slots)
    return frozenset(slot.abstract for slot in slots if slot.abstract)


def pick(waiting: Sequence[TrayAbstract], choice: TrayChoice) -> Tray:
    """What fits the choice: every word of the search in code, title, presenter or topic."""
    words = fold(choice.q).split()
    fitting = [each for each in waiting if _fits(each, choice, words)]
    return Tray(tuple(fitting[:LISTED]), len(fitting), len(waiting))


def topics_of(waiting: Iterable[TrayAbstract]) -> list[tuple[str, str]]:
    """(code, title) of the topics in the tray."""
    found: Mapping[str, str] = {each.topic_code: each.topic for each in waiting if each.topic_code}
    return sorted(found.items())


def _fits(each: TrayAbstract, choice: TrayChoice, words: Sequence[str]) -> bool:
    if choice.topic and each.topic_code != choice.topic:
        return False
    if choice.kind and each.decision.value != choice.kind:
        return False
    if choice.registered and each.is_registered != (choice.registered == "yes"):
        return False
    return all(word in each.searched for word in words)


def _in_tray(each: PlaceableAbstract, is_registered: bool) -> TrayAbstract:
    return TrayAbstract(
        code=each.code,
        title=each.title,
        kind=KINDS.get(each.decision, each.decision.value),
        decision=each.decision,
        topic_code=each.topic_code,
        topic=each.topic_title,
        presenter=each.presenter_name,
        is_registered=is_registered,
    )
