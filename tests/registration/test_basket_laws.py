"""Laws of every basket, whatever a society sells and whoever buys (P01, P08, P11, P15)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from conference.registration.basket import places_needed, price_basket
from conference.registration.bundles import best_bundles, split_saving
from conference.registration.catalogue import (
    Buyer,
    Catalogue,
    Code,
    CodeKind,
    LineKind,
    PriceTable,
    Wish,
)
from conference.registration.codes import best_codes, find_code_fault
from conference.registration.customer import Charge, with_taxes
from conference.registration.quoted import Line, NotForSale, Quoted
from conference.registration.taxes import TaxRate, TaxTable, within
from tests.registration.basket_worlds import CODES, NOW, bundles, buyers, catalogues, wishes

NO_PRICES = PriceTable("EUR", (), (), {})
rates = st.integers(0, 3000)
# Drawing a whole shop takes a while on a busy machine; that is no finding.
law = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


def usable(catalogue: Catalogue, wish: Wish) -> Wish:
    """The wish without the codes that would be refused with a sentence."""
    kept = (c for c in wish.codes if not find_code_fault(catalogue.code(c), wish.category, NOW))
    return replace(wish, codes=tuple(kept))


def sold(catalogue: Catalogue, wish: Wish, buyer: Buyer) -> Quoted:
    found = price_basket(catalogue, usable(catalogue, wish), buyer, NOW)
    assume(isinstance(found, Quoted))
    assert isinstance(found, Quoted)
    return found


@law
@given(catalogues(), wishes(), buyers())
def test_total_is_the_sum_of_lines_and_taxes_and_never_negative(
    catalogue: Catalogue, wish: Wish, buyer: Buyer
) -> None:
    quoted = sold(catalogue, wish, buyer)

    assert quoted.total == sum(line.amount for line in quoted.lines) >= 0
    assert quoted.total == sum(line.net for line in quoted.lines) + quoted.tax
    assert 0 <= quoted.tax <= quoted.total
    assert all(line.title and line.tax_points >= 0 for line in quoted.lines)
    for kind in LineKind:
        assert sum(line.amount for line in quoted.lines if line.kind is kind) >= 0


@law
@given(catalogues(), wishes(), buyers())
def test_each_line_carries_its_own_tax_to_the_cent(
    catalogue: Catalogue, wish: Wish, buyer: Buyer
) -> None:
    for line in sold(catalogue, wish, buyer).lines:
        alone = within(line.amount, TaxRate("any", line.tax_points)).tax
        # What is taken off an item may carry the cents that rounding left on the item.
        assert abs(line.tax - alone) <= (0 if line.amount >= 0 else 2)


@law
@given(catalogues(), wishes(), buyers())
def test_net_of_a_price_without_tax_is_the_same_for_every_customer(
    catalogue: Catalogue, wish: Wish, buyer: Buyer
) -> None:
    taxes = replace(catalogue.taxes, prices_include_tax=False)
    plain = replace(catalogue, taxes=taxes, bundles=(), codes=())
    one_each = replace(wish, extras=tuple((key, 1) for key, _ in wish.extras), codes=())

    home = sold(plain, one_each, buyer)
    abroad = sold(plain, replace(one_each, bill_country="CH", vat_number=""), buyer)

    assert [line.net for line in home.lines] == [line.net for line in abroad.lines]


@law
@given(catalogues(), wishes(), buyers(), st.randoms(use_true_random=False))
def test_order_of_choosing_and_of_the_catalogue_changes_nothing(
    catalogue: Catalogue, wish: Wish, buyer: Buyer, chance: st.randoms
) -> None:
    def mixed(items: tuple) -> tuple:
        return tuple(chance.sample(items, len(items)))

    split = tuple((key, 1) for key, quantity in wish.extras for _ in range(quantity))
    asked = usable(catalogue, wish)
    other = replace(
        asked,
        extras=mixed(split),
        guests=mixed(asked.guests),
        codes=mixed(tuple(f" {each.lower()}" for each in asked.codes)),
    )
    shelf = replace(catalogue, bundles=mixed(catalogue.bundles), codes=mixed(catalogue.codes))

    first, second = (
        price_basket(catalogue, asked, buyer, NOW),
        price_basket(shelf, other, buyer, NOW),
    )

    assert places_needed(asked) == places_needed(other)
    if isinstance(first, NotForSale):
        assert first == second
    else:
        assert isinstance(second, Quoted)
        assert (first.lines, first.notes, first.saving) == (
            second.lines,
            second.notes,
            second.saving,
        )


@law
@given(catalogues(), wishes(), buyers(), st.sampled_from(CODES))
def test_adding_a_code_never_raises_the_total(
    catalogue: Catalogue, wish: Wish, buyer: Buyer, code: str
) -> None:
    without = replace(wish, codes=tuple(each for each in wish.codes if each != code))
    before = sold(catalogue, without, buyer)
    added = usable(catalogue, replace(without, codes=(*without.codes, code)))

    after = price_basket(catalogue, added, buyer, NOW)

    assert isinstance(after, Quoted)
    assert after.total <= before.total


@law
@given(catalogues(), wishes(), buyers())
def test_at_most_one_code_that_stands_alone_takes_something_off(
    catalogue: Catalogue, wish: Wish, buyer: Buyer
) -> None:
    quoted = sold(catalogue, wish, buyer)
    named = [line for line in quoted.lines if line.item.startswith("code:")]
    used = {line.item.removeprefix("code:") for line in named if line.amount}

    alone = [each for each in catalogue.codes if each.code in used and not each.stacks]
    assert len(alone) <= 1
    assert used <= set(quoted.wish.codes) <= set(wish.codes)
    assert {line.item.removeprefix("code:") for line in named} == set(quoted.wish.codes)
    left_out = set(usable(catalogue, wish).codes) - set(quoted.wish.codes)
    assert len(quoted.notes) == len(left_out)


@law
@given(catalogues(), wishes(), buyers())
def test_bundles_never_make_a_basket_dearer(catalogue: Catalogue, wish: Wish, buyer: Buyer) -> None:
    apart = sold(replace(catalogue, bundles=()), wish, buyer)

    together = sold(catalogue, wish, buyer)

    assert together.total <= apart.total


@law
@given(catalogues(), wishes(), buyers())
def test_quote_of_what_was_quoted_says_the_same(
    catalogue: Catalogue, wish: Wish, buyer: Buyer
) -> None:
    first = sold(catalogue, wish, buyer)

    again = price_basket(catalogue, first.wish, buyer, NOW)

    assert isinstance(again, Quoted)
    assert (again.lines, again.total, again.notes) == (first.lines, first.total, ())
    assert NOW < first.expires_at <= first.window.ends_at


@law
@given(catalogues(), wishes(), buyers())
def test_savings_are_never_negative_and_never_both(
    catalogue: Catalogue, wish: Wish, buyer: Buyer
) -> None:
    quoted = sold(catalogue, wish, buyer)

    assert quoted.saving >= 0 <= quoted.forgone
    assert not (quoted.saving and quoted.forgone)
    assert quoted.member_price >= 0


@law
@given(catalogues(), wishes(), buyers())
def test_nobody_gets_a_category_that_is_not_theirs(
    catalogue: Catalogue, wish: Wish, buyer: Buyer
) -> None:
    quoted = sold(catalogue, wish, buyer)
    category, codes = quoted.category, {catalogue.code(each) for each in quoted.wish.codes}

    if category.is_for_members:
        assert buyer.membership.is_member or wish.join_as == "regular"
    opened = any(code and code.opens == category.key for code in codes)
    is_theirs = category.is_on_sale or category.granted_to & buyer.roles
    assert bool(opened) is not bool(is_theirs)


@law
@given(catalogues(), wishes())
def test_places_needed_names_a_seat_and_whatever_can_run_out(
    catalogue: Catalogue, wish: Wish
) -> None:
    needed = places_needed(wish)

    assert needed["meeting"] == needed[f"category:{wish.category}"] == 1
    extras = {key: n for key, n in needed.items() if key.startswith("extra:")}
    assert sum(extras.values()) == sum(n for _, n in wish.extras) + len(wish.guests)
    assert {key for key in needed if key.startswith("code:")} == {f"code:{c}" for c in wish.codes}
    assert min(needed.values()) > 0


@law
@given(st.integers(0, 100_000), st.lists(st.integers(1, 50_000), max_size=4), rates)
def test_tax_of_an_item_is_that_of_what_is_left_of_it(
    fee: int, reductions: list[int], points: int
) -> None:
    taken = [max(0, min(each, fee - sum(reductions[:n]))) for n, each in enumerate(reductions)]
    charges = [Charge(Line("Fee", "", fee), "registration", "fee")]
    charges += [Charge(Line("Off", "", -each), "registration", "fee") for each in taken]
    catalogue = Catalogue(NO_PRICES, taxes=TaxTable((TaxRate("registration", points),)))

    lines = with_taxes(charges, catalogue, "", "")

    left = fee - sum(taken)
    assert sum(line.tax for line in lines) == within(left, TaxRate("any", points)).tax


@law
@given(
    st.lists(st.tuples(st.integers(1, 6000), st.booleans()), min_size=1, max_size=4),
    st.integers(1, 100_000),
)
def test_best_codes_takes_one_that_stands_alone_and_all_that_combine(
    drawn: list[tuple[int, bool]], fee: int
) -> None:
    codes = [
        Code(f"C{n}", "", CodeKind.AMOUNT, value, stacks=stacks)
        for n, (value, stacks) in enumerate(drawn)
    ]

    found = best_codes(codes, "any", fee, {})

    combined = sum(value for value, stacks in drawn if stacks)
    alone = max((value for value, stacks in drawn if not stacks), default=0)
    assert sum(each.amount for each in found) == min(fee, combined + alone)
    assert sum(not each.code.stacks for each in found) <= 1


@law
@given(
    st.lists(st.sampled_from("xyz"), unique=True).flatmap(
        lambda names: st.tuples(*(bundles(name) for name in names))
    ),
    st.fixed_dictionaries({f"course_{each}": st.integers(0, 400) for each in "abc"}),
)
def test_best_bundles_is_the_best_of_all_choices_without_a_shared_extra(
    offered: tuple, prices: dict[str, int]
) -> None:
    found = best_bundles(offered, prices)

    shared = Counter(key for bundle, _ in found for key in bundle.extras)
    assert all(count == 1 for count in shared.values())
    # Three bundles of three extras: no two of them are apart, so the best one alone is the best.
    alone = [sum(prices[key] for key in each.extras) - each.amount for each in offered]
    assert sum(saved for _, saved in found) == max([0, *alone])


@law
@given(
    st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 1000), min_size=1),
    st.floats(0, 1),
)
def test_split_saving_adds_up_and_never_takes_more_than_there_is(
    prices: dict[str, int], part: float
) -> None:
    saved = int(part * sum(prices.values()))
    assume(sum(prices.values()) > 0)

    shares = split_saving(saved, prices)

    assert sum(shares.values()) == saved
    assert all(0 <= shares[key] <= prices[key] for key in prices)
