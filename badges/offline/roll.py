"""The roll a device carries: who may come in, found by what was typed or by the hash of a code.

No health, no diet, no address, no e-mail and no money beyond the word of the state (G01). Tokens
are 80 random-looking bits, so their plain SHA-256 tells nobody a token: 20 of its 64 signs are as
hard to turn back as the token is to guess, and the server's secret stays where it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from badges.desk.queries import active_check_ins, overrides_of, standing_of
from badges.desk.rules import REFUSED_SCANS, AlreadyIn, Refusal, desk_state, refuse
from badges.offline.doors import RollDoor, RollGuest, RollPassage, doors_of_roll
from badges.offline.rules import HASH_LENGTH
from badges.tables import Badge, BadgePrint
from badges.temporary.queries import temporary_badges
from badges.temporary.rules import TemporaryBadge
from conference.meetings.rules import MeetingInfo, end_of_day
from conference.people.rules import PersonInfo, fold, full_name, search_key
from conference.registration import queries as registration
from conference.registration.queries import RegistrationInfo
from conference.registration.tables import Registration
from conference.web import formats

VERSION = 1
MADE_FOR: Any = BadgePrint.badge.registration  # Piccolo's types reach one foreign key deep
SCANS = (Refusal.UNKNOWN, Refusal.VOID)


class RollPerson(msgspec.Struct, omit_defaults=True):
    """One registration. `no` is the number of the refusal, `cat` that of the category."""

    id: UUID
    code: str
    name: str
    key: str
    hash: list[str]
    cat: int
    also: str = ""
    place: str = ""
    no: int | None = None
    came: datetime | None = None
    desk: str = ""
    temporary: int | None = None
    day: date | None = None
    guests: int = 0
    tickets: dict[str, int] = {}


class RollRefusal(msgspec.Struct):
    word: str
    sentence: str


class Roll(msgspec.Struct):
    """The same bytes for as long as nothing changes. `gone`: hashes of codes that are void."""

    version: int
    meeting: str
    zone: str
    ends_at: datetime
    categories: list[tuple[str, str]]
    refusals: list[RollRefusal]
    scans: dict[str, str]
    people: list[RollPerson]
    gone: list[str]
    free: list[tuple[int, str]]
    doors: list[RollDoor]
    passed: list[RollPassage]
    guests: list[RollGuest]


async def roll_of(meeting: MeetingInfo, now: datetime) -> Roll:
    """Everybody of the meeting by family name; a fixed number of statements per 5,000 people."""
    infos = await registration.registrations_of_meeting(meeting.id)
    temporary = await temporary_badges(meeting.id)
    hashes, gone = await _codes(meeting.id, temporary)
    ids = [info.id for info in infos]
    came, let_go = await active_check_ins(ids), await overrides_of(ids)
    listed = _Numbered()
    worn = {badge.registration: badge.number for badge in temporary if badge.is_in_force}
    people = [
        _person(info, hashes[info.id], came.get(info.id), let_go.get(info.id, ()), listed)
        for info in infos
    ]
    doors = await doors_of_roll(meeting, now)
    for person in people:
        person.temporary = worn.get(person.id)
        person.guests = doors.guest_counts.get(person.id, 0)
        person.tickets = doors.tickets.get(person.code, {})
    return Roll(
        VERSION, meeting.title, meeting.zone, end_of_day(meeting.ends_on, meeting.zone),
        listed.categories, [RollRefusal(*each) for each in listed.refusals],
        {each.value: REFUSED_SCANS[each].sentence for each in SCANS}, people, sorted(gone),
        [(badge.number, _short(badge.token_hash)) for badge in temporary if badge.is_free],
        doors.doors, doors.passed, doors.guests,
    )  # fmt: skip


class _Numbered:
    """Words that many people share, each kept once."""

    def __init__(self) -> None:
        self.categories: list[tuple[str, str]] = []
        self.refusals: list[tuple[str, str]] = []

    @staticmethod
    def number(words: list[Any], word: object) -> int:
        if word not in words:
            words.append(word)
        return words.index(word)


def _person(
    info: RegistrationInfo, hashes: list[str], came: AlreadyIn | None, let_go: Collection[Refusal],
    listed: _Numbered,
) -> RollPerson:  # fmt: skip
    person, standing = info.person, standing_of(info, let_go)
    refused, word = refuse(standing), desk_state(standing, None, "").word
    return RollPerson(
        id=info.id, code=info.code, name=person.badge_name, key=_key(person, info.code),
        hash=hashes, day=info.day,
        cat=listed.number(listed.categories, (info.category_key, info.category_title)),
        also=person.registered_name if person.registered_name != person.badge_name else "",
        place=_place(person), came=came.at if came else None, desk=came.desk if came else "",
        no=listed.number(listed.refusals, (word, refused.sentence)) if refused else None,
    )  # fmt: skip


def _key(person: PersonInfo, code: str) -> str:
    """What the desk's own search looks through, without addresses, and the code."""
    whole = full_name(person.given_name, person.family_name)
    names = search_key(whole, person.registered_name, person.badge_name, person.affiliation)
    return f"{names} {fold(code)}"


def _place(person: PersonInfo) -> str:
    country = formats.country_name(person.country) if person.country else ""
    return ", ".join(filter(None, (person.affiliation, country)))


async def _codes(
    meeting: UUID, temporary: Iterable[TemporaryBadge]
) -> tuple[Mapping[UUID, list[str]], set[str]]:
    """The hashes that open each registration, and those that no longer open any."""
    open_to: dict[UUID, list[str]] = defaultdict(list)
    tickets = await Registration.select(Registration.id, Registration.ticket_hash).where(
        Registration.meeting == meeting
    )
    badges = await Badge.select(Badge.registration, Badge.token_hash).where(
        Badge.registration.meeting == meeting
    )
    for row in badges:
        open_to[row["registration"]].append(_short(row["token_hash"]))
    for row in tickets:
        if row["ticket_hash"]:
            open_to[row["id"]].append(_short(row["ticket_hash"]))
    for badge in temporary:
        if badge.registration and badge.is_in_force:
            open_to[badge.registration].append(_short(badge.token_hash))
    prints = await BadgePrint.select(BadgePrint.token_hash).where(MADE_FOR.meeting == meeting)
    current = {row["token_hash"] for row in badges}
    gone = {row["token_hash"] for row in prints} - current
    gone |= {badge.token_hash for badge in temporary if badge.ended_at}
    return open_to, {_short(each) for each in gone}


def _short(token_hash: str) -> str:
    return token_hash[:HASH_LENGTH]
