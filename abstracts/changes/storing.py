"""Writing a changed list of authors after the deadline, and the request that led to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from abstracts.actions.storing import insert_authors, insert_version
from abstracts.changes.differences import Authors, matched
from abstracts.changes.requests import encode_authors
from abstracts.manuscript import AuthorEntry, search_key
from abstracts.queries.one import AbstractDetail
from abstracts.tables import Abstract, Author
from abstracts.tables.writing import ChangeRequest
from abstracts.vocabulary import ChangeKind, RequestState
from conference.orm import Action


@dataclass(frozen=True, slots=True)
class Wanted:
    """A change that somebody wants: the authors after it, or a presenter who is no author."""

    kind: ChangeKind
    authors: Authors
    presenter: UUID | None = None
    presenter_name: str = ""
    reason: str = ""


async def write_authors(act: Action, abstract: AbstractDetail, authors: Authors) -> None:
    """The authors as corrected, as a new version (A05); who was known stays known."""
    number = abstract.version + 1
    manuscript = replace(abstract.manuscript, authors=authors)
    await Author.delete().where(Author.abstract == abstract.id)
    await insert_authors(abstract.id, authors, act.now, linked=_linked(abstract, authors))
    await Abstract.update(
        {
            Abstract.version: number,
            Abstract.search_key: search_key(abstract.code, manuscript),
        }
    ).where(Abstract.id == abstract.id)
    await insert_version(abstract.id, number, manuscript, act.by.name, act.now)
    act.note("abstract", abstract.code, version=[abstract.version, number])


async def keep_request(act: Action, abstract: AbstractDetail, wanted: Wanted) -> UUID:
    """Writes down what is asked; a newer wish of the same kind takes the place of the older."""
    await ChangeRequest.delete().where(
        ChangeRequest.abstract == abstract.id,
        ChangeRequest.kind == wanted.kind.value,
        ChangeRequest.state == RequestState.ASKED.value,
    )
    row = ChangeRequest(
        id=uuid4(),
        created_at=act.now,
        abstract=abstract.id,
        kind=wanted.kind.value,
        before=encode_authors(abstract.manuscript.authors),
        after=encode_authors(wanted.authors),
        presenter=wanted.presenter,
        presenter_name=wanted.presenter_name,
        reason=wanted.reason,
        by_name=act.by.name,
        by_person=act.by.person,
    )
    await ChangeRequest.insert(row)
    act.note("abstract", abstract.code, asked_change=wanted.kind)
    return UUID(str(row.id))


async def close_request(
    act: Action, id: UUID, state: RequestState, answer: str, *, is_erratum: bool
) -> None:
    """Writes down how a request was judged."""
    await ChangeRequest.update(
        {
            ChangeRequest.state: state.value,
            ChangeRequest.judged_at: act.now,
            ChangeRequest.judged_by_name: act.by.name,
            ChangeRequest.answer: answer,
            ChangeRequest.is_erratum: is_erratum,
        }
    ).where(ChangeRequest.id == id)


def _linked(abstract: AbstractDetail, authors: Authors) -> list[tuple[AuthorEntry, UUID | None]]:
    """Somebody whose address is replaced by another one may be somebody else: not linked."""
    known = dict(zip(map(id, abstract.manuscript.authors), abstract.people, strict=True))
    return [
        (pair.after, known[id(pair.before)])
        for pair in matched(abstract.manuscript.authors, authors)
        if pair.after and pair.before and _is_same_address(pair.before, pair.after)
    ]


def _is_same_address(before: AuthorEntry, after: AuthorEntry) -> bool:
    return not before.email or not after.email or before.email.lower() == after.email.lower()
