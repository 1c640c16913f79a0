"""Registering over HTTP, the price of a full basket, and the office's list of very many orders."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import msgspec

from conference.meetings import queries as meetings
from conference.membership.rules import Verdict
from conference.orm import clock, transaction
from conference.orm.statements import count_statements
from conference.orm.tables import AuditEntry
from conference.registration.basket import price_basket
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
from conference.registration.order_list import OrderFilter, OrderPage, order_page
from conference.registration.quoted import Line, Quoted
from conference.registration.tables import Registration
from conference.registration.taxes import TaxRate, TaxTable
from conference.registration.windows import Window
from conference.web.sessions import COOKIE
from tests.bench.asgi import ask, exchange, send_form
from tests.bench.ground import NOW, SLUG, empty_database, found_society, whole_app
from tests.bench.stall import open_stall, sign_in_people, take_orders
from tests.bench.timing import Table, Work, in_turns

CSRF = "plenary_csrf"
WHAT, CHECK = f"/{SLUG}/register/what", f"/{SLUG}/register/check"
QUOTE = re.compile(rb'name="quote" value="([^"]+)"')


async def bench_registration(
    *, people: int, baskets: int, orders: tuple[int, int], rounds: int
) -> list[Table]:
    """Three tables; each has its own floor and says which."""
    return [
        await _registering(people, rounds),
        await _pricing(baskets, rounds),
        await _listing(orders, rounds),
    ]


@dataclass(frozen=True, slots=True)
class Shop:
    """The app, and the token that its forms want."""

    app: Any
    token: str

    async def register(self, session: str) -> None:
        """The second and the third screen of somebody who is signed in, as a browser asks."""
        cookies = {"cookie": f"{COOKIE}={session}; {CSRF}={self.token}"}
        chosen = {"category": "regular", "mode": "in_person", "_csrf_token": self.token}
        expect(303, await send_form(self.app, WHAT, chosen, **cookies))
        _, page = await ask(self.app, CHECK, **cookies)
        found = QUOTE.search(page)
        if found is None:
            raise RuntimeError("The third screen has no quote.")
        pressed = {"quote": found[1].decode(), "pays_by": "bank_transfer"}
        expect(
            303,
            await send_form(self.app, CHECK, {**pressed, "_csrf_token": self.token}, **cookies),
        )


def expect(status: int, answer: Any) -> None:
    if answer.status != status:
        raise RuntimeError(f"{answer.status}: {answer.body[:300]!r}")


async def open_shop() -> Shop:
    app = whole_app()
    return Shop(app, (await exchange(app, "GET", "/sign-in")).cookie(CSRF))


async def _registering(people: int, rounds: int) -> Table:
    """Sessions, people and the token are made before; what is measured is the three requests."""
    with clock.at(NOW):
        async with empty_database():
            await open_stall(await found_society())
            shop = await open_shop()
            groups = iter([await sign_in_people(people, n * people) for n in range(rounds + 1)])
            ours = _registrations(shop, groups)
            rows = await in_turns(
                _transactions(people), {"what, check, order": ours}, count=people, rounds=rounds
            )
            made = await Registration.count()
    if made != people * (rounds + 1):
        raise RuntimeError(f"{made} registrations were made.")
    floor = "a transaction that inserts one row of the audit log, on the same SQLite"
    return Table(f"Registering {people} people over HTTP", "registrations", floor, rows)


def _registrations(shop: Shop, groups: Iterator[list[str]]) -> Work:
    async def run() -> None:
        for session in next(groups):
            await shop.register(session)

    return run


def _transactions(count: int) -> Work:
    async def run() -> None:
        for _ in range(count):
            async with transaction():
                await AuditEntry.insert(_entry())

    return run


def _entry() -> AuditEntry:
    return AuditEntry(
        id=uuid4(), created_at=NOW, at=NOW, actor_name="bench", verb="bench",
        subject_kind="nothing", subject="", changes="{}",
    )  # fmt: skip


STARTS, ENDS = datetime(2027, 1, 1, tzinfo=UTC), datetime(2027, 8, 1, tzinfo=UTC)
WINDOW = Window("early", "Early", STARTS, ENDS, "Europe/London")
EXTRAS = ("course_a", "course_b", "course_c", "dinner", "tour", "shirt")
BUYER = Buyer(Verdict(True, "Member no. 7.", frozenset({"regular"}), date(2027, 10, 20)))


def full_catalogue() -> Catalogue:
    """Twelve categories, six extras and guests, a bundle, two codes, tax by class and country."""
    categories = tuple(Category(f"c{n}", f"Category {n}") for n in range(12))
    cells = {(each.key, "early", "in_person"): 650_00 - n for n, each in enumerate(categories)}
    extras = [
        Extra(key, key.capitalize(), ExtraKind.EVENT, amounts={"early": 55_00}, most=3)
        for key in EXTRAS
    ]
    guest = Extra("guest", "Guest", ExtraKind.GUEST, amounts={"early": 100_00}, most=3)
    rates = (TaxRate("registration", 2200), TaxRate("registration", 1000, country="CH"))
    return Catalogue(
        PriceTable("EUR", categories, (WINDOW,), cells),
        extras=(*extras, guest),
        bundles=(Bundle("both", "Both courses", frozenset(EXTRAS[:2]), 100_00),),
        codes=(Code("TEN", "Ten percent", CodeKind.PERCENT, value=1000),),
        taxes=TaxTable(rates),
    )


FULL_WISH = Wish(
    "c5",
    "in_person",
    extras=tuple((key, 1) for key in EXTRAS),
    guests=(("guest", "Maria"), ("guest", "Lena")),
    codes=("TEN",),
)


async def _pricing(baskets: int, rounds: int) -> Table:
    catalogue = full_catalogue()
    quoted = _price(catalogue)
    kept = msgspec.json.encode(quoted.lines)

    async def floor() -> None:
        for _ in range(baskets):
            msgspec.json.decode(msgspec.json.encode(quoted.lines), type=tuple[Line, ...])

    async def ours() -> None:
        for _ in range(baskets):
            _price(catalogue)

    rows = await in_turns(floor, {"price_basket": ours}, count=baskets, rounds=rounds)
    title = f"Price of a full basket: {len(quoted.lines)} lines, {len(kept) / 1024:.1f} kB as JSON"
    return Table(title, "baskets", "its lines to JSON and back by msgspec", rows)


def _price(catalogue: Catalogue) -> Quoted:
    found = price_basket(catalogue, FULL_WISH, BUYER, NOW)
    if not isinstance(found, Quoted):
        raise RuntimeError(found.sentence)
    return found


async def _listing(orders: tuple[int, int], rounds: int) -> Table:
    few, many = orders
    async with empty_database():
        society = await found_society()
        for count, slug in ((few, "few"), (many, "many")):
            await take_orders(await open_stall(society, slug), count, slug[0].upper())
        statements = [await statements_of(slug) for slug in ("few", "many")]
        rows = await in_turns(
            _pages("few"), {f"{many:,} orders": _pages("many")}, count=PAGES, rounds=rounds
        )
    title = f"First page of the orders list; statements: {statements[0]} and {statements[1]}"
    return Table(title, "pages", f"the same page of a meeting with {few:,} orders", rows)


PAGES = 5


def _pages(slug: str) -> Work:
    async def run() -> None:
        for _ in range(PAGES):
            await first_page(slug)

    return run


async def first_page(slug: str) -> OrderPage:
    meeting = await meetings.meeting_by_slug(slug)
    if meeting is None:
        raise RuntimeError(slug)
    return await order_page(meeting, OrderFilter())


async def statements_of(slug: str) -> int:
    """How many statements the first page of a meeting's orders sends."""
    with count_statements() as seen:
        await first_page(slug)
    return len(seen)
