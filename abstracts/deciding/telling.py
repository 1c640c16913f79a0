"""One decision, told at once: appeals, late decisions, places that became free."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from abstracts.actions.storing import lock_abstract
from abstracts.deciding.barring import barred_decisions
from abstracts.deciding.composing import Desk
from abstracts.deciding.errors import NotYours
from abstracts.deciding.held import Held
from abstracts.deciding.holding import EVENTS
from abstracts.deciding.policy import AbstractPolicyInfo, policy_of
from abstracts.deciding.release_queries import ToRelease, is_accepting
from abstracts.deciding.releasing import make_known
from abstracts.deciding.scope import Scope
from abstracts.errors import NotPossible, UnknownAbstract
from abstracts.queries.one import AbstractDetail, abstract_of_meeting
from abstracts.states import next_state
from abstracts.vocabulary import OUTCOME_WORDS, Decision, Outcome
from conference.orm import Action, Actor, action


@dataclass(frozen=True, slots=True)
class DecisionOutcome:
    """What was decided, and what is in doubt: one sentence, or nothing."""

    sentence: str
    doubt: str = ""


async def tell_decision(
    desk: Desk,
    code: str,
    outcome: Outcome,
    *,
    by: Actor,
    now: datetime,
    note: str = "",
    scope: Scope | None = None,
    verb: str = "tell_decision",
    reason: str = "",
) -> DecisionOutcome:
    """Decides one abstract and writes to all its authors at once (V07); new days run from now.

    The presenting author becomes a person of the program by their address; without one they stay
    in doubt. Raises UnknownAbstract, NotPossible (state, A06, V05, a place that another kind of
    presentation cannot keep), NotYours in a conflict or outside of the scope.
    """
    meeting = desk.meeting
    async with action(verb, by=by, now=now, meeting=meeting.id, reason=reason or note) as act:
        abstract = await _abstract(meeting.id, code, scope)
        _refuse(abstract, outcome)
        policy = await policy_of(meeting.id)
        in_doubt = await _tell(act, _with_days(desk, policy, now), abstract, outcome, note)
    return DecisionOutcome(_sentence(code, outcome), _doubt(abstract) if in_doubt else "")


async def _tell(
    act: Action, desk: Desk, abstract: AbstractDetail, outcome: Outcome, note: str
) -> bool:
    """Returns whether nobody knows who presents it."""
    held = Held(abstract.id, abstract.code, outcome, None, note, "", True, act.by.name)
    chosen = [ToRelease(held, "", "", "", abstract.state, "", "", abstract.decision)]
    _, in_doubt = await make_known(act, desk, chosen)
    return bool(in_doubt)


async def _abstract(meeting: UUID, code: str, scope: Scope | None) -> AbstractDetail:
    await lock_abstract(meeting, code)
    abstract = await abstract_of_meeting(meeting, code)
    if abstract is None:
        raise UnknownAbstract
    if scope and not scope.may_decide(abstract.id, abstract.manuscript.topic):
        raise NotYours(f"{abstract.code} is not for you to decide.")
    return abstract


def _refuse(abstract: AbstractDetail, outcome: Outcome) -> None:
    """Raises NotPossible with what can be decided instead."""
    same = abstract.decision.value if abstract.decision else abstract.state.value
    if outcome.value == same:
        raise NotPossible("This is the decision already; nothing was changed or sent.")
    if next_state(abstract.state, EVENTS[outcome]) is None:
        raise NotPossible(f"An abstract that is {abstract.state} cannot be decided like this.")
    barred = barred_of(abstract)
    if is_accepting(outcome) and Decision(outcome.value) in barred:
        allowed = [OUTCOME_WORDS[Outcome(each.value)] for each in Decision if each not in barred]
        words = " or ".join(each.lower() for each in allowed)
        raise NotPossible(f"This abstract can only be accepted as {words}.")


def barred_of(abstract: AbstractDetail) -> dict[Decision, str]:
    """What this abstract cannot become, and why."""
    manuscript = abstract.manuscript
    return barred_decisions(
        abstract.call.kind,
        manuscript.preference,
        abstract.call.presentations,
        is_for_lightning=manuscript.is_for_lightning,
    )


def _with_days(desk: Desk, policy: AbstractPolicyInfo, now: datetime) -> Desk:
    return replace(desk, answer_by=policy.answer_by(now), register_by=policy.register_by(now))


def _sentence(code: str, outcome: Outcome) -> str:
    if is_accepting(outcome):
        word = OUTCOME_WORDS[outcome].lower()
        return f"{code} is accepted as {word}. The letters are on their way."
    if outcome is Outcome.WAITLISTED:
        return f"{code} is on the waiting list. The letters are on their way."
    return f"{code} is not accepted. The letter is on its way."


def _doubt(abstract: AbstractDetail) -> str:
    name = abstract.presenter.name if abstract.presenter else "Nobody"
    return (
        f"In doubt: {name} presents, but the abstract gives no e-mail address for "
        "them. Add it below, or they cannot be put in the programme."
    )
