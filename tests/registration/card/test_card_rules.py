"""Laws of cards: amounts, states, splitting a refund, what is a duplicate."""

from __future__ import annotations

import random
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.orm.money import minor_digits
from conference.registration.card.amounts import (
    LARGEST,
    THREE_DECIMAL,
    ZERO_DECIMAL,
    AmountNotCarded,
    card_amount,
    own_amount,
)
from conference.registration.card.rules import (
    CHECKOUT_NEXT,
    REFUND_NEXT,
    CardFact,
    CheckoutInfo,
    CheckoutState,
    RefundState,
    card_is_offered,
    duplicates,
    is_reusable,
    next_checkout,
    next_refund,
    split_refund,
)
from conference.registration.policy import Policy
from conference.registration.rules import Balance
from conference.settings import Settings
from tests.cast import NOW

CURRENCIES = ("EUR", "USD", "GBP", "CHF", "AUD", "JPY", "KRW", "ISK", "RSD", "HUF", "KWD", "BHD")
AMOUNTS = st.integers(1, 100_000)


def paid(amount: int, *, given_back: int = 0, minutes: int = 0, **changes: object) -> CheckoutInfo:
    facts = {
        "id": uuid4(),
        "session": "cs",
        "payment_intent": "pi",
        "order": UUID(int=1),
        "order_code": "7K3M9QXA",
        "meeting": UUID(int=2),
        "amount": amount,
        "currency": "EUR",
        "state": CheckoutState.PAID,
        "url": "",
        "expires_at": NOW + timedelta(hours=1),
        "started_at": NOW + timedelta(minutes=minutes),
        "note": "",
        "given_back": given_back,
    }
    return CheckoutInfo(**{**facts, **changes})  # type: ignore[arg-type]


# Stripe's own examples: 10 USD is 1000, 500 JPY is 500, 5.000 KWD would be 5000, 5 ISK is 500.
@pytest.mark.parametrize(
    ("own", "currency", "there"),
    [
        (10_00, "USD", 1000),
        (500, "JPY", 500),
        (5_120, "KWD", 5120),
        (5, "ISK", 500),
        (650, "RSD", 65000),
    ],
)
def test_card_amount_is_in_stripes_units(own: int, currency: str, there: int) -> None:
    assert card_amount(own, currency) == there


@pytest.mark.parametrize(
    ("own", "currency"), [(5_123, "KWD"), (0, "EUR"), (-1, "EUR"), (LARGEST + 1, "EUR")]
)
def test_card_amount_refuses_what_no_card_is_charged_with(own: int, currency: str) -> None:
    with pytest.raises(AmountNotCarded, match="another way"):
        card_amount(own, currency)


@given(AMOUNTS, st.sampled_from(CURRENCIES))
def test_own_amount_is_what_was_charged(amount: int, currency: str) -> None:
    try:
        there = card_amount(amount, currency)
    except AmountNotCarded:
        assert minor_digits(currency) == 3
        assert amount % 10
        return
    assert own_amount(there, currency) == amount


def test_stripes_currencies_do_not_overlap() -> None:
    assert not ZERO_DECIMAL & THREE_DECIMAL


def state_after(facts: list[CardFact]) -> CheckoutState:
    state = CheckoutState.STARTING
    for fact in facts:
        state = next_checkout(state, fact) or state
    return state


@given(st.lists(st.sampled_from(CardFact), max_size=8), st.randoms())
def test_facts_in_any_order_and_repeated_end_in_one_state(
    facts: list[CardFact], dice: random.Random
) -> None:
    shuffled = [*facts, *facts]
    dice.shuffle(shuffled)

    assert state_after(shuffled) is state_after(facts)


def test_a_payment_is_never_forgotten() -> None:
    """Whatever came before, "paid" is entered, and nothing but a dispute moves it."""
    unpaid = ("starting", "open", "expired", "on_its_way", "failed")
    for word in unpaid:
        assert next_checkout(CheckoutState(word), CardFact.PAID) is CheckoutState.PAID
    moves = {fact for (state, fact) in CHECKOUT_NEXT if state is CheckoutState.PAID}
    assert moves == {CardFact.DISPUTED, CardFact.DISPUTE_WON, CardFact.DISPUTE_LOST}


def test_no_state_comes_back() -> None:
    for table in (CHECKOUT_NEXT, REFUND_NEXT):
        pairs = {(before, after) for (before, _), after in table.items()}
        assert not {(after, before) for before, after in pairs} & pairs


def test_next_refund_begins_with_what_is_told_first() -> None:
    assert next_refund(None, RefundState.CAME_BACK) is RefundState.CAME_BACK
    assert next_refund(RefundState.CAME_BACK, RefundState.SENT) is None
    assert next_refund(RefundState.REFUSED, RefundState.SENT) is RefundState.SENT


@given(
    st.integers(0, 5_000),
    st.lists(st.tuples(st.integers(1, 2_000), st.integers(0, 2_000)), max_size=5),
)
def test_split_refund_adds_up_and_overdraws_no_card(
    amount: int, cards: list[tuple[int, int]]
) -> None:
    held = [paid(a, given_back=min(a, b), minutes=n) for n, (a, b) in enumerate(cards)]
    most = {each.id: each.refundable for each in held}

    parts = split_refund(amount, held)

    if not 0 < amount <= sum(most.values()):
        assert parts == ()
        return
    assert sum(part.amount for part in parts) == amount
    assert all(0 < part.amount <= most[part.checkout] for part in parts)
    assert len({part.checkout for part in parts}) == len(parts)


def test_split_refund_prefers_the_card_that_covers_it_exactly() -> None:
    first, second = paid(100), paid(300, minutes=1)

    assert [part.checkout for part in split_refund(100, [first, second])] == [first.id]
    assert [part.checkout for part in split_refund(150, [first, second])] == [second.id]


@given(st.lists(st.sampled_from([100, 200]), max_size=5), st.integers(0, 500))
def test_duplicates_leave_the_order_paid(amounts: list[int], total: int) -> None:
    held = [paid(amount, minutes=n) for n, amount in enumerate(amounts)]

    found = duplicates(held, Balance(total, sum(amounts)))

    back = sum(each.amount for each in found)
    assert sum(amounts) - back >= min(total, sum(amounts))
    assert all(amounts.count(each.amount) > 1 for each in found)


def test_duplicates_are_the_later_payments() -> None:
    first, second, third = (paid(650, minutes=n) for n in range(3))

    assert duplicates([second, third, first], Balance(650, 1950)) == (third, second)
    assert duplicates([first, second], Balance(1300, 1300)) == ()
    assert duplicates([first, second], Balance(0, 1300)) == ()  # cancelled: an ordinary refund
    partly = paid(650, given_back=100)
    assert duplicates([partly, second], Balance(650, 1200)) == ()


@pytest.mark.parametrize(
    ("state", "left", "is_used"),
    [
        (CheckoutState.OPEN, 5, True),
        (CheckoutState.OPEN, 4, False),
        (CheckoutState.STARTING, 31, True),
        (CheckoutState.STARTING, 30, False),
        (CheckoutState.PAID, 60, False),
        (CheckoutState.ON_ITS_WAY, 60, False),
    ],
)
def test_is_reusable_asks_for_state_and_time(
    state: CheckoutState, left: int, is_used: bool
) -> None:
    page = paid(650, state=state, expires_at=NOW + timedelta(minutes=left))

    assert is_reusable(page, 650, NOW) is is_used
    assert not is_reusable(page, 600, NOW)


@pytest.mark.parametrize(
    ("key", "is_demo", "takes_card", "offered"),
    [
        ("sk_test_1", False, True, True),
        ("sk_test_1", False, False, False),
        ("", False, True, False),
        ("", True, True, True),
        ("", True, False, False),
    ],
)
def test_card_is_offered_where_somebody_takes_it(
    key: str, is_demo: bool, takes_card: bool, offered: bool
) -> None:
    settings = Settings(stripe_secret_key=key, is_demo=is_demo)

    assert card_is_offered(settings, Policy(takes_card=takes_card)) is offered
