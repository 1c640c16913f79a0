"""Who could read one abstract, best first, and why the others cannot."""

from dataclasses import dataclass
from uuid import UUID

from abstracts.reviewers.assigning import fit_of, why_of
from abstracts.reviewers.assignment_actions import problem_with
from abstracts.reviewers.assignment_queries import Bench, PaperRow


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reviewer for one abstract; `problem` says why it cannot be."""

    reviewer: UUID
    name: str
    load: int
    cap: int
    fit: int
    why: str
    problem: str = ""


def candidates_for(bench: Bench, row: PaperRow) -> list[Candidate]:
    """Every reviewer who has accepted: those who may, by topic and load; then those who may not."""
    paper = bench.paper(row, 0)
    found = [
        Candidate(
            reader.id,
            bench.names[reader.id],
            reader.load,
            reader.cap,
            fit := fit_of(reader, paper),
            why_of(fit, paper, bench.topics).split(";")[0],
            problem_with(bench, row, reader.id),
        )
        for reader in bench.readers
    ]
    return sorted(found, key=lambda each: (bool(each.problem), each.fit, each.load, each.name))
