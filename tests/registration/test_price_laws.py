"""Laws that hold for every price table and every instant (P01, P08, P15)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise, product

from hypothesis import given
from hypothesis import strategies as st

from conference.membership.rules import Verdict
from conference.registration.catalogue import Buyer, Category, PriceTable
from conference.registration.pricing import choices, quote, suggested
from conference.registration.quoted import Quoted
from conference.registration.windows import Window, find_window_faults

START = datetime(2027, 1, 1, tzinfo=UTC)
DAY = date(2027, 10, 20)
MODES = ("in_person", "virtual")
STRANGER = Buyer(Verdict(False, "none", tested_on=DAY))
MEMBER = Buyer(Verdict(True, "valid", frozenset({"regular"}), DAY))
CATEGORIES = (
    Category("regular", "Regular", membership_types=frozenset({"regular"})),
    Category("trainee", "Trainee", membership_types=frozenset({"trainee"})),
    Category("non_member", "Non-member", member_twin="regular"),
    Category("industry", "Industry", member_twin="regular"),
    Category("press", "Press", is_on_sale=False),
)

minutes = st.integers(min_value=0, max_value=400_000)
moments = minutes.map(lambda each: START + timedelta(minutes=each))


@st.composite
def window_lists(draw: st.DrawFn) -> tuple[Window, ...]:
    """Windows cut from one line of instants: neighbours touch, left-out pieces are gaps."""
    cuts = sorted(draw(st.sets(minutes, min_size=2, max_size=7)))
    pieces = list(pairwise(cuts))
    kept = draw(st.lists(st.sampled_from(pieces), unique=True, min_size=1))
    zone = draw(st.sampled_from(["Europe/Berlin", "Asia/Tokyo", "America/Los_Angeles"]))
    return tuple(
        Window(f"w{a}", "Early", START + timedelta(minutes=a), START + timedelta(minutes=b), zone)
        for a, b in kept
    )


@st.composite
def price_tables(draw: st.DrawFn) -> PriceTable:
    windows = draw(window_lists())
    amounts = {}
    for category, window, mode in product(CATEGORIES, windows, MODES):
        if draw(st.booleans()):
            amounts[category.key, window.key, mode] = draw(st.integers(0, 2_000_00))
    return PriceTable("EUR", CATEGORIES, windows, amounts)


@given(window_lists(), moments)
def test_windows_cut_from_one_line_are_sound_and_hold_each_instant_once(
    windows: tuple[Window, ...], moment: datetime
) -> None:
    assert find_window_faults(windows) == {}
    assert sum(each.holds(moment) for each in windows) <= 1


@given(st.lists(st.tuples(minutes, minutes), min_size=2, max_size=6), minutes)
def test_windows_without_faults_never_hold_an_instant_twice(
    spans: list[tuple[int, int]], minute: int
) -> None:
    windows = [
        Window(str(n), "W", START + timedelta(minutes=a), START + timedelta(minutes=b), "UTC")
        for n, (a, b) in enumerate(spans)
    ]
    moments = [START + timedelta(minutes=minute), *(each.starts_at for each in windows)]

    is_sound = find_window_faults(windows) == {}

    once = all(sum(each.holds(moment) for each in windows) <= 1 for moment in moments)
    forwards = all(each.starts_at < each.ends_at for each in windows)
    assert is_sound == (once and forwards)


@given(price_tables(), moments, st.sampled_from(CATEGORIES), st.sampled_from(MODES))
def test_quote_is_the_cell_of_its_window_and_the_sum_of_its_lines(
    table: PriceTable, moment: datetime, category: Category, mode: str
) -> None:
    found = quote(table, category.key, mode, buyer=MEMBER, now=moment)

    if isinstance(found, Quoted):
        assert found.window.holds(moment)
        assert found.total == table.amounts[category.key, found.window.key, mode]
        assert found.total == sum(line.amount for line in found.lines)
        assert found.saving >= 0 <= found.forgone
        assert moment < found.expires_at <= found.window.ends_at
    else:
        assert found.sentence
        assert found.opens is None or found.opens.starts_at > moment


@given(price_tables(), moments, st.sampled_from(MODES))
def test_whatever_a_non_member_may_buy_a_member_may_buy_for_the_same(
    table: PriceTable, moment: datetime, mode: str
) -> None:
    as_member = choices(table, mode, buyer=MEMBER, now=moment)
    as_stranger = choices(table, mode, buyer=STRANGER, now=moment)

    for mine, theirs in zip(as_member, as_stranger, strict=True):
        if theirs.quoted is not None:
            assert mine.quoted is not None
            assert mine.quoted.total == theirs.quoted.total


@given(price_tables(), moments, st.sampled_from(MODES))
def test_suggested_member_price_is_never_above_the_twin_when_the_table_says_so(
    table: PriceTable, moment: datetime, mode: str
) -> None:
    marked = suggested(choices(table, mode, buyer=MEMBER, now=moment))
    twin = quote(table, "non_member", mode, buyer=STRANGER, now=moment)

    is_member_price = marked and marked.quoted and marked.category.is_for_members
    if is_member_price and isinstance(twin, Quoted) and twin.forgone > 0:
        assert marked.quoted.total == twin.member_price < twin.total


@given(price_tables(), moments, st.sampled_from(MODES))
def test_saving_is_the_distance_to_the_twin(table: PriceTable, moment: datetime, mode: str) -> None:
    regular = quote(table, "regular", mode, buyer=MEMBER, now=moment)
    twins = [
        found.total
        for key in ("non_member", "industry")
        if isinstance(found := quote(table, key, mode, buyer=STRANGER, now=moment), Quoted)
    ]

    if isinstance(regular, Quoted) and twins:
        assert regular.saving == max(0, min(twins) - regular.total)


@given(price_tables(), moments, st.sampled_from(MODES))
def test_stranger_never_gets_a_member_or_office_category(
    table: PriceTable, moment: datetime, mode: str
) -> None:
    for each in choices(table, mode, buyer=STRANGER, now=moment):
        assert each.quoted is None or not each.category.is_for_members
    assert not isinstance(quote(table, "press", mode, buyer=MEMBER, now=moment), Quoted)
