"""The state table of an abstract."""

from datetime import UTC, datetime, timedelta

import pytest

from abstracts.states import TRANSITIONS, allowed_decisions, may_edit, next_state
from abstracts.vocabulary import AbstractEvent, AbstractState, CallKind, Decision, Preference

OPENS = datetime(2026, 1, 10, 8, tzinfo=UTC)
CLOSES = datetime(2026, 3, 1, 7, 59, 59, tzinfo=UTC)


def test_next_state_of_a_decided_abstract() -> None:
    assert next_state(AbstractState.SUBMITTED, AbstractEvent.ACCEPT) is AbstractState.ACCEPTED
    assert next_state(AbstractState.ACCEPTED, AbstractEvent.REJECT) is AbstractState.REJECTED


@pytest.mark.parametrize("event", list(AbstractEvent))
def test_nothing_leaves_withdrawn(event: AbstractEvent) -> None:
    assert next_state(AbstractState.WITHDRAWN, event) is None


def test_a_draft_is_never_decided() -> None:
    assert next_state(AbstractState.DRAFT, AbstractEvent.ACCEPT) is None
    assert next_state(AbstractState.DRAFT, AbstractEvent.REJECT) is None


def test_every_state_but_draft_can_be_reached() -> None:
    assert set(TRANSITIONS.values()) == set(AbstractState) - {AbstractState.DRAFT}


@pytest.mark.parametrize(
    ("state", "now", "expected"),
    [
        (AbstractState.SUBMITTED, OPENS, True),
        (AbstractState.SUBMITTED, OPENS - timedelta(seconds=1), False),
        (AbstractState.DRAFT, CLOSES - timedelta(microseconds=1), True),
        (AbstractState.DRAFT, CLOSES, False),
        (AbstractState.ACCEPTED, OPENS, False),
        (AbstractState.WITHDRAWN, OPENS, False),
    ],
)
def test_may_edit_until_the_exact_deadline(
    state: AbstractState, now: datetime, expected: bool
) -> None:
    assert may_edit(state, OPENS, CLOSES, now) is expected


def test_allowed_decisions_follow_the_wish_and_the_call() -> None:
    regular, late = CallKind.REGULAR, CallKind.LATE_BREAKING
    assert allowed_decisions(regular, Preference.POSTER_ONLY) == (Decision.POSTER,)
    assert Decision.POSTER not in allowed_decisions(regular, Preference.ORAL_ONLY)
    assert allowed_decisions(late, Preference.ORAL_OR_POSTER) == (Decision.POSTER,)
    assert allowed_decisions(regular, Preference.ORAL_OR_POSTER) == tuple(Decision)
