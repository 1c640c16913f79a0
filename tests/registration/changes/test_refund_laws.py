"""Laws of giving back: never more than was paid, never more by waiting, whatever the order."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from conference.registration.catalogue import LineKind, Wish
from conference.registration.changes.rules.change import still_charged
from conference.registration.changes.rules.rebooking import GivenUpFee, no_gain_line
from conference.registration.changes.rules.refunds import (
    compute_refund,
    give_back_instead,
    spread,
    sum_by_kind,
)
from conference.registration.changes.rules.terms import Rung, Terms, set_terms
from conference.registration.quoted import Line, Quoted
from tests.registration.prices import EARLY, NON_MEMBER

FIRST_DAY = date(2027, 10, 17)
MONEY = st.integers(0, 2_000_00)
KINDS = st.sampled_from(list(LineKind))
DAYS = st.integers(-10, 200).map(lambda n: FIRST_DAY - timedelta(days=n))
RUNGS = st.lists(
    st.tuples(
        st.sampled_from([kind.value for kind in LineKind]),
        st.builds(Rung, st.integers(0, 180), st.integers(0, 100), st.integers(0, 300_00)),
    ),
    max_size=6,
    unique_by=lambda pair: (pair[0], pair[1].until_days),
)
LINES = st.lists(
    st.builds(
        lambda kind, amount, points, n: Line(
            "A line", "", amount, kind, f"item{n}", tax=amount // 10, tax_points=points
        ),
        KINDS,
        MONEY,
        st.sampled_from([0, 1000, 2200]),
        st.integers(0, 3),
    ),
    max_size=7,
)


@st.composite
def terms(draw: st.DrawFn) -> Terms:
    return set_terms(draw(RUNGS), FIRST_DAY, draw(st.sampled_from(["EUR", "JPY"])))


@given(LINES, st.integers(-100, 10_000_00), terms(), DAYS)
def test_refund_never_exceeds_what_was_paid(
    lines: list[Line], paid: int, terms: Terms, day: date
) -> None:
    refund = compute_refund(lines, paid, terms, day)

    charged = sum(line.amount for line in lines)
    assert 0 <= refund.back <= max(0, min(paid, charged))
    assert all(0 <= part.back <= part.charged for part in refund.parts)


@given(LINES, MONEY, terms(), DAYS)
def test_order_is_left_with_exactly_what_is_kept(
    lines: list[Line], paid: int, terms: Terms, day: date
) -> None:
    refund = compute_refund(lines, paid, terms, day)

    left = [*lines, *refund.lines]
    assert sum(line.amount for line in left) == refund.kept
    assert refund.paid - refund.kept == refund.back
    assert all(amount >= 0 for amount in sum_by_kind(left).values())
    assert all(abs(line.tax) <= abs(line.amount) for line in refund.lines)


@given(LINES, MONEY, terms(), DAYS, st.integers(0, 60))
def test_waiting_never_gives_back_more(
    lines: list[Line], paid: int, terms: Terms, day: date, wait: int
) -> None:
    now = compute_refund(lines, paid, terms, day)
    later = compute_refund(lines, paid, terms, day + timedelta(days=wait))

    assert later.back <= now.back


@given(LINES, MONEY, terms(), DAYS, st.randoms())
def test_order_of_lines_does_not_matter(
    lines: list[Line], paid: int, terms: Terms, day: date, random: object
) -> None:
    shuffled = list(lines)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    one, other = (compute_refund(each, paid, terms, day) for each in (lines, shuffled))

    assert one.back == other.back
    assert one.parts == other.parts
    assert _sums(one.lines) == _sums(other.lines)


def _sums(lines: tuple[Line, ...]) -> dict[tuple[str, str, int], int]:
    return {(e.kind, e.item, e.tax_points): e.amount for e in still_charged(lines)}


@given(LINES, terms(), DAYS)
def test_unpaid_things_are_given_up_for_nothing(lines: list[Line], terms: Terms, day: date) -> None:
    refund = compute_refund(lines, 0, terms, day)

    assert (refund.back, refund.kept) == (0, 0)
    assert sum(line.amount for line in [*lines, *refund.lines]) == 0


@given(LINES, MONEY, st.integers(-50, 3_000_00), terms())
def test_give_back_instead_is_held_between_nothing_and_what_was_paid(
    lines: list[Line], paid: int, wanted: int, terms: Terms
) -> None:
    refund = give_back_instead(lines, paid, wanted, "A kindness.", terms.currency)

    charged = sum(line.amount for line in lines)
    assert refund.back == max(0, min(wanted, paid, charged))
    assert sum(line.amount for line in [*lines, *refund.lines]) == refund.kept


@given(st.integers(0, 10_000), st.lists(st.integers(-50, 500), max_size=6))
def test_spread_loses_nothing(total: int, weights: list[int]) -> None:
    parts = spread(total, weights)

    assert sum(parts) == (total if any(weight > 0 for weight in weights) else 0)
    assert all(part >= 0 for part in parts)


@given(st.lists(MONEY, min_size=1, max_size=4), MONEY, terms(), DAYS)
def test_cancel_and_rebook_never_gains(
    paid: list[int], price: int, terms: Terms, day: date
) -> None:
    """What is kept, the new price and the difference together are no less than the dearest place
    that was given up, and no more than that or than the new price on top of what is kept.

    Without the difference it would gain as soon as the new price is lower than what came back: a
    non-member who joined meanwhile (M03).
    """
    kept = [compute_refund([_fee(each)], each, terms, day).kept for each in paid]
    earlier = [GivenUpFee("7Q", "in_person", *pair) for pair in zip(paid, kept, strict=True)]

    line = no_gain_line(_quoted(price), earlier)

    spent = sum(kept) + price + (line.amount if line else 0)
    assert spent >= max(paid)
    assert spent == max(*paid, sum(kept) + price)


def _fee(amount: int) -> Line:
    return Line("Non-member", "", amount, item="non_member")


def _quoted(price: int) -> Quoted:
    line = Line("Regular member", "", price, item="regular")
    expires = datetime(2027, 5, 1).astimezone()
    wish = Wish("non_member", "in_person")
    return Quoted(NON_MEMBER, EARLY, "in_person", "EUR", (line,), 0, 0, None, expires, wish)
