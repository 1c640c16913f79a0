"""The state table of an abstract, and what may be decided about it."""

from collections.abc import Mapping
from datetime import datetime

from abstracts.vocabulary import AbstractEvent as Event
from abstracts.vocabulary import AbstractState as State
from abstracts.vocabulary import CallKind, Decision, Preference

TRANSITIONS: Mapping[tuple[State, Event], State] = {
    (State.DRAFT, Event.SUBMIT): State.SUBMITTED,
    (State.DRAFT, Event.WITHDRAW): State.WITHDRAWN,
    (State.SUBMITTED, Event.SUBMIT): State.SUBMITTED,
    (State.SUBMITTED, Event.ACCEPT): State.ACCEPTED,
    (State.SUBMITTED, Event.REJECT): State.REJECTED,
    (State.SUBMITTED, Event.WAITLIST): State.WAITLISTED,
    (State.SUBMITTED, Event.WITHDRAW): State.WITHDRAWN,
    (State.WAITLISTED, Event.ACCEPT): State.ACCEPTED,
    (State.WAITLISTED, Event.REJECT): State.REJECTED,
    (State.WAITLISTED, Event.WITHDRAW): State.WITHDRAWN,
    (State.ACCEPTED, Event.ACCEPT): State.ACCEPTED,
    (State.ACCEPTED, Event.DECLINE): State.DECLINED,
    (State.ACCEPTED, Event.FORFEIT): State.FORFEITED,
    (State.ACCEPTED, Event.WAITLIST): State.WAITLISTED,
    (State.ACCEPTED, Event.REJECT): State.REJECTED,
    (State.ACCEPTED, Event.WITHDRAW): State.WITHDRAWN,
    (State.REJECTED, Event.ACCEPT): State.ACCEPTED,
    (State.REJECTED, Event.WAITLIST): State.WAITLISTED,
    (State.DECLINED, Event.ACCEPT): State.ACCEPTED,
    (State.FORFEITED, Event.ACCEPT): State.ACCEPTED,
}

EDITABLE = frozenset({State.DRAFT, State.SUBMITTED})


def next_state(state: State, event: Event) -> State | None:
    """Where the event leads from the state; None when it may not happen there."""
    return TRANSITIONS.get((state, event))


def is_call_open(opens_at: datetime, closes_at: datetime, now: datetime) -> bool:
    """A call is open in [opens_at, closes_at): the server's clock, exact, no grace (N04)."""
    return opens_at <= now < closes_at


def may_edit(state: State, opens_at: datetime, closes_at: datetime, now: datetime) -> bool:
    """Drafts and submitted abstracts change while the call is open, then they are frozen (A05)."""
    return state in EDITABLE and is_call_open(opens_at, closes_at, now)


def allowed_decisions(kind: CallKind, preference: Preference) -> tuple[Decision, ...]:
    """Late-breaking is poster only (A06); a "poster only" wish is never made oral (V05)."""
    if kind is CallKind.LATE_BREAKING or preference is Preference.POSTER_ONLY:
        return (Decision.POSTER,)
    if preference is Preference.ORAL_ONLY:
        return (Decision.ORAL, Decision.LIGHTNING)
    return (Decision.ORAL, Decision.LIGHTNING, Decision.POSTER)
