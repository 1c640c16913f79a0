"""Choosing people for a session or a talk: those who are in, those just found, and their parts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from conference.orm import Actor
from conference.people import queries as people
from conference.people.rules import PersonInfo
from conference.web import FormState
from schedule.actions.editing import introduce_person
from schedule.rules.vocabulary import Part
from schedule.sessions.forms import PeopleForm, read_parts

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


async def looked_up(
    form: PeopleForm, *, meeting: UUID, by: Actor, now: datetime
) -> FormState | None:
    """The form again after "Find" or "Add this person"; None if it was the button that saves.

    Raises FormErrors for a person without a name.
    """
    if form.is_search:
        return FormState.of(form)
    if form.do != "add":
        return None
    person = await introduce_person(form.new_person(), meeting=meeting, by=by, now=now)
    return FormState.of(form.with_person(person, Part.SPEAKER))


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
