"""What limits the programme, for the pages that set it: rooms' hours and people's own times."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from abstracts.tables import Author
from conference.meetings import queries as meetings
from conference.meetings.rules import RoomInfo
from conference.people import queries as people
from conference.people.rules import PersonInfo, sort_key
from schedule.queries.hours import hours_of_people, hours_of_rooms
from schedule.rules.programme import Span
from schedule.rules.vocabulary import ItemStatus, Part
from schedule.tables import Participation, PresenterPlace

ACCEPTED = "accepted"
_SESSION: Any = Participation.session
_ABSTRACT: Any = Author.abstract


@dataclass(frozen=True, slots=True)
class RoomLimits:
    """A room and the stretches in which it is open; none: always."""

    room: RoomInfo
    hours: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonLimits:
    """When somebody can be there; none: always. `note` are their words to the committee."""

    person: UUID
    name: str
    affiliation: str = ""
    sort_key: str = ""
    parts: tuple[Part, ...] = ()
    hours: tuple[Span, ...] = ()
    is_remote: bool = False
    zone: str = ""
    note: str = ""

    @property
    def is_limited(self) -> bool:
        """Whether anything was said."""
        return bool(self.hours or self.is_remote or self.note)


async def rooms_with_hours(meeting: UUID) -> list[RoomLimits]:
    """The meeting's rooms in its own order; two statements."""
    hours = await hours_of_rooms(meeting)
    return [RoomLimits(each, hours.get(each.id, ())) for each in await meetings.rooms(meeting)]


async def people_with_times(meeting: UUID) -> list[PersonLimits]:
    """Everyone who has a part in the programme or presents something accepted, A to Z; five
    statements however many."""
    parts = await _parts(meeting)
    presenting = await _presenting(meeting)
    known = await people.people_by_ids({*parts, *presenting})
    hours = await hours_of_people(meeting)
    places = await PresenterPlace.select().where(PresenterPlace.meeting == meeting)
    place_of = {row["person"]: row for row in places}
    found = (
        _limits(each, parts.get(id, ()), hours.get(id, ()), place_of.get(id, {}))
        for id, each in known.items()
    )
    return sorted(found, key=lambda each: (each.sort_key, each.name, str(each.person)))


async def times_of(meeting: UUID, person: UUID) -> PersonLimits | None:
    """The same of one person; None for somebody who has no part; five statements."""
    parts = (await _parts(meeting, person)).get(person, ())
    if not parts and person not in await _presenting(meeting, person):
        return None
    known = await people.person_by_id(person)
    if known is None:
        return None
    hours = await hours_of_people(meeting, person)
    place = (
        await PresenterPlace.select()
        .where(PresenterPlace.meeting == meeting, PresenterPlace.person == person)
        .first()
    )
    return _limits(known, parts, hours.get(person, ()), place or {})


async def meetings_of_presenter(person: UUID) -> list[UUID]:
    """The meetings in whose programme somebody has a part or something accepted; two statements."""
    rows = await Participation.select(_SESSION.meeting.as_alias("meeting")).where(
        Participation.person == person, _SESSION.status != ItemStatus.CANCELLED.value
    )
    accepted = await Author.select(_ABSTRACT.meeting.as_alias("meeting")).where(
        Author.person == person, Author.is_presenting.eq(True), _ABSTRACT.state == ACCEPTED
    )
    return list(dict.fromkeys(row["meeting"] for row in (*rows, *accepted)))


async def _parts(meeting: UUID, person: UUID | None = None) -> dict[UUID, tuple[Part, ...]]:
    query = Participation.select(Participation.person, Participation.part).where(
        _SESSION.meeting == meeting, _SESSION.status != ItemStatus.CANCELLED.value
    )
    found: dict[UUID, dict[Part, None]] = defaultdict(dict)
    for row in await (query.where(Participation.person == person) if person else query):
        found[row["person"]][Part(row["part"])] = None
    return {one: tuple(sorted(parts)) for one, parts in found.items()}


async def _presenting(meeting: UUID, person: UUID | None = None) -> set[UUID]:
    query = Author.select(Author.person).where(
        _ABSTRACT.meeting == meeting,
        _ABSTRACT.state == ACCEPTED,
        Author.is_presenting.eq(True),
        Author.person.is_not_null(),
    )
    rows = await (query.where(Author.person == person) if person else query)
    return {row["person"] for row in rows}


def _limits(
    known: PersonInfo, parts: tuple[Part, ...], hours: tuple[Span, ...], place: dict[str, Any]
) -> PersonLimits:
    return PersonLimits(
        person=known.id,
        name=known.registered_name,
        affiliation=known.affiliation,
        sort_key=sort_key(known.given_name, known.family_name),
        parts=parts,
        hours=hours,
        is_remote=bool(place.get("is_remote")),
        zone=str(place.get("zone", "")),
        note=str(place.get("note", "")),
    )
