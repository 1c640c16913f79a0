"""What is read of all that was not shown, for whatever follows from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec

from abstracts.awards.applications import ApplicationInfo, applications_where
from abstracts.tables import Abstract, Author
from abstracts.tables.awards import AwardApplication, AwardCycle
from abstracts.vocabulary import AwardState
from badges.papers.following import HELD, NOT_SHOWN, Absence, Answer, Reader
from badges.tables import Certificate, NotShown, NotShownAnswer
from conference.people import queries as people
from conference.people.rules import PersonInfo

Answers = Mapping[tuple[str, str], Answer]
_codes = msgspec.json.Decoder(tuple[str, ...])


@dataclass(frozen=True, slots=True)
class Ground:
    """What is read at once for all that was missed."""

    absences: Mapping[str, list[Absence]]
    answers: Answers
    abstracts: Mapping[str, dict[str, Any]]
    authors: Mapping[UUID, list[Reader]]
    awards: Mapping[UUID, list[tuple[ApplicationInfo, str]]]
    revoked: Mapping[str, list[dict[str, Any]]]
    people: Mapping[UUID, PersonInfo]


async def ground_of(
    meeting: UUID, absences: Mapping[str, list[Absence]], references: Collection[str]
) -> Ground:
    """What stands behind these absences and abstracts; seven statements."""
    abstracts = await _abstracts(meeting, sorted(references))
    ids = [row["id"] for row in abstracts.values()]
    revoked = await _revoked(meeting, sorted(absences))
    persons = {each.person for found in absences.values() for each in found}
    awards = await _awards(ids)
    persons |= {each.person for found in awards.values() for each, _ in found}
    return Ground(
        absences=absences,
        answers=await answers_of(meeting),
        abstracts=abstracts,
        authors=await _authors(ids),
        awards=awards,
        revoked=revoked,
        people=await people.people_by_ids(persons),
    )


async def absences_of(meeting: UUID) -> dict[str, list[Absence]]:
    """What was recorded, by code of the item; one statement."""
    rows = (
        await NotShown.select(
            NotShown.item, NotShown.person, NotShown.note, NotShown.by_name, NotShown.created_at,
            NotShown.person.registered_name.as_alias("name"),
        )
        .where(NotShown.meeting == meeting, NotShown.active_key.is_not_null())
        .order_by(NotShown.person.sort_key)
    )  # fmt: skip
    found: defaultdict[str, list[Absence]] = defaultdict(list)
    for row in rows:
        absence = Absence(
            row["person"], row["name"], row["note"], row["by_name"], row["created_at"], row["item"]
        )
        found[row["item"]].append(absence)
    return dict(found)


async def answers_of(meeting: UUID) -> dict[tuple[str, str], Answer]:
    """(kind, subject) -> what stands; one statement."""
    rows = await NotShownAnswer.select().where(
        NotShownAnswer.meeting == meeting, NotShownAnswer.active_key.is_not_null()
    )
    return {
        (row["kind"], row["subject"]): Answer(
            row["is_so"], row["reason"], row["by_name"], row["created_at"], row["letters"],
            row["was"], _codes.decode(row["items"]), _codes.decode(row["out"]),
        )
        for row in rows
    }  # fmt: skip


async def _abstracts(meeting: UUID, codes: list[str]) -> dict[str, dict[str, Any]]:
    if not codes:
        return {}
    rows = await Abstract.select(
        Abstract.id, Abstract.code, Abstract.title, Abstract.state, Abstract.not_published_at
    ).where(Abstract.meeting == meeting, Abstract.code.is_in(codes))
    return {row["code"]: row for row in rows}


async def _authors(abstracts: list[UUID]) -> dict[UUID, list[Reader]]:
    if not abstracts:
        return {}
    rows = (
        await Author.select(
            Author.abstract, Author.given_name, Author.family_name, Author.email, Author.person
        )
        .where(Author.abstract.is_in(abstracts))
        .order_by(Author.position)
    )
    found: defaultdict[UUID, list[Reader]] = defaultdict(list)
    for row in rows:
        name = f"{row['given_name']} {row['family_name']}".strip()
        found[row["abstract"]].append(Reader(name, row["email"], row["person"]))
    return found


async def _awards(abstracts: list[UUID]) -> dict[UUID, list[tuple[ApplicationInfo, str]]]:
    """By abstract: applications that hold money or did, with the award's title."""
    if not abstracts:
        return {}
    states = [each.value for each in (*HELD, AwardState.PAID, AwardState.FORFEITED)]
    wanted = AwardApplication.abstract.is_in(abstracts) & AwardApplication.state.is_in(states)
    applications = await applications_where(wanted)
    if not applications:
        return {}
    rows = await AwardCycle.select(AwardCycle.id, AwardCycle.title).where(
        AwardCycle.id.is_in(sorted({each.cycle for each in applications}))
    )
    titles = {row["id"]: row["title"] for row in rows}
    found: defaultdict[UUID, list[tuple[ApplicationInfo, str]]] = defaultdict(list)
    for each in applications:
        assert each.abstract is not None
        found[each.abstract].append((each, titles[each.cycle]))
    return found


async def _revoked(meeting: UUID, items: list[str]) -> dict[str, list[dict[str, Any]]]:
    """By item: certificates that the record made void."""
    rows = await Certificate.select(
        Certificate.code, Certificate.kind, Certificate.person, Certificate.subject
    ).where(
        Certificate.meeting == meeting,
        Certificate.subject.is_in(items),
        Certificate.revoked_why == NOT_SHOWN,
    )
    found: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row["subject"]].append(row)
    return found
