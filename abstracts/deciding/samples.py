"""Letters of a release on real abstracts, one of each outcome, as they would be sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from abstracts.deciding.composing import NOWHERE, Desk, Told, letters_of
from abstracts.deciding.letter_queries import letter_texts, places_of, subjects_of
from abstracts.deciding.release_queries import ToRelease
from abstracts.reviews.reading import comments_to_authors
from abstracts.vocabulary import Outcome
from conference.letters.rules import Letter

OTHERS = 60
NO_RANKS: Mapping[UUID, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class LetterSample:
    """A letter on one abstract, whom it goes to, and on which others it can be shown."""

    outcome: Outcome
    code: str
    letter: Letter
    addresses: tuple[str, ...]
    others: tuple[str, ...]


async def letter_samples(
    desk: Desk,
    chosen: Sequence[ToRelease],
    asked: str,
    *,
    has_comments: bool,
    ranks: Mapping[UUID, int] = NO_RANKS,
) -> list[LetterSample]:
    """The first abstract of each outcome, or the one that is asked for; a few statements.

    `ranks`: where those who come to wait will stand.
    """
    picked = _picked(chosen, asked)
    ids = [each.held.abstract for each in picked.values()]
    texts = await letter_texts(desk.meeting.id)
    subjects = await subjects_of(ids)
    places = await places_of(desk.meeting.id, {id: each.code for id, each in subjects.items()})
    comments = await comments_to_authors(ids) if has_comments else {}
    found = []
    for outcome, each in picked.items():
        id, held = each.held.abstract, each.held
        told = Told(
            outcome, held.note, ranks.get(id), comments.get(id, ()), places.get(id, NOWHERE)
        )
        letters = list(letters_of(desk, subjects[id], told, texts[outcome]))
        if letters:
            others = [one.held.code for one in chosen if one.held.outcome is outcome]
            found.append(
                LetterSample(
                    outcome,
                    held.code,
                    letters[0],
                    tuple(letter.to_address for letter in letters),
                    tuple(others[:OTHERS]),
                )
            )
    return found


def _picked(chosen: Sequence[ToRelease], asked: str) -> dict[Outcome, ToRelease]:
    found: dict[Outcome, ToRelease] = {}
    for outcome in Outcome:
        mine = [each for each in chosen if each.held.outcome is outcome]
        if mine:
            found[outcome] = next((each for each in mine if each.held.code == asked), mine[0])
    return found
