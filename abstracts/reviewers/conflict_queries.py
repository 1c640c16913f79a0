"""Reading what conflicts of interest are found in: reviewers, authors, earlier abstracts."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from piccolo.columns.combination import And, Or, Where

from abstracts.reviewers.conflicts import Conflict, barred, find_conflicts, together_with
from abstracts.reviewers.facts import AuthorFacts, Declared, ReviewerFacts
from abstracts.reviewers.near import near, spellings_of
from abstracts.reviewers.rounds import rounds_of
from abstracts.tables import Abstract, Author, AuthorAffiliation
from abstracts.tables.review import ConflictWaiver, DeclaredConflict, Reviewer
from abstracts.vocabulary import ConflictKind, ReviewerState
from conference.meetings.tables import Meeting
from conference.people.tables import EmailAddress, Person

YEARS = 3  # who wrote together so recently may not judge each other (V03)

_ABSTRACT: Any = Author.abstract
_OF_PLACE: Any = AuthorAffiliation.author
_GONE = [ReviewerState.DECLINED.value, ReviewerState.REMOVED.value]


@dataclass(frozen=True, slots=True)
class Authors:
    """Who wrote what at a meeting, and at recent other ones; `codes` name the abstracts."""

    now: list[AuthorFacts]
    earlier: list[AuthorFacts]
    codes: Mapping[UUID, str]


async def conflicted_abstracts(meeting: UUID, person: UUID) -> frozenset[UUID]:
    """The abstracts that this person may neither judge nor see judged (V03).

    Own ones, those of people they wrote with, of their institutions (unless no round bars them),
    and declared ones, as one is that they stood back from for a conflict; for chairs too.
    """
    facts = await _facts_of_person(meeting, person)
    if facts is None:
        return frozenset()
    authors = await _authors_near(meeting, facts)
    rounds = await rounds_of(meeting)
    bars = not rounds or any(each.is_same_institution_barred for each in rounds)
    found = find_conflicts([facts], authors.now, authors.earlier, authors.codes)
    hard = {abstract for _, abstract in barred(found, is_same_institution_barred=bars)}
    return frozenset(hard)


async def conflicts_of(meeting: UUID) -> list[Conflict]:
    """Every conflict of the reviewers of a meeting, waived ones too; a fixed number of statements.

    People who declined or were removed have none.
    """
    reviewers = await reviewer_facts(meeting)
    if not reviewers:
        return []
    authors = await authors_of(meeting, reviewers)
    return find_conflicts(reviewers, authors.now, authors.earlier, authors.codes)


async def titles_of(meeting: UUID) -> dict[UUID, tuple[str, str]]:
    """Abstract -> reference and title, of all that was submitted; one statement."""
    rows = await Abstract.select(Abstract.id, Abstract.code, Abstract.title).where(
        Abstract.meeting == meeting, Abstract.submitted_at.is_not_null()
    )
    return {row["id"]: (row["code"], row["title"]) for row in rows}


async def reviewer_facts(meeting: UUID) -> list[ReviewerFacts]:
    """What is known of the reviewers of a meeting who said yes or have yet to answer."""
    rows = await _reviewers().where(Reviewer.meeting == meeting, Reviewer.state.not_in(_GONE))
    return await _facts(rows)


async def authors_of(meeting: UUID, reviewers: Sequence[ReviewerFacts]) -> Authors:
    """The authors of all that was submitted, and of what these reviewers wrote before.

    Before: at other meetings, submitted in the three years before this one starts.
    """
    codes: dict[UUID, str] = {}
    now = await _authors(
        And(_ABSTRACT.meeting == meeting, _ABSTRACT.submitted_at.is_not_null()), codes
    )
    earlier = await _authors(await _recent_work(meeting, reviewers), codes, is_earlier=True)
    return Authors(now, earlier, codes)


async def _authors_near(meeting: UUID, reviewer: ReviewerFacts) -> Authors:
    """As `authors_of` for one reviewer, without the abstracts that cannot matter to them."""
    codes: dict[UUID, str] = {}
    submitted = _ABSTRACT.submitted_at.is_not_null()
    earlier = await _authors(await _recent_work(meeting, [reviewer]), codes, is_earlier=True)
    spelt = await spellings_of(meeting)
    now = await _authors(And(submitted, near(meeting, reviewer, (), spelt)), codes)
    if together := together_with(reviewer, (*now, *earlier)):
        now = await _authors(And(submitted, near(meeting, reviewer, together, spelt)), codes)
    return Authors(now, earlier, codes)


async def _recent_work(meeting: UUID, reviewers: Sequence[ReviewerFacts]) -> And:
    row = await Meeting.select(Meeting.starts_on).where(Meeting.id == meeting).first()
    assert row is not None
    starts = row["starts_on"]
    since = datetime(starts.year - YEARS, starts.month, min(starts.day, 28), tzinfo=UTC)
    mine: Any = Author.select(Author.abstract).where(_is_any_of(reviewers))
    return And(
        And(_ABSTRACT.meeting != meeting, _ABSTRACT.submitted_at >= since),
        Author.abstract.is_in(mine),
    )


def _is_any_of(reviewers: Sequence[ReviewerFacts]) -> Where | Or:
    people = [each.person for each in reviewers if each.person]
    emails = sorted({email for each in reviewers for email in each.emails})
    orcids = sorted({each.orcid for each in reviewers if each.orcid})
    found: Where | Or = Author.person.is_in(people)
    if emails:
        found = Or(found, Author.email.is_in(emails))
    return Or(found, Author.orcid.is_in(orcids)) if orcids else found


async def _authors(
    where: And, codes: dict[UUID, str], *, is_earlier: bool = False
) -> list[AuthorFacts]:
    rows = await Author.select(
        Author.id,
        Author.abstract,
        Author.person,
        Author.given_name,
        Author.family_name,
        Author.email,
        Author.orcid,
        _ABSTRACT.code.as_alias("code"),
        _ABSTRACT.meeting.title.as_alias("meeting_title"),
    ).where(where)
    listed: Any = Author.select(Author.id).where(where)
    places: dict[UUID, list[str]] = defaultdict(list)
    for place in await AuthorAffiliation.select(
        AuthorAffiliation.author, AuthorAffiliation.institution
    ).where(AuthorAffiliation.author.is_in(listed)):
        places[place["author"]].append(place["institution"])
    for row in rows:
        at = f" ({row['meeting_title']})" if is_earlier else ""
        codes[row["abstract"]] = f"{row['code']}{at}"
    return [_author(row, tuple(places[row["id"]])) for row in rows]


def _author(row: dict[str, Any], places: tuple[str, ...]) -> AuthorFacts:
    return AuthorFacts(
        row["abstract"],
        row["given_name"],
        row["family_name"],
        row["person"],
        row["email"],
        row["orcid"],
        places,
    )


def _reviewers() -> Any:
    return Reviewer.select(Reviewer.id, Reviewer.person, Reviewer.institutions)


async def _facts_of_person(meeting: UUID, person: UUID) -> ReviewerFacts | None:
    rows = await _reviewers().where(Reviewer.meeting == meeting, Reviewer.person == person)
    found = await _facts(rows or [{"id": person, "person": person, "institutions": ""}])
    return found[0] if found else None


async def _facts(rows: list[dict[str, Any]]) -> list[ReviewerFacts]:
    if not rows:
        return []
    persons, ids = [row["person"] for row in rows], [row["id"] for row in rows]
    people = {row["id"]: row for row in await Person.select().where(Person.id.is_in(persons))}
    addresses = await _addresses(persons)
    declared, waived = await _declared(ids), await _waived(ids)
    return [
        ReviewerFacts(
            reviewer=row["id"],
            given_name=person["given_name"],
            family_name=person["family_name"],
            person=row["person"],
            emails=frozenset(addresses[row["person"]]),
            orcid=person["orcid"],
            institutions=tuple(lines_of(f"{person['affiliation']}\n{row['institutions']}")),
            declared=tuple(declared[row["id"]]),
            waived=waived[row["id"]],
        )
        for row in rows
        if (person := people.get(row["person"]))
    ]


def lines_of(text: str) -> list[str]:
    """The lines of a text that say something."""
    return [line for each in text.splitlines() if (line := each.strip())]


async def _addresses(persons: list[UUID]) -> dict[UUID, set[str]]:
    found: dict[UUID, set[str]] = defaultdict(set)
    for row in await EmailAddress.select(EmailAddress.person, EmailAddress.address).where(
        EmailAddress.person.is_in(persons)
    ):
        found[row["person"]].add(row["address"])
    return found


async def _declared(reviewers: list[UUID]) -> dict[UUID, list[Declared]]:
    found: dict[UUID, list[Declared]] = defaultdict(list)
    for row in (
        await DeclaredConflict.select()
        .where(DeclaredConflict.reviewer.is_in(reviewers))
        .order_by(DeclaredConflict.created_at)
    ):
        found[row["reviewer"]].append(
            Declared(
                ConflictKind(row["kind"]),
                row["text"],
                row["abstract"],
                row["reason"],
                row["is_by_committee"],
            )
        )
    return found


async def _waived(reviewers: list[UUID]) -> dict[UUID, dict[UUID, str]]:
    found: dict[UUID, dict[UUID, str]] = defaultdict(dict)
    for row in await ConflictWaiver.select().where(ConflictWaiver.reviewer.is_in(reviewers)):
        found[row["reviewer"]][row["abstract"]] = row["reason"]
    return found
