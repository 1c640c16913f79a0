"""What a code opens is one rule: the desk, a door and a device say the same of each kind."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from badges.admission.rules import Refused
from badges.codes.queries import KeptCode, codes_found, codes_of
from badges.codes.rules import CodeKind, Opens, what_opens
from badges.desk.lookup import find_scanned
from badges.doors.door import Door, NoHolder, PointKind
from badges.doors.holders import holder_of
from badges.offline.codes import RollCodes, roll_codes
from badges.offline.rules import HASH_LENGTH
from badges.tables import Badge, BadgePrint, GuestBadge, TemporaryBadge
from conference.meetings.tables import Meeting
from conference.orm import tokens
from conference.registration.tables import Guest, Registration
from tests.badges.codes.code_cases import CODE_CASES, HERE, CodeCase
from tests.badges.conftest import Enrol, Hall


def token_of(kind: str) -> str:
    """Sixteen signs that carry the name of what they are on."""
    return tokens.normalise(kind).replace("U", "V").ljust(16, "7")[:16]


def hash_of(kind: str) -> str:
    return tokens.digest(token_of(kind))


@pytest.mark.parametrize("case", CODE_CASES, ids=lambda case: case.name)
def test_code_opens_what_the_shared_table_says(case: CodeCase) -> None:
    assert what_opens(case.codes, HERE) == case.opens


@pytest.mark.parametrize("case", CODE_CASES, ids=lambda case: case.name)
def test_roll_puts_a_code_where_the_shared_table_says(case: CodeCase) -> None:
    """What is of another meeting is never on this one's roll, and what is typed has no hash."""
    kept = [each for each in case.codes if each.meeting == HERE and each.kind is not CodeKind.CODE]
    if len(kept) != 1 or len(case.codes) != 1:
        return
    codes = RollCodes()
    codes.put(KeptCode("0" * 64, kept[0], 7), HERE)
    places = {
        "person": list(codes.people), "guest": list(codes.guests), "free": codes.free,
        "void": codes.gone,
    }  # fmt: skip
    assert [name for name, held in places.items() if held] == [case.device]


@pytest.fixture
async def ewa(hall: Hall, enrol: Enrol, now: datetime) -> dict[str, Any]:
    """Alice with a code of every kind, and Ewa, whom she brings."""
    alice = await enrol(hall.cast.alice)
    guest = Guest(registration=alice.id, extra="guest", name="Ewa")
    left = Guest(registration=alice.id, extra="guest", name="Kit", left_at=now)
    badge = Badge(registration=alice.id, serial=uuid4(), token_hash=hash_of("badge"))
    await Guest.insert(guest, left)
    await Badge.insert(badge)
    await BadgePrint.insert(
        *(
            BadgePrint(
                badge=badge.id, token_hash=hash_of(kind), layout="", by_name="x", printed_at=now
            )
            for kind in ("badge", "void", "void")
        )
    )
    await GuestBadge.insert(
        *(
            GuestBadge(guest=each.id, serial=uuid4(), token_hash=hash_of(kind))
            for each, kind in ((guest, "guest"), (left, "left"))
        )
    )
    await Registration.update({Registration.ticket_hash: hash_of("ticket")}).where(
        Registration.id == alice.id
    )
    given = {"temporary": (alice.id, None), "unlinked": (None, None), "ended": (alice.id, now)}
    await TemporaryBadge.insert(
        *(
            TemporaryBadge(
                meeting=hall.meeting.id, number=number, serial=uuid4(), token_hash=hash_of(kind),
                registration=whose, ended_at=ended,
            )
            for number, (kind, (whose, ended)) in enumerate(given.items(), 1)
        )
    )  # fmt: skip
    return {"alice": alice, "guest": guest.id}


EXPECTED = {  # what opens whom at the desk with guests, at a door, and on the roll
    "badge": ("alice", "alice", "person"),
    "ticket": ("alice", "alice", "person"),
    "temporary": ("alice", "alice", "person"),
    "guest": ("alice", "guest", "guest"),
    "void": ("void", "void", "void"),
    "ended": ("ended", "void", "void"),
    "unlinked": ("unlinked", "unlinked", "free"),
    "left": ("unknown", "unknown", None),
    "nothing": ("unknown", "unknown", None),
}


async def test_desk_door_and_roll_say_the_same_of_every_kind_of_code(
    hall: Hall, ewa: dict[str, Any], count_statements: Any
) -> None:
    alice, meeting = ewa["alice"], hall.meeting
    door = Door(uuid4(), meeting.id, meeting.zone, "hall", "Hall A", PointKind.SESSION)
    names = {alice.id: "alice", ewa["guest"]: "guest"}
    said = {}
    for kind in EXPECTED:
        at_desk = await find_scanned(meeting.id, token_of(kind).lower(), guests=True)
        with count_statements() as sent:
            at_door = await holder_of(door, token_of(kind))
        assert len(sent) == 1
        said[kind] = (
            at_desk.why.value if isinstance(at_desk, Refused) else names[at_desk.id],
            at_door.why.value if isinstance(at_door, NoHolder)
            else names[at_door.guest or at_door.registration],
            await _on_roll(meeting.id, kind),
        )  # fmt: skip
    assert said == EXPECTED
    typed = await holder_of(door, f" {alice.code.lower()} ")
    assert not isinstance(typed, NoHolder)
    void = await holder_of(door, token_of("void"))
    assert (void.registration, void.name) == (alice.id, "Alice Ångström")


async def _on_roll(meeting: UUID, kind: str) -> str | None:
    codes, short = await roll_codes(meeting), hash_of(kind)[:HASH_LENGTH]
    places = {
        "person": [each for held in codes.people.values() for each in held],
        "guest": [each for held in codes.guests.values() for each in held],
        "free": [each for _, each in codes.free],
        "void": codes.gone,
    }
    return next((name for name, held in places.items() if short in held), None)


async def test_code_of_another_meeting_tells_nothing_of_whose_it_is(
    hall: Hall, ewa: dict[str, Any]
) -> None:
    meeting = await Meeting.objects().first()
    assert meeting is not None
    other = Meeting(
        society=meeting.society, slug="oslo", title="Signals 2028", starts_on=meeting.starts_on,
        ends_on=meeting.ends_on,
    )  # fmt: skip
    await Meeting.insert(other)
    door = Door(uuid4(), UUID(str(other.id)), "Europe/Oslo", "hall", "Hall A", PointKind.SESSION)
    for kind in ("badge", "ticket", "temporary", "guest", "void", "ended", "unlinked"):
        found = what_opens(await codes_found(door.meeting, token_of(kind)), door.meeting)
        assert not isinstance(found, Opens)
        assert (found.why.value, found.registration) == ("other_meeting", None)
        there = await holder_of(door, token_of(kind))
        assert isinstance(there, NoHolder)
        assert (there.registration, there.name) == (None, "")
    assert await codes_of(door.meeting) == []
