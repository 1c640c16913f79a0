"""Choosing people for a session or a talk: those who are in, those just found, and their parts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from conference.people import queries as people
from conference.people.rules import PersonInfo
from schedule.forms import read_parts

SESSION_PARTS = (
    ("chair", "Chair"),
    ("speaker", "Speaker"),
    ("chair+speaker", "Chair and speaker"),
    ("discussant", "Discussant"),
    ("organiser", "Organiser"),
)
SLOT_PARTS = (
    ("speaker", "Speaker"),
    ("presenter", "Presenter"),
    ("discussant", "Discussant"),
)


@dataclass(frozen=True, slots=True)
class PersonChoice:
    """One person as the form offers them; `part` is "" for somebody who is only found so far."""

    id: UUID
    name: str
    affiliation: str
    part: str


async def people_choices(chosen: Iterable[str], found: Iterable[PersonInfo]) -> list[PersonChoice]:
    """Those with a part first, then those whom the search found."""
    held: dict[UUID, list[str]] = {}
    for person, part in read_parts(chosen):
        held.setdefault(person, []).append(part.value)
    known = await people.people_by_ids(list(held))
    there = [
        PersonChoice(person, known[person].registered_name, known[person].affiliation, part)
        for person, part in ((each, "+".join(parts)) for each, parts in held.items())
        if person in known
    ]
    new = [
        PersonChoice(each.id, each.registered_name, each.affiliation, "")
        for each in found
        if each.id not in held
    ]
    return there + new
