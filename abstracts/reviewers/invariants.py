"""Promises about reviewers and assignments that `plenary check` tests."""

from collections import Counter
from typing import Any

from abstracts.reviewers.assignment_queries import cap_of
from abstracts.reviewers.conflict_queries import conflicts_of
from abstracts.reviewers.conflicts import barred
from abstracts.reviewers.rounds import rounds_of
from abstracts.tables.review import Assignment, Review, Reviewer, ReviewRound
from abstracts.vocabulary import AssignmentState, ReviewerState
from conference.orm import invariant
from conference.people.access import Role
from conference.people.tables import RoleGrant

_ABSTRACT: Any = Assignment.abstract
_REVIEWER: Any = Assignment.reviewer


@invariant("review-conflict", "Nobody has an abstract to read with which they are in conflict.")
async def no_conflict_assigned() -> list[str]:
    """V03, unless the committee waived it; what was sent before a conflict came up is told too."""
    broken = []
    for meeting in await _meetings():
        conflicts = await conflicts_of(meeting)
        for round_ in await rounds_of(meeting):
            bars = barred(conflicts, is_same_institution_barred=round_.is_same_institution_barred)
            for row in await _assigned(round_.id):
                if (row["reviewer"], row["abstract"]) in bars:
                    broken.append(f"{row['name']} has {row['code']} to read, in conflict.")
    return broken


@invariant("review-load", "Nobody has more abstracts to read in a round than its cap or their own.")
async def loads_within_caps() -> list[str]:
    """V01: the cap of the round, and a reviewer's own over all rounds of a meeting."""
    broken = []
    for meeting in await _meetings():
        rounds = await rounds_of(meeting)
        rows = {round_.id: await _assigned(round_.id) for round_ in rounds}
        whole = Counter(row["reviewer"] for each in rows.values() for row in each)
        for round_ in rounds:
            here = Counter(row["reviewer"] for row in rows[round_.id])
            for row in {each["reviewer"]: each for each in rows[round_.id]}.values():
                reviewer = row["reviewer"]
                cap = cap_of(round_, row["load_cap"], whole[reviewer] - here[reviewer])
                if here[reviewer] > cap:
                    broken.append(f"{row['name']} has {here[reviewer]} to read, at most {cap}.")
    return broken


@invariant("review-recusal", "No review counts of somebody who stood back from an abstract.")
async def no_review_of_recused() -> list[str]:
    """V03: a recusal is not a zero."""
    assignment: Any = Review.assignment
    rows = await Review.select(
        assignment.abstract.code.as_alias("code"),
        assignment.reviewer.person.registered_name.as_alias("name"),
    ).where(
        assignment.state == AssignmentState.RECUSED.value,
        Review.sent_at.is_not_null(),
    )
    return [f"{row['name']} stood back from {row['code']} and has a review of it." for row in rows]


@invariant("reviewer-role", "Who has accepted to review holds the reviewer's role there.")
async def accepted_holds_role() -> list[str]:
    """Programme chairs and those who hold a role everywhere need no grant of their own."""
    grants = {
        (row["person"], row["meeting"])
        for row in await RoleGrant.select(RoleGrant.person, RoleGrant.meeting).where(
            RoleGrant.role.is_in([Role.REVIEWER.value, Role.PROGRAMME.value, Role.ADMIN.value])
        )
    }
    rows = await Reviewer.select(
        Reviewer.person, Reviewer.meeting, Reviewer.person.registered_name.as_alias("name")
    ).where(Reviewer.state == ReviewerState.ACCEPTED.value)
    return [
        f"{row['name']} has accepted to review and may not open a page for it."
        for row in rows
        if grants.isdisjoint({(row["person"], row["meeting"]), (row["person"], None)})
    ]


async def _meetings() -> list[Any]:
    rows = await ReviewRound.select(ReviewRound.meeting).group_by(ReviewRound.meeting)
    return [row["meeting"] for row in rows]


async def _assigned(round_: Any) -> list[dict[str, Any]]:
    """What is open in a round or was sent."""
    rows: list[dict[str, Any]] = await Assignment.select(
        Assignment.reviewer,
        Assignment.abstract,
        _ABSTRACT.code.as_alias("code"),
        _REVIEWER.load_cap.as_alias("load_cap"),
        _REVIEWER.person.registered_name.as_alias("name"),
    ).where(Assignment.round == round_, Assignment.state != AssignmentState.RECUSED.value)
    return rows
