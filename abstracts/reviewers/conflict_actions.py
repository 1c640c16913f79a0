"""The committee's word on conflicts: one more, or one of the softer ones waived (V03)."""

from datetime import datetime
from uuid import UUID

from abstracts.reviewers.conflict_queries import conflicts_of
from abstracts.reviewers.conflicts import barred
from abstracts.reviewers.errors import NotAssignable, NotTakenBack
from abstracts.reviewers.reviewer_queries import reviewer_by_id
from abstracts.reviewers.rounds import rounds_of
from abstracts.tables import Abstract
from abstracts.tables.review import Assignment, ConflictWaiver, DeclaredConflict
from abstracts.vocabulary import AssignmentState, ConflictKind
from conference.orm import Action, Actor, action


async def add_conflict(
    *, meeting: UUID, reviewer: UUID, code: str, reason: str, by: Actor, now: datetime
) -> None:
    """The reviewer may not judge this abstract; an open assignment goes, one that was sent stays.

    Raises UnknownReviewer, NotAssignable for an unknown reference, NotTakenBack.
    """
    await reviewer_by_id(meeting, reviewer)
    async with action("add_conflict", by=by, now=now, meeting=meeting, reason=reason) as act:
        abstract = await abstract_id(meeting, code)
        await DeclaredConflict.insert(
            DeclaredConflict(
                created_at=now,
                reviewer=reviewer,
                kind=ConflictKind.ABSTRACT.value,
                abstract=abstract,
                reason=reason,
                by_name=by.name,
                is_by_committee=True,
            )
        )
        await ConflictWaiver.delete().where(
            ConflictWaiver.reviewer == reviewer, ConflictWaiver.abstract == abstract
        )
        await _free(act, reviewer, abstract)
        act.note("reviewer", reviewer, conflict=code.upper())


async def waive_conflict(
    *, meeting: UUID, reviewer: UUID, code: str, reason: str, by: Actor, now: datetime
) -> None:
    """Lets a reviewer read an abstract although an institution or a mere name speaks against it.

    Raises NotAssignable where something harder does.
    """
    async with action("waive_conflict", by=by, now=now, meeting=meeting, reason=reason) as act:
        abstract = await abstract_id(meeting, code)
        mine = [
            each
            for each in await conflicts_of(meeting)
            if each.reviewer == reviewer and each.abstract == abstract and not each.waived
        ]
        if not mine or not all(each.is_soft for each in mine):
            raise NotAssignable(errors={"reason": "This conflict cannot be waived."})
        await ConflictWaiver.insert(
            ConflictWaiver(
                created_at=now, reviewer=reviewer, abstract=abstract, reason=reason, by_name=by.name
            )
        )
        act.note("reviewer", reviewer, waived=code.upper(), conflicts=[c.why for c in mine])


async def restore_conflict(
    *, meeting: UUID, reviewer: UUID, code: str, by: Actor, now: datetime
) -> None:
    """Takes a waiver back; an open assignment goes with it. Raises NotTakenBack."""
    await reviewer_by_id(meeting, reviewer)
    async with action("restore_conflict", by=by, now=now, meeting=meeting) as act:
        abstract = await abstract_id(meeting, code)
        await ConflictWaiver.delete().where(
            ConflictWaiver.reviewer == reviewer, ConflictWaiver.abstract == abstract
        )
        await _free(act, reviewer, abstract)
        act.note("reviewer", reviewer, restored=code.upper())


async def free_conflicted(act: Action, meeting: UUID, reviewer: UUID) -> None:
    """Takes back what a reviewer has open and may not judge any more."""
    mine = [each for each in await conflicts_of(meeting) if each.reviewer == reviewer]
    for round_ in await rounds_of(meeting):
        pairs = barred(mine, is_same_institution_barred=round_.is_same_institution_barred)
        if not pairs:
            continue
        gone = (
            await Assignment.delete()
            .where(
                Assignment.round == round_.id,
                Assignment.reviewer == reviewer,
                Assignment.abstract.is_in(sorted(abstract for _, abstract in pairs)),
                Assignment.state == AssignmentState.OPEN.value,
            )
            .returning(Assignment.abstract)
        )
        if gone:
            act.note("reviewer", reviewer, round=round_.key, taken_back=len(gone))


async def abstract_id(meeting: UUID, code: str) -> UUID:
    """The submitted abstract of this reference. Raises NotAssignable beside `code`."""
    row = (
        await Abstract.select(Abstract.id)
        .where(
            Abstract.meeting == meeting,
            Abstract.code == code.strip().upper(),
            Abstract.submitted_at.is_not_null(),
        )
        .first()
    )
    if row is None:
        raise NotAssignable(errors={"code": f"There is no abstract {code.strip().upper()}."})
    return UUID(str(row["id"]))


async def _free(act: Action, reviewer: UUID, abstract: UUID) -> None:
    mine = (Assignment.reviewer == reviewer) & (Assignment.abstract == abstract)
    gone = (
        await Assignment.delete()
        .where(mine & (Assignment.state == AssignmentState.OPEN.value))
        .returning(Assignment.id)
    )
    if gone:
        act.note("reviewer", reviewer, freed=len(gone))
    if await Assignment.exists().where(mine & (Assignment.state == AssignmentState.SENT.value)):
        raise NotTakenBack(
            errors={"code": "A review of it was sent. Its author has to stand back from it first."}
        )
