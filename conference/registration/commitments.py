"""What a person holds at a meeting beside the registration: talks, posters, chairs, awards.

The abstracts and the programme lie above registration: they give their answers at the roof (C09).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from conference.meetings.rules import MeetingInfo


class CommitmentKind(StrEnum):
    """What somebody has promised to do, in the order in which it is asked about."""

    TALK = "talk"
    POSTER = "poster"
    CHAIR = "chair"
    ABSTRACT = "abstract"
    AWARD = "award"


COMMITMENT_WORDS: Mapping[CommitmentKind, str] = {
    CommitmentKind.TALK: "Talk",
    CommitmentKind.POSTER: "Poster",
    CommitmentKind.CHAIR: "Chair",
    CommitmentKind.ABSTRACT: "Abstract",
    CommitmentKind.AWARD: "Award",
}


@dataclass(frozen=True, slots=True)
class Commitment:
    """One thing that somebody has promised. `key` names it for ever; `where` is day and place.

    Two providers that tell of the same thing give it the same key.
    """

    key: str
    kind: CommitmentKind
    title: str
    where: str = ""
    path: str = ""

    @property
    def words(self) -> str:
        """ "Talk “Signals of fever”, Mon 18 Oct 2027, 09:30 BST (London), Hall A"."""
        place = f", {self.where}" if self.where else ""
        return f"{COMMITMENT_WORDS[self.kind]} “{self.title}”{place}"


CommitmentsOf = Callable[[MeetingInfo, UUID], Awaitable[list[Commitment]]]
_providers: list[CommitmentsOf] = []


def tell_commitments(*providers: CommitmentsOf) -> None:
    """Says who knows what people have promised: (meeting, person) -> commitments; replaces."""
    _providers[:] = providers


async def commitments_of(meeting: MeetingInfo, person: UUID) -> tuple[Commitment, ...]:
    """Everything that a person has promised at the meeting, talks first.

    An abstract that has its place in the programme is told once, as what it is there.
    """
    told = [each for provider in _providers for each in await provider(meeting, person)]
    order = list(CommitmentKind)
    told.sort(key=lambda each: (order.index(each.kind), each.key))
    found: dict[str, Commitment] = {}
    for each in told:
        found.setdefault(each.key, each)
    return tuple(found.values())
