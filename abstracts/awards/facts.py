"""Reading what the rules of an award ask about its applicants."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from abstracts.awards.applications import ApplicationInfo
from abstracts.awards.cycles import CycleInfo
from abstracts.awards.eligibility import AbstractFacts, Facts
from abstracts.reviewers.rounds import rounds_of
from abstracts.reviews.standings import standings_of
from abstracts.tables import Abstract, Author
from abstracts.vocabulary import AbstractState, CallKind
from conference.meetings.rules import MeetingInfo
from conference.membership import queries as membership
from conference.people.rules import normal_address
from conference.people.tables import EmailAddress

_ABSTRACT: Any = Author.abstract


async def scores_for(cycle: CycleInfo) -> Mapping[UUID, float]:
    """Abstract -> score: of the award's own rounds where it has some, else of all rounds (W02)."""
    own = [each.id for each in await rounds_of(cycle.meeting) if each.award == cycle.id]
    found = await standings_of(cycle.meeting, own or None)
    return {abstract: standing.normalised for abstract, standing in found.items()}


async def facts_of(
    meeting: MeetingInfo,
    cycle: CycleInfo,
    applications: Sequence[ApplicationInfo],
    scores: Mapping[UUID, float] | None = None,
) -> dict[UUID, Facts]:
    """Application -> what is known of the applicant now; four statements."""
    return await facts_of_many(meeting, [(cycle, each) for each in applications], scores)


async def facts_of_many(
    meeting: MeetingInfo,
    pairs: Sequence[tuple[CycleInfo, ApplicationInfo]],
    scores: Mapping[UUID, float] | None = None,
) -> dict[UUID, Facts]:
    """The same for applications for several awards; four statements."""
    persons = {each.person for _, each in pairs}
    held = await membership.memberships_of_people(persons, meeting.society) if persons else {}
    papers = await _papers({each.abstract for _, each in pairs if each.abstract})
    presenters = await _presenters(papers.keys())
    addresses = await _addresses(persons)
    return {
        each.id: Facts(
            deadline=cycle.closes_at,
            zone=meeting.tz,
            memberships=held.get(each.person, ()),
            abstract=_paper(each, papers, presenters, addresses[each.person]),
            stage=each.stage,
            degree_on=each.degree_on,
            leave_months=each.leave_months,
            has_statement=bool(each.statement),
            letters=each.letters_in_time(cycle.closes_at),
            score=(scores or {}).get(each.abstract) if each.abstract else None,
            waived=each.waived,
        )
        for cycle, each in pairs
    }


async def _papers(ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    if not ids:
        return {}
    rows = await Abstract.select(
        Abstract.id,
        Abstract.code,
        Abstract.state,
        Abstract.late_link,
        Abstract.presented_by,
        Abstract.call.kind.as_alias("kind"),
    ).where(Abstract.id.is_in(list(ids)))
    return {row["id"]: row for row in rows}


async def _presenters(ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    if not ids:
        return {}
    rows = await Author.select(Author.abstract, Author.person, Author.email).where(
        Author.abstract.is_in(list(ids)), Author.is_presenting.eq(True)
    )
    return {row["abstract"]: row for row in rows}


async def _addresses(persons: Collection[UUID]) -> dict[UUID, frozenset[str]]:
    found: dict[UUID, frozenset[str]] = defaultdict(frozenset)
    if persons:
        rows = await EmailAddress.select(EmailAddress.person, EmailAddress.address).where(
            EmailAddress.person.is_in(list(persons))
        )
        for row in rows:
            found[row["person"]] |= {row["address"]}
    return found


def _paper(
    application: ApplicationInfo,
    papers: Mapping[UUID, dict[str, Any]],
    presenters: Mapping[UUID, dict[str, Any]],
    addresses: frozenset[str],
) -> AbstractFacts | None:
    row = papers.get(application.abstract) if application.abstract else None
    if row is None:
        return None
    author = presenters.get(row["id"])
    if row["presented_by"]:
        is_presenting = row["presented_by"] == application.person
    else:
        is_presenting = author is not None and _is(author, application.person, addresses)
    is_late = row["kind"] == CallKind.LATE_BREAKING.value or row["late_link"] is not None
    return AbstractFacts(row["code"], AbstractState(row["state"]), is_presenting, is_late)


def _is(author: Mapping[str, Any], person: UUID, addresses: frozenset[str]) -> bool:
    if author["person"]:
        return bool(author["person"] == person)
    return bool(author["email"]) and normal_address(author["email"]) in addresses
