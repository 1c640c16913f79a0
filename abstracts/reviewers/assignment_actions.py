"""Proposing assignments, applying them, and changing single ones by hand (V01, V03)."""

import hashlib
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from abstracts.reviewers import letters
from abstracts.reviewers.assigning import Bar, Fit, Placement, Proposal, assign, bar_of
from abstracts.reviewers.assignment_queries import Bench, PaperRow, active_readers, bench_of
from abstracts.reviewers.errors import NotAssignable, NotTakenBack, ProposalChanged
from abstracts.reviewers.inviting import Host, free_open
from abstracts.reviewers.rounds import RoundInfo, rounds_of
from abstracts.tables.review import Assignment, Reviewer
from abstracts.vocabulary import AssignmentState
from conference.letters.actions import queue_letter
from conference.orm import Action, IntegrityConflict, action, integrity
from conference.people import queries as people

ROWS = 1_000  # in one INSERT


@dataclass(frozen=True, slots=True)
class Ask:
    """Which proposal: for all abstracts of a round, or for what one reviewer has not sent.

    `extra` gives the abstracts of these ids one review more than the round wants.
    """

    round: RoundInfo
    seed: int = 1
    instead_of: UUID | None = None
    extra: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal with what it was made of."""

    ask: Ask
    bench: Bench
    proposal: Proposal

    @property
    def by_reviewer(self) -> list[tuple[str, UUID, list[Placement]]]:
        """Name, reviewer and what is new for them, by name."""
        found: dict[UUID, list[Placement]] = {}
        for each in self.proposal.placements:
            found.setdefault(each.reviewer, []).append(each)
        return sorted((self.bench.names[id], id, rows) for id, rows in found.items())

    @property
    def digest(self) -> str:
        """Names exactly these assignments."""
        pairs = [f"{p.abstract} {p.reviewer}" for p in self.proposal.placements]
        gone = sorted(str(each.id) for each in self.bench.stale)
        return hashlib.sha256("\n".join((*pairs, *gone)).encode()).hexdigest()[:16]


async def propose(ask: Ask) -> Proposed:
    """Reads the round and proposes; nothing is written."""
    whole = await bench_of(ask.round)
    bench = without(whole, ask.instead_of) if ask.instead_of else whole
    papers = [bench.paper(row, wanted) for row, wanted in _wanted(ask, whole, bench)]
    return Proposed(ask, bench, assign(bench.readers, papers, bench.rules, ask.seed))


def _wanted(ask: Ask, whole: Bench, bench: Bench) -> list[tuple[PaperRow, int]]:
    """The abstracts that are asked for, and how many reviews each is to have altogether."""
    now = {row.id: len(bench.active.get(row.id, ())) for row in bench.papers}
    if ask.instead_of:
        before = {row.id: len(whole.active.get(row.id, ())) for row in bench.papers}
        return [(row, before[row.id]) for row in bench.papers if before[row.id] > now[row.id]]
    if ask.extra:
        return [(row, now[row.id] + 1) for row in bench.papers if row.id in ask.extra]
    return [(row, ask.round.reviews_wanted) for row in bench.papers]


def without(bench: Bench, reviewer: UUID) -> Bench:
    """The round as if this reviewer gave back what they have not sent, and took nothing more."""
    given = [
        each
        for each in bench.given
        if each.reviewer != reviewer or each.state is not AssignmentState.OPEN
    ]
    readers = [each for each in bench.readers if each.id != reviewer]
    return replace(bench, given=given, readers=readers, active=active_readers(given))


async def apply_proposal(
    host: Host,
    ask: Ask,
    seen: str,
    now: datetime,
    *,
    writes: bool,
    left_out: Collection[str] = (),
) -> int:
    """Assigns what was proposed, in one transaction, and tells the reviewers if `writes`.

    What is `left_out` by its name is given to nobody. Answers how many are. Raises ProposalChanged
    when it would not be the same now.
    """
    verb = "reassign_reviews" if ask.instead_of else "assign_reviews"
    async with action(verb, by=host.by, now=now, meeting=host.meeting.id) as act:
        await lock_reviewers(host.meeting.id)
        proposed = await propose(ask)
        if proposed.digest != seen:
            raise ProposalChanged
        if ask.instead_of:
            await free_open(act, ask.instead_of, ask.round.id)
        await _free_stale(act, proposed.bench)
        placements = [p for p in proposed.proposal.placements if p.name not in left_out]
        await place(act, proposed.bench, placements)
        if writes:
            await _tell(act, host, ask.round, Counter(p.reviewer for p in placements))
    return len(placements)


async def _free_stale(act: Action, bench: Bench) -> None:
    """Takes back what became a conflict after it was given."""
    if not bench.stale:
        return
    await Assignment.delete().where(
        Assignment.id.is_in([each.id for each in bench.stale]),
        Assignment.state == AssignmentState.OPEN.value,
    )
    for each in bench.stale:
        act.note("reviewer", each.reviewer, taken_back=each.code, because="in conflict")


async def place(act: Action, bench: Bench, placements: Sequence[Placement]) -> None:
    """Writes assignments; what is of one topic stands together in a reviewer's list."""
    rank = {row.id: number for number, row in enumerate(bench.papers)}
    codes = {row.id: row.code for row in bench.papers}
    at = Counter(each.reviewer for each in bench.given)
    rows: list[Assignment] = []
    assigned: dict[UUID, list[str]] = {}
    for each in sorted(placements, key=lambda p: rank[p.abstract]):
        rows.append(_assignment(act, bench.round, each, at[each.reviewer]))
        at[each.reviewer] += 1
        assigned.setdefault(each.reviewer, []).append(codes[each.abstract])
    try:
        async with integrity():
            for start in range(0, len(rows), ROWS):
                await Assignment.insert(*rows[start : start + ROWS])
    except IntegrityConflict:
        raise ProposalChanged from None
    for reviewer, references in assigned.items():
        act.note("reviewer", reviewer, round=bench.round.key, assigned=references)


async def assign_by_hand(
    host: Host, round_: RoundInfo, code: str, reviewer: UUID, now: datetime
) -> None:
    """Gives one abstract to one reviewer, beyond the number wanted if need be.

    Raises NotAssignable beside `reviewer`: a conflict, an earlier recusal, a full load.
    """
    async with action("assign_review", by=host.by, now=now, meeting=host.meeting.id) as act:
        await lock_reviewers(host.meeting.id)
        bench = await bench_of(round_)
        row = next((each for each in bench.papers if each.code == code.upper()), None)
        if row is None:
            raise NotAssignable(errors={"reviewer": "This round does not read that abstract."})
        if problem := problem_with(bench, row, reviewer):
            raise NotAssignable(errors={"reviewer": problem})
        why = f"By hand: {host.by.name}"[:200]
        await place(act, bench, [Placement(row.id, reviewer, Fit.OUTSIDE, why)])


def problem_with(bench: Bench, row: PaperRow, reviewer: UUID) -> str:
    """Why this reviewer cannot have this abstract, as a sentence; empty if they can."""
    reader = next((each for each in bench.readers if each.id == reviewer), None)
    if reader is None:
        return "Choose a reviewer who has accepted."
    name = bench.names[reviewer]
    match bar_of(reader, bench.paper(row, 0), bench.rules):
        case Bar.ASSIGNED:
            return f"{name} has it already."
        case Bar.RECUSED:
            return f"{name} stood back from it."
        case Bar.CONFLICT:
            why = [c.why for c in bench.conflicts if (c.reviewer, c.abstract) == (reviewer, row.id)]
            return f"{name} is in conflict: {' '.join(why)}"
        case Bar.FULL:
            return f"{name} has {reader.load} already and takes no more than {reader.cap}."
    return ""


async def take_assignment_back(
    host: Host, abstract: UUID, assignment: UUID, reason: str, now: datetime
) -> None:
    """Takes back what was not sent of an abstract, a draft with it; reviews that were sent stay.

    Raises NotTakenBack.
    """
    async with action(
        "take_review_back", by=host.by, now=now, meeting=host.meeting.id, reason=reason
    ) as act:
        rounds = [each.id for each in await rounds_of(host.meeting.id)]
        gone = (
            await Assignment.delete()
            .where(
                Assignment.id == assignment,
                Assignment.abstract == abstract,
                Assignment.round.is_in(rounds),
                Assignment.state == AssignmentState.OPEN.value,
            )
            .returning(Assignment.abstract, Assignment.reviewer)
        )
        if not gone:
            raise NotTakenBack(
                errors={"reason": "It was sent, stood back from or taken back meanwhile."}
            )
        act.note("reviewer", gone[0]["reviewer"], taken_back=gone[0]["abstract"])


def _assignment(act: Action, round_: RoundInfo, placement: Placement, position: int) -> Assignment:
    return Assignment(
        id=uuid4(),
        created_at=act.now,
        round=round_.id,
        abstract=placement.abstract,
        reviewer=placement.reviewer,
        state=AssignmentState.OPEN.value,
        why=placement.why,
        position=position,
    )


async def lock_reviewers(meeting: UUID) -> None:
    """Two who assign at once do so one after the other."""
    await Reviewer.update({Reviewer.answer: Reviewer.answer + ""}).where(
        Reviewer.meeting == meeting
    )


async def _tell(act: Action, host: Host, round_: RoundInfo, numbers: Counter[UUID]) -> None:
    if not numbers:
        return
    rows = await Reviewer.select(Reviewer.id, Reviewer.person).where(
        Reviewer.id.is_in(list(numbers))
    )
    known = await people.people_by_ids([row["person"] for row in rows])
    for row in rows:
        person = known[row["person"]]
        if not person.email:
            continue
        letter = letters.assigned(host.meeting, person, round_, numbers[row["id"]], host.base_url)
        await queue_letter(act, letter)
