"""What a decision does to an abstract's place in the programme, told at once or in a release."""

from __future__ import annotations

from collections.abc import Iterable

from abstracts.changes.programme import restore, vacate
from abstracts.deciding.release_queries import ToRelease, is_accepting
from abstracts.errors import NotPossible
from abstracts.placement import place_of
from abstracts.vocabulary import DECISION_WORDS, OUTCOME_WORDS, AbstractState
from conference.orm import Action

NEVER_PLACED = (AbstractState.SUBMITTED, AbstractState.REJECTED)


async def misplaced(chosen: Iterable[ToRelease]) -> list[str]:
    """Why some cannot become what is decided: another kind cannot stay in the place of a talk or
    poster. One statement for each accepted one that changes its kind, which are few."""
    found = []
    for each in chosen:
        before, after = each.decision, each.held.outcome
        if before is None or not is_accepting(after) or after.value == before.value:
            continue
        if session := await place_of(each.held.abstract):
            found.append(
                f"{each.held.code} has its place in “{session}” as a "
                f"{DECISION_WORDS[before].lower()}. Take it out of the programme first."
            )
    return found


async def move_places(act: Action, chosen: Iterable[ToRelease]) -> None:
    """A part of an action, before the states move: who is accepted again gets the place back, who
    is accepted no more leaves it marked. Raises NotPossible for what `misplaced` finds."""
    moving = [each for each in chosen if each.state not in NEVER_PLACED]
    if refused := await misplaced(moving):
        raise NotPossible(" ".join(refused))
    for each in moving:
        if is_accepting(each.held.outcome):
            await restore(act, each.held.abstract)
        elif each.state is AbstractState.ACCEPTED:
            await vacate(act, each.held.abstract, OUTCOME_WORDS[each.held.outcome].lower())
