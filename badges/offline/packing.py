"""The roll as it goes to a device: columns, shared words, and nothing that a device can derive.

With a name beside each value and the search key it would be twice as large. The device's own part
is js/offline-desk-roll.js; a test unpacks there what is packed here.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Hashable, Iterable, Sequence
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

import msgspec

from badges.admission.rules import Refusal
from badges.codes.words import AT_DESK, AT_DOOR
from badges.offline.doors import RollDoor, RollGuest, RollPassage
from badges.offline.roll import Roll, RollPerson
from conference.meetings.rules import end_of_day

FORM = 2  # the first had a name beside each value
NOBODY = (Refusal.UNKNOWN, Refusal.VOID, Refusal.UNLINKED)
OUT, USE = 1, 2
W = TypeVar("W", bound=Hashable)


class Rare(msgspec.Struct, omit_defaults=True):
    """What few people have. `no` is the number of the refusal."""

    also: str = ""
    whole: str = ""
    no: int | None = None
    temporary: int | None = None
    day: date | None = None
    guests: int = 0


class People(msgspec.Struct, omit_defaults=True):
    """One entry for each person in every list; an empty list says 0 of everybody.

    Numbers are those of words; `came` is in milliseconds after `since`. `hash` is one after the
    other what opens the person. `rare` goes by the person's place.
    """

    id: list[str]
    code: list[str]
    name: list[str]
    hash: list[str]
    category: list[int] = []
    affiliation: list[int] = []
    country: list[int] = []
    tickets: list[int] = []
    came: list[int] = []
    desk: list[int] = []
    rare: list[tuple[int, Rare]] = []


class Shared(msgspec.Struct):
    """Words that many people share; in most the first one is nothing."""

    categories: list[tuple[str, str]]
    refusals: list[dict[str, str]]
    affiliations: list[str]
    countries: list[str]
    desks: list[str]
    tickets: list[dict[str, int]]


class PackedRoll(msgspec.Struct):
    """The roll. `scans` and `at_doors` say of a code that opens nobody why; `gone` are hashes of
    codes that are void, `free` numbers and hashes of temporary badges, `guests` their id, whose
    they are, name and hash; `passed` as `_passage` has it.
    """

    version: int
    meeting: str
    zone: str
    ends_at: datetime
    since: int
    scans: dict[str, str]
    at_doors: dict[str, str]
    shared: Shared
    people: People
    gone: list[str]
    free: list[tuple[int, str]]
    doors: list[RollDoor]
    passed: list[list[int]]
    guests: list[tuple[str, int, str, str]]


class Words(Generic[W]):
    """Words by number, each once."""

    def __init__(self, *first: W) -> None:
        self.numbers = {word: number for number, word in enumerate(first)}

    def number(self, word: W) -> int:
        return self.numbers.setdefault(word, len(self.numbers))

    def all(self) -> list[W]:
        return list(self.numbers)


def pack(roll: Roll) -> PackedRoll:
    """The same bytes for the same roll."""
    meeting, codes = roll.meeting, roll.codes
    places = {person.id: place for place, person in enumerate(roll.people)}
    guests = [each for each in roll.doors.guests if each.of in places]
    packer = _Packer(roll, guests)
    people = packer.people(roll.people)
    passed = [packer.passage(each, places) for each in roll.doors.passed if _is_of(each, places)]
    return PackedRoll(
        FORM, meeting.title, meeting.zone, end_of_day(meeting.ends_on, meeting.zone), packer.since,
        {each.value: AT_DESK[each] for each in NOBODY},
        {each.value: AT_DOOR[each] for each in NOBODY}, packer.shared(), people,
        [_short(each) for each in codes.gone],
        [(number, _short(each)) for number, each in codes.free], roll.doors.doors, passed,
        [
            (_id(each.id), places[each.of], each.name, "".join(map(_short, each.hash)))
            for each in guests
        ],
    )  # fmt: skip


def _is_of(passage: RollPassage, places: dict[UUID, int]) -> bool:
    return passage.registration in places


class _Packer:
    """Numbers the words of a roll as they are met."""

    def __init__(self, roll: Roll, guests: Sequence[RollGuest]) -> None:
        moments = [each.came.at for each in roll.people if each.came]
        moments += [each.at for each in roll.doors.passed]
        self.since = _milliseconds(min(moments)) - 1 if moments else 0
        self.doors = {each.key: number for number, each in enumerate(roll.doors.doors)}
        self.guests = {each.id: number for number, each in enumerate(guests, 1)}
        self.categories = Words[tuple[str, str]]()
        self.refusals = Words[tuple[str, str]]()
        self.affiliations, self.countries, self.desks = Words(""), Words(""), Words("")
        self.tickets = Words[tuple[tuple[str, int], ...]](())

    def people(self, people: Sequence[RollPerson]) -> People:
        desks = [each.came.desk if each.came else "" for each in people]
        tickets = [tuple(sorted(each.tickets.items())) for each in people]
        rare = [(place, self._rare(each)) for place, each in enumerate(people)]
        return People(
            [_id(each.id) for each in people],
            [each.code for each in people],
            [each.name for each in people],
            ["".join(map(_short, each.hashes)) for each in people],
            _column(self.categories.number(each.category) for each in people),
            _column(self.affiliations.number(each.affiliation) for each in people),
            _column(self.countries.number(each.country) for each in people),
            _column(map(self.tickets.number, tickets)),
            _column(self.moment(each.came.at) if each.came else 0 for each in people),
            _column(map(self.desks.number, desks)),
            [(place, each) for place, each in rare if each != Rare()],
        )

    def _rare(self, person: RollPerson) -> Rare:
        no = self.refusals.number(person.refused) if person.refused else None
        return Rare(person.also, person.whole, no, person.temporary, person.day, person.guests)

    def passage(self, passage: RollPassage, places: dict[UUID, int]) -> list[int]:
        """Door, person, moment, out or in and whether it used a ticket, station, guest: 0 is the
        person, a number past the last guest one who is no guest any more."""
        flags = (OUT if passage.direction == "out" else 0) | (USE if passage.is_use else 0)
        left = len(self.guests) + 1
        guest = self.guests.get(passage.guest, left) if passage.guest else 0
        return [
            self.doors[passage.door], places[passage.registration], self.moment(passage.at), flags,
            self.desks.number(passage.station), guest,
        ]  # fmt: skip

    def moment(self, at: datetime) -> int:
        return _milliseconds(at) - self.since

    def shared(self) -> Shared:
        """All words met so far."""
        return Shared(
            self.categories.all(),
            [{"word": word, "sentence": sentence} for word, sentence in self.refusals.all()],
            self.affiliations.all(),
            self.countries.all(),
            self.desks.all(),
            [dict(each) for each in self.tickets.all()],
        )


def _column(numbers: Iterable[int]) -> list[int]:
    listed = list(numbers)
    return listed if any(listed) else []


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp()) * 1000 + at.microsecond // 1000


def _id(value: UUID) -> str:
    """16 bytes in 22 signs."""
    return urlsafe_b64encode(value.bytes).rstrip(b"=").decode()


def _short(hash: str) -> str:
    """80 bits in 14 signs."""
    return urlsafe_b64encode(bytes.fromhex(hash)).rstrip(b"=").decode()


def roll_bytes(roll: Roll) -> bytes:
    """What a device is sent."""
    packed: Any = pack(roll)
    return msgspec.json.encode(packed)
