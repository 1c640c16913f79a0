"""The desk: a check-in over HTTP, and finding one of many people, each against a bare floor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import msgspec
from litestar import Litestar, Response, post

from badges.desk.lookup import find_at_desk
from badges.tables import CheckIn
from conference.meetings.queries import meeting_by_slug
from conference.orm import transaction
from conference.people.access import Role
from conference.people.actions import grant_role, person_row
from conference.people.rules import NewPerson
from conference.people.tables import EmailAddress, Person
from conference.registration.tables import Order, Payment, Registration
from conference.web.sessions import COOKIE, SessionStore
from tests.bench.asgi import exchange, send_form
from tests.bench.board import Milliseconds
from tests.bench.ground import BY, NOW, SLUG, empty_database, found_society, insert, whole_app
from tests.bench.stall import FEE, Stall, open_stall
from tests.bench.timing import Table, Work, in_turns

GIVEN = [
    "Wei",
    "Yan",
    "Anna",
    "José",
    "Łukasz",
    "Åsa",
    "Hiroshi",
    "Fatima",
    "Olga",
    "Søren",
    "Jürgen",
    "Nguyen",
]
FAMILY = [
    "Zhang",
    "Wang",
    "Müller",
    "Smith",
    "García",
    "Ivanov",
    "Nowak",
    "Østergaard",
    "Kim",
    "Tanaka",
    "Silva",
]
SEARCHES = ("wei zhang", "ostergaard", "nobody", "uni7.example", "K000012", "lukasz wang")
BARE = "a Litestar handler whose transaction writes one row, through the same engine"
SCAN = "SELECT id FROM conference_person WHERE search_key LIKE '%word%', once for each search"


async def bench_desk(*, people: int, check_ins: int, rounds: int) -> list[Table]:
    """CPU of a check-in over HTTP, and of a search among so many people."""
    async with empty_database():
        stall = await open_stall(await found_society())
        needed = max(people, check_ins * (rounds + 1))
        codes = await _enrol(stall, needed)
        return [
            await _check_ins(stall, iter(codes), check_ins, rounds),
            await _searches(needed, rounds),
        ]


async def _enrol(stall: Stall, count: int) -> list[str]:
    persons = [_person(number) for number in range(count)]
    orders = [_order(stall, person, number) for number, person in enumerate(persons)]
    await insert(persons)
    await insert([_address(each, number) for number, each in enumerate(persons)])
    await insert(orders)
    await insert([_registration(stall, order) for order in orders])
    await insert([_payment(order) for order in orders])
    return [order.code for order in orders]


def _person(number: int) -> Person:
    family = FAMILY[number // len(GIVEN) % len(FAMILY)]
    place = f"University of {FAMILY[number % 7]}, Department {number % 300}"
    return person_row(NewPerson(GIVEN[number % len(GIVEN)], family, affiliation=place), NOW)


def _address(person: Person, number: int) -> EmailAddress:
    address = f"p{number}@uni{number % 300}.example"
    return EmailAddress(person=person.id, address=address, is_primary=True, created_at=NOW)


def _order(stall: Stall, person: Person, number: int) -> Order:
    return Order(
        id=uuid4(), created_at=NOW, code=f"K{number:06}", meeting=stall.meeting,
        person=person.id, currency="EUR", total=FEE, state="paid", placed_at=NOW,
    )  # fmt: skip


def _registration(stall: Stall, order: Order) -> Registration:
    return Registration(
        created_at=NOW, code=order.code, meeting=stall.meeting, person=order.person,
        category=stall.category, order=order.id, mode="in_person", state="confirmed", seat=0,
        active_key=f"{stall.meeting}:{order.person}", ticket_hash=order.code, confirmed_at=NOW,
    )  # fmt: skip


def _payment(order: Order) -> Payment:
    return Payment(
        order=order.id, amount=FEE, method="card", received_at=NOW, recorded_by="bench",
        idempotency_key=order.code, created_at=NOW,
    )  # fmt: skip


async def _check_ins(stall: Stall, codes: Iterator[str], count: int, rounds: int) -> Table:
    app = whole_app()
    rows = await in_turns(
        _bare(count),
        {"check-in over HTTP": await _over_http(app, stall, codes, count)},
        count=count,
        rounds=rounds,
    )
    return Milliseconds("A check-in at the desk", "CPU for one", BARE, rows)


def _bare(count: int) -> Work:
    @post("/bare", status_code=200)
    async def write() -> Response[bytes]:
        async with transaction():
            await CheckIn.raw(
                "INSERT INTO conference_rate_count (id, created_at, key, tries, expires_at)"
                " VALUES ({}, {}, {}, 1, {})",
                uuid4(), NOW, uuid4().hex, NOW,
            )  # fmt: skip
        return Response(b"")

    app = Litestar([write], openapi_config=None)

    async def run() -> None:
        for _ in range(count):
            answer = await exchange(app, "POST", "/bare")
            assert answer.status == 200, answer.body

    return run


async def _over_http(app: Any, stall: Stall, codes: Iterator[str], count: int) -> Work:
    headers, token = await _desk_browser(app, stall.meeting)

    async def run() -> None:
        for _ in range(count):
            code = next(codes)
            path = f"/{SLUG}/desk/people/{code}/check-in"
            answer = await send_form(app, path, {"_csrf_token": token}, **headers)
            assert answer.status == 303, (answer.status, answer.body)
            assert ("location", f"/{SLUG}/desk/people/{code}?did=in") in answer.headers

    return run


async def _desk_browser(app: Any, meeting: UUID) -> tuple[dict[str, str], str]:
    token = (await exchange(app, "GET", "/sign-in")).cookie("plenary_csrf")
    clerk = person_row(NewPerson("Carol", "Okello"), NOW)
    await insert([clerk])
    await grant_role(person=clerk.id, role=Role.DESK, meeting=meeting, by=BY, now=NOW)
    cookie = uuid4().hex
    session = msgspec.json.encode({"person": str(clerk.id), "desk": "Desk 2"})
    await SessionStore().set(cookie, session)
    return {"cookie": f"{COOKIE}={cookie}; plenary_csrf={token}"}, token


async def _searches(people: int, rounds: int) -> Table:
    meeting = await meeting_by_slug(SLUG)
    assert meeting

    async def floor() -> None:
        for text in SEARCHES:
            like = f"%{text.split()[0]}%"
            await Person.raw("SELECT id FROM conference_person WHERE search_key LIKE {}", like)

    async def ours() -> None:
        for text in SEARCHES:
            await find_at_desk(meeting, text)

    rows = await in_turns(floor, {"one box": ours}, count=len(SEARCHES), rounds=rounds)
    return Milliseconds(f"Finding one of {people:,} people", "CPU for one search", SCAN, rows)
