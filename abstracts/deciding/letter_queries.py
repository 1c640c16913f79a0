"""What letters of decisions say: texts, recipients, places; in bulk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from abstracts.deciding.composing import Placed, Recipient, Subject
from abstracts.deciding.letter_texts import DEFAULT_LETTERS, LetterText
from abstracts.programme_places import programme_code_of, programme_state
from abstracts.tables import Abstract, Author
from abstracts.tables.deciding import DecisionLetter
from abstracts.vocabulary import Outcome
from conference.people.queries import people_by_ids
from conference.people.rules import PersonInfo
from conference.web.marks import unmarked

MANY = 5_000


async def letter_texts(meeting: UUID) -> dict[Outcome, LetterText]:
    """The letter of each outcome: the society's own, else the default; one statement."""
    rows = await DecisionLetter.select().where(DecisionLetter.meeting == meeting)
    own = {
        Outcome(row["outcome"]): LetterText(row["subject"], row["body"], is_own=True)
        for row in rows
    }
    return {outcome: own.get(outcome, text) for outcome, text in DEFAULT_LETTERS.items()}


async def subjects_of(abstracts: Collection[UUID]) -> dict[UUID, Subject]:
    """The abstracts with their authors and recipients; four statements per 5,000."""
    found: dict[UUID, Subject] = {}
    wanted = list(abstracts)
    for start in range(0, len(wanted), MANY):
        found.update(await _subjects(wanted[start : start + MANY]))
    return found


async def places_of(meeting: UUID, abstracts: Mapping[UUID, str]) -> dict[UUID, Placed]:
    """Where the newest release of the programme has the abstracts (id -> reference), and their
    frozen codes; a draft is told to nobody."""
    if not abstracts:
        return {}
    state = await programme_state(meeting)
    codes = await programme_code_of(list(abstracts))
    titles = {each.code: each.title for each in state.sessions}
    return {
        id: Placed(titles.get(place.session, "") if place else "", codes.get(id, ""))
        for id, reference in abstracts.items()
        if (place := state.places.get(reference)) or id in codes
    }


async def _subjects(ids: list[UUID]) -> dict[UUID, Subject]:
    if not ids:
        return {}
    rows = await Abstract.select(
        Abstract.id,
        Abstract.code,
        Abstract.title,
        Abstract.submitter,
        Abstract.presented_by,
        Abstract.topic.title.as_alias("topic"),
    ).where(Abstract.id.is_in(ids))
    by_abstract: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    authors = (
        await Author.select(
            Author.abstract,
            Author.person,
            Author.given_name,
            Author.family_name,
            Author.email,
            Author.is_presenting,
        )
        .where(Author.abstract.is_in(ids))
        .order_by(Author.position)
    )
    for author in authors:
        by_abstract[author["abstract"]].append(author)
    people = await people_by_ids(
        {row[name] for row in rows for name in ("submitter", "presented_by") if row[name]}
    )
    return {row["id"]: _subject(row, by_abstract[row["id"]], people) for row in rows}


def _subject(
    row: dict[str, Any], authors: list[dict[str, Any]], people: Mapping[UUID, PersonInfo]
) -> Subject:
    """The presenter may be somebody else than an author (A12); co-authors come last."""
    stand_in = people.get(row["presented_by"])
    presenting = [each for each in authors if each["is_presenting"]]
    submitter = people.get(row["submitter"])
    known = [
        Recipient(each.registered_name, each.email, each.id)
        for each in (submitter, stand_in)
        if each
    ]
    chief = known + _named([] if stand_in else presenting)
    return Subject(
        id=row["id"],
        code=row["code"],
        title=unmarked(row["title"]),
        topic=row["topic"] or "",
        authors=", ".join(_name(each) for each in authors),
        presenter=stand_in.registered_name if stand_in else "".join(map(_name, presenting[:1])),
        recipients=_once([*chief, *_named(presenting), *_named(authors)]),
        chief=_once(chief),
    )


def _named(authors: Iterable[dict[str, Any]]) -> list[Recipient]:
    return [Recipient(_name(each), each["email"], each["person"]) for each in authors]


def _once(told: Iterable[Recipient]) -> tuple[Recipient, ...]:
    """Each address once, however it is written; without one nobody is written to."""
    found: dict[str, Recipient] = {}
    for each in told:
        if each.address:
            found.setdefault(each.address.lower(), each)
    return tuple(found.values())


def _name(row: dict[str, Any]) -> str:
    return f"{row['given_name']} {row['family_name']}".strip()
