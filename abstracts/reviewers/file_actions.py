"""Taking a table of assignments over: previewed, then all of it or nothing."""

import hashlib
from datetime import datetime
from uuid import UUID

from abstracts.reviewers.assignment_actions import lock_reviewers, place
from abstracts.reviewers.assignment_files import Change, Verb, compare, read_lines
from abstracts.reviewers.assignment_queries import Bench, bench_of
from abstracts.reviewers.conflict_queries import conflicted_abstracts
from abstracts.reviewers.errors import NotAssignable, ProposalChanged
from abstracts.reviewers.inviting import Host
from abstracts.reviewers.reviewer_queries import reviewers_of
from abstracts.reviewers.rounds import RoundInfo
from abstracts.tables.review import Assignment
from abstracts.vocabulary import AssignmentState
from conference.orm import action


async def preview_file(
    round_: RoundInfo, text: str, person: UUID | None
) -> tuple[Bench, list[Change]]:
    """What a file would do, sent by this person; nothing is written.

    Of abstracts in conflict with them they learn nothing (V03). Raises NotAssignable at `file`.
    """
    try:
        lines = read_lines(text)
    except ValueError as wrong:
        raise NotAssignable(errors={"file": str(wrong)}) from None
    bench = await bench_of(round_)
    by_email = {row.email: row.id for row in await reviewers_of(round_.meeting)}
    hidden = await conflicted_abstracts(round_.meeting, person) if person else frozenset()
    return bench, compare(bench, by_email, lines, hidden)


def digest_of(changes: list[Change]) -> str:
    """Names exactly these changes."""
    text = "\n".join(f"{c.line.reference} {c.line.email} {c.verb} {c.problem}" for c in changes)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


async def apply_file(host: Host, round_: RoundInfo, text: str, seen: str, now: datetime) -> int:
    """Does all that the preview said; answers how many lines changed something.

    Raises ProposalChanged when the preview is out of date or has a line that cannot be.
    """
    async with action("import_assignments", by=host.by, now=now, meeting=host.meeting.id) as act:
        await lock_reviewers(host.meeting.id)
        bench, changes = await preview_file(round_, text, host.by.person)
        if digest_of(changes) != seen or any(each.problem for each in changes):
            raise ProposalChanged
        removed = [each.assignment for each in changes if each.assignment]
        if removed:
            await Assignment.delete().where(
                Assignment.id.is_in(removed), Assignment.state == AssignmentState.OPEN.value
            )
            act.note("review_round", round_.key, taken_back=len(removed))
        await place(act, bench, [each.placement for each in changes if each.placement])
    return sum(each.verb is not Verb.KEEP for each in changes)
