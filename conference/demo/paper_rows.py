"""The rows of the demo's abstracts, as submitting and deciding would have written them."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from abstracts.manuscript import Manuscript, blind_key, search_key
from abstracts.queries.one import encode_manuscript
from abstracts.tables import Abstract, AbstractVersion, Author, AuthorAffiliation
from abstracts.vocabulary import AbstractState, Answer, CallKind
from conference.demo.ground import Ground
from conference.demo.papers import Paper
from conference.demo.seeded import Seeded, insert_rows

SECOND_VERSIONS = 0.15
CODE_LENGTH = 6
DECIDED = (AbstractState.ACCEPTED, AbstractState.REJECTED, AbstractState.WAITLISTED)


@dataclass(frozen=True, slots=True)
class WrittenPaper:
    """A paper with its row's id."""

    id: UUID
    code: str
    paper: Paper


class _Rows:
    def __init__(self, ground: Ground, seed: int) -> None:
        self.ground = ground
        self.seeded = Seeded(seed, "paper rows")
        self.abstracts: list[Abstract] = []
        self.authors: list[Author] = []
        self.places: list[AuthorAffiliation] = []
        self.versions: list[AbstractVersion] = []
        self._waiting = 0

    def add(self, paper: Paper) -> WrittenPaper:
        """All rows of one abstract."""
        abstract_id, code = self.seeded.id(), self.seeded.code(CODE_LENGTH)
        at = self._begun_at(paper)
        count = 0 if paper.state is AbstractState.DRAFT else self._version_count()
        self.abstracts.append(self._abstract(abstract_id, code, paper, at, count))
        self._add_authors(abstract_id, paper, at)
        self._add_versions(abstract_id, paper, at, count)
        return WrittenPaper(abstract_id, code, paper)

    def _version_count(self) -> int:
        return 2 if self.seeded.random.random() < SECOND_VERSIONS else 1

    def _begun_at(self, paper: Paper) -> datetime:
        """Most abstracts come in the last days before the deadline."""
        calendar, rng = self.ground.calendar, self.seeded.random
        is_late = paper.call is CallKind.LATE_BREAKING
        start = calendar.late_call_opens if is_late else calendar.call_opens
        end = calendar.now if is_late else calendar.call_closes
        share = 1 - rng.random() ** 2 * rng.random()
        moment = start + (end - start) * share - timedelta(hours=2)
        return max(start, moment).replace(microsecond=0)

    def _abstract(
        self, abstract_id: UUID, code: str, paper: Paper, at: datetime, count: int
    ) -> Abstract:
        ground, said = self.ground, paper.manuscript
        return Abstract(
            id=abstract_id,
            created_at=at,
            code=code,
            meeting=ground.meeting.id,
            call=ground.calls[paper.call].id,
            topic=ground.topics[said.topic].id,
            submitter=paper.presenter.id,
            title=said.title,
            body=said.body,
            preference=said.preference.value,
            state=paper.state.value,
            decision=paper.decision.value if paper.decision else "",
            submitted_at=at if count else None,
            is_for_lightning=said.is_for_lightning,
            version=count,
            search_key=search_key(code, said),
            blind_key=blind_key(code, said),
            **self._decided(paper),
        )

    def _decided(self, paper: Paper) -> dict[str, Any]:
        """When the decision was released, and what the presenter answered (V07, V08)."""
        calendar, rng = self.ground.calendar, self.seeded.random
        if paper.state not in DECIDED:
            return {}
        found: dict[str, Any] = {"decided_at": calendar.decided}
        if paper.state is AbstractState.WAITLISTED:
            self._waiting += 1
            found["waiting_rank"] = self._waiting
        if paper.state is AbstractState.ACCEPTED:
            found |= {
                "answer": Answer.ACCEPTED.value,
                "answer_by": calendar.answer_by,
                "answered_at": calendar.decided + timedelta(hours=rng.randint(2, 300)),
                "register_by": calendar.presenters_registered,
            }
        return found

    def _add_authors(self, abstract_id: UUID, paper: Paper, at: datetime) -> None:
        is_linked = paper.state is AbstractState.ACCEPTED
        for position, author in enumerate(paper.manuscript.authors):
            row = Author(
                id=self.seeded.id(),
                created_at=at,
                abstract=abstract_id,
                position=position,
                person=paper.presenter.id if is_linked and author.is_presenting else None,
                given_name=author.given_name,
                family_name=author.family_name,
                email=author.email,
                is_presenting=author.is_presenting,
                is_corresponding=author.is_corresponding,
                is_submitting=author.is_submitting,
                is_senior=author.is_senior,
            )
            self.authors.append(row)
            self.places += [
                AuthorAffiliation(
                    id=self.seeded.id(), created_at=at, author=row.id, position=place,
                    institution=each.institution, city=each.city, country=each.country,
                )
                for place, each in enumerate(author.affiliations)
            ]  # fmt: skip

    def _add_versions(self, abstract_id: UUID, paper: Paper, at: datetime, count: int) -> None:
        for number in range(1, count + 1):
            is_newest = number == count
            said = paper.manuscript if is_newest else _earlier(paper.manuscript)
            self.versions.append(
                AbstractVersion(
                    id=self.seeded.id(), created_at=at + timedelta(minutes=30 * (number - 1)),
                    abstract=abstract_id, number=number,
                    by_name=paper.presenter.name.registered, snapshot=encode_manuscript(said),
                )
            )  # fmt: skip


async def insert_papers(ground: Ground, papers: list[Paper], seed: int) -> list[WrittenPaper]:
    """Writes every abstract with its authors, institutions and versions."""
    rows = _Rows(ground, seed)
    written = [rows.add(paper) for paper in papers]
    await insert_rows(rows.abstracts)
    await insert_rows(rows.authors)
    await insert_rows(rows.places)
    await insert_rows(rows.versions)
    return written


def _earlier(manuscript: Manuscript) -> Manuscript:
    """The first version lacked its last paragraph."""
    return replace(manuscript, body=manuscript.body.rpartition("\n")[0])
