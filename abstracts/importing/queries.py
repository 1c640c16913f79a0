"""Reading imports: the file as it came, and what it would do now."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from abstracts.importing.abstract_rows import HEADINGS, NEEDED, read_abstract
from abstracts.importing.errors import UnknownImport
from abstracts.importing.review_rows import NEEDED as REVIEWS_NEEDED
from abstracts.importing.review_rows import ReviewRow, headings_of, read_review
from abstracts.importing.rules import (
    Fate,
    ImportKind,
    KnownReviews,
    Proposed,
    propose_abstracts,
    propose_reviews,
    seen_of,
)
from abstracts.importing.table import FileTable, read_table
from abstracts.queries.calls import CallInfo, call_by_id, topics
from abstracts.reviewers.conflict_queries import conflicts_of
from abstracts.reviewers.rounds import RoundInfo, rounds_of, was_read_in
from abstracts.tables import Abstract, Author
from abstracts.tables.book import AbstractImport
from abstracts.tables.review import Assignment, Reviewer
from conference.people.rules import fold, normal_address
from conference.people.tables import EmailAddress


class Choices(msgspec.Struct, frozen=True):
    """What was told with the file: for which call or round, and what was agreed to elsewhere."""

    call: str = ""
    round: str = ""
    has_agreed: bool = False


@dataclass(frozen=True, slots=True)
class ImportInfo:
    """An import: read, applied, perhaps undone; `made` are references or ids of what it made."""

    id: UUID
    kind: ImportKind
    file_name: str
    by_name: str
    created_at: datetime
    applied_at: datetime | None
    undone_at: datetime | None
    choices: Choices
    made: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would do now; `problem` if it cannot be read."""

    proposed: tuple[Proposed, ...] = ()
    ignored: tuple[str, ...] = ()
    problem: str = ""
    target: str = ""

    def of(self, fate: Fate) -> tuple[Proposed, ...]:
        """The rows with this fate."""
        return tuple(each for each in self.proposed if each.fate is fate)

    @property
    def seen(self) -> str:
        """Names exactly this preview."""
        return seen_of(self.proposed)


async def import_info(meeting: UUID, id: UUID) -> ImportInfo:
    """One import of the meeting. Raises UnknownImport."""
    row = await _imports(meeting).where(AbstractImport.id == id).first()
    if row is None:
        raise UnknownImport
    return _info(row)


async def recent_imports(meeting: UUID, *, limit: int = 20) -> list[ImportInfo]:
    """The latest imports, newest first, without their files."""
    rows = await _imports(meeting).order_by(AbstractImport.created_at, ascending=False).limit(limit)
    return [_info(row) for row in rows]


async def preview_of(meeting: UUID, id: UUID) -> Preview:
    """What the kept file would do now; a fixed number of statements. Raises UnknownImport."""
    info = await import_info(meeting, id)
    row = await AbstractImport.select(AbstractImport.content).where(AbstractImport.id == id).first()
    assert row is not None
    return await preview_file(meeting, info.kind, row["content"], info.choices)


async def preview_file(meeting: UUID, kind: ImportKind, data: bytes, choices: Choices) -> Preview:
    """What a file would do now."""
    if kind is ImportKind.ABSTRACTS:
        return await _preview_abstracts(meeting, data, choices)
    return await _preview_reviews(meeting, data, choices)


async def call_named(meeting: UUID, call: str) -> CallInfo | None:
    """The call whose id was chosen."""
    try:
        return await call_by_id(meeting, UUID(call))
    except ValueError:
        return None


async def round_named(meeting: UUID, key: str) -> RoundInfo | None:
    """The round whose key was chosen."""
    return next((each for each in await rounds_of(meeting) if each.key == key), None)


async def _preview_abstracts(meeting: UUID, data: bytes, choices: Choices) -> Preview:
    call = await call_named(meeting, choices.call)
    if call is None:
        return Preview(problem="Choose the call to which the abstracts belong.")
    known_topics = await topics(meeting)
    rules = call.rules(frozenset(each.code for each in known_topics))
    table = read_table(data, HEADINGS, NEEDED)
    rows = [read_abstract(row, rules.headings) for row in table.rows]
    held = await Abstract.select(Abstract.imported_as, Abstract.code).where(
        Abstract.meeting == meeting, Abstract.imported_as != ""
    )
    known = {row["imported_as"]: row["code"] for row in held}
    proposed = propose_abstracts(rows, rules, known_topics, known, has_agreed=choices.has_agreed)
    return _preview(table, proposed, call.title)


async def _preview_reviews(meeting: UUID, data: bytes, choices: Choices) -> Preview:
    round_ = await round_named(meeting, choices.round)
    if round_ is None:
        return Preview(problem="Choose the round to which the reviews belong.")
    table = read_table(data, headings_of(round_), REVIEWS_NEEDED)
    rows = [read_review(row, round_) for row in table.rows]
    proposed = propose_reviews(rows, await _known_reviews(meeting, round_, rows))
    return _preview(table, proposed, round_.title)


def _preview(table: FileTable, proposed: tuple[Proposed, ...], target: str) -> Preview:
    return Preview(proposed, table.ignored, table.problem, target)


async def _known_reviews(
    meeting: UUID, round_: RoundInfo, reviews: Sequence[ReviewRow]
) -> KnownReviews:
    rows = await Abstract.select(Abstract.id, Abstract.code, Abstract.imported_as).where(
        was_read_in(round_)
    )
    by_reference = {fold(row["imported_as"]): row["id"] for row in rows if row["imported_as"]}
    by_reference |= {fold(row["code"]): row["id"] for row in rows}
    addresses = await _addresses(meeting)
    given = await Assignment.select(Assignment.reviewer, Assignment.abstract).where(
        Assignment.round == round_.id
    )
    reviewers = frozenset(each for known in addresses.values() for each in known)
    barred = {
        (address, each.abstract): each.why
        for each in await conflicts_of(meeting)
        if not each.waived
        for address in addresses.get(each.reviewer, ())
    }
    sent_by = {normal_address(each.email) for each in reviews}
    return KnownReviews(
        by_reference,
        reviewers,
        frozenset((a, row["abstract"]) for row in given for a in addresses[row["reviewer"]]),
        barred | dict.fromkeys(await _written_by(meeting, sent_by), "it is their own abstract."),
    )


async def _written_by(meeting: UUID, addresses: Collection[str]) -> set[tuple[str, UUID]]:
    """Address and abstract of those who submitted it or are named in it; three statements.

    Who does not review here now has no conflicts on record, but never judges their own (V03).
    """
    wanted = sorted(addresses) or [""]
    rows = await EmailAddress.select(EmailAddress.person, EmailAddress.address).where(
        EmailAddress.address.is_in(wanted)
    )
    persons = {row["person"]: row["address"] for row in rows}
    submitted = await Abstract.select(Abstract.id, Abstract.submitter).where(
        Abstract.meeting == meeting, Abstract.submitter.is_in(list(persons) or [meeting])
    )
    named = await Author.select(Author.abstract, Author.person, Author.email).where(
        Author.abstract.meeting == meeting,
        Author.email.is_in(wanted) | Author.person.is_in(list(persons) or [meeting]),
    )
    found = {(persons[row["submitter"]], row["id"]) for row in submitted}
    for row in named:
        found |= {(each, row["abstract"]) for each in (persons.get(row["person"]), row["email"])
                  if each in addresses}  # fmt: skip
    return found


async def _addresses(meeting: UUID) -> dict[UUID, tuple[str, ...]]:
    """The addresses of each reviewer."""
    reviewers = await Reviewer.select(Reviewer.id, Reviewer.person).where(
        Reviewer.meeting == meeting
    )
    rows = await EmailAddress.select(EmailAddress.person, EmailAddress.address).where(
        EmailAddress.person.is_in([row["person"] for row in reviewers] or [meeting])
    )
    found: dict[UUID, list[str]] = {}
    for row in rows:
        found.setdefault(row["person"], []).append(row["address"])
    return {row["id"]: tuple(found.get(row["person"], ())) for row in reviewers}


def _imports(meeting: UUID) -> Any:
    columns = [c for c in AbstractImport.all_columns() if c._meta.name != "content"]
    return AbstractImport.select(*columns).where(AbstractImport.meeting == meeting)


def _info(row: Mapping[str, Any]) -> ImportInfo:
    return ImportInfo(
        row["id"],
        ImportKind(row["kind"]),
        row["file_name"],
        row["by_name"],
        row["created_at"],
        row["applied_at"],
        row["undone_at"],
        msgspec.json.decode(row["choices"], type=Choices),
        msgspec.json.decode(row["made"], type=tuple[str, ...]),
    )
