"""What a call allows, what it costs, when it reminds, and what a presenter may bring."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abstracts.calls import forms, presets
from abstracts.calls.forms import Setting
from abstracts.calls.limits import PresenterCounts, limit_problems
from abstracts.calls.rules import (
    CallRules,
    CallState,
    call_state,
    days_before,
    fee_due,
    possible_presentations,
)
from abstracts.length import LengthPolicy, count_length
from abstracts.queries.calls import CallInfo
from abstracts.vocabulary import CallKind, Decision, Preference
from tests.abstracts.conftest import GOOD

CLOSES = datetime(2018, 8, 24, 21, 59, tzinfo=UTC)
OPENS = CLOSES - timedelta(days=60)
RULES = CallRules(CallKind.REGULAR, LengthPolicy(), 20, frozenset({"T01"}))


def test_call_state_is_exact_at_both_ends() -> None:
    blink = timedelta(microseconds=1)
    assert call_state(OPENS, CLOSES, OPENS - blink) is CallState.COMING
    assert call_state(OPENS, CLOSES, OPENS) is CallState.OPEN
    assert call_state(OPENS, CLOSES, CLOSES - blink) is CallState.OPEN
    assert call_state(OPENS, CLOSES, CLOSES) is CallState.CLOSED


def test_possible_presentations_of_late_breaking_is_a_poster() -> None:
    assert possible_presentations(CallKind.LATE_BREAKING, (Decision.ORAL,)) == (Decision.POSTER,)
    assert possible_presentations(CallKind.REGULAR) == tuple(Decision)
    chosen = (Decision.POSTER, Decision.ORAL)
    assert possible_presentations(CallKind.INVITED, chosen) == (Decision.ORAL, Decision.POSTER)


def test_fee_due_follows_membership() -> None:
    assert fee_due(0, 140_00, is_member=True) == 0
    assert fee_due(110_00, 175_00, is_member=False) == 175_00


@given(hours=st.integers(-24, 24 * 30))
@settings(max_examples=50)
def test_days_before_names_the_most_urgent_reminder_once_reached(hours: int) -> None:
    found = days_before(CLOSES, CLOSES - timedelta(hours=hours))
    due = [days for days in (14, 7, 2) if 0 < hours <= days * 24]
    assert found == (min(due) if due else None)


@pytest.mark.parametrize(
    ("counts", "preference", "field"),
    [
        (PresenterCounts(0, 0), Preference.ORAL_OR_POSTER, None),
        (PresenterCounts(1, 1), Preference.ORAL_OR_POSTER, "preference"),
        (PresenterCounts(1, 1), Preference.ORAL_ONLY, "preference"),
        (PresenterCounts(1, 1), Preference.POSTER_ONLY, None),
        (PresenterCounts(3, 0), Preference.POSTER_ONLY, "presenting"),
    ],
)
def test_limit_problems_names_presenter_and_limit(
    counts: PresenterCounts, preference: Preference, field: str | None
) -> None:
    rules = replace(RULES, max_talks=1, max_abstracts=3)
    found = limit_problems(replace(GOOD, preference=preference), rules, counts)
    assert list(found) == ([field] if field else [])
    assert all("Mira Żółkiewska" in sentence for sentence in found.values())
    assert limit_problems(GOOD, RULES, counts) == {}


@pytest.mark.parametrize(
    ("key", "used", "limit"),
    [("all-3600", 136, 3600), ("text-1500", 21, 1500), ("text-1500-bare", 17, 1500),
     ("text-3000", 21, 3000), ("words-400", 5, 400), ("words-300", 6, 300)],
)  # fmt: skip
def test_presets_count_what_they_say(key: str, used: int, limit: int) -> None:
    policy = presets.LENGTHS[key][1]
    body = "Results: 5 of 9\nwork."
    found = count_length(policy, "Title", GOOD.authors, body)
    assert (found.used, policy.limit) == (used, limit)


def test_a_form_that_is_read_again_says_the_same() -> None:
    """What `values_of` shows, `read_call` reads: opening a form and saving it changes nothing."""
    values = forms.values_of(None, CallKind.REGULAR, "Europe/London", "EUR")
    values |= {"opens": "2027-01-01T09:00", "closes": "2027-02-01T09:00"}
    typed = {name: _typed(value) for name, value in values.items()}
    call = forms.read_call(typed, Setting("EUR", frozenset(), None, CallKind.REGULAR))
    assert call.policy == LengthPolicy()
    assert call.presentations == tuple(Decision)
    assert [each.key for each in call.statements] == ["unpublished", "publish"]
    assert call.key == "regular"


def _typed(value: object) -> object:
    if isinstance(value, list):
        return value
    if isinstance(value, bool):
        return "on" if value else ""
    return "" if value is None else str(value)


def test_second_call_of_a_kind_asks_for_a_title_of_its_own() -> None:
    call = CallInfo(
        UUID(int=1), CallKind.REGULAR, "Abstracts", OPENS, CLOSES, "UTC", LengthPolicy(), 20
    )
    values = forms.values_of(None, CallKind.REGULAR, "UTC", "EUR", like=call)
    assert values["title"] == ""
    values = forms.values_of(None, CallKind.INVITED, "UTC", "EUR", like=call)
    assert values["title"]
