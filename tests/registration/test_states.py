"""Order and registration move together, and only along the tables."""

from __future__ import annotations

from itertools import product
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.registration.rules import (
    HOLDS_A_PLACE,
    ORDER_NEXT,
    REGISTRATION_NEXT,
    Balance,
    MoneyEvent,
    OrderState,
    RegistrationState,
    active_key,
    judge_refund,
    next_state,
    starting_state,
)

amounts = st.integers(min_value=0, max_value=10**9)
TOGETHER = {
    OrderState.PENDING: RegistrationState.PENDING_PAYMENT,
    OrderState.PAID: RegistrationState.CONFIRMED,
    OrderState.CANCELLED: RegistrationState.CANCELLED,
}


@pytest.mark.parametrize(("state", "event"), list(product(OrderState, MoneyEvent)))
def test_order_and_registration_move_in_step(state: OrderState, event: MoneyEvent) -> None:
    order = next_state(ORDER_NEXT, state, event)
    registration = next_state(REGISTRATION_NEXT, TOGETHER[state], event)

    assert (TOGETHER[order] if order else None) == registration


def test_cancelled_is_the_end() -> None:
    assert all(next_state(ORDER_NEXT, OrderState.CANCELLED, event) is None for event in MoneyEvent)


def test_starting_state_confirms_what_is_free() -> None:
    assert starting_state(0) == (OrderState.PAID, RegistrationState.CONFIRMED)
    assert starting_state(1) == (OrderState.PENDING, RegistrationState.PENDING_PAYMENT)


def test_active_key_is_set_while_a_place_is_held() -> None:
    meeting, person = uuid4(), uuid4()

    for state in RegistrationState:
        key = active_key(meeting, person, state)
        assert (key == f"{meeting}:{person}") == (state in HOLDS_A_PLACE)


@given(amounts, st.integers(-(10**9), 10**9), st.booleans())
def test_balance_owes_in_one_direction_only(total: int, paid: int, is_cancelled: bool) -> None:
    balance = Balance(total, paid, is_cancelled)

    assert min(balance.due, balance.to_refund) == 0
    assert balance.due - balance.to_refund == balance.charged - paid


@given(amounts, amounts, amounts)
def test_refund_within_the_overpayment_leaves_a_settled_order_settled(
    total: int, paid: int, amount: int
) -> None:
    balance = Balance(total, paid)

    if judge_refund(balance, amount).is_allowed:
        assert Balance(total, paid - amount).is_settled


def test_refund_of_nothing_or_too_much_is_refused_in_words() -> None:
    assert judge_refund(Balance(100, 150), 0).reason == "A refund is more than zero."
    assert judge_refund(Balance(100, 150), 51).reason == "That is more than there is to refund."
    assert judge_refund(Balance(100, 100, is_cancelled=True), 100).is_allowed
