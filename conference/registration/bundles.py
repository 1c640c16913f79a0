"""Bundles: several extras together at one price, whichever way it is cheapest (P11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from conference.registration.catalogue import Bundle

Saving = tuple[Bundle, int]


def best_bundles(bundles: Sequence[Bundle], amounts: Mapping[str, int]) -> tuple[Saving, ...]:
    """The bundles that save most for these extras, each with what it saves; none shares an extra.

    `amounts` is what one of each chosen extra costs. The order of either does not matter.
    """
    useful = [
        (each, saved)
        for each in bundles
        if each.extras and each.extras <= amounts.keys() and (saved := _saved(each, amounts)) > 0
    ]
    return _best(tuple(sorted(useful, key=lambda pair: pair[0].key)), frozenset())


def split_saving(saved: int, amounts: Mapping[str, int]) -> dict[str, int]:
    """How much of a bundle's saving falls on each of its extras: in proportion to their prices.

    The parts add up to the saving, and no part is more than its extra costs.
    """
    whole = sum(amounts.values())
    shares = {key: saved * amount // whole for key, amount in amounts.items()}
    rest = saved - sum(shares.values())
    for key in sorted(amounts, key=lambda each: (-amounts[each], each))[:rest]:
        shares[key] += 1
    return shares


def _saved(bundle: Bundle, amounts: Mapping[str, int]) -> int:
    return sum(amounts[key] for key in bundle.extras) - bundle.amount


def _best(useful: tuple[Saving, ...], used: frozenset[str]) -> tuple[Saving, ...]:
    if not useful:
        return ()
    (bundle, saved), rest = useful[0], useful[1:]
    if bundle.extras & used:
        return _best(rest, used)
    including = ((bundle, saved), *_best(rest, used | bundle.extras))
    # A bundle that no other one competes with is simply taken: no need to try without it.
    if not any(bundle.extras & other.extras for other, _ in rest):
        return including
    return max(including, _best(rest, used), key=_total)


def _total(chosen: tuple[Saving, ...]) -> int:
    return sum(saved for _, saved in chosen)
