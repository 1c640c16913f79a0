"""Rolls for tests, written by hand: what is packed here is unpacked by the device's own code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from badges.admission.rules import AlreadyIn
from badges.offline.codes import RollCodes
from badges.offline.doors import DoorsOfRoll, RollDoor, RollGuest, RollPassage
from badges.offline.roll import Roll, RollPerson
from badges.offline.rules import HASH_LENGTH
from conference.meetings.rules import MeetingInfo
from conference.orm import tokens
from conference.people.rules import fold, search_key

CAME = datetime(2027, 10, 17, 14, 3, 5, 678000, tzinfo=UTC)
HALL = RollDoor("hall", "Hall A", "session", [], 3)
GALA = RollDoor("gala", "Gala dinner", "dinner", [], 0, extra="gala", how_often="once")
MEETING = MeetingInfo(
    id=UUID(int=1), society=UUID(int=2), slug="glasgow", title="Signals 2027", city="Glasgow",
    venue="", zone="Europe/London", starts_on=date(2027, 10, 17), ends_on=date(2027, 10, 21),
    society_name="", contact_email="", mode="in_person", currency="EUR", address="", welcome="",
    is_synthetic=False,
)  # fmt: skip


def short(text: str) -> str:
    return tokens.digest(text)[:HASH_LENGTH]


def person_of(number: int, name: str = "") -> RollPerson:
    """Somebody as most are in the midst of a meeting: paid, with two codes, and in."""
    shown = name or f"Marguerite {number} Ångström"
    return RollPerson(
        id=UUID(int=number + 2**100), code=f"K{number:05}", name=shown,
        also="Dr. Somebody Else" if number % 10 == 9 else "", whole="",
        affiliation=f"University of Somewhere, Institute {number}", country="United Kingdom",
        category=("regular", "Regular member"), hashes=(short(f"b{number}"), short(f"t{number}")),
        refused=None, came=AlreadyIn(CAME + timedelta(seconds=number), f"Desk {number % 6}", "C"),
        day=None, temporary=None, guests=0, tickets={"gala": 1 + number % 2},
    )  # fmt: skip


def roll_with(
    people: Sequence[RollPerson],
    codes: RollCodes | None = None,
    passed: Sequence[RollPassage] = (),
    guests: Sequence[RollGuest] = (),
) -> Roll:
    doors = DoorsOfRoll([HALL, GALA], list(passed), list(guests), {}, {})
    return Roll(MEETING, people, codes or RollCodes(), doors)


def varied() -> list[RollPerson]:
    """People who differ in all that a roll can tell of them."""
    refused = ("Unpaid €5.00", "€5.00 is still to be paid: at the till or at the office.")
    plain = replace(person_of(1), came=None, tickets={}, affiliation="", country="")
    return [
        plain,
        person_of(9, "Łukasz Żółć"),
        replace(plain, name="王小红", whole="Xiaohong Wang", also="Wang Xiaohong", country="China"),
        replace(plain, name="Søren O’Neill-ẞ", affiliation="Æ " * 400, refused=refused),
        replace(person_of(4), refused=("Cancelled", "This registration was cancelled."), hashes=()),
        replace(person_of(5), day=date(2027, 10, 18), temporary=17, guests=2, hashes=(short("x"),)),
        replace(plain, name="", also="", affiliation="Alone GmbH", category=("s", "Staff")),
    ]


def as_unpacked(person: RollPerson) -> dict[str, Any]:
    """What the device's code should make of a person; numbers of words are looked up."""
    registered = person.also or person.name
    key = search_key(person.whole or registered, registered, person.name, person.affiliation)
    rare = {
        "also": person.also, "temporary": person.temporary, "guests": person.guests,
        "day": person.day and person.day.isoformat(), "refused": person.refused,
    }  # fmt: skip
    return {
        "id": str(person.id), "code": person.code, "name": person.name,
        "key": f"{key} {fold(person.code)}", "hash": list(person.hashes),
        "category": list(person.category), "tickets": person.tickets,
        "place": ", ".join(filter(None, (person.affiliation, person.country))),
        "came": person.came and person.came.at.timestamp() * 1000,
        "desk": person.came.desk if person.came else None,
        **{name: list(v) if isinstance(v, tuple) else v for name, v in rare.items() if v},
    }  # fmt: skip
