"""Assignments as a table for a spreadsheet, out and in: all of it or nothing."""

import csv
import io
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from abstracts.reviewers.assigning import Placement, Reader, fit_of, why_of
from abstracts.reviewers.assignment_actions import problem_with
from abstracts.reviewers.assignment_queries import AssignmentRow, Bench, PaperRow
from abstracts.vocabulary import AssignmentState
from conference.people.rules import fold, normal_address
from conference.web.sheets import Cell, csv_of, unmarked

HEADINGS = ("Reference", "Title", "Topic", "Reviewer e-mail", "Reviewer", "State", "Reason")
MOST_LINES = 20_000
_REFERENCE = ("reference", "abstract", "code")
_EMAIL = ("reviewer e-mail", "reviewer email", "e-mail", "email", "reviewer")
_DO = ("action", "do")


class Verb(StrEnum):
    ADD = "add"
    REMOVE = "remove"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file as it was read."""

    number: int
    reference: str
    email: str
    verb: Verb


@dataclass(frozen=True, slots=True)
class Change:
    """What a line would do; `problem` is a sentence when it cannot."""

    line: Line
    verb: Verb
    name: str = ""
    title: str = ""
    placement: Placement | None = None
    assignment: UUID | None = None
    problem: str = ""


def table_of(
    bench: Bench,
    read: Sequence[PaperRow],
    emails: Mapping[UUID, str],
    hidden: Collection[UUID] = (),
) -> bytes:
    """The assignments of a round as CSV, without those of the abstracts that are `hidden`."""
    papers = {row.id: row for row in read}
    rows: list[Sequence[Cell]] = []
    for each in sorted(bench.given, key=lambda given: (given.code, given.name)):
        if each.abstract in hidden:
            continue
        paper = papers.get(each.abstract)
        topic = bench.topics.get(paper.topic, "") if paper and paper.topic else ""
        title = paper.title if paper else ""
        email = emails.get(each.reviewer, "")
        rows.append((each.code, title, topic, email, each.name, each.state.value, each.why))
    return csv_of(HEADINGS, rows)


def read_lines(text: str) -> list[Line]:
    """The lines of a file with headings; a column "Action" may say add or remove.

    Raises ValueError with a sentence for what is no such file.
    """
    sample = text.lstrip("\ufeff")
    first = sample.split("\n", 1)[0]
    mark = max(",;\t", key=first.count)
    rows = list(csv.reader(io.StringIO(sample, newline=""), delimiter=mark))
    if not rows:
        raise ValueError("The file is empty.")
    head = [fold(cell) for cell in rows[0]]
    reference, email = _column(head, _REFERENCE), _column(head, _EMAIL)
    if reference is None or email is None:
        raise ValueError("The first line names the columns: “Reference” and “Reviewer e-mail”.")
    if len(rows) > MOST_LINES:
        raise ValueError(f"This file has more than {MOST_LINES:,} lines.")
    do = _column(head, _DO)
    return [
        _line(number, row, reference, email, do)
        for number, row in enumerate(rows[1:], start=2)
        if any(cell.strip() for cell in row)
    ]


def compare(
    bench: Bench,
    by_email: Mapping[str, UUID],
    lines: Sequence[Line],
    hidden: Collection[UUID] = (),
) -> list[Change]:
    """What each line would do; nobody is taken away who is not named with “remove”.

    Abstracts that are `hidden` answer as ones that the round does not read (V03).
    """
    desk = _desk(bench, by_email, hidden)
    loads = Counter({reader.id: reader.load for reader in bench.readers})
    seen: set[tuple[str, str]] = set()
    changes = []
    for line in lines:
        is_twice = (line.reference, line.email) in seen
        seen.add((line.reference, line.email))
        change = _change(desk, line)
        if is_twice:
            change = Change(line, change.verb, problem="This pair stands in the file twice.")
        if change.placement:
            loads[change.placement.reviewer] += 1
            change = _capped(change, desk.readers[change.placement.reviewer], loads)
        changes.append(change)
    return changes


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where the lines of a file are looked up."""

    bench: Bench
    papers: Mapping[str, PaperRow]
    by_email: Mapping[str, UUID]
    given: Mapping[tuple[UUID, UUID], AssignmentRow]
    readers: Mapping[UUID, Reader]


def _desk(bench: Bench, by_email: Mapping[str, UUID], hidden: Collection[UUID]) -> _Desk:
    return _Desk(
        bench,
        {row.code: row for row in bench.papers if row.id not in hidden},
        by_email,
        {(each.abstract, each.reviewer): each for each in bench.given},
        {reader.id: reader for reader in bench.readers},
    )


def _change(desk: _Desk, line: Line) -> Change:
    bench = desk.bench
    paper, reviewer = desk.papers.get(line.reference), desk.by_email.get(line.email)
    if paper is None:
        return Change(line, line.verb, problem=f"This round reads no abstract {line.reference}.")
    if reviewer is None or reviewer not in bench.names:
        return Change(line, line.verb, problem=f"{line.email} is no reviewer who has accepted.")
    name = bench.names[reviewer]
    given = desk.given.get((paper.id, reviewer))
    if line.verb is Verb.REMOVE:
        if given is None or given.state is not AssignmentState.OPEN:
            problem = "There is nothing open to take back."
            return Change(line, Verb.REMOVE, name, paper.title, problem=problem)
        return Change(line, Verb.REMOVE, name, paper.title, assignment=given.id)
    if given is not None and given.is_active:
        return Change(line, Verb.KEEP, name, paper.title)
    if problem := problem_with(bench, paper, reviewer):
        return Change(line, Verb.ADD, name, paper.title, problem=problem)
    reader = next(each for each in bench.readers if each.id == reviewer)
    whole = bench.paper(paper, 0)
    fit = fit_of(reader, whole)
    placement = Placement(
        paper.id, reviewer, fit, "From a file: " + why_of(fit, whole, bench.topics)
    )
    return Change(line, Verb.ADD, name, paper.title, placement=placement)


def _capped(change: Change, reader: Reader, loads: Counter[UUID]) -> Change:
    if loads[reader.id] <= reader.cap:
        return change
    problem = f"{change.name} takes no more than {reader.cap}."
    return Change(change.line, Verb.ADD, change.name, change.title, problem=problem)


def _column(head: Sequence[str], names: Sequence[str]) -> int | None:
    return next((head.index(name) for name in names if name in head), None)


def _line(number: int, row: Sequence[str], reference: int, email: int, do: int | None) -> Line:
    def cell(at: int) -> str:
        return unmarked(row[at].strip()) if at < len(row) else ""

    is_removal = do is not None and fold(cell(do)) in {"remove", "take back", "delete"}
    verb = Verb.REMOVE if is_removal else Verb.ADD
    return Line(number, cell(reference).upper(), normal_address(cell(email)), verb)
