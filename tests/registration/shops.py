"""Catalogues after real fee tables, as data: one society's prices each, in major units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from conference.membership.rules import Verdict
from conference.registration.basket import price_basket
from conference.registration.catalogue import (
    Bundle,
    Buyer,
    Catalogue,
    Category,
    Extra,
    ExtraKind,
    PriceTable,
    Wish,
)
from conference.registration.quoted import NotForSale, Quoted
from conference.registration.taxes import TaxRate, TaxTable
from conference.registration.windows import Window

DAYS = (date(2027, 10, 18), date(2027, 10, 19), date(2027, 10, 20))
ZONE = "Europe/Berlin"
STARTS = (
    datetime(2027, 1, 31, 23, 0, tzinfo=UTC),
    datetime(2027, 7, 31, 22, 0, tzinfo=UTC),
    datetime(2027, 10, 17, 22, 0, tzinfo=UTC),
    datetime(2027, 10, 20, 22, 0, tzinfo=UTC),
)
KEYS = ("early", "standard", "on_site")
WINDOWS = tuple(
    Window(key, key.replace("_", " ").capitalize(), start, end, ZONE)
    for key, start, end in zip(KEYS, STARTS, STARTS[1:], strict=False)
)
IN = dict(
    zip(
        KEYS,
        (
            datetime(2027, 6, 1, tzinfo=UTC),
            datetime(2027, 9, 1, tzinfo=UTC),
            datetime(2027, 10, 18, 9, tzinfo=UTC),
        ),
        strict=True,
    )
)
MEMBER = Buyer(Verdict(True, "Member no. 7.", frozenset({"regular"}), DAYS[-1]))
STRANGER = Buyer(Verdict(False, "We find no membership.", tested_on=DAYS[-1]))
MEMBERS = frozenset({"regular"})

Amounts = tuple[int | None, ...]


def shop(
    currency: str,
    fees: Mapping[str, Amounts | Mapping[str, Amounts]],
    *,
    categories: Iterable[Category] = (),
    windows: tuple[Window, ...] = WINDOWS,
    minor: int = 100,
) -> Catalogue:
    """A catalogue of categories with their price per window; a mapping gives it per mode."""
    made = {each.key: each for each in categories}
    cells: dict[tuple[str, str, str], int] = {}
    for key, prices in fees.items():
        modes = prices if isinstance(prices, Mapping) else {"in_person": prices}
        for mode, amounts in modes.items():
            for window, amount in zip(windows, amounts, strict=False):
                if amount is not None:
                    cells[key, window.key, mode] = amount * minor
    listed = tuple(made.get(key, Category(key, key.replace("_", " ").capitalize())) for key in fees)
    return Catalogue(PriceTable(currency, listed, windows, cells), days=DAYS)


def extra(key: str, *amounts: int | None, minor: int = 100, **more: object) -> Extra:
    """An extra with its price per window; None: not sold then."""
    prices = {
        window.key: amount * minor
        for window, amount in zip(WINDOWS, amounts, strict=False)
        if amount is not None
    }
    made = Extra(key, key.replace("_", " ").capitalize(), ExtraKind.EVENT, amounts=prices)
    return replace(made, **more)  # type: ignore[arg-type]


def priced(
    catalogue: Catalogue, wish: Wish, buyer: Buyer = STRANGER, when: str = "early"
) -> Quoted:
    """The price of a wish in a window; the test fails if there is none."""
    found = price_basket(catalogue, wish, buyer, IN[when])
    assert isinstance(found, Quoted), found
    return found


def refused(
    catalogue: Catalogue, wish: Wish, buyer: Buyer = STRANGER, when: str = "early"
) -> NotForSale:
    """Why a wish has no price; the test fails if it has one."""
    found = price_basket(catalogue, wish, buyer, IN[when])
    assert isinstance(found, NotForSale), found
    return found


# ICN 2016, USD: flat steps of a hundred.
ICN = shop(
    "USD",
    {"member": (400, 500, 600), "non_member": (560, 660, 760), "student": (200, 300, 400)},
    categories=[
        Category("member", "Member", membership_types=MEMBERS),
        Category("non_member", "Non-member", member_twin="member"),
    ],
)

# ECET 2019, EUR without 22 % tax: 350 is 427.00 to pay; a single day; a dinner of 50.
ECET = replace(
    shop(
        "EUR",
        {"member": (350, 450), "non_member": (480, 580), "student": (100, 150), "day": (240, 290)},
        categories=[
            Category("member", "Member", membership_types=MEMBERS),
            Category("non_member", "Non-member", member_twin="member"),
            Category("day", "One day", is_one_day=True),
        ],
    ),
    extras=(extra("dinner", 50, 50),),
    taxes=TaxTable(
        (TaxRate("registration", 2200), TaxRate("registration", 0, country="CH", note="Export")),
        prices_include_tax=False,
    ),
)

# ECCN 2015, EUR with 21 % tax: courses 55 each, a block of two 100, accompanying persons 100.
ECCN = replace(
    shop("EUR", {"member": (420, 480, 550), "student": (220, 280, 320), "invited": (0, 0, 0)}),
    extras=(
        extra("course_a", 55, 55, 55),
        extra("course_b", 55, 55, 55),
        extra("accompanying", 100, 100, 100, kind=ExtraKind.GUEST),
    ),
    bundles=(Bundle("block", "Block of two courses", frozenset({"course_a", "course_b"}), 100_00),),
    taxes=TaxTable((TaxRate("registration", 2100),)),
)

# JSI 2021, JPY, which has no minor unit.
JSI = shop(
    "JPY",
    {"member": (14000,), "non_member": (17000,), "student": (3000,), "student_outside": (7000,)},
    categories=[
        Category("member", "Member", membership_types=MEMBERS),
        Category("non_member", "Non-member", member_twin="member"),
    ],
    minor=1,
)

# WSPID 2023, USD: by the World Bank group of the institution's country; online at its own prices.
WSPID = replace(
    shop(
        "USD",
        {
            "high": {"in_person": (565, 605, 645), "virtual": (350, 395, 395)},
            "middle": {"in_person": (495, 535, 575), "virtual": (250, 295, 295)},
            "low": {"in_person": (295, 345, 395), "virtual": (95, 150, 150)},
        },
        categories=[
            Category("high", "High income"),
            Category("middle", "Middle income", income_groups=frozenset({"LMC", "UMC"})),
            Category("low", "Low income", income_groups=frozenset({"LIC"})),
        ],
    ),
    incomes={"UG": "LIC", "IN": "LMC", "BR": "UMC", "DE": "HIC"},
)

# BSGCT 2024, GBP: industry about double, as a member and as none.
BSGCT = shop(
    "GBP",
    {
        "academic": (300, 350),
        "industry": (650, 700),
        "academic_outside": (400, 450),
        "industry_outside": (850, 900),
    },
    categories=[
        Category("academic", "Academic member", membership_types=MEMBERS),
        Category("industry", "Industry member", membership_types=frozenset({"industry"})),
        Category("academic_outside", "Academic", member_twin="academic"),
        Category("industry_outside", "Industry", member_twin="industry"),
    ],
)
