"""Who may present an abstract, and what stands against it (A12, V06)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from abstracts.changes.errors import NotChangeable
from abstracts.changes.programme import clashes_of_presenter
from abstracts.changes.rules import with_presenter
from abstracts.changes.storing import Wanted
from abstracts.deciding.policy import AbstractPolicyInfo
from abstracts.deciding.registered import registered_and_paid
from abstracts.manuscript import AuthorEntry
from abstracts.queries.one import AbstractDetail
from abstracts.tables import Abstract, Author
from abstracts.vocabulary import AbstractState, ChangeKind, Decision
from conference.people import queries as people
from conference.people.rules import PersonInfo
from conference.web.problems import Invalid

TALKS = (Decision.ORAL.value, Decision.LIGHTNING.value)
_ABSTRACT: Any = Author.abstract


@dataclass(frozen=True, slots=True)
class Choice:
    """Who is to present: the author at a place, or somebody else by their address."""

    author: int | None = None
    email: str = ""
    reason: str = ""
    is_sure: bool = False


async def wanted_presenter(
    meeting: UUID, abstract: AbstractDetail, choice: Choice, policy: AbstractPolicyInfo
) -> Wanted:
    """The change that a choice means. Raises NotChangeable beside "presenter" or "email"."""
    if choice.author is not None:
        return _author(abstract, choice)
    if not policy.may_anybody_present:
        raise NotChangeable(errors={"presenter": "Choose one of the authors."})
    other = await _registered(meeting, choice.email)
    known = dict(zip(abstract.people, range(len(abstract.people)), strict=True))
    if other.id in known:
        return _author(abstract, Choice(known[other.id], reason=choice.reason))
    if abstract.presented_by == other.id:
        raise NotChangeable(errors={"email": f"{other.registered_name} presents it already."})
    return Wanted(
        ChangeKind.PRESENTER,
        abstract.manuscript.authors,
        other.id,
        other.registered_name,
        choice.reason,
    )


async def person_of_presenter(wanted: Wanted) -> UUID | None:
    """Who is to present, if they are known already."""
    if wanted.presenter:
        return wanted.presenter
    email = presenter_of(wanted).email
    known = await people.person_by_email(email) if email else None
    return known.id if known else None


def presenter_of(wanted: Wanted) -> AuthorEntry:
    """The author who presents after the change."""
    return next(author for author in wanted.authors if author.is_presenting)


async def refuse_clashing(
    meeting: UUID, abstract: UUID, person: UUID | None, *, told: bool
) -> None:
    """Nobody is in two places at once (S01). Only the committee is `told` of the draft.

    Raises Invalid beside "presenter".
    """
    clashes = await clashes_of_presenter(meeting, abstract, person) if person else ()
    if clashes:
        unsaid = (
            "The new presenter has another part in the programme at the same time. "
            "Choose somebody else, or write to the programme committee."
        )
        raise Invalid(errors={"presenter": " ".join(clashes) if told else unsaid})


async def other_talks(
    meeting: UUID, abstract: AbstractDetail, person: UUID | None, policy: AbstractPolicyInfo
) -> list[str]:
    """The codes of the other talks that a person presents, where one is the rule (V06)."""
    if not policy.has_one_talk or person is None or abstract.decision not in TALKS:
        return []
    talks = TALKS if policy.is_lightning_a_talk else (Decision.ORAL.value,)
    if abstract.decision not in talks:
        return []
    rows = await Author.select(_ABSTRACT.code.as_alias("code")).where(
        Author.person == person,
        Author.is_presenting.eq(True),
        _ABSTRACT.meeting == meeting,
        _ABSTRACT.state == AbstractState.ACCEPTED.value,
        _ABSTRACT.decision.is_in(list(talks)),
        _ABSTRACT.presented_by.is_null(),
    )
    instead = await Abstract.select(Abstract.code).where(
        Abstract.presented_by == person,
        Abstract.meeting == meeting,
        Abstract.state == AbstractState.ACCEPTED.value,
        Abstract.decision.is_in(list(talks)),
    )
    return sorted({row["code"] for row in (*rows, *instead)} - {abstract.code})


def _author(abstract: AbstractDetail, choice: Choice) -> Wanted:
    authors = abstract.manuscript.authors
    if choice.author is None or not 0 <= choice.author < len(authors):
        raise NotChangeable(errors={"presenter": "Choose one of the authors."})
    author = authors[choice.author]
    if author.is_presenting and abstract.presented_by is None:
        raise NotChangeable(errors={"presenter": f"{author.name} presents it already."})
    if not author.email and abstract.people[choice.author] is None:
        raise NotChangeable(
            errors={
                "presenter": f"{author.name} has no e-mail address in the abstract. Correct the "
                "authors first, so that we can write to them."
            }
        )
    return Wanted(
        ChangeKind.PRESENTER, with_presenter(authors, choice.author), reason=choice.reason
    )


async def _registered(meeting: UUID, email: str) -> PersonInfo:
    if not email:
        raise NotChangeable(errors={"email": "Give the e-mail address of who is to present."})
    known = await people.person_by_email(email)
    if known is None or known.id not in await registered_and_paid(meeting, [known.id]):
        raise NotChangeable(
            errors={"email": "Nobody with this address is registered and paid for the meeting."}
        )
    return known
