"""Everything that was recorded as not shown, with what follows from it: a fixed number of
statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from abstracts.awards.applications import ApplicationInfo, applications_of
from abstracts.awards.barring import bar_of
from abstracts.vocabulary import AbstractState, AwardState
from badges.papers import facts
from badges.papers.following import Absence, Answer, Consequence, Kind, Missed, Reader, once
from badges.papers.following_ground import Ground, absences_of, ground_of
from badges.papers.kinds import CertificateKind
from badges.papers.programme import every_item
from badges.papers.rules import Item
from conference.people.rules import PersonInfo
from schedule.rules.abstract_places import GONE_WORDS
from schedule.rules.released import ReleasedProgramme

PAID = "It is paid. The treasurer takes the payment back first, under Awards."
OWN = "It is your own abstract, so others decide about it."
Items = tuple[Item, ...]


async def missed_items(meeting: UUID) -> list[Missed]:
    """What was not shown, by its time, all that was missed of an abstract together; nine
    statements."""
    absences = await absences_of(meeting)
    programme = await facts.programme_of(meeting)
    if programme is None or not absences:
        return []
    every = every_item(programme)
    items = sorted(
        (every[code] for code in absences if code in every),
        key=lambda each: (each.starts_at, each.code),
    )
    ground = await ground_of(meeting, absences, {each.reference for each in items} - {""})
    partners = _partners(programme)
    return [_missed(together, every, partners, ground) for together in _together(items)]


def _together(items: Sequence[Item]) -> list[Items]:
    """Those of one abstract stand together, where the first of them stands."""
    found: defaultdict[str, list[Item]] = defaultdict(list)
    for item in items:
        found[item.reference or f"item:{item.code}"].append(item)
    return [tuple(together) for together in found.values()]


def _missed(
    items: Items, every: Mapping[str, Item], partners: Mapping[str, dict[UUID, str]], ground: Ground
) -> Missed:
    codes, reference = {item.code for item in items}, items[0].reference
    return Missed(
        items,
        tuple(each for item in items for each in ground.absences[item.code]),
        tuple(
            f"{name} ({item.number or item.part})" if len(items) > 1 else name
            for item in items
            for name in _others(partners.get(item.code, {}), ground.absences[item.code])
        ),
        tuple(_follows(items, ground)),
        tuple(
            each
            for each in every.values()
            if reference and each.reference == reference and each.code not in codes
            and not each.is_cancelled
        ),
        _gone(reference, ground),
    )  # fmt: skip


def _others(partners: Mapping[UUID, str], absences: Collection[Absence]) -> Iterator[str]:
    absent = {each.person for each in absences}
    return (name for who, name in partners.items() if who not in absent)


def _partners(programme: ReleasedProgramme) -> dict[str, dict[UUID, str]]:
    """Who presents each talk and poster."""
    return {
        slot.code: {each.id: each.name for each in slot.people}
        for _, slot in programme.items()
        if slot is not None
    }


def _gone(reference: str, ground: Ground) -> str:
    """What became of the abstract since; "" while it is accepted, and where there is none."""
    paper = ground.abstracts.get(reference)
    if paper is None or paper["state"] == AbstractState.ACCEPTED.value:
        return ""
    return GONE_WORDS.get(paper["state"], "no longer accepted")


def _follows(items: Items, ground: Ground) -> Iterator[Consequence]:
    paper = ground.abstracts.get(items[0].reference)
    if paper:
        yield from _publication(items, paper, ground)
    for each, title in ground.awards.get(paper["id"], ()) if paper else ():
        answer = ground.answers.get((Kind.AWARD, str(each.id)))
        if each.state is not AwardState.FORFEITED or answer:
            yield _award(items, each, title, answer, ground)
    for item in items:
        absent = {each.person for each in ground.absences[item.code]}
        for row in ground.revoked.get(item.code, ()):
            if row["person"] in absent:
                yield _certificate(item, row, ground)


def _publication(items: Items, paper: dict[str, Any], ground: Ground) -> Iterator[Consequence]:
    """Of an abstract that left by itself nothing is to be decided; what was decided before stays,
    to be taken back."""
    reference = items[0].reference
    answer, gone = ground.answers.get((Kind.PUBLICATION, reference)), _gone(reference, ground)
    if gone and answer is None:
        return
    absent = [each for item in items for each in ground.absences[item.code]]
    presenting = [_reader(ground.people[each.person]) for each in absent]
    yield Consequence(
        Kind.PUBLICATION,
        reference,
        items,
        paper["title"],
        once([*ground.authors.get(paper["id"], ()), *presenting]),
        answer,
        about=paper["id"],
        gone=gone,
    )


def _award(
    items: Items, each: ApplicationInfo, title: str, answer: Answer | None, ground: Ground
) -> Consequence:
    return Consequence(
        Kind.AWARD,
        str(each.id),
        items,
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
        (item,),
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
