"""Order and registration move together, and only along the tables."""

from __future__ import annotations

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
ENDED_ORDERS = (OrderState.CANCELLED, OrderState.EXPIRED)
ENDED_PLACES = tuple(each for each in RegistrationState if each not in HOLDS_A_PLACE)


@pytest.mark.parametrize("event", [MoneyEvent.SETTLED, MoneyEvent.CANCELLED, MoneyEvent.EXPIRED])
def test_unpaid_order_and_its_registration_move_in_step(event: MoneyEvent) -> None:
    order = next_state(ORDER_NEXT, OrderState.PENDING, event)
    registration = next_state(REGISTRATION_NEXT, RegistrationState.PENDING_PAYMENT, event)

    together = {
        OrderState.PAID: RegistrationState.CONFIRMED,
        OrderState.CANCELLED: RegistrationState.CANCELLED,
        OrderState.EXPIRED: RegistrationState.EXPIRED,
    }
    assert order is not None
    assert registration is together[order]


@pytest.mark.parametrize("event", list(MoneyEvent))
def test_what_has_ended_stays_as_it_is(event: MoneyEvent) -> None:
    assert all(next_state(ORDER_NEXT, each, event) is None for each in ENDED_ORDERS)
    assert all(next_state(REGISTRATION_NEXT, each, event) is None for each in ENDED_PLACES)


def test_paid_order_never_expires() -> None:
    assert next_state(ORDER_NEXT, OrderState.PAID, MoneyEvent.EXPIRED) is None
    confirmed = RegistrationState.CONFIRMED
    assert next_state(REGISTRATION_NEXT, confirmed, MoneyEvent.EXPIRED) is None


def test_order_charged_again_is_open_while_its_place_stays_confirmed() -> None:
    assert next_state(ORDER_NEXT, OrderState.PAID, MoneyEvent.CHARGED) is OrderState.PENDING
    assert next_state(REGISTRATION_NEXT, RegistrationState.CONFIRMED, MoneyEvent.CHARGED) is None


def test_starting_state_confirms_what_is_free() -> None:
    assert starting_state(0) == (OrderState.PAID, RegistrationState.CONFIRMED)
    assert starting_state(1) == (OrderState.PENDING, RegistrationState.PENDING_PAYMENT)


def test_active_key_is_set_while_a_place_is_held() -> None:
    meeting, person = uuid4(), uuid4()

    for state in RegistrationState:
        key = active_key(meeting, person, state)
        assert (key == f"{meeting}:{person}") == (state in HOLDS_A_PLACE)


@given(amounts, st.integers(-(10**9), 10**9))
def test_balance_owes_in_one_direction_only(total: int, paid: int) -> None:
    balance = Balance(total, paid)

    assert min(balance.due, balance.to_refund) == 0
    assert balance.due - balance.to_refund == total - paid


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
    assert judge_refund(Balance(0, 100), 100).is_allowed
