"""Which abstracts a round reads."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from abstracts.reviewers.assignment_actions import Ask, propose
from abstracts.reviewers.assignment_queries import papers_of, papers_read_in
from abstracts.reviewers.round_actions import save_round
from abstracts.reviewers.rounds import rounds_of
from abstracts.tables import Abstract
from abstracts.tables.awards import AwardApplication, AwardCycle
from abstracts.vocabulary import RoundKind
from tests.abstracts.reviewers.conftest import TESTS
from tests.cast import NOW


async def test_award_round_reads_what_its_applicants_submitted(
    cast, round_, new_abstract, new_reviewer
):
    mine, other = await new_abstract(), await new_abstract(author=("Bo", "Beck"))
    ids = {row["code"]: row["id"] for row in await Abstract.select(Abstract.id, Abstract.code)}
    cycle = AwardCycle(
        id=uuid4(), created_at=NOW, meeting=cast.meeting.id, key="young", title="Young",
        opens_at=NOW, closes_at=NOW + timedelta(days=1), zone="UTC",
    )  # fmt: skip
    await AwardCycle.insert(cycle)
    for person, code, state in ((cast.alice, mine, "submitted"), (cast.dan, other, "withdrawn")):
        await AwardApplication.insert(
            AwardApplication(
                created_at=NOW, cycle=cycle.id, person=person.id, abstract=ids[code], state=state
            )
        )
    award = replace(
        round_, id=uuid4(), key="young", kind=RoundKind.AWARD, calls=frozenset(), award=cycle.id
    )
    await save_round(award, by=TESTS, now=NOW)
    saved = (await rounds_of(cast.meeting.id))[1]
    assert saved == award
    assert [row.code for row in await papers_of(saved)] == [mine]
    reviewer = await new_reviewer("Ann", "One")
    (placed,) = (await propose(Ask(saved))).proposal.placements
    assert (placed.reviewer, placed.abstract) == (reviewer, ids[mine])


async def test_round_stops_reading_what_is_decided_or_withdrawn(round_, new_abstract):
    codes = [await new_abstract(author=("Bo", f"Beck{n}")) for n in range(3)]
    for code, state in ((codes[1], "rejected"), (codes[2], "withdrawn")):
        await Abstract.update({Abstract.state: state}).where(Abstract.code == code)
    assert {row.code for row in await papers_of(round_)} == {codes[0]}
    assert {row.code for row in await papers_read_in(round_)} == {codes[0], codes[1]}


async def test_round_that_allows_the_same_institution_gives_such_abstracts(
    round_, new_abstract, new_reviewer
):
    await new_abstract(place="University of Forth")
    await new_reviewer("Ann", "One", affiliation="Forth University")
    assert (await propose(Ask(round_))).proposal.placements == ()
    open_round = replace(round_, is_same_institution_barred=False)
    assert len((await propose(Ask(open_round))).proposal.placements) == 1
