"""Hypothesis strategies: a whole catalogue, somebody who buys, and what they might wish for."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from conference.membership.rules import DuesOffer, MemberTest, Verdict
from conference.registration.catalogue import (
    Bundle,
    Buyer,
    Catalogue,
    Category,
    Code,
    CodeKind,
    Extra,
    ExtraKind,
    PriceTable,
    Wish,
)
from conference.registration.policy import Policy
from conference.registration.taxes import Customer, TaxRate, TaxTable
from conference.registration.windows import Window

NOW = datetime(2027, 6, 1, tzinfo=UTC)
DAYS = (date(2027, 10, 19), date(2027, 10, 20))
EARLY = Window("early", "Early", NOW - timedelta(days=60), NOW + timedelta(days=60), "UTC")
LATE = Window("late", "Late", EARLY.ends_at, EARLY.ends_at + timedelta(days=60), "UTC")
CATEGORIES = (
    Category("regular", "Regular", membership_types=frozenset({"regular"})),
    Category("plain", "Plain", member_twin="regular"),
    Category("day", "One day", is_one_day=True, tax_class="visit"),
    Category("invited", "Invited", is_on_sale=False, granted_to=frozenset({"speaker"})),
    Category("press", "Press", is_on_sale=False),
)
EXTRAS = ("course_a", "course_b", "course_c", "dinner", "shirt")
CODES = ("AA", "BB", "CC", "DD")

amounts = st.integers(0, 300)
points = st.sampled_from([0, 700, 1000, 2100, 2200])


@st.composite
def tax_tables(draw: st.DrawFn) -> TaxTable:
    rates = [TaxRate(name, draw(points)) for name in ("registration", "visit", "dinner", "dues")]
    rates.append(TaxRate("registration", draw(points), country="CH"))
    rates.append(TaxRate("registration", 0, customer=Customer.BUSINESS, note="Reverse charge"))
    return TaxTable(tuple(rates), draw(st.booleans()))


@st.composite
def codes(draw: st.DrawFn, name: str) -> Code:
    kind = draw(st.sampled_from(list(CodeKind)))
    most = 10_000 if kind is CodeKind.PERCENT else 400
    return Code(
        name,
        f"Code {name}",
        kind,
        value=draw(st.integers(0, most)),
        categories=draw(st.sampled_from([frozenset(), frozenset({"regular", "plain"})])),
        extras=frozenset(draw(st.sets(st.sampled_from(EXTRAS), max_size=3))),
        extras_only=draw(st.booleans()),
        opens=draw(st.sampled_from(["press", "invited"])) if kind is CodeKind.OPENS else "",
        stacks=draw(st.booleans()),
        ends_at=draw(st.sampled_from([None, NOW + timedelta(minutes=5)])),
    )


@st.composite
def bundles(draw: st.DrawFn, name: str) -> Bundle:
    parts = draw(st.sets(st.sampled_from(["course_a", "course_b", "course_c"]), min_size=2))
    return Bundle(name, f"Bundle {name}", frozenset(parts), draw(st.integers(0, 900)))


@st.composite
def extras(draw: st.DrawFn) -> tuple[Extra, ...]:
    made = []
    for key in EXTRAS:
        prices = {"early": draw(amounts)} | ({"late": draw(amounts)} if draw(st.booleans()) else {})
        tax_class = "dinner" if key == "dinner" else "registration"
        kind = ExtraKind.GOODS if key == "shirt" else ExtraKind.WORKSHOP
        made.append(Extra(key, key, kind, most=3, tax_class=tax_class, amounts=prices))
    guest = {"early": draw(amounts)}
    made.append(Extra("guest", "Guest", ExtraKind.GUEST, tax_class="dinner", amounts=guest))
    return tuple(made)


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    cells = {(each.key, "early", "in_person"): draw(st.integers(0, 1000)) for each in CATEGORIES}
    table = PriceTable("EUR", CATEGORIES, (EARLY, LATE), cells)
    test = draw(st.sampled_from(list(MemberTest)))
    ends = draw(st.sampled_from([date(2027, 9, 30), date(2027, 12, 31)]))
    dues = DuesOffer("regular", "Regular member", draw(st.integers(0, 200)), NOW.date(), ends)
    return Catalogue(
        table=table,
        days=DAYS,
        extras=draw(extras()),
        bundles=tuple(draw(bundles(name)) for name in ("x", "y", "z")),
        codes=tuple(draw(codes(name)) for name in CODES),
        dues=(dues,),
        taxes=draw(tax_tables()),
        policy=Policy(member_test=test, lifetime_is_free=draw(st.booleans())),
    )


@st.composite
def buyers(draw: st.DrawFn) -> Buyer:
    is_member, for_life = draw(st.booleans()), draw(st.booleans())
    types = frozenset({"regular"}) if is_member else frozenset()
    verdict = Verdict(is_member, "Told.", types, DAYS[-1], is_lifetime=is_member and for_life)
    return Buyer(verdict, roles=draw(st.sampled_from([frozenset(), frozenset({"speaker"})])))


@st.composite
def wishes(draw: st.DrawFn) -> Wish:
    category = draw(st.sampled_from([each.key for each in CATEGORIES]))
    chosen = draw(st.sets(st.sampled_from(EXTRAS)))
    names = draw(st.lists(st.sampled_from(["Ada", "Bo"]), max_size=2, unique=True))
    return Wish(
        category,
        "in_person",
        day=draw(st.sampled_from(DAYS)) if category == "day" else None,
        extras=tuple((key, draw(st.integers(1, 3))) for key in sorted(chosen)),
        guests=tuple(("guest", name) for name in names),
        codes=tuple(draw(st.sets(st.sampled_from(CODES)))),
        join_as=draw(st.sampled_from(["", "", "regular"])) if category != "invited" else "",
        bill_country=draw(st.sampled_from(["", "DE", "CH"])),
        vat_number=draw(st.sampled_from(["", "DE123"])),
    )
