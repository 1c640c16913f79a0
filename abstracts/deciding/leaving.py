"""An accepted abstract gives its place back: declined (V08) or released (A09)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from abstracts.changes.programme import vacate
from abstracts.deciding.holding import drop_held
from abstracts.errors import NotPossible
from abstracts.states import next_state
from abstracts.tables import Abstract
from abstracts.vocabulary import (
    STATE_WORDS,
    AbstractEvent,
    AbstractState,
    Answer,
    Decision,
)
from conference.orm import Action


@dataclass(frozen=True, slots=True)
class Leaving:
    """The accepted abstract that leaves."""

    id: UUID
    code: str
    state: AbstractState
    decision: Decision | None


async def leave(act: Action, abstract: Leaving, event: AbstractEvent) -> AbstractState:
    """A part of an action: the state moves, the place in the draft of the programme stays, marked
    as not taking place until the committee fills it. Raises NotPossible."""
    after = next_state(abstract.state, event)
    if after is None:
        raise NotPossible(f"An abstract that is {abstract.state} has no place to give back.")
    is_forfeited = event is AbstractEvent.FORFEIT
    changes: dict[Any, Any] = {
        Abstract.state: after.value,
        Abstract.decision: "",
        Abstract.left_as: abstract.decision.value if abstract.decision else "",
        Abstract.forfeited_at: act.now if is_forfeited else None,
    }
    if not is_forfeited:
        changes |= {Abstract.answer: Answer.DECLINED.value, Abstract.answered_at: act.now}
    await Abstract.update(changes).where(Abstract.id == abstract.id)
    await drop_held(act, [abstract.id])
    await vacate(act, abstract.id, STATE_WORDS[after].lower())
    act.note(
        "abstract",
        abstract.code,
        state=[abstract.state, after],
        decision=[abstract.decision, None],
    )
    return after
