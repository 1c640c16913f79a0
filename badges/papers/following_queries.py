"""Everything that was recorded as not shown, with what follows from it: a fixed number of
statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from abstracts.awards.applications import (
    ApplicationInfo,
    applications_of,
    applications_where,
)
from abstracts.awards.barring import bar_of
from abstracts.tables import Abstract, Author
from abstracts.tables.awards import AwardApplication, AwardCycle
from abstracts.vocabulary import AbstractState, AwardState
from badges.papers import facts
from badges.papers.following import (
    HELD,
    NOT_SHOWN,
    Absence,
    Answer,
    Consequence,
    Kind,
    Missed,
    Reader,
    once,
)
from badges.papers.kinds import CertificateKind
from badges.papers.programme import presented, served
from badges.papers.rules import Item
from badges.tables import Certificate, NotShown, NotShownAnswer
from conference.people import queries as people
from conference.people.rules import PersonInfo
from schedule.rules.released import ReleasedProgramme

PAID = "It is paid. The treasurer takes the payment back first, under Awards."
OWN = "It is your own abstract, so others decide about it."
Answers = Mapping[tuple[str, str], Answer]


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


async def missed_items(meeting: UUID) -> list[Missed]:
    """What was not shown, by its time; nine statements."""
    absences = await _absences(meeting)
    programme = await facts.programme_of(meeting)
    if programme is None or not (items := _items(programme, absences)):
        return []
    ground = await _ground(meeting, absences, items)
    partners = _partners(programme)
    found = [
        Missed(
            item,
            tuple(ground.absences[code]),
            _others(partners.get(code, {}), ground.absences[code]),
            tuple(_follows(item, ground)),
        )
        for code, item in items.items()
    ]
    return sorted(found, key=lambda each: (each.item.starts_at, each.item.code))


def _others(partners: Mapping[UUID, str], absences: Collection[Absence]) -> tuple[str, ...]:
    absent = {each.person for each in absences}
    return tuple(name for who, name in partners.items() if who not in absent)


def _items(programme: ReleasedProgramme, wanted: Collection[str]) -> dict[str, Item]:
    parts = (*presented(programme), *served(programme))
    return {item.code: item for _, item in parts if item.code in wanted}


def _partners(programme: ReleasedProgramme) -> dict[str, dict[UUID, str]]:
    """Who presents each talk and poster."""
    return {
        slot.code: {each.id: each.name for each in slot.people}
        for _, slot in programme.items()
        if slot is not None
    }


async def _ground(
    meeting: UUID, absences: Mapping[str, list[Absence]], items: Mapping[str, Item]
) -> Ground:
    codes = sorted({item.reference for item in items.values() if item.reference})
    abstracts = await _abstracts(meeting, codes)
    ids = [row["id"] for row in abstracts.values()]
    revoked = await _revoked(meeting, sorted(items))
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


async def _absences(meeting: UUID) -> dict[str, list[Absence]]:
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
            row["person"], row["name"], row["note"], row["by_name"], row["created_at"]
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
            row["was"],
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


def _follows(item: Item, ground: Ground) -> Iterator[Consequence]:
    absent = {each.person for each in ground.absences[item.code]}
    paper = ground.abstracts.get(item.reference)
    if paper and paper["state"] == AbstractState.ACCEPTED.value:
        yield _publication(item, paper, ground)
    for each, title in ground.awards.get(paper["id"], ()) if paper else ():
        answer = ground.answers.get((Kind.AWARD, str(each.id)))
        if each.state is not AwardState.FORFEITED or answer:
            yield _award(item, each, title, answer, ground)
    for row in ground.revoked.get(item.code, ()):
        if row["person"] in absent:
            yield _certificate(item, row, ground)


def _publication(item: Item, paper: dict[str, Any], ground: Ground) -> Consequence:
    presenting = [_reader(ground.people[each.person]) for each in ground.absences[item.code]]
    return Consequence(
        Kind.PUBLICATION,
        item.reference,
        item,
        paper["title"],
        once([*ground.authors.get(paper["id"], ()), *presenting]),
        ground.answers.get((Kind.PUBLICATION, item.reference)),
        about=paper["id"],
    )


def _award(
    item: Item, each: ApplicationInfo, title: str, answer: Answer | None, ground: Ground
) -> Consequence:
    return Consequence(
        Kind.AWARD,
        str(each.id),
        item,
        f"{title}: {each.name}",
        once([_reader(ground.people[each.person])]),
        answer,
        PAID if each.state is AwardState.PAID else "",
        each.cycle,
    )


def _certificate(item: Item, row: dict[str, Any], ground: Ground) -> Consequence:
    who = ground.people[row["person"]]
    return Consequence(
        Kind.CERTIFICATE,
        row["code"],
        item,
        f"{CertificateKind(row['kind']).heading}: {who.registered_name}",
        once([_reader(who)]),
        ground.answers.get((Kind.CERTIFICATE, row["code"])),
    )


def _reader(person: PersonInfo) -> Reader:
    return Reader(person.registered_name, person.email, person.id)


async def seen_by(
    missed: Sequence[Missed], meeting: UUID, person: UUID | None
) -> tuple[list[Missed], dict[str, str]]:
    """What a member of the committee may see of it, and by subject why they do not decide: nobody
    decides about the own abstract, or about an award with an own interest in it (W05).

    Statements grow with the awards that are concerned, not with who holds them.
    """
    follows = [each for one in missed for each in one.follows]
    bars = {
        cycle: await bar_of(meeting, person, await applications_of(cycle))
        for cycle in {each.about for each in follows if each.kind is Kind.AWARD and each.about}
    }
    shut: dict[str, str] = {}
    hidden: set[str] = set()
    for each in follows:
        if each.kind is Kind.AWARD and each.about:
            bar = bars[each.about]
            shut[each.subject] = bar.sentence
            if bar.is_applicant or UUID(each.subject) in bar.hidden:
                hidden.add(each.subject)
        elif each.kind is Kind.PUBLICATION:
            is_own = person is not None and any(one.person == person for one in each.readers)
            shut[each.subject] = OWN if is_own else ""
    seen = [
        replace(one, follows=tuple(each for each in one.follows if each.subject not in hidden))
        for one in missed
    ]
    return seen, {subject: why for subject, why in shut.items() if why}
