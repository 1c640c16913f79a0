"""The roll a device carries: who may come in, found by what was typed or by the hash of a code.

No health, no diet, no address, no e-mail and no money beyond the word of the state (G01). Tokens
are 80 random-looking bits, so their plain SHA-256 tells nobody a token: 20 of its 64 signs are as
hard to turn back as the token is to guess, and the server's secret stays where it is.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from badges.admission.queries import active_check_ins, overrides_of, standing_of
from badges.admission.rules import AlreadyIn, Refusal, refuse
from badges.desk.rules import desk_state
from badges.offline.codes import RollCodes, roll_codes
from badges.offline.doors import DoorsOfRoll, doors_of_roll
from conference.meetings.rules import MeetingInfo
from conference.people.rules import full_name
from conference.registration import queries as registration
from conference.registration.queries import RegistrationInfo
from conference.web import formats


@dataclass(frozen=True, slots=True)
class RollPerson:
    """One registration: what a device shows and finds it by, and what decides about it.

    `also` is the registered name where the badge has another, `whole` given and family name where
    neither is it. `refused` is the word of the state and the sentence.
    """

    id: UUID
    code: str
    name: str
    also: str
    whole: str
    affiliation: str
    country: str
    category: tuple[str, str]
    hashes: Sequence[str]
    refused: tuple[str, str] | None
    came: AlreadyIn | None
    day: date | None
    temporary: int | None
    guests: int
    tickets: dict[str, int]


@dataclass(frozen=True, slots=True)
class Roll:
    """Everybody of a meeting by family name, their codes, and the doors."""

    meeting: MeetingInfo
    people: Sequence[RollPerson]
    codes: RollCodes
    doors: DoorsOfRoll


async def roll_of(meeting: MeetingInfo, now: datetime) -> Roll:
    """The same for as long as nothing changes; a fixed number of statements per 5,000 people."""
    infos = await registration.registrations_of_meeting(meeting.id)
    codes = await roll_codes(meeting.id)
    ids = [info.id for info in infos]
    came, let_go = await active_check_ins(ids), await overrides_of(ids)
    doors = await doors_of_roll(meeting, now, codes.guests)
    people = [
        _person(info, let_go.get(info.id, ()), came.get(info.id), codes, doors) for info in infos
    ]
    return Roll(meeting, people, codes, doors)


def _person(
    info: RegistrationInfo, let_go: Collection[Refusal], came: AlreadyIn | None, codes: RollCodes,
    doors: DoorsOfRoll,
) -> RollPerson:  # fmt: skip
    person = info.person
    whole = full_name(person.given_name, person.family_name)
    also = person.registered_name if person.registered_name != person.badge_name else ""
    return RollPerson(
        id=info.id, code=info.code, name=person.badge_name, also=also,
        whole=whole if whole != person.registered_name else "",
        affiliation=person.affiliation,
        country=formats.country_name(person.country) if person.country else "",
        category=(info.category_key, info.category_title), hashes=codes.people.get(info.id, ()),
        refused=_refused(info, let_go), came=came, day=info.day,
        temporary=codes.worn.get(info.id), guests=doors.guest_counts.get(info.id, 0),
        tickets=doors.tickets.get(info.code, {}),
    )  # fmt: skip


def _refused(info: RegistrationInfo, let_go: Collection[Refusal]) -> tuple[str, str] | None:
    standing = standing_of(info, let_go)
    refused = refuse(standing)
    return (desk_state(standing, None, "").word, refused.sentence) if refused else None
